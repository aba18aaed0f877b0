//! A hospital that tells, a council with a book, and a desk that decides, without any page.

use std::sync::Arc;

use care::access::{Organisation, Role, Seat, Staff};
use care::exchange::NoticeKind;
use care::people::{
    Born, Compared, CouncilName, HospitalNumber, Identity, NumberStatus, Opinion, PatientId,
    PersonKey, PersonName, TracedNumber, TrustCode, Verdict, WithdrawalCause,
};
use care::record::Sharing;
use homeward::clock;
use homeward::filing::Filer;
use homeward::people::{Follower, People};
use homeward::settings::Settings;
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};
use store::testing::{Fresh, stores};
use store::{Arrived, IndexedPerson, Kept, NewJudgement, PatientNow, StoreError, Weighed};

/// Who somebody is, in a few words that both sides write down.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Who {
    pub(crate) family: &'static str,
    pub(crate) given: &'static str,
    pub(crate) born: Date,
    /// Empty where nobody knows it.
    pub(crate) nhs: &'static str,
}

/// One hospital, one council, one node.
pub(crate) struct Town {
    pub(crate) store: Fresh,
    pub(crate) people: Arc<People>,
    pub(crate) filer: Arc<Filer>,
    follower: Follower,
    told: i64,
}

/// A town on each engine.
pub(crate) async fn towns() -> Vec<Town> {
    let mut towns = Vec::new();
    for store in stores().await {
        towns.push(Town::new(store).await);
    }
    towns
}

impl Town {
    async fn new(store: Fresh) -> Self {
        let text = "database = \"sqlite:none\"\n[web]\nlisten = \"127.0.0.1:0\"\n\
             [[trust]]\ncode = \"RZZ\"\nname = \"Westshire University Hospital\"\n\
             [[feed]]\nname = \"adt\"\ntrust = \"RZZ\"\nlisten = \"127.0.0.1:0\"\n";
        let settings = Settings::parse("town", text).unwrap();
        let people = Arc::new(People::new(settings.matching.policy()));
        let filer = Filer::open(&settings, store.clone(), Arc::clone(&people)).await.unwrap();
        let filer = Arc::new(filer);
        let follower = Follower::new(Arc::clone(&people), store.clone(), Arc::clone(&filer));
        Self { store, people, filer, follower, told: 0 }
    }

    /// The council writes people into its book, and every patient is looked at again.
    pub(crate) async fn book(&mut self, people: &[(&str, Who)]) {
        self.write(people).await;
        self.follow().await;
    }

    /// The council writes people into its book.
    pub(crate) async fn write(&self, people: &[(&str, Who)]) {
        let row = |(id, who): &(&str, Who)| {
            let identity = who.identity();
            let text = serde_json::to_vec(&identity).unwrap();
            let mut digest = [0_u8; 32];
            for (at, byte) in text.iter().enumerate() {
                let slot = digest.get_mut(at % 32).unwrap();
                *slot = slot.wrapping_mul(31).wrapping_add(*byte);
            }
            IndexedPerson {
                key: person(id),
                identity,
                sharing: Sharing::Open,
                marker: None,
                digest,
            }
        };
        let rows: Vec<IndexedPerson> = people.iter().map(row).collect();
        self.store.put_people(&council(), &rows).await.unwrap();
    }

    /// The council no longer has somebody.
    pub(crate) async fn strike(&mut self, id: &str) {
        self.store.remove_people(&council(), &[person(id).id], clock::now()).await.unwrap();
        self.follow().await;
    }

    /// How many patients were decided on.
    pub(crate) async fn follow(&mut self) -> usize {
        self.try_follow().await.unwrap()
    }

    /// The same, where the store may fail.
    pub(crate) async fn try_follow(&mut self) -> Result<usize, StoreError> {
        self.follower.follow().await
    }

    /// Gives a table of an SQLite store another name: what needs it fails until it is back.
    pub(crate) fn rename(&self, table: &str, name: &str) {
        let file = self.store.ground().url().strip_prefix("sqlite:").unwrap();
        let database = rusqlite::Connection::open(file).unwrap();
        database.execute_batch(&format!("ALTER TABLE {table} RENAME TO {name}")).unwrap();
    }

    /// The hospital admits somebody, or says again who they are.
    pub(crate) async fn tell(&mut self, event: &str, number: &str, who: Who) {
        let nhs = if who.nhs.is_empty() { String::new() } else { format!("~{}^^^NHS", who.nhs) };
        let (born, status) = (who.born.strftime("%Y%m%d"), "|".repeat(24));
        let pid = format!(
            "PID|1||{number}^^^RZZ{nhs}||{}^{}||{born}|2{status}NSTS01",
            who.family, who.given
        );
        let visit = format!("PV1|1|I|RZZ^EAU^B1^RZZ01|21{}V{number}^^^RZZ_VISIT", "|".repeat(15));
        self.send(event, &[pid, visit]).await;
    }

    /// The hospital says of two numbers that they are one (A40), or belong together (A24, A37).
    pub(crate) async fn pair(&mut self, event: &str, one: &str, other: &str) {
        let pid = |number: &str| format!("PID|1||{number}^^^RZZ");
        let second = match event {
            "A40" => format!("MRG|{other}^^^RZZ"),
            _ => pid(other),
        };
        self.send(event, &[pid(one), second]).await;
    }

    async fn send(&mut self, event: &str, segments: &[String]) {
        self.told += 1;
        let start = clock::now() - SignedDuration::from_mins(30);
        let at = (start + self.told.seconds()).strftime("%Y%m%d%H%M%S+0000");
        let control = format!("M{}", self.told);
        let mut message = format!(
            "MSH|^~\\&|PAS|RZZ|ROUTE|ROUTE|{at}||ADT^{event}|{control}|P|2.4\rEVN||{at}|||OP|{at}\r"
        );
        for segment in segments {
            message.push_str(segment);
            message.push('\r');
        }
        let mut digest = [0; 32];
        digest[..8].copy_from_slice(&self.told.to_be_bytes());
        let arrived = Arrived {
            feed: "adt",
            trust: &trust(),
            received_at: clock::now(),
            control_id: &control,
            trigger: event,
            digest,
            body: message.as_bytes(),
            unreadable: None,
        };
        assert!(matches!(self.store.keep_message(arrived).await.unwrap(), Kept::New(_)));
        assert_eq!(self.filer.file_waiting().await.unwrap(), 1);
        assert_eq!(self.store.unreadable_messages(9).await.unwrap(), []);
    }

    pub(crate) fn id(&self, number: &str) -> PatientId {
        let number = HospitalNumber { authority: "RZZ".to_owned(), value: number.to_owned() };
        self.filer.patient_id(&trust(), &number)
    }

    pub(crate) async fn patient(&self, number: &str) -> PatientNow {
        self.store.patient(&self.id(number)).await.unwrap().unwrap()
    }

    pub(crate) async fn verdict(&self, number: &str) -> Verdict {
        self.patient(number).await.link.unwrap().verdict
    }

    /// Whose record opens.
    pub(crate) async fn opens(&self, number: &str) -> Option<String> {
        let patient = self.patient(number).await;
        let link = patient.link.filter(|_| !patient.withheld);
        link.and_then(|link| link.verdict.matched().map(|person| person.id.as_str().to_owned()))
    }

    /// Whether the patient waits at the match desk: exactly where the verdict is a doubt or the
    /// match was reported.
    pub(crate) async fn waits(&self, number: &str) -> bool {
        let waits = self.store.desk_item(&self.id(number)).await.unwrap().is_some();
        let patient = self.patient(number).await;
        let doubt = matches!(patient.link.unwrap().verdict, Verdict::Review(..));
        assert_eq!(waits, doubt || patient.withheld);
        waits
    }

    /// Somebody at the desk says something of a pair, and it is decided on at once.
    pub(crate) async fn judge(&self, staff: &Staff, number: &str, of: &str, opinion: Opinion) {
        self.say(staff, number, of, opinion).await;
        self.filer.match_again(&trust(), &self.id(number)).await.unwrap();
    }

    /// The same, where the node dies before it decides.
    pub(crate) async fn say(&self, staff: &Staff, number: &str, of: &str, opinion: Opinion) {
        let patient = self.patient(number).await.patient.identity();
        let found = self.store.person_identity(&person(of)).await.unwrap();
        let other = found.map(|(identity, _)| identity).unwrap_or_default();
        let assessed = self.people.assess(&patient);
        let candidate = assessed.of(&person(of));
        let new = NewJudgement {
            person: person(of),
            opinion,
            compared: Compared::of(&patient, &other),
            against: assessed.verdict.reasons().to_vec(),
            weighed: Weighed {
                probability: candidate.map_or(0.0, |one| one.probability),
                score: candidate.map_or(0.0, |one| one.score),
                model: assessed.model.clone(),
            },
            words: String::new(),
        };
        self.store.judge(staff, &self.id(number), &new, clock::now()).await.unwrap();
    }

    /// Somebody takes back what was said last.
    pub(crate) async fn take_back(&self, staff: &Staff, number: &str) {
        let patient = self.id(number);
        let last = self.store.judgements_of(&patient).await.unwrap().remove(0);
        self.store.take_back(staff, &patient, last.id, clock::now()).await.unwrap();
        self.filer.match_again(&trust(), &patient).await.unwrap();
    }

    /// A nurse reports that the record is another person's.
    pub(crate) async fn report(&self, number: &str) {
        let nurse = officer("nurse");
        self.store.report_wrong_match(&nurse, &self.id(number), None, clock::now()).await.unwrap();
        self.filer.match_again(&trust(), &self.id(number)).await.unwrap();
    }

    /// The matches of a patient that ended, oldest first.
    pub(crate) async fn withdrawn(&self, number: &str) -> Vec<(String, WithdrawalCause)> {
        let rows = self.store.withdrawals_of(&self.id(number)).await.unwrap().into_iter().rev();
        rows.map(|row| (row.withdrawal.person.id.as_str().to_owned(), row.withdrawal.cause))
            .collect()
    }

    /// What the council was told, oldest first.
    pub(crate) async fn told(&self) -> Vec<(String, NoticeKind)> {
        let rows = self.store.notices_for(&council(), 100).await.unwrap().into_iter().rev();
        rows.map(|row| (row.notice.person.id.as_str().to_owned(), row.notice.kind)).collect()
    }
}

impl Who {
    fn identity(&self) -> Identity {
        let number = self.nhs.parse().ok();
        let nhs = number.map(|number| TracedNumber { number, status: NumberStatus::Verified });
        Identity {
            nhs,
            names: vec![PersonName::usual(self.family, self.given)],
            born: Some(Born::on(self.born)),
            gender: care::people::Gender::Female,
            ..Identity::default()
        }
    }
}

pub(crate) fn person(id: &str) -> PersonKey {
    PersonKey { council: council(), id: id.parse().unwrap() }
}

pub(crate) fn council() -> CouncilName {
    "westshire".parse().unwrap()
}

pub(crate) fn trust() -> TrustCode {
    "RZZ".parse().unwrap()
}

/// Somebody of the hospital's side.
pub(crate) fn officer(id: &str) -> Staff {
    let organisation = Organisation::Hospital { trust: trust(), site: "RZZ01".parse().unwrap() };
    staff(id, Role::PrivacyOfficer, organisation)
}

/// Somebody of the council's side.
pub(crate) fn worker(id: &str) -> Staff {
    staff(id, Role::SocialWorker, Organisation::Council(council()))
}

fn staff(id: &str, role: Role, organisation: Organisation) -> Staff {
    Staff::new(id.parse().unwrap(), "Ada Example", Seat { role, organisation })
}
