//! What must a privacy officer hear of this look?
//!
//! Load, decide: what is committed of it is committed with the look itself.

use care::access::privacy::{About, Numbered, Presence, Recent, Vetted, identified, searched, vet};
use care::access::{Permit, Relation, Staff};
use care::people::{Identity, NhsNumber};
use care::stays::StayState;
use jiff::Timestamp;
use store::{Finding, PatientNow};

use crate::app::App;
use crate::looking::Loaded;
use crate::refusal::Refused;

/// Vets a look before the record opens.
pub(crate) async fn look(app: &App, loaded: &Loaded, permit: Permit) -> Result<Vetted, Refused> {
    let (staff, now) = (permit.staff().clone(), permit.at());
    let recent = app.store().recent(&staff.id, now).await?;
    let about = About {
        trust: loaded.patient.trust.clone(),
        presence: presence(loaded),
        kin: permit.kin(),
        is_protected: loaded.place_is_protected(),
        numbers: numbers(&loaded.patient, &loaded.identity),
    };
    let vetted = vet(permit, about, &recent, &app.settings().privacy.limits);
    if !vetted.triggers().is_empty() {
        // A reference and no more: who looked at whom, and why, is read at the privacy desk.
        tracing::info!(patient.id = %loaded.patient.id, "a look goes on the privacy list");
    }
    Ok(vetted)
}

/// Notes that somebody sees who a patient is and nothing of a record. It comes before the page: no
/// line, no view. Whoever is not in the viewer's hospital counts as one more person.
pub(crate) async fn identity(app: &App, staff: &Staff, loaded: &Loaded) -> Result<(), Refused> {
    let now = app.now();
    let stay = match &loaded.relation {
        Relation::LiveStay(stay) => Some(stay),
        _ => None,
    };
    let mut trigger = None;
    if stay.is_none() {
        let recent = app.store().recent(&staff.id, now).await?;
        trigger = identified(&loaded.patient.id, &recent, &app.settings().privacy.limits, now);
    }
    app.store().note_identity(staff, (&loaded.patient, stay), trigger, now).await?;
    Ok(())
}

/// Notes a search, and whether it goes through numbers one after the other.
pub(crate) async fn search(
    app: &App,
    staff: &Staff,
    (finding, found): (&Finding, usize),
) -> Result<(), Refused> {
    let now = app.now();
    let (by, numbers) = match finding {
        Finding::NhsNumber(number) => ("nhs_number", vec![Numbered::nhs(*number)]),
        Finding::HospitalNumber(number) => {
            ("hospital_number", Numbered::hospital(number).into_iter().collect())
        }
        Finding::NameAndBirth { .. } => ("name", Vec::new()),
    };
    let recent = match numbers.as_slice() {
        [] => Recent::default(),
        _ => app.store().recent(&staff.id, now).await?,
    };
    let trigger = searched(&numbers, &recent, now);
    let found = u64::try_from(found).unwrap_or(u64::MAX);
    app.store().note_search(staff, (by, found), (&numbers, trigger), now).await?;
    Ok(())
}

/// Whether the patient is in the viewer's hospital; where not, since when, as far as the trust's
/// stays tell.
fn presence(loaded: &Loaded) -> Presence {
    if matches!(loaded.relation, Relation::LiveStay(_)) {
        return Presence::Here;
    }
    let stays = || loaded.patient.stays.iter().map(|(_, stay)| &stay.state);
    if stays().any(StayState::is_live) {
        // In another of the trust's hospitals.
        return Presence::Unknown;
    }
    let left = stays().filter_map(departed).max();
    left.map_or(Presence::Unknown, Presence::Left)
}

fn departed(state: &StayState) -> Option<Timestamp> {
    match state {
        StayState::Closed(departure) => Some(departure.at),
        StayState::Planned | StayState::Open | StayState::OnLeave | StayState::Void => None,
    }
}

/// The patient's numbers as parts of series.
fn numbers(patient: &PatientNow, identity: &Identity) -> Vec<Numbered> {
    let nhs: Option<NhsNumber> = identity.nhs.as_ref().map(|nhs| nhs.number);
    let hospital = Numbered::hospital(&patient.number.value);
    nhs.map(Numbered::nhs).into_iter().chain(hospital).collect()
}
