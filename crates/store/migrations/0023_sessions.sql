-- Who is signed in, anew: a session can be locked and opened again. Whoever was signed in when this
-- was applied signs in once more.
DROP TABLE sessions;

CREATE TABLE sessions (
    -- Names the session in the audit, and opens nothing. It stays while the token changes.
    handle TEXT PRIMARY KEY,
    -- SHA-256 of the token: who reads this table cannot sign in with it.
    token_hash {bytes} NOT NULL UNIQUE,
    -- From which the token of its forms is made.
    form_key {bytes} NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    -- The person as they were when they last proved who they are, as JSON.
    visitor TEXT NOT NULL,
    -- The seats that they may take, as JSON.
    seats TEXT NOT NULL,
    -- The seat that they have taken, as JSON.
    seat TEXT,
    -- Who vouched for them, whom that means by it, and its own name for the session: so that it can
    -- end ours. The last is empty where it gave none.
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    provider_session TEXT NOT NULL,
    started_at_us {bigint} NOT NULL,
    -- Locked then, unless the person does something before.
    locks_at_us {bigint} NOT NULL,
    -- Since when the audit says that it is locked.
    locked_at_us {bigint},
    -- Ends then in any case.
    ends_at_us {bigint} NOT NULL,
    -- The page to which the person comes back when it is opened again.
    place TEXT NOT NULL
){strict};

CREATE INDEX sessions_staff ON sessions (staff_id);
CREATE INDEX sessions_ends ON sessions (ends_at_us);
CREATE INDEX sessions_issuer ON sessions (issuer, subject);
CREATE INDEX sessions_provider ON sessions (issuer, provider_session);
