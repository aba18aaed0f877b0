//! Where is this in Westshire?

use crate::chance::Chance;
use crate::numbers;

/// The towns and villages of Westshire, largest first; the place in the list is the postal
/// district.
const TOWNS: [&str; 8] = [
    "Netherby",
    "Aldersford",
    "Harrowmere",
    "Stonely Cross",
    "Coombe Wick",
    "Eastling",
    "Thornacre",
    "Little Marden",
];

const FIRST: [&str; 48] = [
    "Mill",
    "Church",
    "Station",
    "High",
    "Park",
    "Victoria",
    "Manor",
    "Queens",
    "Kings",
    "Albert",
    "Chapel",
    "School",
    "Orchard",
    "Meadow",
    "Green",
    "Grange",
    "Priory",
    "Castle",
    "Bridge",
    "River",
    "Ash",
    "Oak",
    "Elm",
    "Beech",
    "Lime Tree",
    "Rowan",
    "Hawthorn",
    "Willow",
    "Cherry",
    "Laburnum",
    "Quarry",
    "Foundry",
    "Canal",
    "Wharf",
    "Market",
    "Abbey",
    "Windmill",
    "Weaver",
    "Tanner",
    "Cobbler",
    "Saddler",
    "Linden",
    "Primrose",
    "Kestrel",
    "Skylark",
    "Heron",
    "Swift",
    "Badger",
];

const SECOND: [&str; 10] =
    ["Road", "Street", "Lane", "Close", "Avenue", "Drive", "Way", "Gardens", "Crescent", "Row"];

/// How many streets each town has.
const STREETS_A_TOWN: usize = 60;

/// The care homes of Westshire: name, and whether they nurse.
pub(crate) const CARE_HOMES: [(&str, bool); 14] = [
    ("Ashgrove House", false),
    ("The Laurels Care Home", false),
    ("Priory Court Nursing Home", true),
    ("Harrowmere Grange", true),
    ("St Aldwyn's", false),
    ("Millbrook Lodge", false),
    ("Thornacre Hall Nursing Home", true),
    ("The Beeches", false),
    ("Eastling Manor", true),
    ("Rosemary Villa", false),
    ("Kingfisher House", true),
    ("Old Rectory Care Home", false),
    ("Weaver's Rest", false),
    ("Canal View Nursing Home", true),
];

/// Whether a care home of [`CARE_HOMES`] nurses.
pub(crate) fn nurses(which: usize) -> bool {
    CARE_HOMES.get(which).is_some_and(|(_, nurses)| *nurses)
}

/// Where somebody lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Home {
    /// Number, or flat and building: "12", "Flat 6 Ashgrove Court".
    pub(crate) house: String,
    /// The street.
    pub(crate) street: String,
    /// The town or village.
    pub(crate) town: &'static str,
    /// The postcode, area XX.
    pub(crate) postcode: String,
    /// What kind of home.
    pub(crate) kind: HomeKind,
}

/// What kind of home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HomeKind {
    House,
    Flat,
    Sheltered,
    SupportedLiving,
    /// Which of [`CARE_HOMES`].
    CareHome(usize),
}

impl Home {
    /// An ordinary home.
    pub(crate) fn ordinary(chance: &mut Chance) -> Self {
        match chance.below(20) {
            0..=2 => Self::block(chance, HomeKind::Flat),
            3 => Self::block(chance, HomeKind::Sheltered),
            _ => {
                let number = 1 + chance.index(94);
                Self::in_street(chance, number.to_string(), HomeKind::House)
            }
        }
    }

    /// A flat in a block of flats, sheltered or not.
    pub(crate) fn block(chance: &mut Chance, kind: HomeKind) -> Self {
        let flat = 1 + chance.index(36);
        let court = chance.word(&FIRST);
        Self::in_street(chance, format!("Flat {flat} {court} Court"), kind)
    }

    /// A house that several people with support share.
    pub(crate) fn supported(chance: &mut Chance) -> Self {
        let number = 1 + chance.index(60);
        Self::in_street(chance, number.to_string(), HomeKind::SupportedLiving)
    }

    /// One of the care homes.
    pub(crate) fn care_home(which: usize) -> Self {
        let name = CARE_HOMES.get(which).map_or("", |(name, _)| *name);
        Self::at(name.to_owned(), which, which * 17 + 5, HomeKind::CareHome(which))
    }

    /// A given house in a given street of the largest town. `street` counts the streets that are
    /// named like this, so that each has its own postcode.
    pub(crate) fn in_netherby(house: &str, (name, street): (&str, usize)) -> Self {
        let kind = match CARE_HOMES.iter().position(|(home, _)| *home == house) {
            Some(which) => HomeKind::CareHome(which),
            None if house.starts_with("Flat") => HomeKind::Flat,
            None => HomeKind::House,
        };
        Self {
            house: house.to_owned(),
            street: name.to_owned(),
            town: "Netherby",
            postcode: numbers::postcode(0, 300 + street),
            kind,
        }
    }

    /// The address as two lines: house and street, or building and street.
    pub(crate) fn two_lines(&self) -> (String, String) {
        match self.kind {
            HomeKind::House | HomeKind::SupportedLiving => {
                (format!("{} {}", self.house, self.street), String::new())
            }
            _ => (self.house.clone(), self.street.clone()),
        }
    }

    fn in_street(chance: &mut Chance, house: String, kind: HomeKind) -> Self {
        // The larger towns come first and are drawn more often.
        let town = chance.index(TOWNS.len()).min(chance.index(TOWNS.len()));
        let street = chance.index(STREETS_A_TOWN);
        Self::at(house, town, street, kind)
    }

    fn at(house: String, town: usize, street: usize, kind: HomeKind) -> Self {
        let district = town % TOWNS.len();
        let name = district * 31 + street * 7;
        let first = FIRST.get(name % FIRST.len()).copied().unwrap_or_default();
        let second = SECOND.get((name / FIRST.len() + street) % SECOND.len());
        Self {
            house,
            street: format!("{first} {}", second.copied().unwrap_or("Road")),
            town: TOWNS.get(district).copied().unwrap_or("Netherby"),
            postcode: numbers::postcode(district, street % STREETS_A_TOWN),
            kind,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_postcode_is_one_street() {
        let mut chance = Chance::new(5);
        let homes: Vec<Home> = (0..3000).map(|_| Home::ordinary(&mut chance)).collect();
        for home in &homes {
            let other = homes.iter().find(|other| other.postcode == home.postcode).unwrap();
            assert_eq!((&other.street, other.town), (&home.street, home.town));
        }
    }

    #[test]
    fn a_flat_is_set_apart_from_its_street() {
        let home = Home::in_netherby("Flat 6 Ash Court", ("Mill Lane", 1));
        assert_eq!(home.two_lines(), ("Flat 6 Ash Court".to_owned(), "Mill Lane".to_owned()));
        let home = Home::in_netherby("12", ("Mill Lane", 1));
        assert_eq!(home.two_lines(), ("12 Mill Lane".to_owned(), String::new()));
    }
}
