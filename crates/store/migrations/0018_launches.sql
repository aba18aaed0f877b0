-- Whom the patient system shows, in a session that it launched: what may be written, and about whom.
CREATE TABLE contexts (
    -- The session's handle, as it stands in the audit. It opens nothing.
    session TEXT PRIMARY KEY,
    -- Our handle of the patient; empty where the patient system shows somebody of whom we could not
    -- be sure.
    patient_id TEXT NOT NULL,
    -- The patient before, whose page was still open; empty where there was none.
    before_id TEXT NOT NULL,
    since_us {bigint} NOT NULL
){strict};

CREATE INDEX contexts_since ON contexts (since_us);

-- Which patients' pages are open in a launched session, until they are left.
CREATE TABLE open_pages (
    session TEXT NOT NULL,
    -- A name of the page that was shown, of no meaning; 'launch' until a page says that it is open.
    page TEXT NOT NULL,
    patient_id TEXT NOT NULL,
    shown_at_us {bigint} NOT NULL,
    PRIMARY KEY (session, page)
){strict};

CREATE INDEX open_pages_shown ON open_pages (shown_at_us);

-- Signed context links that were handed in and not yet opened, for a minute at most.
CREATE TABLE context_links (
    -- SHA-256 of the secret in the address: who reads this table can open nothing with it.
    secret_hash {bytes} PRIMARY KEY,
    -- Who comes, as JSON. Nothing of the patient.
    who TEXT NOT NULL,
    -- Our handle of the patient; empty where we could not be sure who it is.
    patient_id TEXT NOT NULL,
    -- Why not, in words that name nobody; empty where we were.
    unsure TEXT NOT NULL,
    ends_at_us {bigint} NOT NULL
){strict};

CREATE INDEX context_links_ends ON context_links (ends_at_us);
