-- Whether the page answered the question of the one who looked.
CREATE TABLE feedback (
    id {id},
    staff_id TEXT NOT NULL,
    role TEXT NOT NULL,
    patient_id TEXT NOT NULL,
    stay_id TEXT,
    answer TEXT NOT NULL CHECK (answer IN ('yes', 'partly', 'no')),
    -- Whether the patient goes home by what the page said.
    went_home TEXT NOT NULL CHECK (went_home IN ('yes', 'no')),
    words TEXT,
    given_at_us {bigint} NOT NULL
){strict};

CREATE INDEX feedback_given ON feedback (given_at_us);
