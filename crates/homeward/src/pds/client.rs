//! How is one question put to the national service, and what comes back?

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use care::people::trace::Answer;
use care::when;
use fhir::request::Request;
use reqwest::header::{ACCEPT, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Response, StatusCode, Url};
use thiserror::Error;
use web::National;

use super::assertion::Ourselves;
use super::breaker::Breaker;
use super::pace::Pace;
use super::token::{Token, Tokens};
use super::{BadKey, Fault, SigningKey, Timing, uuid};
use crate::clock;
use crate::settings;

/// One question is put so often at most.
const TRIES: u32 = 3;

/// So long the first wait after a failure is, at most; each further one doubles.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// So long one question may wait for its turn, or because the service said so.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// How long the service is left in peace where it refuses without saying for how long.
const USUAL_WAIT: Duration = Duration::from_secs(5);

/// The longest answer, in bytes. A person takes about ten thousand.
const LONGEST_ANSWER: usize = 1024 * 1024;

/// Asks the national service. Any number of questions may be under way.
pub struct Client {
    http: reqwest::Client,
    base: Url,
    organisation: String,
    tokens: Tokens,
    pace: Mutex<Pace>,
    breaker: Mutex<Breaker>,
    health: Arc<Mutex<National>>,
    timing: Timing,
}

/// Why nobody can be asked at all.
#[derive(Debug, Error)]
pub enum CannotAsk {
    /// The signing key cannot be used.
    #[error(transparent)]
    Key(#[from] BadKey),
    /// The library of TLS cannot be used.
    #[error("the national service cannot be asked: TLS does not work on this machine")]
    NoTls,
}

impl Client {
    /// A client of the service in the settings. Reads the key; nothing is asked yet.
    pub fn open(settings: &settings::Pds, timing: Timing) -> Result<Self, CannotAsk> {
        let ourselves = Ourselves {
            application: settings.application.clone(),
            key_id: settings.key_id.clone(),
            key: SigningKey::read(&settings.key)?,
        };
        let http = reqwest::Client::builder().timeout(settings.timeout()).redirect(Policy::none());
        // What stands on this machine is asked straight; elsewhere leads the machine's own proxy.
        let http = if settings.base.is_here() { http.no_proxy() } else { http.https_only(true) };
        let http = http.build().map_err(|_| CannotAsk::NoTls)?;
        Ok(Self {
            http,
            base: below(settings.base.url()),
            organisation: settings.organisation.to_string(),
            tokens: Tokens::new(ourselves, settings.token.url().clone()),
            pace: Mutex::new(Pace::new(settings.pace())),
            breaker: Mutex::default(),
            health: Arc::default(),
            timing,
        })
    }

    /// How the connection is, as it goes on.
    pub fn health(&self) -> Arc<Mutex<National>> {
        Arc::clone(&self.health)
    }

    /// Whether the service is left alone after failures.
    pub fn rests(&self) -> bool {
        !lock(&self.breaker).lets_through((self.timing.now)())
    }

    /// Gets a token, which proves that we are let in. Nobody is asked about.
    pub async fn knock(&self) -> Result<(), Fault> {
        self.tokens.get(&self.http, &self.timing).await.map(drop)
    }

    /// Puts a question, again after a failure that may pass, and notes how that went.
    pub async fn ask(&self, request: &Request) -> Result<Answer, Fault> {
        let asked = self.ask_again(request).await;
        let is_ill = asked.as_ref().is_err_and(Fault::is_of_the_service);
        if !matches!(asked, Err(Fault::Resting | Fault::Busy)) {
            let mut breaker = lock(&self.breaker);
            if is_ill { breaker.failed((self.timing.now)()) } else { breaker.succeeded() }
        }
        self.note(asked.as_ref().err());
        asked
    }

    async fn ask_again(&self, request: &Request) -> Result<Answer, Fault> {
        let mut tries = 0;
        let mut has_renewed = false;
        loop {
            let fault = match self.try_to_ask(request).await {
                Ok(answer) => return Ok(answer),
                Err(Failed::TokenRefused(_)) if !has_renewed => {
                    has_renewed = true;
                    continue;
                }
                Err(Failed::TokenRefused(why)) => return Err(Fault::ShutOut(why)),
                Err(Failed::MayPass(fault)) => fault,
                Err(Failed::Stands(fault)) => return Err(fault),
            };
            tries += 1;
            if tries >= TRIES {
                return Err(fault);
            }
            (self.timing.rest)(self.wait_after(tries)).await;
        }
    }

    /// Between half and the whole of a wait that grows, so that those who failed together do not
    /// come back together.
    fn wait_after(&self, tries: u32) -> Duration {
        let whole = FIRST_WAIT * 2_u32.saturating_pow(tries.saturating_sub(1));
        whole.mul_f64(0.5 + 0.5 * (self.timing.chance)().clamp(0.0, 1.0))
    }

    async fn try_to_ask(&self, request: &Request) -> Result<Answer, Failed> {
        self.wait_for_turn().await?;
        let token = match self.tokens.get(&self.http, &self.timing).await {
            Ok(token) => token,
            Err(fault @ (Fault::Unreachable | Fault::TooLate | Fault::Ill(_))) => {
                return Err(Failed::MayPass(fault));
            }
            Err(fault) => return Err(Failed::Stands(fault)),
        };
        let answer = self.send(request, &token).await.map_err(|error| {
            // Its words hold the address of the request: only its kind is told.
            Failed::MayPass(Fault::of(&error))
        })?;
        let (status, wait) = (answer.status(), wait_of(&answer));
        let text = body(answer).await.map_err(|fault| match fault {
            Fault::TooLong => Failed::Stands(fault),
            fault => Failed::MayPass(fault),
        })?;
        if status == StatusCode::TOO_MANY_REQUESTS {
            lock(&self.pace).hold((self.timing.now)(), wait.unwrap_or(USUAL_WAIT));
        }
        if status == StatusCode::UNAUTHORIZED {
            self.tokens.forget(&token).await;
        }
        read(request, status, &text)
    }

    /// Waits until a request may leave.
    async fn wait_for_turn(&self) -> Result<(), Failed> {
        let now = (self.timing.now)();
        if !lock(&self.breaker).lets_through(now) {
            return Err(Failed::Stands(Fault::Resting));
        }
        let wait = lock(&self.pace).take(now, LONGEST_WAIT);
        match wait {
            None => Err(Failed::Stands(Fault::Busy)),
            Some(Duration::ZERO) => Ok(()),
            Some(wait) => {
                (self.timing.rest)(wait).await;
                Ok(())
            }
        }
    }

    async fn send(&self, request: &Request, token: &Token) -> Result<Response, reqwest::Error> {
        let mut address = self.base.clone();
        address.set_path(&format!("{}{}", self.base.path(), request.path));
        if !request.parameters.is_empty() {
            address.query_pairs_mut().extend_pairs(&request.parameters);
        }
        self.http
            .get(address)
            .bearer_auth(token.as_str())
            .header(ACCEPT, "application/fhir+json")
            .header("X-Request-ID", uuid::random())
            .header("NHSD-End-User-Organisation-ODS", &self.organisation)
            .send()
            .await
    }

    fn note(&self, fault: Option<&Fault>) {
        let now = clock::now();
        let rests = self.rests();
        let mut health = lock(&self.health);
        health.rests = rests;
        match fault {
            None => health.last_answer = Some(now),
            Some(Fault::Resting) => {}
            Some(fault) => health.last_failure = Some((now, fault.to_string())),
        }
    }
}

/// How one try failed.
enum Failed {
    /// The token is not taken any more, or not yet.
    TokenRefused(String),
    /// Another try may succeed.
    MayPass(Fault),
    /// Another try would fail like this one.
    Stands(Fault),
}

/// What an answer says.
fn read(request: &Request, status: StatusCode, text: &[u8]) -> Result<Answer, Failed> {
    let code = code_of(status, text);
    let today = when::local(clock::now()).date();
    let is_number = request.parameters.is_empty();
    match (status.as_u16(), code.as_str()) {
        (200, _) if is_number => stands(fhir::answer::of_number(text, today)),
        (200, _) => stands(fhir::answer::of_search(text, today)),
        (404, "INVALIDATED_RESOURCE") => Ok(Answer::Invalidated),
        (404, "RESOURCE_NOT_FOUND") | (400, "INVALID_RESOURCE_ID") if is_number => {
            Ok(Answer::Nobody)
        }
        (401, _) => Err(Failed::TokenRefused(code)),
        (403, _) => Err(Failed::Stands(Fault::ShutOut(code))),
        (408 | 429 | 500.., _) => Err(Failed::MayPass(Fault::Ill(status.as_u16()))),
        _ => Err(Failed::Stands(Fault::Refused(code))),
    }
}

fn stands(read: Result<Answer, fhir::Unreadable>) -> Result<Answer, Failed> {
    read.map_err(|fault| Failed::Stands(fault.into()))
}

/// The code of the error in an answer, else its status.
pub(super) fn code_of(status: StatusCode, text: &[u8]) -> String {
    fhir::answer::error_code(text).unwrap_or_else(|| format!("status {}", status.as_u16()))
}

/// The whole body, as long as it is not too long.
pub(super) async fn body(mut answer: Response) -> Result<Vec<u8>, Fault> {
    let mut text = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(|error| Fault::of(&error))? {
        if text.len() + part.len() > LONGEST_ANSWER {
            return Err(Fault::TooLong);
        }
        text.extend_from_slice(&part);
    }
    Ok(text)
}

/// How long the service asks us to wait, where it says so in seconds.
fn wait_of(answer: &Response) -> Option<Duration> {
    let seconds = answer.headers().get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

/// The address with a slash at its end, so that paths are put below it.
fn below(base: &Url) -> Url {
    let mut base = base.clone();
    if !base.path().ends_with('/') {
        base.set_path(&format!("{}/", base.path()));
    }
    base
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
