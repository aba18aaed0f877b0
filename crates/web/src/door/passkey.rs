//! Who comes in with a passkey of an account kept here?
//!
//! The browser asks for a challenge, the authenticator answers it, and the answer comes in an
//! ordinary form. A challenge is answered once, within minutes, by the browser that asked, on any
//! node. Whatever is wrong with an answer, whoever sent it learns the same.

pub(crate) mod asking;

use axum::RequestExt;
use axum::extract::{Form, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use care::access::{OwnDetails, Way};
use care::people::StaffId;
use jiff::Timestamp;
use serde::Deserialize;
use signin::Identified;
use signin::passkeys::{ASSURANCE, ISSUER, NotProved, Passkeys};
use store::{Account, PasskeyRow, StoreError};
use tracing::warn;

use self::asking::{Aim, answered, ask};
use super::enter::{Destination, From, enter};
use super::nobody_let_in;
use crate::app::{Accounts, App};
use crate::forms::same_site;
use crate::pages::passkey_refused;
use crate::refusal::Refused;

/// What an authenticator answered, and where its owner wants to go on.
#[derive(Deserialize)]
pub(crate) struct Answered {
    /// By which the challenge is known.
    #[serde(default)]
    pub(crate) state: String,
    /// The answer, as JSON. Empty where no script ran.
    #[serde(default)]
    pub(crate) answer: String,
    #[serde(default)]
    to: To,
}

/// The form that our own script sends when the button is pressed. Anything else gets no challenge.
#[derive(Deserialize)]
struct Asking {
    to: To,
}

/// Where somebody goes on who has come in with a passkey.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum To {
    /// Where they were, or the first page.
    #[default]
    Start,
    /// Their own passkeys.
    Passkeys,
}

/// Who asks for passkeys; a page that does not exist where there are no accounts.
pub(crate) fn passkeys(app: &App) -> Result<&Passkeys, Refused> {
    match &app.settings().accounts {
        Accounts::On(passkeys) => Ok(passkeys),
        Accounts::Off => Err(Refused::NotFound),
    }
}

/// Gives a browser a challenge.
pub(crate) async fn challenge(
    State(app): State<App>,
    request: Request,
) -> Result<Response, Refused> {
    same_site(&request)?;
    let asked = passkeys(&app)?.ask_to_prove().map_err(|_| Refused::BadForm)?;
    let headers = request.headers().clone();
    let asking: Form<Asking> = request.extract().await.map_err(|_| Refused::BadForm)?;
    let (To::Start | To::Passkeys) = asking.to;
    let aim = Aim::Prove { state: asked.state.clone() };
    ask(&app, &headers, &asked, &aim).await
}

/// Lets whoever answered it in.
pub(crate) async fn sign_in(
    State(app): State<App>,
    from: From,
    request: Request,
) -> Result<Response, Refused> {
    same_site(&request)?;
    passkeys(&app)?;
    let headers = request.headers().clone();
    let Form(sent): Form<Answered> = request.extract().await.map_err(|_| Refused::BadForm)?;
    if sent.answer.is_empty() {
        return passkey_refused::without_script(&app);
    }
    match proved(&app, &headers, &sent).await? {
        Ok((account, handle)) => {
            let to = match sent.to {
                To::Start => Destination::Start,
                To::Passkeys => Destination::Passkeys,
            };
            enter(&app, from, identified((&account, &handle), app.now()), &to).await
        }
        Err(why) => {
            warn!(%why, "a passkey was refused");
            let by = (Way::Passkey, ISSUER);
            app.store().note(&nobody_let_in(by, from.client, why.to_string(), app.now())).await?;
            passkey_refused::at_sign_in(&app)
        }
    }
}

/// Whose passkey the answer proves to be at hand, and our handle of it.
async fn proved(
    app: &App,
    headers: &HeaderMap,
    sent: &Answered,
) -> Result<Result<(Account, String), NotProved>, Refused> {
    let Some(Aim::Prove { state }) = answered(app, headers, &sent.state).await? else {
        return Ok(Err(NotProved::Refused("challenge")));
    };
    let passkeys = passkeys(app)?;
    let presented = match passkeys.presented(&sent.answer) {
        Ok(presented) => presented,
        Err(why) => return Ok(Err(why)),
    };
    let (id, now) = (handle_of(presented.account)?, app.now());
    let Some(account) = app.store().account(&id, now).await? else {
        return Ok(Err(NotProved::Refused("no_account")));
    };
    let all = app.store().passkeys_of(&id).await?;
    let Some(key) = all.iter().find(|key| key.credential == presented.id) else {
        return Ok(Err(NotProved::Refused("no_passkey")));
    };
    if key.shut_at.is_some() {
        return Ok(Err(NotProved::Refused("shut")));
    }
    match passkeys.proved(&state, &presented, &key.key) {
        Ok(proof) => used(app, account, key, &proof.key).await,
        Err(NotProved::Copied) => {
            app.store().shut_copied_passkey(&account, key, now).await?;
            Ok(Err(NotProved::Copied))
        }
        Err(why) => Ok(Err(why)),
    }
}

/// Takes down that the passkey was used. Of two answers with one count only one is taken.
async fn used(
    app: &App,
    account: Account,
    key: &PasskeyRow,
    counted: &str,
) -> Result<Result<(Account, String), NotProved>, Refused> {
    match app.store().passkey_used(key, counted, app.now()).await {
        Ok(()) => Ok(Ok((account, key.handle.clone()))),
        Err(StoreError::Conflict) => Ok(Err(NotProved::Refused("used_meanwhile"))),
        Err(error) => Err(error.into()),
    }
}

/// Somebody with an account, who has just proved with this passkey that it is they.
pub(crate) fn identified((account, key): (&Account, &str), now: Timestamp) -> Identified {
    Identified {
        way: Way::Passkey,
        provider: ISSUER.to_owned(),
        issuer: ISSUER.to_owned(),
        subject: account.id.to_string(),
        name: account.name.clone(),
        seats: account.seats.clone(),
        assurance: ASSURANCE,
        proved_at: Some(now),
        provider_session: key.to_owned(),
        own: OwnDetails::default(),
    }
}

/// An account's own number, which its authenticators keep, as its handle.
pub(crate) fn handle_of(account: [u8; 16]) -> Result<StaffId, Refused> {
    format!("{:032x}", u128::from_be_bytes(account)).parse().map_err(|_| Refused::BadForm)
}

/// The number again, from the handle of an account.
pub(crate) fn number_of(account: &StaffId) -> Result<[u8; 16], Refused> {
    u128::from_str_radix(account.as_str(), 16).map(u128::to_be_bytes).map_err(|_| Refused::NotFound)
}
