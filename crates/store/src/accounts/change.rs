//! What becomes of an account, once somebody has decided?

use care::access::accounts::AccountAct;
use care::access::{Actor, Seat};
use jiff::Timestamp;

use super::{Account, house, line};
use crate::engine::value::{json, values};
use crate::engine::work::Work;
use crate::invitations::{InvitationKind, NewInvitation};
use crate::{Store, StoreError, audit, invitations, passkeys, sessions, staff};

/// A change that was decided.
#[derive(Debug)]
pub enum AccountChange<'a> {
    /// They are invited again, in the place of an invitation that nobody used.
    Invited(&'a NewInvitation),
    /// They have these seats from now on; their sessions end.
    Seats(Vec<Seat>),
    /// Their passkeys open nothing any more, their sessions end, and they are invited to make a new
    /// passkey.
    Recovered(&'a NewInvitation),
    /// They cannot come in; their sessions end and their invitation is withdrawn.
    Disabled,
    /// They can come in again.
    Enabled,
}

impl Store {
    /// Changes an account as it was decided when it was read, with its line in the audit.
    ///
    /// [`StoreError::Conflict`] where the organisation's accounts have been changed since: read all
    /// and decide again.
    pub async fn change_account(
        &self,
        account: &Account,
        change: AccountChange<'_>,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let id = &account.id;
        let work = expect_unchanged(Work::new(), account)?;
        let (work, act) = match change {
            AccountChange::Invited(invitation) => {
                let kind = (id, InvitationKind::Again);
                (invitations::give(work, kind, invitation, (by, now))?, AccountAct::InvitedAgain)
            }
            AccountChange::Seats(seats) => {
                (with_seats(work, account, &seats, now)?, AccountAct::SeatsChanged { seats })
            }
            AccountChange::Recovered(invitation) => {
                let work = passkeys::remove_all(sessions::end_all(work, id, now), id);
                let kind = (id, InvitationKind::Recovery);
                (invitations::give(work, kind, invitation, (by, now))?, AccountAct::Recovered)
            }
            AccountChange::Disabled => {
                let work = staff::disable(work, id, by, now)?;
                (invitations::withdraw(work, id, now), AccountAct::Disabled)
            }
            AccountChange::Enabled => (staff::enable(work, id), AccountAct::Enabled),
        };
        self.engine.commit(audit::write(work, &line(by, act, id, now))?).await?;
        Ok(())
    }
}

/// Holds the work to accounts that nobody has changed since they were read.
pub(crate) fn expect_unchanged(work: Work, account: &Account) -> Result<Work, StoreError> {
    const SQL: &str = "UPDATE account_books
        SET revision = revision + 1
        WHERE house = $1 AND revision = $2";
    let organisation = account.organisation().ok_or(StoreError::Conflict)?;
    Ok(work.then_one(SQL, values![house(organisation), account.revision]))
}

fn with_seats(
    work: Work,
    account: &Account,
    seats: &[Seat],
    now: Timestamp,
) -> Result<Work, StoreError> {
    const SQL: &str = "UPDATE accounts SET seats = $2 WHERE id = $1";
    let work = work.then_one(SQL, values![account.id.as_str(), json(&seats)?]);
    Ok(sessions::end_all(work, &account.id, now))
}
