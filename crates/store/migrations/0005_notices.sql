-- What each council was told of its people's stays. Its page "In hospital now" reads them.
CREATE TABLE notices (
    id {id},
    stay_id TEXT NOT NULL REFERENCES stays (id),
    patient_id TEXT NOT NULL REFERENCES patients (id),
    council TEXT NOT NULL,
    person_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (
        kind IN ('admitted', 'discharged', 'discharge_cancelled', 'died', 'withdrawn')
    ),
    happened_at_us {bigint} NOT NULL,
    told_at_us {bigint} NOT NULL,
    -- When somebody at the council saw it.
    seen_at_us {bigint}
){strict};

CREATE INDEX notices_stay ON notices (stay_id);
CREATE INDEX notices_council ON notices (council, told_at_us);
