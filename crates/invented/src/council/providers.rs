//! Who gives care in Westshire?

use super::book::{Book, Cell, WriteError};
use crate::chance::Chance;
use crate::streets::CARE_HOMES;

/// A provider of care at home or by day: name, kind, hours of the office, whether it answers at
/// night under a number of its own.
type Provider = (&'static str, &'static str, &'static str, bool);

const OFFICE: &str = "Mon-Fri 08:00 to 18:00";
const LONG: &str = "Every day 07:00 to 22:00";
const ALWAYS: &str = "24 hours";

/// Providers in the order of their ids, from 1. The first four are those of the walk-through.
const PROVIDERS: [Provider; 23] = [
    ("Meadow Homecare", "DOM", LONG, true),
    ("Harbour Care at Home", "DOM", LONG, true),
    ("Valley Domiciliary Care", "DOM", OFFICE, true),
    ("Lantern Home Support", "DOM", LONG, true),
    ("Riverside Care", "DOM", LONG, true),
    ("Bluebell Home Carers", "DOM", OFFICE, true),
    ("Westshire Care Partnership", "DOM", LONG, true),
    ("Kindred Visiting Care", "DOM", OFFICE, false),
    ("Homestead Support", "DOM", LONG, true),
    ("Aldersford Care Collective", "DOM", OFFICE, true),
    ("Thornacre Domiciliary", "DOM", LONG, true),
    ("Daybreak Care", "DOM", OFFICE, false),
    ("Council Reablement Service North", "REAB", LONG, true),
    ("Council Reablement Service South", "REAB", LONG, true),
    ("Netherby Day Centre", "DAY", "Mon-Fri 09:00 to 16:00", false),
    ("Memory Lane Day Club", "DAY", "Mon-Fri 09:30 to 15:30", false),
    ("Harrowmere Day Opportunities", "DAY", "Mon-Fri 09:00 to 16:00", false),
    ("Westshire Lifeline", "TEC", ALWAYS, false),
    ("Oak Tree Supported Living", "SL", LONG, true),
    ("Cedar Support", "SL", LONG, true),
    ("Open Door Living", "SL", LONG, true),
    ("Carers Together Westshire", "CAR", OFFICE, false),
    ("Westshire Meals", "MEAL", OFFICE, false),
];

/// The first home-care providers, by id.
pub(crate) const MEADOW: i64 = 1;
pub(crate) const HARBOUR: i64 = 2;
pub(crate) const VALLEY: i64 = 3;
pub(crate) const LANTERN: i64 = 4;
pub(crate) const RIVERSIDE: i64 = 5;
pub(crate) const TELECARE: i64 = 18;
const FIRST_CARE_HOME: i64 = 24;

/// One of the home-care providers.
pub(crate) fn home_care(chance: &mut Chance) -> i64 {
    1 + i64::from(chance.below(12))
}

/// One of the reablement teams.
pub(crate) fn reablement(chance: &mut Chance) -> i64 {
    13 + i64::from(chance.below(2))
}

/// One of the day centres.
pub(crate) fn day_centre(chance: &mut Chance) -> i64 {
    15 + i64::from(chance.below(3))
}

/// One of the providers of supported living.
pub(crate) fn supported_living(chance: &mut Chance) -> i64 {
    19 + i64::from(chance.below(3))
}

/// The care home of this place in [`CARE_HOMES`].
pub(crate) fn care_home(which: usize) -> i64 {
    FIRST_CARE_HOME + i64::try_from(which % CARE_HOMES.len()).unwrap_or(0)
}

/// Writes them all.
pub(super) fn write(book: &mut Book<'_>) -> Result<(), WriteError> {
    let homes = CARE_HOMES
        .iter()
        .map(|(name, nursing)| (*name, if *nursing { "NUR" } else { "RES" }, ALWAYS, false));
    for (id, (name, kind, hours, nights)) in (1_i64..).zip(PROVIDERS.into_iter().chain(homes)) {
        let (day, night) = match id {
            MEADOW => (123, 124),
            _ => (10 + id * 2, 11 + id * 2),
        };
        let night = nights.then(|| Cell::from(format!("01632 960{night:03}")));
        book.add(
            "DM_PROVIDERS",
            &[
                id.into(),
                name.into(),
                kind.into(),
                format!("VZZ{id:02}").into(),
                format!("01632 960{day:03}").into(),
                night.unwrap_or(Cell::Null),
                hours.into(),
                "00-00-00".into(),
            ],
        )?;
    }
    Ok(())
}
