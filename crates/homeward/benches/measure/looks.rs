//! How many looks a second can be let in, one after the other and sixteen at once?
//!
//! A look is what stands between a nurse and the council's answer: the permit, what a privacy
//! officer must hear of it, and the commit with its line in the audit. The lines of one organisation
//! hang on each other, so that its commits follow each other; those of several do not wait. Lines
//! alone, of one organisation and of sixteen, show what that costs.

use std::sync::Arc;
use std::time::Instant;

use care::access::privacy::{About, Limits, Presence, vet};
use care::access::{Act, Actor, AuditLine, Look, Marks, Permission, PermissionMode, Staff, permit};
use care::filing::Shield;
use care::people::{PatientId, Verdict};
use care::record::Sharing;
use store::Store;
use tokio::task::JoinSet;

use crate::house::{self, House};

const AT_ONCE: usize = 16;

/// The heading of the rows.
pub(crate) fn head() {
    println!(
        "\n| a second | looks, 1 at a time | looks, {AT_ONCE} at once \
         | lines alone, {AT_ONCE} at once | the same, of {AT_ONCE} organisations |"
    );
    println!("|---|---|---|---|---|");
}

/// A row: so many looks, and so many lines.
pub(crate) async fn tell(engine: &str, house: &Arc<House>, looks: usize) {
    let one = look(house, looks, 1).await;
    let many = look(house, looks, AT_ONCE).await;
    let together = write(&house.store, looks, |_| "RZZ".to_owned()).await;
    let apart = write(&house.store, looks, |caller| format!("RZ{caller:X}")).await;
    println!("| {engine} | {one:.0} | {many:.0} | {together:.0} | {apart:.0} |");
}

/// Lets looks in through so many callers; answers with how many a second.
async fn look(house: &Arc<House>, looks: usize, callers: usize) -> f64 {
    let begun = Instant::now();
    let mut all = JoinSet::new();
    for caller in 0..callers {
        let house = Arc::clone(house);
        all.spawn(async move {
            let mine = house.looks(looks).into_iter().skip(caller).step_by(callers);
            for (nurse, patient) in mine {
                let_in(&house.store, nurse, patient).await;
            }
        });
    }
    all.join_all().await;
    rate(looks, begun)
}

/// What the pages do for a look, from the patient to the council's id of the person.
async fn let_in(store: &Store, nurse: &Staff, id: &PatientId) {
    let now = homeward::clock::now();
    let patient = store.patient(id).await.unwrap().unwrap();
    let verdict = patient.link.as_ref().map_or(Verdict::None(Vec::new()), |l| l.verdict.clone());
    let relation = house::stands(nurse, &patient);
    store.said(nurse, &patient.id, relation.stay(), now).await.unwrap();
    store.watched_as(&patient).await.unwrap();
    let identity = patient.patient.identity();
    let look = Look {
        staff: nurse,
        patient: &patient.id,
        relation,
        stated: None,
        permission: Some(&Permission::Given),
        overriding: None,
    };
    let marks = Marks {
        verdict: &verdict,
        mode: PermissionMode::Ask,
        said_no: None,
        shield: Shield::None,
        sharing: Sharing::Open,
        death: identity.death,
        born: identity.born,
        kin: None,
    };
    let permit = permit(&look, marks, now).unwrap();
    let recent = store.recent(&nurse.id, now).await.unwrap();
    let about = About {
        trust: patient.trust.clone(),
        presence: Presence::Here,
        kin: None,
        is_protected: false,
        numbers: Vec::new(),
    };
    store.open_record(vet(permit, about, &recent, &Limits::default())).await.unwrap();
}

/// Writes lines through sixteen callers, each for the organisation that `of` names.
async fn write(store: &Store, lines: usize, of: impl Fn(usize) -> String) -> f64 {
    let begun = Instant::now();
    let mut all = JoinSet::new();
    for caller in 0..AT_ONCE {
        let (store, mut staff) = (store.clone(), house::nurse(caller));
        staff.organisation = house::hospital(&of(caller));
        all.spawn(async move {
            for _ in 0..lines / AT_ONCE {
                let (now, actor) = (homeward::clock::now(), Actor::from(&staff));
                store.note(&AuditLine::new(now, actor, Act::SignedOut)).await.unwrap();
            }
        });
    }
    all.join_all().await;
    rate(lines, begun)
}

#[expect(clippy::cast_precision_loss, reason = "thousands at most")]
fn rate(count: usize, begun: Instant) -> f64 {
    count as f64 / begun.elapsed().as_secs_f64()
}
