//! What does the invented patient system write of a patient (FHIR R4, UK Core)?

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use invented::Scene;
use serde_json::{Value, json};

use super::Epr;

const VERIFICATION: &str = "https://fhir.hl7.org.uk/StructureDefinition/\
                            Extension-UKCore-NHSNumberVerificationStatus";

/// The patient who is open on the screen for which the token was given, and no other.
pub(super) async fn patient(
    State(epr): State<Arc<Epr>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, StatusCode> {
    let scene = epr.open_for(&headers, &id, 'p')?;
    let status = if scene.is_traced() { "number-present-and-verified" } else { "trace-required" };
    let concept = json!({ "coding": [{ "code": status }] });
    Ok(Json(json!({
        "resourceType": "Patient",
        "id": id,
        "identifier": [
            { "system": "https://rzz.example/hospital-number", "value": scene.hospital_number },
            {
                "system": "https://fhir.nhs.uk/Id/nhs-number",
                "value": scene.nhs_number,
                "extension": [{ "url": VERIFICATION, "valueCodeableConcept": concept }],
            },
        ],
        "name": [{
            "use": "official", "family": scene.family, "given": [scene.given],
            "prefix": [scene.title],
        }],
        "birthDate": scene.born.to_string(),
    })))
}

/// Their stay.
pub(super) async fn encounter(
    State(epr): State<Arc<Epr>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, StatusCode> {
    let scene = epr.open_for(&headers, &id, 'e')?;
    Ok(Json(json!({
        "resourceType": "Encounter",
        "id": id,
        "status": "in-progress",
        "identifier": [{ "value": scene.visit_number }],
        "subject": { "reference": format!("Patient/p{}", scene.number) },
    })))
}

impl Epr {
    fn open_for(
        &self,
        headers: &HeaderMap,
        id: &str,
        kind: char,
    ) -> Result<&'static Scene, StatusCode> {
        let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = bearer.and_then(|bearer| bearer.strip_prefix("Bearer "));
        let token = token.ok_or(StatusCode::UNAUTHORIZED)?;
        let scene = self.memory().tokens.get(token).map(|screen| screen.scene);
        let scene = scene.ok_or(StatusCode::UNAUTHORIZED)?;
        if id == format!("{kind}{}", scene.number) { Ok(scene) } else { Err(StatusCode::FORBIDDEN) }
    }
}
