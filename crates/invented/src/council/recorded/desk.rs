//! What did the council write down of the people of the match desk?

use super::Recorded;
use crate::numbers;
use crate::scenes::{MISTYPED, TWIN};
use crate::streets::Home;

/// Writes down somebody of the walk-through otherwise than the hospital has them, where that is
/// the point of their scene.
pub(super) fn slip(recorded: &mut Recorded, scene: u8) {
    match scene {
        4 => recorded.born = Some("1957-06-19".to_owned()),
        14 => {
            "Rose".clone_into(&mut recorded.given);
            recorded.nhs = Some(TWIN.to_owned());
        }
        15 => recorded.born = Some("1939-02-11".to_owned()),
        16 => {
            "Pike".clone_into(&mut recorded.family);
            recorded.home = moved_from("8", "Station Road", 41, &recorded.home);
        }
        17 => recorded.nhs = Some(MISTYPED.to_owned()),
        19 => recorded.born = Some("1950-04-03".to_owned()),
        20 => {
            "William".clone_into(&mut recorded.given);
            recorded.home = moved_from("117", "Chapel Road", 40, &recorded.home);
        }
        22 => {
            recorded.home = Home {
                house: "4".to_owned(),
                postcode: numbers::postcode(0, 41),
                street: "Priory Road".to_owned(),
                ..recorded.home.clone()
            };
        }
        _ => {}
    }
}

/// Where somebody lived before, in the same town.
fn moved_from(house: &str, street: &str, which: usize, now: &Home) -> Home {
    Home {
        house: house.to_owned(),
        street: street.to_owned(),
        postcode: numbers::postcode(0, which),
        ..now.clone()
    }
}

/// The wife whom the council holds under her husband's number, where this scene has one.
pub(in crate::council) fn under_one_number(recorded: &Recorded, scene: u8) -> Option<Recorded> {
    (scene == 18).then(|| Recorded {
        given: "Edna".to_owned(),
        middle: None,
        family: recorded.family.clone(),
        known_as: None,
        former_family: None,
        nhs: recorded.nhs.clone(),
        born: Some("1943-11-20".to_owned()),
        estimated: "N",
        gender: "F",
        home: recorded.home.clone(),
        earlier_home: None,
    })
}
