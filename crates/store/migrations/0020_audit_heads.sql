-- The heads of the chains of the audit as they were published, each signed. Rows are added and
-- never changed.
CREATE TABLE audit_heads (
    chain TEXT NOT NULL,
    sequence {bigint} NOT NULL,
    hash TEXT NOT NULL,
    at_us {bigint} NOT NULL,
    -- A name of the key, and the signature in hexadecimal digits; both empty where nobody signed.
    key_id TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (chain, sequence),
    CHECK ((key_id = '') = (signature = ''))
){strict};

-- With which settings the service started last: for each key a keyed hash of what it says, as
-- JSON. It tells that a setting changed, and nothing of what it says.
CREATE TABLE settings_seen (
    name TEXT PRIMARY KEY,
    digests TEXT NOT NULL,
    seen_at_us {bigint} NOT NULL
){strict};

-- How far each chain was sent to the trust's own monitoring.
CREATE TABLE audit_sent (
    chain TEXT PRIMARY KEY,
    sequence {bigint} NOT NULL,
    sent_at_us {bigint} NOT NULL,
    -- Until then another node sends what comes next; in the past where none does.
    held_until_us {bigint} NOT NULL
){strict};
