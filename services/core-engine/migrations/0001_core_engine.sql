-- Everything that has a price.
CREATE TABLE core_engine.instruments (
  symbol      TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  asset_class TEXT NOT NULL,
  venue       TEXT NOT NULL,
  currency    TEXT NOT NULL,
  is_active   BOOLEAN NOT NULL,
  created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at  TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- Bars of all origins; for one (symbol, interval, open time) PROVIDER stands over TRADES, and TRADES over ROLLUP.
-- `fold` is what the engine needs to go on building a bar from trades. It is kept when a provider's bar takes the row over.
CREATE TABLE core_engine.bars (
  symbol    TEXT NOT NULL,
  interval  TEXT NOT NULL,
  open_time TIMESTAMPTZ NOT NULL,
  open      NUMERIC NOT NULL,
  high      NUMERIC NOT NULL,
  low       NUMERIC NOT NULL,
  close     NUMERIC NOT NULL,
  volume    NUMERIC NOT NULL,
  vwap      NUMERIC,
  trades    BIGINT NOT NULL,
  revision  BIGINT NOT NULL,
  is_final  BOOLEAN NOT NULL,
  origin    TEXT NOT NULL,
  source    TEXT NOT NULL,
  fold      BYTEA,
  PRIMARY KEY (symbol, interval, open_time)
) PARTITION BY RANGE (open_time);

-- One partition per year, so that old years are dropped and not deleted; older and later times have a home too.
-- The newest bars are rewritten while they are open: room in the page keeps that cheap.
DO $$
BEGIN
  CREATE TABLE core_engine.bars_before_2015 PARTITION OF core_engine.bars
    FOR VALUES FROM (MINVALUE) TO ('2015-01-01 00:00:00+00') WITH (fillfactor = 80);
  FOR year IN 2015..2034 LOOP
    EXECUTE format('CREATE TABLE core_engine.bars_%s PARTITION OF core_engine.bars FOR VALUES FROM (%L) TO (%L) WITH (fillfactor = 80)',
                   year, year || '-01-01 00:00:00+00', (year + 1) || '-01-01 00:00:00+00');
  END LOOP;
  CREATE TABLE core_engine.bars_from_2035 PARTITION OF core_engine.bars
    FOR VALUES FROM ('2035-01-01 00:00:00+00') TO (MAXVALUE) WITH (fillfactor = 80);
END
$$;

-- Roll-ups that later bars may still close.
CREATE INDEX bars_open_rollups ON core_engine.bars (symbol, interval) WHERE origin = 'ROLLUP' AND NOT is_final;

-- The latest quote per instrument; time in Unix nanoseconds, which TIMESTAMPTZ would round.
CREATE TABLE core_engine.quotes (
  symbol          TEXT PRIMARY KEY,
  kafka_partition INTEGER NOT NULL,
  bid             NUMERIC,
  ask             NUMERIC,
  last            NUMERIC,
  bid_size        NUMERIC,
  ask_size        NUMERIC,
  last_size       NUMERIC,
  time_ns         BIGINT NOT NULL,
  source          TEXT NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX quotes_by_partition ON core_engine.quotes (kafka_partition);

-- The next record to read, moved in the transaction that stores what the records before it made. -1: none was read yet.
CREATE TABLE core_engine.offsets (
  topic       TEXT NOT NULL,
  partition   INTEGER NOT NULL,
  next_offset BIGINT NOT NULL,
  PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);

-- The engine's memory of an instrument's trades (mib.core_engine.v1.SeriesState). Bars that close after reach_from belong to it.
CREATE TABLE core_engine.series_state (
  symbol          TEXT PRIMARY KEY,
  kafka_partition INTEGER NOT NULL,
  reach_from      TIMESTAMPTZ NOT NULL,
  state           BYTEA NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX series_state_by_partition ON core_engine.series_state (kafka_partition);

-- Records that could not be used, whole, with the reason.
CREATE TABLE core_engine.dead_letters (
  id         TEXT PRIMARY KEY,
  origin     TEXT NOT NULL,
  symbol     TEXT NOT NULL,
  reason     TEXT NOT NULL,
  payload    BYTEA NOT NULL,
  refused_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX dead_letters_by_time ON core_engine.dead_letters (refused_at);
