//! A session lasts as long as it was told, and a key for ever.

use std::sync::LazyLock;

use care::access::session::{LockCause, State, Times};
use care::access::{Act, Actor, Organisation, Role, Seat, Staff, Visitor};
use jiff::Timestamp;
use store::testing::stores;
use store::{Arrival, AuditFilter, NewSession, Session, StaffRow, Store, StoreError, TokenHash};

use crate::hospital::{at, person, trust};

#[tokio::test]
async fn a_session_is_open_then_locked_then_ended() {
    for store in stores().await {
        begin(&store, 1, &visitor("nurse-1")).await;
        check(&store, at(9), State::Open).await;
        check(&store, at(10), State::Locked).await;
        touch(&store, at(9), at(19)).await;
        check(&store, at(18), State::Open).await;
        // It is never shortened, and nothing wakes it once it is locked.
        touch(&store, at(18), at(12)).await;
        check(&store, at(18), State::Open).await;
        touch(&store, at(19), at(29)).await;
        check(&store, at(19), State::Locked).await;
        // Nor does it outlast its end.
        touch(&store, at(18), at(60)).await;
        check(&store, at(19), State::Locked).await;
        touch(&store, at(18), at(30)).await;
        check(&store, at(29), State::Open).await;
        check(&store, at(30), State::Ended).await;
    }
}

#[tokio::test]
async fn a_session_knows_whose_it_is_and_another_token_opens_nothing() {
    for store in stores().await {
        begin(&store, 1, &visitor("nurse-1")).await;
        let session = session(&store, 1).await.unwrap();
        assert_eq!(session.staff(), Some(visitor("nurse-1").seated(nurse().seat())), "{store:?}");
        assert_eq!((session.handle.as_str(), session.times), ("session-1", times()), "{store:?}");
        assert!(self::session(&store, 2).await.is_none(), "{store:?}");
    }
}

#[tokio::test]
async fn a_lock_is_noted_once_and_early_only_by_hand() {
    for store in stores().await {
        begin(&store, 1, &visitor("nurse-1")).await;
        let open = session(&store, 1).await.unwrap();
        let idle = async |now| store.lock_session(&open, LockCause::Idle, "/wards", now).await;
        assert_eq!(idle(at(9)).await, Ok(false), "{store:?}: it was still open");
        assert_eq!(idle(at(12)).await, Ok(true), "{store:?}");
        assert_eq!(idle(at(13)).await, Ok(false), "{store:?}: the audit says so already");
        let locked = session(&store, 1).await.unwrap();
        assert_eq!((locked.locked_at, locked.place.as_str()), (Some(at(12)), "/wards"));
        assert_eq!(locked.times.locks_at, at(10), "{store:?}");

        begin(&store, 2, &visitor("nurse-1")).await;
        let open = session(&store, 2).await.unwrap();
        let by_hand = store.lock_session(&open, LockCause::ByHand, "/wards", at(2)).await;
        assert_eq!(by_hand, Ok(true), "{store:?}");
        let state = session(&store, 2).await.unwrap().times.state(at(2));
        assert_eq!(state, State::Locked, "{store:?}");
        assert_eq!(acts(&store).await[..2], ["locked", "signed_in"], "{store:?}");
    }
}

#[tokio::test]
async fn h30_only_its_own_person_opens_a_locked_session_and_under_a_new_token() {
    for store in stores().await {
        begin(&store, 1, &visitor("nurse-1")).await;
        let old = session(&store, 1).await.unwrap();
        let (own, other) = (visitor("nurse-1"), visitor("nurse-2"));
        seen(&store, &other).await;
        let again = new_session(1, &own, &[9; 32]);
        let by_other = new_session(1, &other, &[9; 32]);
        let refused = store.resume_session(&old, &by_other, at(12)).await;
        assert_eq!(refused, Err(StoreError::Conflict), "{store:?}");
        let times = Times { locks_at: at(22), ..times() };
        store.resume_session(&old, &NewSession { times, ..again }, at(12)).await.unwrap();
        assert!(session(&store, 1).await.is_none(), "{store:?}: the old token opens nothing");
        let session = store.session(&[9; 32]).await.unwrap().unwrap();
        assert_eq!(session.times, times, "{store:?}: it ends when it would have ended");
        assert_eq!((&session.handle, session.locked_at), (&old.handle, None), "{store:?}");
        let twice = store.resume_session(&old, &new_session(1, &own, &[8; 32]), at(12)).await;
        assert_eq!(twice, Err(StoreError::Conflict), "{store:?}");
        assert_eq!(acts(&store).await[0], "unlocked", "{store:?}");
    }
}

#[tokio::test]
async fn nobody_opens_a_session_after_its_end() {
    for store in stores().await {
        begin(&store, 1, &visitor("nurse-1")).await;
        let old = session(&store, 1).await.unwrap();
        let own = visitor("nurse-1");
        let late = store.resume_session(&old, &new_session(1, &own, &[9; 32]), at(30)).await;
        assert_eq!(late, Err(StoreError::Conflict), "{store:?}");
        assert_eq!(store.end_overdue_sessions(at(29)).await, Ok(0), "{store:?}");
        assert_eq!(store.end_overdue_sessions(at(30)).await, Ok(1), "{store:?}");
        assert_eq!(acts(&store).await[0], "session_ended", "{store:?}");
    }
}

#[tokio::test]
async fn a_change_of_role_changes_token_and_forms() {
    let officer = officer().seat();
    for store in stores().await {
        begin(&store, 1, &visitor("nurse-1")).await;
        let old = session(&store, 1).await.unwrap();
        let keys = (&[9; 32], &[8; 32]);
        store.take_seat(&old, &officer, keys, at(3)).await.unwrap();
        assert!(session(&store, 1).await.is_none(), "{store:?}");
        let new = store.session(&[9; 32]).await.unwrap().unwrap();
        assert_eq!((new.seat.as_ref(), new.form_key), (Some(&officer), [8; 32]), "{store:?}");
        let known = store.staff_member(&visitor("nurse-1").id).await.unwrap().unwrap();
        assert_eq!(known.last_seat, Some(officer.clone()), "{store:?}");
        let twice = store.take_seat(&old, &officer, keys, at(3)).await;
        assert_eq!(twice, Err(StoreError::Conflict), "{store:?}");
        let line = store.audit_lines(&AuditFilter::All, 1).await.unwrap().remove(0);
        let Actor::Staff { role, .. } = line.actor else { panic!("{store:?}: no seat") };
        assert_eq!((line.act, role), (Act::TookSeat, Role::PrivacyOfficer), "{store:?}");
    }
}

#[tokio::test]
async fn signing_out_ends_one_session_or_all() {
    let operator = Actor::Operator { name: "Ops".to_owned() };
    for store in stores().await {
        for token in 1..4 {
            begin(&store, token, &visitor("nurse-1")).await;
        }
        begin(&store, 4, &visitor("nurse-2")).await;
        let second = session(&store, 2).await.unwrap();
        assert_eq!(store.end_session(&second, Act::SignedOut, at(1)).await, Ok(true));
        assert_eq!(store.end_session(&second, Act::SignedOut, at(1)).await, Ok(false));
        assert_eq!(handles(&store, "nurse-1").await, ["session-1", "session-3"], "{store:?}");
        let whom = visitor("nurse-1").id;
        assert_eq!(store.end_sessions_of(&whom, &operator, at(1)).await, Ok(2), "{store:?}");
        assert!(handles(&store, "nurse-1").await.is_empty(), "{store:?}");
        assert_eq!(handles(&store, "nurse-2").await, ["session-4"], "{store:?}");
    }
}

#[tokio::test]
async fn h30_a_screen_that_was_locked_meanwhile_is_not_opened_by_what_was_asked_before() {
    for store in stores().await {
        let own = visitor("nurse-1");
        begin(&store, 1, &own).await;
        let open = session(&store, 1).await.unwrap();
        store.lock_session(&open, LockCause::ByHand, "/", at(2)).await.unwrap();
        let again = store.resume_session(&open, &new_session(1, &own, &[9; 32]), at(3)).await;
        assert_eq!(again, Err(StoreError::Conflict), "{store:?}");
        let locked = session(&store, 1).await.unwrap();
        store.resume_session(&locked, &new_session(1, &own, &[9; 32]), at(3)).await.unwrap();
    }
}

#[tokio::test]
async fn everybody_who_is_signed_in_is_named_once() {
    for store in stores().await {
        for (number, who) in [(1, "nurse-2"), (2, "nurse-1"), (3, "nurse-1")] {
            begin(&store, number, &visitor(who)).await;
        }
        let names = |now| {
            let store = &store;
            async move { store.signed_in(now).await.unwrap() }
        };
        let both: Vec<_> = ["nurse-1", "nurse-2"].map(|name| name.parse().unwrap()).into();
        assert_eq!(names(at(29)).await, both, "{store:?}: locked or not");
        assert_eq!(names(at(30)).await, [], "{store:?}");
    }
}

#[tokio::test]
async fn a_key_is_made_once_whoever_asks_first() {
    for store in stores().await {
        let mut asking = Vec::new();
        for _ in 0..8 {
            let store = Store::clone(&store);
            asking.push(tokio::spawn(async move { store.settings_secret("handles").await }));
        }
        let mut keys = Vec::new();
        for one in asking {
            keys.push(one.await.unwrap().unwrap());
        }
        keys.dedup();
        assert_eq!(keys.len(), 1, "{store:?}");
        assert_ne!(keys[0], [0; 32], "{store:?}");
        assert_ne!(store.settings_secret("copies").await.unwrap(), keys[0], "{store:?}");
        let again = store.ground().open().await;
        assert_eq!(again.settings_secret("handles").await.unwrap(), keys[0], "{store:?}");
    }
}

pub(crate) fn nurse() -> Staff {
    Staff::new(
        "nurse-1".parse().unwrap(),
        "Ada Nurse",
        Seat {
            role: Role::Ward,
            organisation: Organisation::Hospital { trust: trust(), site: "RZZ01".parse().unwrap() },
        },
    )
}

pub(crate) const ISSUER: &str = "https://provider.example";

/// Ten minutes without an act, thirty in all.
fn times() -> Times {
    Times { started_at: at(0), locks_at: at(10), ends_at: at(30) }
}

/// Somebody who has proved who they are.
pub(crate) fn visitor(id: &str) -> Visitor {
    let nurse = nurse();
    Visitor { id: id.parse().unwrap(), name: nurse.name, origin: nurse.origin, own: nurse.own }
}

/// Takes somebody down in the register.
pub(crate) async fn seen(store: &Store, visitor: &Visitor) -> StaffRow {
    let arrival = Arrival {
        id: &visitor.id,
        issuer: ISSUER,
        subject: visitor.id.as_str(),
        name: &visitor.name,
        seats: &[nurse().seat()],
    };
    store.staff_seen(&arrival, at(0)).await.unwrap()
}

/// Begins the session of this number, whose token is that number.
pub(crate) async fn begin(store: &Store, number: u8, visitor: &Visitor) {
    seen(store, visitor).await;
    try_begin(store, number, visitor).await.unwrap();
}

/// The same for somebody who stands in the register already, and may be disabled.
pub(crate) async fn try_begin(
    store: &Store,
    number: u8,
    visitor: &Visitor,
) -> Result<(), StoreError> {
    store.start_session(&new_session(number, visitor, &[number; 32]), at(0)).await
}

/// The session of this number, to begin under this token.
pub(crate) fn new_session<'a>(
    number: u8,
    visitor: &'a Visitor,
    token: &TokenHash,
) -> NewSession<'a> {
    const NAMES: [(&str, &str); 5] = [
        ("session-0", "sid-0"),
        ("session-1", "sid-1"),
        ("session-2", "sid-2"),
        ("session-3", "sid-3"),
        ("session-4", "sid-4"),
    ];
    static SEAT: LazyLock<[Seat; 1]> = LazyLock::new(|| [nurse().seat()]);
    let (handle, provider_session) = NAMES[usize::from(number)];
    NewSession {
        handle,
        token: *token,
        form_key: &[7; 32],
        visitor,
        seats: &SEAT[..],
        seat: Some(&SEAT[0]),
        issuer: ISSUER,
        subject: visitor.id.as_str(),
        provider_session,
        times: times(),
        place: "/",
        set_out: at(60),
    }
}

async fn session(store: &Store, token: u8) -> Option<Session> {
    store.session(&[token; 32]).await.unwrap()
}

async fn touch(store: &Store, now: Timestamp, locks_at: Timestamp) {
    store.touch_session("session-1", now, locks_at).await.unwrap();
}

async fn check(store: &Store, now: Timestamp, expected: State) {
    let session = session(store, 1).await.unwrap();
    assert_eq!(session.times.state(now), expected, "{now}");
}

/// The handles of somebody's sessions, in their order.
pub(crate) async fn handles(store: &Store, staff: &str) -> Vec<String> {
    let sessions = store.sessions_of(&staff.parse().unwrap(), at(1)).await.unwrap();
    let mut handles: Vec<String> = sessions.into_iter().map(|session| session.handle).collect();
    handles.sort();
    handles
}

/// What the audit says was done, the newest first.
pub(crate) async fn acts(store: &Store) -> Vec<String> {
    let lines = store.audit_lines(&AuditFilter::All, 100).await.unwrap();
    let word = |act: &Act| serde_json::to_value(act).unwrap()["act"].as_str().unwrap().to_owned();
    lines.iter().map(|line| word(&line.act)).collect()
}

/// Somebody of the hospital who works at the match desk.
pub(crate) fn officer() -> Staff {
    Staff::new(
        "officer-1".parse().unwrap(),
        "Ada Officer",
        Seat {
            role: Role::PrivacyOfficer,
            organisation: Organisation::Hospital { trust: trust(), site: "RZZ01".parse().unwrap() },
        },
    )
}

/// Somebody of the council who works at the match desk.
pub(crate) fn worker(id: &str) -> Staff {
    Staff::new(
        format!("worker-{id}").parse().unwrap(),
        "Bo Worker",
        Seat { role: Role::SocialWorker, organisation: Organisation::Council(person().council) },
    )
}
