//! Who waits at the match desk, since when, and who has it?

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use care::access::desk::{is_overdue, is_own_pair, waits_long};
use care::access::{DataGroup, NameList, Staff};
use care::people::PersonKey;
use care::when::words;
use jiff::{SignedDuration, Timestamp};
use store::{DeskItem, JudgementRow};

use super::may_work;
use super::opinions::opinion_words;
use super::who::Who;
use crate::app::App;
use crate::components::cells;
use crate::components::chrome::Chrome;
use crate::components::markup::Markup;
use crate::components::state::{State as Shown, Tone};
use crate::components::table::{Column, Table};
use crate::looking;
use crate::pages::{chrome, organisation_words};
use crate::refusal::Refused;
use crate::session::SignedIn;

/// More items than a desk can have in sight.
const MOST: usize = 500;

/// What was decided is listed for so long, so that it can be taken back.
const LATELY: SignedDuration = SignedDuration::from_hours(14 * 24);

/// At most so many of them.
const MOST_LATELY: i64 = 50;

/// The queue.
#[derive(Template)]
#[template(path = "pages/desk/queue.html")]
struct QueuePage {
    chrome: Chrome,
    organisation: String,
    updated: String,
    counts: String,
    list: Table,
    lately: Table,
    sees_withdrawn: bool,
}

/// Shows the queue.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Html<String>, Refused> {
    let staff = &signed_in.staff;
    may_work(staff)?;
    let now = app.now();
    let mut items = app.store().desk_queue(&staff.organisation, MOST + 1).await?;
    let more_wait = items.len() > MOST;
    items.truncate(MOST);
    items.sort_by_key(|item| {
        (!is_own(item, staff), !is_overdue(item.kind, item.since, now), item.since)
    });
    let mut rows = Vec::with_capacity(items.len());
    let mut named = 0;
    for item in &items {
        if let Some(patient) = app.store().patient(&item.patient).await? {
            let who = Who::of(&app, &patient).await?;
            named += usize::from(who.is_named());
            rows.push(row(&app, staff, (item, &who), now)?);
        }
    }
    let (lately, named_lately) = lately(&app, staff, now).await?;
    // The line first: what follows is given out only once it is written.
    app.store().note_list(staff, (NameList::MatchDesk, named + named_lately), now).await?;
    let page = QueuePage {
        chrome: chrome(&app, "Match desk", &signed_in),
        organisation: organisation_words(&app, &staff.organisation),
        updated: words::time(now),
        counts: counts((&items, more_wait), staff, now),
        list: Table::list(CAPTION, columns()?, rows),
        lately,
        sees_withdrawn: looking::may(staff, DataGroup::AccessLog).is_ok(),
    };
    Ok(Html(page.render()?))
}

const CAPTION: &str = "Pairs that wait: yours first, then what is overdue, then the oldest";

fn is_own(item: &DeskItem, staff: &Staff) -> bool {
    item.owner.as_ref().is_some_and(|owner| owner.staff == staff.id)
}

/// "12 pairs wait: 1 is yours, 3 nobody has taken, 2 are overdue." Where more wait than are shown,
/// it says so.
fn counts((items, more_wait): (&[DeskItem], bool), staff: &Staff, now: Timestamp) -> String {
    let count = |is: &dyn Fn(&DeskItem) -> bool| items.iter().filter(|item| is(item)).count();
    let number = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let own = count(&|item| is_own(item, staff));
    let free = count(&|item| item.owner.is_none());
    let late = count(&|item| is_overdue(item.kind, item.since, now));
    let wait = if number == 1 { "waits" } else { "wait" };
    let pairs = words::counted(number, "pair");
    let which = if more_wait {
        format!("More than {pairs} wait, and only the oldest of them are shown")
    } else {
        format!("{pairs} {wait}")
    };
    format!("{which}: {own} with you, {free} with nobody, {late} overdue.")
}

fn columns() -> Result<Vec<Column>, askama::Error> {
    Ok(vec![
        Column::words("Patient"),
        Column::digits(cells::nhs_number()?),
        Column::digits("Born"),
        Column::words("Why"),
        Column::words("Waits since"),
        Column::words("Who has it"),
        Column::numbers("Candidates"),
        Column::words("Hospital"),
    ])
}

fn row(
    app: &App,
    staff: &Staff,
    (item, who): (&DeskItem, &Who),
    now: Timestamp,
) -> Result<Vec<Markup>, askama::Error> {
    let trust = app.trust(&item.trust);
    Ok(vec![
        who.cell(&item.patient)?,
        Markup::from(who.nhs_number()),
        Markup::from(who.born()),
        Markup::from(item.kind.words()),
        Markup::lines(
            [Some(Markup::from(words::moment(item.since, now))), late(item, now)?]
                .into_iter()
                .flatten(),
        ),
        Markup::from(owner(item, staff)),
        Markup::from(item.candidates.len().to_string()),
        Markup::from(trust.map_or_else(|| item.trust.to_string(), |trust| trust.name.clone())),
    ])
}

/// What is late is said with a shape and a word; what nobody has taken for long, too.
fn late(item: &DeskItem, now: Timestamp) -> Result<Option<Markup>, askama::Error> {
    let waited = words::duration(now.duration_since(item.since));
    let state = if is_overdue(item.kind, item.since, now) {
        Shown::new(Tone::Alarm, format!("Overdue: {waited}"))
    } else if item.owner.is_none() && waits_long(item.since, now) {
        Shown::new(Tone::Careful, format!("Nobody for {waited}"))
    } else {
        return Ok(None);
    };
    cells::state(&state).map(Some)
}

fn owner(item: &DeskItem, staff: &Staff) -> String {
    match &item.owner {
        None => "Nobody yet".to_owned(),
        Some(owner) if owner.staff == staff.id => "You".to_owned(),
        Some(owner) => owner.name.clone(),
    }
}

/// What was decided lately, so that a decision can be found again and taken back; and how many of
/// its rows name somebody.
async fn lately(app: &App, staff: &Staff, now: Timestamp) -> Result<(Table, usize), Refused> {
    let columns = ["Patient", "Decided", "Who", "When"].map(Column::words).into();
    let (mut rows, mut named) = (Vec::new(), 0);
    for patient in app.store().judged_since(&staff.organisation, now - LATELY, MOST_LATELY).await? {
        let Some(known) = app.store().patient(&patient).await? else { continue };
        let said = app.store().judgements_of(&patient).await?;
        let own = |person: &PersonKey| is_own_pair(staff, &known.trust, person);
        let last = said.iter().find(|row| own(&row.judgement.person) && row.taken_back.is_none());
        if let Some(last) = last {
            let who = Who::of_judged(app, staff, &known).await?;
            named += usize::from(who.is_named());
            rows.push(decided(who.cell(&known.id)?, last, now));
        }
    }
    Ok((Table::among("Said in the last 14 days, newest first", columns, rows), named))
}

fn decided(who: Markup, last: &JudgementRow, now: Timestamp) -> Vec<Markup> {
    vec![
        who,
        Markup::from(opinion_words(last.judgement.opinion)),
        Markup::from(last.staff.name.as_str()),
        Markup::from(words::moment(last.judgement.at, now)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_cut_says_so() {
        let staff = invented::staff().remove(0).staff;
        let said = |more_wait| counts((&[], more_wait), &staff, Timestamp::UNIX_EPOCH);
        assert!(!said(false).contains("More than"), "{}", said(false));
        let cut = said(true);
        assert!(cut.contains("More than") && cut.contains("only the oldest"), "{cut}");
    }
}
