"""A private platform on this machine: Kafka, PostgreSQL, Redis and the six services, under one folder and a supervisor."""
