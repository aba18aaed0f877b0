//! How does somebody who was invited make a passkey, and come in?
//!
//! The secret of the link stands behind its `#`, which no browser sends: so it is in no log, no
//! history of a gateway and no referrer, and a program that looks at links in messages does not use
//! it up. The page takes it out of the address line and sends it in a form.

use askama::Template;
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand;
use axum::RequestExt;
use axum::extract::{Form, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use care::access::{Actor, Origin, Staff, Way};
use care::people::StaffId;
use care::when::words;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use signin::chance::{self, NoChance};
use signin::passkeys::{ASSURANCE, Holder, ISSUER, Made, NotProved};
use store::{Account, NewInvitation, NewPasskey, StoreError};
use tracing::warn;

use super::enter::{Destination, From, enter};
use super::nobody_let_in;
use super::passkey::asking::{Aim, answered, ask};
use super::passkey::{handle_of, identified, number_of, passkeys};
use crate::app::App;
use crate::client::Client;
use crate::components::chrome::Chrome;
use crate::forms::same_site;
use crate::pages::{open_chrome, passkey_refused};
use crate::refusal::Refused;
use crate::session::{FormToken, new_handle};

/// A link is good for so long.
pub const GOOD_FOR: SignedDuration = SignedDuration::from_hours(24);

/// What the first passkey of an account is called until its owner gives it a name.
const FIRST: &str = "First passkey";

/// The page that a link leads to: it says nothing of whom the link is for.
#[derive(Template)]
#[template(path = "pages/invitation.html")]
struct InvitationPage {
    chrome: Chrome,
}

/// The page on which a passkey is made.
#[derive(Template)]
#[template(path = "pages/invited.html")]
struct InvitedPage {
    chrome: Chrome,
    name: String,
    until: String,
    secret: String,
}

/// What the page sends.
#[derive(Deserialize)]
struct Shown {
    /// The secret of the link.
    #[serde(default)]
    secret: String,
}

/// What the page sends once the authenticator has answered.
#[derive(Deserialize)]
struct MadeFor {
    #[serde(default)]
    secret: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    answer: String,
}

/// A link that is worth something, and for whom.
struct Invited {
    hash: [u8; 32],
    account: Account,
}

/// A link to give to somebody, and what is kept of it. `now` is when it is given.
pub fn link(origin: &str, now: Timestamp) -> Result<(String, NewInvitation), NoChance> {
    let secret = chance::word()?;
    let ends_at = now + GOOD_FOR;
    let kept = NewInvitation { secret_hash: hash(&secret), ends_at };
    Ok((format!("{origin}/invitation#{secret}"), kept))
}

/// The id of a new account: 128 bits by chance, which its authenticators keep, too.
pub fn account_id() -> Result<StaffId, NoChance> {
    let mut number = [0; 16];
    rand::fill(&mut number).map_err(|_| NoChance)?;
    handle_of(number).map_err(|_| NoChance)
}

/// The id of the account that a form makes: the same however often that form is sent, so that a page
/// that is loaded again makes no second account. It is made with the session's token, so that nobody
/// chooses it.
pub(crate) fn account_id_of(token: &FormToken, once: &str) -> Result<StaffId, Refused> {
    let mut number = [0; 16];
    let text = format!("account {} {once}", token.as_str());
    let hash = digest(&SHA256, text.as_bytes());
    number.iter_mut().zip(hash.as_ref()).for_each(|(to, from)| *to = *from);
    handle_of(number)
}

/// Where a link leads to.
pub(crate) async fn get(State(app): State<App>) -> Result<Html<String>, Refused> {
    passkeys(&app)?;
    Ok(Html(InvitationPage { chrome: open_chrome(&app, "Your invitation") }.render()?))
}

/// Says for whom the link is, and asks for a passkey.
pub(crate) async fn post(
    State(app): State<App>,
    client: Client,
    request: Request,
) -> Result<Response, Refused> {
    let Shown { secret } = form(request).await?;
    let Some(Invited { account, .. }) = invited(&app, &secret).await? else {
        return worthless(&app, client).await;
    };
    let until = account.invited_until.map_or_else(String::new, |at| words::moment(at, app.now()));
    let chrome = open_chrome(&app, "Make a passkey");
    let page = InvitedPage { chrome, name: account.name, until, secret };
    Ok(Html(page.render()?).into_response())
}

/// Gives the browser of somebody who was invited a challenge.
pub(crate) async fn challenge(
    State(app): State<App>,
    client: Client,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Refused> {
    let Shown { secret } = form(request).await?;
    let Some(Invited { account, .. }) = invited(&app, &secret).await? else {
        note_worthless(&app, client).await?;
        return Ok(StatusCode::GONE.into_response());
    };
    ask_to_make(&app, &headers, &account).await
}

/// Asks for another passkey of an account than those that it has.
pub(crate) async fn ask_to_make(
    app: &App,
    headers: &HeaderMap,
    account: &Account,
) -> Result<Response, Refused> {
    let has = app.store().passkeys_of(&account.id).await?;
    let has = has.into_iter().map(|key| key.credential).collect();
    let holder = Holder { account: number_of(&account.id)?, name: &account.name, has };
    let asked = passkeys(app)?.ask_to_make(holder).map_err(|_| Refused::BadForm)?;
    let aim = Aim::Make { state: asked.state.clone(), account: account.id.clone() };
    ask(app, headers, &asked, &aim).await
}

/// Keeps the passkey, and lets whoever made it in.
pub(crate) async fn accept(
    State(app): State<App>,
    from: From,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Refused> {
    let sent: MadeFor = form(request).await?;
    let Some(Invited { hash, account }) = invited(&app, &sent.secret).await? else {
        return worthless(&app, from.client).await;
    };
    let made = match made(&app, &headers, &account, (&sent.state, &sent.answer)).await? {
        Ok(made) => made,
        Err(why) => {
            warn!(%why, "a passkey was not made");
            return passkey_refused::not_made(&app);
        }
    };
    let now = app.now();
    let by = Actor::from(&themselves(&account, from.client, now)?);
    let handle = new_handle()?;
    let passkey = NewPasskey { credential: &made.id, handle: &handle, name: FIRST, key: &made.key };
    match app.store().accept_invitation(&hash, &account, &passkey, (&by, now)).await {
        Ok(()) => {
            enter(&app, from, identified((&account, &handle), now), &Destination::Start).await
        }
        Err(StoreError::Conflict) => worthless(&app, from.client).await,
        Err(StoreError::Duplicate(_)) => passkey_refused::not_made(&app),
        Err(error) => Err(error.into()),
    }
}

/// The answer to a link that is worth nothing, which may be one that somebody guessed.
async fn worthless(app: &App, client: Client) -> Result<Response, Refused> {
    note_worthless(app, client).await?;
    passkey_refused::worthless_link(app)
}

async fn note_worthless(app: &App, client: Client) -> Result<(), Refused> {
    warn!("somebody brought an invitation that is worth nothing");
    let why = "invitation".to_owned();
    let line = nobody_let_in((Way::Passkey, ISSUER), client, why, app.now());
    Ok(app.store().note(&line).await?)
}

/// What an authenticator made for this account, answering what this browser was asked.
pub(crate) async fn made(
    app: &App,
    headers: &HeaderMap,
    account: &Account,
    (state, answer): (&str, &str),
) -> Result<Result<Made, NotProved>, Refused> {
    match answered(app, headers, state).await? {
        Some(Aim::Make { state, account: asked }) if asked == account.id => {
            Ok(passkeys(app)?.made(&state, answer))
        }
        _ => Ok(Err(NotProved::Refused("challenge"))),
    }
}

async fn form<T: serde::de::DeserializeOwned + 'static>(request: Request) -> Result<T, Refused> {
    same_site(&request)?;
    let Form(form) = request.extract().await.map_err(|_| Refused::BadForm)?;
    Ok(form)
}

async fn invited(app: &App, secret: &str) -> Result<Option<Invited>, Refused> {
    passkeys(app)?;
    let hash = hash(secret);
    let account = app.store().invited(&hash, app.now()).await?;
    Ok(account.map(|account| Invited { hash, account }))
}

/// Somebody who was invited, as they act for themselves for the first time.
fn themselves(account: &Account, client: Client, now: Timestamp) -> Result<Staff, Refused> {
    let seat = account.seats.first().ok_or(Refused::RoleMayNot)?.clone();
    let origin = Origin {
        way: Way::Passkey,
        provider: ISSUER.to_owned(),
        address: client.address,
        session: String::new(),
        assurance: ASSURANCE,
        proved_at: Some(now),
    };
    Ok(Staff { origin, ..Staff::new(account.id.clone(), account.name.clone(), seat) })
}

fn hash(secret: &str) -> [u8; 32] {
    let mut out = [0; 32];
    let hash = digest(&SHA256, format!("invitation {secret}").as_bytes());
    out.iter_mut().zip(hash.as_ref()).for_each(|(to, from)| *to = *from);
    out
}
