-- Equipment and adaptations that are still there.
SELECT
    q.PERSON_ID AS person_id,
    COALESCE(l.DESCRIPTION, q.ITEM_TEXT) AS name,
    q.DELIVERED_ON AS issued,
    q.WHERE_FITTED AS comment,
    q.SERVICE_TEL AS service_phone
FROM DM_EQUIPMENT q
LEFT JOIN DM_LOOKUPS l ON l.DOMAIN = 'EQUIP' AND l.CODE = q.ITEM_CODE
WHERE q.PERSON_ID = $1
    AND q.RETURNED_ON IS NULL
ORDER BY q.DELIVERED_ON DESC, q.EQUIPMENT_ID
