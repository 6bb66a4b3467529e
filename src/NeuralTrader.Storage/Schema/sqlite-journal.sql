-- The journal: one row for every command that changed a book, and one for every movement of money inside it. Rows are only ever added.
CREATE TABLE IF NOT EXISTS journal (
    book TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq > 0),   -- 1, 2, 3, … in each book: the fence against two owners
    op_id TEXT,                             -- the caller's key; null for what the platform did by itself
    fingerprint TEXT,
    recorded_at TEXT NOT NULL,              -- ISO 8601, UTC
    body TEXT NOT NULL,                     -- the events, as JSON
    PRIMARY KEY (book, seq)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX IF NOT EXISTS journal_operation ON journal (book, op_id) WHERE op_id IS NOT NULL;

CREATE TABLE IF NOT EXISTS posting (
    book TEXT NOT NULL,
    seq INTEGER NOT NULL,
    line INTEGER NOT NULL,                  -- from 0 in each entry
    debit TEXT NOT NULL,                    -- the account that grows
    credit TEXT NOT NULL,                   -- the account that shrinks
    amount TEXT NOT NULL,                   -- decimal; sum it with decimal_sum, not with sum
    PRIMARY KEY (book, seq, line),
    FOREIGN KEY (book, seq) REFERENCES journal (book, seq)
) STRICT, WITHOUT ROWID;
