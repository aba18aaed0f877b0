-- Warnings in force. Three kinds belong to other agencies or name somebody accused; they stay
-- with the council. A warning that is over gets its end date on that day, so none lies ahead.
SELECT
    w.PERSON_ID AS person_id,
    w.WARNING_CODE AS audience,
    w.WARNING_CODE AS kind,
    w.WARNING_TEXT AS text,
    w.START_DATE AS starts,
    w.REVIEW_DATE AS ends,
    k.FULL_NAME AS recorded_by_name,
    j.DESCRIPTION AS recorded_by_role,
    k.TEL AS recorded_by_phone
FROM DM_WARNINGS w
LEFT JOIN DM_WORKERS k ON k.WORKER_ID = w.WORKER_ID
LEFT JOIN DM_LOOKUPS j ON j.DOMAIN = 'JOB' AND j.CODE = k.JOB_CODE
WHERE w.PERSON_ID = $1
    AND w.END_DATE IS NULL
    AND w.WARNING_CODE NOT IN ('MAPPA', 'MARAC', 'ALPERP')
ORDER BY w.START_DATE DESC, w.WARNING_ID
