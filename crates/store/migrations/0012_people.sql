-- The people whom a council knows: who they are, and no more.
CREATE TABLE people (
    council TEXT NOT NULL,
    person_id TEXT NOT NULL,
    -- Rises with every change of any row, in the order of the commits.
    revision {bigint} NOT NULL,
    -- Who the person is and what must be held back, as JSON. Gone once the person is removed.
    identity TEXT,
    sharing TEXT,
    -- The source's own mark of its last change, where it has one.
    marker TEXT,
    -- SHA-256 of what was read from the source.
    digest {bytes},
    removed_at_us {bigint},
    PRIMARY KEY (council, person_id),
    CHECK ((removed_at_us IS NULL) = (identity IS NOT NULL)),
    CHECK ((identity IS NULL) = (sharing IS NULL) AND (identity IS NULL) = (digest IS NULL))
){strict};

CREATE INDEX people_revision ON people (revision);

-- The last revision given out: one row. Whoever changes people holds it until the commit.
CREATE TABLE people_revisions (
    latest {bigint} NOT NULL
){strict};

INSERT INTO people_revisions (latest) VALUES (0);

-- How far the people of each council were read.
CREATE TABLE syncs (
    council TEXT PRIMARY KEY,
    -- From which mark of the source to go on, where the source has one.
    marker TEXT,
    synced_at_us {bigint} NOT NULL,
    people {bigint} NOT NULL,
    -- How it went, in words that name nobody.
    outcome TEXT NOT NULL
){strict};
