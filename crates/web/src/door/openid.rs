//! How does somebody come in by the word of a provider (OpenID Connect)?

use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use care::access::Way;
use care::access::session::State as Session;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use signin::authorise::Proof;
use signin::provider::Provider;
use signin::{Identified, Trouble};

use super::asking::{Asking, answered, ask, brought};
use super::enter::{Destination, From, enter};
use super::nobody_let_in;
use crate::app::App;
use crate::pages::not_signed_in;
use crate::refusal::Refused;
use crate::session::Holder;
use crate::site::is_foreign;

/// Where somebody wants to go, and whether they must prove anew who they are.
#[derive(Deserialize)]
pub(crate) struct Wish {
    #[serde(default)]
    patient: String,
    /// A patient at the match desk.
    #[serde(default)]
    pair: String,
    /// Not empty: the provider shall ask them again, though it may know them still.
    #[serde(default)]
    again: String,
}

/// What somebody was sent for.
#[derive(Serialize, Deserialize)]
struct Aim {
    to: Destination,
    /// Where a new proof is needed: it must be given after this.
    again_since: Option<Timestamp>,
    /// When they set out.
    set_out: Timestamp,
}

/// Our public keys, for providers that fetch them: the set of RFC 7517.
pub(crate) async fn keys(State(app): State<App>) -> impl IntoResponse {
    let mut keys: Vec<Value> = Vec::new();
    let all = app.settings().providers.all.iter().filter_map(|provider| provider.our_public_key());
    for key in all {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let set = json!({ "keys": keys }).to_string();
    ([(header::CONTENT_TYPE, "application/jwk-set+json")], set)
}

/// Sends somebody to a provider, from a page of ours: where another site sends them, they first see
/// the page with the button, so that nobody comes in without an act of their own. On a browser that
/// somebody holds a session on, open or locked, the provider is told to ask anew: it may still know
/// the one who left the computer, and whoever sits down there is not they (hazard H30).
pub(crate) async fn begin(
    State(app): State<App>,
    Path(name): Path<String>,
    Query(wish): Query<Wish>,
    from: From,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let provider = app.settings().providers.find(&name).ok_or(Refused::NotFound)?;
    if is_foreign(&headers) {
        return Ok(Redirect::to("/").into_response());
    }
    let asks_anew = provider.always_asks() || !wish.again.is_empty() || from.before.is_some();
    let now = app.now();
    let aim = Aim {
        to: Destination::wished(&wish.patient, &wish.pair),
        again_since: asks_anew.then_some(now),
        set_out: now,
    };
    send(&app, &headers, provider, &aim).await
}

async fn send(
    app: &App,
    headers: &HeaderMap,
    provider: &Provider,
    aim: &Aim,
) -> Result<Response, Refused> {
    let Asking { question, cookie } = ask(app, headers, provider.name(), aim).await?;
    match provider.leads_to(&question, aim.proof(), app.now()).await {
        Ok(address) => {
            let cookie = AppendHeaders([(header::SET_COOKIE, cookie)]);
            Ok((cookie, Redirect::to(address.as_str())).into_response())
        }
        Err(trouble) => not_let_in(app, provider, trouble),
    }
}

/// Takes somebody back from a provider and lets them in, where the provider vouches for them.
pub(crate) async fn back(
    State(app): State<App>,
    Path(name): Path<String>,
    from: From,
    request: Request,
) -> Result<Response, Refused> {
    let provider = app.settings().providers.find(&name).ok_or(Refused::NotFound)?;
    let (state, returned) = brought(&request)?;
    let asked = answered::<Aim>(&app, request.headers(), &name, &state).await?;
    let Some((question, aim)) = asked else {
        // Nobody was expected so: it may be anybody, and is no line of the audit.
        return not_let_in(&app, provider, Trouble::Foreign("state"));
    };
    if !aim.opens(from.before.as_ref()) {
        let aim = aim.anew(app.now());
        return send(&app, request.headers(), provider, &aim).await;
    }
    let identified = provider.identify(&returned, &question, aim.proof(), app.now()).await;
    match identified.and_then(|who| proved_since(from.before.as_ref(), who)) {
        Ok(who) if is_asked_anew(&app, &aim, &who).await? => {
            let aim = aim.anew(app.now());
            send(&app, request.headers(), provider, &aim).await
        }
        Ok(who) => enter(&app, From { set_out: aim.set_out, ..from }, who, &aim.to).await,
        Err(trouble) => {
            let (by, why) = ((Way::OpenId, provider.name()), trouble.code().to_owned());
            app.store().note(&nobody_let_in(by, from.client, why, app.now())).await?;
            not_let_in(&app, provider, trouble)
        }
    }
}

/// Whom a provider names at a locked screen, unless it does so by the very proof with which the locked
/// session began: clocks may differ by a minute, and within it that proof would seem to be a new one.
fn proved_since(before: Option<&Holder>, who: Identified) -> Result<Identified, Trouble> {
    let locked = before.filter(|before| before.state == Session::Locked);
    let began_with = locked.and_then(|before| before.session.visitor.origin.proved_at);
    if began_with.is_some() && began_with == who.proved_at {
        return Err(Trouble::NotTaken("not_fresh"));
    }
    Ok(who)
}

/// Whether the provider may know them only because it remembers: they left a screen that is locked,
/// or was signed out by whoever found it so. Then it must ask them anew, on any browser: who sits at
/// this one may have taken the cookie away that would say so (hazard H30).
async fn is_asked_anew(app: &App, aim: &Aim, who: &Identified) -> Result<bool, Refused> {
    let since = app.store().must_prove_since(&who.issuer, &who.subject, app.now()).await?;
    let is_proved = |since| aim.again_since >= Some(since) || who.proved_at >= Some(since);
    Ok(since.is_some_and(|since| !is_proved(since)))
}

/// Says that nobody was signed in: to the user as little as helps them, to the log the reason in
/// one word.
fn not_let_in(app: &App, provider: &Provider, trouble: Trouble) -> Result<Response, Refused> {
    let (name, why) = (provider.name(), trouble.code());
    if trouble.is_of_the_provider() {
        tracing::error!(provider = name, why, "a provider cannot be used to sign in: {trouble}");
    } else {
        tracing::warn!(provider = name, why, "nobody was signed in: {trouble}");
    }
    not_signed_in::page(app, provider, trouble)
}

impl Aim {
    /// The same, for somebody who must prove from now on who they are.
    fn anew(self, now: Timestamp) -> Self {
        Self { again_since: Some(now), set_out: now, ..self }
    }

    /// Whether an answer may open the session that this browser holds: a locked one only if the
    /// provider was told to ask anew after it was locked.
    fn opens(&self, before: Option<&Holder>) -> bool {
        let Some(before) = before.filter(|before| before.state == Session::Locked) else {
            return true;
        };
        self.again_since.is_some_and(|since| since >= before.session.times.locks_at)
    }

    fn proof(&self) -> Proof {
        self.again_since.map_or(Proof::Any, Proof::Since)
    }
}
