-- Referrals that the council received. Those of the police are left out: why they came is not
-- for a ward.
SELECT
    f.PERSON_ID AS person_id,
    f.RECEIVED_ON AS made,
    f.FROM_ORG AS from_service,
    l.DESCRIPTION AS kind,
    f.REASON AS reason,
    t.TEAM_NAME AS to_service,
    f.FROM_NAME AS referrer_name,
    f.FROM_ROLE AS referrer_role,
    f.FROM_ORG AS referrer_organisation
FROM DM_REFERRALS f
LEFT JOIN DM_TEAMS t ON t.TEAM_ID = f.TO_TEAM_ID
LEFT JOIN DM_LOOKUPS l ON l.DOMAIN = 'REFERRAL' AND l.CODE = f.TYPE_CODE
WHERE f.PERSON_ID = $1
    AND f.TYPE_CODE <> 'POL'
ORDER BY f.RECEIVED_ON DESC, f.REFERRAL_ID
