//! Who read a list that names people?

use care::access::{Act, Actor, AuditLine, NameList, Staff};
use jiff::Timestamp;

use crate::{AuditFilter, Store, StoreError};

/// So many of somebody's last lines are looked through for the same look. Whoever does more within
/// it has a second line, which does no harm.
const LAST: i64 = 50;

impl Store {
    /// Notes that somebody is about to be shown a list of which so many rows name a person. None is
    /// written where nobody is named, and none for the same list again within the same look
    /// ([`NameList::SAME_LOOK`]), unless it has come to name more people than that line says.
    pub async fn note_list(
        &self,
        staff: &Staff,
        (list, named): (NameList, usize),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let named = u64::try_from(named).unwrap_or(u64::MAX);
        let line = AuditLine::new(now, Actor::from(staff), Act::SawList { list, named });
        if named == 0 || self.is_same_look(&line, staff).await? {
            return Ok(());
        }
        self.note(&line).await
    }

    async fn is_same_look(&self, line: &AuditLine, staff: &Staff) -> Result<bool, StoreError> {
        let last = self.audit_lines(&AuditFilter::Staff(staff.id.clone()), LAST).await?;
        Ok(last.iter().any(|before| covers(before, line)))
    }
}

/// Whether an earlier line tells of the same look already.
fn covers(before: &AuditLine, line: &AuditLine) -> bool {
    let age = line.at.duration_since(before.at);
    match (&before.act, &line.act) {
        (Act::SawList { list: before_list, named: before_named }, Act::SawList { list, named }) => {
            before_list == list
                && before_named >= named
                && before.actor == line.actor
                && !age.is_negative()
                && age < NameList::SAME_LOOK
        }
        _ => false,
    }
}
