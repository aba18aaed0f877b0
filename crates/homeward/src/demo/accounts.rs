//! How does somebody try passkeys in the demonstration?
//!
//! The picked names of the first page prove nothing. Beside them stands a real account, for which
//! the demonstration prints a real invitation: whoever opens it makes a passkey on their own device
//! and looks after the accounts of the invented trust.

use care::access::{Actor, Organisation, Role, Seat};
use jiff::Timestamp;
use store::{NewAccount, Store};

use super::Cancelled;
use crate::settings::Settings;

/// The administrator who is invited.
const NAME: &str = "Wren Ashdown";

/// Makes the account; answers with the line that says how to use it, where accounts are kept.
pub(super) async fn invite(
    store: &Store,
    settings: &Settings,
    now: Timestamp,
) -> Result<Option<String>, Cancelled> {
    let (Some(accounts), Some(organisation)) = (&settings.accounts, organisation(settings)) else {
        return Ok(None);
    };
    let (link, kept) = web::invitation_link(accounts.passkeys().origin(), now)?;
    let (id, seat) = (web::account_id()?, Seat { role: Role::Support, organisation });
    let account = NewAccount { id: &id, name: NAME, seat: &seat };
    let by = Actor::Operator { name: "homeward demo".to_owned() };
    store.make_account(&account, &kept, &by, now).await?;
    Ok(Some(format!("make a passkey as {NAME}, who looks after accounts: {link}")))
}

fn organisation(settings: &Settings) -> Option<Organisation> {
    let trust = settings.trusts.first()?;
    let site = trust.sites.first()?.code.clone();
    Some(Organisation::Hospital { trust: trust.code.get_ref().clone(), site })
}
