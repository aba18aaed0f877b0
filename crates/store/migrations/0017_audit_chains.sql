-- The heads of the chains of the audit: how many lines each has, and the hash of the last. A line
-- holds the hash of the one before, so none can be changed, removed, moved or put in unseen.
CREATE TABLE audit_chains (
    -- "trust:CODE", "council:NAME" or "service".
    chain TEXT PRIMARY KEY,
    sequence {bigint} NOT NULL,
    -- SHA-256 in hexadecimal digits, of the hash before it, the sequence and the line.
    hash TEXT NOT NULL
){strict};

{link}

DROP INDEX audit_patient;
DROP INDEX audit_staff;
DROP INDEX audit_person;
ALTER TABLE audit RENAME TO audit_before;

-- Who did what, to whom, and why. Lines are added, in the transaction of the act, and never
-- changed; of one that is older than must be kept, its place, hash and time stay.
CREATE TABLE audit (
    id {id},
    chain TEXT NOT NULL,
    -- The place in the chain, from 1, without gaps.
    sequence {bigint} NOT NULL,
    hash TEXT NOT NULL,
    at_us {bigint} NOT NULL,
    -- What was done, in one word; "removed" where the line is gone.
    act TEXT NOT NULL,
    -- Who did it; nobody where the service itself acted.
    staff_id TEXT,
    patient_id TEXT,
    stay_id TEXT,
    -- The council's person, where it concerns one.
    council TEXT,
    person_id TEXT,
    -- The whole line, as JSON, exactly as it is hashed; empty where it is gone.
    line TEXT NOT NULL,
    UNIQUE (chain, sequence)
){strict};

-- Lines of before there were chains stand in one, in the order in which they were written. Their
-- hashes say that they have not changed since today.
INSERT INTO audit (chain, sequence, hash, at_us, act, staff_id, patient_id, stay_id, council,
    person_id, line)
WITH RECURSIVE linked (id, sequence, hash) AS (
    SELECT b.id, CAST(1 AS {bigint}), homeward_link('service', 1, b.line)
    FROM audit_before b
    WHERE b.id = (SELECT MIN(f.id) FROM audit_before f)
    UNION ALL
    SELECT b.id, l.sequence + 1, homeward_link(l.hash, l.sequence + 1, b.line)
    FROM linked l
    JOIN audit_before b ON b.id = (SELECT MIN(n.id) FROM audit_before n WHERE n.id > l.id)
)
SELECT 'service', l.sequence, l.hash, b.at_us, b.act, b.staff_id, b.patient_id, b.stay_id,
    b.council, b.person_id, b.line
FROM linked l
JOIN audit_before b ON b.id = l.id
ORDER BY l.sequence;

INSERT INTO audit_chains (chain, sequence, hash)
SELECT chain, sequence, hash
FROM audit
ORDER BY sequence DESC
LIMIT 1;

DROP TABLE audit_before;

CREATE INDEX audit_patient ON audit (patient_id, id) WHERE patient_id IS NOT NULL;
CREATE INDEX audit_staff ON audit (staff_id, id) WHERE staff_id IS NOT NULL;
CREATE INDEX audit_person ON audit (council, person_id, id) WHERE council IS NOT NULL;
