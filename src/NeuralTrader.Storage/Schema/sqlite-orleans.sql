-- Grain state and reminders for Orleans' ADO.NET providers, which run the statements of OrleansQuery by key. The names of keys,
-- parameters and result columns are the providers' contract; tables and statements are ours.
CREATE TABLE IF NOT EXISTS OrleansQuery (
    QueryKey TEXT PRIMARY KEY,
    QueryText TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS grain_state (
    service TEXT NOT NULL,
    state TEXT NOT NULL,        -- the state's name, which therefore belongs to one grain class
    n0 INTEGER NOT NULL,        -- a Guid's or an integer's halves; 0 for text keys
    n1 INTEGER NOT NULL,
    key TEXT NOT NULL,          -- a text key, or a compound key's extension
    version INTEGER NOT NULL,   -- the ETag
    payload BLOB NOT NULL,
    modified TEXT NOT NULL,
    PRIMARY KEY (service, state, n0, n1, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS reminder (
    service TEXT NOT NULL,
    grain TEXT NOT NULL,
    name TEXT NOT NULL,
    hash INTEGER NOT NULL,      -- of the grain, as a signed 32-bit number
    start TEXT NOT NULL,
    period INTEGER NOT NULL,    -- milliseconds
    version INTEGER NOT NULL,
    PRIMARY KEY (service, grain, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS reminder_by_hash ON reminder (service, hash);

DELETE FROM OrleansQuery;

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('ReadFromStorageKey', '
SELECT payload AS PayloadBinary, version AS Version FROM grain_state
WHERE service = @ServiceId AND state = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1 AND key = coalesce(@GrainIdExtensionString, '''')'),

-- A new row needs no ETag and gets 1; a known row needs its own. What changes nothing answers the caller''s ETag, which means conflict.
('WriteToStorageKey', '
INSERT INTO grain_state AS s (service, state, n0, n1, key, version, payload, modified)
SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''''), 1, @PayloadBinary, datetime(''now'')
WHERE @GrainStateVersion IS NULL OR EXISTS (
    SELECT 1 FROM grain_state WHERE service = @ServiceId AND state = @GrainTypeString
    AND n0 = @GrainIdN0 AND n1 = @GrainIdN1 AND key = coalesce(@GrainIdExtensionString, ''''))
ON CONFLICT (service, state, n0, n1, key) DO UPDATE
SET payload = excluded.payload, modified = excluded.modified, version = s.version + 1 WHERE s.version = @GrainStateVersion
RETURNING version AS NewGrainStateVersion;
SELECT @GrainStateVersion AS NewGrainStateVersion WHERE changes() = 0'),

-- Clearing deletes; both keys say the same, so that DeleteStateOnClear makes no difference.
('ClearStorageKey', '
DELETE FROM grain_state WHERE service = @ServiceId AND state = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
AND key = coalesce(@GrainIdExtensionString, '''') AND version = @GrainStateVersion RETURNING version + 1 AS NewGrainStateVersion;
SELECT @GrainStateVersion AS NewGrainStateVersion WHERE changes() = 0'),

('DeleteStorageKey', '
DELETE FROM grain_state WHERE service = @ServiceId AND state = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
AND key = coalesce(@GrainIdExtensionString, '''') AND version = @GrainStateVersion RETURNING version + 1 AS NewGrainStateVersion;
SELECT @GrainStateVersion AS NewGrainStateVersion WHERE changes() = 0'),

('ReadReminderRowsKey', '
SELECT grain AS GrainId, name AS ReminderName, start AS StartTime, period AS Period, version AS Version FROM reminder
WHERE service = @ServiceId AND grain = @GrainId'),

('ReadReminderRowKey', '
SELECT grain AS GrainId, name AS ReminderName, start AS StartTime, period AS Period, version AS Version FROM reminder
WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName'),

('ReadRangeRows1Key', '
SELECT grain AS GrainId, name AS ReminderName, start AS StartTime, period AS Period, version AS Version FROM reminder
WHERE service = @ServiceId AND hash > @BeginHash AND hash <= @EndHash'),

('ReadRangeRows2Key', '
SELECT grain AS GrainId, name AS ReminderName, start AS StartTime, period AS Period, version AS Version FROM reminder
WHERE service = @ServiceId AND (hash > @BeginHash OR hash <= @EndHash)'),

('UpsertReminderRowKey', '
INSERT INTO reminder AS r (service, grain, name, hash, start, period, version)
VALUES (@ServiceId, @GrainId, @ReminderName, @GrainHash, @StartTime, @Period, 0)
ON CONFLICT (service, grain, name) DO UPDATE
SET start = excluded.start, period = excluded.period, hash = excluded.hash, version = r.version + 1
RETURNING version AS Version'),

('DeleteReminderRowKey', '
DELETE FROM reminder WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName AND version = @Version;
SELECT changes() AS Deleted'),

('DeleteReminderRowsKey', '
DELETE FROM reminder WHERE service = @ServiceId');
