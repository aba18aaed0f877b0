//! Who is the person that one row of a file describes?
//!
//! **Invariant:** a value that cannot be read never costs the row: it is "not known", and counted.

use care::people::{
    Address, Death, Gender, Identity, NameUse, NumberStatus, PersonId, PersonName, Phone,
    TracedNumber,
};
use care::record::Fact;

use super::header::Header;
use super::lines::{Flaw, Raw};
use super::table::{Row, fields};

/// A column that is read. Everything but the id may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Id,
    NhsNumber,
    GivenName,
    MiddleNames,
    FamilyName,
    KnownAs,
    PreviousFamilyName,
    DateOfBirth,
    Gender,
    Address,
    Town,
    Postcode,
    PreviousPostcode,
    Phone,
    GpPractice,
    DateOfDeath,
}

/// The names that all columns have in a file, in the order of [`Column`].
pub(crate) const NAMES: [&str; 16] = [
    "id",
    "nhs_number",
    "given_name",
    "middle_names",
    "family_name",
    "known_as",
    "previous_family_name",
    "date_of_birth",
    "gender",
    "address",
    "town",
    "postcode",
    "previous_postcode",
    "phone",
    "gp_practice",
    "date_of_death",
];

/// Without these nobody can be told from anybody else.
pub(crate) const NEEDED: [&str; 4] = ["id", "given_name", "family_name", "date_of_birth"];

/// How the rows of one file are read: in which place each column stands, where there is one.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    places: [Option<usize>; NAMES.len()],
    width: usize,
}

impl Places {
    pub(crate) fn of(header: &Header) -> Self {
        Self { places: NAMES.map(|name| header.place(name)), width: header.len() }
    }

    /// Reads a row. One without a usable id is refused, and one that is no row of this file.
    pub(crate) fn read(&self, raw: &Raw, unread: &mut Unread) -> Result<Person, Flaw> {
        person(&fields(raw, self.width)?, self, unread)
    }

    fn of_column(&self, column: Column) -> Option<usize> {
        self.places.get(column as usize).copied().flatten()
    }
}

/// How many values of each column could not be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Unread {
    columns: [u64; NAMES.len()],
    /// Rows that were not UTF-8 and were read as Windows-1252.
    pub(crate) guessed_rows: u64,
}

impl Unread {
    pub(crate) fn count(&mut self, column: Column) {
        if let Some(count) = self.columns.get_mut(column as usize) {
            *count += 1;
        }
    }

    /// What was counted, in words.
    pub(crate) fn words(&self) -> Vec<String> {
        let columns = NAMES.iter().zip(self.columns).filter(|(_, count)| *count > 0);
        let mut words: Vec<String> = columns
            .map(|(name, count)| match *name {
                "nhs_number" => {
                    format!("{count} × {name}: no valid NHS number, compared as mistyped")
                }
                _ => format!("{count} × {name}: not understood, taken as not known"),
            })
            .collect();
        if self.guessed_rows > 0 {
            words.push(format!("{} rows are not UTF-8: read as Windows-1252", self.guessed_rows));
        }
        words
    }
}

/// One person of a file.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Person {
    /// The id as it stands in the file, without blanks around it.
    pub(crate) id: PersonId,
    pub(crate) identity: Identity,
}

fn person(row: &Row, places: &Places, unread: &mut Unread) -> Result<Person, Flaw> {
    unread.guessed_rows += u64::from(row.is_guessed);
    let mut cells = Cells { row, places, unread };
    let id = cells.text(Column::Id).parse().map_err(|_| {
        Flaw::new("its id is empty, longer than 200 characters or holds a control character")
    })?;
    let (nhs, unproved_number) = cells.number();
    let identity = Identity {
        nhs,
        unproved_number,
        names: cells.names(),
        born: cells.date(Column::DateOfBirth, council::birth_as_written),
        gender: cells.gender(),
        address: cells.address(),
        earlier_postcodes: cells.parsed(Column::PreviousPostcode).into_iter().collect(),
        phones: cells.phone().into_iter().collect(),
        practice: cells.filled(Column::GpPractice).map(str::to_uppercase),
        death: cells.death(),
        ..Identity::default()
    };
    Ok(Person { id, identity })
}

struct Cells<'a> {
    row: &'a Row,
    places: &'a Places,
    unread: &'a mut Unread,
}

impl<'a> Cells<'a> {
    fn text(&self, column: Column) -> &'a str {
        self.row.at(self.places.of_column(column))
    }

    fn filled(&self, column: Column) -> Option<&'a str> {
        Some(self.text(column)).filter(|text| !text.is_empty())
    }

    fn parsed<T: std::str::FromStr>(&mut self, column: Column) -> Option<T> {
        let parsed = self.filled(column)?.parse().ok();
        if parsed.is_none() {
            self.unread.count(column);
        }
        parsed
    }

    /// What is no NHS number may be a mistyped one, or the number of another scheme.
    fn number(&mut self) -> (Option<TracedNumber>, Option<care::people::UnprovedNumber>) {
        let Some(text) = self.filled(Column::NhsNumber) else { return (None, None) };
        if let Ok(number) = text.parse() {
            return (Some(TracedNumber { number, status: NumberStatus::NotTraced }), None);
        }
        self.unread.count(Column::NhsNumber);
        (None, text.parse().ok())
    }

    fn names(&self) -> Vec<PersonName> {
        let part = |column| self.text(column).to_owned();
        let (family, given) = (part(Column::FamilyName), part(Column::GivenName));
        let middle = part(Column::MiddleNames);
        let usual = PersonName { middle, ..PersonName::usual(&family, &given) };
        let other = |usage, family: &str, given: &str| PersonName {
            usage,
            ..PersonName::usual(family, given)
        };
        let preferred =
            self.filled(Column::KnownAs).map(|called| other(NameUse::Preferred, &family, called));
        let former = self
            .filled(Column::PreviousFamilyName)
            .map(|before| other(NameUse::Former, before, &given));
        let is_named = |name: &PersonName| !name.family.is_empty() || !name.given.is_empty();
        [Some(usual), preferred, former].into_iter().flatten().filter(is_named).collect()
    }

    fn date<T: Clone>(&mut self, column: Column, read: fn(&str) -> Fact<T>) -> Option<T> {
        let read = read(self.filled(column)?);
        if !matches!(read, Fact::Known(_)) {
            self.unread.count(column);
        }
        read.known().cloned()
    }

    fn gender(&mut self) -> Gender {
        match self.text(Column::Gender).to_uppercase().as_str() {
            "M" | "MALE" | "1" => Gender::Male,
            "F" | "FEMALE" | "2" => Gender::Female,
            "9" | "I" | "INDETERMINATE" => Gender::Indeterminate,
            "" | "U" | "X" | "0" | "UNKNOWN" | "NOT KNOWN" => Gender::NotKnown,
            _ => {
                self.unread.count(Column::Gender);
                Gender::NotKnown
            }
        }
    }

    /// What is not the shape of a postcode is still part of where somebody lives.
    fn address(&mut self) -> Option<Address> {
        let postcode = self.parsed(Column::Postcode);
        let rest = self.filled(Column::Postcode).filter(|_| postcode.is_none());
        let lines = [self.filled(Column::Address), self.filled(Column::Town), rest];
        let lines = lines.into_iter().flatten().map(str::to_owned).collect();
        Some(Address { lines, postcode }).filter(|address| *address != Address::default())
    }

    fn phone(&mut self) -> Option<Phone> {
        let phone = Phone::new(self.filled(Column::Phone)?);
        if phone.is_none() {
            self.unread.count(Column::Phone);
        }
        phone
    }

    /// A date that cannot be read still says that the person has died.
    fn death(&mut self) -> Death {
        if self.filled(Column::DateOfDeath).is_none() {
            return Death::Alive;
        }
        self.date(Column::DateOfDeath, council::day_as_written).map_or(Death::Died, Death::DiedOn)
    }
}

#[cfg(test)]
mod tests {
    use care::people::{Born, PartialDate};
    use jiff::civil::date;

    use super::*;

    #[track_caller]
    fn read(header: &str, row: &str) -> (Result<Person, Flaw>, Unread) {
        let header = Header::new(header.split(',').map(str::to_owned).collect());
        let raw = Raw { line: 2, bytes: row.as_bytes().to_vec() };
        let mut unread = Unread::default();
        let person = Places::of(&header).read(&raw, &mut unread);
        (person, unread)
    }

    const ALL: &str = "id,nhs_number,given_name,middle_names,family_name,known_as,\
        previous_family_name,date_of_birth,gender,address,town,postcode,previous_postcode,phone,\
        gp_practice,date_of_death";

    #[test]
    fn every_column_becomes_what_matching_compares() {
        let row = "C1,9991234519,Dora,May Ann,Halliday,Dolly,Penrose,1942-03-19,F,2 Mill Lane,\
            Eastbury,xx1 2ab,XX1 3CD,01632 960121,k99001,2026-01-02";
        let (person, unread) = read(ALL, row);
        let Person { id, identity } = person.ok().unwrap();
        assert_eq!(unread, Unread::default());
        assert_eq!(id.as_str(), "C1");
        assert_eq!(identity.nhs.unwrap().number.digits(), "9991234519");
        let names: Vec<(NameUse, &str, &str, &str)> = identity
            .names
            .iter()
            .map(|name| (name.usage, &*name.family, &*name.given, &*name.middle))
            .collect();
        let expected = [
            (NameUse::Usual, "Halliday", "Dora", "May Ann"),
            (NameUse::Preferred, "Halliday", "Dolly", ""),
            (NameUse::Former, "Penrose", "Dora", ""),
        ];
        assert_eq!(names, expected);
        assert_eq!(identity.born, Some(Born::on(date(1942, 3, 19))));
        assert_eq!(identity.gender, Gender::Female);
        let address = identity.address.unwrap();
        assert_eq!(address.lines, ["2 Mill Lane", "Eastbury"]);
        assert_eq!(address.postcode.unwrap().compact(), "XX12AB");
        assert_eq!(identity.earlier_postcodes[0].compact(), "XX13CD");
        assert_eq!(identity.phones[0].digits(), "01632960121");
        assert_eq!(identity.practice.as_deref(), Some("K99001"));
        assert_eq!(identity.death, Death::DiedOn(date(2026, 1, 2)));
    }

    #[test]
    fn columns_stand_in_any_order_and_those_that_are_not_there_are_not_known() {
        let header = "Date_Of_Birth,shoe_size,ID,family_name,given_name";
        let (person, unread) = read(header, "19/03/1942,7,C1,Halliday,Dora");
        let identity = person.ok().unwrap().identity;
        assert_eq!(unread, Unread::default());
        assert_eq!(identity.born, Some(Born::on(date(1942, 3, 19))));
        assert!(identity.nhs.is_none() && identity.address.is_none());
        assert_eq!(identity.usual_name().unwrap().family, "Halliday");
    }

    #[test]
    fn a_value_that_cannot_be_read_costs_nothing_but_itself() {
        let row = "C1,9991234518,,,Halliday,,,1942-02-30,?,,,XX1,5,none,,soon";
        let (person, unread) = read(ALL, row);
        let identity = person.ok().unwrap().identity;
        assert!(identity.nhs.is_none() && identity.unproved_number.is_some());
        assert_eq!(identity.born, None);
        assert_eq!(identity.gender, Gender::NotKnown);
        assert_eq!(identity.address.unwrap().lines, ["XX1"]);
        assert_eq!(identity.death, Death::Died);
        let words = unread.words();
        assert_eq!(words.len(), 7, "{words:?}");
        assert!(words[0].contains("nhs_number") && words[1].contains("date_of_birth"));
    }

    #[test]
    fn a_birth_known_to_the_year_is_no_more_exact_than_that() {
        let (person, _) = read("id,date_of_birth", "C1,1942");
        let born = person.ok().unwrap().identity.born.unwrap();
        assert_eq!(born.on, PartialDate::Year(1942));
    }

    #[test]
    fn a_row_without_an_id_is_nobody() {
        for row in ["", " ,1942", "\"a\u{7}\",1942"] {
            let row = if row.is_empty() { ",1942" } else { row };
            assert!(read("id,date_of_birth", row).0.is_err(), "{row:?}");
        }
    }
}
