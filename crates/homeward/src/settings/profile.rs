//! How does a hospital's feed differ from the national profile?

use std::collections::BTreeMap;

use care::people::TrustCode;
use care::stays::Class;
use hl7::profile::{PlaceLayout, Profile, VisitKey};
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer};

/// Where this feed differs; what is absent is as `hl7::profile::Profile::itk` has it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Differences {
    /// The time zone of times that name none, such as `Europe/London`.
    #[serde(deserialize_with = "zone")]
    zone: Option<TimeZone>,
    /// Whether lists (PID-3, 5, 11, 13) are always sent whole.
    whole_lists: Option<bool>,
    /// What stands beside an NHS number in PID-3.
    nhs_authorities: Option<Vec<String>>,
    /// The assigning authority of the patient number to file under; empty: the first that is no
    /// NHS number.
    patient_authority: Option<String>,
    /// Which field names the visit.
    visit_key: Option<VisitField>,
    /// Whether visit numbers of different authorities are different.
    visit_authority_counts: Option<bool>,
    /// Where the parts of PV1-3 stand.
    place: Option<Place>,
    /// Whether PV1-16 alone says that a patient is hidden no longer.
    vip_alone_shields: Option<bool>,
    /// Local patient classes (PV1-2).
    classes: BTreeMap<String, ClassName>,
    /// Local admission methods (PV1-4) to the national code.
    admission_methods: BTreeMap<String, String>,
    /// Local sources of admission (PV1-14) to the national code.
    admission_sources: BTreeMap<String, String>,
    /// Local discharge destinations (PV1-37) to the national code.
    discharge_destinations: BTreeMap<String, String>,
    /// Beginnings of family names that mark a test patient.
    test_name_prefixes: Option<Vec<String>>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum VisitField {
    /// PV1-19.
    Visit,
    /// PID-18.
    Account,
    /// None: the time of admission, PV1-44.
    AdmissionTime,
}

/// Which component of PV1-3 holds which part; 0: none does.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    ward: usize,
    bay: usize,
    bed: usize,
    site: usize,
    described: usize,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ClassName {
    Inpatient,
    Emergency,
    Outpatient,
    PreAdmission,
    Obstetric,
    Recurring,
    Other,
}

impl Differences {
    /// The profile of a feed of this trust that carries these processing ids.
    pub(super) fn of(&self, trust: TrustCode, processing_ids: &[String]) -> Profile {
        let usual = Profile::itk(trust);
        Profile {
            zone: self.zone.clone().unwrap_or(usual.zone),
            processing_ids: processing_ids.to_vec(),
            whole_lists: self.whole_lists.unwrap_or(usual.whole_lists),
            nhs_authorities: self.nhs_authorities.clone().unwrap_or(usual.nhs_authorities),
            patient_authority: self.patient_authority.clone().unwrap_or(usual.patient_authority),
            visit_key: self.visit_key.map_or(usual.visit_key, VisitField::of_profile),
            visit_authority_counts: self
                .visit_authority_counts
                .unwrap_or(usual.visit_authority_counts),
            place: self.place.map_or(usual.place, Place::of_profile),
            vip_alone_shields: self.vip_alone_shields.unwrap_or(usual.vip_alone_shields),
            classes: self.classes.iter().map(|(code, name)| (code.clone(), name.class())).collect(),
            admission_methods: self.admission_methods.clone(),
            admission_sources: self.admission_sources.clone(),
            discharge_destinations: self.discharge_destinations.clone(),
            test_name_prefixes: self.test_name_prefixes.clone().unwrap_or(usual.test_name_prefixes),
            trust: usual.trust,
        }
    }
}

impl VisitField {
    fn of_profile(self) -> VisitKey {
        match self {
            Self::Visit => VisitKey::Visit,
            Self::Account => VisitKey::Account,
            Self::AdmissionTime => VisitKey::AdmissionTime,
        }
    }
}

impl Place {
    fn of_profile(self) -> PlaceLayout {
        let Self { ward, bay, bed, site, described } = self;
        PlaceLayout { ward, bay, bed, site, described }
    }
}

impl ClassName {
    fn class(self) -> Class {
        match self {
            Self::Inpatient => Class::Inpatient,
            Self::Emergency => Class::Emergency,
            Self::Outpatient => Class::Outpatient,
            Self::PreAdmission => Class::PreAdmission,
            Self::Obstetric => Class::Obstetric,
            Self::Recurring => Class::Recurring,
            Self::Other => Class::Other,
        }
    }
}

fn zone<'de, D: Deserializer<'de>>(source: D) -> Result<Option<TimeZone>, D::Error> {
    let name = String::deserialize(source)?;
    let unknown = || serde::de::Error::custom("expected a time zone such as `Europe/London`");
    TimeZone::get(&name).map(Some).map_err(|_| unknown())
}
