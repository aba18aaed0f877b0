//! Who is this person, as the Personal Demographics Service writes them?
//!
//! Read of FHIR R4 Patient: what tells people apart, and what must be held back. All else, such as
//! contacts and pharmacies, is never taken in.

mod announced;
mod period;

use care::people::trace::NationalRecord;
use care::people::{
    Address, Born, Death, Gender, Identity, NameUse, NhsNumber, NumberStatus, PartialDate,
    PersonName, Phone, TracedNumber,
};
use jiff::civil::Date;
use serde::Deserialize;

use crate::{LONGEST_LIST, LONGEST_TEXT, Unreadable};
pub(crate) use period::Period;
use period::{partial_date, whole_day};

/// `identifier.system` of an NHS number.
const NHS_NUMBER: &str = "https://fhir.nhs.uk/Id/nhs-number";

/// How the extensions end that are read; UK Core moved them to another host once.
const VERIFICATION: &str = "/Extension-UKCore-NHSNumberVerificationStatus";
const DEATH_NOTICE: &str = "/Extension-UKCore-DeathNotificationStatus";

/// A Patient as it is written.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Patient {
    resource_type: String,
    id: String,
    identifier: Vec<Identifier>,
    meta: Meta,
    name: Vec<HumanName>,
    gender: String,
    birth_date: Option<String>,
    deceased_date_time: Option<String>,
    deceased_boolean: bool,
    address: Vec<WrittenAddress>,
    telecom: Vec<ContactPoint>,
    general_practitioner: Vec<Reference>,
    extension: Vec<Extension>,
    active: Option<bool>,
    link: Vec<Link>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Meta {
    version_id: Option<String>,
    security: Vec<Coding>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Identifier {
    #[serde(rename = "use")]
    usage: String,
    system: String,
    value: String,
    period: Period,
    extension: Vec<Extension>,
}

/// A name, of a patient or of a member of staff.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct HumanName {
    #[serde(rename = "use")]
    usage: String,
    family: String,
    given: Vec<String>,
    prefix: Vec<String>,
    suffix: Vec<String>,
    period: Period,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct WrittenAddress {
    #[serde(rename = "use")]
    usage: String,
    line: Vec<String>,
    postal_code: String,
    period: Period,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ContactPoint {
    system: String,
    value: String,
    period: Period,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Link {
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Reference {
    identifier: Identifier,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Extension {
    url: String,
    #[serde(rename = "extension")]
    inside: Vec<Extension>,
    value_codeable_concept: Option<Concept>,
}

/// A code, under whatever system.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Concept {
    coding: Vec<Coding>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Coding {
    code: String,
}

impl Concept {
    pub(crate) fn code(&self) -> Option<&str> {
        self.coding.first().map(|coding| coding.code.as_str())
    }

    pub(crate) fn codes(&self) -> impl Iterator<Item = &str> {
        self.coding.iter().map(|coding| coding.code.as_str())
    }
}

impl Patient {
    /// In our words, as things are on `today`.
    pub(crate) fn read(self, today: Date) -> Result<NationalRecord, Unreadable> {
        if self.resource_type != "Patient" {
            return Err(Unreadable::Kind);
        }
        let number = self.number()?;
        Ok(NationalRecord {
            number,
            is_restricted: self.is_restricted(),
            version: self.meta.version_id.as_deref().map(bounded),
            identity: self.identity(number, today),
        })
    }

    /// The id, where the identifier does not contradict it and the number is verified.
    fn number(&self) -> Result<NhsNumber, Unreadable> {
        let number: NhsNumber = self.id.parse().map_err(|_| Unreadable::Number)?;
        let mut written = self.identifier.iter().filter(|each| each.system == NHS_NUMBER);
        let agrees = |each: &Identifier| {
            let status = code_of(&each.extension, VERIFICATION);
            each.value.parse() == Ok(number)
                && matches!(status, None | Some("01" | "number-present-and-verified"))
        };
        if written.all(agrees) { Ok(number) } else { Err(Unreadable::Number) }
    }

    /// Anything but a plain "unrestricted" counts as restricted: R and V, what was redacted, and
    /// what is not known yet. No mark at all is none.
    fn is_restricted(&self) -> bool {
        self.meta.security.iter().any(|mark| mark.code != "U")
    }

    fn identity(&self, number: NhsNumber, today: Date) -> Identity {
        let current = |each: &&WrittenAddress| {
            matches!(each.usage.as_str(), "home" | "") && !each.period.is_over(today)
        };
        let home = self.address.iter().find(current);
        let earlier = self.address.iter().filter(|each| !home.is_some_and(|home| is(home, each)));
        let doctor = self.general_practitioner.iter().map(|each| &each.identifier);
        Identity {
            nhs: Some(TracedNumber { number, status: NumberStatus::Verified }),
            names: self.name.iter().take(LONGEST_LIST).map(|name| name.read(today)).collect(),
            born: self.birth_date.as_deref().and_then(born),
            gender: gender(&self.gender),
            address: home.map(WrittenAddress::read),
            earlier_postcodes: earlier
                .take(LONGEST_LIST)
                .filter_map(|each| each.postal_code.parse().ok())
                .collect(),
            phones: self.phones(today),
            practice: doctor
                .filter(|each| !each.period.is_over(today) && !each.value.is_empty())
                .map(|each| bounded(&each.value))
                .next(),
            death: self.death(),
            ..Identity::default()
        }
    }

    fn phones(&self, today: Date) -> Vec<Phone> {
        let phones = self.telecom.iter().take(LONGEST_LIST);
        let current = phones.filter(|each| each.system == "phone" && !each.period.is_over(today));
        current.filter_map(|each| Phone::new(&bounded(&each.value))).collect()
    }

    /// A death that was notified and taken back (`U`) is none.
    fn death(&self) -> Death {
        let day = self.deceased_date_time.as_deref();
        let said = day.is_some() || self.deceased_boolean;
        match (code_of(&self.extension, DEATH_NOTICE), day.and_then(whole_day)) {
            (Some("U"), _) => Death::Alive,
            (Some("1" | "2"), None) => Death::Died,
            (_, Some(day)) => Death::DiedOn(day),
            (_, None) if said => Death::Died,
            (_, None) => Death::Alive,
        }
    }
}

impl HumanName {
    pub(crate) fn read(&self, today: Date) -> PersonName {
        let mut given = self.given.iter().take(LONGEST_LIST).map(|part| bounded(part));
        let usage = match self.usage.as_str() {
            "old" | "maiden" => NameUse::Former,
            "nickname" => NameUse::Preferred,
            "temp" | "anonymous" => NameUse::Alias,
            _ if self.period.is_over(today) => NameUse::Former,
            _ => NameUse::Usual,
        };
        PersonName {
            usage,
            family: bounded(&self.family),
            given: given.next().unwrap_or_default(),
            middle: bounded(&given.collect::<Vec<_>>().join(" ")),
            title: self.prefix.first().map(|part| bounded(part)).unwrap_or_default(),
            suffix: self.suffix.first().map(|part| bounded(part)).unwrap_or_default(),
        }
    }
}

impl WrittenAddress {
    fn read(&self) -> Address {
        let lines = self.line.iter().take(LONGEST_LIST).map(|line| bounded(line));
        Address {
            lines: lines.filter(|line| !line.is_empty()).collect(),
            postcode: self.postal_code.parse().ok(),
        }
    }
}

fn is(one: &WrittenAddress, other: &WrittenAddress) -> bool {
    std::ptr::eq(one, other)
}

/// The code in the extension whose address ends so, or in the one inside of it.
fn code_of<'e>(extensions: &'e [Extension], ending: &str) -> Option<&'e str> {
    let outer = extensions.iter().find(|each| each.url.ends_with(ending))?;
    let mut all = std::iter::once(outer).chain(&outer.inside);
    all.find_map(|each| each.value_codeable_concept.as_ref()?.code())
}

fn gender(text: &str) -> Gender {
    match text {
        "male" => Gender::Male,
        "female" => Gender::Female,
        "other" => Gender::Indeterminate,
        _ => Gender::NotKnown,
    }
}

fn born(text: &str) -> Option<Born> {
    let on: PartialDate = partial_date(text)?;
    Some(Born { on, estimated: false })
}

/// A text without blanks around it and without control characters, cut to the longest allowed.
pub(crate) fn bounded(text: &str) -> String {
    let kept: String = text.trim().chars().filter(|c| !c.is_control()).take(LONGEST_TEXT).collect();
    kept.trim_end().to_owned()
}
