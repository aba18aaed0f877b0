//! How does a line of the audit read as a FHIR `AuditEvent`?
//!
//! FHIR R4 in the shapes of IHE Basic Audit Log Patterns (BALP 1.1), where one fits: reads, queries
//! and disclosures. Refusals and signing in have their DICOM codes and no profile: see
//! [`Shape::profile`]. Other acts are application activity with our own word. A patient is named by
//! our handle, never by an NHS number; nothing that anybody wrote freely is repeated.

mod shape;

use care::access::{Act, Actor, AuditLine, Organisation};
use serde_json::{Value, json};

use shape::Shape;

/// Where profiles of BALP are defined.
const PROFILES: &str = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/";
/// The codes of DICOM, PS3.16 annex D.
const DCM: &str = "http://dicom.nema.org/resources/ontology/DCM";
/// The kinds of event that FHIR adds to those.
const EVENT_TYPE: &str = "http://terminology.hl7.org/CodeSystem/audit-event-type";
/// The parts that somebody plays.
const PARTICIPATION: &str = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
/// The purposes of HL7.
const REASON: &str = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
const ENTITY_TYPE: &str = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
const ENTITY_ROLE: &str = "http://terminology.hl7.org/CodeSystem/object-role";
/// The codes of organisations in England.
const ODS: &str = "https://fhir.nhs.uk/Id/ods-organization-code";
/// Our own words and handles, as URNs: they are no addresses.
const OURS: &str = "urn:homeward:";

/// A line with its names.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// Its name: chain and place.
    pub id: &'a str,
    /// The act in one word.
    pub act: &'a str,
    /// The line.
    pub line: &'a AuditLine,
}

/// The line as an `AuditEvent`. `server` names the machine that answered: a host name.
pub fn audit_event(named: Named<'_>, server: &str) -> Value {
    let line = named.line;
    let shape = Shape::of(&line.act);
    let mut event = json!({
        "resourceType": "AuditEvent",
        "id": named.id.replace([':', '/'], "."),
        "type": shape.kind(),
        "subtype": [shape.subtype(named.act)],
        "action": shape.action(),
        "recorded": line.at.to_string(),
        "outcome": if line.act.was_refused() { "4" } else { "0" },
        "outcomeDesc": line.act.words(),
        "agent": agents(line, &shape, server),
        "source": {
            "site": server,
            "observer": {"display": "Homeward"},
            "type": [coding("http://terminology.hl7.org/CodeSystem/security-source-type", "4")],
        },
        "entity": entities(named, &shape),
    });
    if let (Some(profile), Some(fields)) = (shape.profile(), event.as_object_mut()) {
        let profile = format!("{PROFILES}{profile}");
        fields.insert("meta".to_owned(), json!({"profile": [profile]}));
    }
    event
}

/// Who took part: the machine that asked, the one that answered, and the person.
fn agents(line: &AuditLine, shape: &Shape, server: &str) -> Vec<Value> {
    let (client_plays, server_plays) = shape.parts();
    let client = line
        .origin()
        .and_then(|origin| origin.address)
        .map_or_else(|| server.to_owned(), |address| address.to_string());
    let mut agents = vec![
        json!({
            "type": {"coding": [client_plays]},
            "who": {"identifier": {"system": format!("{OURS}address"), "value": client}},
            "requestor": false,
            // FHIR R4 network-type: 1 a machine's name, 2 an IP address.
            "network": {"address": client, "type": if client == server { "1" } else { "2" }},
        }),
        json!({
            "type": {"coding": [server_plays]},
            "who": {"display": "Homeward"},
            "requestor": false,
            "network": {"address": server, "type": "1"},
        }),
    ];
    agents.push(person(line));
    agents
}

/// Whoever caused it.
fn person(line: &AuditLine) -> Value {
    let receiver = json!({"coding": [coding(PARTICIPATION, "IRCP")]});
    let handle =
        |value: &str| json!({"identifier": {"system": format!("{OURS}staff"), "value": value}});
    match &line.actor {
        Actor::Staff { id, name, role, organisation, origin: _ } => {
            let role = serde_json::to_value(role).unwrap_or_default();
            json!({
                "type": receiver,
                "who": handle(id.as_str()),
                "name": name,
                "role": [
                    {"coding": [{"system": format!("{OURS}role"), "code": role}]},
                    {"coding": [{"system": format!("{OURS}organisation"), "code": works_for(organisation)}]},
                ],
                "requestor": true,
                "purposeOfUse": [{"coding": [
                    coding(REASON, shape::purpose(&line.act)),
                ]}],
            })
        }
        Actor::Visitor { id, name, .. } => {
            json!({"type": receiver, "who": handle(id.as_str()), "name": name, "requestor": true})
        }
        Actor::Operator { name } => {
            json!({"type": receiver, "who": handle("operator"), "name": name, "requestor": true})
        }
        // Who stood at the door nobody knows.
        Actor::Service if matches!(line.act, Act::NotSignedIn { .. }) => {
            json!({"type": receiver, "who": {"display": "unknown"}, "requestor": true})
        }
        Actor::Service => json!({
            "type": {"coding": [coding(DCM, "110150")]},
            "who": {"display": "Homeward"},
            "requestor": true,
        }),
    }
}

fn works_for(organisation: &Organisation) -> String {
    match organisation {
        Organisation::Hospital { trust, .. } => format!("{ODS}|{trust}"),
        Organisation::Council(council) => council.to_string(),
    }
}

/// What it was about: the record, the patient, what was asked, and the line itself.
fn entities(named: Named<'_>, shape: &Shape) -> Vec<Value> {
    let line = named.line;
    let mut entities = Vec::new();
    if let Some(patient) = &line.patient {
        entities.push(json!({
            "what": {"identifier": {
                "system": format!("{OURS}patient"), "value": patient.as_str(),
            }},
            "type": coding(ENTITY_TYPE, "1"),
            "role": coding(ENTITY_ROLE, "1"),
        }));
    }
    if let Some(person) = &line.person {
        let held = format!("{OURS}council:{}", person.council);
        entities.push(json!({
            "what": {"identifier": {"system": held, "value": "social-care-record"}},
            "type": coding(ENTITY_TYPE, "2"),
            "role": coding(ENTITY_ROLE, "3"),
        }));
    }
    if let Some(query) = shape.query() {
        entities.push(json!({
            "type": coding(ENTITY_TYPE, "2"),
            "role": coding(ENTITY_ROLE, "24"),
            "query": query,
        }));
    }
    entities.push(json!({
        "what": {"identifier": {"system": format!("{OURS}audit"), "value": named.id}},
        "type": coding(ENTITY_TYPE, "4"),
        "role": coding(ENTITY_ROLE, "13"),
    }));
    entities
}

fn coding(system: &str, code: &str) -> Value {
    json!({"system": system, "code": code})
}

#[cfg(test)]
mod tests;
