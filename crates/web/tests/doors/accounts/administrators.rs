//! Administrators look after their own people, and get no further than that.

use care::access::{Organisation, Role, Seat};
use jiff::SignedDuration;

use super::{Person, SUPPORT, invited, invited_to, member, refused, secret};
use crate::browser::{Answer, Browser};
use crate::house::{NURSE, OTHER_TRUST, houses};
use crate::html;

#[tokio::test]
async fn an_administrator_invites_recovers_disables_and_enables() {
    for house in houses().await {
        let mut support = house.sign_in(SUPPORT).await;
        let form = [("name", " Robin  Marsh "), ("role", "ward"), ("site", "RZZ02")];
        let link = link_on(&invite(&mut support, &form).await, "Robin Marsh");
        let mut robin = Person::new(&house);
        assert_eq!(robin.accept(&link).await.status, 303);
        let list = support.get("/accounts").await;
        list.says("Ward nurse or doctor, Westshire North");
        list.says("1 passkey");
        list.never_says(secret(&link));
        let page = address_of(&list, "Robin Marsh");

        let recovered = give(&mut support, &page, "recover").await;
        let new_link = link_on(&recovered, "Robin Marsh");
        assert_eq!(robin.browser.get("/wards").await.status, 401, "signed out at once");
        refused(&robin.sign_in().await);
        robin = Person::new(&house);
        assert_eq!(robin.accept(&new_link).await.status, 303);
        support.get("/accounts").await.says("Account recovered");

        let disabled = support.send_and_follow(&page, &[("what", "disable")]).await;
        disabled.says("Disabled since today");
        assert_eq!(robin.browser.get("/wards").await.status, 401, "in the middle of the work");
        assert_eq!(robin.sign_in().await.status, 403);
        assert_eq!(robin.browser.get("/wards").await.status, 401);
        support.send_and_follow(&page, &[("what", "enable")]).await.says("Can come in");
        assert_eq!(robin.sign_in().await.status, 303);

        let seats = format!("{page}/seats");
        let more = [("role", "therapist"), ("site", "RZZ02")];
        support.send_and_follow(&seats, &more).await.says("Therapist, Westshire North");
        assert_eq!(robin.browser.get("/wards").await.status, 401, "other roles, a new sign-in");
        assert_eq!(robin.sign_in().await.status, 303);
        robin.browser.get("/role").await.says("Therapist");
        let less = [("remove", "ward@RZZ02")];
        support.send_and_follow(&seats, &less).await.never_says("remove\" value=\"ward");
        let kept = support.send(&seats, &[("remove", "therapist@RZZ02")]).await;
        assert_eq!(kept.status, 409);
        kept.says("An account has at least one role");
    }
}

#[tokio::test]
async fn nobody_changes_their_own_account_and_the_last_administrator_stays() {
    for house in houses().await {
        let mut admin = member(&house, "Wren Ashdown", Role::Support).await;
        let own = address_of(&admin.browser.get("/accounts").await, "Wren Ashdown");
        for what in ["disable", "recover"] {
            let answer = admin.browser.send(&own, &[("what", what)]).await;
            assert_eq!(answer.status, 409, "{what}");
            answer.says("Nobody changes their own account");
        }
        let more = [("role", "ward"), ("site", "RZZ01")];
        let answer = admin.browser.send(&format!("{own}/seats"), &more).await;
        answer.says("Nobody changes their own account");
        assert_eq!(admin.browser.get("/accounts").await.status, 200, "still there");
        // Whom a provider vouches for may come and go: of those with an account one must stay.
        let mut support = house.sign_in(SUPPORT).await;
        let answer = support.send(&own, &[("what", "disable")]).await;
        assert_eq!(answer.status, 409);
        answer.says("Nobody else looks after the accounts");
        let takes = support.send(&format!("{own}/seats"), &[("remove", "support@RZZ01")]).await;
        assert_eq!(takes.status, 409);
        member(&house, "Second Ashdown", Role::Support).await;
        assert_eq!(support.send(&own, &[("what", "disable")]).await.status, 303);
    }
}

#[tokio::test]
async fn another_organisations_people_look_like_nobody() {
    for house in houses().await {
        let council = Organisation::Council("westshire".parse().unwrap());
        let seat = Seat { role: Role::SocialWorker, organisation: council };
        let (id, _) = invited_to(&house, "Robin Marsh", seat).await;
        drop(house.sign_in(OTHER_TRUST).await);
        let mut support = house.sign_in(SUPPORT).await;
        let list = support.get("/accounts").await;
        list.never_says("Robin Marsh");
        list.never_says(OTHER_TRUST);
        let unknown = support.get("/accounts/0123456789abcdef0123456789abcdef").await;
        for whom in [id.as_str(), OTHER_TRUST] {
            let path = format!("/accounts/{whom}");
            let there = support.get(&path).await;
            assert_eq!((there.status, &there.body), (404, &unknown.body), "{whom}");
            let what = support.send(&path, &[("what", "disable")]).await;
            assert_eq!((what.status, &what.body), (404, &unknown.body), "{whom}");
            let seats = [("role", "ward"), ("site", "RZZ01")];
            let seats = support.send(&format!("{path}/seats"), &seats).await;
            assert_eq!((seats.status, &seats.body), (404, &unknown.body), "{whom}");
        }
        let mut other = house.sign_in(OTHER_TRUST).await;
        assert_eq!(other.get("/wards").await.status, 200, "nothing was done to them");
    }
}

#[tokio::test]
async fn a_form_gives_nothing_that_it_does_not_offer() {
    for house in houses().await {
        let mut support = house.sign_in(SUPPORT).await;
        for form in [
            [("name", "Robin"), ("role", "social_worker"), ("site", "RZZ01")],
            [("name", "Robin"), ("role", "ward"), ("site", "RYY01")],
            [("name", "Robin"), ("role", "root"), ("site", "RZZ01")],
            [("name", " "), ("role", "ward"), ("site", "RZZ01")],
            [("name", "Robin\u{202e}"), ("role", "ward"), ("site", "RZZ01")],
        ] {
            let answer = invite(&mut support, &form).await;
            assert_eq!((answer.status, answer.heading().as_str()), (200, "Invite somebody"));
            answer.says("There is a problem");
        }
        let more = [
            ("name", "Robin Marsh"),
            ("role", "ward"),
            ("site", "RZZ01"),
            ("id", "chosen"),
            ("trust", "RYY"),
            ("seats", "[{\"role\":\"support\"}]"),
            ("organisation", "{\"Council\":\"westshire\"}"),
        ];
        link_on(&invite(&mut support, &more).await, "Robin Marsh");
        let own = Organisation::Hospital {
            trust: "RZZ".parse().unwrap(),
            site: "RZZ01".parse().unwrap(),
        };
        let all = house.store.accounts_of(&own, house.now()).await.unwrap();
        assert_eq!(all.len(), 1, "{:?}: nobody else was made", house.store);
        assert_eq!(all[0].seats, [Seat { role: Role::Ward, organisation: own }]);
        assert_ne!(all[0].id.as_str(), "chosen");
    }
}

#[tokio::test]
async fn whom_a_provider_vouches_for_is_shut_out_here_too() {
    for house in houses().await {
        let mut nurse = house.sign_in(NURSE).await;
        let mut support = house.sign_in(SUPPORT).await;
        let page = format!("/accounts/{NURSE}");
        support.get(&page).await.says("Their roles come from their provider");
        support.send_and_follow(&page, &[("what", "disable")]).await.says("Disabled since");
        assert_eq!(nurse.get("/wards").await.status, 401);
        let again = house.stranger().post("/sign-in", &[("staff", NURSE)]).await;
        assert_eq!((again.status, again.header("set-cookie")), (403, ""));
        let recovered = support.send(&page, &[("what", "recover")]).await;
        assert_eq!(recovered.status, 400, "there is nothing here to recover");
        support.send_and_follow(&page, &[("what", "enable")]).await.says("Can come in");
        drop(house.sign_in(NURSE).await);
    }
}

#[tokio::test]
async fn a_page_that_is_loaded_again_makes_no_second_account_and_no_second_link() {
    for house in houses().await {
        let mut support = house.sign_in(SUPPORT).await;
        let once = once(&mut support).await;
        let form =
            [("name", "Robin Marsh"), ("role", "ward"), ("site", "RZZ01"), ("once", once.as_str())];
        let link = link_on(&support.send("/accounts/invite", &form).await, "Robin Marsh");
        let again = support.send("/accounts/invite", &form).await;
        assert_eq!((again.status, again.heading().as_str()), (409, "Robin Marsh"));
        again.says("This was sent before");
        let own = Organisation::Hospital {
            trust: "RZZ".parse().unwrap(),
            site: "RZZ01".parse().unwrap(),
        };
        let all = house.store.accounts_of(&own, house.now()).await.unwrap();
        assert_eq!(all.len(), 1, "{:?}", house.store);
        let mut robin = Person::new(&house);
        assert_eq!(robin.accept(&link).await.status, 303, "and the first link works");

        let page = address_of(&support.get("/accounts").await, "Robin Marsh");
        let links = links(&support.get(&page).await);
        let recover = [("what", "recover"), ("links", links.as_str())];
        let new_link = link_on(&support.send(&page, &recover).await, "Robin Marsh");
        let again = support.send(&page, &recover).await;
        assert_eq!(again.status, 409);
        again.says("Nothing was done. A link was given since this page was shown");
        assert_eq!(robin.accept(&new_link).await.status, 303, "and the new link works");
        let without = support.send("/accounts/invite", &form[..3]).await;
        assert_eq!(without.status, 400, "a form that was not ours");
    }
}

/// Two administrators read that somebody has lost their passkeys, and both press.
#[tokio::test]
async fn of_two_who_recover_an_account_at_once_one_gives_a_link_and_it_works() {
    for house in houses().await {
        let mut robin = member(&house, "Robin Marsh", Role::Ward).await;
        let (mut one, mut other) = (house.sign_in(SUPPORT).await, house.sign_in(SUPPORT).await);
        let page = address_of(&one.get("/accounts").await, "Robin Marsh");
        let links = links(&one.get(&page).await);
        let recover = [("what", "recover"), ("links", links.as_str())];
        let both = tokio::join!(one.send(&page, &recover), other.send(&page, &recover));
        let (given, refused) = if both.0.status == 200 { both } else { (both.1, both.0) };
        assert_eq!((given.status, refused.status), (200, 409), "{:?}", house.store);
        let link = link_on(&given, "Robin Marsh");
        assert_eq!(robin.browser.get("/wards").await.status, 401);
        assert_eq!(robin.accept(&link).await.status, 303, "{:?}", house.store);
    }
}

/// Sends the form for a new account, as its page holds it.
async fn invite(support: &mut Browser, form: &[(&str, &str)]) -> Answer {
    let once = once(support).await;
    let form = [form, &[("once", once.as_str())]].concat();
    support.send("/accounts/invite", &form).await
}

async fn once(support: &mut Browser) -> String {
    html::hidden(&support.get("/accounts/invite").await.body, "once").unwrap()
}

/// Presses what gives a link, on the page as it is now.
async fn give(support: &mut Browser, page: &str, what: &str) -> Answer {
    let links = links(&support.get(page).await);
    support.send(page, &[("what", what), ("links", &links)]).await
}

fn links(page: &Answer) -> String {
    html::hidden(&page.body, "links").unwrap()
}

/// The link that a page shows for somebody.
#[track_caller]
fn link_on(page: &Answer, name: &str) -> String {
    page.says(&format!("Pass this link on to {name}"));
    let (_, rest) = page.body.split_once("readonly value=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

/// Where a list leads for somebody.
#[track_caller]
fn address_of(list: &Answer, name: &str) -> String {
    let (before, _) = list.body.split_once(&format!("\">{name}</a>")).unwrap();
    before.rsplit_once("href=\"").unwrap().1.to_owned()
}

#[tokio::test]
async fn who_finds_an_open_screen_lets_nobody_in_by_it() {
    for house in houses().await {
        let (id, _) = invited(&house, "Robin Marsh", Role::Ward).await;
        let mut support = house.sign_in(SUPPORT).await;
        for _ in 0..2 {
            house.wait(SignedDuration::from_mins(8));
            support.get("/accounts").await.says("Robin Marsh");
        }
        let account = format!("/accounts/{id}");
        support.get("/accounts/invite").await.says("show first that it is you");
        support.get(&account).await.says("show first that it is you");
        let invite = [("name", "Sam Stranger"), ("role", "ward"), ("site", "RZZ01"), ("once", "1")];
        let seats = format!("{account}/seats");
        let tries: [(&str, &[(&str, &str)]); 4] = [
            ("/accounts/invite", &invite),
            (&account, &[("what", "invite"), ("links", "1")]),
            (&account, &[("what", "enable")]),
            (&seats, &[("role", "privacy_officer"), ("site", "RZZ01")]),
        ];
        for (path, form) in tries {
            let answer = support.send(path, form).await;
            assert_eq!(answer.status, 409, "{path} {form:?}: {}", answer.text());
            answer.says("Nothing was done. Show first that it is you");
            answer.never_says("/invitation#");
        }
        support.get("/accounts").await.never_says("Sam Stranger");
        assert_eq!(support.send(&account, &[("what", "disable")]).await.status, 303, "at once");
        support.send(&account, &[("what", "enable")]).await.says("Show first that it is you");
        support.post("/sign-in", &[("staff", SUPPORT)]).await;
        assert_eq!(support.send(&account, &[("what", "enable")]).await.status, 303);
    }
}
