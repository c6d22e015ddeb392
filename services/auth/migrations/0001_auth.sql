-- Who someone is. Names and addresses are unique whatever their case.
CREATE TABLE users (
  user_id       UUID PRIMARY KEY,
  username      VARCHAR(50) NOT NULL,
  email         VARCHAR(255) NOT NULL,
  password_hash TEXT NOT NULL,
  full_name     VARCHAR(255) NOT NULL DEFAULT '',
  is_active     BOOLEAN NOT NULL DEFAULT TRUE,
  roles         TEXT[] NOT NULL DEFAULT ARRAY['viewer'],
  created_at    TIMESTAMPTZ NOT NULL,
  updated_at    TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX users_username ON users (lower(username));
CREATE UNIQUE INDEX users_email ON users (lower(email));
CREATE INDEX users_by_age ON users (created_at, user_id);

-- Attempts to log in since the last success; the row goes with it. `subject` is a user's id, or a name that nobody has.
CREATE TABLE login_attempts (
  subject      TEXT PRIMARY KEY,
  attempts     INTEGER NOT NULL,
  last_at      TIMESTAMPTZ NOT NULL,
  locked_until TIMESTAMPTZ
);
CREATE INDEX login_attempts_by_age ON login_attempts (last_at);

-- One row per login. The refresh token is exchanged at every use; what it was before is kept, to notice a thief.
CREATE TABLE user_sessions (
  session_id         UUID PRIMARY KEY,
  user_id            UUID NOT NULL REFERENCES users ON DELETE CASCADE,
  refresh_token_hash BYTEA NOT NULL UNIQUE,
  rotations          INTEGER NOT NULL DEFAULT 0,
  ip                 TEXT NOT NULL DEFAULT '',
  user_agent         TEXT NOT NULL DEFAULT '',
  created_at         TIMESTAMPTZ NOT NULL,
  rotated_at         TIMESTAMPTZ,
  expires_at         TIMESTAMPTZ NOT NULL,
  revoked_at         TIMESTAMPTZ
);
CREATE INDEX user_sessions_by_user ON user_sessions (user_id, expires_at);

CREATE TABLE used_refresh_tokens (
  refresh_token_hash BYTEA PRIMARY KEY,
  session_id         UUID NOT NULL REFERENCES user_sessions ON DELETE CASCADE
);
CREATE INDEX used_refresh_tokens_by_session ON used_refresh_tokens (session_id);

-- `permissions` empty: all that the owner has.
CREATE TABLE api_keys (
  key_id       UUID PRIMARY KEY,
  user_id      UUID NOT NULL REFERENCES users ON DELETE CASCADE,
  name         VARCHAR(100) NOT NULL,
  key_hash     BYTEA NOT NULL UNIQUE,
  prefix       TEXT NOT NULL,
  permissions  TEXT[] NOT NULL,
  created_at   TIMESTAMPTZ NOT NULL,
  expires_at   TIMESTAMPTZ,
  last_used_at TIMESTAMPTZ,
  revoked_at   TIMESTAMPTZ
);
CREATE INDEX api_keys_by_user ON api_keys (user_id, created_at);

-- Private keys are sealed with a key that is not in the database.
CREATE TABLE signing_keys (
  key_id             TEXT PRIMARY KEY,
  sealed_private_key BYTEA NOT NULL,
  created_at         TIMESTAMPTZ NOT NULL
);
