//! With what are the pages made?

use std::sync::PoisonError;

use care::people::CouncilName;
use council::{CopyKey, Councils};
use web::{Accounts, App, Door, National, Parts, Signed};

use super::{CannotStart, Service};
use crate::audit::key::PublicKey;
use crate::clock;
use crate::launches;
use crate::pds::Client;
use crate::settings::{SeatRule, Settings, Trust};

/// Refuses a trust or a provider that names a council nobody has configured.
pub(super) fn must_have_councils(
    settings: &Settings,
    councils: &Councils,
) -> Result<(), CannotStart> {
    for trust in &settings.trusts {
        for council in trust.councils.iter().flatten() {
            if councils.profile(council).is_none() {
                let trust = trust.code.get_ref().to_string();
                return Err(CannotStart::NoSuchCouncil { trust, council: council.clone() });
            }
        }
    }
    for provider in &settings.providers {
        for council in provider.seats.iter().filter_map(SeatRule::council) {
            if councils.profile(council).is_none() {
                let provider = provider.name.get_ref().clone();
                let council = council.clone();
                return Err(CannotStart::NoSuchCouncilOfProvider { provider, council });
            }
        }
    }
    Ok(())
}

/// All that the pages need of the service.
pub(super) async fn app(service: &Service, door: Door) -> Result<App, CannotStart> {
    let settings = &service.settings;
    let unbound = |source| CannotStart::Pages { address: settings.web.listen, source };
    let pages = service.pages().map_err(unbound)?;
    let secret = service.store.settings_secret("copies").await?;
    let all: Vec<CouncilName> = service.councils.names().cloned().collect();
    Ok(App::new(Parts {
        store: service.store.clone(),
        councils: service.councils.clone(),
        clock: Box::new(clock::now),
        copy_key: CopyKey::new(&secret).ok_or(CannotStart::CopyKey)?,
        desk: service.filer.clone(),
        national: service.national.as_ref().map(|client| health(client)),
        signed: service.heads.public().map(signed_by),
        settings: web::Settings {
            trusts: settings.trusts.iter().map(|trust| of_trust(trust, &all)).collect(),
            oldest_copy: settings.copies.oldest(),
            behind_tls: settings.web.behind_tls,
            gate: settings.web.gate(),
            sessions: settings.sessions.limits(),
            door,
            providers: service.providers.clone(),
            launches: launches::open(settings, pages)?,
            news: settings.web.news.clone(),
            privacy: settings.privacy.for_pages(),
            accounts: match &settings.accounts {
                Some(accounts) => Accounts::On(accounts.passkeys().clone()),
                None => Accounts::Off,
            },
        },
    }))
}

fn health(client: &Client) -> Box<dyn Fn() -> National + Send + Sync> {
    let health = client.health();
    Box::new(move || health.lock().unwrap_or_else(PoisonError::into_inner).clone())
}

fn signed_by(key: PublicKey) -> Signed {
    Box::new(move |head| key.signed(head))
}

fn of_trust(trust: &Trust, all: &[CouncilName]) -> web::TrustSettings {
    let site = |site: &crate::settings::Site| web::Site {
        code: site.code.clone(),
        name: site.name.clone(),
    };
    web::TrustSettings {
        code: trust.code.get_ref().clone(),
        name: trust.name.clone(),
        sites: trust.sites.iter().map(site).collect(),
        permission: trust.permission,
        refusal_days: *trust.refusal_days.get_ref(),
        councils: trust.councils.clone().unwrap_or_else(|| all.to_vec()),
    }
}
