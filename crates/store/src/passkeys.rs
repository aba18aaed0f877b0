//! What opens an account?

use std::fmt;

use care::access::accounts::AccountAct;
use care::access::{Actor, AuditLine, Organisation};
use care::people::StaffId;
use jiff::Timestamp;

use crate::accounts::{change::expect_unchanged, line};
use crate::engine::value::{Row, values};
use crate::engine::work::Work;
use crate::{Account, Store, StoreError, audit, sessions};

/// A passkey to be kept.
pub struct NewPasskey<'a> {
    /// The id that the authenticator chose.
    pub credential: &'a [u8],
    /// A handle that no other has.
    pub handle: &'a str,
    /// In the words of its owner.
    pub name: &'a str,
    /// The public key with its count and flags.
    pub key: &'a str,
}

/// A passkey that is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct PasskeyRow {
    /// The id that the authenticator chose.
    pub credential: Vec<u8>,
    /// Our handle of it.
    pub handle: String,
    /// In the words of its owner.
    pub name: String,
    /// The public key with its count and flags.
    pub key: String,
    /// Since when.
    pub made_at: Timestamp,
    /// When it last opened the account.
    pub used_at: Option<Timestamp>,
    /// Since when it opens nothing, because there seems to be a copy.
    pub shut_at: Option<Timestamp>,
}

/// Debug text ends up in logs, so it keeps the name and the key to itself.
impl fmt::Debug for PasskeyRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PasskeyRow({})", self.handle)
    }
}

impl Store {
    /// The passkeys of an account, the oldest first; those that are shut, too.
    pub async fn passkeys_of(&self, account: &StaffId) -> Result<Vec<PasskeyRow>, StoreError> {
        const SQL: &str = "SELECT credential, handle, name, key, made_at_us, used_at_us, shut_at_us
            FROM passkeys
            WHERE account_id = $1
            ORDER BY made_at_us, handle
            LIMIT 100";
        let rows = self.engine.rows(SQL, values![account.as_str()]).await?;
        rows.iter().map(read).collect()
    }

    /// Takes down that a passkey opened its account, and how it counts from now on.
    ///
    /// [`StoreError::Conflict`] where it has been used, removed or shut since it was read: two
    /// answers with one count never both open.
    pub async fn passkey_used(
        &self,
        was: &PasskeyRow,
        key: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE passkeys
            SET key = $3, used_at_us = $4
            WHERE credential = $1 AND key = $2 AND shut_at_us IS NULL";
        let values = values![was.credential.as_slice(), was.key.as_str(), key, now];
        self.engine.commit(Work::new().then_one(SQL, values)).await?;
        Ok(())
    }

    /// Shuts a passkey of which there seems to be a copy, and ends the sessions of its owner: one
    /// of them may be the copy's.
    pub async fn shut_copied_passkey(
        &self,
        account: &Account,
        passkey: &PasskeyRow,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE passkeys
            SET shut_at_us = $2
            WHERE credential = $1 AND shut_at_us IS NULL";
        let work = sessions::end_all(Work::new(), &account.id, now);
        let work = work.then_one(SQL, values![passkey.credential.as_slice(), now]);
        let trust = match account.organisation() {
            Some(Organisation::Hospital { trust, .. }) => Some(trust.clone()),
            _ => None,
        };
        let what = AccountAct::PasskeyCopied;
        let line = AuditLine { trust, ..line(&Actor::Service, what, &account.id, now) };
        self.engine.commit(audit::write(work, &line)?).await?;
        Ok(())
    }

    /// Keeps another passkey of somebody who has come in.
    ///
    /// [`StoreError::Duplicate`] where an account has that passkey already.
    pub async fn add_passkey(
        &self,
        account: &Account,
        passkey: &NewPasskey<'_>,
        (by, now): (&Actor, Timestamp),
    ) -> Result<(), StoreError> {
        let work = keep(expect_unchanged(Work::new(), account)?, &account.id, passkey, now);
        let line = line(by, AccountAct::PasskeyMade, &account.id, now);
        self.engine.commit(audit::write(work, &line)?).await?;
        Ok(())
    }

    /// Gives a passkey another name.
    pub async fn rename_passkey(
        &self,
        account: &Account,
        (handle, name): (&str, &str),
        (by, now): (&Actor, Timestamp),
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE passkeys SET name = $3 WHERE account_id = $1 AND handle = $2";
        let work = Work::new().then_one(SQL, values![account.id.as_str(), handle, name]);
        let line = line(by, AccountAct::PasskeyNamed, &account.id, now);
        self.engine.commit(audit::write(work, &line)?).await?;
        Ok(())
    }

    /// Removes a passkey, as it was decided when the account was read, and ends the sessions that
    /// began with it: whoever holds what was lost is out too. `here` is the session that goes on.
    ///
    /// [`StoreError::Conflict`] where it is not there, or the accounts have been changed since.
    pub async fn remove_passkey(
        &self,
        account: &Account,
        (handle, here): (&str, &str),
        (by, now): (&Actor, Timestamp),
    ) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM passkeys WHERE account_id = $1 AND handle = $2";
        const SESSIONS: &str = "DELETE FROM sessions
            WHERE staff_id = $1 AND provider_session = $2 AND handle <> $3";
        let (id, work) = (account.id.as_str(), expect_unchanged(Work::new(), account)?);
        let work = work.then_one(SQL, values![id, handle]);
        let work = work.then(SESSIONS, values![id, handle, here]);
        let line = line(by, AccountAct::PasskeyRemoved, &account.id, now);
        self.engine.commit(audit::write(work, &line)?).await?;
        Ok(())
    }
}

/// Adds a passkey to an account.
pub(crate) fn keep(
    work: Work,
    account: &StaffId,
    passkey: &NewPasskey<'_>,
    now: Timestamp,
) -> Work {
    const SQL: &str = "INSERT INTO passkeys (credential, account_id, handle, name, key, made_at_us)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let NewPasskey { credential, handle, name, key } = *passkey;
    work.then_one(SQL, values![credential, account.as_str(), handle, name, key, now])
}

/// Holds the work to a passkey that opens its account still, notes that it did, and keeps others from
/// taking it away meanwhile: nobody comes in with one that was shut or removed since they answered
/// with it.
pub(crate) fn expect_good(work: Work, account: &StaffId, handle: &str, now: Timestamp) -> Work {
    const SQL: &str = "UPDATE passkeys
        SET used_at_us = $3
        WHERE account_id = $1 AND handle = $2 AND shut_at_us IS NULL";
    work.then_one(SQL, values![account.as_str(), handle, now])
}

/// Removes all passkeys of an account.
pub(crate) fn remove_all(work: Work, account: &StaffId) -> Work {
    const SQL: &str = "DELETE FROM passkeys WHERE account_id = $1";
    work.then(SQL, values![account.as_str()])
}

fn read(row: &Row) -> Result<PasskeyRow, StoreError> {
    Ok(PasskeyRow {
        credential: row.bytes("credential")?.to_vec(),
        handle: row.text("handle")?.to_owned(),
        name: row.text("name")?.to_owned(),
        key: row.text("key")?.to_owned(),
        made_at: row.time("made_at_us")?,
        used_at: row.maybe_time("used_at_us")?,
        shut_at: row.maybe_time("shut_at_us")?,
    })
}
