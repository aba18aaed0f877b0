-- What a privacy officer must look at: looks that work alone does not explain. An item gathers what
-- one member of staff did with one patient on one day, or what one reason says of all they did that
-- day. It is committed with the line of the audit of the look itself.
CREATE TABLE privacy_items (
    id {id},
    -- What is gathered in one item; an item that is done gathers no more.
    fold TEXT NOT NULL,
    -- Who looked; nobody where the service released a match.
    staff_id TEXT,
    -- Whose patient and person, and who looked as they were then, as JSON.
    cause TEXT NOT NULL,
    patient_id TEXT,
    stay_id TEXT,
    council TEXT,
    person_id TEXT,
    -- The reason in the words of the one who looked; may be empty.
    said TEXT NOT NULL,
    first_at_us {bigint} NOT NULL,
    last_at_us {bigint} NOT NULL,
    times {bigint} NOT NULL,
    -- From when on the days are counted: the first look, or when it was opened again.
    since_us {bigint} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('new', 'ask_user', 'right', 'wrong')),
    closed_at_us {bigint},
    -- Who has taken it, where anybody has.
    owner_id TEXT,
    owner_name TEXT,
    taken_at_us {bigint},
    CHECK ((closed_at_us IS NULL) = (state IN ('new', 'ask_user'))),
    CHECK ((council IS NULL) = (person_id IS NULL)),
    CHECK ((owner_id IS NULL) = (owner_name IS NULL)),
    CHECK ((owner_id IS NULL) = (taken_at_us IS NULL))
){strict};

CREATE UNIQUE INDEX privacy_items_fold ON privacy_items (fold) WHERE closed_at_us IS NULL;
CREATE INDEX privacy_items_open ON privacy_items (since_us) WHERE closed_at_us IS NULL;
CREATE INDEX privacy_items_patient ON privacy_items (patient_id) WHERE patient_id IS NOT NULL;

-- Why an item is on the list.
CREATE TABLE privacy_reasons (
    item_id {bigint} NOT NULL REFERENCES privacy_items (id),
    reason TEXT NOT NULL,
    first_at_us {bigint} NOT NULL,
    PRIMARY KEY (item_id, reason)
){strict};

-- Whom an item concerns: "trust:CODE" or "council:NAME".
CREATE TABLE privacy_sides (
    side TEXT NOT NULL,
    item_id {bigint} NOT NULL REFERENCES privacy_items (id),
    -- Whether they say what becomes of it, or read it only.
    part TEXT NOT NULL CHECK (part IN ('decides', 'reads')),
    PRIMARY KEY (side, item_id)
){strict};

-- What was said of an item, in order. Rows are only added.
CREATE TABLE privacy_steps (
    id {id},
    item_id {bigint} NOT NULL REFERENCES privacy_items (id),
    step TEXT NOT NULL CHECK (step IN ('ask_user', 'right', 'wrong', 'reopened')),
    -- In the words of the officer; may be empty.
    words TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    -- The officer as they were then, as JSON.
    officer TEXT NOT NULL,
    at_us {bigint} NOT NULL
){strict};

CREATE INDEX privacy_steps_item ON privacy_steps (item_id, id);

-- Whose record is looked at with more care, because they work for the organisation or are known.
CREATE TABLE watched (
    id {id},
    -- By whose wish: "trust:CODE" or "council:NAME".
    side TEXT NOT NULL,
    -- By which number, as `patient_keys.lookup` has it.
    lookup TEXT NOT NULL,
    -- The last characters of the number, for the list.
    ending TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('staff', 'known')),
    reason TEXT NOT NULL,
    added_at_us {bigint} NOT NULL,
    -- Who put them there, as they were then, as JSON.
    added_by TEXT NOT NULL,
    removed_at_us {bigint},
    removed_by TEXT,
    CHECK ((removed_at_us IS NULL) = (removed_by IS NULL))
){strict};

CREATE UNIQUE INDEX watched_lookup ON watched (lookup, side) WHERE removed_at_us IS NULL;

-- From where each member of staff worked lately: site and network.
CREATE TABLE haunts (
    staff_id TEXT NOT NULL,
    haunt TEXT NOT NULL,
    last_at_us {bigint} NOT NULL,
    PRIMARY KEY (staff_id, haunt)
){strict};

CREATE INDEX haunts_last ON haunts (last_at_us);

-- Which numbers each member of staff looked up or opened in the last hours, to see a run of them.
CREATE TABLE sought_numbers (
    staff_id TEXT NOT NULL,
    series TEXT NOT NULL,
    place {bigint} NOT NULL,
    last_at_us {bigint} NOT NULL,
    PRIMARY KEY (staff_id, series, place)
){strict};

CREATE INDEX sought_numbers_last ON sought_numbers (last_at_us);
