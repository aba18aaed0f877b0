-- The last good answer of a council for each part of a record, encrypted, for an outage.
CREATE TABLE copies (
    council TEXT NOT NULL,
    person_id TEXT NOT NULL,
    part TEXT NOT NULL,
    sealed {bytes} NOT NULL,
    -- When the council gave this answer.
    checked_at_us {bigint} NOT NULL,
    PRIMARY KEY (council, person_id, part)
){strict};

CREATE INDEX copies_checked ON copies (checked_at_us);

-- How often something that must never be taken in was offered and dropped.
CREATE TABLE omissions (
    council TEXT NOT NULL,
    what TEXT NOT NULL,
    times {bigint} NOT NULL,
    PRIMARY KEY (council, what)
){strict};
