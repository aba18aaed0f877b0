//! Did the sender say nothing, say "none", or say a value?

use serde::{Deserialize, Serialize};

/// One field of a message. HL7 keeps apart what is not mentioned and what is deleted: an absent
/// field leaves the old value, `""` takes it away (HL7 v2.4 §2.10; HL7 UK A.3).
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub enum Said<T> {
    /// Nothing was said: the old value stands.
    #[default]
    Nothing,
    /// The value is to be deleted.
    Cleared,
    /// The value is this.
    Value(T),
}

impl<T> Said<T> {
    /// Says a value, or nothing.
    pub fn from_option(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Self::Value)
    }

    /// The value, where one was said.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Nothing | Self::Cleared => None,
        }
    }

    /// Brings an old value up to date with what was said.
    pub fn update(&self, old: &mut Option<T>)
    where
        T: Clone,
    {
        match self {
            Self::Nothing => {}
            Self::Cleared => *old = None,
            Self::Value(value) => *old = Some(value.clone()),
        }
    }

    /// Says the same in other words.
    pub fn map<U>(self, say: impl FnOnce(T) -> U) -> Said<U> {
        match self {
            Self::Nothing => Said::Nothing,
            Self::Cleared => Said::Cleared,
            Self::Value(value) => Said::Value(say(value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_keeps_and_null_deletes() {
        let mut old = Some(1);
        Said::Nothing.update(&mut old);
        assert_eq!(old, Some(1));
        Said::Value(2).update(&mut old);
        assert_eq!(old, Some(2));
        Said::<i32>::Cleared.update(&mut old);
        assert_eq!(old, None);
    }
}
