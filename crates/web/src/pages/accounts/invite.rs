//! Whom shall we let in, and in which role?

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use care::access::{Actor, Seat, accounts};
use serde::Deserialize;
use store::{NewAccount, StoreError};

use super::one::show_fault;
use super::{PROVE_FIRST, Proof, RoleChoice, SiteChoice, must_administer};
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::door::{invitation, passkey};
use crate::forms::Sent;
use crate::pages::chrome;
use crate::refusal::{Fault, Refused};
use crate::session::{FormToken, SignedIn, new_handle};

/// The form.
#[derive(Template)]
#[template(path = "pages/accounts/invite.html")]
struct InvitePage {
    chrome: Chrome,
    token: FormToken,
    /// What no other form of this page holds.
    once: String,
    roles: Vec<RoleChoice>,
    sites: Vec<SiteChoice>,
    typed: Invited,
    proof: Proof,
    /// What is missing; empty where nothing is.
    missing: &'static str,
}

/// What was typed.
#[derive(Default, Deserialize)]
pub(crate) struct Invited {
    #[serde(default)]
    name: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    site: String,
    /// What the form held of its own: it makes one account at most.
    #[serde(default)]
    once: String,
}

/// Shows the empty form.
pub(crate) async fn get(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Html<String>, Refused> {
    show(&app, &signed_in, Invited { once: new_handle()?, ..Invited::default() }, "")
}

/// Makes the account, and shows the link to pass on.
pub(crate) async fn post(
    State(app): State<App>,
    Sent { signed_in, form }: Sent<Invited>,
) -> Result<Response, Refused> {
    let staff = &signed_in.staff;
    must_administer(staff)?;
    if form.once.is_empty() {
        return Err(Refused::BadForm);
    }
    let origin = passkey::passkeys(&app)?.origin();
    let (name, seat) = match read(&app, &signed_in, &form) {
        Ok(read) => read,
        Err(missing) => return Ok(show(&app, &signed_in, form, missing)?.into_response()),
    };
    if !signed_in.is_fresh(app.now()) {
        let page = show(&app, &signed_in, form, PROVE_FIRST)?;
        return Ok((StatusCode::CONFLICT, page).into_response());
    }
    let now = app.now();
    let (link, kept) =
        invitation::link(origin, now).map_err(|_| Refused::Fault(Fault::NoChance))?;
    let id = invitation::account_id_of(&signed_in.form, &form.once)?;
    let account = NewAccount { id: &id, name: &name, seat: &seat };
    match app.store().make_account(&account, &kept, &Actor::from(staff), now).await {
        Ok(()) => Ok(super::link::show(&app, &signed_in, (&name, link), now)?.into_response()),
        Err(StoreError::Duplicate(_)) => {
            let fault = "This was sent before: they are invited, and the link was shown then. If \
                         it is lost, invite them again.";
            show_fault(&app, &signed_in, &id, fault).await
        }
        Err(error) => Err(error.into()),
    }
}

fn read(app: &App, signed_in: &SignedIn, form: &Invited) -> Result<(String, Seat), &'static str> {
    let name = accounts::name(&form.name).ok_or("Enter a name of at most 100 letters")?;
    let seat = super::seat(app, &signed_in.staff, (&form.role, &form.site))?;
    Ok((name, seat))
}

fn show(
    app: &App,
    signed_in: &SignedIn,
    typed: Invited,
    missing: &'static str,
) -> Result<Html<String>, Refused> {
    must_administer(&signed_in.staff)?;
    passkey::passkeys(app)?;
    let page = InvitePage {
        chrome: chrome(app, "Invite somebody", signed_in),
        token: signed_in.form.clone(),
        once: typed.once.clone(),
        roles: super::roles(&signed_in.staff),
        sites: super::sites(app, &signed_in.staff),
        typed,
        proof: Proof::of(signed_in, app.now()),
        missing,
    };
    Ok(Html(page.render()?))
}
