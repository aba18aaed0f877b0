//! Who and what is open on the screen of the patient system that launches us?
//!
//! Read of FHIR R4 UK Core: Patient, Encounter, Practitioner and `PractitionerRole`, and of each only
//! what tells whom it means. A resource must be the one that was asked for: an answer with another
//! id is no answer.

use care::people::Announced;
use jiff::civil::Date;
use serde::Deserialize;

use crate::patient::{Concept, HumanName, Patient, Period, bounded};
use crate::{LONGEST_LIST, Unreadable};

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Encounter {
    resource_type: String,
    id: String,
    identifier: Vec<Identifier>,
    subject: Reference,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Identifier {
    value: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Reference {
    reference: String,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Practitioner {
    resource_type: String,
    id: String,
    name: Vec<HumanName>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Roles {
    resource_type: String,
    entry: Vec<RoleEntry>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RoleEntry {
    resource: Role,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Role {
    resource_type: String,
    active: Option<bool>,
    practitioner: Reference,
    period: Period,
    code: Vec<Concept>,
}

/// Reads the patient who has this id there, as things are on `today`.
pub fn patient(body: &[u8], id: &str, today: Date) -> Result<Announced, Unreadable> {
    let patient: Patient = serde_json::from_slice(body).map_err(|_| Unreadable::Shape)?;
    patient.announced(id, today)
}

/// Reads the numbers of the stay that has this id there, and is this patient's.
pub fn visits(body: &[u8], id: &str, patient: &str) -> Result<Vec<String>, Unreadable> {
    let encounter: Encounter = serde_json::from_slice(body).map_err(|_| Unreadable::Shape)?;
    let is_asked = encounter.resource_type == "Encounter" && encounter.id == id;
    if !is_asked || !encounter.subject.is("Patient", patient) {
        return Err(Unreadable::Kind);
    }
    let values = encounter.identifier.iter().take(LONGEST_LIST).map(|each| bounded(&each.value));
    Ok(values.filter(|value| !value.is_empty()).collect())
}

/// Reads what the member of staff is called who has this id there: "Hema Mistry".
pub fn practitioner(body: &[u8], id: &str, today: Date) -> Result<String, Unreadable> {
    let found: Practitioner = serde_json::from_slice(body).map_err(|_| Unreadable::Shape)?;
    if found.resource_type != "Practitioner" || found.id != id {
        return Err(Unreadable::Kind);
    }
    let name = found.name.first().map(|name| name.read(today)).unwrap_or_default();
    Ok(format!("{} {}", name.given, name.family).trim().to_owned())
}

/// Reads the codes of all roles that the member of staff with this id holds there on `today`.
pub fn roles(body: &[u8], practitioner: &str, today: Date) -> Result<Vec<String>, Unreadable> {
    let found: Roles = serde_json::from_slice(body).map_err(|_| Unreadable::Shape)?;
    if found.resource_type != "Bundle" {
        return Err(Unreadable::Kind);
    }
    let held = found.entry.iter().map(|entry| &entry.resource).filter(|role| {
        role.resource_type == "PractitionerRole"
            && role.active != Some(false)
            && role.period.holds(today)
            && role.practitioner.is("Practitioner", practitioner)
    });
    let codes = held.flat_map(|role| &role.code).flat_map(Concept::codes).map(bounded);
    Ok(codes.filter(|code| !code.is_empty()).take(LONGEST_LIST).collect())
}

impl Reference {
    /// Whether it points to this resource, written in full or in short, with a version or without.
    fn is(&self, kind: &str, id: &str) -> bool {
        let plain = self.reference.split("/_history/").next().unwrap_or_default();
        let mut parts = plain.rsplit('/');
        parts.next() == Some(id) && parts.next() == Some(kind)
    }
}

#[cfg(test)]
mod tests {
    use care::people::NumberStatus;
    use jiff::civil::date;
    use serde_json::{Value, json};

    use super::*;

    const TODAY: Date = date(2026, 8, 12);
    const NHS: &str = "https://fhir.nhs.uk/Id/nhs-number";

    fn verified(code: &str) -> Value {
        let url = "https://fhir.hl7.org.uk/StructureDefinition/\
                   Extension-UKCore-NHSNumberVerificationStatus";
        json!([{ "url": url, "valueCodeableConcept": { "coding": [{ "code": code }] } }])
    }

    fn morwenna() -> Value {
        json!({
            "resourceType": "Patient",
            "id": "p1",
            "identifier": [
                { "system": "https://rzz.example/hospital-number", "value": "H4480031" },
                { "system": NHS, "value": "9994810103", "extension": verified("01") },
            ],
            "name": [{ "use": "official", "family": "Tresillian", "given": ["Morwenna", "Grace"] }],
            "birthDate": "1939-01-09",
        })
    }

    fn read(value: &Value) -> Result<Announced, Unreadable> {
        patient(value.to_string().as_bytes(), "p1", TODAY)
    }

    #[test]
    fn a_patient_is_read_by_what_tells_people_apart() {
        let found = read(&morwenna()).unwrap();
        let number = "9994810103".parse().unwrap();
        assert_eq!(found.number, Some((number, Some(NumberStatus::Verified))));
        assert_eq!(found.born.unwrap().exact(), Some(date(1939, 1, 9)));
        assert_eq!(found.names[0].family, "Tresillian");
        assert!(found.visits.is_empty());
    }

    #[test]
    fn another_record_than_was_asked_for_is_no_answer() {
        assert_eq!(patient(morwenna().to_string().as_bytes(), "p2", TODAY), Err(Unreadable::Kind));
        let mut other = morwenna();
        other["resourceType"] = json!("Person");
        assert_eq!(read(&other), Err(Unreadable::Kind));
        assert_eq!(patient(b"{", "p1", TODAY), Err(Unreadable::Shape));
    }

    #[test]
    fn a_record_that_was_replaced_is_nobody() {
        let mut merged = morwenna();
        merged["link"] = json!([{ "type": "replaced-by", "other": { "reference": "Patient/p9" } }]);
        assert_eq!(read(&merged), Err(Unreadable::Replaced));
        let mut unused = morwenna();
        unused["active"] = json!(false);
        assert_eq!(read(&unused), Err(Unreadable::Replaced));
    }

    #[test]
    fn h03_a_number_counts_as_far_as_it_was_verified_and_two_count_as_none() {
        for (code, expected) in [
            ("number-present-and-verified", NumberStatus::Verified),
            ("02", NumberStatus::NotTraced),
            ("05", NumberStatus::InConflict),
            ("no-such-code", NumberStatus::TraceRequired),
        ] {
            let mut told = morwenna();
            told["identifier"][1]["extension"] = verified(code);
            assert_eq!(read(&told).unwrap().number.unwrap().1, Some(expected), "{code}");
        }
        let mut unsaid = morwenna();
        unsaid["identifier"][1]["extension"] = json!([]);
        assert_eq!(read(&unsaid).unwrap().number.unwrap().1, None);
        let mut two = morwenna();
        two["identifier"][0] = json!({ "system": NHS, "value": "9991234527" });
        assert_eq!(read(&two).unwrap().number, None);
        two["identifier"][0]["use"] = json!("old");
        assert!(read(&two).unwrap().number.is_some());
    }

    #[test]
    fn a_stay_is_read_where_it_is_this_patients() {
        let stay = json!({
            "resourceType": "Encounter",
            "id": "e1",
            "identifier": [{ "value": " V1 " }, { "value": "" }],
            "subject": { "reference": "https://epr.rzz.example/fhir/Patient/p1/_history/3" },
        });
        let text = stay.to_string();
        let read = |id, patient| visits(text.as_bytes(), id, patient);
        assert_eq!(read("e1", "p1"), Ok(vec!["V1".to_owned()]));
        assert_eq!(read("e1", "p2"), Err(Unreadable::Kind));
        assert_eq!(read("e2", "p1"), Err(Unreadable::Kind));
    }

    #[test]
    fn a_member_of_staff_has_a_name_and_the_roles_held_now() {
        let person = json!({
            "resourceType": "Practitioner",
            "id": "s1",
            "name": [{ "family": "Mistry", "given": ["Hema"], "prefix": ["Ms"] }],
        });
        let name = practitioner(person.to_string().as_bytes(), "s1", TODAY);
        assert_eq!(name.as_deref(), Ok("Hema Mistry"));
        let role = |code: &str, whose: &str, active: bool| {
            json!({ "resource": {
                "resourceType": "PractitionerRole",
                "active": active,
                "practitioner": { "reference": whose },
                "code": [{ "coding": [{ "code": code }, { "code": format!("{code}-local") }] }],
            } })
        };
        let mut ended = role("R8010", "Practitioner/s1", true);
        ended["resource"]["period"] = json!({ "start": "2019-01-01", "end": "2024-03-31" });
        let entries = [
            ended,
            role("R8001", "Practitioner/s1", true),
            role("R8000", "Practitioner/s2", true),
            role("R8008", "Practitioner/s1", false),
        ];
        let bundle = json!({ "resourceType": "Bundle", "entry": entries });
        let found = roles(bundle.to_string().as_bytes(), "s1", TODAY).unwrap();
        assert_eq!(found, ["R8001", "R8001-local"]);
    }
}
