-- Those who work with the person now. Officers who see to the money are nobody for a ward to
-- ring. Where the worker has left and nobody took over, the team's telephone is given.
SELECT
    l.PERSON_ID AS person_id,
    CASE WHEN k.LEFT_ON IS NULL THEN k.FULL_NAME ELSE k.FULL_NAME || ' (has left)' END AS name,
    j.DESCRIPTION AS role,
    CASE l.ALLOC_TYPE WHEN 'ALLWKR' THEN 'Y' ELSE 'N' END AS key_worker,
    t.TEAM_NAME AS team,
    'Westshire Council' AS organisation,
    COALESCE(CASE WHEN k.LEFT_ON IS NULL THEN k.TEL END, t.TEL) AS phone,
    CASE WHEN k.LEFT_ON IS NULL THEN k.EMAIL ELSE t.EMAIL END AS email,
    l.START_DATE AS starts,
    l.END_DATE AS ends
FROM DM_ALLOCATIONS l
JOIN DM_WORKERS k ON k.WORKER_ID = l.WORKER_ID
LEFT JOIN DM_TEAMS t ON t.TEAM_ID = k.TEAM_ID
LEFT JOIN DM_LOOKUPS j ON j.DOMAIN = 'JOB' AND j.CODE = k.JOB_CODE
WHERE l.PERSON_ID = $1
    AND l.ALLOC_TYPE <> 'FINOFF'
    AND l.END_DATE IS NULL
ORDER BY l.START_DATE, l.ALLOCATION_ID
