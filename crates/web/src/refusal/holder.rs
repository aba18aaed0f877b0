//! Can somebody who is signed in and was refused still sign out?
//!
//! A refusal knows nothing of who asked. On the way out it gets the header that stands on every page
//! of theirs, with "Lock" and "Sign out". It says nothing of the page that was asked for, so that
//! refusals look the same whatever exists. To be refused is no act of anybody's: the session is
//! read, and not kept open.

use askama::Template;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use care::access::session::State as SessionState;

use super::{RefusedPage, Said};
use crate::address::Place;
use crate::app::App;
use crate::pages::chrome;
use crate::session::{FormToken, Holder, SignedIn, Token};

/// Shows a refusal under the header of whoever is signed in on this browser, where somebody is.
pub(crate) async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let token = Token::sent(request.headers(), app.cookie_marks());
    let path = request.extensions().get::<MatchedPath>().cloned();
    let answer = next.run(request).await;
    let (Some(token), Some(said)) = (token, answer.extensions().get::<Said>().copied()) else {
        return answer;
    };
    let Some(signed_in) = signed_in(&app, &token).await else { return answer };
    let (staff, path) = (&signed_in.staff.id, path.as_ref().map_or("", MatchedPath::as_str));
    // Somebody who was told that there is nothing, by a page that names one thing, or that it is not
    // for their role: a slip mostly, a search for open doors when it is frequent.
    let names_one = path.contains('{') && answer.status() == StatusCode::NOT_FOUND;
    if names_one || answer.status() == StatusCode::FORBIDDEN {
        tracing::warn!(%staff, path, "somebody asked for what is not theirs");
    }
    let page = RefusedPage { chrome: chrome(&app, said.title, &signed_in), said };
    let Ok(text) = page.render() else { return answer };
    let (mut parts, _) = answer.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(text))
}

/// Whoever is signed in here, with a seat and an open screen. A store that fails shows nobody: the
/// refusal is told in any case.
async fn signed_in(app: &App, token: &Token) -> Option<SignedIn> {
    let session = app.store().session(&token.hash()).await.ok().flatten()?;
    let state = session.times.state(app.now());
    if state != SessionState::Open {
        return None;
    }
    let form = FormToken::of(&session.form_key);
    Holder { session, state, form }.seated(app, Place::default()).ok()
}
