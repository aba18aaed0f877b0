//! What belongs on the privacy list is there with its line in the audit, and who deals with it.

use care::access::privacy::{
    About, Deed, DeedKind, Haunt, Kin, Limits, Numbered, Outcome, Presence, Recent, Trigger, Watch,
    vet,
};
use care::access::{Act, Actor, AuditLine, Organisation, Origin, Role, Seat, Staff};
use care::stays::Event;
use jiff::{SignedDuration, Timestamp};
use store::testing::stores;
use store::{
    AuditFilter, Finding, PrivacyFilter, PrivacyItem, Store, StoreError, WatchedId, Which,
};

use crate::hospital::{at, file, is_known, moved, patient_id, person, trust};
use crate::records::{about, admit, leave};
use crate::sessions::nurse;

#[tokio::test]
async fn a_look_at_family_is_on_the_list_with_its_line_and_nothing_else_is() {
    for store in stores().await {
        admit(&store).await;
        look(&store, 2, about()).await;
        assert!(items(&store, &hospital()).await.is_empty(), "{store:?}");
        look(&store, 3, About { kin: Some(Kin::Family), ..about() }).await;
        let [item] = items(&store, &hospital()).await.try_into().unwrap();
        assert_eq!(item.triggers, [Trigger::Family], "{store:?}");
        assert_eq!(item.cause.actor, Actor::from(&nurse()), "{store:?}");
        assert_eq!((item.patient, item.person), (Some(patient_id("H1")), Some(person())));
        assert_eq!((item.times, item.outcome, item.owner), (1, None, None), "{store:?}");
        let of_council = items(&store, &council()).await;
        assert_eq!(of_council.len(), 1, "{store:?}: the council reads who looked at its person");
        let elsewhere = Organisation::Hospital {
            trust: "RYY".parse().unwrap(),
            site: "RYY01".parse().unwrap(),
        };
        assert!(items(&store, &elsewhere).await.is_empty(), "{store:?}");
        let waiting = store.privacy_waiting(&hospital()).await.unwrap();
        assert_eq!((waiting, store.privacy_waiting(&council()).await.unwrap()), (1, 0));
    }
}

#[tokio::test]
async fn looks_of_one_day_are_one_item_until_it_is_done() {
    for store in stores().await {
        admit(&store).await;
        look(&store, 2, About { kin: Some(Kin::Family), ..about() }).await;
        look(&store, 3, About { presence: Presence::Unknown, ..about() }).await;
        let [item] = items(&store, &hospital()).await.try_into().unwrap();
        assert_eq!(item.triggers, [Trigger::NoStay, Trigger::Family], "{store:?}");
        assert_eq!((item.times, item.first_at, item.last_at), (2, at(2), at(3)), "{store:?}");
        judge(&store, &item, Outcome::Right).await.unwrap();
        look(&store, 4, About { kin: Some(Kin::Family), ..about() }).await;
        let [next] = items(&store, &hospital()).await.try_into().unwrap();
        assert_ne!(next.id, item.id, "{store:?}: what is done takes no later look along");
    }
}

#[tokio::test]
async fn what_somebody_does_altogether_names_no_patient() {
    for store in stores().await {
        admit(&store).await;
        let recent =
            Recent { haunts: vec![(Haunt::Site("RZZ02".to_owned()), at(0))], ..Recent::default() };
        let vetted = vet(leave(2), about(), &recent, &Limits::default());
        store.open_record(vetted).await.unwrap();
        let [item] = items(&store, &hospital()).await.try_into().unwrap();
        assert_eq!(item.triggers, [Trigger::UnusualPlace], "{store:?}");
        assert_eq!((item.patient, item.person), (None, None), "{store:?}");
        assert!(items(&store, &council()).await.is_empty(), "{store:?}");
    }
}

#[tokio::test]
async fn what_somebody_did_is_remembered_as_long_as_it_serves() {
    for store in stores().await {
        admit(&store).await;
        let number = Numbered { series: "hospital H".to_owned(), place: 7 };
        let numbers = vec![number.clone()];
        look(&store, 2, About { numbers, ..about() }).await;
        let recent = store.recent(&nurse().id, at(3)).await.unwrap();
        assert_eq!(recent.numbers, [(number, at(2))], "{store:?}");
        let site = Haunt::Site("RZZ01".to_owned());
        assert!(recent.haunts.contains(&(site, at(2))), "{store:?}: {:?}", recent.haunts);
        assert_eq!(recent.deeds.len(), 1, "{store:?}");
        let days = |days: i64| at(2) + SignedDuration::from_hours(24 * days);
        assert_eq!(store.forget_recent(days(1)).await.unwrap(), 1, "{store:?}");
        let later = store.recent(&nurse().id, days(29)).await.unwrap();
        assert!(later.numbers.is_empty() && !later.haunts.is_empty(), "{store:?}");
        let long_after = store.recent(&nurse().id, days(30)).await.unwrap();
        assert!(long_after.haunts.is_empty() && long_after.deeds.is_empty(), "{store:?}");
    }
}

#[tokio::test]
async fn who_saw_a_name_looked_unless_the_patient_is_in_their_hospital() {
    for store in stores().await {
        admit(&store).await;
        let patient = store.patient(&patient_id("H1")).await.unwrap().unwrap();
        let (stay, _) = patient.stays[0].clone();
        let here = (&patient, Some(&stay));
        store.note_identity(&nurse(), here, None, at(2)).await.unwrap();
        let recent = store.recent(&nurse().id, at(3)).await.unwrap();
        assert_eq!(recent.deeds, [], "{store:?}");
        let many = Some(Trigger::ManyPeople);
        store.note_identity(&nurse(), (&patient, None), many, at(4)).await.unwrap();
        let recent = store.recent(&nurse().id, at(5)).await.unwrap();
        let looked = Deed { at: at(4), patient: patient_id("H1"), kind: DeedKind::Looked };
        assert_eq!(recent.deeds, [looked], "{store:?}");
        let filter = AuditFilter::Patient(patient_id("H1"));
        let lines = store.audit_lines(&filter, 10).await.unwrap();
        let seen = lines.iter().filter(|line| line.act == Act::SawIdentity);
        let seen: Vec<_> = seen.map(|line| (line.stay.clone(), line.person.clone())).collect();
        assert_eq!(seen, [(None, Some(person())), (Some(stay), Some(person()))], "{store:?}");
        let [item] = items(&store, &hospital()).await.try_into().unwrap();
        assert_eq!((item.triggers, item.patient), (vec![Trigger::ManyPeople], None), "{store:?}");
    }
}

#[tokio::test]
async fn a_search_is_a_line_without_what_was_typed_and_a_run_is_on_the_list() {
    for store in stores().await {
        let number = Numbered { series: "nhs".to_owned(), place: 999_123_451 };
        let run = Some(Trigger::NumberSequence);
        store.note_search(&nurse(), ("nhs_number", 0), (&[number], run), at(1)).await.unwrap();
        let line = store.audit_lines(&AuditFilter::Staff(nurse().id), 1).await.unwrap().remove(0);
        assert_eq!(line.act, Act::Searched { by: "nhs_number".to_owned(), found: 0 });
        assert!(!serde_json::to_string(&line).unwrap().contains("999123451"), "{store:?}");
        let [item] = items(&store, &hospital()).await.try_into().unwrap();
        assert_eq!(item.triggers, [Trigger::NumberSequence], "{store:?}");
    }
}

#[tokio::test]
async fn what_becomes_of_an_item_is_kept_and_can_be_taken_back() {
    for store in stores().await {
        admit(&store).await;
        look(&store, 2, About { kin: Some(Kin::Own), ..about() }).await;
        let [item] = items(&store, &hospital()).await.try_into().unwrap();
        judge(&store, &item, Outcome::AskUser).await.unwrap();
        let asked = store.privacy_item(item.id).await.unwrap().unwrap();
        assert_eq!((asked.outcome, asked.closed_at), (Some(Outcome::AskUser), None));
        judge(&store, &item, Outcome::Wrong).await.unwrap();
        assert!(items(&store, &hospital()).await.is_empty(), "{store:?}");
        assert_eq!(store.privacy_waiting(&hospital()).await.unwrap(), 0, "{store:?}");
        let again = judge(&store, &item, Outcome::Right).await;
        assert_eq!(again, Err(StoreError::Conflict), "{store:?}: it is done");
        let officer = officer();
        store.reopen_privacy_item(&officer, item.id, "new facts", at(20)).await.unwrap();
        let open = store.privacy_item(item.id).await.unwrap().unwrap();
        assert_eq!((open.outcome, open.closed_at, open.since), (None, None, at(20)), "{store:?}");
        let steps = store.privacy_steps(item.id).await.unwrap();
        let outcomes: Vec<_> = steps.iter().map(|step| step.outcome).collect();
        assert_eq!(outcomes, [Some(Outcome::AskUser), Some(Outcome::Wrong), None], "{store:?}");
        assert!(steps.iter().all(|step| step.officer == Actor::from(&officer)), "{store:?}");
        let lines = store.audit_lines(&AuditFilter::Staff(officer.id), 10).await.unwrap();
        assert_eq!(lines.len(), 3, "{store:?}: each is a line of the audit");
        let about = |line: &AuditLine| (line.patient.clone(), line.person.clone());
        let whom = (Some(patient_id("H1")), Some(person()));
        assert!(lines.iter().all(|line| about(line) == whom), "{store:?}: about the patient");
    }
}

#[tokio::test]
async fn one_officer_has_an_item_and_gives_it_back() {
    for store in stores().await {
        admit(&store).await;
        look(&store, 2, About { kin: Some(Kin::Own), ..about() }).await;
        let [item] = items(&store, &hospital()).await.try_into().unwrap();
        let (one, other) = (officer(), Staff { id: "other".parse().unwrap(), ..officer() });
        store.take_privacy_item(&one, item.id, at(3)).await.unwrap();
        let late = store.take_privacy_item(&other, item.id, at(4)).await;
        assert_eq!(late, Err(StoreError::Conflict), "{store:?}");
        let mine = |officer: &Staff| filter(Which::Of(officer.id.clone()));
        let of = async |officer: &Staff| {
            store.privacy_items(&hospital(), &mine(officer), 10).await.unwrap().len()
        };
        assert_eq!((of(&one).await, of(&other).await), (1, 0), "{store:?}");
        store.give_back_privacy_item(&other, item.id, at(5)).await.unwrap();
        store.take_privacy_item(&other, item.id, at(6)).await.unwrap();
        assert_eq!((of(&one).await, of(&other).await), (0, 1), "{store:?}");
    }
}

#[tokio::test]
async fn the_list_is_filtered_by_reason_and_by_time_and_cut_into_pages() {
    for store in stores().await {
        admit(&store).await;
        look(&store, 2, About { kin: Some(Kin::Own), ..about() }).await;
        let list = async |filter: &PrivacyFilter| {
            store.privacy_items(&hospital(), filter, 10).await.unwrap().len()
        };
        for (trigger, expected) in [(Trigger::OwnRecord, 1), (Trigger::Family, 0)] {
            let filter = PrivacyFilter { trigger: Some(trigger), ..filter(Which::All) };
            assert_eq!(list(&filter).await, expected, "{store:?} {trigger:?}");
        }
        for (minute, expected) in [(2, 1), (3, 0)] {
            let filter = PrivacyFilter { since: at(minute), ..filter(Which::Open) };
            assert_eq!(list(&filter).await, expected, "{store:?} {minute}");
        }
        let next = PrivacyFilter { offset: 1, ..filter(Which::All) };
        assert_eq!(list(&next).await, 0, "{store:?}");
        let overdue = store.privacy_overdue(at(3), 10).await.unwrap();
        assert_eq!(overdue.len(), 1, "{store:?}");
        assert!(store.privacy_overdue(at(2), 10).await.unwrap().is_empty(), "{store:?}");
    }
}

#[tokio::test]
async fn a_patient_is_watched_by_any_of_their_numbers_and_by_their_own_trust_or_council_only() {
    let by_number = Finding::HospitalNumber("h1".to_owned());
    for store in stores().await {
        file(&store, &moved("H1", "V1", Event::Admitted, ("W1", 1)), is_known).await;
        let patient = store.patient(&patient_id("H1")).await.unwrap().unwrap();
        let watched = async || store.watched_as(&patient).await.unwrap();
        assert_eq!(watched().await, None, "{store:?}");
        let elsewhere = at_trust("RYY");
        let entry = (Watch::Known, "on television");
        store.watch(&elsewhere, &by_number, entry, at(2)).await.unwrap();
        assert_eq!(watched().await, None, "{store:?}: another trust's list");
        store.watch(&officer(), &by_number, (Watch::Staff, "works on 7A"), at(2)).await.unwrap();
        assert_eq!(watched().await, Some(Watch::Staff), "{store:?}");
        let twice = store.watch(&officer(), &by_number, entry, at(3)).await;
        assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{store:?}");
        let [listed] = store.watch_list(&hospital()).await.unwrap().try_into().unwrap();
        assert_eq!((listed.ending.as_str(), listed.kind), ("H1", Watch::Staff), "{store:?}");
        let theirs = store.unwatch(&elsewhere, listed.id, at(4)).await;
        assert_eq!(theirs, Err(StoreError::Conflict), "{store:?}");
        store.unwatch(&officer(), listed.id, at(4)).await.unwrap();
        assert_eq!(watched().await, None, "{store:?}");
        let gone = store.unwatch(&officer(), WatchedId(listed.id.0), at(5)).await;
        assert_eq!(gone, Err(StoreError::Conflict), "{store:?}");
        let acts = store.audit_lines(&AuditFilter::Staff(officer().id), 9).await.unwrap();
        let acts: Vec<Act> = acts.into_iter().map(|line| line.act).collect();
        let kind = Watch::Staff;
        assert_eq!(acts, [Act::Unwatched { kind }, Act::Watched { kind }], "{store:?}");
    }
}

async fn look(store: &Store, minute: i64, about: About) {
    let vetted = vet(leave(minute), about, &Recent::default(), &Limits::default());
    store.open_record(vetted).await.unwrap();
}

async fn judge(store: &Store, item: &PrivacyItem, outcome: Outcome) -> Result<(), StoreError> {
    store.judge_privacy_item(&officer(), item.id, (outcome, "looked into it"), at(10)).await
}

async fn items(store: &Store, organisation: &Organisation) -> Vec<PrivacyItem> {
    store.privacy_items(organisation, &filter(Which::Open), 10).await.unwrap()
}

fn filter(which: Which) -> PrivacyFilter {
    PrivacyFilter { which, trigger: None, since: Timestamp::UNIX_EPOCH, offset: 0 }
}

fn hospital() -> Organisation {
    officer().organisation
}

fn council() -> Organisation {
    Organisation::Council(person().council)
}

fn officer() -> Staff {
    at_trust(trust().as_str())
}

fn at_trust(trust: &str) -> Staff {
    let organisation = Organisation::Hospital {
        trust: trust.parse().unwrap(),
        site: format!("{trust}01").parse().unwrap(),
    };
    let seat = Seat { role: Role::PrivacyOfficer, organisation };
    let staff =
        Staff::new(format!("officer-{}", trust.to_lowercase()).parse().unwrap(), "Jo", seat);
    Staff { origin: Origin::default(), ..staff }
}
