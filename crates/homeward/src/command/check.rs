//! `homeward check`

use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use council::Weight;
use miette::Result;
use serde::Serialize;
use signin::provider::Provider;
use store::Store;
use tokio::sync::Notify;

use super::{WithSettings, tell};
use crate::audit::key::HeadKey;
use crate::clock;
use crate::intake::Listener;
use crate::launches;
use crate::providers;
use crate::service::{open_councils, open_national, open_store};
use crate::settings::Settings;

/// What is checked, and how it is told.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    settings: WithSettings,
    /// Answer with one JSON object a line
    #[arg(long)]
    json: bool,
}

/// One thing that was tried.
#[derive(Debug, Serialize)]
struct Tried {
    /// What was tried.
    what: String,
    /// What came of it.
    state: State,
    /// What is wrong or to be known; blank where all is well.
    words: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    /// As it should be.
    Well,
    /// To be known.
    Note,
    /// To be mended.
    Wrong,
}

impl Check {
    pub(super) async fn run(self) -> Result<ExitCode> {
        let settings = self.settings.read()?;
        let mut tried = vec![well("settings")];
        match open_store(&settings).await {
            Err(fault) => tried.push(wrong("database", &fault)),
            Ok(store) => {
                tried.push(well(&format!("database: {}", settings.database)));
                tried.extend(feeds(&settings, &store).await);
            }
        }
        tried.push(heads(&settings));
        tried.extend(national(&settings).await);
        tried.extend(ways_in(&settings).await);
        tried.extend(patient_systems(&settings).await);
        tried.extend(councils(&settings).await);
        for one in &tried {
            self.tell(one);
        }
        let is_wrong = tried.iter().any(|one| one.state == State::Wrong);
        Ok(if is_wrong { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }

    fn tell(&self, one: &Tried) {
        if self.json {
            tell::line(serde_json::to_string(one).unwrap_or_default());
            return;
        }
        let mark = match one.state {
            State::Well => "well ",
            State::Note => "note ",
            State::Wrong => "WRONG",
        };
        let between = if one.words.is_empty() { "" } else { ": " };
        tell::line(format_args!("{mark}  {}{between}{}", one.what, one.words));
    }
}

/// Tries to listen. While the service runs its addresses are taken; that is no fault.
async fn feeds(settings: &Settings, store: &Store) -> Vec<Tried> {
    let mut tried = Vec::new();
    for feed in &settings.feeds {
        let what = format!("feed {}", feed.name.get_ref());
        let opened = Listener::open(feed, store.clone(), Arc::new(Notify::new())).await;
        tried.push(match opened {
            Ok(_) => well(&format!("{what}: can listen on {}", feed.listen)),
            Err(fault) if fault.is_taken() => Tried {
                what,
                state: State::Note,
                words: format!("somebody listens on {} already: the service?", feed.listen),
            },
            Err(fault) => wrong(&what, &fault),
        });
        if feed.tls.is_none() && !feed.listen.ip().is_loopback() {
            let words = "it is not in TLS: for a private link only".to_owned();
            let what = format!("feed {}", feed.name.get_ref());
            tried.push(Tried { what, state: State::Note, words });
        }
    }
    tried
}

/// Reads the key that signs the heads of the audit. Without one whoever can write to the database
/// could publish others.
fn heads(settings: &Settings) -> Tried {
    let what = "heads of the audit";
    match settings.audit.key.as_deref().map(HeadKey::read) {
        Some(Ok(_)) => well("heads of the audit: their key is read"),
        Some(Err(fault)) => wrong(what, &fault),
        None => Tried {
            what: what.to_owned(),
            state: State::Note,
            words:
                "they are not signed: make a key with `homeward audit key` and name it in [audit]"
                    .to_owned(),
        },
    }
}

/// Asks the national service for a token: that shows whether it lets us in, and asks about nobody.
async fn national(settings: &Settings) -> Option<Tried> {
    let what = "national service";
    match open_national(settings) {
        Err(fault) => Some(wrong(what, &fault)),
        Ok(None) => None,
        Ok(Some(client)) => Some(match client.knock().await {
            Ok(()) => well("national service: lets us in"),
            Err(fault) => wrong(what, &fault),
        }),
    }
}

/// Asks each provider what it says of itself and for its keys; our own key or secret is read first.
async fn ways_in(settings: &Settings) -> Vec<Tried> {
    let providers = match providers::open(settings) {
        Ok(providers) => providers,
        Err(fault) => return vec![wrong("signing in", &fault)],
    };
    let mut tried = Vec::new();
    for provider in &providers.all {
        let what = format!("provider {}", provider.name());
        tried.push(match provider.knock(clock::now()).await {
            Ok(0) => Tried {
                what,
                state: State::Wrong,
                words: "it publishes no key that it could sign with for us".to_owned(),
            },
            Ok(_) => well(&format!("{what}: answers, and sends back to {}", provider.redirect())),
            Err(fault) => wrong(&what, &fault),
        });
        tried.extend(however_proved(provider));
    }
    tried
}

/// A provider that need not say how somebody proved who they are: that should be somebody's wish.
fn however_proved(provider: &Provider) -> Option<Tried> {
    let words = "one factor is enough: set `least_assurance`, and `levels` for what its words mean";
    let note = || Tried {
        what: format!("provider {}", provider.name()),
        state: State::Note,
        words: words.to_owned(),
    };
    (provider.least_assurance() < 2).then(note)
}

/// Asks each patient system what it says of itself and for its keys; our own key or secret, and the
/// keys of those that sign links, are read first.
async fn patient_systems(settings: &Settings) -> Vec<Tried> {
    let launches = match launches::open(settings, settings.web.listen) {
        Ok(launches) => launches,
        Err(fault) => return vec![wrong("patient systems", &fault)],
    };
    let mut tried = Vec::new();
    let systems = launches
        .smart
        .iter()
        .flat_map(|launcher| launcher.systems().map(move |each| (launcher, each)));
    for (launcher, system) in systems {
        let what = format!("patient system {}", system.name);
        tried.push(match launcher.knock(&system.name, clock::now()).await {
            Ok(0) => Tried {
                what,
                state: State::Wrong,
                words: "it publishes no key that it could sign with for us".to_owned(),
            },
            Ok(_) => {
                let back = launches.back_to(&system.name);
                well(&format!("{what}: answers, and sends back to {back}"))
            }
            Err(fault) => wrong(&what, &fault),
        });
    }
    for link in &launches.links {
        tried.push(well(&format!(
            "patient system {}: its {} keys fit",
            link.name,
            link.keys.len()
        )));
    }
    tried
}

async fn councils(settings: &Settings) -> Vec<Tried> {
    let councils = match open_councils(settings) {
        Ok(councils) => councils,
        Err(fault) => return vec![wrong("councils", &fault)],
    };
    let mut tried: Vec<Tried> =
        councils.names().map(|name| well(&format!("council {name}: its folder is read"))).collect();
    if tried.is_empty() {
        let words = "the folder holds no council".to_owned();
        tried.push(Tried { what: "councils".to_owned(), state: State::Note, words });
    }
    tried.extend(councils.check().await.into_iter().map(|finding| Tried {
        what: format!("council {}/{}", finding.council, finding.file),
        state: match finding.weight {
            Weight::Note => State::Note,
            Weight::Wrong => State::Wrong,
        },
        words: finding.words,
    }));
    tried
}

fn well(what: &str) -> Tried {
    Tried { what: what.to_owned(), state: State::Well, words: String::new() }
}

/// The whole chain of causes, each in its own words.
fn wrong(what: &str, fault: &dyn Error) -> Tried {
    let mut words = fault.to_string();
    let mut cause = fault.source();
    while let Some(fault) = cause {
        words = format!("{words}: {fault}");
        cause = fault.source();
    }
    Tried { what: what.to_owned(), state: State::Wrong, words }
}
