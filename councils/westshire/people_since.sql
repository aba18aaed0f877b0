-- Those of people.sql who changed at or after the marker. The marker is the time of the last
-- change by the wall clock, year first, so that it sorts as text.
SELECT
    p.PERSON_ID AS person_id,
    p.LAST_NAME AS family,
    p.FIRST_NAME AS given,
    p.MIDDLE_NAMES AS middle,
    p.TITLE AS title,
    p.KNOWN_AS AS preferred_name,
    p.DATE_OF_BIRTH AS born,
    p.DOB_ESTIMATED AS born_estimated,
    p.GENDER AS gender,
    p.NHS_ID AS nhs_number,
    COALESCE(a.FLAT_BUILDING, a.STREET_NUMBER || ' ' || a.STREET) AS address_line_1,
    CASE WHEN a.FLAT_BUILDING IS NOT NULL THEN a.STREET END AS address_line_2,
    a.TOWN AS address_line_3,
    a.COUNTY AS address_line_4,
    a.POST_CODE AS postcode,
    p.DATE_OF_DEATH AS died_on,
    CASE
        WHEN p.SHARE_OBJECTION = 'Y' THEN 'objection'
        WHEN p.RESTRICTED = 'Y' THEN 'protected location'
        WHEN p.PFA_SHARE = 'Y' THEN 'transition'
        ELSE 'open'
    END AS sharing,
    p.NHS_ID_SOURCE AS nhs_number_status,
    (
        SELECT STRING_AGG(n.LAST_NAME, ';')
        FROM DM_PERSON_NAMES n
        WHERE n.PERSON_ID = p.PERSON_ID AND n.NAME_TYPE = 'FORM'
    ) AS former_families,
    (
        SELECT STRING_AGG(e.POST_CODE, ';')
        FROM DM_ADDRESSES e
        WHERE e.PERSON_ID = p.PERSON_ID AND e.IS_DISPLAY_ADDRESS = 'N'
    ) AS earlier_postcodes,
    (
        SELECT STRING_AGG(c.CONTACT_VALUE, ';')
        FROM DM_PERSON_CONTACT c
        WHERE c.PERSON_ID = p.PERSON_ID AND c.CONTACT_TYPE IN ('TEL', 'MOB')
            AND c.END_DATE IS NULL
    ) AS phones,
    p.GP_PRACTICE AS practice,
    p.RECORD_STATUS AS known,
    p.LAST_UPDATED AS changed
FROM DM_PERSONS p
LEFT JOIN DM_ADDRESSES a ON a.PERSON_ID = p.PERSON_ID AND a.IS_DISPLAY_ADDRESS = 'Y'
WHERE p.LAST_UPDATED >= $1
    AND (p.CONTEXT_FLAG = 'A' OR p.PFA_SHARE = 'Y')
ORDER BY p.LAST_UPDATED, p.PERSON_ID
