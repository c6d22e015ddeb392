-- Rules and where their alerts go. A deleted rule stays, marked, because its alerts and deliveries refer to it.
CREATE TABLE rules (
  rule_id          UUID PRIMARY KEY,
  owner_id         TEXT NOT NULL,
  name             TEXT NOT NULL,
  symbol           TEXT NOT NULL,
  interval         TEXT NOT NULL,
  condition        BYTEA NOT NULL,          -- mib.notification.v1.Condition
  severity         TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
  cooldown_seconds BIGINT NOT NULL CHECK (cooldown_seconds >= 0),
  enabled          BOOLEAN NOT NULL DEFAULT true,
  version          BIGINT NOT NULL DEFAULT 1,
  created_at       TIMESTAMPTZ NOT NULL,
  updated_at       TIMESTAMPTZ NOT NULL,
  deleted_at       TIMESTAMPTZ
);
CREATE INDEX rules_by_owner ON rules (owner_id, created_at) WHERE deleted_at IS NULL;

CREATE TABLE channels (
  channel_id    UUID PRIMARY KEY,
  rule_id       UUID NOT NULL REFERENCES rules,
  position      BIGINT NOT NULL,
  type          TEXT NOT NULL CHECK (type IN ('webhook')),
  url           TEXT NOT NULL,
  sealed_secret BYTEA NOT NULL,             -- AES-256-GCM; the context is the channel's id
  UNIQUE (rule_id, position)
);

-- How far the log of bars is read. Written with everything that came of it, in one transaction.
CREATE TABLE offsets (
  topic       TEXT NOT NULL,
  partition   BIGINT NOT NULL,
  next_offset BIGINT NOT NULL,
  PRIMARY KEY (topic, partition)
);

-- The bars that rules look back on: of each series that some rule needs, the last closes. `topic` and `partition` tell which reader
-- keeps the series.
CREATE TABLE series (
  symbol    TEXT NOT NULL,
  interval  TEXT NOT NULL,
  topic     TEXT NOT NULL,
  partition BIGINT NOT NULL,
  PRIMARY KEY (symbol, interval)
);
CREATE INDEX series_by_partition ON series (topic, partition);

CREATE TABLE closes (
  symbol    TEXT NOT NULL,
  interval  TEXT NOT NULL,
  open_time TIMESTAMPTZ NOT NULL,
  close     NUMERIC NOT NULL,
  PRIMARY KEY (symbol, interval, open_time),
  FOREIGN KEY (symbol, interval) REFERENCES series ON DELETE CASCADE
);

CREATE TABLE alerts (
  alert_id UUID PRIMARY KEY,                -- made of rule, version, symbol, interval and open time
  rule_id  UUID NOT NULL,
  owner_id TEXT NOT NULL,
  symbol   TEXT NOT NULL,
  fired_at TIMESTAMPTZ NOT NULL,            -- event time
  event    BYTEA NOT NULL,                  -- mib.events.v1.Alert
  stored_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX alerts_by_owner ON alerts (owner_id, fired_at DESC, alert_id);
CREATE INDEX alerts_by_rule ON alerts (rule_id, fired_at DESC);

-- One row per alert and channel.
CREATE TABLE deliveries (
  delivery_id     UUID PRIMARY KEY,
  alert_id        UUID NOT NULL REFERENCES alerts,
  channel_id      UUID NOT NULL REFERENCES channels,
  body            TEXT NOT NULL,            -- the same bytes on every attempt
  traceparent     TEXT NOT NULL,
  status          TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'failed')),
  attempts        BIGINT NOT NULL DEFAULT 0,
  next_attempt_at TIMESTAMPTZ NOT NULL,
  leased_until    TIMESTAMPTZ NOT NULL DEFAULT '-infinity',
  UNIQUE (alert_id, channel_id)
);
CREATE INDEX deliveries_due ON deliveries (next_attempt_at) WHERE status = 'pending';

CREATE TABLE delivery_attempts (
  delivery_id     UUID NOT NULL REFERENCES deliveries,
  attempt         BIGINT NOT NULL,
  status          TEXT NOT NULL,            -- of the delivery after this attempt
  http_status     BIGINT NOT NULL,          -- 0: no answer
  error           TEXT NOT NULL,
  attempted_at    TIMESTAMPTZ NOT NULL,
  next_attempt_at TIMESTAMPTZ,
  PRIMARY KEY (delivery_id, attempt)
);

-- Events that wait to be published. Deleted once the broker has them.
CREATE TABLE outbox (
  position    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id    TEXT NOT NULL,
  schema      TEXT NOT NULL,                -- full name of the message
  payload     BYTEA NOT NULL,
  traceparent TEXT NOT NULL
);

-- Records that could not be used, whole.
CREATE TABLE dead_letters (
  dead_letter_id TEXT PRIMARY KEY,
  origin         TEXT NOT NULL,             -- topic/partition/offset
  reason         TEXT NOT NULL,
  payload        BYTEA NOT NULL,
  refused_at     TIMESTAMPTZ NOT NULL
);
