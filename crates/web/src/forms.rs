//! Is this form really from our page, in this user's name?

use std::sync::{Arc, OnceLock};

use axum::body::{Body, Bytes};
use axum::extract::{Form, FromRequest, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use care::access::session::State as SessionState;
use care::people::StaffId;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use store::{Draft, DraftKind};

use crate::address::Place;
use crate::app::App;
use crate::context;
use crate::door::lock::Locked;
use crate::pages::changed;
use crate::refusal::Refused;
use crate::session::{Holder, SignedIn};
use crate::site::is_foreign;

/// The longest text of a field that is kept in a draft, in characters.
const LONGEST_FIELD: usize = 4_000;

/// More fields than any form of ours has.
const MOST_FIELDS: usize = 50;

/// Where something is looked for: what was typed there is kept nowhere (`docs/privacy.md`).
const SEARCHES: [&str; 3] = ["/find", "/privacy/people", "/privacy/watched"];

/// A form with nothing but its token.
#[derive(Deserialize)]
pub(crate) struct Nothing {}

/// A form sent by somebody who is signed in, from a page of ours.
///
/// A form that meets a locked screen is not taken. It is kept for whoever sent it, and offered to
/// them once they have signed in again.
pub(crate) struct Sent<T> {
    /// Who sent it.
    pub(crate) signed_in: SignedIn,
    /// What it says.
    pub(crate) form: T,
}

/// A form sent by whoever holds a session on this browser, whether it is open or locked.
pub(crate) struct SentByHolder<T> {
    /// Who sent it.
    pub(crate) holder: Holder,
    /// What it says.
    pub(crate) form: T,
}

/// Every form carries this beside its own fields.
#[derive(Deserialize)]
struct WithToken<T> {
    #[serde(default)]
    token: String,
    /// Not empty where our script has kept a draft of the form.
    #[serde(default)]
    draft: String,
    #[serde(flatten)]
    form: T,
}

/// A form whose token agrees, still to be read.
struct Genuine {
    written: Written,
    holder: Holder,
    /// Which drafts it may have been.
    kinds: &'static [DraftKind],
}

/// A form as it came.
struct Written {
    parts: Parts,
    body: Bytes,
}

impl<T: DeserializeOwned + 'static> FromRequest<App> for Sent<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refused> {
        let mut genuine = Genuine::receive(request, app).await?;
        let now = app.now();
        if genuine.holder.state == SessionState::Open {
            genuine.holder.acts(app, now).await?;
        } else {
            let place = genuine.keep(app).await?;
            genuine.holder.note_lock(app, &place, now).await?;
        }
        let Genuine { mut written, holder, kinds } = genuine;
        let signed_in = holder.seated(app, Place::default())?;
        if let Some(sender) = written.parts.extensions.get::<Sender>() {
            let _ = sender.0.set((signed_in.staff.id.clone(), kinds));
        }
        if let Some(changed) = context::forbids(app, &signed_in, &mut written.parts).await? {
            let fields = worth_keeping(written.parse().await?);
            let page = changed::not_sent(app, &signed_in, changed, fields).await?;
            return Err(Refused::PatientChanged(Box::new(page)));
        }
        Ok(Self { signed_in, form: written.read().await? })
    }
}

impl<T: DeserializeOwned + 'static> FromRequest<App> for SentByHolder<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refused> {
        let genuine = Genuine::receive(request, app).await?;
        Ok(Self { form: genuine.written.read().await?, holder: genuine.holder })
    }
}

impl Genuine {
    /// Takes a form in whose token is that of the session.
    async fn receive(request: Request, app: &App) -> Result<Self, Refused> {
        same_site(&request)?;
        let (mut parts, body) = request.into_parts();
        let holder = Holder::from_request_parts(&mut parts, app).await?;
        let request = Request::from_parts(parts.clone(), body);
        let body = Bytes::from_request(request, app).await.map_err(|_| Refused::BadForm)?;
        let written = Written { parts, body };
        let WithToken { token, draft, form: Nothing {} } = written.parse().await?;
        let kinds = kinds(&draft);
        if holder.form.agrees(&token) {
            Ok(Self { written, holder, kinds })
        } else if holder.state == SessionState::Locked {
            Err(Refused::Locked(Box::new(Locked::of(app, &holder))))
        } else {
            Err(Refused::BadForm)
        }
    }

    /// Keeps the form for whoever sent it to a locked screen. What cannot be kept is left out. A
    /// search is not kept: what was typed into one stays nowhere. Answers with the place at which to
    /// go on.
    async fn keep(&self, app: &App) -> Result<Place, Refused> {
        let fields: Vec<(String, String)> = self.written.parse().await?;
        let path = self.written.parts.uri.path();
        let Some(path) = Place::parse(path) else { return Ok(Place::default()) };
        if SEARCHES.contains(&path.path()) {
            return Ok(path);
        }
        let draft = Draft {
            path: path.path().to_owned(),
            fields: worth_keeping(fields),
            saved_at: app.now(),
        };
        let whose = &self.holder.session.visitor.id;
        app.store().keep_draft(whose, DraftKind::Sent, &draft).await?;
        Ok(Place::default())
    }
}

/// A form of which our script has kept a draft says so. Any form may be one that met a locked screen.
fn kinds(draft: &str) -> &'static [DraftKind] {
    match draft {
        "" => &[DraftKind::Sent],
        _ => &[DraftKind::Sent, DraftKind::Written],
    }
}

impl Written {
    async fn read<T: DeserializeOwned + 'static>(&self) -> Result<T, Refused> {
        let WithToken { form, .. } = self.parse().await?;
        Ok(form)
    }

    async fn parse<T: DeserializeOwned + 'static>(&self) -> Result<T, Refused> {
        let request = Request::from_parts(self.parts.clone(), Body::from(self.body.clone()));
        let read = Form::<T>::from_request(request, &()).await;
        read.map(|Form(form)| form).map_err(|_| Refused::BadForm)
    }
}

/// The fields of a form without its token, none of them longer than anybody writes.
pub(crate) fn worth_keeping(fields: Vec<(String, String)>) -> Vec<(String, String)> {
    let cut = |text: String| text.chars().take(LONGEST_FIELD).collect::<String>();
    fields
        .into_iter()
        .filter(|(name, _)| name != "token" && name != "draft")
        .take(MOST_FIELDS)
        .map(|(name, value)| (cut(name), cut(value)))
        .collect()
}

/// Refuses a request that a browser says another site made.
pub(crate) fn same_site(request: &Request) -> Result<(), Refused> {
    let origin = request.headers().get(header::ORIGIN).and_then(|value| value.to_str().ok());
    let host = request.headers().get(header::HOST).and_then(|value| value.to_str().ok());
    let foreign_origin = match (origin.and_then(|origin| origin.split_once("://")), host) {
        (Some((_, from)), Some(host)) => from != host,
        _ => origin.is_some_and(|origin| origin != "null"),
    };
    if is_foreign(request.headers()) || foreign_origin { Err(Refused::BadForm) } else { Ok(()) }
}

/// Who sent the form that is being answered, and which drafts of theirs it may have been: told by
/// [`Sent`] to [`settle`].
#[derive(Clone, Default)]
struct Sender(Arc<OnceLock<(StaffId, &'static [DraftKind])>>);

/// Forgets the draft of a form once the form was taken. One that was refused, or that is shown again
/// with a fault, keeps its draft.
pub(crate) async fn settle(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refused> {
    if request.method() != Method::POST {
        return Ok(next.run(request).await);
    }
    let sender = Sender::default();
    request.extensions_mut().insert(sender.clone());
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let was_taken = matches!(response.status(), StatusCode::SEE_OTHER | StatusCode::NO_CONTENT);
    if let (true, Some((staff, kinds))) = (was_taken, sender.0.get()) {
        for kind in *kinds {
            app.store().drop_draft(staff, *kind, &path).await?;
        }
    }
    Ok(response)
}
