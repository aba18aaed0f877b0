//! With what are the pages made?

use care::people::CouncilName;
use council::{CopyKey, Councils};
use web::{App, Door, Parts};

use super::{CannotStart, Service};
use crate::clock;
use crate::settings::{Settings, Trust};

/// Refuses a trust that names a council nobody has configured.
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
    Ok(())
}

/// All that the pages need of the service.
pub(super) async fn app(service: &Service, door: Door) -> Result<App, CannotStart> {
    let settings = &service.settings;
    let secret = service.store.settings_secret("copies").await?;
    let all: Vec<CouncilName> = service.councils.names().cloned().collect();
    Ok(App::new(Parts {
        store: service.store.clone(),
        councils: service.councils.clone(),
        clock: Box::new(clock::now),
        copy_key: CopyKey::new(&secret).ok_or(CannotStart::CopyKey)?,
        desk: service.filer.clone(),
        settings: web::Settings {
            trusts: settings.trusts.iter().map(|trust| of_trust(trust, &all)).collect(),
            oldest_copy: settings.copies.oldest(),
            behind_tls: settings.web.behind_tls,
            door,
            news: settings.web.news.clone(),
        },
    }))
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
        councils: trust.councils.clone().unwrap_or_else(|| all.to_vec()),
    }
}
