-- Market data. Times are UTC ticks (100 ns since 0001-01-01); payloads are column blocks (ColumnBlock.cs).
CREATE TABLE market_series (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    symbol TEXT COLLATE "C" NOT NULL,
    interval INTEGER NOT NULL,
    basis INTEGER NOT NULL,
    currency TEXT NOT NULL,
    source TEXT NOT NULL,
    synthetic BOOLEAN NOT NULL,
    licence TEXT,
    version BIGINT NOT NULL,
    bars INTEGER NOT NULL,          -- 0: deleted; the row stays so that the version goes on rising
    first_ticks BIGINT NOT NULL,
    last_ticks BIGINT NOT NULL,
    UNIQUE (symbol, interval, basis)
);

CREATE TABLE market_chunk (
    series_id BIGINT NOT NULL REFERENCES market_series (id),
    chunk BIGINT NOT NULL,          -- the year for days and longer, year × 12 + month − 1 for shorter intervals
    bars INTEGER NOT NULL,
    payload BYTEA NOT NULL,
    PRIMARY KEY (series_id, chunk)
);

ALTER TABLE market_chunk ALTER COLUMN payload SET STORAGE EXTERNAL; -- numbers do not compress; do not try

CREATE TABLE market_tick_series (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    symbol TEXT COLLATE "C" NOT NULL,
    kind INTEGER NOT NULL,          -- 1 quotes, 2 trades
    currency TEXT NOT NULL,
    source TEXT NOT NULL,
    synthetic BOOLEAN NOT NULL,
    licence TEXT,
    version BIGINT NOT NULL,
    UNIQUE (symbol, kind)
);

CREATE TABLE market_tick_chunk (
    series_id BIGINT NOT NULL REFERENCES market_tick_series (id),
    day BIGINT NOT NULL,            -- days since 0001-01-01, UTC
    ticks INTEGER NOT NULL,
    payload BYTEA NOT NULL,
    PRIMARY KEY (series_id, day)
);

ALTER TABLE market_tick_chunk ALTER COLUMN payload SET STORAGE EXTERNAL;

CREATE TABLE market_action (
    rowid BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    symbol TEXT COLLATE "C" NOT NULL,
    ex_ticks BIGINT NOT NULL,
    split_ratio DOUBLE PRECISION NOT NULL,
    cash_dividend DOUBLE PRECISION NOT NULL
);

CREATE INDEX market_action_by_symbol ON market_action (symbol, ex_ticks);

CREATE TABLE market_instrument (
    symbol TEXT COLLATE "C" PRIMARY KEY,
    name TEXT NOT NULL,
    asset_class INTEGER NOT NULL,
    currency TEXT NOT NULL,
    exchange TEXT,
    time_zone TEXT NOT NULL
);

CREATE TABLE market_file (
    name TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    imported_ticks BIGINT NOT NULL
);
