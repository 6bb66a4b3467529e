-- The journal: one row for every command that changed a book, and one for every movement of money inside it. Rows are only ever added.
CREATE TABLE journal (
    book TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL CHECK (seq > 0),    -- 1, 2, 3, … in each book: the fence against two owners
    op_id TEXT COLLATE "C",                 -- the caller's key; null for what the platform did by itself
    fingerprint TEXT,
    recorded_at TIMESTAMPTZ NOT NULL,
    body TEXT NOT NULL,                     -- the events, as JSON, to the letter as they were written
    PRIMARY KEY (book, seq)
);

CREATE UNIQUE INDEX journal_operation ON journal (book, op_id) WHERE op_id IS NOT NULL;

CREATE TABLE posting (
    book TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    line INTEGER NOT NULL,                  -- from 0 in each entry
    debit TEXT NOT NULL,                    -- the account that grows
    credit TEXT NOT NULL,                   -- the account that shrinks
    amount NUMERIC NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (book, seq, line),
    FOREIGN KEY (book, seq) REFERENCES journal (book, seq)
);

-- What was written stays: no program of ours changes a row, and a slip of the hand is refused.
CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The journal is append-only: % of % is refused.', TG_OP, TG_TABLE_NAME;
END $$;

CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER posting_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON posting EXECUTE FUNCTION journal_is_append_only();
