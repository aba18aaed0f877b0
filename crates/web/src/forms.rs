//! Is this form really from our page, in this user's name?

use axum::RequestExt;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, FromRequest, FromRequestParts, Request};
use axum::http::header;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::refusal::Refused;
use crate::session::SignedIn;

/// A form sent by somebody who is signed in, from a page of ours.
pub(crate) struct Sent<T> {
    /// Who sent it.
    pub(crate) signed_in: SignedIn,
    /// What it says.
    pub(crate) form: T,
}

/// Every form carries this beside its own fields.
#[derive(Deserialize)]
struct WithToken<T> {
    #[serde(default)]
    token: String,
    #[serde(flatten)]
    form: T,
}

impl<T: DeserializeOwned + 'static> FromRequest<App> for Sent<T> {
    type Rejection = Refused;

    async fn from_request(mut request: Request, app: &App) -> Result<Self, Refused> {
        same_site(&request)?;
        let (mut parts, body) = request.into_parts();
        let signed_in = SignedIn::from_request_parts(&mut parts, app).await?;
        request = Request::from_parts(parts, body);
        let sent: Result<Form<WithToken<T>>, FormRejection> = request.extract().await;
        let Form(WithToken { token, form }) = sent.map_err(|_| Refused::BadForm)?;
        if !signed_in.form.agrees(&token) {
            return Err(Refused::BadForm);
        }
        Ok(Self { signed_in, form })
    }
}

/// Refuses a request that a browser says another site made.
pub(crate) fn same_site(request: &Request) -> Result<(), Refused> {
    let said = request.headers().get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let origin = request.headers().get(header::ORIGIN).and_then(|value| value.to_str().ok());
    let host = request.headers().get(header::HOST).and_then(|value| value.to_str().ok());
    let foreign_site = matches!(said, Some("cross-site" | "same-site"));
    let foreign_origin = match (origin.and_then(|origin| origin.split_once("://")), host) {
        (Some((_, from)), Some(host)) => from != host,
        _ => origin.is_some_and(|origin| origin != "null"),
    };
    if foreign_site || foreign_origin { Err(Refused::BadForm) } else { Ok(()) }
}
