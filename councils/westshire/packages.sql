-- Services now and before. The books count the hours of each carer: two carers for half an hour
-- are one hour there and half an hour here. What anybody is charged is not asked for.
SELECT
    s.PERSON_ID AS person_id,
    s.SERVICE_ID AS package_id,
    COALESCE(s.LOCAL_NAME, l.DESCRIPTION) AS name,
    s.SERVICE_CODE AS setting,
    s.START_DATE AS starts,
    s.END_DATE AS ends,
    s.STATUS_CODE AS state,
    'Westshire Council' AS authority,
    u.DESCRIPTION AS funding,
    v.PROVIDER_NAME AS provider_name,
    v.ODS_CODE AS provider_code,
    v.TEL_OFFICE AS provider_day_phone,
    v.TEL_OOH AS provider_night_phone,
    v.OFFICE_HOURS AS provider_hours,
    s.CALLS_PER_DAY AS visits_a_day,
    s.CARERS_PER_CALL AS carers_a_visit,
    CAST(ROUND(s.HOURS_PW * 60 / s.CARERS_PER_CALL) AS INTEGER) AS minutes_a_week,
    h.FROM_DATE AS held_since,
    h.HELD_UNTIL AS restart_until,
    h.NOTICE_HOURS AS notice_hours,
    s.PLACE_NOTE AS place,
    s.CREATED_ON AS recorded,
    s.UPDATED_AT AS changed
FROM DM_SERVICES s
LEFT JOIN DM_PROVIDERS v ON v.PROVIDER_ID = s.PROVIDER_ID
LEFT JOIN DM_LOOKUPS l ON l.DOMAIN = 'SERVICE' AND l.CODE = s.SERVICE_CODE
LEFT JOIN DM_LOOKUPS u ON u.DOMAIN = 'FUNDING' AND u.CODE = s.FUNDING_CODE
LEFT JOIN DM_SERVICE_SUSPENSIONS h
    ON h.SERVICE_ID = s.SERVICE_ID AND s.STATUS_CODE = 'SUS' AND h.LIFTED_ON IS NULL
WHERE s.PERSON_ID = $1
ORDER BY s.SERVICE_ID
