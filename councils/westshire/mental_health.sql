-- Sections and aftercare under the Mental Health Act.
SELECT
    s.PERSON_ID AS person_id,
    s.START_DATE AS starts,
    s.END_DATE AS ends,
    s.STATUS_CODE AS status
FROM DM_LEGAL_STATUS s
WHERE s.PERSON_ID = $1
    AND s.STATUS_CODE IN ('S117', 'CTO', 'S3')
ORDER BY s.START_DATE DESC, s.LEGAL_ID
