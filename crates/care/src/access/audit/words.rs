//! What was done, in plain English?
//!
//! The words begin a line of a report, after a name and a time: "Opened the record". They name
//! nobody, and repeat nothing that somebody wrote freely.

use std::borrow::Cow;

use super::Act;
use crate::access::Permission;
use crate::access::session::{EndCause, LockCause, NotLetIn};
use crate::exchange::NoticeKind;
use crate::people::Opinion;

impl Act {
    /// What was done, in words that begin a line: "Opened the record".
    pub fn words(&self) -> Cow<'static, str> {
        let words = match self {
            Self::SignedIn => "Signed in",
            Self::NotSignedIn { .. } => "Was not let in",
            Self::NotLetIn { why: NotLetIn::NoSeat } => {
                "Signed in without a role that is known here"
            }
            Self::NotLetIn { why: NotLetIn::Disabled } => "Tried to come in though disabled",
            Self::TookSeat => "Chose a role",
            Self::Locked { why } => locked(*why),
            Self::Unlocked => "Opened the locked screen again",
            Self::SignedOut => "Signed out",
            Self::SessionEnded { why } => ended(*why),
            Self::EndedSessions { .. } => "Signed somebody out everywhere",
            Self::Opened { .. } => "Opened the record",
            Self::Printed { with_sensitive, .. } => printed(*with_sensitive),
            Self::WasRefused { .. } => "Was refused the record",
            Self::Permission { answer } => permission(answer),
            Self::SawIdentity => "Saw who the person is",
            Self::GaveReason { .. } => "Said why they look",
            Self::Overrode { .. } => "Said why they look although the person did not agree",
            Self::ComparedSame => "Said that hospital and council mean the same person",
            Self::ReportedWrongMatch => "Reported that the record is another person's",
            Self::SawPair => "Compared two records at the match desk",
            Self::SawWithdrawn { .. } => "Saw who had seen the record under a wrong match",
            Self::Judged { opinion } => judged(*opinion),
            Self::TookBackJudgement { .. } => "Took back what was said at the match desk",
            Self::Withdrew { .. } => "The match ended",
            Self::Released => "The record may be opened again: the match desk decided",
            Self::SawProtectedPlace => "Saw where the person is, which is protected",
            Self::SawHold => "Looked whether the national service holds anything back",
            Self::ReleasedHold { .. } => {
                "Found that what the national service holds back is another person's"
            }
            Self::SwitchedModel { .. } => "Put another model of matching into use",
            Self::AnsweredFeedback => "Said whether the page answered the question",
            Self::Matched { .. } => "Looked for the person in the council's book",
            Self::Traced { .. } => "Asked the national service for the NHS number",
            Self::Searched { .. } => "Looked for a patient",
            Self::SawList { list, .. } => list.words(),
            Self::SawPrivacyList => "Read the privacy list",
            Self::SawPrivacyItem { .. } => "Read an item of the privacy list",
            Self::TookPrivacyItem { taken: true, .. } => "Took an item of the privacy list",
            Self::TookPrivacyItem { taken: false, .. } => "Gave back an item of the privacy list",
            Self::JudgedPrivacyItem { .. } => "Decided an item of the privacy list",
            Self::ReopenedPrivacyItem { .. } => "Opened an item of the privacy list again",
            Self::SawWatchList => "Read the watch list",
            Self::Watched { .. } => "Put a person on the watch list",
            Self::Unwatched { .. } => "Took a person off the watch list",
            Self::SawAccessLog { .. } => "Read who had looked at the record",
            Self::ExportedPerson { .. } => "Wrote out all that is held of the person",
            Self::Told { notice } => told(*notice),
            Self::Account { what, .. } => what.words(),
            Self::RemovedLines { .. } => "Removed lines that were older than must be kept",
            Self::ChangedSettings { .. } => "Started with changed settings",
            Self::ExportedAudit { .. } => "Exported lines of the audit",
            Self::Unreadable => "A line that cannot be read: the audit must be verified",
        };
        Cow::Borrowed(words)
    }
}

fn printed(with_sensitive: bool) -> &'static str {
    if with_sensitive {
        "Printed the record with the parts that are left out by default"
    } else {
        "Printed the record"
    }
}

fn locked(why: LockCause) -> &'static str {
    match why {
        LockCause::Idle => "The screen was locked: nothing was done",
        LockCause::ByHand => "Locked the screen",
    }
}

fn ended(why: EndCause) -> &'static str {
    match why {
        EndCause::Limit => "Was signed out: the time of the session was up",
        EndCause::AnotherPerson => "Was signed out: somebody else signed in on the same screen",
        EndCause::FromElsewhere => "Signed out this screen from another",
        EndCause::Provider => "Was signed out by the provider that had vouched for them",
    }
}

impl Act {
    /// Whether it is something that was tried and not allowed.
    pub fn was_refused(&self) -> bool {
        matches!(self, Self::WasRefused { .. } | Self::NotSignedIn { .. } | Self::NotLetIn { .. })
    }
}

fn permission(answer: &Permission) -> &'static str {
    match answer {
        Permission::Given => "Noted that the person agreed",
        Permission::Refused => "Noted that the person did not agree",
        Permission::CouldNotAsk(_) => "Noted that nobody could ask the person",
        Permission::Told => "Noted that the person was told",
        Permission::CouldNotTell(_) => "Noted that nobody could tell the person",
    }
}

fn judged(opinion: Opinion) -> &'static str {
    match opinion {
        Opinion::Same => "Said at the match desk: the same person",
        Opinion::Different => "Said at the match desk: two people",
        Opinion::NotSure => "Said at the match desk: not sure",
    }
}

fn told(notice: NoticeKind) -> &'static str {
    match notice {
        NoticeKind::Admitted => "Told the council of the admission",
        NoticeKind::Discharged => "Told the council of the discharge",
        NoticeKind::DischargeCancelled => "Told the council that the discharge was cancelled",
        NoticeKind::Died => "Told the council of the death",
        NoticeKind::Withdrawn => "Told the council that what it was told before was wrong",
    }
}
