-- Who did what, to whom, and why. Lines are added, in the transaction of the act, and never
-- changed.
CREATE TABLE audit (
    id {id},
    at_us {bigint} NOT NULL,
    -- What was done, in one word.
    act TEXT NOT NULL,
    -- Who did it; nobody where the service itself acted.
    staff_id TEXT,
    patient_id TEXT,
    stay_id TEXT,
    -- The council's person, where it concerns one.
    council TEXT,
    person_id TEXT,
    -- The whole line, as JSON.
    line TEXT NOT NULL
){strict};

CREATE INDEX audit_patient ON audit (patient_id, id) WHERE patient_id IS NOT NULL;
CREATE INDEX audit_staff ON audit (staff_id, id) WHERE staff_id IS NOT NULL;
CREATE INDEX audit_person ON audit (council, person_id, id) WHERE council IS NOT NULL;
