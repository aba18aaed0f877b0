-- The stays of each trust, as all that was told of them says.
CREATE TABLE stays (
    id TEXT PRIMARY KEY,
    trust TEXT NOT NULL,
    -- Who gave the visit number, and the number.
    visit_key TEXT NOT NULL,
    -- How often the row was written: a change that rests on another version is refused.
    version {bigint} NOT NULL,
    -- Under whose number it runs. Who that is now, `patients.survivor` says.
    patient_id TEXT NOT NULL REFERENCES patients (id),
    state TEXT NOT NULL CHECK (state IN ('planned', 'open', 'on_leave', 'closed', 'void')),
    -- Where the patient lies now, or lay last. What is not known is empty.
    site TEXT NOT NULL,
    ward TEXT NOT NULL,
    bay TEXT NOT NULL,
    bed TEXT NOT NULL,
    described TEXT NOT NULL,
    admitted_at_us {bigint},
    -- The stay, as JSON.
    stay TEXT NOT NULL,
    UNIQUE (trust, visit_key)
){strict};

CREATE INDEX stays_patient ON stays (patient_id);
CREATE INDEX stays_live ON stays (trust, ward) WHERE state IN ('open', 'on_leave');

-- What happened in each visit, once each, in no particular order.
CREATE TABLE movements (
    id {id},
    stay_id TEXT NOT NULL REFERENCES stays (id),
    trust TEXT NOT NULL,
    -- Whose visit the message said it is.
    patient_key TEXT NOT NULL,
    -- The movement, as JSON.
    movement TEXT NOT NULL
){strict};

CREATE INDEX movements_stay ON movements (stay_id);
CREATE INDEX movements_patient ON movements (trust, patient_key);

-- How often the list of a ward has changed, so that a page knows when to look again.
CREATE TABLE ward_revisions (
    trust TEXT NOT NULL,
    ward TEXT NOT NULL,
    revision {bigint} NOT NULL,
    PRIMARY KEY (trust, ward)
){strict};
