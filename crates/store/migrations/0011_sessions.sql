-- Who is signed in.
CREATE TABLE sessions (
    -- SHA-256 of the token: who reads this table cannot sign in with it.
    token_hash {bytes} PRIMARY KEY,
    staff_id TEXT NOT NULL,
    -- The member of staff as they were when they signed in, as JSON.
    staff TEXT NOT NULL,
    started_at_us {bigint} NOT NULL,
    -- Ends then, unless the person does something before.
    idle_until_us {bigint} NOT NULL,
    -- Ends then in any case.
    ends_at_us {bigint} NOT NULL
){strict};

CREATE INDEX sessions_staff ON sessions (staff_id);
CREATE INDEX sessions_ends ON sessions (ends_at_us);
