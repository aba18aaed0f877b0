//! The person's own particulars, which fall into several groups.

use super::super::{DataGroup, Knife};
use crate::record::{Communication, Home, LocalAuthority, Person};

pub(super) fn person(knife: &Knife<'_>, it: Person) -> Person {
    let identity = DataGroup::Identity;
    let known = DataGroup::KnownAndTeam;
    Person {
        name: knife.all(identity, it.name),
        preferred_name: knife.all(identity, it.preferred_name),
        born: knife.all(identity, it.born),
        gender: knife.all(identity, it.gender),
        nhs_number: knife.all(identity, it.nhs_number),
        other_identifiers: knife.all(identity, it.other_identifiers),
        address: knife.place(identity, it.address),
        died_on: knife.all(identity, it.died_on),
        authority: authority(knife, it.authority),
        known_since: knife.all(known, it.known_since),
        case_state: knife.all(known, it.case_state),
        communication: communication(knife, it.communication),
        home: home(knife, it.home),
        sharing: knife.least(identity, it.sharing),
    }
}

fn authority(knife: &Knife<'_>, it: LocalAuthority) -> LocalAuthority {
    let (identity, known) = (DataGroup::Identity, DataGroup::KnownAndTeam);
    LocalAuthority {
        code: knife.all(identity, it.code),
        name: knife.all(identity, it.name),
        team: knife.place(known, it.team),
        contact_name: knife.all(known, it.contact_name),
        contact_phone: knife.place(known, it.contact_phone),
    }
}

/// The minimum is what a clerk needs to book an interpreter.
fn communication(knife: &Knife<'_>, it: Communication) -> Communication {
    let group = DataGroup::Communication;
    Communication {
        language: knife.least(group, it.language),
        interpreter: knife.least(group, it.interpreter),
        needs: knife.all(group, it.needs),
        adjustments: knife.all(group, it.adjustments),
    }
}

fn home(knife: &Knife<'_>, it: Home) -> Home {
    let (household, group) = (DataGroup::CarerAndContacts, DataGroup::Home);
    Home {
        lives_with: knife.place(household, it.lives_with),
        kind: knife.place(group, it.kind),
        key_safe: knife.all(group, it.key_safe),
        access: knife.place(group, it.access),
        pets: knife.place(group, it.pets),
        telecare: knife.place(group, it.telecare),
    }
}
