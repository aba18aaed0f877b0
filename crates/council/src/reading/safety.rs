//! Alerts and safeguarding concerns.

use care::record::{Alert, AlertAudience, Fact, SafeguardingConcern};

use super::never;
use super::row::Row;

/// An alert, unless it must not leave the council. Of one whose audience is not understood only
/// that there is one is kept: its words could be meant for nobody here.
pub(super) fn alert(row: Row<'_>) -> Option<Alert> {
    let named = |column: &str| row.peek(column).is_some_and(|text| never::is_alert(&text));
    let kept_back = row.is_kept_back::<AlertAudience>("audience");
    if kept_back || ["audience", "kind", "text"].into_iter().any(named) {
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
