//! One page, one file, one struct, one template, all of the same name.
//!
//! **Invariant:** a page's struct holds finished words and no `Option`: what is not known is a
//! named state.

pub(crate) mod accessibility;
pub(crate) mod accounts;
pub(crate) mod banner;
pub(crate) mod changed;
pub(crate) mod compare;
pub(crate) mod council;
pub(crate) mod desk;
pub(crate) mod drafts;
pub(crate) mod feedback;
pub(crate) mod find;
pub(crate) mod help;
pub(crate) mod messages;
pub(crate) mod not_launched;
pub(crate) mod not_signed_in;
pub(crate) mod overriding;
pub(crate) mod passkey_refused;
pub(crate) mod passkeys;
pub(crate) mod permission;
pub(crate) mod person;
pub(crate) mod phones;
pub(crate) mod print;
pub(crate) mod privacy;
pub(crate) mod reason;
pub(crate) mod sessions;
pub(crate) mod shut;
pub(crate) mod start;
pub(crate) mod status;
pub(crate) mod ward_row;
pub(crate) mod wards;

use care::access::accounts::administers;
use care::access::privacy::{reads_access_log, works_at_privacy_desk};
use care::access::session::WARNING;
use care::access::{Organisation, Way, works_at_desk};
use care::stays::Place;
use care::when::words;
use jiff::Timestamp;

use crate::app::{App, Door};
use crate::components::chrome::{Account, Chrome, Context, Live, Mark, News, Watch};
use crate::components::link::Link;
use crate::session::SignedIn;

/// What surrounds a page of somebody who is signed in.
pub(crate) fn chrome(app: &App, title: &'static str, signed_in: &SignedIn) -> Chrome {
    let staff = &signed_in.staff;
    let account = Account::SignedIn {
        name: staff.name.clone(),
        role: staff.role.words().to_owned(),
        organisation: organisation_words(app, &staff.organisation),
        ways: ways(signed_in),
        place: signed_in.place.path().to_owned(),
        token: signed_in.form.as_str().to_owned(),
    };
    let watch =
        Watch::LocksIn { seconds: signed_in.locks_in.as_secs(), warning: WARNING.as_secs() };
    Chrome { account, watch, ..open_chrome(app, title) }
}

/// Where somebody works besides their own list, and how they change their role if they have several.
fn ways(signed_in: &SignedIn) -> Vec<Link> {
    let staff = &signed_in.staff;
    let reads_only = reads_access_log(staff) && !works_at_privacy_desk(staff);
    let privacy = match signed_in.privacy_waiting {
        0 => "Privacy desk".to_owned(),
        waiting => format!("Privacy desk ({waiting})"),
    };
    let ways = [
        ("Match desk".to_owned(), "/match-desk", works_at_desk(staff)),
        (privacy, "/privacy", works_at_privacy_desk(staff)),
        ("Accounts".to_owned(), "/accounts", administers(staff.role)),
        ("Your passkeys".to_owned(), "/passkeys", staff.origin.way == Way::Passkey),
        ("Who looked".to_owned(), "/privacy/people", reads_only),
        ("Change role".to_owned(), "/role", signed_in.session.seats.len() > 1),
    ];
    let ways = ways.into_iter().filter(|(_, _, is_open)| *is_open);
    ways.map(|(text, href, _)| Link { text, href: href.to_owned(), hidden: String::new() })
        .collect()
}

/// What surrounds a page that is open to everybody.
pub(crate) fn open_chrome(app: &App, title: &'static str) -> Chrome {
    let settings = app.settings();
    Chrome {
        title,
        account: Account::SignedOut,
        news: if settings.news.is_empty() { News::None } else { News::Some(settings.news.clone()) },
        mark: if matches!(settings.door, Door::Demo(_)) { Mark::Demonstration } else { Mark::Live },
        live: Live::Off,
        watch: Watch::Off,
        context: Context::None,
    }
}

/// An organisation by its name, or by its code where it is not ours.
pub(crate) fn organisation_words(app: &App, organisation: &Organisation) -> String {
    match organisation {
        Organisation::Hospital { trust, .. } => {
            app.trust(trust).map_or_else(|| trust.to_string(), |trust| trust.name.clone())
        }
        Organisation::Council(name) => app
            .councils()
            .profile(name)
            .map_or_else(|| name.to_string(), |profile| profile.display_name.clone()),
    }
}

/// A place in a hospital in one line: the ward, then the bed.
pub(crate) fn place_words(place: &Place) -> String {
    let ward =
        if place.described.is_empty() { place.ward.clone() } else { place.described.clone() };
    let parts = [ward, place.bay.clone(), place.bed.clone()];
    let words: Vec<String> = parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
    if words.is_empty() { "Not known".to_owned() } else { words.join(", ") }
}

/// A moment inside a sentence: "today 14:05".
pub(crate) fn moment_within(at: Timestamp, now: Timestamp) -> String {
    let shown = words::moment(at, now);
    shown.strip_prefix("Today ").map_or_else(|| shown.clone(), |time| format!("today {time}"))
}

/// The same words with a capital at the beginning.
pub(crate) fn sentence(words: &str) -> String {
    let mut rest = words.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}
