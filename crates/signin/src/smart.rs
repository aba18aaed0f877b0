//! Which patient and which member of staff does a patient system launch us with? (SMART App Launch
//! 2.2, EHR launch)
//!
//! The patient system opens our address with its own (`iss`) and a word of its own (`launch`). We
//! ask only systems that stand in the settings, take the code back in the browser that was sent,
//! and read with the token the patient who is open there, once. No token is kept.

mod configuration;
mod grant;
mod record;

use std::fmt;

use care::access::{OwnDetails, Way};
use care::people::{Announced, TrustCode};
use fhir::Unreadable;
use jiff::Timestamp;
use url::Url;

use crate::claims::{Asked, Checks, Issuer};
use crate::client::{Client, Code, TokenEndpoint, Tokens};
use crate::http::{Address, Http, NoAnswer, NoTls};
use crate::jwt::{Algorithm, BadToken, Claims};
use crate::kept::Kept;
use crate::keys::Keys;
use crate::mapping::Mapping;
use crate::person::shown;
use crate::question::{Question, Returned, Whither};
use crate::trouble::Trouble;
use crate::{Identified, ProviderName};
use configuration::Configuration;
use grant::Grant;
use record::Reader;

/// What is asked for: who the user is, which patient and stay are open, and to read these.
const SCOPES: &str = "openid fhirUser launch launch/patient launch/encounter patient/Patient.r \
                      patient/Encounter.r user/Practitioner.r";

/// What is asked for besides, where roles stand in the user's `PractitionerRole`.
const ROLE_SCOPE: &str = "user/PractitionerRole.rs";

/// Who somebody is whose name the patient system does not tell.
const NO_NAME: &str = "Name not given";

/// The longest `launch` that is carried on, in bytes.
const LONGEST_LAUNCH: usize = 2048;

/// A patient system that may launch us.
#[derive(Debug, Clone)]
pub struct PatientSystem {
    /// Its name in the settings; it stands in the address to which the browser comes back.
    pub name: ProviderName,
    /// The address of its FHIR service, as it calls itself (`iss`).
    pub base: Address,
    /// As whom we ask there.
    pub client: Client,
    /// The trust whose patients it shows.
    pub trust: TrustCode,
    /// What its roles are here.
    pub mapping: Mapping,
    /// Where the roles of its users stand.
    pub roles: RolesFrom,
    /// Whether the stay that is open there must be one that we know.
    pub stay: StayMust,
}

/// Where the roles of a patient system's users stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RolesFrom {
    /// In the ID token.
    #[default]
    IdToken,
    /// In the `PractitionerRole` of the user: their codes are the claim `practitioner_role`.
    PractitionerRole,
}

/// What holds of the stay that a patient system names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StayMust {
    /// It must be a stay of the patient that we know, by one of its numbers.
    #[default]
    Agree,
    /// It is not looked at: its numbers are others than those of the hospital's messages.
    BeIgnored,
}

/// Who launches, and is taken back.
#[derive(Debug)]
pub struct Launcher {
    http: Http,
    systems: Vec<Known>,
}

/// A patient system, and what is known of it for a while.
#[derive(Debug)]
struct Known {
    system: PatientSystem,
    configuration: Kept<Configuration>,
    keys: Keys,
}

/// What came of a launch.
pub struct Launched {
    /// Who comes.
    pub who: Identified,
    /// The patient who is open there.
    pub announced: Announced,
}

/// It names people, so debug text keeps them to itself.
impl fmt::Debug for Launched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Launched(..)")
    }
}

/// Why a launch came to nothing. No word of it holds anything of a token or of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotLaunched {
    /// No such system stands in the settings.
    #[error("the patient system is not in the settings")]
    UnknownSystem,
    /// The `launch` is missing or too long.
    #[error("the launch cannot be read")]
    BadLaunch,
    /// The system does not answer as it should, or is not to be believed.
    #[error(transparent)]
    Trouble(#[from] Trouble),
    /// The system grants less than is needed.
    #[error("the patient system does not let us read its patient")]
    NotGranted,
    /// The system names no patient.
    #[error("the patient system names no patient")]
    NoPatient,
    /// Its answer about patient, stay or user is not to be believed.
    #[error("the patient system's record: {0}")]
    Unreadable(#[from] Unreadable),
}

impl NotLaunched {
    /// In one word, for the log and the audit.
    pub fn code(self) -> &'static str {
        match self {
            Self::UnknownSystem => "unknown_system",
            Self::BadLaunch => "bad_launch",
            Self::Trouble(trouble) => trouble.code(),
            Self::NotGranted => "not_granted",
            Self::NoPatient => "no_patient",
            Self::Unreadable(Unreadable::Shape) => "record_shape",
            Self::Unreadable(Unreadable::Kind) => "record_kind",
            Self::Unreadable(Unreadable::Number) => "record_number",
            Self::Unreadable(Unreadable::Replaced) => "record_replaced",
        }
    }

    /// Whether the system is ill, so that another try may succeed.
    pub fn is_of_the_system(self) -> bool {
        matches!(self, Self::Trouble(trouble) if trouble.is_of_the_provider())
    }
}

impl From<NoAnswer> for NotLaunched {
    fn from(fault: NoAnswer) -> Self {
        Self::Trouble(fault.into())
    }
}

impl From<BadToken> for NotLaunched {
    fn from(fault: BadToken) -> Self {
        Self::Trouble(fault.into())
    }
}

impl Launcher {
    /// Makes ready to be launched by these systems. Nothing is asked yet.
    pub fn new(systems: Vec<PatientSystem>) -> Result<Self, NoTls> {
        let http = Http::new()?;
        let known = |system: PatientSystem| Known {
            configuration: Kept::default(),
            keys: Keys::new(http.clone()),
            system,
        };
        let systems = systems.into_iter().map(known).collect();
        Ok(Self { http, systems })
    }

    /// The systems that may launch us.
    pub fn systems(&self) -> impl Iterator<Item = &PatientSystem> {
        self.systems.iter().map(|known| &known.system)
    }

    /// The system that calls itself so, by the settings alone: nobody is asked.
    pub fn who_is(&self, iss: &str) -> Result<&PatientSystem, NotLaunched> {
        let found = self.systems().find(|system| is_same(system.base.as_str(), iss));
        found.ok_or(NotLaunched::UnknownSystem)
    }

    /// Where to send the browser that a system opened with this `launch`.
    pub async fn begin(
        &self,
        name: &str,
        (launch, question): (&str, &Question),
        back_to: &str,
        now: Timestamp,
    ) -> Result<Url, NotLaunched> {
        let known = self.known(name)?;
        if launch.is_empty() || launch.len() > LONGEST_LAUNCH {
            return Err(NotLaunched::BadLaunch);
        }
        let system = &known.system;
        let configuration = known.configuration(&self.http, now).await?;
        let mut address = question.put_to(Whither {
            endpoint: &configuration.authorisation,
            client: &system.client.id,
            redirect: back_to,
            scope: &system.scopes(),
        });
        address
            .query_pairs_mut()
            .append_pair("aud", &system.audience())
            .append_pair("launch", launch);
        Ok(address)
    }

    /// Changes the code for a token, and reads with it who the user is and which patient is open.
    pub async fn finish(
        &self,
        name: &str,
        (returned, question): (&Returned, &Question),
        back_to: &str,
        now: Timestamp,
    ) -> Result<Launched, NotLaunched> {
        let known = self.known(name)?;
        let system = &known.system;
        let configuration = known.configuration(&self.http, now).await?;
        let code = returned.code_from(&configuration.issuer, configuration.names_itself)?;
        let code = Code { code, verifier: question.verifier(), redirect: back_to };
        let endpoint =
            TokenEndpoint { address: &configuration.token, audience: configuration.token.as_str() };
        let tokens = system.client.redeem(&self.http, endpoint, code, now).await?;
        let claims = known.user(&configuration, (&tokens, question), now).await?;
        let grant = Grant::of(&tokens)?;
        let today = care::when::local(now).date();
        let reader = Reader { http: &self.http, system, grant: &grant, today };
        let announced = reader.patient().await?;
        let claims = reader.user(claims).await?;
        Ok(Launched { who: identified(system, &claims, now)?, announced })
    }

    /// Tries whether a system says what we need of itself, and how many of its keys can be used.
    pub async fn knock(&self, name: &str, now: Timestamp) -> Result<usize, NotLaunched> {
        let known = self.known(name)?;
        let configuration = known.configuration(&self.http, now).await?;
        Ok(known.keys.knock(&configuration.keys, now).await?)
    }

    fn known(&self, name: &str) -> Result<&Known, NotLaunched> {
        let mut systems = self.systems.iter();
        systems.find(|known| known.system.name == name).ok_or(NotLaunched::UnknownSystem)
    }
}

impl Known {
    async fn configuration(
        &self,
        http: &Http,
        now: Timestamp,
    ) -> Result<Configuration, NotLaunched> {
        let fetching = configuration::fetch(http, &self.system.base);
        let fetched = self.configuration.get(now, fetching).await?;
        fetched.judged()
    }

    /// The claims of whoever uses the system, as its ID token has them.
    async fn user(
        &self,
        configuration: &Configuration,
        (tokens, question): (&Tokens, &Question),
        now: Timestamp,
    ) -> Result<Claims, NotLaunched> {
        let checks = Checks {
            keys: &self.keys,
            keys_at: &configuration.keys,
            algorithms: &Algorithm::ALL,
            issuer: Issuer::One(&configuration.issuer),
            client: &self.system.client.id,
            now,
        };
        let asked =
            Asked { nonce: question.nonce(), access_token: &tokens.access, fresh_since: None };
        Ok(checks.id_token(&tokens.id, asked).await?)
    }
}

impl PatientSystem {
    /// What is asked for.
    fn scopes(&self) -> String {
        match self.roles {
            RolesFrom::IdToken => SCOPES.to_owned(),
            RolesFrom::PractitionerRole => format!("{SCOPES} {ROLE_SCOPE}"),
        }
    }

    /// How the system must be called (`aud`): as it calls itself, without a slash at the end that
    /// only our reading of addresses put there.
    fn audience(&self) -> String {
        let text = self.base.as_str();
        let is_bare = self.base.url().path() == "/";
        if is_bare { text.trim_end_matches('/').to_owned() } else { text.to_owned() }
    }
}

fn identified(
    system: &PatientSystem,
    claims: &Claims,
    now: Timestamp,
) -> Result<Identified, NotLaunched> {
    let text = |name| claims.maybe_text(name).map(Option::unwrap_or_default);
    let name = shown(text("name")?);
    Ok(Identified {
        way: Way::Launch,
        provider: system.name.clone(),
        issuer: claims.text("iss")?.to_owned(),
        subject: claims.text("sub")?.to_owned(),
        name: if name.is_empty() { NO_NAME.to_owned() } else { name },
        seats: system.mapping.seats(claims, &[]),
        assurance: 0,
        // A launch is an act of theirs in the patient system, now.
        proved_at: Some(claims.proved_at(now)?.unwrap_or(now)),
        provider_session: text("sid")?.to_owned(),
        own: OwnDetails::default(),
    })
}

/// Whether two texts name one address: a slash at the end makes no other.
fn is_same(one: &str, other: &str) -> bool {
    one.trim_end_matches('/') == other.trim_end_matches('/')
}
