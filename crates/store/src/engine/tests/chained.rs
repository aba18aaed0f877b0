//! Do the lines of before there were chains stand in one, whole and in their order?

use super::*;
use crate::audit::link::link;
use crate::testing;

/// The audit as it was, with two rows taken out so that numbers are missing.
const BEFORE: [&str; 2] = [
    "DROP TABLE audit;
    DROP TABLE audit_chains;
    CREATE TABLE audit (
        id {id},
        at_us {bigint} NOT NULL,
        act TEXT NOT NULL,
        staff_id TEXT,
        patient_id TEXT,
        stay_id TEXT,
        council TEXT,
        person_id TEXT,
        line TEXT NOT NULL
    ){strict};
    CREATE INDEX audit_patient ON audit (patient_id, id) WHERE patient_id IS NOT NULL;
    CREATE INDEX audit_staff ON audit (staff_id, id) WHERE staff_id IS NOT NULL;
    CREATE INDEX audit_person ON audit (council, person_id, id) WHERE council IS NOT NULL",
    "INSERT INTO audit (at_us, act, patient_id, line)
        VALUES (1, 'a', 'p1', '{1}'), (2, 'b', NULL, '{2}'), (3, 'c', NULL, '{ü}'),
            (4, 'd', NULL, '{4}'), (5, 'e', 'p2', '{5}');
    DELETE FROM audit WHERE at_us IN (2, 4)",
];

#[tokio::test]
async fn lines_of_before_are_chained_once_in_their_order() {
    for store in stores().await {
        let ground = store.ground();
        for sql in BEFORE {
            ground.migrate(sql).await;
        }
        ground.migrate(include_str!("../../../migrations/0017_audit_chains.sql")).await;
        let sql = "SELECT chain, sequence, hash, at_us, patient_id, line FROM audit ORDER BY id";
        let rows = store.engine.rows(sql, values![]).await.unwrap();
        assert_eq!(rows.len(), 3, "{store:?}");
        let mut previous = "service".to_owned();
        for (place, (row, line)) in (1..).zip(rows.iter().zip(["{1}", "{ü}", "{5}"])) {
            assert_eq!(row.text("chain"), Ok("service"), "{store:?}");
            assert_eq!((row.int("sequence"), row.text("line")), (Ok(place), Ok(line)), "{store:?}");
            assert_eq!(row.text("hash").unwrap(), link(&previous, place, line), "{store:?}");
            previous = row.text("hash").unwrap().to_owned();
        }
        let heads = store.audit_heads().await.unwrap();
        assert_eq!(
            (heads[0].sequence, heads[0].hash.as_str()),
            (3, previous.as_str()),
            "{store:?}"
        );
    }
}

#[tokio::test]
async fn an_audit_without_lines_has_no_chain() {
    for ground in testing::grounds().await {
        let heads = ground.open().await.audit_heads().await.unwrap();
        assert_eq!(heads, [], "{ground:?}");
    }
}
