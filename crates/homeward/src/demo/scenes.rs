//! What does the first page of the demonstration offer?

use std::net::SocketAddr;

use care::access::{Role, Staff};
use care::people::{HospitalNumber, PatientId, StaffId};
use invented::{Colleague, Scene, desk_scenes, further_scenes, seven, staff, traced_scenes};
use store::{Store, StoreError};
use web::{Demo, Door, Page};

use crate::clock;
use crate::filing::Filer;

/// The door through which anybody comes in as anybody invented.
pub(super) fn door(filer: &Filer, patient_system: SocketAddr) -> Door {
    let colleagues = staff();
    let on_wards = seven().iter().chain(further_scenes()).chain(traced_scenes());
    let on_wards = on_wards.map(|scene| (scene, Page::Person));
    let at_desk = desk_scenes().iter().map(|scene| (scene, Page::Desk));
    let scenes = on_wards.chain(at_desk).filter_map(|(scene, on)| {
        let staff = match on {
            Page::Person => watcher(scene, &colleagues),
            Page::Desk => of_role(Role::SocialWorker, &colleagues),
        };
        Some(web::Scene {
            title: title(scene),
            story: format!("{}.", scene.shows),
            staff: staff?,
            patient: patient(filer, scene)?,
            on,
        })
    });
    let scenes = scenes.collect();
    let staff: Vec<Staff> = colleagues.iter().map(|colleague| colleague.staff.clone()).collect();
    Door::Demo(Demo { patient_system: format!("http://{patient_system}/"), staff, scenes })
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
    let of_ward = of_ward.map(|colleague| colleague.staff.id.clone());
    of_ward.or_else(|| of_role(Role::DischargeCoordinator, colleagues))
}

fn of_role(role: Role, colleagues: &[Colleague]) -> Option<StaffId> {
    let found = colleagues.iter().find(|colleague| colleague.staff.role == role);
    found.map(|colleague| colleague.staff.id.clone())
}

/// Our handle of the patient.
pub(super) fn patient(filer: &Filer, scene: &Scene) -> Option<PatientId> {
    let trust = filer.trusts().next()?;
    let value = scene.hospital_number.to_owned();
    Some(filer.patient_id(trust, &HospitalNumber { authority: trust.to_string(), value }))
}

/// Somebody on the ward reports the match as wrong that the desk is to look at.
pub(super) async fn report(
    store: &Store,
    reported: Option<(Staff, PatientId)>,
) -> Result<(), StoreError> {
    match reported {
        Some((staff, patient)) => {
            store.report_wrong_match(&staff, &patient, None, clock::now()).await
        }
        None => Ok(()),
    }
}

/// Who reports, and of whom.
pub(super) fn reported(filer: &Filer) -> Option<(Staff, PatientId)> {
    let scene = desk_scenes().iter().find(|scene| scene.is_reported())?;
    let colleagues = staff();
    let watcher = watcher(scene, &colleagues)?;
    let nurse = colleagues.into_iter().find(|colleague| colleague.staff.id == watcher)?;
    Some((nurse.staff, patient(filer, scene)?))
}
