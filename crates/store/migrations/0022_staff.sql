-- Everybody who ever came in, and the handle by which we know them.
CREATE TABLE staff (
    id TEXT PRIMARY KEY,
    -- Who vouches for them, and whom that means by it; an e-mail address never does.
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The seats that they might take when they last came in, as JSON.
    seats TEXT NOT NULL,
    -- The seat that they took last, as JSON.
    last_seat TEXT,
    -- Since when we know them; whoever was only invited has not been seen yet.
    known_since_us {bigint} NOT NULL,
    last_seen_at_us {bigint},
    -- From then on they come in no more, and all their sessions have ended.
    disabled_at_us {bigint},
    -- Who disabled them, as JSON.
    disabled_by TEXT,
    UNIQUE (issuer, subject),
    CHECK ((disabled_at_us IS NULL) = (disabled_by IS NULL))
){strict};
