//! Who looked, when, from where and why, and what does the officer say to it?

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use care::access::privacy::{DUE, MayNotJudge, Outcome, may_judge};
use care::access::{Act, Actor, AuditLine, Organisation, Staff};
use care::stays::StayState;
use care::when::{instant, local, words};
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;
use store::{AuditFilter, AuditSpan, PatientNow, PrivacyItem, PrivacyStep};

use super::lines::{LOOK, Names, Who, look, origin};
use super::{find, list};
use crate::address::{Asked, Named};
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::components::markup::Markup;
use crate::components::state::State as Shown;
use crate::components::summary_list::{Row, SummaryList};
use crate::components::table::{Column, Table};
use crate::pages::{chrome, moment_within, ward_row};
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn};

/// More than anybody does in a day.
const MOST: i64 = 1_000;

/// One item.
#[derive(Template)]
#[template(path = "pages/privacy/item.html")]
struct ItemPage {
    chrome: Chrome,
    id: String,
    token: FormToken,
    notice: Notice,
    state: Shown,
    due: String,
    facts: SummaryList,
    looks: Table,
    others: Table,
    history: Vec<Said>,
    owner: Owner,
    form: Form,
}

/// What just happened.
pub(super) enum Notice {
    /// Nothing.
    None,
    /// It was saved.
    Saved,
    /// Somebody else was faster.
    Changed,
    /// An answer or a note is missing.
    Missing(Missing),
}

/// What is missing in a form.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    Outcome,
    Words,
}

/// One thing said of the item.
struct Said {
    when: String,
    who: String,
    what: &'static str,
    words: String,
}

/// Who deals with it.
enum Owner {
    Nobody,
    Me,
    Other(String),
    /// This officer cannot take it.
    NotTheirs,
}

/// What this officer can say.
enum Form {
    /// Nothing, and why.
    None(&'static str),
    /// What becomes of it.
    Judge(Vec<Choice>, String),
    /// That it shall be looked at again.
    Reopen(String),
}

struct Choice {
    value: &'static str,
    words: &'static str,
    hint: &'static str,
    is_chosen: bool,
}

/// What the officer had typed.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) outcome: String,
    pub(super) words: String,
}

/// What the address asks for.
#[derive(Default, Deserialize)]
pub(crate) struct Ask {
    #[serde(default)]
    done: String,
}

/// Shows an item.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
    Named(id): Named<String>,
    Asked(ask): Asked<Ask>,
) -> Result<Response, Refused> {
    let item = find(&app, &signed_in, &id).await?;
    let notice = match ask.done.as_str() {
        "yes" => Notice::Saved,
        "changed" => Notice::Changed,
        _ => Notice::None,
    };
    show(&app, &signed_in, &item, (notice, Typed::default())).await
}

/// Shows an item, after its line in the audit is written.
pub(super) async fn show(
    app: &App,
    signed_in: &SignedIn,
    item: &PrivacyItem,
    (notice, typed): (Notice, Typed),
) -> Result<Response, Refused> {
    let (staff, now) = (&signed_in.staff, app.now());
    let seen = AuditLine {
        patient: item.patient.clone(),
        person: item.person.clone(),
        ..super::line(staff, Act::SawPrivacyItem { item: item.id.0 }, now)
    };
    app.store().note(&seen).await?;
    let patient = match &item.patient {
        Some(id) => app.store().patient(id).await?,
        None => None,
    };
    let day = Day::load(app, staff, item).await?;
    let steps = app.store().privacy_steps(item.id).await?;
    let page = ItemPage {
        chrome: chrome(app, "Privacy desk", signed_in),
        id: item.id.to_string(),
        token: signed_in.form.clone(),
        notice,
        state: list::state(item, now),
        due: words::moment(item.since.checked_add(DUE).unwrap_or(item.since), now),
        facts: facts(app, (item, patient.as_ref()), now),
        looks: day.looks(item, now),
        others: day.others(item, now),
        history: steps.iter().map(|step| said(app, step, now)).collect(),
        owner: owner(item, staff),
        form: form(item, staff, typed),
    };
    Ok(Html(page.render()?).into_response())
}

fn facts(
    app: &App,
    (item, patient): (&PrivacyItem, Option<&PatientNow>),
    now: Timestamp,
) -> SummaryList {
    let who = Who::of(app, &item.cause.actor, true);
    let reasons = item.triggers.iter().map(|trigger| Markup::from(trigger.words()));
    let said = if item.said.is_empty() { "None was asked for" } else { item.said.as_str() };
    let when = if item.times == 1 {
        words::moment(item.first_at, now)
    } else {
        let (first, last) = (moment_within(item.first_at, now), moment_within(item.last_at, now));
        format!("{} from {first} to {last}", words::counted(item.times, "look"))
    };
    let mut rows = vec![
        Row::new("Why it is here", Markup::lines(reasons)),
        Row::new("Reason the user gave", said),
        Row::new("Who looked", who.name),
        Row::new("Role", who.role),
        Row::new("Organisation", who.organisation),
        Row::new("When", when),
        Row::new("From where", origin(&item.cause.actor)),
    ];
    if let Some(patient) = patient {
        let identity = patient.patient.identity();
        rows.push(Row::new("Patient", ward_row::name(&identity)));
        rows.push(Row::new("NHS number", ward_row::nhs_number(&identity)));
        rows.push(Row::new("Born", ward_row::born(&identity)));
        rows.push(Row::new("Stay at the time", stay_then(patient, item.first_at, now)));
    }
    SummaryList { rows, ..SummaryList::default() }
}

/// Whether the patient was in hospital at a time. Neither ward nor site: the place may be protected.
fn stay_then(patient: &PatientNow, at: Timestamp, now: Timestamp) -> String {
    let stays = || patient.stays.iter().map(|(_, stay)| stay);
    let left = |state: &StayState| match state {
        StayState::Closed(departure) => Some(departure.at),
        _ => None,
    };
    let then = stays().find(|stay| {
        let began = stay.admitted_at.is_some_and(|admitted| admitted <= at);
        let is_over = left(&stay.state).is_some_and(|left| left <= at);
        began && !is_over && !matches!(stay.state, StayState::Void | StayState::Planned)
    });
    if let Some(admitted) = then.and_then(|stay| stay.admitted_at) {
        return format!("In hospital since {}", moment_within(admitted, now));
    }
    let last = stays().filter_map(|stay| left(&stay.state)).filter(|left| *left <= at).max();
    last.map_or_else(
        || "Not in hospital at the time".to_owned(),
        |left| format!("Not in hospital at the time. Left {}", moment_within(left, now)),
    )
}

/// What the viewer did on the day of the item, as far as this officer may see it.
struct Day {
    lines: Vec<AuditLine>,
    names: Names,
}

impl Day {
    async fn load(app: &App, officer: &Staff, item: &PrivacyItem) -> Result<Self, Refused> {
        let Actor::Staff { id, .. } = &item.cause.actor else {
            return Ok(Self { lines: Vec::new(), names: Names::of(app, BTreeSet::new()).await? });
        };
        let (from, until) = day_of(item.first_at);
        let span = AuditSpan { from, until, ..AuditSpan::default() };
        let found = app.store().audit_search(&AuditFilter::Staff(id.clone()), span, MOST).await?;
        let mut lines: Vec<AuditLine> = found.into_iter().rev().map(|found| found.line).collect();
        let patients = lines.iter().filter_map(|line| line.patient.clone()).collect();
        let names = Names::of(app, patients).await?;
        // Who works for two organisations does one's work in the name of one of them.
        let own = &officer.organisation;
        lines.retain(|line| is_done_for(own, line) || names.is_own(own, line));
        Ok(Self { lines, names })
    }

    /// The looks that are gathered in the item.
    fn looks(&self, item: &PrivacyItem, now: Timestamp) -> Table {
        let rows = self.lines.iter().filter(|line| is_of(item, line)).map(|line| look(line, now));
        Table::among("The looks in this item", LOOK.map(Column::words).into(), rows.collect())
    }

    /// What else the viewer did that day.
    fn others(&self, item: &PrivacyItem, now: Timestamp) -> Table {
        let columns = ["When", "What", "Patient", "Why"].map(Column::words).into();
        let others = self.lines.iter().filter(|line| !is_of(item, line));
        let row = |line: &AuditLine| {
            vec![
                Markup::from(words::moment(line.at, now)),
                Markup::from(line.act.words().into_owned()),
                Markup::from(self.names.name(line.patient.as_ref())),
                Markup::from(care::access::privacy::why(line)),
            ]
        };
        Table::among("What else the user did that day", columns, others.map(row).collect())
    }
}

fn is_done_for(own: &Organisation, line: &AuditLine) -> bool {
    match &line.actor {
        Actor::Staff { organisation, .. } => is_same(own, organisation),
        Actor::Visitor { .. } | Actor::Operator { .. } | Actor::Service => false,
    }
}

fn is_same(one: &Organisation, other: &Organisation) -> bool {
    match (one, other) {
        (Organisation::Hospital { trust, .. }, Organisation::Hospital { trust: other, .. }) => {
            trust == other
        }
        (one, other) => one == other,
    }
}

fn is_of(item: &PrivacyItem, line: &AuditLine) -> bool {
    item.patient.is_some() && line.patient == item.patient
}

/// The day of a moment, on the wall of the United Kingdom.
fn day_of(at: Timestamp) -> (Timestamp, Timestamp) {
    let day = local(at).date();
    let next = day.saturating_add(1.day());
    (instant(day.at(0, 0, 0, 0)), instant(next.at(0, 0, 0, 0)))
}

fn said(app: &App, step: &PrivacyStep, now: Timestamp) -> Said {
    let who = Who::of(app, &step.officer, true);
    Said {
        when: words::moment(step.at, now),
        who: format!("{}, {}", who.name, who.organisation),
        what: step.outcome.map_or("Opened again", Outcome::words),
        words: step.words.clone(),
    }
}

fn owner(item: &PrivacyItem, staff: &Staff) -> Owner {
    if may_judge(staff, &item.cause).is_err() || item.closed_at.is_some() {
        return Owner::NotTheirs;
    }
    match &item.owner {
        None => Owner::Nobody,
        Some(owner) if owner.staff == staff.id => Owner::Me,
        Some(owner) => Owner::Other(owner.name.clone()),
    }
}

const CHOICES: [(&str, Outcome, &str); 3] = [
    ("right", Outcome::Right, "There was a good reason to look. The item is done."),
    ("ask", Outcome::AskUser, "Say below what you ask. The item waits for the answer."),
    (
        "wrong",
        Outcome::Wrong,
        "There was no good reason. Say below to whom you report it. The item is done.",
    ),
];

/// The outcome that a form names.
pub(super) fn outcome(named: &str) -> Option<Outcome> {
    CHOICES.iter().find(|(value, ..)| *value == named).map(|(_, outcome, _)| *outcome)
}

fn form(item: &PrivacyItem, staff: &Staff, typed: Typed) -> Form {
    match may_judge(staff, &item.cause) {
        Err(MayNotJudge::OwnLook) => {
            Form::None("This is your own look. Another privacy officer decides.")
        }
        Err(MayNotJudge::OthersStaff) => {
            Form::None("The privacy officer of the user's own organisation decides. Ring them.")
        }
        Err(MayNotJudge::NotYours) => Form::None("Your role reads this item and decides nothing."),
        Ok(()) if item.closed_at.is_some() => Form::Reopen(typed.words),
        Ok(()) => {
            let choice = |(value, outcome, hint): &(&'static str, Outcome, &'static str)| Choice {
                value,
                words: outcome.words(),
                hint,
                is_chosen: *value == typed.outcome,
            };
            Form::Judge(CHOICES.iter().map(choice).collect(), typed.words)
        }
    }
}
