-- Jobs: work that outlives the process. A running job belongs to lease_owner until lease_until.
CREATE TABLE jobs (
    job_id            TEXT PRIMARY KEY,
    data_type         TEXT NOT NULL CHECK (data_type IN ('daily', 'candles', 'import')),
    source            TEXT NOT NULL,
    symbols           TEXT[] NOT NULL,
    bar_interval      TEXT NOT NULL,
    range_start       TIMESTAMPTZ,
    range_end         TIMESTAMPTZ,
    file              TEXT NOT NULL DEFAULT '',
    status            TEXT NOT NULL CHECK (status IN ('queued', 'running', 'completed', 'failed', 'cancelled')),
    created_at        TIMESTAMPTZ NOT NULL,
    started_at        TIMESTAMPTZ,
    completed_at      TIMESTAMPTZ,
    records_processed BIGINT NOT NULL DEFAULT 0,
    errors_count      BIGINT NOT NULL DEFAULT 0,
    progress          DOUBLE PRECISION NOT NULL DEFAULT 0,
    error             TEXT NOT NULL DEFAULT '',
    failures          BIGINT NOT NULL DEFAULT 0,
    cursor_symbol     BIGINT NOT NULL DEFAULT 0,
    cursor_position   BIGINT NOT NULL DEFAULT 0,
    cursor_line       BIGINT NOT NULL DEFAULT 0,
    lease_owner       TEXT,
    lease_until       TIMESTAMPTZ,
    not_before        TIMESTAMPTZ
);
CREATE INDEX jobs_by_age ON jobs (created_at DESC);
CREATE INDEX jobs_open ON jobs (created_at) WHERE status IN ('queued', 'running');

-- The last trade of each product that the broker is known to have.
CREATE TABLE cursors (
    source        TEXT NOT NULL,
    symbol        TEXT NOT NULL,
    last_trade_id BIGINT NOT NULL,
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (source, symbol)
);

-- Trades that a feed missed: healed when they were fetched later, unfillable when the venue does not have them.
CREATE TABLE gaps (
    gap_id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source      TEXT NOT NULL,
    symbol      TEXT NOT NULL,
    from_id     BIGINT NOT NULL,
    to_id       BIGINT NOT NULL,
    status      TEXT NOT NULL CHECK (status IN ('healed', 'unfillable')),
    detected_at TIMESTAMPTZ NOT NULL,
    closed_at   TIMESTAMPTZ NOT NULL,
    CHECK (from_id <= to_id)
);
CREATE INDEX gaps_by_symbol ON gaps (source, symbol, from_id);

-- Records that were refused, with the reason.
CREATE TABLE dead_letters (
    id         TEXT PRIMARY KEY,
    origin     TEXT NOT NULL,
    symbol     TEXT NOT NULL,
    reason     TEXT NOT NULL,
    payload    BYTEA NOT NULL,
    refused_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX dead_letters_by_age ON dead_letters (refused_at DESC);

-- Calls made to a provider that counts them per day.
CREATE TABLE daily_calls (
    source TEXT NOT NULL,
    day    TEXT NOT NULL,
    used   BIGINT NOT NULL,
    PRIMARY KEY (source, day)
);
