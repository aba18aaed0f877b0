//! The match desk: who waits, what is said there, and what comes of it.

use care::access::{Act, Actor, Organisation, Role, Staff};
use care::exchange::NoticeKind;
use care::people::{
    Compared, DeskKind, Identity, Opinion, PersonKey, PersonName, Reason, Standing, Verdict,
    WithdrawalCause,
};
use care::record::{PartName, Sharing};
use care::stays::Event;
use store::testing::stores;
use store::{
    AuditFilter, Basis, IndexedPerson, JudgementId, KeptPart, Knowledge, NewJudgement, Store,
    StoreError, Weighed,
};

use crate::hospital::{
    Answer, at, file, is_known, match_again, merged, moved, patient_id, person, stay_id,
};
use crate::records::allowed;
use crate::sessions::{nurse, officer, worker};

const DOUBT: [Reason; 2] = [Reason::SimilarName, Reason::NotSureEnough];

fn is_doubtful() -> Verdict {
    Verdict::Review(vec![person()], DOUBT.to_vec())
}

#[tokio::test]
async fn who_is_doubtful_waits_and_nobody_else() {
    for store in stores().await {
        file(&store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_doubtful).await;
        file(&store, &moved("H2", "V2", Event::Admitted, ("W1", 2)), is_known).await;
        let item = store.desk_item(&patient_id("H1")).await.unwrap().unwrap();
        assert_eq!((item.kind, item.since), (DeskKind::Doubtful, at(1)), "{store:?}");
        assert_eq!((&item.candidates, &item.owner), (&vec![person()], &None), "{store:?}");
        assert_eq!(item.reasons, DOUBT, "{store:?}");
        assert_eq!(store.desk_item(&patient_id("H2")).await, Ok(None), "{store:?}");
        for (organisation, expected) in [
            (officer().organisation, 1),
            (worker("1").organisation, 1),
            (Organisation::Council("eastshire".parse().unwrap()), 0),
            (hospital("RYY"), 0),
        ] {
            let queue = store.desk_queue(&organisation, 10).await.unwrap();
            assert_eq!(queue.len(), expected, "{store:?} {organisation:?}");
        }
        decide(&store, "H1", is_known, 3).await;
        assert_eq!(store.desk_item(&patient_id("H1")).await, Ok(None), "{store:?}");
        file(&store, &moved("H3", "V3", Event::Admitted, ("W1", 4)), is_doubtful).await;
        file(&store, &merged("H3", "H2", 5), is_known).await;
        let queue = store.desk_queue(&officer().organisation, 10).await.unwrap();
        assert_eq!(queue, [], "{store:?}: a number that was merged away waits no longer");
    }
}

#[tokio::test]
async fn an_item_has_one_owner_until_it_is_given_back() {
    for store in stores().await {
        file(&store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_doubtful).await;
        let patient = patient_id("H1");
        store.take_desk_item(&officer(), &patient, at(2)).await.unwrap();
        let other = store.take_desk_item(&worker("1"), &patient, at(3)).await;
        assert_eq!(other, Err(StoreError::Conflict), "{store:?}");
        let owner = store.desk_item(&patient).await.unwrap().unwrap().owner.unwrap();
        assert_eq!((owner.staff, owner.since), (officer().id, at(2)), "{store:?}");
        store.give_back_desk_item(&patient).await.unwrap();
        store.take_desk_item(&worker("1"), &patient, at(4)).await.unwrap();
        let nobody = store.take_desk_item(&worker("1"), &patient_id("H9"), at(4)).await;
        assert_eq!(nobody, Err(StoreError::Conflict), "{store:?}");
    }
}

#[tokio::test]
async fn an_opinion_on_anybody_but_those_on_the_screen_is_refused() {
    for store in stores().await {
        in_the_book(&store).await;
        file(&store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_known).await;
        let patient = patient_id("H1");
        let judge = async |new| store.judge(&officer(), &patient, new, at(5)).await;
        let same = opinion(&store, Opinion::Same).await;
        assert_eq!(judge(&same).await, Err(StoreError::Conflict), "{store:?}: nobody waits");
        decide(&store, "H1", is_doubtful, 2).await;
        let other = Compared::of(&Identity::default(), &Identity::default());
        let stale = NewJudgement { compared: other, ..same.clone() };
        assert_eq!(judge(&stale).await, Err(StoreError::Conflict), "{store:?}");
        let known = store.known_patient(&patient).await.unwrap();
        let basis = Basis::of(&known);
        let late = match_again(known, is_known, at(4));
        judge(&same).await.unwrap();
        let answer = store.commit_rematch(&late, &basis, at(6)).await;
        assert_eq!(answer, Err(StoreError::Conflict), "{store:?}: it had not heard the opinion");
        store.remove_people(&person().council, &[person().id], at(7)).await.unwrap();
        assert_eq!(judge(&same).await, Err(StoreError::Conflict), "{store:?}: they have left");
        let apart = opinion(&store, Opinion::Different).await;
        judge(&apart).await.unwrap();
    }
}

#[tokio::test]
async fn two_opinions_join_and_one_taken_back_withdraws() {
    for store in stores().await {
        in_the_book(&store).await;
        file(&store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_doubtful).await;
        let patient = patient_id("H1");
        judge(&store, &officer(), Opinion::Same, 2).await;
        assert_eq!(unheard(&store).await, 1, "{store:?}");
        decide(&store, "H1", is_doubtful, 2).await;
        assert_eq!(unheard(&store).await, 0, "{store:?}");
        let stands = store.standings(&patient, &[person()], &DOUBT).await;
        assert_eq!(stands, Ok(vec![Standing::HalfJoined]), "{store:?}");
        judge(&store, &worker("1"), Opinion::Same, 3).await;
        decide(&store, "H1", is_doubtful, 3).await;
        assert_eq!(matched(&store).await, Some(person()), "{store:?}");
        assert_eq!(store.desk_item(&patient).await, Ok(None), "{store:?}");
        let seen = seen(&store).await;

        let rows = store.judgements_of(&patient).await.unwrap();
        store.take_back(&worker("2"), &patient, rows[0].id, at(6)).await.unwrap();
        let twice = store.take_back(&worker("2"), &patient, rows[0].id, at(7)).await;
        assert_eq!(twice, Err(StoreError::Conflict), "{store:?}");
        decide(&store, "H1", is_doubtful, 8).await;
        assert_eq!(matched(&store).await, None, "{store:?}");
        assert!(store.desk_item(&patient).await.unwrap().is_some(), "{store:?}");
        let rows = store.judgements_of(&patient).await.unwrap();
        let said: Vec<_> = rows
            .iter()
            .map(|row| (row.staff.id.clone(), row.words.as_str(), row.taken_back.clone()))
            .collect();
        let expected = [
            (worker("1").id, "as I see it", Some((worker("2"), at(6)))),
            (officer().id, "as I see it", None),
        ];
        assert_eq!(said, expected, "{store:?}");
        has_been_withdrawn(&store, WithdrawalCause::JoinUndone, &seen).await;
    }
}

#[tokio::test]
async fn h01_a_reported_match_opens_no_more_and_cannot_come_back_by_itself() {
    for store in stores().await {
        in_the_book(&store).await;
        let admitted = moved("H1", "V1", Event::Admitted, ("W1", 1));
        file(&store, &admitted, is_known).await;
        let patient = patient_id("H1");
        let seen = seen(&store).await;
        let stay = stay_id("V1");
        store.report_wrong_match(&nurse(), &patient, Some(&stay), at(8)).await.unwrap();
        has_been_withdrawn(&store, WithdrawalCause::Reported, &seen).await;
        let item = store.desk_item(&patient).await.unwrap().unwrap();
        assert_eq!((item.kind, item.candidates), (DeskKind::Reported, vec![person()]));
        let filing = decide(&store, "H1", is_known, 9).await;
        let told: Vec<_> = filing.notices.iter().map(|notice| notice.kind).collect();
        assert_eq!(told, [NoticeKind::Withdrawn], "{store:?}: the council is told at once");
        assert_eq!(unheard(&store).await, 0, "{store:?}");
        let withheld = async || store.patient(&patient).await.unwrap().unwrap().withheld;
        assert!(withheld().await, "{store:?}");

        judge(&store, &worker("1"), Opinion::Different, 10).await;
        decide(&store, "H1", is_known, 10).await;
        assert!(!withheld().await, "{store:?}: the desk has decided");
        assert_eq!(matched(&store).await, None, "{store:?}");
        assert_eq!(store.desk_item(&patient).await, Ok(None), "{store:?}");
        decide(&store, "H1", is_known, 11).await;
        file(&store, &moved("H1", "V1", Event::Moved, ("W2", 12)), is_known).await;
        assert_eq!(matched(&store).await, None, "{store:?}: it does not come back");
        let released = store.audit_lines(&AuditFilter::Patient(patient), 50).await.unwrap();
        assert!(released.iter().any(|line| line.act == Act::Released), "{store:?}");
    }
}

#[tokio::test]
async fn both_sides_bring_a_reported_match_back() {
    for store in stores().await {
        in_the_book(&store).await;
        file(&store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_known).await;
        store.report_wrong_match(&nurse(), &patient_id("H1"), None, at(8)).await.unwrap();
        decide(&store, "H1", is_known, 8).await;
        for (minute, staff, expected) in
            [(9, worker("1"), None), (10, worker("2"), None), (11, officer(), Some(person()))]
        {
            judge(&store, &staff, Opinion::Same, minute).await;
            decide(&store, "H1", is_known, minute).await;
            assert_eq!(matched(&store).await, expected, "{store:?} {minute}");
            let now = store.patient(&patient_id("H1")).await.unwrap().unwrap();
            assert_eq!(now.withheld, expected.is_none(), "{store:?} {minute}");
        }
        assert_eq!(store.desk_item(&patient_id("H1")).await, Ok(None), "{store:?}");
    }
}

#[tokio::test]
async fn h01_what_is_said_after_a_report_is_later_though_the_clock_is_behind() {
    for store in stores().await {
        in_the_book(&store).await;
        file(&store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_known).await;
        let patient = patient_id("H1");
        store.report_wrong_match(&nurse(), &patient, None, at(8)).await.unwrap();
        judge(&store, &worker("1"), Opinion::Same, 5).await;
        judge(&store, &officer(), Opinion::Same, 4).await;
        store.report_wrong_match(&nurse(), &patient, None, at(3)).await.unwrap();
        let said = store.judgements_of(&patient).await.unwrap().into_iter();
        let ended = store.withdrawals_of(&patient).await.unwrap().into_iter();
        let mut stamps: Vec<_> =
            said.map(|row| row.judgement.at).chain(ended.map(|row| row.withdrawal.at)).collect();
        stamps.sort();
        let after = |micros| at(8) + jiff::SignedDuration::from_micros(micros);
        assert_eq!(stamps, [after(0), after(1), after(2), after(3)], "{store:?}");
        let stands = store.standings(&patient, &[person()], &[]).await;
        assert_eq!(stands, Ok(vec![Standing::Open]), "{store:?}: the second report came last");
    }
}

#[tokio::test]
async fn the_last_word_of_each_labels_a_pair() {
    for store in stores().await {
        in_the_book(&store).await;
        file(&store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_doubtful).await;
        judge(&store, &officer(), Opinion::NotSure, 2).await;
        judge(&store, &officer(), Opinion::Same, 3).await;
        judge(&store, &worker("1"), Opinion::Different, 4).await;
        let rows = store.judgements_of(&patient_id("H1")).await.unwrap();
        store.take_back(&officer(), &patient_id("H1"), rows[0].id, at(5)).await.unwrap();
        let labelled = store.labelled(JudgementId(0), 10).await.unwrap();
        let [one] = labelled.as_slice() else { panic!("{store:?}: {} labels", labelled.len()) };
        assert_eq!((one.opinion, &one.weighed), (Opinion::Same, &weighed()), "{store:?}");
        assert_eq!(store.labelled(one.id, 10).await, Ok(Vec::new()), "{store:?}");
    }
}

#[tokio::test]
async fn whoever_was_judged_lately_is_found_again_the_latest_first() {
    for store in stores().await {
        in_the_book(&store).await;
        file(&store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_doubtful).await;
        let trusts = officer().organisation;
        assert_eq!(store.judged_since(&trusts, at(0), 10).await, Ok(Vec::new()), "{store:?}");
        judge(&store, &worker("1"), Opinion::NotSure, 2).await;
        judge(&store, &worker("2"), Opinion::Same, 3).await;
        let own = store.judged_since(&worker("1").organisation, at(3), 10).await.unwrap();
        assert_eq!(own.len(), 1, "{store:?}: the council's own");
        assert_eq!(store.judged_since(&hospital("RYY"), at(0), 10).await, Ok(Vec::new()));
        let once = Ok(vec![patient_id("H1")]);
        assert_eq!(
            store.judged_since(&trusts, at(3), 10).await,
            once,
            "{store:?}: each patient once"
        );
        assert_eq!(store.judged_since(&trusts, at(4), 10).await, Ok(Vec::new()), "{store:?}");
    }
}

/// What both engines say of the one match that ended, and that nothing rests on it any more.
async fn has_been_withdrawn(store: &Store, cause: WithdrawalCause, seen: &[Knowledge]) {
    let rows = store.withdrawals(10).await.unwrap();
    let [row] = rows.as_slice() else { panic!("{} withdrawals", rows.len()) };
    assert_eq!((row.withdrawal.cause, &row.withdrawal.person), (cause, &person()));
    assert_eq!(store.withdrawal(row.id).await.unwrap().as_ref(), Some(row));
    let knowing = store.seen_or_told(&row.withdrawal).await.unwrap();
    let what: Vec<Knowledge> = knowing.iter().map(|one| one.what).collect();
    assert_eq!(what, seen);
    let staff: Vec<_> = knowing.iter().filter_map(|one| one.staff.as_ref()).collect();
    assert!(staff.iter().all(|(name, role)| (name, *role) == (&nurse().name, Role::Ward)));
    assert_eq!(store.copies(&person()).await.unwrap(), []);
    let stay = stay_id("V1");
    assert_eq!(store.compared(&nurse().id, &patient_id("H1"), Some(&stay)).await, Ok(false));
}

#[tokio::test]
async fn h03_nobody_who_saw_is_left_out_however_many_and_by_whatever_clock() {
    for store in stores().await {
        in_the_book(&store).await;
        file(&store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_known).await;
        for _ in 0..1_001 {
            store.open_record(allowed(5)).await.unwrap();
        }
        let ended = care::people::Withdrawal {
            patient: patient_id("H1"),
            person: person(),
            at: at(4),
            cause: WithdrawalCause::Reported,
        };
        let knowing = store.seen_or_told(&ended).await.unwrap();
        let opened = knowing.iter().filter(|one| one.what == Knowledge::Opened).count();
        assert_eq!(opened, 1_001, "{store:?}: all of them a minute after the match ended");
    }
}

/// A nurse compares, opens and prints, and a copy is kept of what the council answers.
async fn seen(store: &Store) -> Vec<Knowledge> {
    let stay = stay_id("V1");
    store.note_compared(&nurse(), (&patient_id("H1"), Some(&stay)), at(4)).await.unwrap();
    store.open_record(allowed(5)).await.unwrap();
    store.open_for_print(allowed(5), false).await.unwrap();
    let copy = KeptPart { part: PartName::Person, sealed: vec![1], checked_at: at(5) };
    store.keep_copies(&person(), &[copy]).await.unwrap();
    let told = store.notices_about(&patient_id("H1"), &person()).await.unwrap();
    let other = PersonKey { id: "another".parse().unwrap(), ..person() };
    let of_other = store.notices_about(&patient_id("H1"), &other).await.unwrap();
    assert_eq!(of_other, [], "nobody was told of them");
    let told = told.iter().map(|one| (one.told_at, Knowledge::Told(one.kind)));
    let seen = [(at(5), Knowledge::Opened), (at(5), Knowledge::Printed)];
    let mut all: Vec<_> = seen.into_iter().chain(told).collect();
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, what)| what).collect()
}

async fn judge(store: &Store, staff: &Staff, what: Opinion, minute: i64) {
    let new = opinion(store, what).await;
    store.judge(staff, &patient_id("H1"), &new, at(minute)).await.unwrap();
    let line = store.audit_lines(&AuditFilter::Staff(staff.id.clone()), 1).await.unwrap().remove(0);
    assert_eq!((line.act, line.person), (Act::Judged { opinion: what }, Some(person())));
    assert_eq!(line.actor, Actor::from(staff));
}

async fn opinion(store: &Store, opinion: Opinion) -> NewJudgement {
    let patient = store.patient(&patient_id("H1")).await.unwrap().unwrap();
    let found = store.person_identity(&person()).await.unwrap();
    let identity = found.map(|(identity, _)| identity).unwrap_or_default();
    NewJudgement {
        person: person(),
        opinion,
        compared: Compared::of(&patient.patient.identity(), &identity),
        against: vec![Reason::NotSureEnough],
        weighed: weighed(),
        words: "as I see it".to_owned(),
    }
}

fn weighed() -> Weighed {
    Weighed { probability: 0.62, score: 0.4875, model: "start".to_owned() }
}

async fn decide(store: &Store, patient: &str, answer: Answer, minute: i64) -> care::filing::Filing {
    let known = store.known_patient(&patient_id(patient)).await.unwrap();
    let basis = Basis::of(&known);
    let filing = match_again(known, answer, at(minute));
    store.commit_rematch(&filing, &basis, at(minute)).await.unwrap();
    filing
}

async fn matched(store: &Store) -> Option<care::people::PersonKey> {
    let patient = store.patient(&patient_id("H1")).await.unwrap().unwrap();
    patient.link.and_then(|link| link.verdict.matched().cloned())
}

async fn unheard(store: &Store) -> usize {
    store.unheard_patients(10).await.unwrap().len()
}

async fn in_the_book(store: &Store) {
    let identity =
        Identity { names: vec![PersonName::usual("Nunez", "Dora")], ..Identity::default() };
    let known = IndexedPerson {
        key: person(),
        identity,
        sharing: Sharing::Open,
        marker: None,
        digest: [1; 32],
    };
    store.put_people(&person().council, &[known]).await.unwrap();
}

fn hospital(code: &str) -> Organisation {
    Organisation::Hospital { trust: code.parse().unwrap(), site: "RZZ01".parse().unwrap() }
}
