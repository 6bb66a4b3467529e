-- Each entry carries the hash of its book up to itself. Entries of version 1 stay as they were written: their chain is what they fold to.
ALTER TABLE journal ADD COLUMN chain BLOB CHECK (chain IS NULL OR length(chain) = 32);
