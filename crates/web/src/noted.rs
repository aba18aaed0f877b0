//! Was somebody refused what they asked for?
//!
//! A refusal looks the same whether there is anything or not. The audit knows better: whoever is
//! signed in and was told that there is no such patient, or that it is not for their role, leaves a
//! line, and where there is one, with whose it was. No answer leaves before that line is written. A
//! name that is nobody's leaves one as well, so that who times the answers learns nothing, and who
//! tries names is seen.

use axum::extract::{FromRequestParts, MatchedPath, RawPathParams, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use care::access::session::State as SessionState;
use care::access::{Act, Actor, AuditLine, Staff};
use care::people::{PatientId, PersonKey};
use store::{PrivacyItemId, StoreError, WithdrawalId};

use crate::app::App;
use crate::client::Client;
use crate::refusal::Refused;
use crate::session::Token;

/// Somebody's words for what is not theirs, as they stand in the audit and in a report.
const NOT_THEIRS: &str = "it is not open to them";
const NOT_FOR_ROLE: &str = "their role may not do that";

/// Who asks, and for what, as the request itself says.
struct Asking {
    token: Token,
    client: Client,
    /// What the path names first: the path as it is written in `routes`, and the name.
    named: Option<(String, String)>,
}

/// Whose it was that somebody asked for.
#[derive(Default)]
struct Whose {
    patient: Option<PatientId>,
    person: Option<PersonKey>,
}

/// Writes the line of a refusal before it is told.
pub(crate) async fn refusals(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let asking = Asking::read(&mut parts, &app).await;
    let answer = next.run(Request::from_parts(parts, body)).await;
    let Some(asking) = asking else { return answer };
    let noted = match answer.status() {
        StatusCode::NOT_FOUND => asking.note(&app, NOT_THEIRS).await,
        StatusCode::FORBIDDEN => asking.note(&app, NOT_FOR_ROLE).await,
        _ => Ok(()),
    };
    noted.map_or_else(|fault| Refused::from(fault).into_response(), |()| answer)
}

impl Asking {
    /// `None` where no session is named: then nobody is known to be refused.
    async fn read(parts: &mut Parts, app: &App) -> Option<Self> {
        let token = Token::sent(&parts.headers, app.cookie_marks())?;
        let client = Client::from_request_parts(parts, app).await.ok()?;
        let path = MatchedPath::from_request_parts(parts, app).await.ok()?.as_str().to_owned();
        let given = RawPathParams::from_request_parts(parts, app).await.ok();
        let first = given.as_ref().and_then(|given| given.iter().next());
        let named = first.map(|(_, name)| (path, name.to_owned()));
        Some(Self { token, client, named })
    }

    async fn note(&self, app: &App, why: &str) -> Result<(), StoreError> {
        let Some(staff) = self.staff(app).await? else { return Ok(()) };
        let whose = self.whose(app).await?;
        // A page that names nothing, such as one that never was.
        if whose.is_none() && why == NOT_THEIRS {
            return Ok(());
        }
        let Whose { patient, person } = whose.unwrap_or_default();
        let act = Act::WasRefused { why: why.to_owned() };
        let line = AuditLine::new(app.now(), Actor::from(&staff), act);
        app.store().note(&AuditLine { patient, person, ..line }).await
    }

    /// Whoever holds the session, where it is open and they have a seat.
    async fn staff(&self, app: &App) -> Result<Option<Staff>, StoreError> {
        let Some(mut session) = app.store().session(&self.token.hash()).await? else {
            return Ok(None);
        };
        session.visitor.origin.address = self.client.address;
        let is_open = session.times.state(app.now()) == SessionState::Open;
        Ok(session.staff().filter(|_| is_open))
    }

    /// Whose it is that the path names: nobody's where nothing has this name, and `None` where the
    /// path is not of something that is somebody's.
    async fn whose(&self, app: &App) -> Result<Option<Whose>, StoreError> {
        let Some((path, name)) = &self.named else { return Ok(None) };
        let whose = if path.contains("{patient}") {
            of_patient(app, name).await?
        } else if path.contains("{withdrawal}") {
            of_withdrawal(app, name).await?
        } else if path.starts_with("/privacy/items/") {
            of_item(app, name).await?
        } else if path.contains("{staff}") {
            None
        } else {
            return Ok(None);
        };
        Ok(Some(whose.unwrap_or_default()))
    }
}

async fn of_patient(app: &App, name: &str) -> Result<Option<Whose>, StoreError> {
    let Ok(id) = name.parse::<PatientId>() else { return Ok(None) };
    let found = app.store().patient(&id).await?;
    Ok(found.map(|found| Whose { patient: Some(found.id), person: None }))
}

async fn of_withdrawal(app: &App, name: &str) -> Result<Option<Whose>, StoreError> {
    let Ok(id) = name.parse::<WithdrawalId>() else { return Ok(None) };
    let found = app.store().withdrawal(id).await?.map(|found| found.withdrawal);
    Ok(found.map(|found| Whose { patient: Some(found.patient), person: Some(found.person) }))
}

async fn of_item(app: &App, name: &str) -> Result<Option<Whose>, StoreError> {
    let Ok(id) = name.parse::<PrivacyItemId>() else { return Ok(None) };
    let found = app.store().privacy_item(id).await?;
    Ok(found.map(|found| Whose { patient: found.patient, person: found.person }))
}
