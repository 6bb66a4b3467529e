-- Each entry carries the hash of its book up to itself. Entries of version 1 stay as they were written: their chain is what they fold to.
ALTER TABLE journal ADD COLUMN chain BYTEA;

-- Not valid for what is there, binding for what comes: a program of version 1 that still runs can no longer write.
ALTER TABLE journal ADD CONSTRAINT journal_chained CHECK (octet_length(chain) IS NOT DISTINCT FROM 32) NOT VALID;

-- The chain covers the postings; looking the entry up once more for each of them, and locking it, cost a part of every write.
ALTER TABLE posting DROP CONSTRAINT posting_book_seq_fkey;
