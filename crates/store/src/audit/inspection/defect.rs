//! What is wrong with a chain, in words for whoever must act on it?

use std::fmt;

use jiff::Timestamp;

use super::gone::Misfit;
use super::moment;

/// Something wrong with one line or a stretch of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The first place that it concerns, counted from 1.
    pub from: i64,
    /// The last.
    pub to: i64,
    /// What is wrong.
    pub what: Wrong,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// The lines do not hang on those before them.
    Changed,
    /// A column, by which the line is found, was changed.
    Column(&'static str),
    /// Two lines stand in each other's place.
    Swapped,
    /// A line stands where another was.
    Moved,
    /// Lines are gone.
    Missing,
    /// A line that nobody wrote through the service: a second one in its place, or one beyond the
    /// head of the chain.
    Inserted,
    /// The lines are dated before a head that was published without them.
    Backdated,
    /// The lines belong to no chain.
    Unchained,
    /// Lines are gone from the end.
    CutOff {
        /// What says so, in words.
        said_by: String,
    },
    /// The head of the chain is not the hash of its last line.
    Head,
    /// A head that was published is not what stands there now: lines up to here were changed with
    /// all that follow.
    Rewritten {
        /// When it was published.
        at: Timestamp,
        /// Where it was found.
        from: &'static str,
    },
    /// The signature of a published head is wrong.
    Forged {
        /// When it says that it was published.
        at: Timestamp,
        /// Where it was found.
        from: &'static str,
    },
    /// Lines were emptied that no removal speaks of.
    Emptied,
    /// What the audit says of a removal does not fit.
    Removal {
        /// What does not fit.
        misfit: Misfit,
        /// The name of the line that records the removal.
        by: String,
    },
    /// The name of the chain is none of the service's.
    NoChain,
    /// A head that was published cannot be read.
    Unreadable,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.what, self.from == self.to) {
            (Wrong::Swapped, _) => write!(f, "lines {} and {}: ", self.from, self.to)?,
            (_, true) => write!(f, "line {}: ", self.from)?,
            (_, false) => write!(f, "lines {} to {}: ", self.from, self.to)?,
        }
        match &self.what {
            Wrong::Changed => f.write_str(
                "changed: it does not hang on the line before it (or that one was changed, with \
                 its hash)",
            ),
            Wrong::Column(column) => {
                write!(f, "changed: the column {column} says something else than the line")
            }
            Wrong::Swapped => f.write_str("reordered: these two stand in each other's place"),
            Wrong::Moved => f.write_str("reordered: it stands where another line was"),
            Wrong::Missing => f.write_str("removed"),
            Wrong::Inserted => f.write_str("inserted: the service did not write it here"),
            Wrong::Backdated => {
                f.write_str("dated before a head that was published when it was not there")
            }
            Wrong::Unchained => f.write_str("inserted: there is no such chain"),
            Wrong::CutOff { said_by } => write!(f, "cut off the end: {said_by}"),
            Wrong::Head => f.write_str("the head of the chain is not the hash of this line"),
            Wrong::Rewritten { at, from } => write!(
                f,
                "rewritten: the head published at {} ({from}) does not fit any more",
                moment(*at)
            ),
            Wrong::Forged { at, from } => {
                write!(f, "the head published at {} ({from}) is not signed by the key", moment(*at))
            }
            Wrong::Emptied => f.write_str("emptied, and no removal that was recorded covers it"),
            Wrong::Removal { misfit, by } => write!(f, "{}: see {by}", misfit.words()),
            Wrong::NoChain => f.write_str("inserted: the service has no chain of this name"),
            Wrong::Unreadable => f.write_str("a head was published here that cannot be read"),
        }
    }
}

impl Wrong {
    /// One word for machines.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Changed | Self::Column(_) => "changed",
            Self::Swapped | Self::Moved => "reordered",
            Self::Missing => "removed",
            Self::Inserted | Self::Unchained | Self::NoChain => "inserted",
            Self::Backdated => "backdated",
            Self::CutOff { .. } => "cut_off",
            Self::Head => "head",
            Self::Rewritten { .. } => "rewritten",
            Self::Forged { .. } | Self::Unreadable => "forged",
            Self::Emptied => "emptied",
            Self::Removal { misfit, .. } => misfit.word(),
        }
    }
}

impl Misfit {
    fn words(self) -> &'static str {
        match self {
            Self::Count => "the removal that it records does not add up",
            Self::TooYoung => "removed before it was old enough by [retention]",
            Self::Twice => "recorded as removed a second time",
            Self::NotLeft => "recorded as removed, and its empty place is not there",
            Self::Hash => "removed, and the hash left of it is not the one noted at the removal",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::TooYoung => "removed_early",
            Self::Hash => "changed",
            Self::Count | Self::Twice | Self::NotLeft => "removal",
        }
    }
}
