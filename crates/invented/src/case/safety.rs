//! Is anyone in danger, and who decides?

use jiff::civil::Date;

use super::Arrangement;
use crate::chance::Chance;
use crate::days;
use crate::numbers;

/// A safeguarding enquiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Enquiry {
    pub(crate) raised: Date,
    pub(crate) closed: Option<Date>,
}

/// A warning on the person's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Warning {
    pub(crate) code: &'static str,
    pub(crate) text: &'static str,
    pub(crate) starts: Date,
    pub(crate) review: Option<Date>,
    pub(crate) ended: Option<Date>,
}

/// A legal status: an attorney, a deputy, an authorised deprivation of liberty, a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Legal {
    pub(crate) code: &'static str,
    pub(crate) applied: Option<Date>,
    pub(crate) starts: Option<Date>,
    pub(crate) ends: Option<Date>,
    pub(crate) registered: Option<&'static str>,
    pub(crate) holder: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) notes: Option<&'static str>,
}

impl Legal {
    /// An attorney or deputy of this kind.
    pub(super) fn held_by(code: &'static str, holder: &str, phone: &str, since: Date) -> Self {
        Self {
            code,
            applied: None,
            starts: Some(since),
            ends: None,
            registered: Some("Y"),
            holder: Some(holder.to_owned()),
            phone: Some(phone.to_owned()),
            notes: None,
        }
    }

    /// A deprivation of liberty, authorised for a year.
    pub(super) fn deprivation(since: Date) -> Self {
        Self {
            code: "DOLSA",
            applied: Some(days::after(since, -30)),
            starts: Some(since),
            ends: Some(days::after(since, 365)),
            registered: None,
            holder: None,
            phone: None,
            notes: Some("Standard authorisation, care home"),
        }
    }
}

/// About one client in fifty has an open enquiry, twice as many a closed one.
pub(super) fn enquiries(chance: &mut Chance, today: Date) -> Vec<Enquiry> {
    let raised = days::some_time_before(chance, today, 1, 60);
    match chance.below(1000) {
        0..20 => vec![Enquiry { raised, closed: None }],
        20..60 => {
            let raised = days::some_time_before(chance, today, 90, 1500);
            vec![Enquiry { raised, closed: Some(days::after(raised, 70)) }]
        }
        _ => Vec::new(),
    }
}

const STAFF: [(&str, &str); 4] = [
    ("VIOL", "Can become aggressive when distressed. Ring before visiting."),
    ("DNVA", "Do not visit alone."),
    ("DOG", "Large dog, must be shut away before staff go in."),
    ("VIOL", "Verbal threats to care staff by a visitor to the home."),
];
const SELF: [(&str, &str); 5] = [
    ("FALL", "High risk of falls."),
    ("CHOK", "Risk of choking: soft diet, sit upright."),
    ("NEGL", "Self-neglect."),
    ("OXYG", "Oxygen at home. No smoking near the patient."),
    ("ALLG", "Latex allergy known to the care agency."),
];
/// Kinds that the source holds and a hospital must never see.
const NOT_FOR_US: [(&str, &str); 3] = [
    ("MAPPA", "CANARY MAPPA level 2 panel"),
    ("MARAC", "CANARY MARAC heard last quarter"),
    ("ALPERP", "CANARY alleged source of harm in another enquiry"),
];

/// About three clients in a hundred are a risk to visiting staff.
pub(super) fn warnings(chance: &mut Chance, today: Date) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for (permille, kinds) in [(30, &STAFF[..]), (160, &SELF[..]), (12, &NOT_FOR_US[..])] {
        if !chance.happens(permille) {
            continue;
        }
        if let Some((code, text)) = chance.pick(kinds).copied() {
            let starts = days::some_time_before(chance, today, 5, 900);
            warnings.push(Warning {
                code,
                text,
                starts,
                review: chance.happens(800).then(|| days::after(starts, 365)),
                ended: chance.happens(120).then(|| days::after(starts, 200).min(today)),
            });
        }
    }
    warnings
}

/// Attorneys for one client in seven; a deprivation of liberty for most of those in care homes.
pub(super) fn legal(chance: &mut Chance, care: Arrangement, today: Date) -> Vec<Legal> {
    let mut legal = Vec::new();
    let since = days::some_time_before(chance, today, 60, 2500);
    let holder =
        ["Daughter (name on file)", "Son (name on file)", "Niece (name on file)", "Solicitor"];
    if chance.happens(140) {
        let mut attorney = Legal::held_by(
            "LPAHW",
            chance.word(&holder),
            &numbers::distant_landline(chance),
            since,
        );
        if chance.happens(120) {
            attorney.registered = Some("N");
        }
        legal.push(attorney);
    }
    if chance.happens(170) {
        legal.push(Legal::held_by("LPAPF", chance.word(&holder), &numbers::mobile(chance), since));
    }
    if chance.happens(12) {
        legal.push(Legal::held_by(
            "DEPW",
            "Court-appointed deputy",
            &numbers::landline(chance),
            since,
        ));
    }
    if chance.happens(8) {
        let nobody = Legal::held_by("S117", "", "", since);
        legal.push(Legal { holder: None, phone: None, registered: None, ..nobody });
    }
    if care == Arrangement::CareHome {
        let since = days::some_time_before(chance, today, 10, 420);
        match chance.below(100) {
            0..50 => legal.push(Legal::deprivation(since)),
            50..70 => legal.push(Legal {
                code: "DOLSR",
                applied: Some(days::some_time_before(chance, today, 3, 200)),
                starts: None,
                ends: None,
                ..Legal::deprivation(today)
            }),
            _ => {}
        }
    }
    legal
}
