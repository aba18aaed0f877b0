-- That a person does not want staff of the trust to see their record. It shuts the record for everyone
-- of the trust until then, or until the person agrees after all.
CREATE TABLE refusals (
    id {id},
    patient_id TEXT NOT NULL,
    -- Who noted it.
    staff_id TEXT NOT NULL,
    noted_at_us {bigint} NOT NULL,
    until_us {bigint} NOT NULL,
    -- When somebody noted that the person agrees after all.
    lifted_at_us {bigint}
){strict};

CREATE INDEX refusals_patient ON refusals (patient_id);

-- Why somebody looks where a reason is asked for, and why somebody looks although the person said no:
-- each good for a short time, in one session and for one person.
CREATE TABLE stated_reasons (
    staff_id TEXT NOT NULL,
    -- Our handle of the session.
    session TEXT NOT NULL,
    patient_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('reason', 'override')),
    -- What was stated, as JSON.
    said TEXT NOT NULL,
    until_us {bigint} NOT NULL,
    PRIMARY KEY (staff_id, session, patient_id, kind)
){strict};

CREATE INDEX stated_reasons_until ON stated_reasons (until_us);
