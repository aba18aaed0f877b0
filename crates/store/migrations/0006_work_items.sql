-- What no rule could decide: a person must look.
CREATE TABLE work_items (
    id {id},
    trust TEXT NOT NULL,
    -- The message that raised it, where one did.
    message_id {bigint} REFERENCES messages (id),
    -- What is to be decided, in words that name nobody.
    words TEXT NOT NULL,
    noted_at_us {bigint} NOT NULL
){strict};
