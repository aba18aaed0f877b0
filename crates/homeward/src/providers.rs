//! Who vouches for staff, ready to be asked?

use std::sync::Arc;

use signin::http::{Http, NoTls};
use signin::provider::Provider;
use thiserror::Error;
use web::Providers;

use crate::settings::{NoCredential, Settings};

/// Why a provider cannot be offered at all, whether it answers or not.
#[derive(Debug, Error)]
pub enum CannotOffer {
    /// Our key or secret cannot be used.
    #[error("nobody can sign in with the provider {provider}")]
    Credential {
        /// Its name in the settings.
        provider: String,
        /// What is wrong.
        #[source]
        source: NoCredential,
    },
    /// The library of TLS cannot be used.
    #[error(transparent)]
    NoTls(#[from] NoTls),
}

/// The providers that the settings name. None is asked yet.
pub fn open(settings: &Settings) -> Result<Providers, CannotOffer> {
    let (http, address) = (Http::new()?, settings.web.address());
    let all = settings.providers.iter().map(|provider| {
        let profile = provider.profile(&address).map_err(|source| CannotOffer::Credential {
            provider: provider.name.get_ref().clone(),
            source,
        })?;
        Ok(Arc::new(Provider::new(profile, http.clone())))
    });
    let all = all.collect::<Result<_, CannotOffer>>()?;
    Ok(Providers { address, all })
}
