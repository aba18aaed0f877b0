//! Which patient systems bring staff together with a patient, and what are their roles here?

use std::fs;
use std::path::{Path, PathBuf};

use care::people::TrustCode;
use serde::Deserialize;
use signin::client::{Client, Credential};
use signin::http::Address;
use signin::keys::KeySet;
use signin::link::LinkIssuer;
use signin::smart::{PatientSystem, RolesFrom, StayMust};
use toml::Spanned;

use super::credential::{NoCredential, OurKey, OurSecret};
use super::mistake::Fault;
use super::seat::{Says, SeatRule, mapping};
use super::web::Origin;
use super::{Settings, Trust};

/// One `[[launch]]`: a patient system that launches us by SMART App Launch.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Launch {
    /// Its name in addresses and in the audit.
    pub name: Spanned<String>,
    /// The address of its FHIR service, as it calls itself.
    pub base: Spanned<Address>,
    /// The trust whose patients it shows.
    pub trust: Spanned<TrustCode>,
    /// The name that it gave us.
    pub client_id: String,
    /// The key by which we sign who we are.
    pub key: Option<OurKey>,
    /// The secret that we were given.
    pub secret: Option<OurSecret>,
    /// Where the roles of its users stand.
    #[serde(default)]
    pub roles_from: RolesFrom,
    /// What holds of the stay that it names.
    #[serde(default)]
    pub stay: StayMust,
    /// Which claims give which seats, the best first.
    #[serde(rename = "seat", default)]
    pub seats: Vec<SeatRule>,
}

/// One `[[link]]`: a patient system that signs context links.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Its name in the audit.
    pub name: Spanned<String>,
    /// What it calls itself (`iss`).
    pub issuer: Spanned<String>,
    /// What it must call us (`aud`).
    pub audience: String,
    /// The trust whose patients and staff it names.
    pub trust: Spanned<TrustCode>,
    /// Its public keys in PEM, each with the name by which its tokens call it: the one in use, and
    /// the next.
    pub keys: Spanned<Vec<LinkKey>>,
    /// From the pages of which sites a browser may bring a token.
    #[serde(default)]
    pub origins: Vec<Origin>,
    /// Which claims give which seats, the best first.
    #[serde(rename = "seat", default)]
    pub seats: Vec<SeatRule>,
}

/// A public key of somebody else.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkKey {
    /// The name by which tokens call it (`kid`).
    pub id: String,
    /// The file with the public key in PEM.
    pub file: PathBuf,
}

impl Launch {
    /// What the pages need of it, our key or secret read.
    pub fn system(&self) -> Result<PatientSystem, NoCredential> {
        Ok(PatientSystem {
            name: self.name.get_ref().clone(),
            base: self.base.get_ref().clone(),
            client: Client { id: self.client_id.clone(), credential: self.credential()? },
            trust: self.trust.get_ref().clone(),
            mapping: mapping(&self.seats),
            roles: self.roles_from,
            stay: self.stay,
        })
    }

    fn credential(&self) -> Result<Credential, NoCredential> {
        match (&self.key, &self.secret) {
            (Some(key), _) => key.read(),
            (None, Some(secret)) => secret.read(),
            (None, None) => Ok(Credential::Posted(String::new())),
        }
    }

    fn judge(&self, trusts: &[Trust]) -> Result<(), Fault> {
        if self.key.is_some() == self.secret.is_some() {
            let expected = "expected beside it `key` or `secret`, and not both";
            return Err(Fault::value(expected, self.name.span()));
        }
        judge_seats(&self.seats, &self.trust, trusts)
    }
}

impl Link {
    /// What the pages need of it, its keys read.
    pub fn issuer(&self) -> Result<LinkIssuer, NoCredential> {
        let mut keys = Vec::new();
        for key in self.keys.get_ref() {
            let unread = |source| NoCredential::Unread { path: key.file.clone(), source };
            keys.push((key.id.as_str(), fs::read(&key.file).map_err(unread)?));
        }
        let each = keys.iter().map(|(id, pem)| (*id, pem.as_slice()));
        let path = self.keys.get_ref().first().map(|key| key.file.clone()).unwrap_or_default();
        Ok(LinkIssuer {
            name: self.name.get_ref().clone(),
            issuer: self.issuer.get_ref().clone(),
            audience: self.audience.clone(),
            trust: self.trust.get_ref().clone(),
            keys: KeySet::of_pem(each).map_err(|source| NoCredential::Theirs { path, source })?,
            mapping: mapping(&self.seats),
            origins: self.origins.iter().map(|origin| origin.as_str().to_owned()).collect(),
        })
    }

    fn judge(&self, trusts: &[Trust]) -> Result<(), Fault> {
        if self.keys.get_ref().is_empty() {
            let expected = "expected at least one { id, file }";
            return Err(Fault::value(expected, self.keys.span()));
        }
        judge_seats(&self.seats, &self.trust, trusts)
    }
}

/// What no single value shows to be wrong.
pub(super) fn judge(settings: &Settings) -> Result<(), Fault> {
    let launches = settings.launches.iter().map(|launch| &launch.name);
    for name in launches.chain(settings.links.iter().map(|link| &link.name)) {
        if settings.web.address.is_none() && !settings.web.listen.ip().is_loopback() {
            let expected = "a patient system sends browsers to us: expected `address` in [web], \
                            where they reach us";
            return Err(Fault::value(expected, name.span()));
        }
    }
    for (place, launch) in settings.launches.iter().enumerate() {
        // Whoever launches is known by the address of its FHIR service alone.
        let mut before = settings.launches.iter().take(place);
        if before.any(|before| is_same(before.base.get_ref(), launch.base.get_ref())) {
            return Err(Fault::twice("patient system", launch.base.span()));
        }
        launch.judge(&settings.trusts)?;
    }
    settings.links.iter().try_for_each(|link| link.judge(&settings.trusts))
}

/// Paths are meant from where the settings stand.
pub(super) fn stand_in(settings: &mut Settings, folder: &Path) {
    for launch in &mut settings.launches {
        launch.key.iter_mut().for_each(|key| key.stand_in(folder));
        launch.secret.iter_mut().for_each(|secret| secret.stand_in(folder));
    }
    for link in &mut settings.links {
        let keys = std::mem::take(link.keys.get_mut()).into_iter();
        *link.keys.get_mut() =
            keys.map(|key| LinkKey { file: folder.join(&key.file), ..key }).collect();
    }
}

/// A patient system gives seats in its own trust only.
fn judge_seats(
    seats: &[SeatRule],
    trust: &Spanned<TrustCode>,
    trusts: &[Trust],
) -> Result<(), Fault> {
    if !trusts.iter().any(|each| each.code.get_ref() == trust.get_ref()) {
        let known: Vec<String> =
            trusts.iter().map(|each| each.code.get_ref().to_string()).collect();
        return Err(Fault::unknown_trust(trust.get_ref(), &known, trust.span()));
    }
    for seat in seats {
        seat.judge(trusts, Says::Claims)?;
        let is_own = seat.trust.as_ref().is_some_and(|own| own.get_ref() == trust.get_ref());
        if !is_own {
            let expected = "expected a seat in the trust of the patient system";
            return Err(Fault::value(expected, seat.role.span()));
        }
    }
    Ok(())
}

/// Whether two addresses are one: a slash at the end makes no other.
fn is_same(one: &Address, other: &Address) -> bool {
    one.as_str().trim_end_matches('/') == other.as_str().trim_end_matches('/')
}
