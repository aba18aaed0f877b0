-- The models of matching: each with how well it fits, and which of them is in use.
CREATE TABLE models (
    version TEXT PRIMARY KEY,
    made_at_us {bigint} NOT NULL,
    -- The model, as it is read and written.
    model TEXT NOT NULL,
    -- How well it fits, in words.
    report TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'in_use', 'retired')),
    -- Who put it into use or out of use last, as JSON.
    switched_by TEXT,
    switched_at_us {bigint},
    CHECK ((switched_by IS NULL) = (switched_at_us IS NULL))
){strict};

CREATE UNIQUE INDEX models_in_use ON models (state) WHERE state = 'in_use';
