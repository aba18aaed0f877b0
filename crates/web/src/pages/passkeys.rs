//! Which passkeys are mine?
//!
//! For whoever came in with one. To add one or to remove one they must have proved lately who they
//! are: who finds an open screen makes no key of their own for it.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use care::access::accounts::{MOST_PASSKEYS, name};
use care::access::session::is_fresh;
use care::access::{Actor, Staff, Way};
use serde::Deserialize;
use store::{Account, NewPasskey, PasskeyRow, StoreError};
use tracing::warn;

use crate::address::Named;
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::door::{invitation, passkey};
use crate::forms::{Nothing, Sent};
use crate::pages::{chrome, moment_within, sentence};
use crate::refusal::Refused;
use crate::session::{FormToken, SignedIn, new_handle};

/// What a passkey is called until its owner gives it another name.
const UNNAMED: &str = "Another passkey";

/// One's own passkeys.
#[derive(Template)]
#[template(path = "pages/passkeys.html")]
struct PasskeysPage {
    chrome: Chrome,
    token: FormToken,
    keys: Vec<KeyLine>,
    proof: Proof,
    room: Room,
    /// What could not be done; empty where nothing failed.
    fault: &'static str,
}

/// One of them.
struct KeyLine {
    handle: String,
    name: String,
    made: String,
    used: String,
    state: KeyState,
}

/// What a passkey is good for.
#[derive(PartialEq, Eq)]
enum KeyState {
    Good,
    /// The last good one: without it nobody could come in.
    Last,
    /// There seems to be a copy.
    Shut,
}

/// Whether they have proved lately who they are.
#[derive(PartialEq, Eq)]
enum Proof {
    Fresh,
    Needed,
}

/// Whether another one may be added.
#[derive(PartialEq, Eq)]
enum Room {
    Left,
    Full,
}

/// Another name for one.
#[derive(Deserialize)]
pub(crate) struct Renamed {
    #[serde(default)]
    name: String,
}

/// What an authenticator made.
#[derive(Deserialize)]
pub(crate) struct Made {
    #[serde(default)]
    state: String,
    #[serde(default)]
    answer: String,
}

/// Shows them.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Html<String>, Refused> {
    Ok(Html(page(&app, &signed_in, "").await?.render()?))
}

/// Gives the browser a challenge for another one.
pub(crate) async fn challenge(
    State(app): State<App>,
    headers: HeaderMap,
    sent: Sent<Nothing>,
) -> Result<Response, Refused> {
    let account = own_account(&app, &sent.signed_in.staff).await?;
    if !has_proved(&app, &sent.signed_in.staff) || is_full(&app, &account).await? {
        return Ok(StatusCode::FORBIDDEN.into_response());
    }
    invitation::ask_to_make(&app, &headers, &account).await
}

/// Keeps another one.
pub(crate) async fn add(
    State(app): State<App>,
    headers: HeaderMap,
    sent: Sent<Made>,
) -> Result<Response, Refused> {
    let Sent { signed_in, form } = sent;
    let account = own_account(&app, &signed_in.staff).await?;
    if !has_proved(&app, &signed_in.staff) {
        return fault(&app, &signed_in, PROVE_FIRST).await;
    }
    if is_full(&app, &account).await? {
        return fault(&app, &signed_in, "You have as many passkeys as an account may have.").await;
    }
    let answer = (form.state.as_str(), form.answer.as_str());
    let made = match invitation::made(&app, &headers, &account, answer).await? {
        Ok(made) => made,
        Err(why) => {
            warn!(%why, "a passkey was not made");
            return fault(&app, &signed_in, "The passkey was not made. Try again.").await;
        }
    };
    let (handle, by) = (new_handle()?, Actor::from(&signed_in.staff));
    let passkey =
        NewPasskey { credential: &made.id, handle: &handle, name: UNNAMED, key: &made.key };
    match app.store().add_passkey(&account, &passkey, (&by, app.now())).await {
        Ok(()) => Ok(Redirect::to("/passkeys").into_response()),
        Err(StoreError::Conflict | StoreError::Duplicate(_)) => {
            fault(&app, &signed_in, "The passkey was not kept. Try again.").await
        }
        Err(error) => Err(error.into()),
    }
}

/// Gives one another name.
pub(crate) async fn rename(
    State(app): State<App>,
    Named(handle): Named<String>,
    sent: Sent<Renamed>,
) -> Result<Response, Refused> {
    let Sent { signed_in, form } = sent;
    let account = own_account(&app, &signed_in.staff).await?;
    own_key(&app, &account, &handle).await?;
    let Some(name) = name(&form.name) else {
        return fault(&app, &signed_in, "Enter a name of at most 100 letters.").await;
    };
    let by = Actor::from(&signed_in.staff);
    app.store().rename_passkey(&account, (&handle, &name), (&by, app.now())).await?;
    Ok(Redirect::to("/passkeys").into_response())
}

/// Removes one.
pub(crate) async fn remove(
    State(app): State<App>,
    Named(handle): Named<String>,
    sent: Sent<Nothing>,
) -> Result<Response, Refused> {
    let signed_in = sent.signed_in;
    let account = own_account(&app, &signed_in.staff).await?;
    let key = own_key(&app, &account, &handle).await?;
    if !has_proved(&app, &signed_in.staff) {
        return fault(&app, &signed_in, PROVE_FIRST).await;
    }
    if key.shut_at.is_none() && account.passkeys <= 1 {
        return fault(&app, &signed_in, "This is your last passkey. Add another one first.").await;
    }
    let by = Actor::from(&signed_in.staff);
    let which = (handle.as_str(), signed_in.session.handle.as_str());
    match app.store().remove_passkey(&account, which, (&by, app.now())).await {
        Ok(()) => Ok(Redirect::to("/passkeys").into_response()),
        Err(StoreError::Conflict) => {
            fault(&app, &signed_in, "The passkey was not removed. Try again.").await
        }
        Err(error) => Err(error.into()),
    }
}

const PROVE_FIRST: &str = "Show again that it is you first: press the button below.";

/// The account of whoever came in with a passkey; nobody else has this page.
async fn own_account(app: &App, staff: &Staff) -> Result<Account, Refused> {
    passkey::passkeys(app)?;
    if staff.origin.way != Way::Passkey {
        return Err(Refused::RoleMayNot);
    }
    app.store().account(&staff.id, app.now()).await?.ok_or(Refused::NotFound)
}

/// One of their own passkeys; nobody else's are there.
async fn own_key(app: &App, account: &Account, handle: &str) -> Result<PasskeyRow, Refused> {
    let all = app.store().passkeys_of(&account.id).await?;
    all.into_iter().find(|key| key.handle == handle).ok_or(Refused::NotFound)
}

fn has_proved(app: &App, staff: &Staff) -> bool {
    is_fresh(staff.origin.proved_at, app.now())
}

async fn is_full(app: &App, account: &Account) -> Result<bool, Refused> {
    Ok(app.store().passkeys_of(&account.id).await?.len() >= MOST_PASSKEYS)
}

async fn fault(app: &App, signed_in: &SignedIn, fault: &'static str) -> Result<Response, Refused> {
    let page = page(app, signed_in, fault).await?;
    Ok((StatusCode::CONFLICT, Html(page.render()?)).into_response())
}

async fn page(
    app: &App,
    signed_in: &SignedIn,
    fault: &'static str,
) -> Result<PasskeysPage, Refused> {
    let account = own_account(app, &signed_in.staff).await?;
    let keys = app.store().passkeys_of(&account.id).await?;
    let proof = if has_proved(app, &signed_in.staff) { Proof::Fresh } else { Proof::Needed };
    Ok(PasskeysPage {
        chrome: chrome(app, "Your passkeys", signed_in),
        token: signed_in.form.clone(),
        room: if keys.len() >= MOST_PASSKEYS { Room::Full } else { Room::Left },
        keys: keys.into_iter().map(|key| line(app, &account, key)).collect(),
        proof,
        fault,
    })
}

fn line(app: &App, account: &Account, key: PasskeyRow) -> KeyLine {
    let now = app.now();
    let used = key.used_at.map_or_else(|| "never yet".to_owned(), |at| moment_within(at, now));
    KeyLine {
        made: sentence(&moment_within(key.made_at, now)),
        used: sentence(&used),
        state: match key.shut_at {
            Some(_) => KeyState::Shut,
            None if account.passkeys <= 1 => KeyState::Last,
            None => KeyState::Good,
        },
        handle: key.handle,
        name: key.name,
    }
}
