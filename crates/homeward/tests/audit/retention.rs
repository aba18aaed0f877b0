//! What is older than must be kept goes, what is held stays, and the audit still holds together.

use care::access::Actor;
use homeward::audit::verify::{Against, verify};
use homeward::settings::Settings;
use jiff::{SignedDuration, Timestamp};
use store::testing::grounds;
use store::{AuditFilter, Retention};

use crate::book::{TRUST, at, found, nurse, written};

#[tokio::test]
async fn nothing_goes_until_it_is_really_said() {
    for ground in grounds().await {
        let store = written(&ground).await;
        let rule = rule("", at(5));
        let gone = store.keep_no_longer(&rule, None, at(50)).await.unwrap();
        assert_eq!(gone.lines.values().sum::<i64>(), 5 + 5 + 3, "{ground:?}: {gone:?}");
        let lines = store.audit_lines(&AuditFilter::All, 100).await.unwrap();
        assert_eq!(lines.len(), 20, "{ground:?}");
    }
}

#[tokio::test]
async fn lines_that_went_leave_their_places_and_the_removal_is_a_line_itself() {
    for ground in grounds().await {
        let store = written(&ground).await;
        store.keep_no_longer(&rule("", at(5)), Some(&Actor::Service), at(50)).await.unwrap();
        let verified = verify(&store, &Against::default(), &|_| {}).await.unwrap();
        assert!(verified.is_whole(), "{ground:?}: {:?}", verified.chains);
        let removed: Vec<_> = verified.chains.iter().map(|chain| chain.removed).collect();
        assert_eq!(removed, [5, 3, 5], "{ground:?}: council, service, trust");
        let told = store.audit_lines(&AuditFilter::All, 3).await.unwrap();
        assert!(told.iter().all(|line| line.act.words().starts_with("Removed")), "{ground:?}");
        let staff = AuditFilter::Staff(nurse().id);
        assert_eq!(store.audit_lines(&staff, 100).await.unwrap().len(), 7, "{ground:?}");
        let again =
            store.keep_no_longer(&rule("", at(5)), Some(&Actor::Service), at(51)).await.unwrap();
        assert!(again.lines.is_empty(), "{ground:?}: {again:?}");
        ground.tamper(
            "UPDATE audit SET line = '', act = 'removed' WHERE chain = 'trust:RZZ' AND sequence = 9",
        )
        .await;
        let expected = [(TRUST.to_owned(), 9, 9, "emptied")];
        assert_eq!(found(&store, &Against::default()).await, expected, "{ground:?}");
    }
}

#[tokio::test]
async fn what_concerns_somebody_who_is_held_stays() {
    for ground in grounds().await {
        let store = written(&ground).await;
        let one = rule("[[retention.hold]]\nreason = \"a claim\"\npatient = \"patient-2\"", at(5));
        let gone = store.keep_no_longer(&one, Some(&Actor::Service), at(50)).await.unwrap();
        assert_eq!((gone.held, gone.lines[&TRUST.parse().unwrap()]), (1, 4), "{ground:?}");
        let patient = AuditFilter::Patient("patient-2".parse().unwrap());
        assert_eq!(store.audit_lines(&patient, 10).await.unwrap().len(), 1, "{ground:?}");
        assert!(found(&store, &Against::default()).await.is_empty(), "{ground:?}");
        let all = rule("[[retention.hold]]\nreason = \"inquiry\"\npatient = \"all\"", at(50));
        let gone = store.keep_no_longer(&all, Some(&Actor::Service), at(51)).await.unwrap();
        assert!(gone.lines.is_empty() && gone.messages == 0, "{ground:?}: {gone:?}");
    }
}

#[tokio::test]
async fn a_young_line_that_was_made_to_look_old_or_nobody_s_stays_and_is_told_of() {
    for ground in grounds().await {
        let store = written(&ground).await;
        let sql = "UPDATE audit SET at_us = 0 WHERE chain = 'trust:RZZ' AND sequence = 9;
            UPDATE audit SET patient_id = NULL WHERE chain = 'trust:RZZ' AND sequence = 3";
        ground.tamper(sql).await;
        let hold = "[[retention.hold]]\nreason = \"a claim\"\npatient = \"patient-2\"";
        let gone = store.keep_no_longer(&rule(hold, at(5)), Some(&Actor::Service), at(50)).await;
        let gone = gone.unwrap();
        assert_eq!((gone.doubtful, gone.lines[&TRUST.parse().unwrap()]), (2, 4), "{ground:?}");
        let expected = [3, 9].map(|place| (TRUST.to_owned(), place, place, "changed"));
        assert_eq!(found(&store, &Against::default()).await, expected, "{ground:?}");
    }
}

#[tokio::test]
async fn a_clock_that_jumped_removes_nothing() {
    for ground in grounds().await {
        let store = written(&ground).await;
        for days in [-8, 8, 3650] {
            let now = at(11) + SignedDuration::from_hours(24 * days);
            let rule = rule("", at(5));
            let gone = store.keep_no_longer(&rule, Some(&Actor::Service), now).await.unwrap();
            assert_eq!((gone.newest, gone.lines.len()), (Some(at(11)), 0), "{ground:?}, {days}");
        }
        let lines = store.audit_lines(&AuditFilter::All, 100).await.unwrap();
        assert_eq!(lines.len(), 20, "{ground:?}");
    }
}

/// By these settings, as if so much time had passed that all before `before` is too old.
fn rule(hold: &str, before: Timestamp) -> Retention {
    let settings = Settings::parse("x", &format!("database = \"sqlite:x.db\"\n{hold}")).unwrap();
    let rule = settings.retention.rule(before);
    let eight_years = SignedDuration::from_hours(8 * 366 * 24);
    assert_eq!(rule.audit_before, before - eight_years, "kept for eight years at least");
    Retention { audit_before: before, ..rule }
}
