//! Who looked at whom without need? The privacy desk, and the reports for the person themselves.

mod decide;
mod held;
mod item;
mod lines;
mod list;
mod people;
mod report;
mod watched;

pub(crate) use decide::{owner, post as post_item, reopen};
pub(crate) use held::{get as get_held, post as post_held};
pub(crate) use item::get as get_item;
pub(crate) use list::get;
pub(crate) use people::{get as get_people, post as post_people};
pub(crate) use report::{get as get_report, get_copy, post as post_report, post_copy};
pub(crate) use watched::{get as get_watched, post as post_watched, remove as remove_watched};

use care::access::privacy::{NoReport, concerns, reads_access_log, works_at_privacy_desk};
use care::access::{Act, Actor, AuditLine, Staff};
use jiff::Timestamp;
use store::{PrivacyItem, PrivacyItemId};

use crate::app::App;
use crate::refusal::Refused;
use crate::session::SignedIn;

impl From<NoReport> for Refused {
    /// Another's patient looks like one who does not exist.
    fn from(why: NoReport) -> Self {
        match why {
            NoReport::RoleMayNot => Self::RoleMayNot,
            NoReport::NotYours | NoReport::ReasonNeeded => Self::NotFound,
        }
    }
}

/// Refuses a role that does not work at the privacy desk.
fn may_work(staff: &Staff) -> Result<(), Refused> {
    if works_at_privacy_desk(staff) { Ok(()) } else { Err(Refused::RoleMayNot) }
}

/// Refuses a role that may not read who looked at anybody.
fn may_read(staff: &Staff) -> Result<(), Refused> {
    if reads_access_log(staff) { Ok(()) } else { Err(Refused::RoleMayNot) }
}

/// An item that concerns the officer's organisation; any other does not exist for them.
async fn find(app: &App, signed_in: &SignedIn, id: &str) -> Result<PrivacyItem, Refused> {
    may_work(&signed_in.staff)?;
    let id: PrivacyItemId = id.parse().map_err(|_| Refused::NotFound)?;
    let item = app.store().privacy_item(id).await?.ok_or(Refused::NotFound)?;
    let is_theirs = concerns(&signed_in.staff.organisation, &item.cause);
    if is_theirs { Ok(item) } else { Err(Refused::NotFound) }
}

/// What an officer does, where it concerns no patient.
fn line(staff: &Staff, act: Act, now: Timestamp) -> AuditLine {
    AuditLine::new(now, Actor::from(staff), act)
}
