//! Which patient systems may launch us, ready to be asked?

use std::net::SocketAddr;

use signin::http::NoTls;
use signin::smart::Launcher;
use thiserror::Error;
use web::Launches;

use crate::settings::{NoCredential, Settings};

/// Why a patient system cannot launch us at all, whether it answers or not.
#[derive(Debug, Error)]
pub enum CannotLaunch {
    /// Our key or secret cannot be used, or its keys cannot.
    #[error("nobody can come in from the patient system {system}")]
    Credential {
        /// Its name in the settings.
        system: String,
        /// What is wrong.
        #[source]
        source: NoCredential,
    },
    /// The library of TLS cannot be used.
    #[error(transparent)]
    NoTls(#[from] NoTls),
}

/// The patient systems that the settings name. None is asked yet. `pages` is where the pages listen:
/// that is where browsers find us, unless the settings say otherwise.
pub fn open(settings: &Settings, pages: SocketAddr) -> Result<Launches, CannotLaunch> {
    let no_use = |system: &str| {
        let system = system.to_owned();
        move |source| CannotLaunch::Credential { system, source }
    };
    let systems = settings.launches.iter();
    let systems: Vec<_> = systems
        .map(|launch| launch.system().map_err(no_use(launch.name.get_ref())))
        .collect::<Result<_, _>>()?;
    let links = settings.links.iter();
    let address = settings.web.address();
    Ok(Launches {
        address: if address.is_empty() { format!("http://{pages}") } else { address },
        smart: if systems.is_empty() { None } else { Some(Launcher::new(systems)?) },
        links: links
            .map(|link| link.issuer().map_err(no_use(link.name.get_ref())))
            .collect::<Result<_, _>>()?,
    })
}
