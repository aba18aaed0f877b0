//! Who does the invented national service say that somebody is?
//!
//! It answers as the Personal Demographics Service does a back end: one person or none, or that
//! there are too many. It knows the whole town as it really is, but for the people of the match
//! desk who come without a number: their pairs are for people to judge.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::person::{Sex, Townsperson};
use crate::scenes;
use crate::town::Town;

/// The national service of the town.
#[derive(Clone)]
pub struct National {
    people: Arc<[Townsperson]>,
}

/// An answer: its status, and its body in JSON.
pub type Answer = (u16, String);

impl National {
    /// The service that knows this town.
    pub fn of(town: &Town) -> Self {
        Self { people: town.shared_people() }
    }

    /// Whose number this is.
    pub fn retrieve(&self, number: &str) -> Answer {
        match self.known().find(|person| person.nhs.digits() == number) {
            Some(person) => (200, patient(person).to_string()),
            None => (404, outcome("RESOURCE_NOT_FOUND")),
        }
    }

    /// Who has this name and date of birth, and lives there; the parameters as they were sent.
    pub fn search(&self, asked: &[(String, String)]) -> Answer {
        let field =
            |name: &str| asked.iter().find(|(key, _)| key == name).map(|(_, value)| &**value);
        let born = field("birthdate").and_then(|born| born.strip_prefix("eq"));
        let (Some(family), Some(born)) = (field("family"), born) else {
            return (400, outcome("MISSING_VALUE"));
        };
        let fits = |person: &&Townsperson| {
            let families = [Some(&person.name.family), person.name.former_family.as_ref()];
            families.into_iter().flatten().any(|name| is_like(family, name))
                && person.born.to_string() == born
                && field("given").is_none_or(|given| is_like(given, &person.name.given))
                && field("address-postalcode")
                    .is_none_or(|area| is_like(area, &person.home.postcode))
        };
        let mut found = self.known().filter(fits);
        match (found.next(), found.next()) {
            (None, _) => (200, bundle(&[])),
            (Some(one), None) => (200, bundle(&[one])),
            (Some(_), Some(_)) => (200, outcome("TOO_MANY_MATCHES")),
        }
    }

    fn known(&self) -> impl Iterator<Item = &Townsperson> {
        let places = self.people.iter().enumerate();
        places.filter(|(place, _)| !scenes::is_for_the_desk(*place)).map(|(_, person)| person)
    }
}

/// Keeps even invented people out of logs.
impl std::fmt::Debug for National {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("National(..)")
    }
}

/// Whether a name fits what is asked, where `*` stands for any ending.
fn is_like(asked: &str, name: &str) -> bool {
    let (asked, name) = (asked.to_lowercase(), name.to_lowercase());
    asked.strip_suffix('*').map_or(name == asked, |beginning| name.starts_with(beginning))
}

fn bundle(found: &[&Townsperson]) -> String {
    let entry =
        |person: &&Townsperson| json!({ "search": { "score": 1 }, "resource": patient(person) });
    let entries: Vec<Value> = found.iter().map(entry).collect();
    let total = entries.len();
    json!({ "resourceType": "Bundle", "type": "searchset", "total": total, "entry": entries })
        .to_string()
}

fn patient(person: &Townsperson) -> Value {
    let number = person.nhs.digits();
    let name = &person.name;
    let given: Vec<&str> = [name.given.as_str(), name.middle.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let mut names = vec![json!({
        "use": "usual", "family": name.family, "given": given, "prefix": [name.title],
    })];
    names.extend(
        name.former_family
            .iter()
            .map(|former| json!({ "use": "maiden", "family": former, "given": given })),
    );
    let mut patient = json!({
        "resourceType": "Patient",
        "id": number,
        "identifier": [{ "system": "https://fhir.nhs.uk/Id/nhs-number", "value": number }],
        "meta": { "versionId": "1", "security": [{ "code": "U" }] },
        "name": names,
        "gender": if person.sex == Sex::Female { "female" } else { "male" },
        "birthDate": person.born.to_string(),
        "address": [{ "use": "home", "postalCode": person.home.postcode }],
    });
    if let (Some(died), Some(fields)) = (person.died, patient.as_object_mut()) {
        fields.insert("deceasedDateTime".to_owned(), json!(died.to_string()));
    }
    patient
}

fn outcome(code: &str) -> String {
    let coding = json!([{ "code": code }]);
    let issue = json!([{ "severity": "error", "code": "value", "details": { "coding": coding } }]);
    json!({ "resourceType": "OperationOutcome", "issue": issue }).to_string()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    fn service() -> National {
        National::of(&Town::new(7, 300, date(2026, 8, 12)))
    }

    #[test]
    fn the_patient_without_a_number_is_found_by_name_and_birth_date() {
        let scene = scenes::traced_scenes().first().unwrap();
        let (status, body) = service().search(&asked(&[
            ("family", &scene.family.to_uppercase()),
            ("given", &format!("{}*", &scene.given[..3])),
            ("birthdate", &format!("eq{}", scene.born)),
        ]));
        let answer: Value = serde_json::from_str(&body).unwrap();
        assert_eq!((status, &answer["total"]), (200, &json!(1)));
        assert_eq!(answer["entry"][0]["resource"]["id"], scene.nhs_number);
        assert!(service().retrieve(scene.nhs_number).1.contains(scene.family));
    }

    #[test]
    fn those_of_the_match_desk_who_come_without_a_number_are_for_people_to_judge() {
        for scene in scenes::desk_scenes().iter().filter(|scene| !scene.is_traced()) {
            let born = format!("eq{}", scene.born);
            let (_, body) =
                service().search(&asked(&[("family", scene.family), ("birthdate", &born)]));
            assert!(body.contains("\"total\":0"), "scene {}", scene.number);
            assert_eq!(service().retrieve(scene.nhs_number).0, 404);
        }
    }

    #[test]
    fn a_question_without_a_date_is_refused() {
        assert_eq!(service().search(&asked(&[("family", "Lee")])).0, 400);
    }
}
