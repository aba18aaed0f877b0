//! Does somebody look at themselves, their family, a neighbour or a colleague?

use serde::{Deserialize, Serialize};

use super::Trigger;
use crate::access::Staff;
use crate::people::name::fold;
use crate::people::{Identity, PartialDate};

/// How the patient stands to the viewer as a private person, as far as can be told. The view works,
/// and a reason is asked first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kin {
    /// It is they themselves.
    Own,
    /// They share the family name, and the postcode or the birth date.
    Family,
    /// They share the postcode, about fifteen homes.
    Neighbour,
    /// The patient works for the organisation, by its watch list.
    Colleague,
    /// The patient is widely known, by the organisation's watch list.
    Known,
}

/// Why a patient stands on the watch list of a trust or a council.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Watch {
    /// Works for the organisation.
    Staff,
    /// Is widely known.
    Known,
}

impl Watch {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Staff => "Member of staff",
            Self::Known => "Widely known person",
        }
    }
}

impl Kin {
    /// Under which reason the look stands on the privacy list.
    pub fn trigger(self) -> Trigger {
        match self {
            Self::Own => Trigger::OwnRecord,
            Self::Family => Trigger::Family,
            Self::Neighbour => Trigger::Neighbour,
            Self::Colleague => Trigger::Colleague,
            Self::Known => Trigger::KnownPerson,
        }
    }
}

/// How the patient stands to the viewer. `patient` is who the hospital says they are, `watched`
/// what the watch list says. The nearest counts.
///
/// Names are compared as matching folds them. The viewer's family name is the one that the provider
/// gave, else the last word of the name.
pub fn kin(viewer: &Staff, patient: &Identity, watched: Option<Watch>) -> Option<Kin> {
    let own = &viewer.own;
    let families = || patient.names.iter().map(|name| fold(&name.family));
    let family = family_of(viewer);
    let shares_name = !family.is_empty() && families().any(|each| each == family);
    let shares_given = given_of(viewer).is_some_and(|given| {
        patient.names.iter().any(|name| !name.given.is_empty() && fold(&name.given) == given)
    });
    let born = patient.born.map(|born| born.on);
    let shares_birth = own.born.is_some_and(|day| born == Some(PartialDate::Day(day)));
    let home = patient.address.as_ref().and_then(|address| address.postcode.as_ref());
    let shares_home = own.postcode.is_some() && own.postcode.as_ref() == home;
    if shares_name && shares_given && shares_birth {
        Some(Kin::Own)
    } else if shares_name && (shares_home || shares_birth) {
        Some(Kin::Family)
    } else if let Some(watched) = watched {
        Some(match watched {
            Watch::Staff => Kin::Colleague,
            Watch::Known => Kin::Known,
        })
    } else {
        shares_home.then_some(Kin::Neighbour)
    }
}

fn family_of(viewer: &Staff) -> String {
    let said = fold(&viewer.own.family);
    if said.is_empty() {
        viewer.name.split_whitespace().next_back().map(fold).unwrap_or_default()
    } else {
        said
    }
}

/// The first word of the name, titles aside, where there is more than one word.
fn given_of(viewer: &Staff) -> Option<String> {
    const TITLES: [&str; 9] = ["MR", "MRS", "MS", "MISS", "MX", "DR", "PROF", "SIR", "DAME"];
    let mut words = viewer.name.split_whitespace().map(fold).peekable();
    words.next_if(|word| TITLES.contains(&word.to_uppercase().as_str()));
    let given = words.next()?;
    words.peek().map(|_| given)
}

#[cfg(test)]
mod tests {
    use std::borrow::Borrow;

    use jiff::civil::date;

    use super::*;
    use crate::access::{Organisation, OwnDetails, Role, Seat};
    use crate::people::{Address, Born, PersonName};

    #[test]
    fn a_name_alone_makes_nobody_kin() {
        check(nurse("Dr Jo Smith", None, None), None, None);
    }

    #[test]
    fn ones_own_record_is_known_by_name_and_birth_date() {
        let born = Some(date(1980, 2, 3));
        check(nurse("Dr Jo Smith", born, None), None, Some(Kin::Own));
        check(nurse("Sam Smith", born, None), None, Some(Kin::Family));
        check(nurse("Jo Jones", born, None), None, None);
    }

    #[test]
    fn family_shares_the_name_and_the_home_and_a_neighbour_the_home() {
        check(nurse("Sam Smith", None, Some("XX1 2AB")), None, Some(Kin::Family));
        check(nurse("Sam Jones", None, Some("XX1 2AB")), None, Some(Kin::Neighbour));
        check(nurse("Sam Jones", None, Some("XX1 2AA")), None, None);
    }

    #[test]
    fn the_watch_list_names_colleagues_and_known_people_and_family_comes_before_it() {
        let stranger = || nurse("Sam Jones", None, None);
        check(stranger(), Some(Watch::Staff), Some(Kin::Colleague));
        check(stranger(), Some(Watch::Known), Some(Kin::Known));
        let family = nurse("Sam Smith", None, Some("XX1 2AB"));
        check(family, Some(Watch::Staff), Some(Kin::Family));
    }

    #[test]
    fn what_the_provider_calls_the_family_name_counts_before_the_last_word() {
        let mut viewer = nurse("Jo van Dijk-Smith PhD", None, Some("XX1 2AB"));
        check(viewer.clone(), None, Some(Kin::Neighbour));
        viewer.own.family = "SMITH".to_owned();
        check(viewer, None, Some(Kin::Family));
    }

    #[track_caller]
    fn check(viewer: impl Borrow<Staff>, watched: Option<Watch>, expected: Option<Kin>) {
        let postcode = "XX1 2AB".parse().ok();
        let patient = Identity {
            names: vec![PersonName::usual("Smith", "Jo")],
            born: Some(Born::on(date(1980, 2, 3))),
            address: Some(Address { postcode, ..Address::default() }),
            ..Identity::default()
        };
        assert_eq!(kin(viewer.borrow(), &patient, watched), expected);
    }

    fn nurse(name: &str, born: Option<jiff::civil::Date>, postcode: Option<&str>) -> Staff {
        let organisation = Organisation::Hospital {
            trust: "RZZ".parse().unwrap(),
            site: "RZZ01".parse().unwrap(),
        };
        let seat = Seat { role: Role::Ward, organisation };
        let staff = Staff::new("staff-1".parse().unwrap(), name, seat);
        let postcode = postcode.map(|text| text.parse().unwrap());
        Staff { own: OwnDetails { family: String::new(), born, postcode }, ..staff }
    }
}
