//! Can it be proved who did what?

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use care::access::Chain;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use store::PublishedHead;

use super::ago;
use crate::app::App;
use crate::components::cells;
use crate::components::markup::Markup;
use crate::components::state::{State as Shown, Tone};
use crate::components::table::{Column, Table};
use crate::refusal::Refused;

/// Heads are published every hour at the rarest: what waits longer waits for somebody.
const LATE: SignedDuration = SignedDuration::from_hours(2);

/// Lines that wait so long to be sent mean that the trust's monitoring does not take them.
const UNSENT: SignedDuration = SignedDuration::from_mins(10);

/// How the audit is now.
struct Audit {
    published: Vec<PublishedHead>,
    /// The signature of the last of them fits the key that is known here.
    is_signed: bool,
    /// Lines that no published head covers.
    uncovered: i64,
    /// When something was last sent to the monitoring, where anything ever was, and what waits.
    sent: Option<(Timestamp, i64)>,
}

/// The audit for a machine. Times are RFC 3339 in UTC.
#[derive(Serialize)]
pub(super) struct AuditJson {
    last_published_at: Option<Timestamp>,
    signed: bool,
    uncovered: i64,
    last_sent_at: Option<Timestamp>,
    unsent: Option<i64>,
}

/// The heads of the chains that were published last, for whoever keeps them elsewhere. They name
/// nobody: organisations, numbers, hashes and signatures.
pub(crate) async fn heads(State(app): State<App>) -> Result<Response, Refused> {
    let heads = app.store().published_heads().await?;
    let text = serde_json::to_string(&heads).map_err(|_| Refused::NotFound)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

/// A line for what is published, and one for what is sent where anything is.
pub(super) async fn table(app: &App, now: Timestamp) -> Result<Table, Refused> {
    let audit = load(app).await?;
    let columns = vec![
        Column::words("Audit"),
        Column::words("State"),
        Column::words("Last time"),
        Column::numbers("Lines since"),
    ];
    let last = audit.last_published().map_or_else(|| "None yet".to_owned(), |at| ago(at, now));
    let mut rows = vec![vec![
        Markup::from("Heads published"),
        cells::state(&audit.state(now))?,
        Markup::from(last),
        Markup::from(audit.uncovered.to_string()),
    ]];
    if let Some((at, waiting)) = audit.sent {
        rows.push(vec![
            Markup::from("Sent to monitoring"),
            cells::state(&sending(at, waiting, now))?,
            Markup::from(ago(at, now)),
            Markup::from(waiting.to_string()),
        ]);
    }
    Ok(Table::list("Audit", columns, rows))
}

pub(super) async fn json(app: &App) -> Result<AuditJson, Refused> {
    let audit = load(app).await?;
    Ok(AuditJson {
        last_published_at: audit.last_published(),
        signed: audit.is_signed,
        uncovered: audit.uncovered,
        last_sent_at: audit.sent.map(|(at, _)| at),
        unsent: audit.sent.map(|(_, waiting)| waiting),
    })
}

async fn load(app: &App) -> Result<Audit, Refused> {
    let store = app.store();
    let published = store.published_heads().await?;
    let covered = |chain: Option<Chain>| {
        let last = published.iter().find(|head| Some(&head.chain) == chain.as_ref());
        last.map_or(0, |head| head.sequence)
    };
    let heads = store.audit_heads().await?;
    let uncovered = heads.iter().map(|head| head.sequence - covered(head.known())).sum();
    let sent = match store.last_sent().await? {
        None => None,
        Some(at) => Some((at, store.unsent().await?.iter().map(|one| one.waiting).sum())),
    };
    let is_signed = last(&published).is_some_and(|head| app.is_signed(head));
    Ok(Audit { published, is_signed, uncovered, sent })
}

fn last(published: &[PublishedHead]) -> Option<&PublishedHead> {
    published.iter().max_by_key(|head| head.at)
}

impl Audit {
    fn last_published(&self) -> Option<Timestamp> {
        last(&self.published).map(|head| head.at)
    }

    /// A signature that is there and does not fit the key known here proves nothing here.
    fn state(&self, now: Timestamp) -> Shown {
        let has_signature = || last(&self.published).is_some_and(|head| !head.signature.is_empty());
        match self.last_published() {
            None => Shown::new(Tone::Waiting, "Not published yet"),
            Some(at) if self.uncovered > 0 && now.duration_since(at) > LATE => {
                Shown::new(Tone::Alarm, "Overdue")
            }
            Some(_) if self.is_signed => Shown::new(Tone::Good, "Signed"),
            Some(_) if has_signature() => Shown::new(Tone::Careful, "Published"),
            Some(_) => Shown::new(Tone::Careful, "Not signed"),
        }
    }
}

fn sending(at: Timestamp, waiting: i64, now: Timestamp) -> Shown {
    if waiting > 0 && now.duration_since(at) > UNSENT {
        Shown::new(Tone::Alarm, "Overdue")
    } else {
        Shown::new(Tone::Good, "Running")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(audit: &Audit, expected: &str) {
        assert_eq!(audit.state(at(24 * 3600)).words, expected);
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_786_000_000 + second).unwrap()
    }

    #[test]
    fn what_nobody_published_or_signed_is_said() {
        let head = |signature: &str, second| PublishedHead {
            chain: "service".parse().unwrap(),
            sequence: 7,
            hash: String::new(),
            at: at(second),
            key: String::new(),
            signature: signature.to_owned(),
        };
        let audit =
            |published, uncovered| Audit { published, is_signed: false, uncovered, sent: None };
        check(&audit(Vec::new(), 3), "Not published yet");
        check(&Audit { is_signed: true, ..audit(vec![head("ab", 0)], 0) }, "Signed");
        check(&audit(vec![head("ab", 0)], 0), "Published");
        check(&audit(vec![head("ab", 0)], 1), "Overdue");
        check(&audit(vec![head("", 24 * 3600)], 1), "Not signed");
        assert_eq!(sending(at(0), 1, at(601)).words, "Overdue");
        assert_eq!(sending(at(0), 0, at(601)).words, "Running");
    }
}
