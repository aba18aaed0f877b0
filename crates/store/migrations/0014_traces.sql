-- How the national service was asked for the NHS number of each patient, and what came of it.
CREATE TABLE traces (
    patient_id TEXT PRIMARY KEY REFERENCES patients (id),
    -- SHA-256 of what was asked. Something else to ask makes the patient due again.
    asked {bytes} NOT NULL,
    outcome TEXT NOT NULL CHECK (
        outcome IN (
            'waiting', 'found', 'superseded', 'nobody', 'several', 'unlike', 'conflict',
            'restricted', 'invalidated', 'failed'
        )
    ),
    -- The version of the national record that answered, where one did.
    version TEXT,
    answered_at_us {bigint} NOT NULL,
    -- How often in a row there was no answer.
    failures {bigint} NOT NULL,
    -- Until then one node is asking, and no other does.
    held_until_us {bigint} NOT NULL
){strict};
