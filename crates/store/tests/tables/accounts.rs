//! Accounts, what opens them, and the links by which that comes about.

use care::access::accounts::AccountAct;
use care::access::{Act, Actor, Organisation, Role, Seat};
use care::people::StaffId;
use store::testing::stores;
use store::{
    ACCOUNTS, Account, AccountChange, AuditFilter, Fate, InvitationKind, NewAccount, NewInvitation,
    NewPasskey, NewSession, PasskeyRow, Store, StoreError,
};

use crate::hospital::at;
use crate::sessions::{begin, new_session, visitor};

#[tokio::test]
async fn whoever_is_invited_has_no_way_in_until_they_make_a_passkey() {
    for store in stores().await {
        let account = invited(&store, "a", Role::Ward).await;
        assert_eq!((account.passkeys, account.invited_until), (0, Some(at(1440))), "{store:?}");
        assert!(!account.member().comes_in);
        let found = store.invited(&[1; 32], at(1)).await.unwrap().unwrap();
        assert_eq!(found.id, account.id);
        accept(&store, &account, [1; 32], "k1", 2).await.unwrap();
        let account = read(&store, "a", 3).await;
        assert_eq!((account.passkeys, account.invited_until), (1, None), "{store:?}");
        assert!(account.member().comes_in);
        let keys = store.passkeys_of(&id("a")).await.unwrap();
        assert_eq!((keys[0].handle.as_str(), keys[0].name.as_str()), ("k1", "My key"));
        assert_eq!((keys[0].made_at, keys[0].used_at, keys[0].shut_at), (at(2), None, None));
        let lines = store.audit_lines(&AuditFilter::All, 10).await.unwrap();
        let acts: Vec<&Act> = lines.iter().map(|line| &line.act).collect();
        let act = |what| Act::Account { what, whom: id("a") };
        let invited = AccountAct::Invited { seats: vec![seat(Role::Ward)] };
        assert_eq!(acts, [&act(AccountAct::PasskeyMade), &act(invited)], "{store:?}");
    }
}

#[tokio::test]
async fn a_link_works_once_for_a_day_and_only_the_last_one_does() {
    for store in stores().await {
        let account = invited(&store, "a", Role::Ward).await;
        assert_eq!(store.invited(&[9; 32], at(1)).await, Ok(None), "{store:?}: never given");
        let in_time = store.invited(&[1; 32], at(1439)).await.unwrap();
        assert!(in_time.is_some(), "{store:?}");
        assert_eq!(store.invited(&[1; 32], at(1440)).await, Ok(None), "{store:?}: too late");
        let late = accept(&store, &account, [1; 32], "k1", 1440).await;
        assert_eq!(late, Err(StoreError::Conflict), "{store:?}: too late");

        let again = link([2; 32], 1500);
        change(&store, &account, AccountChange::Invited(&again), 60).await.unwrap();
        assert_eq!(store.invited(&[1; 32], at(61)).await, Ok(None), "{store:?}: replaced");
        let replaced = accept(&store, &account, [1; 32], "k1", 61).await;
        assert_eq!(replaced, Err(StoreError::Conflict), "{store:?}: replaced");
        accept(&store, &account, [2; 32], "k1", 62).await.unwrap();
        let used = accept(&store, &account, [2; 32], "k2", 63).await;
        assert_eq!(used, Err(StoreError::Conflict), "{store:?}: used");
        assert_eq!(store.invited(&[2; 32], at(63)).await, Ok(None), "{store:?}: used");
        assert_eq!(read(&store, "a", 63).await.passkeys, 1);

        let given = store.invitations_of(&westshire(), at(0)).await.unwrap();
        let told: Vec<_> = given.iter().map(|row| (row.kind, row.fate)).collect();
        let first = (InvitationKind::New, Fate::Withdrawn(at(60)));
        assert_eq!(told, [(InvitationKind::Again, Fate::Used(at(62))), first], "{store:?}");
        assert_eq!(given[0].by, by());
        assert!(store.invitations_of(&westshire(), at(61)).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn one_link_makes_one_passkey_however_many_use_it_at_once() {
    for store in stores().await {
        let account = invited(&store, "a", Role::Ward).await;
        let mut trying = Vec::new();
        for turn in 0..8_u8 {
            let (store, account) = (Store::clone(&store), account.clone());
            trying.push(tokio::spawn(async move {
                let handle = format!("k{turn}");
                accept(&store, &account, [1; 32], &handle, 2).await
            }));
        }
        let mut made = 0;
        for one in trying {
            made += usize::from(one.await.unwrap().is_ok());
        }
        assert_eq!((made, read(&store, "a", 3).await.passkeys), (1, 1), "{store:?}");
    }
}

#[tokio::test]
async fn recovering_an_account_takes_its_passkeys_and_sessions_away_at_once() {
    for store in stores().await {
        let account = with_passkey(&store, "a", Role::Ward).await;
        try_begin_with(&store, 1, "k-a").await.unwrap();
        begin(&store, 2, &visitor("nurse-2")).await;
        let recovery = link([2; 32], 1500);
        change(&store, &account, AccountChange::Recovered(&recovery), 10).await.unwrap();
        assert_eq!(store.session(&[1; 32]).await, Ok(None), "{store:?}: theirs has ended");
        assert!(store.session(&[2; 32]).await.unwrap().is_some(), "{store:?}: nobody else's");
        assert!(store.passkeys_of(&id("a")).await.unwrap().is_empty(), "{store:?}");
        let account = store.invited(&[2; 32], at(11)).await.unwrap().unwrap();
        accept(&store, &account, [2; 32], "k2", 12).await.unwrap();
        assert_eq!(read(&store, "a", 13).await.passkeys, 1, "{store:?}");
        // Somebody had answered with the old one a moment before.
        let late = try_begin_with(&store, 3, "k-a").await;
        assert_eq!(late, Err(StoreError::Conflict), "{store:?}");
        try_begin_with(&store, 3, "k2").await.unwrap();
    }
}

#[tokio::test]
async fn a_passkey_that_is_removed_takes_the_sessions_along_that_began_with_it() {
    for store in stores().await {
        let account = with_passkey(&store, "a", Role::Ward).await;
        store.add_passkey(&account, &passkey("k2"), (&by(), at(2))).await.unwrap();
        for (number, key) in [(1, "k-a"), (2, "k2"), (3, "k2")] {
            try_begin_with(&store, number, key).await.unwrap();
        }
        let keys = store.passkeys_of(&id("a")).await.unwrap();
        assert!(
            keys.iter().all(|key| key.used_at == Some(at(2))),
            "{store:?}: it opened the account"
        );
        let account = read(&store, "a", 3).await;
        store.remove_passkey(&account, ("k2", "session-3"), (&by(), at(3))).await.unwrap();
        let mut left = store.sessions_of(&id("a"), at(3)).await.unwrap();
        left.sort_by_key(|session| session.handle.clone());
        let left: Vec<&str> = left.iter().map(|session| session.handle.as_str()).collect();
        assert_eq!(left, ["session-1", "session-3"], "{store:?}: here, and by another key");
    }
}

#[tokio::test]
async fn whoever_is_disabled_has_no_invitation_and_cannot_use_one() {
    for store in stores().await {
        let account = invited(&store, "a", Role::Ward).await;
        change(&store, &account, AccountChange::Disabled, 10).await.unwrap();
        assert_eq!(store.invited(&[1; 32], at(11)).await, Ok(None), "{store:?}");
        let tried = accept(&store, &account, [1; 32], "k1", 11).await;
        assert_eq!(tried, Err(StoreError::Conflict), "{store:?}");
        let account = read(&store, "a", 11).await;
        assert_eq!((account.disabled_at, account.invited_until), (Some(at(10)), None), "{store:?}");
        change(&store, &account, AccountChange::Enabled, 12).await.unwrap();
        assert_eq!(read(&store, "a", 13).await.disabled_at, None, "{store:?}");
        assert_eq!(
            store.invited(&[1; 32], at(13)).await,
            Ok(None),
            "{store:?}: it stays withdrawn"
        );
    }
}

#[tokio::test]
async fn two_administrators_never_shut_each_other_out() {
    for store in stores().await {
        let (one, other) =
            (with_passkey(&store, "a", Role::Support).await, read(&store, "a", 9).await);
        let second = with_passkey(&store, "b", Role::Support).await;
        let stale = one.clone();
        assert_eq!(one.id, other.id);
        // Each has read that the other is left, and decides on that.
        let read_by_a = read(&store, "b", 9).await;
        let read_by_b = read(&store, "a", 9).await;
        change(&store, &read_by_a, AccountChange::Disabled, 10).await.unwrap();
        let second_try = change(&store, &read_by_b, AccountChange::Disabled, 10).await;
        assert_eq!(second_try, Err(StoreError::Conflict), "{store:?}");
        let stale_try = change(&store, &stale, AccountChange::Disabled, 10).await;
        assert_eq!(stale_try, Err(StoreError::Conflict), "{store:?}");
        assert_eq!(read(&store, "a", 11).await.disabled_at, None, "{store:?}");
        drop(second);
    }
}

#[tokio::test]
async fn another_organisations_accounts_are_a_book_of_their_own() {
    for store in stores().await {
        let account = invited(&store, "a", Role::Ward).await;
        let council = Organisation::Council("westshire".parse().unwrap());
        let there = Seat { role: Role::SocialWorker, organisation: council.clone() };
        let new = NewAccount { id: &id("c"), name: "Bo Council", seat: &there };
        store.make_account(&new, &link([3; 32], 1440), &by(), at(5)).await.unwrap();
        change(&store, &account, AccountChange::Disabled, 6).await.unwrap();
        let names = async |of: &Organisation| {
            let all = store.accounts_of(of, at(7)).await.unwrap();
            all.into_iter().map(|one| one.name).collect::<Vec<_>>()
        };
        assert_eq!(names(&westshire()).await, ["Ada a"], "{store:?}");
        assert_eq!(names(&council).await, ["Bo Council"], "{store:?}");
    }
}

#[tokio::test]
async fn other_seats_hold_from_the_moment_they_are_given() {
    for store in stores().await {
        let account = with_passkey(&store, "a", Role::Ward).await;
        let seats = vec![seat(Role::Ward), seat(Role::Support)];
        change(&store, &account, AccountChange::Seats(seats.clone()), 10).await.unwrap();
        assert_eq!(read(&store, "a", 11).await.seats, seats, "{store:?}");
    }
}

#[tokio::test]
async fn a_passkey_counts_on_and_of_two_uses_with_one_count_one_is_taken() {
    for store in stores().await {
        let account = with_passkey(&store, "a", Role::Ward).await;
        let was = only_key(&store, "a").await;
        store.passkey_used(&was, "counted 1", at(10)).await.unwrap();
        let again = store.passkey_used(&was, "counted 1", at(11)).await;
        assert_eq!(again, Err(StoreError::Conflict), "{store:?}");
        let now = only_key(&store, "a").await;
        assert_eq!((now.key.as_str(), now.used_at), ("counted 1", Some(at(10))), "{store:?}");
        assert_eq!(read(&store, "a", 12).await.last_used_at, Some(at(10)));
        store.shut_copied_passkey(&account, &now, at(13)).await.unwrap();
        let shut = store.passkey_used(&now, "counted 2", at(14)).await;
        assert_eq!(shut, Err(StoreError::Conflict), "{store:?}");
        assert_eq!(read(&store, "a", 14).await.passkeys, 0, "{store:?}: it opens nothing");
        assert_eq!(only_key(&store, "a").await.shut_at, Some(at(13)), "{store:?}: it is listed");
        let lines = store.audit_lines(&AuditFilter::All, 1).await.unwrap();
        let copied = Act::Account { what: AccountAct::PasskeyCopied, whom: id("a") };
        assert_eq!((&lines[0].act, &lines[0].actor), (&copied, &Actor::Service));
        assert_eq!(lines[0].trust, Some("RZZ".parse().unwrap()), "in the chain of their trust");
    }
}

#[tokio::test]
async fn ones_own_passkeys_are_added_named_and_removed() {
    for store in stores().await {
        with_passkey(&store, "a", Role::Ward).await;
        let account = read(&store, "a", 9).await;
        let new = passkey("k2");
        store.add_passkey(&account, &new, (&by(), at(10))).await.unwrap();
        let twice = store.add_passkey(&read(&store, "a", 11).await, &new, (&by(), at(11))).await;
        assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{store:?}");
        let stale = store.remove_passkey(&account, ("k2", ""), (&by(), at(11))).await;
        assert_eq!(stale, Err(StoreError::Conflict), "{store:?}: decided on what is past");
        store.rename_passkey(&account, ("k2", "Telephone"), (&by(), at(12))).await.unwrap();
        let keys = store.passkeys_of(&id("a")).await.unwrap();
        assert_eq!(keys[1].name, "Telephone", "{store:?}");
        let account = read(&store, "a", 13).await;
        store.remove_passkey(&account, ("k2", ""), (&by(), at(13))).await.unwrap();
        assert_eq!(only_key(&store, "a").await.handle, "k-a", "{store:?}");
        let unknown = store.rename_passkey(&account, ("k2", "x"), (&by(), at(14))).await;
        assert_eq!(unknown, Err(StoreError::Conflict), "{store:?}");
    }
}

/// Begins the session of this number for whoever answered with that passkey.
async fn try_begin_with(store: &Store, number: u8, key: &str) -> Result<(), StoreError> {
    let visitor = visitor("account-a");
    let session = new_session(number, &visitor, &[number; 32]);
    let session = NewSession { issuer: ACCOUNTS, provider_session: key, ..session };
    store.start_session(&session, at(2)).await
}

async fn invited(store: &Store, name: &str, role: Role) -> Account {
    let (handle, shown) = (id(name), format!("Ada {name}"));
    let new = NewAccount { id: &handle, name: &shown, seat: &seat(role) };
    let hash = if name == "a" { [1; 32] } else { [11; 32] };
    store.make_account(&new, &link(hash, 1440), &by(), at(0)).await.unwrap();
    read(store, name, 0).await
}

async fn with_passkey(store: &Store, name: &str, role: Role) -> Account {
    let account = invited(store, name, role).await;
    let hash = if name == "a" { [1; 32] } else { [11; 32] };
    accept(store, &account, hash, &format!("k-{name}"), 1).await.unwrap();
    read(store, name, 1).await
}

async fn accept(
    store: &Store,
    account: &Account,
    hash: [u8; 32],
    handle: &str,
    minute: i64,
) -> Result<(), StoreError> {
    let by = (&by(), at(minute));
    store.accept_invitation(&hash, account, &passkey(handle), by).await
}

fn passkey(handle: &str) -> NewPasskey<'_> {
    NewPasskey { credential: handle.as_bytes(), handle, name: "My key", key: "counted 0" }
}

async fn change(
    store: &Store,
    account: &Account,
    change: AccountChange<'_>,
    minute: i64,
) -> Result<(), StoreError> {
    store.change_account(account, change, &by(), at(minute)).await
}

async fn read(store: &Store, name: &str, minute: i64) -> Account {
    store.account(&id(name), at(minute)).await.unwrap().unwrap()
}

async fn only_key(store: &Store, name: &str) -> PasskeyRow {
    let mut keys = store.passkeys_of(&id(name)).await.unwrap();
    assert_eq!(keys.len(), 1);
    keys.remove(0)
}

fn link(secret_hash: [u8; 32], until: i64) -> NewInvitation {
    NewInvitation { secret_hash, ends_at: at(until) }
}

fn by() -> Actor {
    Actor::Operator { name: "Ada Admin".to_owned() }
}

fn seat(role: Role) -> Seat {
    Seat { role, organisation: westshire() }
}

fn westshire() -> Organisation {
    Organisation::Hospital { trust: "RZZ".parse().unwrap(), site: "RZZ01".parse().unwrap() }
}

fn id(name: &str) -> StaffId {
    format!("account-{name}").parse().unwrap()
}
