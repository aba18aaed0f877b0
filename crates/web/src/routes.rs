//! Where is every page?

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::app::App;
use crate::headers::Headers;
use crate::refusal::Refused;
use crate::{assets, door, forms, gate, headers, noted, pages, refusal};

/// A path that is open to everybody.
pub struct Open {
    /// As in [`routes`].
    pub path: &'static str,
    /// What for.
    pub kind: OpenKind,
    /// Why it must be open, and why that is harmless.
    pub why: &'static str,
}

/// What an open door is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenKind {
    /// Something is shown, the same to everybody, and of nobody.
    Page,
    /// Somebody comes in. Without a proof it leads to nothing; attempts are counted.
    WayIn,
    /// Somebody comes in by a secret of their own. Wrong ones are counted beside the attempts.
    Secret,
    /// Another system tells us something for many, signed. Only what fails is counted.
    Machine,
}

/// The paths that are open to everybody. They show nothing of anyone; a test holds this list
/// against what a stranger really reaches. It only grows by what somebody must reach who is not
/// signed in.
pub const OPEN: &[Open] = &[
    page("/", "offers the ways in"),
    page("/assets/{file}", "style and script, the same for all, part of the binary"),
    page("/status", "says on the worst day what is down; counts, no people"),
    page("/status.json", "the same for machines"),
    page("/audit/heads", "lets others keep how far the audit has come; numbers and hashes"),
    page("/healthz", "lets a gateway see that this node lives; one word"),
    page("/help", "helps who cannot get in"),
    page("/phone-numbers", "is needed most when nobody can sign in; public numbers"),
    page("/accessibility", "the law wants it readable by everybody"),
    page("/invitation", "where an invited person's link leads; the same for all"),
    secret("/invitation/link", "says for whom a link is, to who has its secret"),
    secret("/invitation/challenge", "a challenge, for who has a link's secret"),
    secret("/invitation/passkey", "keeps a passkey made by a link, once"),
    secret("/sign-in/passkey", "lets in who answers a challenge with a passkey"),
    way_in("/sign-in/passkey/challenge", "gives our own script a challenge; names nobody"),
    secret("/sign-in", "the demonstration's list of invented staff; not found elsewhere"),
    way_in("/sign-in/{provider}", "sends somebody to a provider; shows nothing"),
    page("/sign-in/keys", "public halves of our keys, for providers that fetch them"),
    machine("/sign-in/{provider}/ended", "a provider ends sessions, by a token that it signed"),
    way_in("/sign-in/{provider}/back", "takes back whom it sent; needs state, cookie and code"),
    way_in("/launch", "sends a patient system's browser on to it; shows nothing"),
    way_in("/launch/back/{provider}", "takes back whom it sent; needs state, cookie and code"),
    machine("/launch/links", "takes in a patient system's signed link, once"),
    secret("/launch/links/{handle}", "opens such a link; needs its secret, once, within a minute"),
];

const fn page(path: &'static str, why: &'static str) -> Open {
    Open { path, kind: OpenKind::Page, why }
}

const fn machine(path: &'static str, why: &'static str) -> Open {
    Open { path, kind: OpenKind::Machine, why }
}

const fn secret(path: &'static str, why: &'static str) -> Open {
    Open { path, kind: OpenKind::Secret, why }
}

const fn way_in(path: &'static str, why: &'static str) -> Open {
    Open { path, kind: OpenKind::WayIn, why }
}

/// Every path, and who answers there.
pub fn routes(app: App) -> Router {
    Router::new()
        .route("/", get(pages::start::get))
        .merge(coming_and_going())
        .route("/wards", get(pages::wards::get))
        .route("/wards/{ward}", get(pages::wards::get_ward))
        .route("/wards/{ward}/changes", get(pages::wards::changes))
        .route("/find", get(pages::find::get).post(pages::find::post))
        .route("/patients/{patient}", get(pages::person::get))
        .route(
            "/patients/{patient}/permission",
            get(pages::permission::get).post(pages::permission::post),
        )
        .route("/patients/{patient}/reason", get(pages::reason::get).post(pages::reason::post))
        .route(
            "/patients/{patient}/override",
            get(pages::overriding::get).post(pages::overriding::post),
        )
        .route("/patients/{patient}/same", post(pages::compare::same))
        .route(
            "/patients/{patient}/wrong",
            get(pages::compare::ask_wrong).post(pages::compare::wrong),
        )
        .route(
            "/patients/{patient}/feedback",
            get(pages::feedback::get).post(pages::feedback::post),
        )
        .route("/patients/{patient}/print", get(pages::print::get).post(pages::print::post))
        .route("/council", get(pages::council::get).post(pages::council::post))
        .merge(desks())
        .merge(launches())
        .route("/status", get(pages::status::get))
        .route("/status.json", get(pages::status::json))
        .route("/status/messages", get(pages::messages::get))
        .route("/audit/heads", get(pages::status::audit::heads))
        .route("/healthz", get(pages::status::health))
        .route("/help", get(pages::help::get))
        .route("/phone-numbers", get(pages::phones::get))
        .route("/accessibility", get(pages::accessibility::get))
        .route(assets::ROUTE, get(assets::get))
        .fallback(nothing_here)
        .layer(from_fn_with_state(app.clone(), forms::settle))
        .layer(from_fn_with_state(app.clone(), noted::refusals))
        .layer(from_fn_with_state(app.clone(), refusal::holder::dress))
        .layer(DefaultBodyLimit::max(gate::LONGEST_BODY))
        .layer(from_fn_with_state(app.clone(), gate::pass))
        .layer(from_fn_with_state(Headers::of(app.settings()), headers::add))
        .with_state(app)
}

/// Ways in and out, what is kept of a session, and who may come at all.
fn coming_and_going() -> Router<App> {
    Router::new()
        .route("/sign-in", post(door::demo::sign_in))
        .route("/sign-in/{provider}", get(door::openid::begin))
        .route("/sign-in/{provider}/back", get(door::openid::back))
        .route("/sign-in/passkey", post(door::passkey::sign_in))
        .route("/sign-in/passkey/challenge", post(door::passkey::challenge))
        .route("/invitation", get(door::invitation::get))
        .route("/invitation/link", post(door::invitation::post))
        .route("/invitation/challenge", post(door::invitation::challenge))
        .route("/invitation/passkey", post(door::invitation::accept))
        .route("/passkeys", get(pages::passkeys::get).post(pages::passkeys::add))
        .route("/passkeys/challenge", post(pages::passkeys::challenge))
        .route("/passkeys/{handle}/name", post(pages::passkeys::rename))
        .route("/passkeys/{handle}/remove", post(pages::passkeys::remove))
        .route("/accounts", get(pages::accounts::list::get))
        .route(
            "/accounts/invite",
            get(pages::accounts::invite::get).post(pages::accounts::invite::post),
        )
        .route(
            "/accounts/{staff}",
            get(pages::accounts::one::get).post(pages::accounts::change::post),
        )
        .route("/accounts/{staff}/seats", post(pages::accounts::change::seats))
        .route("/sign-in/{provider}/ended", post(door::ended::post))
        .route("/sign-in/keys", get(door::openid::keys))
        .route("/sign-out", post(door::sign_out))
        .route("/lock", post(door::lock::post))
        .route("/locked", get(door::lock::get))
        .route("/role", get(door::seat::get).post(door::seat::post))
        .route("/session", get(door::watch::get).post(door::watch::post))
        .route("/sessions", get(pages::sessions::get).post(pages::sessions::post))
        .route("/drafts", get(pages::drafts::get))
        .route("/drafts/drop", post(pages::drafts::drop))
        .route("/drafts/written", get(pages::drafts::written).post(pages::drafts::write))
}

/// The match desk and the privacy desk.
fn desks() -> Router<App> {
    Router::new()
        .route("/match-desk", get(pages::desk::get))
        .route("/match-desk/withdrawn", get(pages::desk::get_withdrawn))
        .route(
            "/match-desk/withdrawn/{withdrawal}",
            get(pages::desk::get_one).post(pages::desk::post_one),
        )
        .route("/match-desk/{patient}", get(pages::desk::get_pair).post(pages::desk::post))
        .route("/match-desk/{patient}/owner", post(pages::desk::owner))
        .route("/match-desk/{patient}/take-back", post(pages::desk::take_back))
        .route("/privacy", get(pages::privacy::get))
        .route(
            "/privacy/items/{item}",
            get(pages::privacy::get_item).post(pages::privacy::post_item),
        )
        .route("/privacy/items/{item}/owner", post(pages::privacy::owner))
        .route("/privacy/items/{item}/reopen", post(pages::privacy::reopen))
        .route(
            "/privacy/watched",
            get(pages::privacy::get_watched).post(pages::privacy::post_watched),
        )
        .route("/privacy/watched/{item}/remove", post(pages::privacy::remove_watched))
        .route("/privacy/people", get(pages::privacy::get_people).post(pages::privacy::post_people))
        .route(
            "/privacy/people/{patient}/report",
            get(pages::privacy::get_report).post(pages::privacy::post_report),
        )
        .route(
            "/privacy/people/{patient}/held",
            get(pages::privacy::get_held).post(pages::privacy::post_held),
        )
        .route(
            "/privacy/people/{patient}/copy",
            get(pages::privacy::get_copy).post(pages::privacy::post_copy),
        )
}

/// Ways in from a patient system, and what follows when it goes on to another patient.
fn launches() -> Router<App> {
    Router::new()
        .route("/launch", get(door::launch::begin))
        .route("/launch/back/{provider}", get(door::launch::back))
        .route("/launch/links", post(door::link::hand_in))
        .route("/launch/links/{handle}", get(door::link::open))
        .route("/launch/links/{handle}/go-on", post(door::link::go_on))
        .route("/launch/changed", get(pages::changed::get))
        .route("/launch/opened", post(pages::changed::opened))
        .route("/launch/left", post(pages::changed::left))
}

async fn nothing_here() -> Refused {
    Refused::NotFound
}
