//! Has the provider ended meanwhile by what somebody comes in?
//!
//! Whoever comes back from a provider is let in some moments later, and in between the provider may
//! have told us that it is over. Both take the line of the same session at the provider, so that
//! one of them waits for the other: either ours has begun and is ended, or it never begins.

use jiff::{SignedDuration, Timestamp};

use crate::engine::value::values;
use crate::engine::work::Work;
use crate::keys::sha256;

/// Nobody is on the way from a provider for longer.
const LONGEST_WAY: SignedDuration = SignedDuration::from_mins(10);

/// A session at a provider: its issuer, and what that calls it (`sid`). It may say something of
/// somebody, so only its hash is kept.
#[derive(Clone, Copy)]
pub(crate) struct Login<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) name: &'a str,
}

/// Holds the work to a session that has not ended since `set_out`, when somebody set out to the
/// provider. One without a name cannot be ended by it.
pub(crate) fn expect_not_ended(
    work: Work,
    login: Login<'_>,
    (set_out, now): (Timestamp, Timestamp),
) -> Work {
    const SQL: &str = "INSERT INTO provider_logins (login_hash, until_us)
        VALUES ($1, $2)
        ON CONFLICT (login_hash) DO UPDATE
        SET until_us = provider_logins.until_us
        WHERE provider_logins.ended_at_us IS NULL OR provider_logins.ended_at_us <= $3";
    if login.name.is_empty() {
        return work;
    }
    work.then_one(SQL, values![login.hash(), now, set_out])
}

/// Notes that it has ended.
pub(crate) fn end(work: Work, login: Login<'_>, now: Timestamp) -> Work {
    const SQL: &str = "INSERT INTO provider_logins (login_hash, ended_at_us, until_us)
        VALUES ($1, $2, $3)
        ON CONFLICT (login_hash) DO UPDATE
        SET ended_at_us = excluded.ended_at_us, until_us = excluded.until_us";
    work.then_one(SQL, values![login.hash(), now, now + LONGEST_WAY])
}

/// Forgets those by which nobody can be on the way any more.
pub(crate) fn forget(work: Work, now: Timestamp) -> Work {
    const SQL: &str = "DELETE FROM provider_logins WHERE until_us < $1";
    work.then(SQL, values![now])
}

impl Login<'_> {
    /// Each part with its length, so that no two share a text.
    fn hash(&self) -> Vec<u8> {
        let parts = [self.issuer, self.name].map(|part| (part.len(), part));
        sha256(format!("{parts:?}").as_bytes())
    }
}
