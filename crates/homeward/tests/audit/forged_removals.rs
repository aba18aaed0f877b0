//! Somebody takes lines away and writes into the audit that they were too old to be kept.

use care::access::{Act, Actor, AuditLine, Stretch};
use homeward::audit::heads::Publisher;
use homeward::audit::verify::Against;
use homeward::settings::Settings;
use jiff::{SignedDuration, Timestamp};
use store::testing::{Ground, grounds};
use store::{AuditRow, Inspection, Keeping, Retention, Store};

use crate::book::{COUNCIL, TRUST, at, found, write, written};

/// Eight years of 366 days: the least that the settings allow.
const KEPT: SignedDuration = SignedDuration::from_hours(8 * 366 * 24);

/// When whoever verifies does so, after all that happens here.
const LATER: i64 = 60 * 24 * 30;

#[tokio::test]
async fn lines_that_went_before_they_were_old_enough_are_named() {
    for ground in grounds().await {
        let store = written(&ground).await;
        remove(&store, at(5)).await;
        assert_eq!(found(&store, &Against::default()).await, [], "{ground:?}: it adds up");
        let expected = [(COUNCIL, 1, 5), ("service", 1, 3), (TRUST, 1, 5)]
            .map(|(chain, from, to)| (chain.to_owned(), from, to, "removed_early"));
        assert_eq!(found(&store, &against()).await, expected, "{ground:?}");
    }
}

#[tokio::test]
async fn a_removal_that_speaks_of_more_or_other_lines_than_went_is_named() {
    for ground in grounds().await {
        let store = written(&ground).await;
        // No line of 3, 4 and 5 has gone; the fourth line of the service says so.
        claim(&store, 3, &[(3, 5)], at(6)).await;
        assert_eq!(told(&store).await, [(TRUST.to_owned(), 3, 5, "removal")], "{ground:?}");
        empty(&ground, "sequence IN (3, 4, 5)").await;
        assert_eq!(told(&store).await, [], "{ground:?}: so it would look");
        claim(&store, 1, &[(4, 4)], at(6)).await;
        let twice = (TRUST.to_owned(), 4, 4, "removal");
        assert_eq!(told(&store).await, [twice], "{ground:?}: a second time");
        let store = written(&fresh(&ground).await).await;
        claim(&store, 4, &[], at(6)).await;
        assert_eq!(told(&store).await, [("service".to_owned(), 4, 4, "removal")], "{ground:?}");
    }
}

#[tokio::test]
async fn lines_younger_than_their_removal_says_are_named() {
    for ground in grounds().await {
        let store = written(&ground).await;
        claim(&store, 2, &[(8, 9)], at(8)).await;
        empty(&ground, "sequence IN (8, 9)").await;
        assert_eq!(told(&store).await, [(TRUST.to_owned(), 8, 9, "removed_early")], "{ground:?}");
    }
}

#[tokio::test]
async fn lines_that_were_made_to_look_old_are_betrayed_by_the_head_published_before_them() {
    let long_ago = at(0) - KEPT - KEPT;
    for ground in grounds().await {
        let store = written(&ground).await;
        publisher(&store).publish(at(20)).await;
        write(&store, [2, 0, 0]).await;
        let before = long_ago + SignedDuration::from_hours(1);
        claim(&store, 1, &[(13, 13)], before).await;
        empty(&ground, "sequence = 13").await;
        let year_ten = long_ago.as_microsecond();
        let sql = format!(
            "UPDATE audit SET at_us = {year_ten} WHERE chain = 'trust:RZZ' AND sequence = 13"
        );
        ground.tamper(&sql).await;
        let expected = [(TRUST.to_owned(), 13, 13, "removed_early")];
        assert_eq!(found(&store, &against()).await, expected, "{ground:?}");
        ground.tamper("DELETE FROM audit_heads").await;
        assert_eq!(found(&store, &against()).await, [], "{ground:?}: no head, no proof");
    }
}

#[tokio::test]
async fn a_removal_that_was_dated_forward_is_betrayed_by_the_head_published_after_it() {
    for ground in grounds().await {
        let store = written(&ground).await;
        let act = removal(1, stretches(&store, &[(2, 2)]).await, at(5));
        let nine_years_on = at(0) + KEPT + KEPT;
        store.note(&AuditLine::new(nine_years_on, Actor::Service, act)).await.unwrap();
        empty(&ground, "sequence = 2").await;
        publisher(&store).publish(at(20)).await;
        let expected = [(TRUST.to_owned(), 2, 2, "removed_early")];
        let far_off = Against { now: Timestamp::MAX, ..against() };
        assert_eq!(found(&store, &far_off).await, expected, "{ground:?}: by the head");
        ground.tamper("DELETE FROM audit_heads").await;
        assert_eq!(found(&store, &against()).await, expected, "{ground:?}: by the clock");
    }
}

#[tokio::test]
async fn what_follows_a_gap_must_hang_on_what_was_noted_when_it_was_made() {
    for ground in grounds().await {
        let store = written(&ground).await;
        remove(&store, at(5)).await;
        // Another sixth line, and all that follow hung on it and on another end of the gap.
        let changed = "UPDATE audit SET hash = 'ab' WHERE chain = 'trust:RZZ' AND sequence = 5;
            UPDATE audit SET line = REPLACE(line, 'no reason', 'a reason')
            WHERE chain = 'trust:RZZ' AND sequence = 6;";
        let hung_anew = |place: i64| {
            format!(
                "UPDATE audit SET hash = homeward_link((
                    SELECT b.hash FROM audit b WHERE b.chain = audit.chain AND b.sequence = {place} - 1
                ), sequence, line) WHERE chain = 'trust:RZZ' AND sequence = {place};"
            )
        };
        let head = "UPDATE audit_chains SET hash = (
                SELECT hash FROM audit WHERE chain = 'trust:RZZ' AND sequence = 12
            ) WHERE chain = 'trust:RZZ'";
        let sql = format!("{changed}{}{head}", (6..=12).map(hung_anew).collect::<String>());
        ground.tamper(&sql).await;
        assert_eq!(told(&store).await, [(TRUST.to_owned(), 5, 5, "changed")], "{ground:?}");
    }
}

#[tokio::test]
async fn what_is_removed_while_the_audit_is_verified_is_no_fault() {
    for ground in grounds().await {
        let store = written(&ground).await;
        let keeping = Keeping { least: SignedDuration::ZERO, now: at(60) };
        let heads = store.audit_heads().await.unwrap();
        let mut inspection = Inspection::new(&heads, keeping);
        remove(&store, at(5)).await;
        let rows = store.audit_rows(i64::MIN, 100).await.unwrap();
        let tasks = inspection.order(&rows);
        let flaw = |(row, previous): (&AuditRow, &Option<String>)| row.flaw(previous.as_deref());
        let previous: Vec<_> = tasks.iter().map(|task| task.previous.clone()).collect();
        let flaws: Vec<_> = rows.iter().zip(&previous).map(flaw).collect();
        inspection.judge(&rows, &flaws, &tasks);
        let reports = inspection.finish(&store.audit_heads().await.unwrap());
        assert!(reports.iter().all(|chain| chain.defects.is_empty()), "{ground:?}: {reports:?}");
    }
}

/// What verifying finds where nothing is said of how long lines must be kept.
async fn told(store: &Store) -> Vec<(String, i64, i64, &'static str)> {
    found(store, &Against::default()).await
}

fn against() -> Against {
    Against { kept: KEPT, now: at(LATER), ..Against::default() }
}

/// Removes by rule what is older.
async fn remove(store: &Store, before: Timestamp) {
    let settings = settings();
    let rule = Retention { audit_before: before, ..settings.retention.rule(before) };
    store.keep_no_longer(&rule, Some(&Actor::Service), at(50)).await.unwrap();
}

/// Writes into the audit that lines of the trust went: so many, in these stretches.
async fn claim(store: &Store, lines: i64, places: &[(i64, i64)], before: Timestamp) {
    let act = removal(lines, stretches(store, places).await, before);
    store.note(&AuditLine::new(at(50), Actor::Service, act)).await.unwrap();
}

fn removal(lines: i64, stretches: Vec<Stretch>, before: Timestamp) -> Act {
    Act::RemovedLines { chain: TRUST.parse().unwrap(), lines, before, stretches }
}

/// The stretches with the hashes that stand there.
async fn stretches(store: &Store, places: &[(i64, i64)]) -> Vec<Stretch> {
    let rows = store.audit_rows(i64::MIN, 1000).await.unwrap();
    let hash = |place: i64| {
        let row = rows.iter().find(|row| (row.chain(), row.sequence()) == (TRUST, place)).unwrap();
        row.hash().to_owned()
    };
    places.iter().map(|(from, to)| Stretch { from: *from, to: *to, hash: hash(*to) }).collect()
}

/// Empties lines of the trust as a removal does.
async fn empty(ground: &Ground, which: &str) {
    let sql = format!(
        "UPDATE audit SET line = '', act = 'removed', staff_id = NULL, patient_id = NULL
        WHERE chain = 'trust:RZZ' AND {which}"
    );
    ground.tamper(&sql).await;
}

async fn fresh(like: &Ground) -> Ground {
    let is_file = like.url().starts_with("sqlite:");
    if is_file { store::testing::sqlite() } else { store::testing::postgres().await }
}

fn publisher(store: &Store) -> Publisher {
    Publisher::open(&settings().audit, store.clone()).unwrap()
}

fn settings() -> Settings {
    Settings::parse("x", "database = \"sqlite:x.db\"").unwrap()
}
