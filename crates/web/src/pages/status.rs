//! Is everything running, and whom does one ring if not? Open to everybody; it names nobody.

pub(crate) mod audit;
mod national;
mod signing_in;

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use care::when::words;
use council::SourceHealth;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use store::FeedNow;

use crate::app::App;
use crate::components::chrome::Chrome;
use crate::components::state::{State as Shown, Tone};
use crate::components::table::Table;
use crate::refusal::Refused;

/// A feed that has been silent for so long is worth a look: even a small hospital sends something.
const SILENT: SignedDuration = SignedDuration::from_mins(30);

/// A message that waits so long to be filed means that filing has stopped.
const WAITING: SignedDuration = SignedDuration::from_mins(1);

/// The status of every connection.
#[derive(Template)]
#[template(path = "pages/status.html")]
struct StatusPage {
    chrome: Chrome,
    at: String,
    feeds: Vec<FeedRow>,
    sources: Vec<SourceRow>,
    national: Table,
    audit: Table,
    signing_in: Table,
    left_out: Vec<String>,
}

struct FeedRow {
    name: String,
    state: Shown,
    last: String,
    backlog: String,
    oldest: String,
    unreadable: String,
}

struct SourceRow {
    name: String,
    state: Shown,
    last_good: String,
    last_failure: String,
}

/// Shows the status.
pub(crate) async fn get(State(app): State<App>) -> Result<Html<String>, Refused> {
    let now = app.now();
    let feeds = app.store().feeds().await?;
    let page = StatusPage {
        chrome: super::open_chrome(&app, "Status"),
        at: words::time(now),
        feeds: feeds.iter().map(|feed| feed_row(feed, now)).collect(),
        sources: sources(&app, now),
        national: national::table(&app, now)?,
        audit: audit::table(&app, now).await?,
        signing_in: signing_in::table(&app, now)?,
        left_out: left_out(&app).await?,
    };
    Ok(Html(page.render()?))
}

fn feed_row(feed: &FeedNow, now: Timestamp) -> FeedRow {
    FeedRow {
        name: feed.feed.clone(),
        state: feed_state(feed, now),
        last: ago(feed.last_received_at, now),
        backlog: feed.unfiled.to_string(),
        oldest: feed.oldest_unfiled_at.map_or_else(|| "None waits".to_owned(), |at| ago(at, now)),
        unreadable: feed.unreadable.to_string(),
    }
}

fn feed_state(feed: &FeedNow, now: Timestamp) -> Shown {
    let longer = |at: Option<Timestamp>, limit| at.is_some_and(|at| now.duration_since(at) > limit);
    if longer(feed.oldest_unfiled_at, WAITING) {
        Shown::new(Tone::Alarm, "Overdue")
    } else if longer(Some(feed.last_received_at), SILENT) {
        Shown::new(Tone::Careful, "Silent")
    } else {
        Shown::new(Tone::Good, "Running")
    }
}

fn sources(app: &App, now: Timestamp) -> Vec<SourceRow> {
    let rows = app.councils().names().filter_map(|name| {
        let profile = app.councils().profile(name)?;
        let health = app.councils().health(name)?;
        Some(source_row(&profile.display_name, &health, now))
    });
    rows.collect()
}

fn source_row(name: &str, health: &SourceHealth, now: Timestamp) -> SourceRow {
    let failed_at = health.last_failure.as_ref().map(|(at, _)| *at);
    let failing = match (health.last_good, failed_at) {
        (Some(good), Some(failed)) => failed > good,
        (None, failed) => failed.is_some(),
        (Some(_), None) => false,
    };
    let state = match (failing, health.last_good) {
        (true, _) => Shown::new(Tone::Alarm, "Could not check"),
        (false, Some(_)) => Shown::new(Tone::Good, "Answering"),
        (false, None) => Shown::new(Tone::Waiting, "Not asked yet"),
    };
    SourceRow {
        name: name.to_owned(),
        state,
        last_good: health.last_good.map_or_else(|| "None yet".to_owned(), |at| ago(at, now)),
        last_failure: health
            .last_failure
            .as_ref()
            .map_or_else(|| "None".to_owned(), |(at, words)| format!("{}: {words}", ago(*at, now))),
    }
}

/// What the councils' sources offered and nobody took in, in words and counts.
async fn left_out(app: &App) -> Result<Vec<String>, Refused> {
    let mut lines = Vec::new();
    for name in app.councils().names() {
        let council =
            app.councils().profile(name).map_or("", |profile| profile.display_name.as_str());
        for (what, count) in app.store().drop_counts(name).await? {
            lines.push(format!("{council}: {what}, {}", words::counted(count, "time")));
        }
    }
    Ok(lines)
}

/// A moment with its age: "Today 14:05 (3 minutes ago)".
fn ago(at: Timestamp, now: Timestamp) -> String {
    let age = now.duration_since(at);
    let at = words::moment(at, now);
    if age < SignedDuration::from_mins(1) {
        format!("{at} (just now)")
    } else {
        format!("{at} ({} ago)", words::duration(age))
    }
}

/// The status for a machine. Times are RFC 3339 in UTC.
#[derive(Serialize)]
struct StatusJson {
    at: Timestamp,
    feeds: Vec<FeedJson>,
    sources: Vec<SourceJson>,
    national: Option<national::NationalJson>,
    audit: audit::AuditJson,
    signing_in: Vec<signing_in::ProviderJson>,
}

#[derive(Serialize)]
struct FeedJson {
    feed: String,
    last_received_at: Timestamp,
    unfiled: i64,
    oldest_unfiled_at: Option<Timestamp>,
    unreadable: i64,
    kept: i64,
    repeated: i64,
}

#[derive(Serialize)]
struct SourceJson {
    council: String,
    last_good_at: Option<Timestamp>,
    last_failure_at: Option<Timestamp>,
}

/// Gives the status to a machine.
pub(crate) async fn json(State(app): State<App>) -> Result<Response, Refused> {
    let feeds = app.store().feeds().await?;
    let sources = app.councils().names().filter_map(|name| {
        let health = app.councils().health(name)?;
        Some(SourceJson {
            council: name.to_string(),
            last_good_at: health.last_good,
            last_failure_at: health.last_failure.as_ref().map(|(at, _)| *at),
        })
    });
    let status = StatusJson {
        at: app.now(),
        feeds: feeds.into_iter().map(feed_json).collect(),
        sources: sources.collect(),
        national: national::json(&app),
        audit: audit::json(&app).await?,
        signing_in: signing_in::json(&app),
    };
    let text = serde_json::to_string(&status).map_err(|_| Refused::NotFound)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

fn feed_json(feed: FeedNow) -> FeedJson {
    FeedJson {
        feed: feed.feed,
        last_received_at: feed.last_received_at,
        unfiled: feed.unfiled,
        oldest_unfiled_at: feed.oldest_unfiled_at,
        unreadable: feed.unreadable,
        kept: feed.kept,
        repeated: feed.repeated,
    }
}

/// Says whether this node can serve: it can when its store answers.
pub(crate) async fn health(State(app): State<App>) -> Response {
    match app.store().feeds().await {
        Ok(_) => "ok\n".into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n").into_response(),
    }
}
