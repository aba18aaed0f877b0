-- Primary support reasons; the one without an end is the active one.
SELECT
    r.PERSON_ID AS person_id,
    l.DESCRIPTION AS reason,
    CASE WHEN r.END_DATE IS NULL THEN 'Y' ELSE 'N' END AS active,
    r.START_DATE AS starts,
    r.END_DATE AS ends
FROM DM_SUPPORT_REASONS r
LEFT JOIN DM_LOOKUPS l ON l.DOMAIN = 'PSR' AND l.CODE = r.PSR_CODE
WHERE r.PERSON_ID = $1
ORDER BY r.START_DATE DESC, r.REASON_ID
