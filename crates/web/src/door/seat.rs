//! In which of their roles does somebody work now?

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};
use care::access::session::State as SessionState;
use care::access::{Organisation, Seat};
use serde::Deserialize;

use crate::address::Place;
use crate::app::App;
use crate::components::chrome::Chrome;
use crate::door::lock::Locked;
use crate::forms::SentByHolder;
use crate::pages::{chrome, open_chrome, organisation_words};
use crate::refusal::Refused;
use crate::session::token::chance;
use crate::session::{FormToken, Holder, Token};

/// The question.
#[derive(Template)]
#[template(path = "pages/role.html")]
struct RolePage {
    chrome: Chrome,
    name: String,
    token: FormToken,
    answer: Answer,
    seats: Vec<SeatChoice>,
}

/// How the question stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// It is asked.
    Asked,
    /// It was sent without an answer.
    Missing,
}

/// One seat to choose.
struct SeatChoice {
    number: usize,
    role: &'static str,
    organisation: String,
    stand: Stand,
}

/// Whether the seat is chosen already.
enum Stand {
    Chosen,
    Free,
}

/// What was chosen.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    /// The number of the seat, in the order of the session; empty where none was chosen.
    #[serde(default)]
    seat: String,
}

/// Asks.
pub(crate) async fn get(State(app): State<App>, holder: Holder) -> Result<Response, Refused> {
    ask(&app, holder, Answer::Asked).await
}

/// Puts somebody into the seat that they chose, under a new token and with new forms: what another
/// tab still shows of the old role can no longer be sent.
pub(crate) async fn post(
    State(app): State<App>,
    SentByHolder { holder, form }: SentByHolder<Chosen>,
) -> Result<Response, Refused> {
    if holder.state != SessionState::Open {
        return Err(Refused::Locked(Box::new(Locked::of(&app, &holder))));
    }
    let seat = form.seat.parse().ok().and_then(|number: usize| holder.session.seats.get(number));
    let Some(seat) = seat else { return ask(&app, holder, Answer::Missing).await };
    let token = Token::new()?;
    let keys = (&token.hash(), &chance()?);
    app.store().take_seat(&holder.session, seat, keys, app.now()).await?;
    let cookie = [(header::SET_COOKIE, token.cookie(app.cookie_marks()))];
    // Who has just come in goes on to where they wanted; who changes their role begins anew.
    let place = match holder.session.seat {
        None => Place::parse(&holder.session.place).unwrap_or_default(),
        Some(_) => Place::default(),
    };
    Ok((AppendHeaders(cookie), Redirect::to(place.path())).into_response())
}

async fn ask(app: &App, holder: Holder, answer: Answer) -> Result<Response, Refused> {
    if holder.state != SessionState::Open {
        return Err(Refused::Locked(Box::new(Locked::of(app, &holder))));
    }
    let session = &holder.session;
    let known = app.store().staff_member(&session.visitor.id).await?;
    let last = known.and_then(|known| known.last_seat);
    let seats = choices(app, &session.seats, session.seat.as_ref().or(last.as_ref()));
    let (name, token) = (session.visitor.name.clone(), holder.form.clone());
    let title = "Your role";
    let chrome = match holder.session.seat {
        Some(_) => chrome(app, title, &holder.seated(app, Place::default())?),
        None => open_chrome(app, title),
    };
    Ok(Html(RolePage { chrome, name, token, answer, seats }.render()?).into_response())
}

/// The seats, the one last used first and chosen already.
fn choices(app: &App, seats: &[Seat], last: Option<&Seat>) -> Vec<SeatChoice> {
    let choice = |(number, seat): (usize, &Seat)| SeatChoice {
        number,
        role: seat.role.words(),
        organisation: place_of_work(app, &seat.organisation),
        stand: if last == Some(seat) { Stand::Chosen } else { Stand::Free },
    };
    let mut choices: Vec<SeatChoice> = seats.iter().enumerate().map(choice).collect();
    choices.sort_by_key(|choice| matches!(choice.stand, Stand::Free));
    choices
}

/// An organisation, and the site where it has several.
fn place_of_work(app: &App, organisation: &Organisation) -> String {
    let name = organisation_words(app, organisation);
    let Organisation::Hospital { trust, site } = organisation else { return name };
    let sites = app.trust(trust).map_or(&[][..], |trust| trust.sites.as_slice());
    match sites.iter().find(|each| each.code == *site) {
        Some(site) if sites.len() > 1 => format!("{}, {name}", site.name),
        _ => name,
    }
}
