-- Which numbers a hospital declared to be one, or to belong together.
CREATE TABLE merges (
    id {id},
    trust TEXT NOT NULL,
    -- The two numbers, of patients or of visits.
    one_key TEXT NOT NULL,
    other_key TEXT NOT NULL,
    -- SHA-256 of the merge, so that one that is told again is kept once.
    digest {bytes} NOT NULL,
    -- The merge, as JSON.
    merge TEXT NOT NULL,
    UNIQUE (trust, digest)
){strict};

CREATE INDEX merges_one ON merges (trust, one_key);
CREATE INDEX merges_other ON merges (trust, other_key);
