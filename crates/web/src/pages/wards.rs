//! Who is on this ward, and whom does the council know?

use std::convert::Infallible;
use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use axum::response::sse::{Event, KeepAlive, Sse};
use care::access::session::State as SessionState;
use care::access::{DataGroup, Organisation};
use care::people::TrustCode;
use care::when::words;
use futures_util::Stream;
use jiff::Timestamp;
use serde::Deserialize;
use store::OnWard;

use crate::address::{Asked, Named};
use crate::app::App;
use crate::components::chrome::{Chrome, Live};
use crate::components::table::Table;
use crate::looking;
use crate::pages::chrome;
use crate::pages::ward_row;
use crate::refusal::Refused;
use crate::session::{SignedIn, Watching};

/// More patients than any ward or hospital of ours has in bed.
const MOST: i64 = 2_000;

/// How often an open list looks whether it has changed.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// The list of wards.
#[derive(Template)]
#[template(path = "pages/wards.html")]
struct WardsPage {
    chrome: Chrome,
    trust: String,
    wards: Vec<WardCard>,
}

struct WardCard {
    code: String,
    name: String,
    patients: String,
}

/// One ward, bed by bed.
#[derive(Template)]
#[template(path = "pages/ward.html")]
struct WardPage {
    chrome: Chrome,
    ward: String,
    code: String,
    updated: String,
    shown: String,
    /// Whether this role learns whom a council knows.
    may_know: bool,
    only_known: bool,
    list: Table,
}

/// What the list is narrowed to.
#[derive(Deserialize)]
pub(crate) struct Filter {
    /// `known`: only those whom a council knows, or may know.
    #[serde(default)]
    show: String,
}

/// Shows the wards of the user's hospital.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Html<String>, Refused> {
    let trust = hospital(&signed_in)?;
    let wards = app.store().wards(&trust).await?;
    let page = WardsPage {
        chrome: chrome(&app, "Wards", &signed_in),
        trust: app.trust(&trust).map_or_else(|| trust.to_string(), |trust| trust.name.clone()),
        wards: wards
            .into_iter()
            .map(|ward| WardCard {
                name: ward_name(&ward.ward, &ward.described),
                patients: words::counted(ward.patients, "patient"),
                code: ward.ward,
            })
            .collect(),
    };
    Ok(Html(page.render()?))
}

/// Shows who lies on a ward.
pub(crate) async fn get_ward(
    State(app): State<App>,
    signed_in: SignedIn,
    Named(ward): Named<String>,
    Asked(filter): Asked<Filter>,
) -> Result<Html<String>, Refused> {
    let trust = hospital(&signed_in)?;
    let on_ward = app.store().ward_list(&trust, Some(&ward), MOST).await?;
    let revision = app.store().ward_revision(&trust, Some(&ward)).await?;
    let may_know = looking::may(&signed_in.staff, DataGroup::KnownAndTeam).is_ok();
    let only_known = may_know && filter.show == "known";
    let described = on_ward.first().map(|one| one.stay.place.described.clone()).unwrap_or_default();
    let now = app.now();
    let all = on_ward.len();
    let rows = on_ward
        .iter()
        .filter(|one| !only_known || concerns_council(one, now))
        .map(|one| ward_row::row(one, may_know, now))
        .collect::<Result<Vec<_>, _>>()?;
    let ward_words = ward_name(&ward, &described);
    let live = Live::From(format!("/wards/{ward}/changes?since={revision}"));
    let page = WardPage {
        chrome: Chrome { live, ..chrome(&app, "Ward list", &signed_in) },
        updated: words::time(now),
        shown: shown(rows.len(), all, only_known),
        code: ward,
        may_know,
        only_known,
        list: Table {
            names: ward_row::NAMES,
            ..Table::list(format!("Patients on {ward_words}"), ward_row::columns()?, rows)
        },
        ward: ward_words,
    };
    Ok(Html(page.render()?))
}

/// Whether a council knows the patient, or may, and the list may tell so.
fn concerns_council(one: &OnWard, now: Timestamp) -> bool {
    use care::people::Verdict;
    one.link.as_ref().is_some_and(|link| !matches!(link.verdict, Verdict::None(_)))
        && ward_row::tells(one, now)
}

/// What is shown and in which order, written out.
fn shown(rows: usize, all: usize, only_known: bool) -> String {
    if only_known {
        format!(
            "Showing {rows} of {all} patients: those whom the council knows or may know. In order of beds."
        )
    } else {
        format!("Showing all {all} patients, in order of beds.")
    }
}

/// The revision of the list that is on the screen.
#[derive(Deserialize)]
pub(crate) struct Since {
    since: i64,
}

/// Tells an open list how often it has changed since it was drawn. The rows stay where they are:
/// the user says when to draw anew.
pub(crate) async fn changes(
    State(app): State<App>,
    Watching(signed_in): Watching,
    Named(ward): Named<String>,
    Asked(Since { since }): Asked<Since>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Refused> {
    let trust = hospital(&signed_in)?;
    let session = signed_in.session.handle;
    let watched = Watched { app, session, trust, ward, seen: since, since };
    let events = futures_util::stream::unfold(watched, |mut watched| async move {
        let count = watched.next().await?;
        let news = format!("{}. Refresh the list to see them.", words::counted(count, "change"));
        Some((Ok(Event::default().data(news)), watched))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

/// A list that somebody has open.
struct Watched {
    app: App,
    /// The handle of the session.
    session: String,
    trust: TrustCode,
    ward: String,
    seen: i64,
    since: i64,
}

impl Watched {
    /// Waits for the next change and says how many there have been; `None` when the user is no
    /// longer signed in, or the screen is locked (hazard H22), or the store is gone, which ends the stream: the browser comes
    /// again by itself. Listening does not prolong a session.
    async fn next(&mut self) -> Option<i64> {
        loop {
            tokio::time::sleep(LOOK_AGAIN).await;
            let times = self.app.store().session_times(&self.session).await.ok()??;
            if times.state(self.app.now()) != SessionState::Open {
                return None;
            }
            let now = self.app.store().ward_revision(&self.trust, Some(&self.ward)).await.ok()?;
            if now > self.seen {
                self.seen = now;
                return Some(now - self.since);
            }
        }
    }
}

/// The trust in whose name the user looks, if their role may see who is in hospital. Councils
/// have no wards.
pub(crate) fn hospital(signed_in: &SignedIn) -> Result<TrustCode, Refused> {
    looking::may(&signed_in.staff, DataGroup::HospitalStay)?;
    match &signed_in.staff.organisation {
        Organisation::Hospital { trust, .. } => Ok(trust.clone()),
        Organisation::Council(_) => Err(Refused::RoleMayNot),
    }
}

fn ward_name(code: &str, described: &str) -> String {
    match (described.is_empty(), code.is_empty()) {
        (false, _) => described.to_owned(),
        (true, false) => format!("Ward {code}"),
        (true, true) => "No ward recorded".to_owned(),
    }
}
