-- Deprivation of liberty: asked for and authorised, with those that have run out.
SELECT
    s.PERSON_ID AS person_id,
    s.APPLIED_DATE AS applied,
    s.STATUS_CODE AS status,
    s.NOTES AS description,
    s.START_DATE AS starts,
    s.END_DATE AS ends
FROM DM_LEGAL_STATUS s
WHERE s.PERSON_ID = $1
    AND s.STATUS_CODE IN ('DOLSR', 'DOLSA')
ORDER BY s.APPLIED_DATE DESC, s.LEGAL_ID
