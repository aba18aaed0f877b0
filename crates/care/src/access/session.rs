//! How long may somebody stay signed in on a screen that others can reach?
//!
//! A session is open, then locked, then ended. Only time and the person's own acts move it on, so
//! its state is computed from times and never stored.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Origin, OwnDetails, Seat, Staff};
use crate::people::StaffId;

/// NIST 800-63B §4.3.3 asks somebody at assurance level 3 to prove anew who they are after 15
/// minutes without an act.
const LONGEST_IDLE_AT_3: SignedDuration = SignedDuration::from_mins(15);

/// A dialog asks whether the person is still there for so long before the screen is locked.
pub const WARNING: SignedDuration = SignedDuration::from_secs(60);

/// Whoever proved who they are within so long need not do so again before they change how they, or
/// others in their name, come in.
const FRESH: SignedDuration = SignedDuration::from_mins(15);

/// How long sessions last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Without an act for so long, the session is locked.
    idle: SignedDuration,
    /// A session ends after so long, whatever was done.
    longest: SignedDuration,
}

/// Why limits cannot be these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotALimit {
    /// Shorter, and nobody could read a page; longer, and a ward computer stands open.
    #[error("the screen is locked after 2 to 30 minutes")]
    Idle,
    /// Nobody works longer on end (NIST 800-63B §4.2.3: 12 hours at most).
    #[error("a session lasts 1 to 12 hours")]
    Longest,
}

impl Limits {
    /// Locked after `idle_minutes` without an act, ended after `hours`.
    pub fn new(idle_minutes: u32, hours: u32) -> Result<Self, NotALimit> {
        if !(2..=30).contains(&idle_minutes) {
            return Err(NotALimit::Idle);
        }
        if !(1..=12).contains(&hours) {
            return Err(NotALimit::Longest);
        }
        Ok(Self {
            idle: SignedDuration::from_mins(i64::from(idle_minutes)),
            longest: SignedDuration::from_hours(i64::from(hours)),
        })
    }

    /// After how long without an act somebody is locked out who came in so surely.
    pub fn idle(&self, assurance: u8) -> SignedDuration {
        if assurance >= 3 { self.idle.min(LONGEST_IDLE_AT_3) } else { self.idle }
    }

    /// The times of a session that begins now.
    pub fn begin(&self, assurance: u8, now: Timestamp) -> Times {
        let ends_at = now + self.longest;
        Times { started_at: now, locks_at: (now + self.idle(assurance)).min(ends_at), ends_at }
    }

    /// The times of a session in which somebody acts now, or has proved anew who they are. It never
    /// lasts longer in all.
    pub fn act(&self, times: &Times, assurance: u8, now: Timestamp) -> Times {
        let locks_at = (now + self.idle(assurance)).min(times.ends_at);
        Times { locks_at, ..*times }
    }
}

/// Ten minutes without an act, twelve hours in all.
impl Default for Limits {
    fn default() -> Self {
        let (idle, longest) = (SignedDuration::from_mins(10), SignedDuration::from_hours(12));
        Self { idle, longest }
    }
}

/// When a session began, is locked and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// When it began.
    pub started_at: Timestamp,
    /// When it is locked unless the person does something before.
    pub locks_at: Timestamp,
    /// When it ends in any case.
    pub ends_at: Timestamp,
}

/// What may be done with a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Everything that the seat may.
    Open,
    /// Nothing, until the same person has proved again who they are.
    Locked,
    /// Nothing any more.
    Ended,
}

impl Times {
    /// What may be done at this moment.
    pub fn state(&self, now: Timestamp) -> State {
        if now >= self.ends_at {
            State::Ended
        } else if now >= self.locks_at {
            State::Locked
        } else {
            State::Open
        }
    }
}

/// Whether somebody has proved so lately who they are that they need not do it again.
pub fn is_fresh(proved_at: Option<Timestamp>, now: Timestamp) -> bool {
    proved_at.is_some_and(|at| now.duration_since(at) <= FRESH)
}

/// Why a screen was locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LockCause {
    /// Nothing was done for too long.
    Idle,
    /// The person locked it.
    ByHand,
}

/// Why a session ended of which its person did not sign out on the spot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndCause {
    /// It had lasted as long as a session may.
    Limit,
    /// Somebody else signed in on the same browser.
    AnotherPerson,
    /// The same person ended it from another screen.
    FromElsewhere,
    /// The provider that vouched for them said so.
    Provider,
}

/// Why somebody who had proved who they are was not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotLetIn {
    /// None of their roles is known here.
    NoSeat,
    /// An administrator has disabled them.
    Disabled,
}

/// Somebody who has proved who they are and has not taken a seat yet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// Our handle.
    pub id: StaffId,
    /// The name shown in the header and in the audit.
    pub name: String,
    /// By which way and from where they came in.
    pub origin: Origin,
    /// What is known of them as a private person.
    #[serde(default)]
    pub own: OwnDetails,
}

impl Visitor {
    /// The same person in a seat.
    pub fn seated(&self, seat: Seat) -> Staff {
        let staff = Staff::new(self.id.clone(), self.name.clone(), seat);
        Staff { origin: self.origin.clone(), own: self.own.clone(), ..staff }
    }
}

impl fmt::Debug for Visitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Visitor({:?})", self.id)
    }
}
