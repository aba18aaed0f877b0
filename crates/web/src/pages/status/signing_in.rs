//! Do those answer who vouch for staff?

use jiff::Timestamp;
use serde::Serialize;
use signin::provider::{Health, Provider};

use super::ago;
use crate::app::App;
use crate::components::cells;
use crate::components::markup::Markup;
use crate::components::state::{State as Shown, Tone};
use crate::components::table::{Column, Table};

/// A line for each provider.
pub(super) fn table(app: &App, now: Timestamp) -> Result<Table, askama::Error> {
    let columns = vec![
        Column::words("Sign in with"),
        Column::words("State"),
        Column::words("Last answer"),
        Column::words("Last failure"),
    ];
    let rows = app.settings().providers.all.iter().map(|provider| row(provider, now));
    Ok(Table::list("Signing in", columns, rows.collect::<Result<_, _>>()?))
}

fn row(provider: &Provider, now: Timestamp) -> Result<Vec<Markup>, askama::Error> {
    let health = provider.health();
    let answer = health.last_answer.map_or_else(|| "None yet".to_owned(), |at| ago(at, now));
    let failure = health
        .last_failure
        .map_or_else(|| "None".to_owned(), |(at, trouble)| format!("{}: {trouble}", ago(at, now)));
    Ok(vec![
        Markup::from(provider.words().to_owned()),
        cells::state(&state(health))?,
        Markup::from(answer),
        Markup::from(failure),
    ])
}

fn state(health: Health) -> Shown {
    let failed_at = health.last_failure.map(|(at, _)| at);
    match (health.last_answer, failed_at) {
        (None, None) => Shown::new(Tone::Waiting, "Not asked yet"),
        (answered, failed) if answered >= failed => Shown::new(Tone::Good, "Answering"),
        _ => Shown::new(Tone::Alarm, "Not answering"),
    }
}

/// The same for a machine.
#[derive(Serialize)]
pub(super) struct ProviderJson {
    provider: String,
    last_answer_at: Option<Timestamp>,
    last_failure_at: Option<Timestamp>,
    /// In one word.
    last_failure: Option<&'static str>,
}

pub(super) fn json(app: &App) -> Vec<ProviderJson> {
    let providers = app.settings().providers.all.iter();
    let one = |provider: &Provider| {
        let health = provider.health();
        ProviderJson {
            provider: provider.name().to_owned(),
            last_answer_at: health.last_answer,
            last_failure_at: health.last_failure.map(|(at, _)| at),
            last_failure: health.last_failure.map(|(_, trouble)| trouble.code()),
        }
    };
    providers.map(|provider| one(provider)).collect()
}
