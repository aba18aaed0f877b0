//! Who has an account here, and in which seats?
//!
//! Whether somebody may come in at all stands in `staff`, for those with an account as for those of
//! a provider.

pub(crate) mod change;

use std::fmt;

use care::access::accounts::{AccountAct, Member};
use care::access::{Act, Actor, AuditLine, Chain, Organisation, Seat};
use care::people::StaffId;
use jiff::Timestamp;

use crate::engine::value::{Row, json, values};
use crate::engine::work::Work;
use crate::invitations::{InvitationKind, NewInvitation};
use crate::{Store, StoreError, audit, invitations, staff};

pub use change::AccountChange;

/// Who vouches for those with an account: we do. The subject is the id of the account.
pub const ACCOUNTS: &str = "accounts";

/// An account, as it is now.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// The member of staff.
    pub id: StaffId,
    /// The name to show.
    pub name: String,
    /// Their seats, all of one organisation; at least one.
    pub seats: Vec<Seat>,
    /// Since when there is the account.
    pub made_at: Timestamp,
    /// How many passkeys open it.
    pub passkeys: i64,
    /// When one of them last did.
    pub last_used_at: Option<Timestamp>,
    /// Until when the open invitation is good, where there is one.
    pub invited_until: Option<Timestamp>,
    /// How many links were given for it: whoever gives one has seen how many there were.
    pub links: i64,
    /// Since when it is disabled.
    pub disabled_at: Option<Timestamp>,
    /// What had been changed in the organisation's accounts when this was read.
    pub(crate) revision: i64,
}

/// An account to be made.
pub struct NewAccount<'a> {
    /// A handle that nobody has.
    pub id: &'a StaffId,
    /// The name to show; see [`care::access::accounts::name`].
    pub name: &'a str,
    /// The seat to begin with.
    pub seat: &'a Seat,
}

impl Account {
    /// Whose account it is.
    pub fn organisation(&self) -> Option<&Organisation> {
        self.seats.first().map(|seat| &seat.organisation)
    }

    /// The same, as the rules see it.
    pub fn member(&self) -> Member {
        Member {
            id: self.id.clone(),
            seats: self.seats.clone(),
            comes_in: self.disabled_at.is_none() && self.passkeys > 0,
        }
    }
}

/// Debug text ends up in logs, so it keeps the name to itself.
impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Account({:?})", self.id)
    }
}

impl Store {
    /// Makes an account, and an invitation to make a passkey for it.
    pub async fn make_account(
        &self,
        account: &NewAccount<'_>,
        invitation: &NewInvitation,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const INSERT: &str = "INSERT INTO accounts (id, house, name, seats, made_at_us)
            VALUES ($1, $2, $3, $4, $5)";
        const OPEN_BOOK: &str = "INSERT INTO account_books (house, revision)
            VALUES ($1, 1)
            ON CONFLICT (house) DO UPDATE
            SET revision = account_books.revision + 1";
        let NewAccount { id, name, seat } = *account;
        let seats = vec![seat.clone()];
        let house = house(&seat.organisation);
        let row = values![id.as_str(), house.as_str(), name, json(&seats)?, now];
        let work = Work::new().then_one(OPEN_BOOK, values![house.as_str()]);
        let work = staff::enrol(work, id, (ACCOUNTS, id.as_str()), name, now);
        let work = work.then_one(INSERT, row);
        let work = invitations::give(work, (id, InvitationKind::New), invitation, (by, now))?;
        let line = line(by, AccountAct::Invited { seats }, id, now);
        self.engine.commit(audit::write(work, &line)?).await?;
        Ok(())
    }

    /// The accounts of an organisation, in the order of their names: all of them, so that a
    /// decision about one can look at the others.
    pub async fn accounts_of(
        &self,
        organisation: &Organisation,
        now: Timestamp,
    ) -> Result<Vec<Account>, StoreError> {
        const SQL: &str =
            "SELECT a.id, a.name, a.seats, a.made_at_us, s.disabled_at_us, b.revision,
                (SELECT COUNT(*) FROM passkeys p
                    WHERE p.account_id = a.id AND p.shut_at_us IS NULL) AS passkeys,
                (SELECT MAX(p.used_at_us) FROM passkeys p
                    WHERE p.account_id = a.id) AS last_used_at_us,
                (SELECT MAX(i.ends_at_us) FROM invitations i
                    WHERE i.account_id = a.id AND i.used_at_us IS NULL
                        AND i.withdrawn_at_us IS NULL AND i.ends_at_us > $2) AS invited_until_us,
                (SELECT COUNT(*) FROM invitations l
                    WHERE l.account_id = a.id) AS links
            FROM accounts a
            JOIN staff s ON s.id = a.id
            JOIN account_books b ON b.house = a.house
            WHERE a.house = $1
            ORDER BY a.name, a.id
            LIMIT 10000";
        let rows = self.engine.rows(SQL, values![house(organisation), now]).await?;
        rows.iter().map(account).collect()
    }

    /// One account; `None` where there is none.
    pub async fn account(
        &self,
        id: &StaffId,
        now: Timestamp,
    ) -> Result<Option<Account>, StoreError> {
        const SQL: &str =
            "SELECT a.id, a.name, a.seats, a.made_at_us, s.disabled_at_us, b.revision,
                (SELECT COUNT(*) FROM passkeys p
                    WHERE p.account_id = a.id AND p.shut_at_us IS NULL) AS passkeys,
                (SELECT MAX(p.used_at_us) FROM passkeys p
                    WHERE p.account_id = a.id) AS last_used_at_us,
                (SELECT MAX(i.ends_at_us) FROM invitations i
                    WHERE i.account_id = a.id AND i.used_at_us IS NULL
                        AND i.withdrawn_at_us IS NULL AND i.ends_at_us > $2) AS invited_until_us,
                (SELECT COUNT(*) FROM invitations l
                    WHERE l.account_id = a.id) AS links
            FROM accounts a
            JOIN staff s ON s.id = a.id
            JOIN account_books b ON b.house = a.house
            WHERE a.id = $1";
        self.engine.rows(SQL, values![id.as_str(), now]).await?.first().map(account).transpose()
    }
}

/// Whose account it is, as it is written.
pub(crate) fn house(organisation: &Organisation) -> String {
    match organisation {
        Organisation::Hospital { trust, .. } => Chain::Trust(trust.clone()).to_string(),
        Organisation::Council(council) => Chain::Council(council.clone()).to_string(),
    }
}

pub(crate) fn line(by: &Actor, what: AccountAct, whom: &StaffId, now: Timestamp) -> AuditLine {
    AuditLine::new(now, by.clone(), Act::Account { what, whom: whom.clone() })
}

fn account(row: &Row) -> Result<Account, StoreError> {
    Ok(Account {
        id: row.parse("id")?,
        name: row.text("name")?.to_owned(),
        seats: row.json("seats")?,
        made_at: row.time("made_at_us")?,
        passkeys: row.int("passkeys")?,
        last_used_at: row.maybe_time("last_used_at_us")?,
        invited_until: row.maybe_time("invited_until_us")?,
        links: row.int("links")?,
        disabled_at: row.maybe_time("disabled_at_us")?,
        revision: row.int("revision")?,
    })
}
