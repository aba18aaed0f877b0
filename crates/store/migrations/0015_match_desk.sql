-- What people at the match desk said of a patient and a council's person. Rows are added, and at
-- most marked as taken back. They are also what matching is measured against.
CREATE TABLE judgements (
    id {id},
    patient_id TEXT NOT NULL REFERENCES patients (id),
    council TEXT NOT NULL,
    person_id TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    -- The member of staff as they were then, as JSON.
    staff TEXT NOT NULL,
    opinion TEXT NOT NULL CHECK (opinion IN ('same', 'different', 'not_sure')),
    -- What spoke against the pair, and who was compared, as JSON.
    against TEXT NOT NULL,
    compared TEXT NOT NULL,
    -- What matching made of the pair at the time: probability, score and model, as JSON.
    weighed TEXT NOT NULL,
    -- In the words of the one who judged; may be empty.
    words TEXT NOT NULL,
    at_us {bigint} NOT NULL,
    taken_back_at_us {bigint},
    -- Who took it back, as they were then, as JSON.
    taken_back_by TEXT,
    CHECK ((taken_back_at_us IS NULL) = (taken_back_by IS NULL))
){strict};

CREATE INDEX judgements_patient ON judgements (patient_id);

-- Certain matches that ended, for those who must know that they saw or were told of another person.
CREATE TABLE withdrawals (
    id {id},
    trust TEXT NOT NULL,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    council TEXT NOT NULL,
    person_id TEXT NOT NULL,
    cause TEXT NOT NULL CHECK (cause IN (
        'other_person', 'reported', 'said_different', 'join_undone', 'identity_changed',
        'traced', 'numbers_merged', 'book_changed', 'person_left', 'held_back'
    )),
    ended_at_us {bigint} NOT NULL
){strict};

CREATE INDEX withdrawals_patient ON withdrawals (patient_id);

-- The verdict in one word, so that what is doubtful can be found.
ALTER TABLE patients ADD COLUMN verdict TEXT CHECK (verdict IN ('match', 'review', 'none'));

UPDATE patients SET verdict = 'match' WHERE link LIKE '{"verdict":{"Match"%';
UPDATE patients SET verdict = 'review' WHERE link LIKE '{"verdict":{"Review"%';
UPDATE patients SET verdict = 'none' WHERE link LIKE '{"verdict":{"None"%';

-- Since when something was said at the match desk that no decision has heard yet.
ALTER TABLE patients ADD COLUMN unheard_at_us {bigint};

CREATE INDEX patients_unheard ON patients (unheard_at_us) WHERE unheard_at_us IS NOT NULL;

-- The patients who wait at the match desk: those with a doubtful match, and those whose match was
-- reported as wrong. A row is there exactly as long as that is so.
CREATE TABLE desk_items (
    patient_id TEXT PRIMARY KEY REFERENCES patients (id),
    since_us {bigint} NOT NULL,
    -- Who has taken it, where anybody has.
    owner_id TEXT,
    owner_name TEXT,
    taken_at_us {bigint},
    CHECK ((owner_id IS NULL) = (owner_name IS NULL)),
    CHECK ((owner_id IS NULL) = (taken_at_us IS NULL))
){strict};

CREATE INDEX desk_items_since ON desk_items (since_us, patient_id);

-- Matches that were reported as wrong before there was a match desk.
INSERT INTO withdrawals (trust, patient_id, council, person_id, cause, ended_at_us)
SELECT trust, id, council, person_id, 'reported', withheld_at_us
FROM patients
WHERE withheld_at_us IS NOT NULL AND council IS NOT NULL
UNION
SELECT w.trust, w.id, a.council, a.person_id, 'reported', w.withheld_at_us
FROM patients w
JOIN patients b ON b.survivor = w.survivor
JOIN audit a ON a.patient_id = b.id
WHERE w.withheld_at_us IS NOT NULL AND a.act = 'reported_wrong_match' AND a.council IS NOT NULL;

-- Older doubts wait since they were last decided, as the audit has it, or reported, or since now.
INSERT INTO desk_items (patient_id, since_us)
SELECT k.id, COALESCE((
    SELECT MAX(a.at_us) FROM audit a WHERE a.patient_id = k.id AND a.act = 'matched'
), (
    SELECT MIN(w.withheld_at_us) FROM patients w WHERE w.survivor = k.id
), {now})
FROM patients k
WHERE k.survivor = k.id AND (k.verdict = 'review' OR k.id IN (
    SELECT w.survivor FROM patients w WHERE w.withheld_at_us IS NOT NULL
));
