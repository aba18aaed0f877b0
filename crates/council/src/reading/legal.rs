//! Who decides, if the person cannot.

use care::record::{Attorney, CapacityAssessment, Deprivation, MentalHealthStatus};

use super::row::Row;

pub(super) fn capacity(row: Row<'_>) -> CapacityAssessment {
    CapacityAssessment {
        assessed: row.when("assessed"),
        location: row.text("location"),
        outcome: row.text("outcome"),
        document: row.text("document"),
        assessor: row.professional("assessor"),
        recorded_by: row.professional("recorded_by"),
    }
}

pub(super) fn attorney(row: Row<'_>) -> Attorney {
    Attorney {
        kind: row.coded("kind"),
        registered: row.flag("registered"),
        recorded: row.when("recorded"),
        location: row.text("location"),
        document: row.text("document"),
        name: row.text("name"),
        phone: row.phone("phone"),
        taken_by: row.professional("taken_by"),
        recorded_by: row.professional("recorded_by"),
    }
}

pub(super) fn deprivation(row: Row<'_>) -> Deprivation {
    Deprivation {
        applied: row.when("applied"),
        status: row.coded("status"),
        description: row.text("description"),
        starts: row.when("starts"),
        ends: row.when("ends"),
        applicant: row.professional("applicant"),
    }
}

pub(super) fn mental_health(row: Row<'_>) -> MentalHealthStatus {
    MentalHealthStatus {
        starts: row.when("starts"),
        ends: row.when("ends"),
        location: row.text("location"),
        status: row.text("status"),
        supporting: row.text("supporting"),
        decided_by: row.professional("decided_by"),
        recorded_by: row.professional("recorded_by"),
    }
}
