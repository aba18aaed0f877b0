//! What can a comparison of one field find?
//!
//! Each field has its own short list of findings, from "same" to "differs". The model gives a
//! probability to each under each explanation; a records clerk reads its words.

use care::people::Field;

/// A field's findings: the name each has in a model's text, and its words for a records clerk.
macro_rules! findings {
    ($(#[$doc:meta])* $name:ident, $table:literal, $field:ident,
     $($(#[$of:meta])* $finding:ident = $text:literal, $words:literal;)+) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$of])* $finding),+ }

        impl $name {
            const ALL: &'static [Self] = &[$(Self::$finding),+];

            fn text(self) -> &'static str {
                match self { $(Self::$finding => $text),+ }
            }

            fn words(self) -> &'static str {
                match self { $(Self::$finding => $words),+ }
            }
        }
    };
}

findings! {
    /// NHS numbers, or numbers of another kind, compared.
    Number, "nhs_number", NhsNumber,
    /// Both hold the same valid number.
    Same = "same", "same NHS number";
    /// One holds what the other held before.
    Former = "former", "NHS number is one that was held before";
    /// Equal, but no valid NHS number.
    Unproved = "same_unproved", "same number, though it is no valid NHS number";
    /// One digit differs, or two neighbours changed places.
    Slip = "slip", "NHS numbers differ by a slip";
    /// Both valid, and different.
    Differ = "differ", "different NHS number";
    /// Neither is a valid NHS number, and they differ.
    Unlike = "unlike", "different number, neither a valid NHS number";
    /// One is no valid number and cannot be the other.
    Garbled = "garbled", "one NHS number is not valid and says nothing";
    /// One side has none.
    Missing = "missing", "NHS number missing on one side";
}

findings! {
    /// Given names compared.
    Given, "given_name", GivenName,
    /// The same word.
    Same = "same", "same given name";
    /// What the person is called on the other side.
    Called = "called", "given name is what the person is called";
    /// A short form, a spelling, or another language's form.
    Form = "form", "given name is another form of the same name";
    /// One or two letters differ, and one of the spellings is rare.
    Slip = "slip", "given name differs by a slip";
    /// Spelt or sounding alike, yet both are names in their own right.
    Alike = "alike", "given names are alike";
    /// One side's given name is the other's middle name.
    Middle = "middle", "given name is the other's middle name";
    /// One side's given name begins like a middle name of which the other gives the first letter.
    MiddleInitial = "middle_initial", "given name begins like the other's middle name";
    /// Given and family name changed places.
    Swapped = "swapped", "given and family name changed places";
    /// One side gives the first letter only, and it agrees.
    Initial = "initial", "only the first letter of the given name, which agrees";
    /// All that both share is a name that many carry as a title.
    Title = "title", "only a given name that many carry as a title in common";
    /// Only the first letter agrees.
    FirstLetter = "first_letter", "different given name with the same first letter";
    /// Nothing agrees.
    Differ = "differ", "different given name";
    /// One side has none.
    Unknown = "unknown", "given name missing on one side";
}

findings! {
    /// Middle names compared.
    Middle, "middle_name", MiddleName,
    /// One word is the same, or a form of it.
    Same = "same", "same middle name";
    /// First letters agree.
    Initial = "initial", "same first letter of the middle name";
    /// Nothing agrees.
    Differ = "differ", "different middle name";
    /// One side has none.
    Missing = "missing", "middle name missing on one side";
}

findings! {
    /// Family names compared.
    Family, "family_name", FamilyName,
    /// The same word or words.
    Same = "same", "same family name";
    /// One side has a part of the other's double name.
    Part = "part", "part of a double family name agrees";
    /// It agrees with a former or other family name.
    Former = "former", "family name is one that was used before";
    /// A known spelling.
    Form = "form", "family name is another spelling of the same name";
    /// One or two letters differ, and one of the spellings is rare.
    Slip = "slip", "family name differs by a slip";
    /// Spelt or sounding alike, yet both are names in their own right.
    Alike = "alike", "family names are alike";
    /// Given and family name changed places.
    Swapped = "swapped", "family and given name changed places";
    /// Nothing agrees.
    Differ = "differ", "different family name";
    /// One side has none.
    Unknown = "unknown", "family name missing on one side";
}

findings! {
    /// Dates of birth compared.
    Born, "birth_date", BirthDate,
    /// The same day.
    Same = "same", "same birth date";
    /// Day and month changed places.
    Exchanged = "exchanged", "birth date with day and month exchanged";
    /// One side says 1 January of the same year: a guess, mostly.
    FirstOfJanuary = "first_of_january", "birth date guessed as 1 January of the same year";
    /// One digit differs, or two neighbours changed places.
    Slip = "slip", "birth date differs by one digit";
    /// Two of year, month and day agree.
    TwoParts = "two_parts", "birth date agrees in two of day, month and year";
    /// One side knows less, and what both know agrees.
    Partial = "partial", "birth date not known to the day on one side";
    /// Only the year agrees.
    SameYear = "same_year", "different birth date in the same year";
    /// Fewer than 15 years lie between.
    Differ = "differ", "different birth date";
    /// 15 to 75 years lie between: a generation or two.
    Generation = "generation", "birth dates a generation apart";
    /// More than 75 years lie between.
    Far = "far", "birth dates far apart";
    /// One side has none.
    Unknown = "unknown", "birth date missing on one side";
}

findings! {
    /// Genders compared.
    Sex, "gender", Gender,
    /// Equal.
    Same = "same", "same gender";
    /// Man and woman.
    Differ = "differ", "different gender";
    /// One side does not say.
    Unknown = "unknown", "gender not stated on one side";
}

findings! {
    /// Addresses compared.
    Home, "address", Address,
    /// The same house.
    Door = "door", "same address";
    /// The same postcode; the house differs or is not known.
    Postcode = "postcode", "same postcode";
    /// One side's postcode is an earlier one of the other's.
    Former = "former", "moved house: postcode of an earlier address agrees";
    /// The postcodes are a slip apart.
    Slip = "slip", "postcode differs by a slip";
    /// The same postcode but for its last two letters, or the same street.
    Sector = "sector", "address in the same neighbourhood";
    /// The same first half of the postcode, or the same town.
    Outcode = "outcode", "address in the same district";
    /// Elsewhere.
    Differ = "differ", "different address";
    /// One side has none: no fixed abode counts as none.
    Unknown = "unknown", "address missing on one side";
}

findings! {
    /// Telephone numbers compared.
    Phone, "phone", Phone,
    /// One is the same.
    Same = "same", "same telephone number";
    /// A slip apart.
    Slip = "slip", "telephone number differs by a slip";
    /// None is the same.
    Differ = "differ", "different telephone number";
    /// One side has none.
    Unknown = "unknown", "telephone number missing on one side";
}

findings! {
    /// GP practices compared.
    Practice, "practice", Practice,
    /// The same.
    Same = "same", "same GP practice";
    /// Different.
    Differ = "differ", "different GP practice";
    /// One side has none.
    Unknown = "unknown", "GP practice missing on one side";
}

findings! {
    /// What both say of a death.
    Dead, "death", Death,
    /// Neither says that the person has died, or both do.
    Agree = "agree", "nothing is recorded of a death on one side only";
    /// The council says so, the hospital does not.
    Recorded = "recorded", "the council has recorded a death";
    /// The hospital says so, the council does not.
    Unrecorded = "unrecorded", "the hospital has recorded a death";
}

/// What a comparison of two people found, field by field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// NHS numbers.
    pub number: Number,
    /// Family names.
    pub family: Family,
    /// Given names.
    pub given: Given,
    /// Middle names.
    pub middle: Middle,
    /// Dates of birth.
    pub born: Born,
    /// Genders.
    pub sex: Sex,
    /// Addresses.
    pub home: Home,
    /// Telephone numbers.
    pub phone: Phone,
    /// GP practices.
    pub practice: Practice,
    /// Deaths.
    pub dead: Dead,
    /// Whether both are women, or one is and the other may be: women change family names more.
    pub women: bool,
    /// Whether a generation or two, 15 to 75 years, lie between the births, whatever the dates look like.
    pub generation: bool,
    /// Whether both were born on 1 January, which mostly means "in that year".
    pub guessed: bool,
}

/// One finding of any field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// Whose finding this is.
    pub field: Field,
    /// Which row of a model's weights it has.
    pub(crate) row: usize,
    /// Words for a records clerk.
    pub words: &'static str,
}

/// A field's rows in a model: its name there, the first row, and the names of the findings.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) first: usize,
    pub(crate) findings: Vec<&'static str>,
}

macro_rules! tables {
    ($($kind:ident, $table:literal, $field:ident, $first:expr);+ $(;)?) => {
        /// Every field's rows, in the order of a model's text.
        pub(crate) fn tables() -> Vec<Table> {
            vec![$(Table {
                name: $table,
                first: $first,
                findings: $kind::ALL.iter().map(|one| one.text()).collect(),
            }),+]
        }
    };
}

const AT_NUMBER: usize = 0;
const AT_FAMILY: usize = AT_NUMBER + Number::ALL.len();
const AT_FAMILY_OF_WOMEN: usize = AT_FAMILY + Family::ALL.len();
const AT_GIVEN: usize = AT_FAMILY_OF_WOMEN + Family::ALL.len();
const AT_MIDDLE: usize = AT_GIVEN + Given::ALL.len();
const AT_BORN: usize = AT_MIDDLE + Middle::ALL.len();
const AT_SEX: usize = AT_BORN + Born::ALL.len();
const AT_HOME: usize = AT_SEX + Sex::ALL.len();
const AT_PHONE: usize = AT_HOME + Home::ALL.len();
const AT_PRACTICE: usize = AT_PHONE + Phone::ALL.len();
const AT_DEAD: usize = AT_PRACTICE + Practice::ALL.len();
/// How many rows a model has.
pub(crate) const ROWS: usize = AT_DEAD + Dead::ALL.len();

tables! {
    Number, "nhs_number", NhsNumber, AT_NUMBER;
    Family, "family_name", FamilyName, AT_FAMILY;
    Family, "family_name_of_women", FamilyName, AT_FAMILY_OF_WOMEN;
    Given, "given_name", GivenName, AT_GIVEN;
    Middle, "middle_name", MiddleName, AT_MIDDLE;
    Born, "birth_date", BirthDate, AT_BORN;
    Sex, "gender", Gender, AT_SEX;
    Home, "address", Address, AT_HOME;
    Phone, "phone", Phone, AT_PHONE;
    Practice, "practice", Practice, AT_PRACTICE;
    Dead, "death", Death, AT_DEAD;
}

impl Found {
    /// All findings, in the order of [`Field::ALL`].
    pub fn findings(&self) -> [Finding; 10] {
        let family = if self.women { AT_FAMILY_OF_WOMEN } else { AT_FAMILY };
        let one = |field, first, place, words| Finding { field, row: first + place, words };
        [
            one(Field::NhsNumber, AT_NUMBER, self.number as usize, self.number.words()),
            one(Field::FamilyName, family, self.family as usize, self.family.words()),
            one(Field::GivenName, AT_GIVEN, self.given as usize, self.given.words()),
            one(Field::MiddleName, AT_MIDDLE, self.middle as usize, self.middle.words()),
            one(Field::BirthDate, AT_BORN, self.born as usize, self.born.words()),
            one(Field::Gender, AT_SEX, self.sex as usize, self.sex.words()),
            one(Field::Address, AT_HOME, self.home as usize, self.home.words()),
            one(Field::Phone, AT_PHONE, self.phone as usize, self.phone.words()),
            one(Field::Practice, AT_PRACTICE, self.practice as usize, self.practice.words()),
            one(Field::Death, AT_DEAD, self.dead as usize, self.dead.words()),
        ]
    }
}
