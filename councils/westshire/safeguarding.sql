-- Whether an enquiry is open, since when, and whom to ring. What was alleged, and of whom, is
-- not asked for.
SELECT
    e.PERSON_ID AS person_id,
    e.CONCERN_DATE AS raised,
    e.CLOSED_DATE AS closed,
    t.TEL AS phone
FROM DM_SAFEGUARDING_ENQUIRIES e
LEFT JOIN DM_TEAMS t ON t.TEAM_NAME = 'Safeguarding Adults Team'
WHERE e.PERSON_ID = $1
ORDER BY e.CONCERN_DATE DESC, e.ENQUIRY_ID
