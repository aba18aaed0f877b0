//! What is written of the service itself, and what is read of a line that nobody wrote.

use std::collections::BTreeMap;

use care::access::{Act, Actor, AuditLine};
use store::testing::stores;
use store::{AuditFilter, AuditSpan};

use crate::hospital::{at, patient_id};

#[tokio::test]
async fn a_start_with_other_settings_is_a_line_with_the_keys_that_differ() {
    let digests = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        pairs.iter().map(|(key, digest)| ((*key).to_owned(), (*digest).to_owned())).collect()
    };
    let first = digests(&[("database", "a"), ("web.listen", "b"), ("log.level", "c")]);
    let then = digests(&[("database", "a"), ("web.listen", "x"), ("log.format", "d")]);
    for store in stores().await {
        let starts = [(&first, 0), (&first, 0), (&then, 3), (&then, 0), (&first, 3)];
        for ((digests, differ), minute) in starts.into_iter().zip(1..) {
            let changed = store.start_with_settings(digests, at(minute)).await.unwrap();
            assert_eq!(changed.len(), differ, "{store:?}, start {minute}: {changed:?}");
        }
        let lines = store.audit_lines(&AuditFilter::All, 10).await.unwrap();
        let keys = ["log.format", "log.level", "web.listen"].map(str::to_owned).to_vec();
        let act = Act::ChangedSettings { keys };
        let expected = [5, 3].map(|minute| AuditLine::new(at(minute), Actor::Service, act.clone()));
        assert_eq!(lines, expected, "{store:?}");
    }
}

#[tokio::test]
async fn a_line_that_cannot_be_read_hides_no_other() {
    for store in stores().await {
        let line = |minute| AuditLine {
            patient: Some(patient_id("H1")),
            ..AuditLine::new(at(minute), Actor::Service, Act::Released)
        };
        store.note(&line(1)).await.unwrap();
        let forged = "INSERT INTO audit (chain, sequence, hash, at_us, act, patient_id, line)
            SELECT 'of nobody', 1, hash, at_us, act, patient_id, line FROM audit;
            INSERT INTO audit (chain, sequence, hash, at_us, act, patient_id, line)
            SELECT chain, 7, hash, at_us, 'newer', patient_id, REPLACE(line, 'released', 'newer')
            FROM audit WHERE sequence = 1 AND chain = 'service';
            INSERT INTO audit (chain, sequence, hash, at_us, act, patient_id, line)
            SELECT chain, 8, hash, at_us, act, patient_id, 'no line' FROM audit
            WHERE sequence = 1 AND chain = 'service'";
        store.ground().tamper(forged).await;
        let filter = AuditFilter::Patient(patient_id("H1"));
        let found = store.audit_search(&filter, AuditSpan::default(), 10).await.unwrap();
        let acts: Vec<&Act> = found.iter().map(|found| &found.line.act).collect();
        let unreadable = &Act::Unreadable;
        assert_eq!(acts, [unreadable, unreadable, &Act::Released, &Act::Released], "{store:?}");
        let names: std::collections::BTreeSet<_> = found.iter().map(|found| &found.id).collect();
        assert_eq!(names.len(), 4, "{store:?}: none stands in the place of another");
        store.note(&line(2)).await.unwrap();
        let sent = store.unsent().await.unwrap();
        assert_eq!(store.lines_to_send(&sent[0], 10).await.unwrap().len(), 4, "{store:?}");
    }
}

#[tokio::test]
async fn sending_that_began_before_anything_was_written_sends_it_all() {
    for store in stores().await {
        store.begin_sending(at(1)).await.unwrap();
        store.note(&AuditLine::new(at(2), Actor::Service, Act::Released)).await.unwrap();
        let trust = Some("RZZ".parse().unwrap());
        let line = AuditLine::new(at(3), Actor::Service, Act::Released);
        store.note(&AuditLine { trust, ..line }).await.unwrap();
        store.begin_sending(at(4)).await.unwrap();
        let unsent = store.unsent().await.unwrap();
        let waiting: Vec<_> =
            unsent.iter().map(|one| (one.chain.to_string(), one.sent, one.waiting)).collect();
        let expected = [("service", 0, 1), ("trust:RZZ", 0, 1)];
        let expected = expected.map(|(chain, sent, waits)| (chain.to_owned(), sent, waits));
        assert_eq!(waiting, expected, "{store:?}");
    }
}
