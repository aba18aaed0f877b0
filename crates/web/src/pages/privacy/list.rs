//! Which looks wait for a privacy officer, and since when?

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use care::access::privacy::{Outcome, Trigger, Urgency, may_judge, urgency};
use care::access::{Act, Staff};
use care::when::words;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use store::{PrivacyFilter, PrivacyItem, Which};

use super::lines::{Names, Who};
use super::{line, may_work};
use crate::address::Asked;
use crate::app::App;
use crate::components::cells;
use crate::components::chrome::Chrome;
use crate::components::markup::Markup;
use crate::components::state::{State as Shown, Tone};
use crate::components::table::{Column, Table};
use crate::pages::{chrome, organisation_words};
use crate::refusal::Refused;
use crate::session::SignedIn;

/// So many items stand on one page.
const PAGE: usize = 50;

/// The list.
#[derive(Template)]
#[template(path = "pages/privacy/list.html")]
struct ListPage {
    chrome: Chrome,
    organisation: String,
    updated: String,
    waiting: String,
    shown: String,
    show: Vec<Pick>,
    why: Vec<Pick>,
    since: Vec<Pick>,
    list: Table,
    earlier: String,
    later: String,
}

/// One choice of a filter.
struct Pick {
    value: &'static str,
    words: &'static str,
    is_chosen: bool,
}

/// What the address asks for: words of ours, nothing of anybody.
#[derive(Default, Deserialize)]
pub(crate) struct Ask {
    #[serde(default)]
    show: String,
    #[serde(default)]
    why: String,
    #[serde(default)]
    since: String,
    #[serde(default)]
    page: u32,
}

const SHOW: [(&str, &str); 3] =
    [("open", "Waiting"), ("mine", "Waiting, taken by me"), ("all", "All, decided ones too")];

const SINCE: [(&str, &str, i64); 4] = [
    ("any", "At any time", 0),
    ("7", "In the last 7 days", 7),
    ("30", "In the last 30 days", 30),
    ("90", "In the last 90 days", 90),
];

/// Shows the list.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
    Asked(ask): Asked<Ask>,
) -> Result<Html<String>, Refused> {
    let (staff, now) = (&signed_in.staff, app.now());
    may_work(staff)?;
    // The line first: what follows is given out only once it is written.
    app.store().note(&line(staff, Act::SawPrivacyList, now)).await?;
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let filter = ask.filter(staff, now);
    let mut items = app.store().privacy_items(&staff.organisation, &filter, most).await?;
    let has_more = items.len() > PAGE;
    items.truncate(PAGE);
    let waiting = app.store().privacy_waiting(&staff.organisation).await?;
    let page = ListPage {
        chrome: chrome(&app, "Privacy desk", &signed_in),
        organisation: organisation_words(&app, &staff.organisation),
        updated: words::time(now),
        waiting: waits(waiting),
        shown: ask.in_words(),
        show: ask.shows(),
        why: ask.whys(),
        since: ask.sinces(),
        list: table(&app, staff, (&items, &ask), now).await?,
        earlier: if ask.page > 0 { ask.address(ask.page - 1) } else { String::new() },
        later: if has_more { ask.address(ask.page.saturating_add(1)) } else { String::new() },
    };
    Ok(Html(page.render()?))
}

/// "3 items wait for you to decide."
fn waits(waiting: i64) -> String {
    let verb = if waiting == 1 { "waits" } else { "wait" };
    format!("{} {verb} for your organisation to decide.", words::counted(waiting, "item"))
}

impl Ask {
    fn filter(&self, staff: &Staff, now: Timestamp) -> PrivacyFilter {
        let page = i64::from(self.page);
        let days =
            SINCE.iter().find(|(value, ..)| *value == self.since).map_or(0, |(.., days)| *days);
        PrivacyFilter {
            which: match self.show.as_str() {
                "mine" => Which::Of(staff.id.clone()),
                "all" => Which::All,
                _ => Which::Open,
            },
            trigger: Trigger::named(&self.why),
            since: match days {
                0 => Timestamp::MIN,
                days => now - SignedDuration::from_hours(24 * days),
            },
            offset: page.saturating_mul(i64::try_from(PAGE).unwrap_or(i64::MAX)),
        }
    }

    fn shows(&self) -> Vec<Pick> {
        let is_chosen = |value: &str| match self.show.as_str() {
            "mine" | "all" => value == self.show,
            _ => value == "open",
        };
        let pick = |(value, words)| Pick { value, words, is_chosen: is_chosen(value) };
        SHOW.into_iter().map(pick).collect()
    }

    fn whys(&self) -> Vec<Pick> {
        let chosen = Trigger::named(&self.why);
        let any = Pick { value: "any", words: "Any reason", is_chosen: chosen.is_none() };
        let each = Trigger::ALL.into_iter().map(|trigger| Pick {
            value: trigger.word(),
            words: trigger.words(),
            is_chosen: chosen == Some(trigger),
        });
        std::iter::once(any).chain(each).collect()
    }

    fn sinces(&self) -> Vec<Pick> {
        let known = SINCE.iter().any(|(value, ..)| *value == self.since);
        let chosen = if known { self.since.as_str() } else { "any" };
        let pick = |(value, words, _)| Pick { value, words, is_chosen: value == chosen };
        SINCE.into_iter().map(pick).collect()
    }

    /// Which filters are in force, always written out.
    fn in_words(&self) -> String {
        let chosen = |picks: Vec<Pick>| {
            picks.into_iter().find(|pick| pick.is_chosen).map_or("", |pick| pick.words)
        };
        let order = if self.show == "all" { "newest look first" } else { "longest wait first" };
        let (show, why, since) = (chosen(self.shows()), chosen(self.whys()), chosen(self.sinces()));
        format!("Shown: {show} · {why} · {since} · {order}")
    }

    fn address(&self, page: u32) -> String {
        let chosen = |picks: Vec<Pick>| {
            picks.into_iter().find(|pick| pick.is_chosen).map_or("", |pick| pick.value)
        };
        let (show, why, since) = (chosen(self.shows()), chosen(self.whys()), chosen(self.sinces()));
        format!("/privacy?show={show}&why={why}&since={since}&page={page}")
    }
}

async fn table(
    app: &App,
    staff: &Staff,
    (items, ask): (&[PrivacyItem], &Ask),
    now: Timestamp,
) -> Result<Table, Refused> {
    let patients = items.iter().filter_map(|item| item.patient.clone()).collect();
    let names = Names::of(app, patients).await?;
    let columns = ["Item", "Why", "Who looked", "Patient", "Last look", "State", "With"];
    let mut rows = Vec::with_capacity(items.len());
    for item in items {
        rows.push(vec![
            cells::link(&format!("/privacy/items/{}", item.id), &format!("Item {}", item.id))?,
            why(item),
            Who::of(app, &item.cause.actor, true).cell(),
            Markup::from(names.name(item.patient.as_ref())),
            Markup::lines([
                Markup::from(words::moment(item.last_at, now)),
                Markup::from(words::counted(item.times, "look")),
            ]),
            cells::state(&state(item, now))?,
            Markup::from(with(item, staff)),
        ]);
    }
    Ok(Table::list(ask.in_words(), columns.map(Column::words).into(), rows))
}

/// The reasons as words, and what the user said.
fn why(item: &PrivacyItem) -> Markup {
    let reasons = item.triggers.iter().map(|trigger| Markup::from(trigger.words()));
    let said = (!item.said.is_empty()).then(|| Markup::from(format!("“{}”", item.said)));
    Markup::lines(reasons.chain(said))
}

/// How far an item has come: a word, a shape and a colour.
pub(super) fn state(item: &PrivacyItem, now: Timestamp) -> Shown {
    let waited = words::duration(now.duration_since(item.since));
    match (item.outcome, urgency(item.since, now)) {
        (Some(Outcome::Right), _) => Shown::new(Tone::Good, Outcome::Right.words()),
        (Some(Outcome::Wrong), _) => Shown::new(Tone::Careful, Outcome::Wrong.words()),
        (_, Urgency::Escalated) => Shown::new(Tone::Alarm, format!("Escalated: {waited}")),
        (_, Urgency::Overdue) => Shown::new(Tone::Alarm, format!("Overdue: {waited}")),
        (Some(Outcome::AskUser), Urgency::InTime) => {
            Shown::new(Tone::Careful, Outcome::AskUser.words())
        }
        (None, Urgency::InTime) => Shown::new(Tone::Waiting, "Waiting"),
    }
}

/// Who deals with it.
fn with(item: &PrivacyItem, staff: &Staff) -> String {
    match &item.owner {
        Some(owner) if owner.staff == staff.id => "You".to_owned(),
        Some(owner) => owner.name.clone(),
        None if may_judge(staff, &item.cause).is_ok() => "Nobody yet".to_owned(),
        None => "Another organisation decides".to_owned(),
    }
}
