//! What does the service answer to a question that is let in?

use serde_json::{Value, json};

use super::State;

/// The parameters that it knows.
const KNOWN: [&str; 6] =
    ["family", "given", "birthdate", "address-postalcode", "_history", "_max-results"];

/// Answers a search as one in application-restricted mode: one person, or none, or too many.
pub(super) fn search(state: &State, asked: &[(String, String)]) -> (u16, Value) {
    let field = |name: &str| asked.iter().find(|(key, _)| key == name).map(|(_, value)| &**value);
    if asked.iter().any(|(key, _)| !KNOWN.contains(&key.as_str())) {
        return (400, outcome("ADDITIONAL_PROPERTIES"));
    }
    if field("_max-results") != Some("1") {
        return (403, outcome("INVALID_VALUE"));
    }
    let (Some(family), Some(born)) = (field("family"), field("birthdate")) else {
        return (400, outcome("MISSING_VALUE"));
    };
    let Some(born) = born.strip_prefix("eq") else { return (400, outcome("INVALID_VALUE")) };
    let early = |text: &str| text.chars().take(2).any(|letter| letter == '*');
    if ["family", "given", "address-postalcode"].iter().filter_map(|name| field(name)).any(early) {
        return (400, outcome("INVALID_SEARCH_DATA"));
    }
    let found: Vec<&Value> = state
        .people
        .iter()
        .filter(|person| person["birthDate"] == born)
        .filter(|person| names(person).any(|name| fits(family, name["family"].as_str())))
        .filter(|person| {
            field("given").is_none_or(|given| {
                names(person).any(|name| fits(given, name["given"][0].as_str()))
            })
        })
        .filter(|person| {
            // Restricted people have no address, so no search with a postcode finds them.
            field("address-postalcode")
                .is_none_or(|area| fits(area, person["address"][0]["postalCode"].as_str()))
        })
        .collect();
    match found.as_slice() {
        [] => (200, json!({ "resourceType": "Bundle", "type": "searchset", "total": 0 })),
        [one] => (
            200,
            json!({
                "resourceType": "Bundle", "type": "searchset", "total": 1,
                "entry": [{ "search": { "score": 1 }, "resource": one }],
            }),
        ),
        _ => (200, outcome("TOO_MANY_MATCHES")),
    }
}

/// Answers a question for one number.
pub(super) fn retrieve(state: &State, number: &str) -> (u16, Value) {
    if number.parse::<care::people::NhsNumber>().is_err() {
        return (400, outcome("INVALID_RESOURCE_ID"));
    }
    if state.invalidated.contains(number) {
        return (404, outcome("INVALIDATED_RESOURCE"));
    }
    let now = state.superseded.get(number).map_or(number, String::as_str);
    match state.people.iter().find(|person| person["id"] == now) {
        Some(person) => (200, person.clone()),
        None => (404, outcome("RESOURCE_NOT_FOUND")),
    }
}

/// An answer that says what is wrong.
pub(super) fn outcome(code: &str) -> Value {
    let system = "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode";
    let coding = json!([{ "system": system, "code": code }]);
    let issue = json!([{ "severity": "error", "code": "value", "details": { "coding": coding } }]);
    json!({ "resourceType": "OperationOutcome", "issue": issue })
}

fn names(person: &Value) -> impl Iterator<Item = &Value> {
    person["name"].as_array().into_iter().flatten()
}

/// Whether a text fits what is asked, where `*` stands for any ending.
fn fits(asked: &str, text: Option<&str>) -> bool {
    let (asked, text) = (asked.to_lowercase(), text.unwrap_or_default().to_lowercase());
    match asked.strip_suffix('*') {
        Some(beginning) => text.starts_with(beginning),
        None => text == asked,
    }
}
