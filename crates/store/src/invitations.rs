//! By which links may somebody make a passkey?
//!
//! The secret of a link is never stored, only its SHA-256. A link is good once, for a day; of one
//! account only the last.

use care::access::accounts::AccountAct;
use care::access::{Actor, Organisation};
use care::people::StaffId;
use jiff::Timestamp;

use crate::accounts::{house, line};
use crate::engine::value::{Row, json, values};
use crate::engine::work::Work;
use crate::passkeys::NewPasskey;
use crate::{Account, Store, StoreError, audit, passkeys, staff};

/// A link to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInvitation {
    /// SHA-256 of its secret.
    pub secret_hash: [u8; 32],
    /// Good until then.
    pub ends_at: Timestamp,
}

/// What a link was given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationKind {
    /// For a new account.
    New,
    /// In the place of one that nobody used.
    Again,
    /// To somebody who lost their passkeys.
    Recovery,
}

/// A link that was given, for those who look after the accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationRow {
    /// For whom.
    pub account: StaffId,
    /// What for.
    pub kind: InvitationKind,
    /// Who gave it.
    pub by: Actor,
    /// When.
    pub made_at: Timestamp,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Nobody has used it; it is good until then, or was.
    Waits(Timestamp),
    /// A passkey was made by it.
    Used(Timestamp),
    /// Another took its place, or the account was disabled.
    Withdrawn(Timestamp),
}

impl InvitationKind {
    fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Again => "again",
            Self::Recovery => "recovery",
        }
    }
}

impl Store {
    /// Whose link this is, by the hash of its secret. `None` where it is worth nothing: never
    /// given, used, withdrawn, out of date, or of somebody who is disabled.
    pub async fn invited(
        &self,
        secret_hash: &[u8; 32],
        now: Timestamp,
    ) -> Result<Option<Account>, StoreError> {
        const SQL: &str = "SELECT account_id
            FROM invitations
            WHERE secret_hash = $1 AND used_at_us IS NULL AND withdrawn_at_us IS NULL
                AND ends_at_us > $2";
        let rows = self.engine.rows(SQL, values![secret_hash.as_slice(), now]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let account = self.account(&row.parse("account_id")?, now).await?;
        Ok(account.filter(|account| account.disabled_at.is_none()))
    }

    /// Uses a link up: keeps the passkey that was made by it. `by` is whoever made it.
    ///
    /// [`StoreError::Conflict`] where the link is worth nothing any more,
    /// [`StoreError::Duplicate`] where an account has that passkey already.
    pub async fn accept_invitation(
        &self,
        secret_hash: &[u8; 32],
        account: &Account,
        passkey: &NewPasskey<'_>,
        (by, now): (&Actor, Timestamp),
    ) -> Result<(), StoreError> {
        const USE: &str = "UPDATE invitations
            SET used_at_us = $3
            WHERE secret_hash = $1 AND account_id = $2 AND used_at_us IS NULL
                AND withdrawn_at_us IS NULL AND ends_at_us > $3";
        let id = &account.id;
        let work = staff::expect_enabled(Work::new(), id, now);
        let work = work.then_one(USE, values![secret_hash.as_slice(), id.as_str(), now]);
        let work = passkeys::keep(work, id, passkey, now);
        let line = line(by, AccountAct::PasskeyMade, id, now);
        self.engine.commit(audit::write(work, &line)?).await?;
        Ok(())
    }

    /// The links that were given to an organisation's people since then, the last first.
    pub async fn invitations_of(
        &self,
        organisation: &Organisation,
        since: Timestamp,
    ) -> Result<Vec<InvitationRow>, StoreError> {
        const SQL: &str = "SELECT i.account_id, i.kind, i.made_by, i.made_at_us, i.ends_at_us,
                i.used_at_us, i.withdrawn_at_us
            FROM invitations i
            JOIN accounts a ON a.id = i.account_id
            WHERE a.house = $1 AND i.made_at_us >= $2
            ORDER BY i.made_at_us DESC, i.account_id
            LIMIT 200";
        let rows = self.engine.rows(SQL, values![house(organisation), since]).await?;
        rows.iter().map(read).collect()
    }
}

/// Adds a link, in the place of any that was not used.
pub(crate) fn give(
    work: Work,
    (account, kind): (&StaffId, InvitationKind),
    invitation: &NewInvitation,
    (by, now): (&Actor, Timestamp),
) -> Result<Work, StoreError> {
    const INSERT: &str = "INSERT INTO invitations (secret_hash, account_id, kind, made_by,
            made_at_us, ends_at_us)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let NewInvitation { secret_hash, ends_at } = invitation;
    let (id, by) = (account.as_str(), json(by)?);
    let row = values![secret_hash.as_slice(), id, kind.word(), by, now, *ends_at];
    Ok(withdraw(work, account, now).then_one(INSERT, row))
}

/// Makes all open links of an account worth nothing.
pub(crate) fn withdraw(work: Work, account: &StaffId, now: Timestamp) -> Work {
    const SQL: &str = "UPDATE invitations
        SET withdrawn_at_us = $2
        WHERE account_id = $1 AND used_at_us IS NULL AND withdrawn_at_us IS NULL";
    work.then(SQL, values![account.as_str(), now])
}

fn read(row: &Row) -> Result<InvitationRow, StoreError> {
    let kind = match row.text("kind")? {
        "new" => InvitationKind::New,
        "again" => InvitationKind::Again,
        "recovery" => InvitationKind::Recovery,
        _ => return Err(StoreError::Unreadable { column: "kind" }),
    };
    let fate = match (row.maybe_time("used_at_us")?, row.maybe_time("withdrawn_at_us")?) {
        (Some(used), _) => Fate::Used(used),
        (_, Some(withdrawn)) => Fate::Withdrawn(withdrawn),
        _ => Fate::Waits(row.time("ends_at_us")?),
    };
    Ok(InvitationRow {
        account: row.parse("account_id")?,
        kind,
        by: row.json("made_by")?,
        made_at: row.time("made_at_us")?,
        fate,
    })
}
