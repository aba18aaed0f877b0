-- Mental capacity assessments, one for each decision. The narrative is not asked for.
SELECT
    c.PERSON_ID AS person_id,
    c.ASSESSED_ON AS assessed,
    c.DECISION
        || CASE c.HAS_CAPACITY
            WHEN 'Y' THEN ': has capacity'
            WHEN 'N' THEN ': lacks capacity'
            ELSE ': outcome not entered'
        END
        || CASE c.BEST_INTERESTS WHEN 'Y' THEN ', best interests decision made' ELSE '' END
        AS outcome,
    k.FULL_NAME AS assessor_name,
    j.DESCRIPTION AS assessor_role,
    k.TEL AS assessor_phone
FROM DM_CAPACITY c
LEFT JOIN DM_WORKERS k ON k.WORKER_ID = c.WORKER_ID
LEFT JOIN DM_LOOKUPS j ON j.DOMAIN = 'JOB' AND j.CODE = k.JOB_CODE
WHERE c.PERSON_ID = $1
ORDER BY c.ASSESSED_ON DESC, c.CAPACITY_ID
