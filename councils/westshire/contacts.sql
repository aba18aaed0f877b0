-- Family, friends and carers whom a hospital may contact. Where nobody was asked, nobody may.
-- Their dates of birth and their own health are not asked for.
SELECT
    r.PERSON_ID AS person_id,
    r.HOSP_MAY_CONTACT AS shareable,
    r.RELATED_NAME AS name,
    l.DESCRIPTION AS relationship,
    CASE r.ROLE_CAR WHEN 'Y' THEN 'carer;' ELSE '' END
        || CASE r.ROLE_NOK WHEN 'Y' THEN 'next of kin;' ELSE '' END
        || CASE r.ROLE_EMC WHEN 'Y' THEN 'emergency contact;' ELSE '' END
        || CASE r.ROLE_KEY WHEN 'Y' THEN 'key holder;' ELSE '' END
        AS roles,
    r.MAIN_CARER AS main_carer,
    r.CARER_STATUS AS can_continue,
    r.SAME_HOUSE AS household_member,
    r.TEL AS phone,
    r.EMAIL AS email,
    r.COMMENTS AS comments
FROM DM_RELATIONSHIPS r
LEFT JOIN DM_LOOKUPS l ON l.DOMAIN = 'RELATION' AND l.CODE = r.REL_CODE
WHERE r.PERSON_ID = $1
    AND r.HOSP_MAY_CONTACT = 'Y'
    AND r.END_DATE IS NULL
ORDER BY CASE r.MAIN_CARER WHEN 'Y' THEN 0 ELSE 1 END, r.RELATIONSHIP_ID
