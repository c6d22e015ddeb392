#include "bar_sql.h"

#include <fmt/format.h>

namespace mib::core_engine {

const char kMakeBarTables[] =
    "CREATE TEMP TABLE IF NOT EXISTS bar_incoming (LIKE core_engine.bars) ON COMMIT DELETE ROWS;"
    "CREATE TEMP TABLE IF NOT EXISTS bar_changed (LIKE core_engine.bars) ON COMMIT DELETE ROWS";

const char kUpsertTradeBars[] = R"(
INSERT INTO core_engine.bars AS b
SELECT * FROM pg_temp.bar_incoming WHERE origin = 'TRADES' ORDER BY symbol, interval, open_time
ON CONFLICT (symbol, interval, open_time) DO UPDATE SET
  open = EXCLUDED.open, high = EXCLUDED.high, low = EXCLUDED.low, close = EXCLUDED.close, volume = EXCLUDED.volume,
  vwap = EXCLUDED.vwap, trades = EXCLUDED.trades, revision = EXCLUDED.revision, is_final = EXCLUDED.is_final,
  origin = EXCLUDED.origin, source = EXCLUDED.source, fold = EXCLUDED.fold
WHERE b.origin <> 'PROVIDER')";

const char kKeepTradeFolds[] = R"(
UPDATE core_engine.bars b SET fold = i.fold
FROM pg_temp.bar_incoming i
WHERE i.origin = 'TRADES' AND b.origin = 'PROVIDER'
  AND b.symbol = i.symbol AND b.interval = i.interval AND b.open_time = i.open_time)";

const char kMarkTradeFinals[] = R"(
INSERT INTO pg_temp.bar_changed
SELECT * FROM pg_temp.bar_incoming WHERE origin = 'TRADES' AND is_final AND interval IN ('1h', '1d'))";

const char kUpsertProviderBars[] = R"(
WITH upserted AS (
  INSERT INTO core_engine.bars AS b
  SELECT * FROM pg_temp.bar_incoming WHERE origin = 'PROVIDER' ORDER BY symbol, interval, open_time
  ON CONFLICT (symbol, interval, open_time) DO UPDATE SET
    open = EXCLUDED.open, high = EXCLUDED.high, low = EXCLUDED.low, close = EXCLUDED.close, volume = EXCLUDED.volume,
    vwap = EXCLUDED.vwap, trades = EXCLUDED.trades, revision = b.revision + 1, is_final = EXCLUDED.is_final,
    origin = EXCLUDED.origin, source = EXCLUDED.source
  WHERE b.origin <> 'PROVIDER'
     OR (b.open, b.high, b.low, b.close, b.volume, b.vwap, b.trades)
        IS DISTINCT FROM (EXCLUDED.open, EXCLUDED.high, EXCLUDED.low, EXCLUDED.close, EXCLUDED.volume, EXCLUDED.vwap, EXCLUDED.trades)
  RETURNING b.*)
INSERT INTO pg_temp.bar_changed SELECT * FROM upserted)";

const char kSelectChangedBars[] = R"(
SELECT symbol, interval, open_time, open, high, low, close, volume, vwap, trades, revision, is_final, origin, source
FROM pg_temp.bar_changed WHERE origin <> 'TRADES' ORDER BY symbol, interval, open_time)";

namespace {

/// {child}, {child_length}: the shorter bars; {parent}, {parent_length}, {bucket}: the longer ones and where one opens.
constexpr char kRollUp[] = R"(
WITH touched AS (
  SELECT symbol, {bucket} AS bucket FROM pg_temp.bar_changed WHERE interval = '{child}' AND is_final
  UNION
  SELECT b.symbol, b.open_time FROM core_engine.bars b
  WHERE b.interval = '{parent}' AND b.origin = 'ROLLUP' AND NOT b.is_final
    AND b.symbol IN (SELECT symbol FROM pg_temp.bar_changed WHERE interval = '{child}' AND is_final)
), rolled AS (
  SELECT t.symbol, t.bucket,
         (array_agg(c.open ORDER BY c.open_time))[1] AS open, max(c.high) AS high, min(c.low) AS low,
         (array_agg(c.close ORDER BY c.open_time DESC))[1] AS close,
         sum(c.volume) AS volume, sum(c.trades)::bigint AS trades,
         (array_agg(c.source ORDER BY c.open_time DESC))[1] AS source,
         max(c.open_time) + INTERVAL '{child_length}' >= t.bucket + INTERVAL '{parent_length}'
           OR EXISTS (SELECT FROM core_engine.bars n
                      WHERE n.symbol = t.symbol AND n.interval = '{child}' AND n.is_final
                        AND n.open_time >= t.bucket + INTERVAL '{parent_length}') AS is_final
  FROM touched t
  JOIN core_engine.bars c ON c.symbol = t.symbol AND c.interval = '{child}' AND c.is_final
    AND c.open_time >= t.bucket AND c.open_time < t.bucket + INTERVAL '{parent_length}'
  GROUP BY t.symbol, t.bucket
), upserted AS (
  INSERT INTO core_engine.bars AS b
    (symbol, interval, open_time, open, high, low, close, volume, trades, revision, is_final, origin, source)
  SELECT symbol, '{parent}', bucket, open, high, low, close, volume, trades, is_final::int, is_final, 'ROLLUP', source
  FROM rolled ORDER BY symbol, bucket
  ON CONFLICT (symbol, interval, open_time) DO UPDATE SET
    open = EXCLUDED.open, high = EXCLUDED.high, low = EXCLUDED.low, close = EXCLUDED.close, volume = EXCLUDED.volume,
    trades = EXCLUDED.trades, is_final = EXCLUDED.is_final, source = EXCLUDED.source,
    revision = CASE WHEN EXCLUDED.is_final THEN b.revision + 1 ELSE b.revision END
  WHERE b.origin = 'ROLLUP'
    AND (b.open, b.high, b.low, b.close, b.volume, b.trades, b.is_final)
        IS DISTINCT FROM (EXCLUDED.open, EXCLUDED.high, EXCLUDED.low, EXCLUDED.close, EXCLUDED.volume, EXCLUDED.trades, EXCLUDED.is_final)
  RETURNING b.*)
INSERT INTO pg_temp.bar_changed SELECT * FROM upserted)";

std::string RollUp(const char* child, const char* child_length, const char* parent, const char* parent_length,
                   const char* bucket) {
  return fmt::format(kRollUp, fmt::arg("child", child), fmt::arg("child_length", child_length),
                     fmt::arg("parent", parent), fmt::arg("parent_length", parent_length), fmt::arg("bucket", bucket));
}

}  // namespace

const std::vector<std::string>& RollUps() {
  static const std::vector<std::string> statements = {
      RollUp("1h", "1 hour", "4h", "4 hours", "date_bin('4 hours', open_time, '2000-01-01 00:00:00+00')"),
      RollUp("1h", "1 hour", "1d", "1 day", "date_trunc('day', open_time, 'UTC')"),
      RollUp("1d", "1 day", "1w", "7 days", "date_trunc('week', open_time, 'UTC')"),
      RollUp("1d", "1 day", "1M", "1 month", "date_trunc('month', open_time, 'UTC')"),
  };
  return statements;
}

}  // namespace mib::core_engine
