//! An invented patient system that launches us: as much of SMART App Launch as one must speak, and
//! as badly as a test wants it.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use invented::Scene;
use serde_json::{Value, json};
use signin::client::{Client, Credential};
use signin::jwt::{Algorithm, Signer};
use signin::smart::{PatientSystem, RolesFrom, StayMust};
use tokio::net::TcpListener;

use super::mapping;

const SECRET: &str = "a secret that is long enough for everybody";

/// The clock of the houses, which stands still.
const NOW: i64 = 1_786_539_900;

type Pairs = BTreeMap<String, String>;
type Tweak = Arc<dyn Fn(&mut Value) + Send + Sync>;

/// The patient system, as long as the test runs.
pub(crate) struct Epr {
    pub(crate) at: SocketAddr,
    desk: Arc<Mutex<Desk>>,
}

/// What stands behind its counter.
struct Desk {
    signer: Signer,
    published: Vec<Value>,
    records: BTreeMap<String, Value>,
    open: BTreeMap<String, Opened>,
    codes: BTreeMap<String, (Pairs, Opened)>,
    asked: usize,
    configuration: Tweak,
    claims: Tweak,
    grant: Tweak,
    answer: String,
}

/// Who has which patient open.
#[derive(Clone)]
pub(crate) struct Opened {
    pub(crate) user: &'static str,
    pub(crate) name: &'static str,
    pub(crate) role: &'static str,
    pub(crate) patient: String,
    pub(crate) stay: String,
}

/// A signer with a key of its own.
pub(crate) fn signer(kid: &str) -> Signer {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let text = BASE64_STANDARD.encode(pair.to_pkcs8v1().unwrap().as_ref());
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n");
    Signer::read(pem.as_bytes(), Algorithm::Es256, kid).unwrap()
}

impl Epr {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let (signer, nothing): (_, Tweak) = (signer("k1"), Arc::new(|_| ()));
        let desk = Arc::new(Mutex::new(Desk {
            published: vec![signer.public().unwrap()],
            signer,
            records: BTreeMap::new(),
            open: BTreeMap::new(),
            codes: BTreeMap::new(),
            asked: 0,
            configuration: Arc::clone(&nothing),
            claims: Arc::clone(&nothing),
            grant: nothing,
            answer: String::new(),
        }));
        let router = Router::new()
            .route("/fhir/.well-known/smart-configuration", get(configuration))
            .route("/fhir/PractitionerRole", get(roles))
            .route("/fhir/{kind}/{id}", get(record))
            .route("/authorize", get(authorise))
            .route("/token", post(token))
            .route("/keys", get(keys))
            .with_state((at, Arc::clone(&desk)));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { at, desk }
    }

    /// Its own address.
    pub(crate) fn base(&self) -> String {
        format!("http://{}/fhir", self.at)
    }

    /// As it stands in our settings.
    pub(crate) fn system(&self, name: &str, trust: &str) -> PatientSystem {
        PatientSystem {
            name: name.to_owned(),
            base: self.base().parse().unwrap(),
            client: Client {
                id: "homeward".to_owned(),
                credential: Credential::Posted(SECRET.to_owned()),
            },
            trust: trust.parse().unwrap(),
            mapping: mapping(trust),
            roles: RolesFrom::IdToken,
            stay: StayMust::Agree,
        }
    }

    /// Knows a patient of the walk-through, on the ward of that trust.
    pub(crate) fn knows(&self, scene: &Scene) {
        let id = format!("p{}", scene.number);
        self.record("Patient", &id, patient(&id, scene));
        let stay = json!({
            "resourceType": "Encounter",
            "id": format!("e{}", scene.number),
            "identifier": [{ "value": format!("V1{}", scene.hospital_number) }],
            "subject": { "reference": format!("Patient/{id}") },
        });
        self.record("Encounter", &format!("e{}", scene.number), stay);
    }

    /// Answers with this where that is asked for.
    pub(crate) fn record(&self, kind: &str, id: &str, resource: Value) {
        self.desk.lock().unwrap().records.insert(format!("{kind}/{id}"), resource);
    }

    /// Somebody has a patient open and presses "Social care": what our address is opened with.
    pub(crate) fn launch(&self, opened: Opened) -> String {
        let mut desk = self.desk.lock().unwrap();
        let launch = format!("launch-{}", desk.open.len());
        desk.open.insert(launch.clone(), opened);
        format!("/launch?iss={}&launch={launch}", self.base())
    }

    /// How often it was asked for anything.
    pub(crate) fn asked(&self) -> usize {
        self.desk.lock().unwrap().asked
    }

    pub(crate) fn says_of_itself(&self, tweak: impl Fn(&mut Value) + Send + Sync + 'static) {
        self.desk.lock().unwrap().configuration = Arc::new(tweak);
    }

    pub(crate) fn says_of_users(&self, tweak: impl Fn(&mut Value) + Send + Sync + 'static) {
        self.desk.lock().unwrap().claims = Arc::new(tweak);
    }

    pub(crate) fn grants(&self, tweak: impl Fn(&mut Value) + Send + Sync + 'static) {
        self.desk.lock().unwrap().grant = Arc::new(tweak);
    }

    /// Adds this to what the browser brings back, or lets it bring this alone, with the state.
    pub(crate) fn answers(&self, with: &str) {
        with.clone_into(&mut self.desk.lock().unwrap().answer);
    }

    /// Signs with another key than the one that it publishes.
    pub(crate) fn signs_with(&self, signer: Signer) {
        self.desk.lock().unwrap().signer = signer;
    }
}

/// UK Core, as much of it as tells people apart.
pub(crate) fn patient(id: &str, scene: &Scene) -> Value {
    let verified = "https://fhir.hl7.org.uk/StructureDefinition/\
                    Extension-UKCore-NHSNumberVerificationStatus";
    let concept = json!({ "coding": [{ "code": "number-present-and-verified" }] });
    json!({
        "resourceType": "Patient",
        "id": id,
        "identifier": [{
            "system": "https://fhir.nhs.uk/Id/nhs-number",
            "value": scene.nhs_number,
            "extension": [{ "url": verified, "valueCodeableConcept": concept }],
        }],
        "name": [{ "use": "official", "family": scene.family, "given": [scene.given] }],
        "birthDate": scene.born.to_string(),
    })
}

type Behind = State<(SocketAddr, Arc<Mutex<Desk>>)>;

async fn configuration(State((at, desk)): Behind) -> Json<Value> {
    let mut desk = desk.lock().unwrap();
    desk.asked += 1;
    let mut said = json!({
        "issuer": format!("http://{at}"),
        "jwks_uri": format!("http://{at}/keys"),
        "authorization_endpoint": format!("http://{at}/authorize"),
        "token_endpoint": format!("http://{at}/token"),
        "capabilities": ["launch-ehr", "sso-openid-connect", "context-ehr-patient"],
        "code_challenge_methods_supported": ["S256"],
    });
    (desk.configuration)(&mut said);
    Json(said)
}

async fn keys(State((_, desk)): Behind) -> Json<Value> {
    let keys = desk.lock().unwrap().published.clone();
    Json(json!({ "keys": keys }))
}

/// Whoever has the patient open has signed in already: nobody is asked anything.
async fn authorise(State((at, desk)): Behind, Query(asked): Query<Pairs>) -> Response {
    let mut desk = desk.lock().unwrap();
    desk.asked += 1;
    let is_right = asked["aud"] == format!("http://{at}/fhir")
        && asked["client_id"] == "homeward"
        && asked["response_type"] == "code"
        && asked["code_challenge_method"] == "S256";
    let Some(opened) = desk.open.remove(&asked["launch"]).filter(|_| is_right) else {
        let back =
            format!("{}?error=access_denied&state={}", asked["redirect_uri"], asked["state"]);
        return Redirect::to(&back).into_response();
    };
    let code = format!("code-{}", desk.asked);
    let code_and = match desk.answer.as_str() {
        only if only.starts_with('?') => only.trim_start_matches('?').to_owned(),
        more => format!("code={code}{more}"),
    };
    let back = format!("{}?{code_and}&state={}", asked["redirect_uri"], asked["state"]);
    desk.codes.insert(code, (asked, opened));
    Redirect::to(&back).into_response()
}

async fn token(State((at, desk)): Behind, Form(shown): Form<Pairs>) -> Response {
    let mut desk = desk.lock().unwrap();
    desk.asked += 1;
    let refused = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error })));
    if shown.get("client_secret").map(String::as_str) != Some(SECRET) {
        return refused("invalid_client").into_response();
    }
    let found = desk.codes.remove(&shown["code"]);
    let challenge =
        BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, shown["code_verifier"].as_bytes()));
    let Some((asked, opened)) = found.filter(|(asked, _)| {
        asked["code_challenge"] == challenge && asked["redirect_uri"] == shown["redirect_uri"]
    }) else {
        return refused("invalid_grant").into_response();
    };
    let mut claims = json!({
        "iss": format!("http://{at}"),
        "aud": "homeward",
        "sub": opened.user,
        "name": opened.name,
        "role": opened.role,
        "nonce": asked["nonce"],
        "iat": NOW,
        "exp": NOW + 300,
    });
    (desk.claims)(&mut claims);
    let mut grant = json!({
        "access_token": format!("token for {}", opened.patient),
        "token_type": "Bearer",
        "expires_in": 300,
        "scope": "openid fhirUser launch patient/Patient.r patient/Encounter.r",
        "patient": opened.patient,
        "encounter": opened.stay,
        "id_token": desk.signer.sign("JWT", &claims).unwrap(),
    });
    (desk.grant)(&mut grant);
    Json(grant).into_response()
}

/// The roles of one member of staff, as a search finds them.
async fn roles(
    State((_, desk)): Behind,
    Query(asked): Query<Pairs>,
    headers: HeaderMap,
) -> Response {
    let whose = asked.get("practitioner").cloned().unwrap_or_default();
    record(
        State((SocketAddr::from(([0; 4], 0)), desk)),
        Path(("roles of".to_owned(), whose)),
        headers,
    )
    .await
}

async fn record(
    State((_, desk)): Behind,
    Path((kind, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let desk = desk.lock().unwrap();
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if !bearer.is_some_and(|bearer| bearer.starts_with("Bearer token for ")) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    match desk.records.get(&format!("{kind}/{id}")) {
        Some(resource) => Json(resource.clone()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
