//! Who looked at a neighbour before the demonstration opened? Step 6 of the walk-through.
//!
//! She went through the same decisions as at the door: asked, said why, and was let in. So her look
//! stands in the audit, and on the privacy list with her reason.

use care::access::privacy::{About, Limits, Presence, kin, vet};
use care::access::{
    Look, Marks, Permission, PermissionMode, Relation, Staff, Stated, Whose, permit, relation,
};
use care::people::PatientId;
use invented::{seven, staff};
use jiff::Timestamp;
use store::{Store, StoreError};

use super::scenes;
use crate::filing::Filer;

/// What she said when she was asked why.
const REASON: &str = "I am her named nurse on this shift";

/// The nurse and her neighbour.
pub(super) fn both(filer: &Filer) -> Option<(Staff, PatientId)> {
    let scene = seven().iter().find(|scene| scene.number == 6)?;
    let nurse = staff().into_iter().find(|colleague| colleague.lives_in.is_some())?;
    Some((nurse.staff, scenes::patient(filer, scene)?))
}

/// She looks. A neighbour who is not in hospital, or not known to the council, is not looked at.
pub(super) async fn look(
    store: &Store,
    both: Option<(Staff, PatientId)>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some((nurse, id)) = both else { return Ok(()) };
    let Some(patient) = store.patient(&id).await? else { return Ok(()) };
    let Some(link) = &patient.link else { return Ok(()) };
    let sharing = match link.verdict.matched() {
        Some(person) => store.person_sharing(person).await?,
        None => None,
    };
    let Some(sharing) = sharing else { return Ok(()) };
    let whose = Whose { trust: &patient.trust, stays: &patient.stays, verdict: &link.verdict };
    let relation = relation(&nurse, whose, now);
    if !matches!(relation, Relation::LiveStay(_)) {
        return Ok(());
    }
    let identity = patient.patient.identity();
    let kin = kin(&nurse, &identity, None);
    let given = Permission::Given;
    let about = (&patient.id, relation.stay());
    store.note_permission(&nurse, about, (&given, None), now).await?;
    let marks = Marks {
        verdict: &link.verdict,
        mode: PermissionMode::Ask,
        said_no: None,
        kin,
        shield: patient.patient.shield(),
        sharing,
        death: identity.death,
        born: identity.born,
    };
    let stated = Stated::new(REASON);
    let look = Look {
        staff: &nurse,
        patient: &patient.id,
        relation: relation.clone(),
        stated: stated.as_ref(),
        permission: Some(&given),
        overriding: None,
    };
    let Ok(permit) = permit(&look, marks, now) else { return Ok(()) };
    let recent = store.recent(&nurse.id, now).await?;
    let about = About {
        trust: patient.trust.clone(),
        presence: Presence::Here,
        kin,
        is_protected: false,
        numbers: Vec::new(),
    };
    store.open_record(vet(permit, about, &recent, &Limits::default())).await?;
    Ok(())
}
