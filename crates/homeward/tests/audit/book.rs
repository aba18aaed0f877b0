//! An audit with some lines in three chains, to be tampered with and verified.

use care::access::{Act, Actor, AuditLine, Organisation, Role, Seat, Staff};
use care::people::{PatientId, StaffId};
use homeward::audit::verify::{Against, Verified, verify};
use jiff::Timestamp;
use store::Store;
use store::testing::Ground;

pub(crate) const TRUST: &str = "trust:RZZ";
pub(crate) const COUNCIL: &str = "council:westshire";

/// The lines of the trust, of the council and of the service itself.
pub(crate) const LINES: [i64; 3] = [12, 5, 3];

/// A store whose audit holds [`LINES`], interleaved.
pub(crate) async fn written(ground: &Ground) -> Store {
    let store = ground.open().await;
    write(&store, LINES).await;
    store
}

pub(crate) async fn write(store: &Store, lines: [i64; 3]) {
    let [trust, council, service] = lines;
    for number in 0..trust.max(council).max(service) {
        let mut due = Vec::new();
        if number < trust {
            let patient: PatientId = format!("patient-{number}").parse().unwrap();
            let act = Act::WasRefused { why: format!("for no reason but the {number}th test") };
            due.push(AuditLine {
                patient: Some(patient),
                ..AuditLine::new(at(number), Actor::from(&nurse()), act)
            });
        }
        if number < council {
            due.push(AuditLine::new(at(number), Actor::from(&social_worker()), Act::SignedIn));
        }
        if number < service {
            let act = Act::SwitchedModel { version: format!("v{number}") };
            due.push(AuditLine::new(at(number), Actor::Operator { name: "Ada".into() }, act));
        }
        for line in due {
            store.note(&line).await.unwrap();
        }
    }
}

pub(crate) fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_786_000_000 + 60 * minute).unwrap()
}

pub(crate) fn nurse() -> Staff {
    let organisation =
        Organisation::Hospital { trust: "RZZ".parse().unwrap(), site: "RZZ01".parse().unwrap() };
    let seat = Seat { role: Role::Ward, organisation };
    Staff::new("nurse-1".parse::<StaffId>().unwrap(), "Nora Nurse", seat)
}

pub(crate) fn social_worker() -> Staff {
    let organisation = Organisation::Council("westshire".parse().unwrap());
    let seat = Seat { role: Role::SocialWorker, organisation };
    Staff::new("worker-1".parse::<StaffId>().unwrap(), "Will Worker", seat)
}

/// All that verifying finds: chain, first and last line, and the word for it.
pub(crate) async fn found(
    store: &Store,
    against: &Against,
) -> Vec<(String, i64, i64, &'static str)> {
    let verified = verify(store, against, &|_| {}).await.unwrap();
    told(&verified)
}

pub(crate) fn told(verified: &Verified) -> Vec<(String, i64, i64, &'static str)> {
    let of_chain = |chain: &store::ChainReport| {
        let name = chain.chain.clone();
        let told = |one: &store::Defect| (name.clone(), one.from, one.to, one.what.word());
        chain.defects.iter().map(told).collect::<Vec<_>>()
    };
    verified.chains.iter().flat_map(of_chain).collect()
}
