//! Who works at the invented hospital and for the invented council?

use care::access::{Organisation, Role, Seat, Staff};
use care::people::StaffId;

use crate::scenes::{NEIGHBOURS_STREET, neighbours_postcode};

/// An invented member of staff, with what a demo needs to know besides who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Colleague {
    /// Who they are, in which role, for whom.
    pub staff: Staff,
    /// The ward on which they work, by its code; `None` where they have none.
    pub ward: Option<&'static str>,
    /// The street in which they live, where the demo turns on it.
    pub lives_in: Option<&'static str>,
}

/// Handle, name, role, ward.
type Row = (&'static str, &'static str, Role, Option<&'static str>);

const HOSPITAL: [Row; 18] = [
    ("ed-nurse-adeyemi", "Folake Adeyemi", Role::EmergencyDepartment, Some("ED")),
    ("ed-doctor-byrne", "Conor Byrne", Role::EmergencyDepartment, Some("ED")),
    ("ward-nurse-mistry", "Hema Mistry", Role::Ward, Some("7B")),
    (NEIGHBOUR, "Katherine Morris", Role::Ward, Some("7A")),
    ("ward-nurse-lewis", "Gareth Lewis", Role::Ward, Some("EAU")),
    ("ward-nurse-parmar", "Rekha Parmar", Role::Ward, Some("4A")),
    ("ward-nurse-rees", "Dylan Rees", Role::Ward, Some("4B")),
    ("ward-nurse-doyle", "Aoife Doyle", Role::Ward, Some("5A")),
    ("ward-nurse-barker", "Chloe Barker", Role::Ward, Some("6A")),
    ("ward-nurse-mazur", "Tomasz Mazur", Role::Ward, Some("6B")),
    ("ward-nurse-eze", "Blessing Eze", Role::Ward, Some("8A")),
    ("therapist-nowak", "Magdalena Nowak", Role::Therapist, Some("6A")),
    ("discharge-osei", "Kwame Osei", Role::DischargeCoordinator, None),
    ("clerk-barton", "Sandra Barton", Role::WardClerk, Some("7B")),
    ("safeguarding-hospital-reid", "Fiona Reid", Role::SafeguardingLead, None),
    ("privacy-hospital-shah", "Nitin Shah", Role::PrivacyOfficer, None),
    ("support-tucker", "Wayne Tucker", Role::Support, None),
    // Who works in two roles says at the door in which.
    ("ward-nurse-rees", "Dylan Rees", Role::DischargeCoordinator, None),
];

const COUNCIL: [Row; 6] = [
    ("social-worker-frost", "Hannah Frost", Role::SocialWorker, None),
    ("out-of-hours-malik", "Asif Malik", Role::OutOfHoursTeam, None),
    ("brokerage-pugh", "Sian Pugh", Role::Brokerage, None),
    ("safeguarding-council-gill", "Simran Gill", Role::SafeguardingLead, None),
    ("privacy-council-hart", "Julie Hart", Role::PrivacyOfficer, None),
    ("owner-lowe", "Martin Lowe", Role::ServiceOwner, None),
];

/// The nurse who lives in the street of the patient of scene 6.
const NEIGHBOUR: &str = "ward-nurse-morris";

/// The invented staff: at least one in each role, the hospital's first.
pub fn staff() -> Vec<Colleague> {
    let at_hospital = || {
        let (trust, site) = ("RZZ".parse().ok()?, "RZZ01".parse().ok()?);
        Some(Organisation::Hospital { trust, site })
    };
    let at_council = || Some(Organisation::Council("westshire".parse().ok()?));
    let hospital = HOSPITAL.iter().filter_map(|row| colleague(row, at_hospital()?));
    let council = COUNCIL.iter().filter_map(|row| colleague(row, at_council()?));
    hospital.chain(council).collect()
}

fn colleague((id, name, role, ward): &Row, organisation: Organisation) -> Option<Colleague> {
    let id: StaffId = id.parse().ok()?;
    let lives_in = (id.as_str() == NEIGHBOUR).then_some(NEIGHBOURS_STREET);
    let mut staff = Staff::new(id, *name, Seat { role: *role, organisation });
    if lives_in.is_some() {
        staff.own.postcode = neighbours_postcode();
    }
    Some(Colleague { staff, ward: *ward, lives_in })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenes;

    #[test]
    fn every_role_has_somebody() {
        let staff = staff();
        assert_eq!(staff.len(), HOSPITAL.len() + COUNCIL.len());
        for role in Role::ALL {
            assert!(staff.iter().any(|each| each.staff.role == role), "{role:?}");
        }
    }

    #[test]
    fn every_patient_of_the_walk_through_has_a_nurse() {
        let staff = staff();
        for scene in scenes::all() {
            let nurse = staff.iter().find(|each| each.ward == Some(scene.ward)).unwrap();
            assert!(matches!(nurse.staff.role, Role::Ward | Role::EmergencyDepartment));
        }
    }

    #[test]
    fn one_nurse_is_the_neighbour_of_a_patient_on_her_ward() {
        let staff = staff();
        let nurse = staff.iter().find(|each| each.lives_in.is_some()).unwrap();
        let patient = scenes::seven().iter().find(|scene| scene.number == 6).unwrap();
        assert_eq!(nurse.lives_in, Some(patient.home.1.0));
        let home = crate::streets::Home::in_netherby(patient.home.0, patient.home.1);
        assert_eq!(nurse.staff.own.postcode, home.postcode.parse().ok());
        assert_eq!(nurse.ward, Some(patient.ward));
    }
}
