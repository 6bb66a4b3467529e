-- Market data. Times are UTC ticks (100 ns since 0001-01-01); payloads are column blocks (ColumnBlock.cs).
CREATE TABLE IF NOT EXISTS market_series (
    id INTEGER PRIMARY KEY,
    symbol TEXT NOT NULL,
    interval INTEGER NOT NULL,
    basis INTEGER NOT NULL,
    currency TEXT NOT NULL,
    source TEXT NOT NULL,
    synthetic INTEGER NOT NULL,
    licence TEXT,
    version INTEGER NOT NULL,
    bars INTEGER NOT NULL,          -- 0: deleted; the row stays so that the version goes on rising
    first_ticks INTEGER NOT NULL,
    last_ticks INTEGER NOT NULL,
    UNIQUE (symbol, interval, basis)
) STRICT;

CREATE TABLE IF NOT EXISTS market_chunk (
    series_id INTEGER NOT NULL REFERENCES market_series (id),
    chunk INTEGER NOT NULL,         -- the year for days and longer, year × 12 + month − 1 for shorter intervals
    bars INTEGER NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (series_id, chunk)
) STRICT;

CREATE TABLE IF NOT EXISTS market_tick_series (
    id INTEGER PRIMARY KEY,
    symbol TEXT NOT NULL,
    kind INTEGER NOT NULL,          -- 1 quotes, 2 trades
    currency TEXT NOT NULL,
    source TEXT NOT NULL,
    synthetic INTEGER NOT NULL,
    licence TEXT,
    version INTEGER NOT NULL,
    UNIQUE (symbol, kind)
) STRICT;

CREATE TABLE IF NOT EXISTS market_tick_chunk (
    series_id INTEGER NOT NULL REFERENCES market_tick_series (id),
    day INTEGER NOT NULL,           -- days since 0001-01-01, UTC
    ticks INTEGER NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (series_id, day)
) STRICT;

CREATE TABLE IF NOT EXISTS market_action (
    symbol TEXT NOT NULL,
    ex_ticks INTEGER NOT NULL,
    split_ratio REAL NOT NULL,
    cash_dividend REAL NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS market_action_by_symbol ON market_action (symbol, ex_ticks);

CREATE TABLE IF NOT EXISTS market_instrument (
    symbol TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    asset_class INTEGER NOT NULL,
    currency TEXT NOT NULL,
    exchange TEXT,
    time_zone TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS market_file (
    name TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    imported_ticks INTEGER NOT NULL
) STRICT;
