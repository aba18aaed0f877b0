//! What the council has done and found.

use care::record::{Assessment, Equipment, Referral, SupportReason};

use super::row::Row;

pub(super) fn referral(row: Row<'_>) -> Referral {
    Referral {
        made: row.when("made"),
        referrer: row.professional("referrer"),
        from_service: row.text("from_service"),
        kind: row.text("kind"),
        reason: row.text("reason"),
        recipient: row.professional("recipient"),
        to_service: row.text("to_service"),
    }
}

pub(super) fn support_reason(row: Row<'_>) -> SupportReason {
    SupportReason {
        reason: row.text("reason"),
        active: row.flag("active"),
        starts: row.day("starts"),
        ends: row.day("ends"),
    }
}

pub(super) fn assessment(row: Row<'_>) -> Assessment {
    Assessment {
        done: row.when("done"),
        location: row.text("location"),
        kind: row.text("kind"),
        outcome: row.text("outcome"),
        scores: row.list("scores"),
        assessor: row.professional("assessor"),
        recorded_by: row.professional("recorded_by"),
        review_due: row.day("review_due"),
    }
}

pub(super) fn equipment(row: Row<'_>) -> Equipment {
    Equipment {
        name: row.text("name"),
        issued: row.when("issued"),
        comment: row.text("comment"),
        service_phone: row.phone("service_phone"),
    }
}
