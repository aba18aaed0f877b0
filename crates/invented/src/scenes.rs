//! The people of the walk-through: in hospital from the first minute, whatever the seed.

mod desk;
mod table;
mod traced;

use std::sync::LazyLock;

use care::people::Postcode;
use jiff::civil::Date;

use crate::names::Origin;
use crate::person::{Name, Sex, Townsperson};
use crate::streets::Home;

/// One invented patient with whom one thing can be shown. This is all that a start page or a
/// browser test needs to find the patient and to know what their page must say.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scene {
    /// 1 to 7: the steps of the acceptance walk-through, in its order. From 8: further states. From
    /// 14: pairs for the match desk. 22: traced.
    pub number: u8,
    /// What is shown, in one sentence.
    pub shows: &'static str,
    /// NHS number, ten digits, in the 999 range.
    pub nhs_number: &'static str,
    /// The hospital's own number (PID-3).
    pub hospital_number: &'static str,
    /// The number of the visit (PV1-19).
    pub visit_number: &'static str,
    /// Title.
    pub title: &'static str,
    /// Given name.
    pub given: &'static str,
    /// Family name.
    pub family: &'static str,
    /// Date of birth as the hospital has it. In scene 4 the council has another.
    pub born: Date,
    /// Code of the ward, `ED` for the emergency department.
    pub ward: &'static str,
    /// Bed on that ward.
    pub bed: &'static str,
    /// Words that the patient's page must contain, spaces within telephone numbers aside.
    pub says: &'static [&'static str],
    /// Words that the patient's page must not contain.
    pub never_says: &'static [&'static str],
    pub(crate) sex: Sex,
    pub(crate) origin: Origin,
    pub(crate) home: (&'static str, (&'static str, usize)),
    pub(crate) arrives: Arrives,
    pub(crate) expected_days: i64,
    pub(crate) reason: &'static str,
}

/// When a patient of the walk-through comes to hospital, against the opening of the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrives {
    /// So many minutes before it opens.
    MinutesBefore(i64),
    /// At the first nine in the morning after it opens; at once if it opens between nine and six.
    AtNine,
}

impl std::fmt::Debug for Scene {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Scene({})", self.number)
    }
}

/// The one whose match is reported as wrong.
const REPORTED: u8 = 21;

/// The one whom the council does not know.
pub(crate) const UNKNOWN_TO_COUNCIL: u8 = 10;

/// Those of whom the hospital has no NHS number yet.
const NOT_TRACED: [u8; 4] = [14, 16, 20, 22];

/// How many patients the walk-through has, the further states and the match desk included.
pub(crate) const COUNT: usize = table::SCENES.len() + desk::SCENES.len() + traced::SCENES.len();

static ALL: LazyLock<Vec<Scene>> =
    LazyLock::new(|| [&table::SCENES[..], &desk::SCENES[..], &traced::SCENES[..]].concat());

/// Numbers that stand in the council's books beside those of the people above.
pub(crate) const NUMBERS_OF_OTHERS: [&str; 2] = [TWIN, MISTYPED];

/// The number of the twin of scene 14.
pub(crate) const TWIN: &str = "9997015177";

/// What the council mistyped of the number of scene 17.
pub(crate) const MISTYPED: &str = "9997017099";

/// The street that a nurse and the patient of scene 6 share.
pub(crate) const NEIGHBOURS_STREET: &str = "Lime Tree Avenue";

/// The postcode of that street: where the nurse and the patient both live.
pub(crate) fn neighbours_postcode() -> Option<Postcode> {
    let scene = all().iter().find(|scene| scene.home.1.0 == NEIGHBOURS_STREET)?;
    let (house, street) = scene.home;
    Home::in_netherby(house, street).postcode.parse().ok()
}

/// The seven people of the acceptance walk-through, in its order.
pub fn seven() -> &'static [Scene] {
    all().get(..7).unwrap_or_default()
}

/// Further patients, with whom the rarer states of the page can be shown.
pub fn further_scenes() -> &'static [Scene] {
    all().get(7..table::SCENES.len()).unwrap_or_default()
}

/// Patients with whom the match desk can be shown: one pair each, one of them reported as wrong.
pub fn desk_scenes() -> &'static [Scene] {
    all().get(table::SCENES.len()..COUNT - traced::SCENES.len()).unwrap_or_default()
}

/// Patients whose NHS number the national service knows and the hospital does not.
pub fn traced_scenes() -> &'static [Scene] {
    all().get(COUNT - traced::SCENES.len()..).unwrap_or_default()
}

/// Whether whoever has this place in the town comes without a number, for the match desk.
pub(crate) fn is_for_the_desk(place: usize) -> bool {
    let desk = table::SCENES.len()..COUNT - traced::SCENES.len();
    desk.contains(&place) && all().get(place).is_some_and(|scene| !scene.is_traced())
}

impl Scene {
    /// Whether the hospital has the NHS number, verified. Otherwise its messages hold none.
    pub fn is_traced(&self) -> bool {
        !NOT_TRACED.contains(&self.number)
    }

    /// Whether the match is a certain one that somebody reports as wrong.
    pub fn is_reported(&self) -> bool {
        self.number == REPORTED
    }
}

/// All of them.
pub(crate) fn all() -> &'static [Scene] {
    &ALL
}

/// The same people as the town knows them. They come first in the town, in this order.
pub(crate) fn people(today: Date) -> Vec<Townsperson> {
    let mut people = Vec::with_capacity(COUNT);
    for (household, scene) in all().iter().enumerate() {
        let Ok(nhs) = scene.nhs_number.parse() else { continue };
        let (house, street) = scene.home;
        people.push(Townsperson {
            nhs,
            hospital_number: scene.hospital_number.to_owned(),
            name: Name {
                title: scene.title,
                given: scene.given.to_owned(),
                middle: String::new(),
                family: scene.family.to_owned(),
                former_family: None,
                preferred: None,
            },
            born: scene.born.min(today),
            died: None,
            sex: scene.sex,
            origin: scene.origin,
            home: Home::in_netherby(house, street),
            earlier_home: None,
            landline: Some(format!("01632 960{:03}", 170 + household)),
            mobile: None,
            household,
            client: scene.number != UNKNOWN_TO_COUNCIL,
        });
    }
    people
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use jiff::civil::date;

    use super::*;

    #[test]
    fn each_of_them_has_a_number_a_visit_and_a_bed_of_their_own() {
        for key in [|scene: &Scene| scene.nhs_number, |scene: &Scene| scene.visit_number] {
            assert_eq!(all().iter().map(key).collect::<HashSet<_>>().len(), COUNT);
        }
        let beds: HashSet<_> = all().iter().map(|scene| (scene.ward, scene.bed)).collect();
        assert_eq!(beds.len(), COUNT);
        assert_eq!(
            seven().iter().map(|scene| scene.number).collect::<Vec<_>>(),
            [1, 2, 3, 4, 5, 6, 7]
        );
        assert_eq!(people(date(2026, 8, 12)).len(), COUNT);
    }

    #[test]
    fn all_of_them_are_grown_up() {
        for person in people(date(2026, 8, 12)) {
            assert!(person.age_on(date(2026, 8, 12)) >= 18);
        }
    }
}
