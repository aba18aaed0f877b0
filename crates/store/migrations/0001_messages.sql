-- Every message that a hospital sent, byte for byte, before it was acknowledged.
CREATE TABLE messages (
    id {id},
    feed TEXT NOT NULL,
    trust TEXT NOT NULL,
    received_at_us {bigint} NOT NULL,
    -- MSH-10. Blank where the sender left it out.
    control_id TEXT NOT NULL,
    -- The trigger event as sent, such as A01. Blank where it could not be read.
    trigger_event TEXT NOT NULL,
    -- SHA-256 of the body, which holds the control id: the same digest is the same message.
    digest {bytes} NOT NULL,
    body {bytes} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('unfiled', 'filed', 'unreadable')),
    -- Why it cannot be filed, in words that name nobody.
    reason TEXT CHECK ((reason IS NOT NULL) = (state = 'unreadable')),
    -- When it was filed or given up.
    settled_at_us {bigint},
    -- How often it came again after the first time.
    repeats {bigint} NOT NULL,
    UNIQUE (feed, digest)
){strict};

CREATE INDEX messages_unfiled ON messages (id) WHERE state = 'unfiled';
CREATE INDEX messages_unreadable ON messages (id) WHERE state = 'unreadable';
CREATE INDEX messages_repeated ON messages (feed, repeats) WHERE repeats > 0;
CREATE INDEX messages_received ON messages (feed, received_at_us);
