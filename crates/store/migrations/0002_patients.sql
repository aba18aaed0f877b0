-- The patients of each trust, one row for each number that a hospital gave.
CREATE TABLE patients (
    id TEXT PRIMARY KEY,
    trust TEXT NOT NULL,
    -- Who gave the number, and the number.
    number_key TEXT NOT NULL,
    -- How often the row was written: a change that rests on another version is refused.
    version {bigint} NOT NULL,
    -- Who this patient is now: itself, or the one it was merged into.
    survivor TEXT NOT NULL,
    -- What was said of the patient, as JSON.
    patient TEXT NOT NULL,
    -- What matching decided, as JSON.
    link TEXT,
    -- The council's person, where the match is certain.
    council TEXT,
    person_id TEXT,
    -- When somebody reported the match as wrong: nothing opens until a person releases it.
    withheld_at_us {bigint},
    UNIQUE (trust, number_key),
    CHECK ((council IS NULL) = (person_id IS NULL)),
    CHECK (council IS NULL OR link IS NOT NULL)
){strict};

CREATE INDEX patients_survivor ON patients (survivor);
CREATE INDEX patients_person ON patients (council, person_id) WHERE council IS NOT NULL;

-- By what a patient can be found: NHS number, hospital number, or name and date of birth.
CREATE TABLE patient_keys (
    patient_id TEXT NOT NULL REFERENCES patients (id),
    lookup TEXT NOT NULL,
    trust TEXT NOT NULL,
    PRIMARY KEY (patient_id, lookup)
){strict};

CREATE INDEX patient_keys_lookup ON patient_keys (trust, lookup);
