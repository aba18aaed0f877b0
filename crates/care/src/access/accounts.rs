//! Who looks after accounts, whose, and what may they do to them?
//!
//! An account belongs to one organisation: all its seats are there, and only an administrator of
//! the same organisation sees or changes it. Nobody changes their own: what one person does to
//! another's account is seen by all administrators, what they did to their own nobody would see.

use serde::{Deserialize, Serialize};

use super::{DataGroup, Leave, Organisation, Role, Seat, Staff, leave};
use crate::people::StaffId;

/// The longest name of a member of staff or of a passkey, in characters.
pub const LONGEST_NAME: usize = 100;

/// More seats has no account.
pub const MOST_SEATS: usize = 20;

/// More passkeys has no account.
pub const MOST_PASSKEYS: usize = 10;

/// What is done to an account, or to whether somebody may come in; a line of the audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountAct {
    /// Made, with an invitation to make a passkey for it.
    Invited {
        /// With these seats.
        seats: Vec<Seat>,
    },
    /// Given a new invitation in the place of one that nobody had used.
    InvitedAgain,
    /// Given other seats.
    SeatsChanged {
        /// From then on.
        seats: Vec<Seat>,
    },
    /// Shut to its passkeys, and given an invitation to make a new one.
    Recovered,
    /// Given a passkey by whoever it is for.
    PasskeyMade,
    /// One of its passkeys was given another name.
    PasskeyNamed,
    /// One of its passkeys was removed.
    PasskeyRemoved,
    /// One of its passkeys counted backwards, as a copy does, and opens nothing any more
    /// (Web Authentication Level 3, section 6.1.1).
    PasskeyCopied,
    /// Shut: whoever it is for cannot come in.
    Disabled,
    /// Opened again.
    Enabled,
}

impl AccountAct {
    /// What was done, in words that begin a line: "Disabled".
    pub fn words(&self) -> &'static str {
        match self {
            Self::Invited { .. } => "Invited",
            Self::InvitedAgain => "Invited again",
            Self::SeatsChanged { .. } => "Roles changed",
            Self::Recovered => "Account recovered",
            Self::PasskeyMade => "Passkey made",
            Self::PasskeyNamed => "Passkey renamed",
            Self::PasskeyRemoved => "Passkey removed",
            Self::PasskeyCopied => "Passkey shut: there seems to be a copy",
            Self::Disabled => "Disabled",
            Self::Enabled => "Enabled",
        }
    }
}

/// Somebody whose account may be changed, as the rules see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub id: StaffId,
    /// Their seats, all of them in one organisation; at least one.
    pub seats: Vec<Seat>,
    /// Whether they can come in now: not disabled, and with a passkey or a provider to prove it by.
    pub comes_in: bool,
}

/// What an administrator wants to do to somebody's account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Invite them again.
    Invite,
    /// Give them these seats in the place of those they have.
    Seats {
        /// Whether one of the new seats is an administrator's.
        administers: bool,
    },
    /// Take their passkeys away and invite them to make a new one.
    Recover,
    /// Shut them out.
    Disable,
    /// Let them in again.
    Enable,
}

/// Why it is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotDone {
    /// The role does not look after accounts.
    #[error("this role may not")]
    RoleMayNot,
    /// The account is of another organisation; it is answered like one that does not exist.
    #[error("the account is another organisation's")]
    NotYours,
    /// Nobody changes their own account.
    #[error("nobody may do this to their own account: ask another administrator")]
    NotOneself,
    /// Without them nobody would be left to look after the accounts.
    #[error("nobody else looks after the accounts: invite another administrator first")]
    LastAdministrator,
}

/// Whether a role looks after the accounts of its organisation.
pub fn administers(role: Role) -> bool {
    leave(role, DataGroup::Accounts) == Leave::Full
}

/// Whether two organisations are one, whatever the site.
pub fn is_same_house(one: &Organisation, other: &Organisation) -> bool {
    match (one, other) {
        (
            Organisation::Hospital { trust: one, .. },
            Organisation::Hospital { trust: other, .. },
        ) => one == other,
        (Organisation::Council(one), Organisation::Council(other)) => one == other,
        _ => false,
    }
}

/// The roles that an organisation of this kind has, in the order of the access table: those to
/// whom the table grants something there.
pub fn roles_of(organisation: &Organisation) -> Vec<Role> {
    let only_hospital = |role: &Role| {
        use Role::{DischargeCoordinator, EmergencyDepartment, Therapist, Ward, WardClerk};
        matches!(role, EmergencyDepartment | Ward | Therapist | DischargeCoordinator | WardClerk)
    };
    let only_council =
        |role: &Role| matches!(role, Role::SocialWorker | Role::OutOfHoursTeam | Role::Brokerage);
    let fits = |role: &Role| match organisation {
        Organisation::Hospital { .. } => !only_council(role),
        Organisation::Council(_) => !only_hospital(role),
    };
    Role::ALL.into_iter().filter(fits).collect()
}

/// Whether somebody may look after the accounts of their organisation.
pub fn may_administer(staff: &Staff) -> Result<(), NotDone> {
    if administers(staff.role) { Ok(()) } else { Err(NotDone::RoleMayNot) }
}

/// Whether an account with these seats is of this member of staff's organisation.
pub fn is_own(staff: &Staff, seats: &[Seat]) -> bool {
    !seats.is_empty()
        && seats.iter().all(|seat| is_same_house(&seat.organisation, &staff.organisation))
}

/// Decides whether `by` may do this to `whom` now. `all` are the members of the organisation,
/// `whom` among them.
pub fn decide(by: &Staff, change: Change, whom: &Member, all: &[Member]) -> Result<(), NotDone> {
    may_administer(by)?;
    if !is_own(by, &whom.seats) {
        return Err(NotDone::NotYours);
    }
    if by.id == whom.id {
        return Err(NotDone::NotOneself);
    }
    leaves_an_administrator(change, whom, all)
}

/// The part of the rule that holds for the command line, too: somebody is left who can look after
/// the accounts.
pub fn leaves_an_administrator(
    change: Change,
    whom: &Member,
    all: &[Member],
) -> Result<(), NotDone> {
    let takes_away = match change {
        // Who recovers an account is given an invitation, and comes in again with it.
        Change::Invite | Change::Enable | Change::Recover => false,
        Change::Seats { administers } => !administers,
        Change::Disable => true,
    };
    let looks_after =
        |one: &Member| one.comes_in && one.seats.iter().any(|seat| administers(seat.role));
    let is_last = looks_after(whom) && !all.iter().any(|one| one.id != whom.id && looks_after(one));
    if takes_away && is_last { Err(NotDone::LastAdministrator) } else { Ok(()) }
}

/// A name as it may be shown: one line, without what no name holds.
///
/// `None` where nothing is left, or it is longer than [`LONGEST_NAME`].
pub fn name(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let name = words.join(" ");
    let is_fit = !name.is_empty()
        && name.chars().count() <= LONGEST_NAME
        && !name.chars().any(|letter| letter.is_control() || is_direction(letter));
    is_fit.then_some(name)
}

/// Marks that turn the direction of writing: with them a name could be made to look like another.
pub fn is_direction(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_support_looks_after_accounts() {
        for role in Role::ALL {
            assert_eq!(administers(role), role == Role::Support, "{role:?}");
            let asked = may_administer(&staff("a", seat(role, "RZZ")));
            assert_eq!(asked.is_ok(), role == Role::Support, "{role:?}");
        }
    }

    #[test]
    fn nobody_changes_their_own_account() {
        let all = [administrator("a"), administrator("b")];
        for change in EVERY {
            assert_eq!(ask("a", change, &all[0], &all), Err(NotDone::NotOneself), "{change:?}");
            assert_eq!(ask("a", change, &all[1], &all), Ok(()), "{change:?}");
        }
    }

    #[test]
    fn another_organisations_accounts_are_not_there() {
        let elsewhere = [
            member("c", vec![seat(Role::Ward, "RYY")]),
            member("d", vec![council(Role::SocialWorker)]),
            member("e", vec![seat(Role::Ward, "RZZ"), seat(Role::Ward, "RYY")]),
            member("f", Vec::new()),
        ];
        for whom in elsewhere {
            for change in EVERY {
                let all = [administrator("a"), whom.clone()];
                assert_eq!(ask("a", change, &whom, &all), Err(NotDone::NotYours), "{whom:?}");
            }
        }
    }

    #[test]
    fn the_last_who_can_look_after_accounts_stays() {
        let last = administrator("b");
        let shut = Member { comes_in: false, ..administrator("c") };
        let nurse = member("d", vec![seat(Role::Ward, "RZZ")]);
        let all = [last.clone(), shut.clone(), nurse.clone()];
        let left = |change, whom| leaves_an_administrator(change, whom, &all);
        for change in EVERY {
            let harmless = matches!(
                change,
                Change::Invite
                    | Change::Enable
                    | Change::Recover
                    | Change::Seats { administers: true }
            );
            let expected = if harmless { Ok(()) } else { Err(NotDone::LastAdministrator) };
            assert_eq!(left(change, &last), expected, "{change:?}");
            assert_eq!(left(change, &shut), Ok(()), "{change:?}: they could not come in anyway");
            assert_eq!(left(change, &nurse), Ok(()), "{change:?}");
        }
        let two = [last.clone(), administrator("e")];
        assert_eq!(leaves_an_administrator(Change::Disable, &last, &two), Ok(()));
    }

    #[test]
    fn a_hospital_has_no_social_worker_and_a_council_no_nurse() {
        let at = |seat: Seat| roles_of(&seat.organisation);
        let hospital = at(seat(Role::Ward, "RZZ"));
        let council = at(council(Role::SocialWorker));
        assert!(hospital.contains(&Role::Ward) && !hospital.contains(&Role::SocialWorker));
        assert!(council.contains(&Role::SocialWorker) && !council.contains(&Role::Ward));
        for role in Role::ALL {
            assert!(hospital.contains(&role) || council.contains(&role), "{role:?}");
        }
        assert!(hospital.contains(&Role::Support) && council.contains(&Role::Support));
    }

    #[test]
    fn a_name_is_one_line_and_cannot_pose_as_another() {
        assert_eq!(name("  Ada\tInvented \n").as_deref(), Some("Ada Invented"));
        let long = "x".repeat(LONGEST_NAME + 1);
        for text in ["", " \n ", "a\u{7}b", "a\u{202e}b", long.as_str()] {
            assert_eq!(name(text), None, "{text:?}");
        }
    }

    const EVERY: [Change; 6] = [
        Change::Invite,
        Change::Seats { administers: true },
        Change::Seats { administers: false },
        Change::Recover,
        Change::Disable,
        Change::Enable,
    ];

    fn ask(by: &str, change: Change, whom: &Member, all: &[Member]) -> Result<(), NotDone> {
        decide(&staff(by, seat(Role::Support, "RZZ")), change, whom, all)
    }

    fn administrator(id: &str) -> Member {
        member(id, vec![seat(Role::Support, "RZZ"), seat(Role::Ward, "RZZ")])
    }

    fn member(id: &str, seats: Vec<Seat>) -> Member {
        Member { id: id.parse().unwrap(), seats, comes_in: true }
    }

    fn staff(id: &str, seat: Seat) -> Staff {
        Staff::new(id.parse().unwrap(), "Jo Invented", seat)
    }

    fn seat(role: Role, trust: &str) -> Seat {
        let (trust, site) = (trust.parse().unwrap(), "RZZ01".parse().unwrap());
        Seat { role, organisation: Organisation::Hospital { trust, site } }
    }

    fn council(role: Role) -> Seat {
        Seat { role, organisation: Organisation::Council("westshire".parse().unwrap()) }
    }
}
