-- Calls of an ordinary week. The rostering system writes the days as seven letters, Sunday first;
-- here they are numbers, Monday 1 to Sunday 7.
SELECT
    s.PERSON_ID AS person_id,
    m.SERVICE_ID AS package_id,
    RTRIM(
        CASE SUBSTR(m.DAYS_SMTWTFS, 2, 1) WHEN '-' THEN '' ELSE '1,' END
        || CASE SUBSTR(m.DAYS_SMTWTFS, 3, 1) WHEN '-' THEN '' ELSE '2,' END
        || CASE SUBSTR(m.DAYS_SMTWTFS, 4, 1) WHEN '-' THEN '' ELSE '3,' END
        || CASE SUBSTR(m.DAYS_SMTWTFS, 5, 1) WHEN '-' THEN '' ELSE '4,' END
        || CASE SUBSTR(m.DAYS_SMTWTFS, 6, 1) WHEN '-' THEN '' ELSE '5,' END
        || CASE SUBSTR(m.DAYS_SMTWTFS, 7, 1) WHEN '-' THEN '' ELSE '6,' END
        || CASE SUBSTR(m.DAYS_SMTWTFS, 1, 1) WHEN '-' THEN '' ELSE '7,' END,
        ','
    ) AS day,
    SUBSTR(m.START_HHMM, 1, 2) || ':' || SUBSTR(m.START_HHMM, 3, 2) AS starts,
    m.DURATION_MINS AS minutes,
    m.CARERS AS carers,
    m.TASKS AS purpose
FROM DM_SERVICES s
JOIN DM_VISIT_SCHEDULE m ON m.SERVICE_ID = s.SERVICE_ID
WHERE s.PERSON_ID = $1
ORDER BY m.SERVICE_ID, m.START_HHMM, m.VISIT_ID
