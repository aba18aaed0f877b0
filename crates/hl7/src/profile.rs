//! How does this feed differ from the national profile? One [`Profile`] for each trust's feed.

use std::collections::BTreeMap;

use care::people::TrustCode;
use care::stays::Class;
use jiff::tz::TimeZone;

/// What must be known of a feed to read it.
///
/// [`Profile::itk`] fits the national one (HSCIC ITK HL7 v2 Message Specification 1.0.15); each
/// field says how feeds differ from it.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Whose feed it is. Its code stands for an assigning authority that a message leaves out.
    pub trust: TrustCode,
    /// The time zone of times without an offset.
    pub zone: TimeZone,
    /// The processing ids (MSH-11) that are accepted: `P` on a live feed, `T` and `D` on a test
    /// feed, and never both.
    pub processing_ids: Vec<String>,
    /// Whether the lists of PID-3, PID-5, PID-11 and PID-13 are always whole, so that what is not
    /// in them is gone (HL7 UK A.3, snapshot rule). Otherwise a missing NHS number or home address
    /// says nothing.
    pub whole_lists: bool,
    /// What stands in CX.4 beside an NHS number. Capitals and small letters are alike.
    pub nhs_authorities: Vec<String>,
    /// The assigning authority of the patient number to file under, where PID-3 holds several.
    /// Empty: the first that is no NHS number.
    pub patient_authority: String,
    /// Which field names the visit.
    pub visit_key: VisitKey,
    /// Whether two visit numbers of different authorities (CX.4) are different. Some feeds send
    /// the authority only now and then; for them only the number counts.
    pub visit_authority_counts: bool,
    /// Where the parts of a location stand.
    pub place: PlaceLayout,
    /// Local patient classes (PV1-2). In this map and the next three, capitals and small letters
    /// are alike.
    pub classes: BTreeMap<String, Class>,
    /// Local admission methods (PV1-4) to the national code.
    pub admission_methods: BTreeMap<String, String>,
    /// Local sources of admission (PV1-14) to the national code.
    pub admission_sources: BTreeMap<String, String>,
    /// Local discharge destinations (PV1-37) to the national code.
    pub discharge_destinations: BTreeMap<String, String>,
    /// Whether PV1-16 alone says that a patient is hidden no longer: for feeds that never send
    /// ZU8. Otherwise `ZU8-4` must say so, beside a PV1.
    pub vip_alone_shields: bool,
    /// Beginnings of family names that mark a test patient. Only letters and digits count, so
    /// `XXTEST` finds `XX-Test` too.
    pub test_name_prefixes: Vec<String>,
}

/// Which field names the visit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VisitKey {
    /// PV1-19, the visit number; MRG-5 is the one before a merge.
    #[default]
    Visit,
    /// PID-18, the account number; MRG-3 is the one before a merge.
    Account,
    /// None: one patient is admitted once at one time, PV1-44.
    AdmissionTime,
}

/// Which component of a location (HL7 v2.4 PL, PV1-3) holds which part, counted from 1.
/// 0: the feed does not send it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceLayout {
    /// The ward code.
    pub ward: usize,
    /// The bay or room.
    pub bay: usize,
    /// The bed.
    pub bed: usize,
    /// The ODS code of the site.
    pub site: usize,
    /// The ward in words.
    pub described: usize,
}

impl PlaceLayout {
    /// The national profile: ward in PL.2, bed in PL.3, site in PL.4.
    pub const ITK: Self = Self { ward: 2, bay: 0, bed: 3, site: 4, described: 9 };
    /// Ward, bay and bed from the first component on, as HL7 itself has it and many systems send.
    pub const PLAIN: Self = Self { ward: 1, bay: 2, bed: 3, site: 4, described: 9 };
}

impl Profile {
    /// The national profile for one trust's live feed.
    pub fn itk(trust: TrustCode) -> Self {
        let owned = |words: &[&str]| words.iter().map(ToString::to_string).collect();
        Self {
            trust,
            zone: care::when::united_kingdom(),
            processing_ids: owned(&["P"]),
            whole_lists: true,
            nhs_authorities: owned(&[
                "NHS",
                "NHSNBR",
                "NHSNO",
                "NHSNUMBER",
                "NHS NUMBER",
                "2.16.840.1.113883.2.1.4.1",
            ]),
            patient_authority: String::new(),
            visit_key: VisitKey::Visit,
            visit_authority_counts: true,
            place: PlaceLayout::ITK,
            classes: BTreeMap::new(),
            admission_methods: BTreeMap::new(),
            admission_sources: BTreeMap::new(),
            discharge_destinations: BTreeMap::new(),
            vip_alone_shields: false,
            test_name_prefixes: owned(&["ZZZTEST", "ZZTEST", "XXTEST"]),
        }
    }
}
