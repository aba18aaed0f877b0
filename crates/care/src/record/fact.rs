//! Is this known, and if not, why not?

use serde::{Deserialize, Serialize};

/// One item of the record: a value, or the named reason why there is none.
///
/// A page never shows a blank. That a value is old is no state of its own: it follows from when its
/// part was checked and the clock, see [`super::Checked::freshness`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Fact<T> {
    /// The source says this.
    Known(T),
    /// The source positively says that there is none.
    NoneRecorded,
    /// The source has a place for it and nothing in it.
    NotRecorded,
    /// A rule hides it from this role.
    NotShared,
    /// The person objects, or is protected.
    Restricted,
    /// This source has no place for it.
    NotSupplied,
    /// The source sent a code that we do not know. The code itself is counted, not shown.
    Unrecognised,
    /// The source did not answer, or answered with an error.
    CouldNotCheck,
}

impl<T> Fact<T> {
    /// The value, where it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            _ => None,
        }
    }

    /// The same fact with its value in other words; a state stays the state it is.
    pub fn map<U>(self, say: impl FnOnce(T) -> U) -> Fact<U> {
        match self {
            Self::Known(value) => Fact::Known(say(value)),
            Self::NoneRecorded => Fact::NoneRecorded,
            Self::NotRecorded => Fact::NotRecorded,
            Self::NotShared => Fact::NotShared,
            Self::Restricted => Fact::Restricted,
            Self::NotSupplied => Fact::NotSupplied,
            Self::Unrecognised => Fact::Unrecognised,
            Self::CouldNotCheck => Fact::CouldNotCheck,
        }
    }

    /// The fact without its ownership.
    pub fn as_ref(&self) -> Fact<&T> {
        match self {
            Self::Known(value) => Fact::Known(value),
            Self::NoneRecorded => Fact::NoneRecorded,
            Self::NotRecorded => Fact::NotRecorded,
            Self::NotShared => Fact::NotShared,
            Self::Restricted => Fact::Restricted,
            Self::NotSupplied => Fact::NotSupplied,
            Self::Unrecognised => Fact::Unrecognised,
            Self::CouldNotCheck => Fact::CouldNotCheck,
        }
    }

    /// A value, or "not recorded".
    pub fn from_option(value: Option<T>) -> Self {
        value.map_or(Self::NotRecorded, Self::Known)
    }
}
