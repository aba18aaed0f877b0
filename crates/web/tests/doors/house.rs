//! The whole house with its doors open: a listener, a store and a council, all of them real, and a
//! clock that stands still until it is moved.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use care::access::session::Limits;
use care::access::{Organisation, PermissionMode, Role, Seat, Staff, Stated};
use care::people::trace::Outcome;
use care::people::{Assessment, Identity, PatientId, TrustCode};
use council::{CopyKey, Councils};
use invented::Scene;
use jiff::{SignedDuration, Timestamp};
use matching::Index;
use signin::passkeys::Passkeys;
use store::testing::{Fresh, stores};
use store::{Store, StoreError};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use web::desk::{Desk, Pending};
use web::{
    Accounts, App, Demo, Door, Gate, Launches, Parts, PrivacySettings, Providers, Rates, Settings,
    Site, TrustSettings,
};

use crate::browser::{Answer, Browser};
use crate::hospital::{Coming, answer, file, match_again, release};
use crate::source::{Source, council, read_people};

/// What may differ from one house to another.
pub(crate) struct Plan {
    pub(crate) mode: PermissionMode,
    pub(crate) behind_tls: bool,
    pub(crate) is_demo: bool,
    pub(crate) gate: Gate,
    pub(crate) privacy: PrivacySettings,
    /// Who vouches for staff, once it is known where the house stands.
    pub(crate) providers: Vouching,
    pub(crate) keeps_accounts: bool,
    /// Which patient systems launch, once it is known where the house stands.
    pub(crate) launches: Launching,
}

/// The providers of a house that stands at an address.
pub(crate) type Vouching = Box<dyn FnOnce(SocketAddr) -> Providers + Send>;

/// The patient systems of a house that stands at an address.
pub(crate) type Launching = Box<dyn FnOnce(SocketAddr) -> Launches + Send>;

impl Default for Plan {
    fn default() -> Self {
        // A test asks more in a moment than a ward in a day.
        let gate = Gate { rates: Rates::none(), ..Gate::default() };
        let providers: Vouching = Box::new(|_| Providers::default());
        let launches: Launching = Box::new(|_| Launches::default());
        Self {
            mode: PermissionMode::Off,
            behind_tls: false,
            is_demo: true,
            gate,
            privacy: PrivacySettings::default(),
            providers,
            launches,
            keeps_accounts: true,
        }
    }
}

/// A house and what is in it. It closes when dropped.
pub(crate) struct House {
    pub(crate) store: Fresh,
    pub(crate) source: Source,
    pub(crate) at: SocketAddr,
    councils: Arc<Councils>,
    index: Arc<Mutex<Index>>,
    clock: Arc<AtomicI64>,
    closes: Option<oneshot::Sender<()>>,
}

/// A house on each engine, where no question of permission is asked.
pub(crate) async fn houses() -> Vec<House> {
    houses_where(Plan::default).await
}

/// A house on each engine.
pub(crate) async fn houses_where(plan: impl Fn() -> Plan) -> Vec<House> {
    let mut houses = Vec::new();
    for store in stores().await {
        houses.push(House::open(store, plan()).await);
    }
    houses
}

impl House {
    async fn open(store: Fresh, plan: Plan) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let source = Source::new();
        let councils = Arc::new(source.councils());
        let index = Arc::new(Mutex::new(read_people(&councils, &store).await));
        let clock = Arc::new(AtomicI64::new(start().as_second()));
        let ticking = Arc::clone(&clock);
        let app = App::new(Parts {
            store: store.clone(),
            councils: Arc::clone(&councils),
            clock: Box::new(move || {
                Timestamp::from_second(ticking.load(Ordering::SeqCst)).unwrap()
            }),
            copy_key: CopyKey::new(&[7; 32]).unwrap(),
            desk: Arc::new(Deciding {
                store: store.clone(),
                index: Arc::clone(&index),
                clock: Arc::clone(&clock),
            }),
            national: Some(Box::new(web::National::default)),
            signed: None,
            settings: settings(plan, at),
        });
        let (closes, end) = oneshot::channel::<()>();
        tokio::spawn(web::serve(listener, app, async move { drop(end.await) }));
        Self { store, source, at, councils, index, clock, closes: Some(closes) }
    }

    pub(crate) fn is_on_sqlite(&self) -> bool {
        self.store.ground().url().starts_with("sqlite:")
    }

    /// The service is told to end.
    pub(crate) fn end(&mut self) {
        self.closes = None;
    }

    /// What time it is.
    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_second(self.clock.load(Ordering::SeqCst)).unwrap()
    }

    /// Lets time pass.
    pub(crate) fn wait(&self, time: SignedDuration) {
        self.clock.fetch_add(time.as_secs(), Ordering::SeqCst);
    }

    /// Reads again whom the council knows.
    pub(crate) async fn read_people(&self) {
        let index = read_people(&self.councils, &self.store).await;
        *self.index.lock().unwrap() = index;
    }

    /// The hospital tells of a patient.
    pub(crate) async fn tell(&self, coming: &Coming) -> PatientId {
        file(&self.store, &self.index, coming, self.now()).await;
        coming.id()
    }

    /// The national service answers about a patient of RZZ.
    pub(crate) async fn national_service_says(&self, patient: &PatientId, outcome: Outcome) {
        let about = (&"RZZ".parse().unwrap(), patient, outcome);
        answer(&self.store, &self.index, about, self.now()).await;
    }

    /// One of the people of the walk-through is admitted.
    pub(crate) async fn admit(&self, scene: &Scene) -> PatientId {
        self.tell(&Coming::scene(scene)).await
    }

    /// A browser in which nobody is signed in.
    pub(crate) fn stranger(&self) -> Browser {
        Browser::new(self.at)
    }

    /// A browser in which a member of staff is signed in.
    pub(crate) async fn sign_in(&self, staff: &str) -> Browser {
        let mut browser = self.stranger();
        let answer = browser.post("/sign-in", &[("staff", staff)]).await;
        assert_eq!(answer.status, 303, "{staff} could not sign in: {}", answer.text());
        browser
    }

    /// A patient's page, as a member of staff sees it who has just come in.
    pub(crate) async fn page(&self, staff: &str, patient: &PatientId) -> Answer {
        self.sign_in(staff).await.get(&format!("/patients/{patient}")).await
    }
}

/// Where browsers find the house: passkeys need a name, and no number.
pub(crate) fn origin(at: SocketAddr) -> String {
    format!("http://localhost:{}", at.port())
}

/// Who asks for passkeys there.
fn passkeys(at: SocketAddr) -> Passkeys {
    Passkeys::new(&origin(at).parse().unwrap()).unwrap()
}

/// Who decides anew when the match desk asks, as the service does it.
struct Deciding {
    store: Store,
    index: Arc<Mutex<Index>>,
    clock: Arc<AtomicI64>,
}

impl Desk for Deciding {
    fn assess(&self, patient: &Identity) -> Assessment {
        self.index.lock().unwrap().look_up(patient)
    }

    fn certain_from(&self) -> f64 {
        0.9999
    }

    fn match_again<'a>(
        &'a self,
        trust: &'a TrustCode,
        patient: &'a PatientId,
    ) -> Pending<'a, Result<(), StoreError>> {
        let now = Timestamp::from_second(self.clock.load(Ordering::SeqCst)).unwrap();
        Box::pin(match_again(&self.store, &self.index, (trust, patient), now))
    }

    fn release_hold<'a>(
        &'a self,
        trust: &'a TrustCode,
        patient: &'a PatientId,
        by: (&'a Staff, &'a Stated),
    ) -> Pending<'a, Result<(), StoreError>> {
        let now = Timestamp::from_second(self.clock.load(Ordering::SeqCst)).unwrap();
        Box::pin(release(&self.store, &self.index, (trust, patient, by), now))
    }
}

/// Wednesday, 12 August 2026, 14:05 in England.
fn start() -> Timestamp {
    "2026-08-12T13:05:00Z".parse().unwrap()
}

fn settings(plan: Plan, at: SocketAddr) -> Settings {
    let trust = |code: &str, name: &str, sites: &[(&str, &str)]| TrustSettings {
        code: code.parse().unwrap(),
        name: name.to_owned(),
        sites: sites
            .iter()
            .map(|(code, name)| Site { code: code.parse().unwrap(), name: (*name).to_owned() })
            .collect(),
        permission: plan.mode,
        refusal_days: 7,
        councils: vec![council()],
    };
    let sites = [("RZZ01", "Westshire General"), ("RZZ02", "Westshire North")];
    let demo = Demo { staff: staff(), scenes: Vec::new(), patient_system: String::new() };
    Settings {
        trusts: vec![
            trust("RZZ", "Westshire University Hospital", &sites),
            trust("RYY", "Eastshire Hospital", &[("RYY01", "Eastshire General")]),
        ],
        oldest_copy: SignedDuration::from_hours(24),
        behind_tls: plan.behind_tls,
        gate: plan.gate,
        sessions: Limits::default(),
        door: if plan.is_demo { Door::Demo(demo) } else { Door::Closed },
        providers: (plan.providers)(at),
        launches: (plan.launches)(at),
        news: String::new(),
        privacy: plan.privacy,
        accounts: if plan.keeps_accounts { Accounts::On(passkeys(at)) } else { Accounts::Off },
    }
}

pub(crate) const NURSE: &str = "ward-nurse-mistry";
pub(crate) const OTHER_NURSE: &str = "ward-nurse-lewis";
pub(crate) const ED_NURSE: &str = "ed-nurse-adeyemi";
pub(crate) const SOCIAL_WORKER: &str = "social-worker-frost";
pub(crate) const OTHER_SITE: &str = "nurse-at-the-other-site";
pub(crate) const OTHER_TRUST: &str = "nurse-of-another-trust";
pub(crate) const OFFICER_ELSEWHERE: &str = "officer-of-another-trust";
pub(crate) const NEXT_DOOR: &str = "nurse-from-next-door";
pub(crate) const OTHER_COUNCIL: &str = "social-worker-of-another-council";

/// The invented staff, four from elsewhere, and one who lives where the patients do.
pub(crate) fn staff() -> Vec<Staff> {
    let at = |trust: &str, site: &str| Organisation::Hospital {
        trust: trust.parse().unwrap(),
        site: site.parse().unwrap(),
    };
    let elsewhere = [
        (OTHER_SITE, Role::Ward, at("RZZ", "RZZ02")),
        (OTHER_TRUST, Role::Ward, at("RYY", "RYY01")),
        (OFFICER_ELSEWHERE, Role::PrivacyOfficer, at("RYY", "RYY01")),
        (OTHER_COUNCIL, Role::SocialWorker, Organisation::Council("eastshire".parse().unwrap())),
        (NEXT_DOOR, Role::Ward, at("RZZ", "RZZ01")),
    ];
    let elsewhere = elsewhere.into_iter().map(|(id, role, organisation)| {
        let mut staff =
            Staff::new(id.parse().unwrap(), "Jo Elsewhere", Seat { role, organisation });
        // Where every patient of these tests lives.
        staff.own.postcode = (id == NEXT_DOOR).then(|| "XX1 2AB".parse().unwrap());
        staff
    });
    invented::staff().into_iter().map(|each| each.staff).chain(elsewhere).collect()
}

/// The people of the walk-through by their number.
pub(crate) fn scene(number: usize) -> &'static Scene {
    let further = invented::further_scenes().iter().chain(invented::desk_scenes());
    invented::seven().iter().chain(further).nth(number - 1).unwrap()
}
