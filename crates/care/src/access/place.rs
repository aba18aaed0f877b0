//! Must it stay hidden where somebody is?

use crate::filing::Shield;
use crate::record::Sharing;

/// All that was said of somebody that bears on whether it may be told where they live or lie.
///
/// Whose record is in doubt has several numbers or may be several people: what any of them asks for
/// holds. Whoever objects to sharing may do so in fear, so each mark that holds anything back holds
/// back the place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaceMarks {
    /// What the hospital says under each of the patient's numbers.
    pub shields: Vec<Shield>,
    /// What the councils say of each person whom the patient is or may be; `None` of one whom the
    /// people index no longer holds: nobody can tell any more what they asked for.
    pub sharings: Vec<Option<Sharing>>,
    /// Whether the national service holds the patient back.
    pub is_held_back: bool,
}

impl PlaceMarks {
    /// Whether address, telephones, practice and ward must stay hidden (hazard H16).
    pub fn hide(&self) -> bool {
        let is_open = |sharing: &Option<Sharing>| {
            matches!(sharing, Some(Sharing::Open | Sharing::Transition))
        };
        self.is_held_back
            || self.shields.iter().any(|shield| *shield != Shield::None)
            || !self.sharings.iter().all(is_open)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn h16_any_mark_of_anybody_hides_the_place() {
        let open = PlaceMarks {
            shields: vec![Shield::None; 2],
            sharings: vec![Some(Sharing::Open), Some(Sharing::Transition)],
            is_held_back: false,
        };
        assert!(!open.hide() && !PlaceMarks::default().hide());
        assert!(PlaceMarks { is_held_back: true, ..open.clone() }.hide());
        for shield in [Shield::Location, Shield::Objection, Shield::Held] {
            assert!(PlaceMarks { shields: vec![Shield::None, shield], ..open.clone() }.hide());
        }
        for sharing in [Some(Sharing::ProtectedLocation), Some(Sharing::Objection), None] {
            let sharings = vec![Some(Sharing::Open), sharing];
            assert!(PlaceMarks { sharings, ..open.clone() }.hide());
        }
    }
}
