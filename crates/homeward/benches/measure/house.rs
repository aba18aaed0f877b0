//! The service with the invented hospital's patients and the invented council's database.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use care::access::{Organisation, Permission, Relation, Role, Seat, Staff, Whose, relation};
use care::people::{PatientId, Verdict};
use care::record::Sharing;
use homeward::sender::Sender;
use homeward::service::Service;
use homeward::settings::Settings;
use homeward::stop::{self, Stopper};
use invented::{Hospital, Town};
use store::testing::Ground;
use store::{PatientNow, Store};
use tokio::task::JoinHandle;
use web::{Demo, Door};

/// As many people as a council of half a million.
const CLIENTS: usize = 8_000;

/// So many nurses: each of them looks as seldom as a busy one does.
const NURSES: usize = 100;

/// The running service.
pub(crate) struct House {
    /// Where its pages are.
    pub(crate) pages: SocketAddr,
    /// The council's own database.
    pub(crate) council_database: PathBuf,
    /// Patients in hospital whom the council knows.
    pub(crate) patients: Vec<PatientId>,
    /// Who works on its wards.
    pub(crate) nurses: Vec<Staff>,
    /// What it remembers.
    pub(crate) store: Store,
    folder: PathBuf,
    stopper: Stopper,
    running: JoinHandle<()>,
}

impl House {
    /// Opens it. The statement of the part that is called `hanging`, if there is one, never ends.
    pub(crate) async fn open(ground: &Ground, hanging: &str) -> Self {
        let now = homeward::clock::now();
        let town = Town::new(7, CLIENTS, care::when::local(now).date());
        let folder = std::env::temp_dir().join(format!("homeward_page_{}", std::process::id()));
        let council_database = write_council(&folder, &town, hanging);
        let path = folder.join("homeward.toml");
        fs::write(&path, settings(ground)).unwrap();
        let service = Service::open(Settings::read(&path).unwrap()).await.unwrap();
        service.read_people(&|_| ()).await.unwrap();
        let (pages, store) = (service.pages().unwrap(), service.store().clone());
        let (_, feed) = service.feeds().next().unwrap();
        let (stopper, stop) = stop::pair();
        let nurses: Vec<Staff> = (0..NURSES).map(nurse).collect();
        let staff = nurses.clone();
        let door = Door::Demo(Demo { staff, scenes: Vec::new(), patient_system: String::new() });
        let running = tokio::spawn(async { service.run(door, stop).await.unwrap() });
        let hospital = Hospital::new(&town, 7, now);
        let messages: Vec<_> =
            hospital.take_while(|planned| planned.at <= now).map(|one| one.message).collect();
        Sender::connect(feed).await.unwrap().send_all(&messages).await.unwrap();
        let patients = known_patients(&store).await;
        Self { pages, council_database, patients, nurses, store, folder, stopper, running }
    }

    /// Who looks at whom, so many times: nurses and patients in turn.
    pub(crate) fn looks(&self, times: usize) -> Vec<(&Staff, &PatientId)> {
        self.nurses.iter().cycle().zip(self.patients.iter().cycle()).take(times).collect()
    }

    /// Notes that these patients agreed when these nurses asked them.
    pub(crate) async fn agree(&self, looks: &[(&Staff, &PatientId)]) {
        let now = homeward::clock::now();
        for (nurse, id) in looks {
            let patient = self.store.patient(id).await.unwrap().unwrap();
            let stands = stands(nurse, &patient);
            let about = (&patient.id, stands.stay());
            let given = (&Permission::Given, None);
            self.store.note_permission(nurse, about, given, now).await.unwrap();
        }
    }

    /// Ends it and removes what it wrote.
    pub(crate) async fn close(self) {
        self.stopper.stop();
        self.running.await.unwrap();
        fs::remove_dir_all(self.folder).unwrap();
    }
}

/// A nurse of the invented hospital, of whom there are as many as asked for.
pub(crate) fn nurse(number: usize) -> Staff {
    let seat = Seat { role: Role::Ward, organisation: hospital("RZZ") };
    Staff::new(format!("nurse-{number}").parse().unwrap(), format!("Nurse {number}"), seat)
}

/// A hospital of a trust.
pub(crate) fn hospital(trust: &str) -> Organisation {
    let site = format!("{trust}01").parse().unwrap();
    Organisation::Hospital { trust: trust.parse().unwrap(), site }
}

/// Those of the patients for whom a record opens: known for certain, not restricted, in hospital.
async fn known_patients(store: &Store) -> Vec<PatientId> {
    while !store.unfiled_messages(1).await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    let nurse = nurse(0);
    let mut known = Vec::new();
    for one in store.followed_patients((&"RZZ".parse().unwrap(), 0), None, 10_000).await.unwrap() {
        let patient = store.patient(&one.id).await.unwrap().unwrap();
        let Some(person) = patient.matched() else { continue };
        let is_open = store.person_sharing(person).await.unwrap() == Some(Sharing::Open);
        if is_open && matches!(stands(&nurse, &patient), Relation::LiveStay(_)) {
            known.push(patient.id);
        }
    }
    assert!(known.len() > 50, "only {} patients are known", known.len());
    known
}

/// How a nurse stands to a patient.
pub(crate) fn stands(nurse: &Staff, patient: &PatientNow) -> Relation {
    let verdict = patient.link.as_ref().map_or(Verdict::None(Vec::new()), |l| l.verdict.clone());
    let whose = Whose { trust: &patient.trust, stays: &patient.stays, verdict: &verdict };
    relation(nurse, whose, homeward::clock::now())
}

fn write_council(folder: &Path, town: &Town, hanging: &str) -> PathBuf {
    let council = folder.join("councils/westshire");
    fs::create_dir_all(&council).unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../councils/westshire");
    for file in fs::read_dir(source).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), council.join(file.file_name())).unwrap();
    }
    let statement = council.join(format!("{hanging}.sql"));
    if statement.exists() {
        let endless = "WITH RECURSIVE endless(n) AS (
                SELECT 1 UNION ALL SELECT n + 1 FROM endless WHERE n < 1000000000
            )
            SELECT $1 AS person_id, COUNT(*) AS package_id FROM endless";
        fs::write(statement, endless).unwrap();
    }
    let database = council.join("westshire.db");
    town.write_council(&database).unwrap();
    database
}

fn settings(ground: &Ground) -> String {
    format!(
        "database = \"{}\"\n[web]\nlisten = \"127.0.0.1:0\"\n\
         [web.limits]\nrequests_a_minute = 4000000\nlooks_a_minute = 4000000\n\
         requests_of_one_address_a_minute = 4000000\n\
         [[trust]]\ncode = \"RZZ\"\nname = \"Westshire\"\npermission = \"ask\"\n\
         [[feed]]\nname = \"adt\"\ntrust = \"RZZ\"\nlisten = \"127.0.0.1:0\"\n\
         [feed.limits]\npipeline = 64\n",
        ground.url()
    )
}
