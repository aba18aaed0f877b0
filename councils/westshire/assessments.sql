-- Assessments and reviews: date, kind, outcome, score. The narrative is not asked for.
SELECT
    x.PERSON_ID AS person_id,
    x.COMPLETED_ON AS done,
    f.DESCRIPTION AS kind,
    o.DESCRIPTION AS outcome,
    CASE WHEN x.BARTHEL IS NOT NULL THEN 'Barthel index ' || CAST(x.BARTHEL AS VARCHAR(3)) END
        AS scores,
    x.NEXT_REVIEW_DUE AS review_due,
    k.FULL_NAME AS assessor_name,
    j.DESCRIPTION AS assessor_role,
    k.TEL AS assessor_phone
FROM DM_ASSESSMENTS x
LEFT JOIN DM_LOOKUPS f ON f.DOMAIN = 'FORM' AND f.CODE = x.FORM_CODE
LEFT JOIN DM_LOOKUPS o ON o.DOMAIN = 'OUTCOME' AND o.CODE = x.OUTCOME_CODE
LEFT JOIN DM_WORKERS k ON k.WORKER_ID = x.WORKER_ID
LEFT JOIN DM_LOOKUPS j ON j.DOMAIN = 'JOB' AND j.CODE = k.JOB_CODE
WHERE x.PERSON_ID = $1
ORDER BY x.COMPLETED_ON DESC, x.ASSESSMENT_ID
