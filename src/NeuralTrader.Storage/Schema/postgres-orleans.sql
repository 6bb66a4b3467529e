-- Membership, grain state and reminders for Orleans' ADO.NET providers, which run the statements of OrleansQuery by key. The names of keys,
-- parameters and result columns are the providers' contract; tables and statements are ours.
CREATE TABLE orleansquery (
    querykey TEXT PRIMARY KEY,
    querytext TEXT NOT NULL
);

CREATE TABLE cluster_version (
    deployment TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    changed TIMESTAMPTZ NOT NULL
);

CREATE TABLE cluster_member (
    deployment TEXT NOT NULL REFERENCES cluster_version (deployment),
    address TEXT NOT NULL,
    port INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    silo_name TEXT NOT NULL,
    host_name TEXT NOT NULL,
    status INTEGER NOT NULL,        -- Orleans.Runtime.SiloStatus
    proxy_port INTEGER,             -- the gateway's; 0 where there is none
    suspected TEXT,
    started TIMESTAMPTZ NOT NULL,
    alive TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (deployment, address, port, generation)
);

CREATE TABLE grain_state (
    service TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,    -- the state's name, which therefore belongs to one grain class
    n0 BIGINT NOT NULL,                 -- a Guid's or an integer's halves; 0 for text keys
    n1 BIGINT NOT NULL,
    key TEXT COLLATE "C" NOT NULL,      -- a text key, or a compound key's extension
    version INTEGER NOT NULL,           -- the ETag
    payload BYTEA NOT NULL,
    modified TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (service, state, n0, n1, key)
) WITH (fillfactor = 70);               -- room for the next version beside the last one

CREATE TABLE reminder (
    service TEXT COLLATE "C" NOT NULL,
    grain TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    hash INTEGER NOT NULL,              -- of the grain, as a signed 32-bit number
    start TIMESTAMPTZ NOT NULL,
    period BIGINT NOT NULL,             -- milliseconds
    version INTEGER NOT NULL,
    PRIMARY KEY (service, grain, name)
);

CREATE INDEX reminder_by_hash ON reminder (service, hash);

-- A table of members has one version, which every change must know: who comes with an old one changes nothing.
CREATE FUNCTION cluster_join(
    _deployment TEXT, _address TEXT, _port INTEGER, _generation INTEGER, _silo_name TEXT, _host_name TEXT, _status INTEGER, _proxy_port INTEGER,
    _started TIMESTAMPTZ, _alive TIMESTAMPTZ, _version INTEGER) RETURNS INTEGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cluster_version SET version = version + 1, changed = now() WHERE deployment = _deployment AND version = _version;
    IF NOT FOUND THEN RETURN 0; END IF;
    INSERT INTO cluster_member (deployment, address, port, generation, silo_name, host_name, status, proxy_port, started, alive)
    VALUES (_deployment, _address, _port, _generation, _silo_name, _host_name, _status, _proxy_port, _started, _alive)
    ON CONFLICT DO NOTHING;
    IF FOUND THEN RETURN 1; END IF;
    UPDATE cluster_version SET version = version - 1 WHERE deployment = _deployment;
    RETURN 0;
END $$;

CREATE FUNCTION cluster_change(
    _deployment TEXT, _address TEXT, _port INTEGER, _generation INTEGER, _status INTEGER, _suspected TEXT, _alive TIMESTAMPTZ, _version INTEGER)
    RETURNS INTEGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cluster_version SET version = version + 1, changed = now() WHERE deployment = _deployment AND version = _version;
    IF NOT FOUND THEN RETURN 0; END IF;
    UPDATE cluster_member SET status = _status, suspected = _suspected, alive = _alive
    WHERE deployment = _deployment AND address = _address AND port = _port AND generation = _generation;
    IF FOUND THEN RETURN 1; END IF;
    UPDATE cluster_version SET version = version - 1 WHERE deployment = _deployment;
    RETURN 0;
END $$;

-- A new row needs no ETag and gets 1; a known row needs its own. What changes nothing answers the caller's ETag, which means conflict.
CREATE FUNCTION state_write(_service TEXT, _state TEXT, _n0 BIGINT, _n1 BIGINT, _key TEXT, _version INTEGER, _payload BYTEA) RETURNS INTEGER LANGUAGE plpgsql AS $$
DECLARE
    written INTEGER;
BEGIN
    IF _version IS NULL THEN
        INSERT INTO grain_state (service, state, n0, n1, key, version, payload, modified) VALUES (_service, _state, _n0, _n1, _key, 1, _payload, now())
        ON CONFLICT DO NOTHING RETURNING version INTO written;
    ELSE
        UPDATE grain_state SET payload = _payload, modified = now(), version = version + 1
        WHERE service = _service AND state = _state AND n0 = _n0 AND n1 = _n1 AND key = _key AND version = _version RETURNING version INTO written;
    END IF;
    RETURN coalesce(written, _version);
END $$;

CREATE FUNCTION state_delete(_service TEXT, _state TEXT, _n0 BIGINT, _n1 BIGINT, _key TEXT, _version INTEGER) RETURNS INTEGER LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM grain_state WHERE service = _service AND state = _state AND n0 = _n0 AND n1 = _n1 AND key = _key AND version = _version;
    RETURN CASE WHEN FOUND THEN _version + 1 ELSE _version END;
END $$;

INSERT INTO orleansquery (querykey, querytext) VALUES
('InsertMembershipVersionKey', '
WITH added AS (INSERT INTO cluster_version VALUES (@DeploymentId, 0, now()) ON CONFLICT DO NOTHING RETURNING 1) SELECT count(*)::integer FROM added'),

('InsertMembershipKey', '
SELECT cluster_join(@DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime, @Version)'),

('UpdateMembershipKey', '
SELECT cluster_change(@DeploymentId, @Address, @Port, @Generation, @Status, @SuspectTimes, @IAmAliveTime, @Version)'),

('UpdateIAmAlivetimeKey', '
UPDATE cluster_member SET alive = @IAmAliveTime WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation'),

('MembershipReadRowKey', '
SELECT v.deployment AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation, m.silo_name AS SiloName, m.host_name AS HostName,
    m.status AS Status, m.proxy_port AS ProxyPort, m.suspected AS SuspectTimes, m.started AS StartTime, m.alive AS IAmAliveTime, v.version AS Version
FROM cluster_version v LEFT JOIN cluster_member m ON m.deployment = v.deployment AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
WHERE v.deployment = @DeploymentId'),

('MembershipReadAllKey', '
SELECT v.deployment AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation, m.silo_name AS SiloName, m.host_name AS HostName,
    m.status AS Status, m.proxy_port AS ProxyPort, m.suspected AS SuspectTimes, m.started AS StartTime, m.alive AS IAmAliveTime, v.version AS Version
FROM cluster_version v LEFT JOIN cluster_member m ON m.deployment = v.deployment
WHERE v.deployment = @DeploymentId'),

('DeleteMembershipTableEntriesKey', '
WITH gone AS (DELETE FROM cluster_member WHERE deployment = @DeploymentId) DELETE FROM cluster_version WHERE deployment = @DeploymentId'),

('CleanupDefunctSiloEntriesKey', '
DELETE FROM cluster_member WHERE deployment = @DeploymentId AND alive < @IAmAliveTime AND status <> 3'), -- 3 is Active

('GatewaysQueryKey', '
SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation FROM cluster_member
WHERE deployment = @DeploymentId AND status = @Status AND proxy_port > 0'),

('ReadFromStorageKey', '
SELECT payload AS PayloadBinary, version AS Version FROM grain_state
WHERE service = @ServiceId AND state = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1 AND key = coalesce(@GrainIdExtensionString, '''')'),

('WriteToStorageKey', '
SELECT state_write(@ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''''), @GrainStateVersion, @PayloadBinary)
AS NewGrainStateVersion'),

-- Clearing deletes; both keys say the same, so that DeleteStateOnClear makes no difference.
('ClearStorageKey', '
SELECT state_delete(@ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''''), @GrainStateVersion) AS NewGrainStateVersion'),

('DeleteStorageKey', '
SELECT state_delete(@ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''''), @GrainStateVersion) AS NewGrainStateVersion'),

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
WITH gone AS (DELETE FROM reminder WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName AND version = @Version RETURNING 1)
SELECT count(*)::integer AS Deleted FROM gone'),

('DeleteReminderRowsKey', '
DELETE FROM reminder WHERE service = @ServiceId');
