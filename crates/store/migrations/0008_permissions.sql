-- What the person answered when asked whether this member of staff may look, for one stay.
CREATE TABLE permissions (
    staff_id TEXT NOT NULL,
    patient_id TEXT NOT NULL,
    -- Empty where the patient is in no stay.
    stay_id TEXT NOT NULL,
    -- The answer, as JSON.
    answer TEXT NOT NULL,
    noted_at_us {bigint} NOT NULL,
    PRIMARY KEY (staff_id, patient_id, stay_id)
){strict};

-- That this member of staff compared both identities and found the same person, for one stay.
CREATE TABLE comparisons (
    staff_id TEXT NOT NULL,
    patient_id TEXT NOT NULL,
    -- Empty where the patient is in no stay.
    stay_id TEXT NOT NULL,
    noted_at_us {bigint} NOT NULL,
    PRIMARY KEY (staff_id, patient_id, stay_id)
){strict};
