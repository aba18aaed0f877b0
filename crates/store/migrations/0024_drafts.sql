-- What somebody has written and not sent yet.
CREATE TABLE drafts (
    staff_id TEXT NOT NULL REFERENCES staff (id),
    -- Where the form is sent.
    path TEXT NOT NULL,
    -- Whether it was being written, or was sent to a locked screen.
    kind TEXT NOT NULL CHECK (kind IN ('written', 'sent')),
    -- The fields and what stands in them, as JSON.
    fields TEXT NOT NULL,
    saved_at_us {bigint} NOT NULL,
    PRIMARY KEY (staff_id, path, kind)
){strict};

CREATE INDEX drafts_saved ON drafts (saved_at_us);
