//! What does the first page of the demonstration offer?

use care::access::{Role, Staff};
use care::people::{HospitalNumber, StaffId, TrustCode};
use invented::{Colleague, Scene, further_scenes, seven, staff, traced_scenes};
use web::{Demo, Door};

use crate::filing::Filer;

/// The door through which anybody comes in as anybody invented.
pub(super) fn door(filer: &Filer) -> Door {
    let colleagues = staff();
    let trusts: Vec<&TrustCode> = filer.trusts().collect();
    let scenes =
        seven().iter().chain(further_scenes()).chain(traced_scenes()).filter_map(|scene| {
            let trust = trusts.first()?;
            let number = HospitalNumber {
                authority: trust.to_string(),
                value: scene.hospital_number.to_owned(),
            };
            Some(web::Scene {
                title: title(scene),
                story: format!("{}.", scene.shows),
                staff: watcher(scene, &colleagues)?,
                patient: filer.patient_id(trust, &number),
            })
        });
    let scenes = scenes.collect();
    let staff: Vec<Staff> = colleagues.iter().map(|colleague| colleague.staff.clone()).collect();
    Door::Demo(Demo { staff, scenes })
}

/// "1. Mrs Okoro".
fn title(scene: &Scene) -> String {
    format!("{}. {} {}", scene.number, scene.title, scene.family)
}

/// Who would look: somebody of the patient's ward, else whoever looks after discharges.
fn watcher(scene: &Scene, colleagues: &[Colleague]) -> Option<StaffId> {
    let sees = |role: Role| !matches!(role, Role::WardClerk | Role::Support);
    let of_ward = colleagues
        .iter()
        .find(|colleague| colleague.ward == Some(scene.ward) && sees(colleague.staff.role));
    let of_discharges =
        colleagues.iter().find(|colleague| colleague.staff.role == Role::DischargeCoordinator);
    of_ward.or(of_discharges).map(|colleague| colleague.staff.id.clone())
}
