//! A national service of invented people, shaped like the published sandbox: it listens, checks
//! who asks and how, and can be made to fail in every way.

#[path = "national/doors.rs"]
mod doors;
#[path = "national/search.rs"]
mod search;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use homeward::pds::{Client, Timing};
use homeward::settings::Settings;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::time::Instant;

/// A service that listens until it is dropped.
pub(crate) struct National {
    pub(crate) address: SocketAddr,
    pub(crate) state: Arc<Mutex<State>>,
    serving: tokio::task::JoinHandle<()>,
}

/// What it knows, what it was asked, and how it will fail next.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) people: Vec<Value>,
    /// Numbers that were replaced, and by which.
    pub(crate) superseded: BTreeMap<String, String>,
    pub(crate) invalidated: BTreeSet<String>,
    pub(crate) troubles: VecDeque<Trouble>,
    pub(crate) token_troubles: VecDeque<Trouble>,
    /// Each question that came in, in the order of arrival: path and parameters.
    pub(crate) asked: Vec<String>,
    /// How many tokens were given out.
    pub(crate) tokens: usize,
    pub(crate) is_good: BTreeSet<String>,
    pub(crate) used: BTreeSet<String>,
    pub(crate) requests: BTreeSet<String>,
    /// Why somebody was not let in.
    pub(crate) refused: Vec<&'static str>,
    /// How long a token is good, in seconds.
    pub(crate) life: u64,
}

/// One way to fail.
#[derive(Debug, Clone)]
pub(crate) enum Trouble {
    /// An answer with this status, code, and seconds to wait.
    Status(u16, &'static str, Option<u64>),
    /// No answer ever.
    Silence,
    /// Half an answer, and the connection is closed.
    Cut,
    /// An answer without end.
    Endless,
    /// An answer that is no JSON.
    Garbled,
}

/// A client and how it waited.
pub(crate) struct Asker {
    pub(crate) client: Arc<Client>,
    /// Every wait, in order; none was really waited for.
    pub(crate) waits: Arc<Mutex<Vec<Duration>>>,
    /// How much later it is than on the wall.
    pub(crate) ahead: Arc<Mutex<Duration>>,
}

impl National {
    pub(crate) async fn listen() -> Self {
        let state = Arc::new(Mutex::new(State { life: 599, ..State::default() }));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = doors::router(Arc::clone(&state), address);
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, state, serving }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub(crate) fn know(&self, person: Value) {
        self.state().people.push(person);
    }

    pub(crate) fn fail(&self, troubles: impl IntoIterator<Item = Trouble>) {
        self.state().troubles.extend(troubles);
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        self.state().asked.clone()
    }

    /// The section of the settings, with more lines of it.
    pub(crate) fn settings(&self, more: &str) -> String {
        let (address, key) = (self.address, key());
        format!(
            "[pds]\nbase = \"http://{address}/personal-demographics/FHIR/R4\"\n\
             token = \"http://{address}/oauth2/token\"\napplication = \"{APPLICATION}\"\n\
             key_id = \"{KEY_ID}\"\nkey = \"{}\"\norganisation = \"RZZ\"\n{more}\n",
            key.display()
        )
    }

    /// A client that waits for nothing.
    pub(crate) fn asker(&self) -> Asker {
        let (waits, ahead) = (Arc::default(), Arc::<Mutex<Duration>>::default());
        let client = self.client(timing(&waits, &ahead));
        Asker { client, waits, ahead }
    }

    pub(crate) fn client(&self, timing: Timing) -> Arc<Client> {
        let text = format!("database = \"sqlite:h.db\"\n{}", self.settings("timeout_seconds = 1"));
        let settings = Settings::parse("test", &text).unwrap().pds.unwrap();
        Arc::new(Client::open(&settings, timing).unwrap())
    }
}

impl Drop for National {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Asker {
    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.waits.lock().unwrap().clone()
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, time: Duration) {
        *self.ahead.lock().unwrap() += time;
    }
}

/// Time that passes only by waiting, and dice that always fall high.
fn timing(waits: &Arc<Mutex<Vec<Duration>>>, ahead: &Arc<Mutex<Duration>>) -> Timing {
    let (start, later) = (Instant::now(), Arc::clone(ahead));
    let (waits, ahead) = (Arc::clone(waits), Arc::clone(ahead));
    Timing {
        now: Arc::new(move || start + *later.lock().unwrap()),
        rest: Arc::new(move |wait| {
            waits.lock().unwrap().push(wait);
            *ahead.lock().unwrap() += wait;
            Box::pin(std::future::ready(()))
        }),
        chance: Arc::new(|| 1.0),
    }
}

pub(crate) const APPLICATION: &str = "invented-application";
pub(crate) const KEY_ID: &str = "homeward-test-1";

pub(crate) fn key() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/certificates/signing.key")
}

/// Somebody whom the service knows: number, family name, given name, date of birth.
pub(crate) fn person(number: &str, (family, given): (&str, &str), born: &str) -> Value {
    json!({
        "resourceType": "Patient",
        "id": number,
        "identifier": [{ "system": "https://fhir.nhs.uk/Id/nhs-number", "value": number }],
        "meta": { "versionId": "4", "security": [{ "code": "U" }] },
        "name": [{ "use": "usual", "family": family, "given": [given] }],
        "gender": "female",
        "birthDate": born,
        "address": [{ "use": "home", "line": ["1 Tanner Row"], "postalCode": "XX1 4AB" }],
    })
}

/// The same, restricted: no address, and a mark.
pub(crate) fn restricted(mut person: Value) -> Value {
    person["meta"]["security"][0]["code"] = json!("R");
    person.as_object_mut().unwrap().remove("address");
    person
}
