//! Somebody has the password of the database, and changes the audit with its own statements.

use homeward::audit::verify::{Against, verify};
use store::testing::grounds;

use crate::book::{COUNCIL, TRUST, found, written};

#[tokio::test]
async fn an_audit_that_nobody_touched_is_whole() {
    for ground in grounds().await {
        let store = written(&ground).await;
        let verified = verify(&store, &Against::default(), &|_| {}).await.unwrap();
        assert!(verified.is_whole(), "{ground:?}: {:?}", verified.chains);
        let chains: Vec<_> =
            verified.chains.iter().map(|chain| (chain.chain.as_str(), chain.lines)).collect();
        assert_eq!(chains, [(COUNCIL, 5), ("service", 3), (TRUST, 12)], "{ground:?}");
        assert_eq!(verified.rows, 20, "{ground:?}");
    }
}

#[tokio::test]
async fn a_line_whose_words_were_changed_is_named() {
    let sql = "UPDATE audit SET line = REPLACE(line, 'no reason', 'a reason')
        WHERE chain = 'trust:RZZ' AND sequence = 5";
    check(sql, &[(TRUST, 5, 5, "changed")]).await;
}

#[tokio::test]
async fn a_line_whose_words_and_hash_were_changed_no_longer_carries_the_next() {
    let sql = "UPDATE audit SET line = REPLACE(line, 'no reason', 'a reason'), hash = 'ab'
        WHERE chain = 'trust:RZZ' AND sequence = 5";
    check(sql, &[(TRUST, 5, 6, "changed")]).await;
}

#[tokio::test]
async fn a_line_that_can_no_longer_be_found_by_whom_it_is_about_is_named() {
    for (column, value) in [
        ("patient_id", "'patient-7'"),
        ("patient_id", "NULL"),
        ("staff_id", "'nurse-2'"),
        ("stay_id", "'stay-1'"),
        ("council", "'eastshire'"),
        ("act", "'signed_in'"),
        ("at_us", "0"),
    ] {
        let sql = format!(
            "UPDATE audit SET {column} = {value} WHERE chain = 'trust:RZZ' AND sequence = 3"
        );
        check(&sql, &[(TRUST, 3, 3, "changed")]).await;
    }
}

#[tokio::test]
async fn lines_that_were_removed_are_named() {
    let sql = "DELETE FROM audit WHERE chain = 'trust:RZZ' AND sequence IN (1, 4, 5, 9)";
    let expected = [(TRUST, 1, 1, "removed"), (TRUST, 4, 5, "removed"), (TRUST, 9, 9, "removed")];
    check(sql, &expected).await;
}

#[tokio::test]
async fn a_gap_that_was_closed_by_renumbering_is_seen() {
    let sql = "DELETE FROM audit WHERE chain = 'trust:RZZ' AND sequence = 4;
        UPDATE audit SET sequence = -sequence WHERE chain = 'trust:RZZ' AND sequence > 4;
        UPDATE audit SET sequence = -sequence - 1 WHERE chain = 'trust:RZZ' AND sequence < 0";
    check(sql, &[(TRUST, 4, 11, "changed"), (TRUST, 12, 12, "cut_off")]).await;
}

#[tokio::test]
async fn two_lines_that_changed_places_are_named() {
    let words = "CREATE TABLE others AS
            SELECT 10 - sequence AS sequence, line, patient_id, at_us FROM audit
            WHERE chain = 'trust:RZZ' AND sequence IN (3, 7);
        UPDATE audit SET
            line = (SELECT o.line FROM others o WHERE o.sequence = audit.sequence),
            patient_id = (SELECT o.patient_id FROM others o WHERE o.sequence = audit.sequence),
            at_us = (SELECT o.at_us FROM others o WHERE o.sequence = audit.sequence)
        WHERE chain = 'trust:RZZ' AND sequence IN (3, 7)";
    check(words, &[(TRUST, 3, 7, "reordered")]).await;
    let places = "UPDATE audit SET sequence = -sequence
            WHERE chain = 'trust:RZZ' AND sequence IN (3, 7);
        UPDATE audit SET sequence = 10 + sequence WHERE chain = 'trust:RZZ' AND sequence < 0";
    check(places, &[(TRUST, 3, 3, "reordered"), (TRUST, 7, 7, "reordered")]).await;
}

#[tokio::test]
async fn a_line_that_was_put_in_is_named() {
    let beyond = "INSERT INTO audit (chain, sequence, hash, at_us, act, line)
        SELECT chain, 13, hash, at_us, act, line FROM audit
        WHERE chain = 'trust:RZZ' AND sequence = 12";
    check(beyond, &[(TRUST, 13, 13, "inserted")]).await;
    let nowhere = "INSERT INTO audit (chain, sequence, hash, at_us, act, line)
        SELECT 'trust:RZX', sequence, hash, at_us, act, line FROM audit
        WHERE chain = 'trust:RZZ' AND sequence < 3";
    check(nowhere, &[("trust:RZX", 1, 2, "inserted")]).await;
    let before = "INSERT INTO audit (chain, sequence, hash, at_us, act, line)
        SELECT chain, 0, hash, at_us, act, line FROM audit
        WHERE chain = 'trust:RZZ' AND sequence = 1";
    check(before, &[(TRUST, 0, 0, "inserted")]).await;
}

#[tokio::test]
async fn a_line_before_the_first_row_is_found_as_well() {
    for ground in grounds().await {
        let store = written(&ground).await;
        let is_file = ground.url().starts_with("sqlite:");
        let overriding = if is_file { "" } else { "OVERRIDING SYSTEM VALUE" };
        let sql = format!(
            "INSERT INTO audit (id, chain, sequence, hash, at_us, act, line) {overriding}
            SELECT -9223372036854775807 - 1, chain, -5, hash, at_us, act, line FROM audit
            WHERE chain = 'trust:RZZ' AND sequence = 2"
        );
        ground.tamper(&sql).await;
        let expected = [(TRUST.to_owned(), -5, -5, "inserted")];
        assert_eq!(found(&store, &Against::default()).await, expected, "{ground:?}");
    }
}

#[tokio::test]
async fn a_tail_that_was_cut_off_is_seen_by_the_head() {
    let sql = "DELETE FROM audit WHERE chain = 'trust:RZZ' AND sequence > 9";
    check(sql, &[(TRUST, 10, 12, "cut_off")]).await;
}

#[tokio::test]
async fn a_head_that_was_changed_is_named() {
    let sql = "UPDATE audit_chains SET hash = 'ab' WHERE chain = 'council:westshire'";
    check(sql, &[(COUNCIL, 5, 5, "head")]).await;
    let sql = "DELETE FROM audit_chains WHERE chain = 'council:westshire'";
    check(sql, &[(COUNCIL, 1, 5, "inserted")]).await;
}

#[tokio::test]
async fn lines_that_were_emptied_as_if_they_were_old_are_named() {
    let sql = "UPDATE audit SET line = '', act = 'removed', staff_id = NULL, patient_id = NULL
        WHERE chain = 'trust:RZZ' AND sequence IN (2, 4)";
    check(sql, &[(TRUST, 2, 2, "emptied"), (TRUST, 4, 4, "emptied")]).await;
}

#[tokio::test]
async fn a_chain_or_head_with_a_name_that_is_none_is_found_and_stops_nothing() {
    let chain = "INSERT INTO audit_chains (chain, sequence, hash) VALUES ('of nobody', 2, 'ab');
        UPDATE audit SET hash = 'ab' WHERE chain = 'trust:RZZ' AND sequence = 12";
    let expected = [
        ("of nobody", 1, 2, "cut_off"),
        ("of nobody", 2, 2, "inserted"),
        (TRUST, 12, 12, "changed"),
        (TRUST, 12, 12, "head"),
    ];
    check(chain, &expected).await;
    let head = "INSERT INTO audit_heads (chain, sequence, hash, at_us, key_id, signature)
        VALUES ('of nobody', 2, 'ab', 0, '', '');
        DELETE FROM audit WHERE chain = 'trust:RZZ' AND sequence = 7";
    check(head, &[("of nobody", 2, 2, "forged"), (TRUST, 7, 7, "removed")]).await;
}

#[tokio::test]
async fn text_that_is_none_is_found_and_stops_nothing() {
    let ground = store::testing::sqlite();
    let store = written(&ground).await;
    let sql = "UPDATE audit SET line = CAST(x'ff' AS TEXT)
            WHERE chain = 'trust:RZZ' AND sequence = 5;
        INSERT INTO audit_heads (chain, sequence, hash, at_us, key_id, signature)
        VALUES (CAST(x'ff' AS TEXT), 2, 'ab', 0, '', '')";
    ground.tamper(sql).await;
    let found = found(&store, &Against::default()).await;
    assert_eq!(found, [(String::new(), 2, 2, "forged"), (TRUST.to_owned(), 5, 5, "emptied")]);
}

/// On each engine: does it to an audit that is whole, and verifies.
async fn check(sql: &str, expected: &[(&str, i64, i64, &str)]) {
    for ground in grounds().await {
        let store = written(&ground).await;
        ground.tamper(sql).await;
        let found = found(&store, &Against::default()).await;
        let found: Vec<_> = found
            .iter()
            .map(|(chain, from, to, word)| (chain.as_str(), *from, *to, *word))
            .collect();
        assert_eq!(found, expected, "{ground:?}: {sql}");
    }
}
