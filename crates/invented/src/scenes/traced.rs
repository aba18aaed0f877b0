//! The patient whose NHS number the national service knows and the hospital does not.

use jiff::civil::date;

use super::{Arrives, Scene};
use crate::names::Origin;
use crate::person::Sex;

pub(super) const SCENES: [Scene; 1] = [Scene {
    number: 22,
    shows: "She has moved and came without an NHS number: the national service gives it within \
            seconds, and with it the record is found",
    nhs_number: "9997018028",
    hospital_number: "H4300022",
    visit_number: "IP2690022",
    title: "Mrs",
    given: "Gwendolen",
    family: "Marsh",
    born: date(1943, 11, 2),
    ward: "5A",
    bed: "B2-2",
    says: &["visits a day"],
    never_says: &[],
    sex: Sex::Female,
    origin: Origin::English,
    home: ("23", ("Willow Rise", 22)),
    arrives: Arrives::MinutesBefore(45),
    expected_days: 4,
    reason: "CELL^Cellulitis of leg",
}];
