//! Alerts and safeguarding concerns.

use care::record::{Alert, Fact, SafeguardingConcern};

use super::never;
use super::row::Row;
use crate::lists::Meaning;

/// An alert, unless it must not leave the council. Of one whose audience is not understood only
/// that there is one is kept: its words could be meant for nobody here.
pub(super) fn alert(row: Row<'_>) -> Option<Alert> {
    let kept_back = matches!(
        row.meaning::<care::record::AlertAudience>("audience"),
        Fact::Known(Meaning::Never)
    );
    let named =
        |column: &str| matches!(row.written(column), Fact::Known(text) if never::is_alert(&text));
    if kept_back || named("audience") || named("kind") || named("text") {
        row.dropped(never::ALERT);
        return None;
    }
    let audience = row.coded("audience");
    let text = match audience {
        Fact::Unrecognised => Fact::Unrecognised,
        _ => row.text("text"),
    };
    Some(Alert {
        audience,
        text,
        starts: row.when("starts"),
        ends: row.when("ends"),
        recorded_by: row.professional("recorded_by"),
    })
}

pub(super) fn concern(row: Row<'_>) -> SafeguardingConcern {
    SafeguardingConcern {
        raised: row.when("raised"),
        closed: row.when("closed"),
        phone: row.phone("phone"),
    }
}
