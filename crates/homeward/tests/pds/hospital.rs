//! A hospital whose patients come without a verified number, and a council that knows some people.

use std::sync::Arc;

use care::people::{
    Address, Born, CouncilName, Identity, NhsNumber, NumberStatus, PersonKey, PersonName,
    TracedNumber, TrustCode, Verdict,
};
use care::record::Sharing;
use homeward::clock;
use homeward::filing::Filer;
use homeward::pds::Tracer;
use homeward::people::People;
use homeward::settings::Settings;
use jiff::SignedDuration;
use jiff::civil::date;
use store::{Arrived, IndexedPerson, PatientNow, Store};

use crate::national::National;

/// The service without its sockets: what files, matches and traces.
pub(crate) struct Hospital {
    pub(crate) store: Store,
    pub(crate) filer: Arc<Filer>,
    pub(crate) tracer: Tracer,
}

impl Hospital {
    /// Over a fresh store; the council knows Morwenna Tresillian by her NHS number.
    pub(crate) async fn over(store: &Store, national: &National, known: &str) -> Self {
        let text = "database = \"sqlite:h.db\"\n[[trust]]\ncode = \"RZZ\"\nname = \"W\"\n\
             [[feed]]\nname = \"adt\"\ntrust = \"RZZ\"\nlisten = \"127.0.0.1:0\"\n";
        let settings = Settings::parse("test", text).unwrap();
        store.put_people(&westshire(), &[client(known)]).await.unwrap();
        let people = Arc::new(People::default());
        people.catch_up(store).await.unwrap();
        let filer = Arc::new(Filer::open(&settings, store.clone(), people).await.unwrap());
        let again = SignedDuration::from_hours(24);
        let client = national.asker().client;
        let tracer = Tracer::new(client, store.clone(), Arc::clone(&filer), again);
        Self { store: store.clone(), filer, tracer }
    }

    /// The hospital sends a message, which is kept and filed.
    pub(crate) async fn says(&self, message: &str) {
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, message.as_bytes());
        let arrived = Arrived {
            feed: "adt",
            trust: &trust(),
            received_at: clock::now(),
            control_id: "M1",
            trigger: "A01",
            digest: digest.as_ref().try_into().unwrap(),
            body: message.as_bytes(),
            unreadable: None,
        };
        self.store.keep_message(arrived).await.unwrap();
        self.filer.file_waiting().await.unwrap();
        assert!(self.store.unfiled_messages(1).await.unwrap().is_empty());
    }

    pub(crate) async fn patient(&self) -> PatientNow {
        let number = care::people::HospitalNumber { authority: "RZZ".into(), value: "H1".into() };
        let id = self.filer.patient_id(&trust(), &number);
        self.store.patient(&id).await.unwrap().unwrap()
    }

    pub(crate) async fn verdict(&self) -> Verdict {
        self.patient().await.link.unwrap().verdict
    }
}

/// Morwenna Tresillian is admitted, with such a PID-3 and PID-32.
pub(crate) fn admission(nhs: &str, status: &str) -> String {
    told_before(10, nhs, status)
}

/// The same, told so many minutes ago.
pub(crate) fn told_before(minutes: i64, nhs: &str, status: &str) -> String {
    let at = clock::now() - SignedDuration::from_mins(minutes);
    let at = at.strftime("%Y%m%d%H%M%S+0000").to_string();
    let nhs = if nhs.is_empty() { String::new() } else { format!("{nhs}^^^NHS~") };
    [
        format!("MSH|^~\\&|PAS|RZZ|ROUTE|ROUTE|{at}||ADT^A01^ADT_A01|M1|P|2.4"),
        format!("EVN||{at}|||OP^Operator|{at}"),
        format!(
            "PID|1||{nhs}H1^^^RZZ||TRESILLIAN^MORWENNA||19390109|2|||1 Tanner Row^^^^XX1 4AB{}{status}",
            "|".repeat(21)
        ),
        format!("PV1|1|I|RZZ^7B^1^RZZ01|21{}V1^^^RZZ_VISIT", "|".repeat(15)),
        String::new(),
    ]
    .join("\r")
}

/// Whom the council knows: nothing but number and birth date would match, so that the number alone
/// tells the two apart.
fn client(number: &str) -> IndexedPerson {
    let number: NhsNumber = number.parse().unwrap();
    let identity = Identity {
        nhs: Some(TracedNumber { number, status: NumberStatus::Verified }),
        names: vec![PersonName::usual("Tresillian", "Morwenna")],
        born: Some(Born::on(date(1939, 1, 9))),
        address: Some(Address {
            lines: vec!["1 Tanner Row".into()],
            postcode: "XX1 4AB".parse().ok(),
        }),
        ..Identity::default()
    };
    IndexedPerson {
        key: client_key(),
        identity,
        sharing: Sharing::Open,
        marker: None,
        digest: [1; 32],
    }
}

/// The client's entry at the council.
pub(crate) fn client_key() -> PersonKey {
    PersonKey { council: westshire(), id: "40021".parse().unwrap() }
}

pub(crate) fn trust() -> TrustCode {
    "RZZ".parse().unwrap()
}

fn westshire() -> CouncilName {
    "westshire".parse().unwrap()
}
