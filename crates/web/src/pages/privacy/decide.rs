//! What does a privacy officer do with an item?

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use care::access::privacy::may_judge;
use serde::Deserialize;
use store::{PrivacyItem, StoreError};

use super::find;
use super::item::{Missing, Notice, Typed, outcome, show};
use crate::address::Named;
use crate::app::App;
use crate::forms::Sent;
use crate::refusal::Refused;
use crate::session::SignedIn;

/// What the officer says.
#[derive(Deserialize)]
pub(crate) struct Said {
    #[serde(default)]
    outcome: String,
    #[serde(default)]
    words: String,
}

/// Keeps what becomes of an item.
pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<String>,
    sent: Sent<Said>,
) -> Result<Response, Refused> {
    let Sent { signed_in, form } = sent;
    let item = theirs(&app, &signed_in, &id).await?;
    let typed = |form: Said| Typed { outcome: form.outcome, words: form.words };
    let Some(outcome) = outcome(&form.outcome) else {
        let notice = Notice::Missing(Missing::Outcome);
        return show(&app, &signed_in, &item, (notice, typed(form))).await;
    };
    if outcome.needs_words() && form.words.trim().is_empty() {
        let notice = Notice::Missing(Missing::Words);
        return show(&app, &signed_in, &item, (notice, typed(form))).await;
    }
    let said = (outcome, form.words.as_str());
    let done = app.store().judge_privacy_item(&signed_in.staff, item.id, said, app.now()).await;
    match done {
        Err(StoreError::Conflict) => {
            let item = theirs(&app, &signed_in, &id).await?;
            show(&app, &signed_in, &item, (Notice::Changed, typed(form))).await
        }
        done => saved(&item, done),
    }
}

/// What the officer says of an item that was done.
#[derive(Deserialize)]
pub(crate) struct Again {
    #[serde(default)]
    words: String,
}

/// Opens an item again.
pub(crate) async fn reopen(
    State(app): State<App>,
    Named(id): Named<String>,
    sent: Sent<Again>,
) -> Result<Response, Refused> {
    let Sent { signed_in, form } = sent;
    let item = theirs(&app, &signed_in, &id).await?;
    if form.words.trim().is_empty() {
        let typed = Typed { outcome: String::new(), words: form.words };
        let notice = Notice::Missing(Missing::Words);
        return show(&app, &signed_in, &item, (notice, typed)).await;
    }
    let (staff, words) = (&signed_in.staff, form.words.as_str());
    saved(&item, app.store().reopen_privacy_item(staff, item.id, words, app.now()).await)
}

/// Who shall have it.
#[derive(Deserialize)]
pub(crate) struct Whose {
    #[serde(default)]
    owner: String,
}

/// Takes an item, or gives it back.
pub(crate) async fn owner(
    State(app): State<App>,
    Named(id): Named<String>,
    sent: Sent<Whose>,
) -> Result<Response, Refused> {
    let Sent { signed_in, form } = sent;
    let item = theirs(&app, &signed_in, &id).await?;
    let (staff, now) = (&signed_in.staff, app.now());
    let done = match form.owner.as_str() {
        "me" => app.store().take_privacy_item(staff, item.id, now).await,
        "nobody" => app.store().give_back_privacy_item(staff, item.id, now).await,
        _ => return Err(Refused::BadForm),
    };
    saved(&item, done)
}

/// An item that this officer may decide.
async fn theirs(app: &App, signed_in: &SignedIn, id: &str) -> Result<PrivacyItem, Refused> {
    let item = find(app, signed_in, id).await?;
    may_judge(&signed_in.staff, &item.cause).map_err(|_| Refused::RoleMayNot)?;
    Ok(item)
}

fn saved(item: &PrivacyItem, done: Result<(), StoreError>) -> Result<Response, Refused> {
    let done = match done {
        Ok(()) => "yes",
        Err(StoreError::Conflict) => "changed",
        Err(fault) => return Err(fault.into()),
    };
    Ok(Redirect::to(&format!("/privacy/items/{}?done={done}", item.id)).into_response())
}
