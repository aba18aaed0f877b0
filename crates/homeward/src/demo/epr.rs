//! Who launches us in the demonstration, as the hospital's own patient system would?
//!
//! A service of its own on this machine: its ward list stands beside ours, and a button opens a
//! patient's social care. By SMART App Launch it speaks to us over HTTP, with its own keys, as any
//! patient system does; beside it by a signed link.

mod desk;
mod keys;
mod oauth;
mod records;

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::routing::{get, post};
use invented::{Colleague, Scene, further_scenes, seven, staff};
use signin::chance;
use tokio::net::TcpListener;

use keys::Keys;

/// The name that it gave us.
const CLIENT: &str = "homeward";

/// What it calls us in signed links.
const AUDIENCE: &str = "homeward/RZZ";

/// More launches, codes and tokens than these are never in use at once.
const MOST: usize = 1_000;

/// The service, listening.
pub(super) struct Listening {
    listener: TcpListener,
    /// Where.
    pub(super) address: SocketAddr,
    keys: Keys,
}

/// What every page of it has at hand.
struct Epr {
    address: SocketAddr,
    homeward: SocketAddr,
    keys: Keys,
    memory: Mutex<Memory>,
}

/// What it remembers, each thing until it is used.
#[derive(Default)]
struct Memory {
    launches: HashMap<String, Screen>,
    codes: HashMap<String, (oauth::Asked, Screen)>,
    tokens: HashMap<String, Screen>,
}

/// Who has whom open.
#[derive(Clone)]
struct Screen {
    colleague: Colleague,
    scene: &'static Scene,
}

impl Listening {
    /// Listens on any port of this machine.
    pub(super) async fn open() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address, keys: Keys::make()? })
    }

    /// Writes our key and its own public one into the folder of the settings.
    pub(super) fn write_keys(&self, folder: &Path) -> io::Result<()> {
        self.keys.write(folder)
    }

    /// The sections of the settings that let it launch us.
    pub(super) fn settings(&self) -> String {
        let address = self.address;
        let seats = |section: &str| {
            let seat = |role: &str| {
                format!(
                    "\n[[{section}.seat]]\nwhen = {{ claim = \"role\", is = \"{role}\" }}\n\
                     role = \"{role}\"\ntrust = \"RZZ\"\nsite = \"RZZ01\"\n"
                )
            };
            ROLES.map(seat).concat()
        };
        let (by_launch, by_link) = (seats("launch"), seats("link"));
        format!(
            r#"
[[launch]]
name = "patient-system"
base = "http://{address}/fhir"
trust = "RZZ"
client_id = "{CLIENT}"
key = {{ file = "patient-system-client.pem", id = "homeward-1", algorithm = "ES256" }}
{by_launch}
[[link]]
name = "patient-system-links"
issuer = "http://{address}"
audience = "{AUDIENCE}"
trust = "RZZ"
keys = [{{ id = "links-1", file = "patient-system-links.pem" }}]
{by_link}"#
        )
    }

    /// Answers until it is dropped; ours is where its buttons lead.
    pub(super) async fn answer(self, homeward: SocketAddr) -> io::Result<()> {
        let Self { listener, address, keys } = self;
        let epr = Arc::new(Epr { address, homeward, keys, memory: Mutex::default() });
        let router = Router::new()
            .route("/", get(desk::list))
            .route("/open", get(desk::open))
            .route("/link", get(desk::link))
            .route("/fhir/.well-known/smart-configuration", get(oauth::configuration))
            .route("/fhir/Patient/{id}", get(records::patient))
            .route("/fhir/Encounter/{id}", get(records::encounter))
            .route("/oauth2/authorize", get(oauth::authorize))
            .route("/oauth2/token", post(oauth::token))
            .route("/oauth2/keys", get(oauth::keys))
            .with_state(epr);
        axum::serve(listener, router).await
    }
}

/// The roles that it knows, in the words of our settings.
const ROLES: [&str; 5] =
    ["ward", "emergency_department", "therapist", "discharge_coordinator", "ward_clerk"];

impl Epr {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn base(&self) -> String {
        format!("http://{}/fhir", self.address)
    }

    fn issuer(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// Keeps something under a new secret, and says which.
fn keep<T>(kept: &mut HashMap<String, T>, what: T) -> Option<String> {
    let secret = chance::word().ok()?;
    if kept.len() >= MOST {
        kept.clear();
    }
    kept.insert(secret.clone(), what);
    Some(secret)
}

/// The patients on its wards.
fn patients() -> impl Iterator<Item = &'static Scene> {
    seven().iter().chain(further_scenes())
}

/// Its staff, each with the role in the words of the settings.
fn colleagues() -> Vec<(Colleague, String)> {
    let word = |colleague: &Colleague| {
        let word = serde_json::to_value(colleague.staff.role).ok()?;
        word.as_str().filter(|word| ROLES.contains(word)).map(str::to_owned)
    };
    staff().into_iter().filter_map(|each| word(&each).map(|word| (each, word))).collect()
}
