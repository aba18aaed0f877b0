//! Whom the ward may ring.

use care::record::{Fact, PersonalContact, ProfessionalContact};

use super::never;
use super::row::Row;

pub(super) fn professional(row: Row<'_>) -> ProfessionalContact {
    ProfessionalContact {
        name: row.text("name"),
        role: row.text("role"),
        key_worker: row.flag("key_worker"),
        speciality: row.text("speciality"),
        team: row.text("team"),
        organisation: row.text("organisation"),
        phone: row.phone("phone"),
        email: row.text("email"),
        starts: row.when("starts"),
        ends: row.when("ends"),
    }
}

/// Somebody near to the person: only who is marked as shareable. Anything but a clear yes is no.
pub(super) fn personal(row: Row<'_>) -> Option<PersonalContact> {
    if row.flag("shareable") != Fact::Known(true) {
        row.dropped(never::CONTACT);
        return None;
    }
    Some(PersonalContact {
        name: row.text("name"),
        relationship: row.text("relationship"),
        roles: row.list("roles"),
        main_carer: row.flag("main_carer"),
        can_continue: row.text("can_continue"),
        parental_responsibility: row.flag("parental_responsibility"),
        household_member: row.flag("household_member"),
        phone: row.phone("phone"),
        email: row.text("email"),
        comments: row.text("comments"),
    })
}
