-- Attorneys, deputies and advocates whose authority has not ended.
SELECT
    s.PERSON_ID AS person_id,
    s.STATUS_CODE AS kind,
    s.REGISTERED AS registered,
    s.START_DATE AS recorded,
    s.DOCUMENT_REF AS document,
    s.HOLDER_NAME AS name,
    s.HOLDER_TEL AS phone
FROM DM_LEGAL_STATUS s
WHERE s.PERSON_ID = $1
    AND s.STATUS_CODE IN ('LPAHW', 'LPAPF', 'DEPW', 'DEPP', 'IMCA')
    AND s.END_DATE IS NULL
ORDER BY s.LEGAL_ID
