-- Demographics, the responsible team, communication and home. The key-safe code, the case note
-- and the flags of other agencies stand in the same table and are not asked for.
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
    p.LEGACY_ID AS other_identifiers,
    'VZZ' AS authority_code,
    'Westshire Council' AS authority_name,
    t.TEAM_NAME AS authority_team,
    t.HOSPITAL_LINK_NAME AS authority_contact_name,
    t.HOSPITAL_LINK_TEL AS authority_contact_phone,
    p.FIRST_CONTACT_DATE AS known_since,
    p.CASE_STATUS AS case_state,
    p.LANGUAGE_CODE AS language,
    p.INTERPRETER AS interpreter,
    p.COMM_NEEDS AS communication_needs,
    p.ADJUSTMENTS AS adjustments,
    p.HOUSEHOLD AS lives_with,
    p.ACCOMMODATION AS home_kind,
    p.KEYSAFE AS key_safe,
    p.ACCESS_NOTE AS home_access,
    p.PETS_NOTE AS pets,
    COALESCE(
        (
            SELECT STRING_AGG(l.DESCRIPTION, ', ')
            FROM DM_EQUIPMENT q
            JOIN DM_LOOKUPS l ON l.DOMAIN = 'EQUIP' AND l.CODE = q.ITEM_CODE
            WHERE q.PERSON_ID = p.PERSON_ID AND q.ITEM_CODE IN ('PEND', 'FALLS')
                AND q.RETURNED_ON IS NULL
        ),
        'None'
    ) AS telecare,
    p.LAST_UPDATED AS changed
FROM DM_PERSONS p
LEFT JOIN DM_ADDRESSES a ON a.PERSON_ID = p.PERSON_ID AND a.IS_DISPLAY_ADDRESS = 'Y'
LEFT JOIN DM_TEAMS t ON t.TEAM_ID = p.TEAM_ID
WHERE p.PERSON_ID = $1
    AND (p.CONTEXT_FLAG = 'A' OR p.PFA_SHARE = 'Y')
