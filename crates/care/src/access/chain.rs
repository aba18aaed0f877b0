//! In whose chain does a line of the audit stand, and by what name is it known?

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::people::{CouncilName, TrustCode};

/// A chain of lines: each holds the hash of the one before, so that none can be changed, removed,
/// moved or put in without all that follow ceasing to fit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Chain {
    /// What a trust's staff did, and what the service did about its patients.
    Trust(TrustCode),
    /// What a council's staff did.
    Council(CouncilName),
    /// What the service did about nobody's patients, and what was done at its command line.
    Service,
}

/// The name of one line: its chain, and its place in it, counted from 1. Written
/// `trust:RZZ/42`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct LineId {
    /// The chain.
    pub chain: Chain,
    /// The place in it.
    pub sequence: i64,
}

/// Lines of a chain that follow each other without a gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// The place of the first.
    pub from: i64,
    /// The place of the last.
    pub to: i64,
    /// The hash of the last, in hexadecimal digits: the line after it hangs on this.
    pub hash: String,
}

/// The text names no chain, or no line of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected `trust:CODE`, `council:NAME` or `service`, and for a line `/NUMBER` after it")]
pub struct NotALine;

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trust(code) => write!(f, "trust:{code}"),
            Self::Council(name) => write!(f, "council:{name}"),
            Self::Service => f.write_str("service"),
        }
    }
}

impl FromStr for Chain {
    type Err = NotALine;
    fn from_str(text: &str) -> Result<Self, NotALine> {
        match text.split_once(':') {
            Some(("trust", code)) => code.parse().map(Self::Trust).map_err(|_| NotALine),
            Some(("council", name)) => name.parse().map(Self::Council).map_err(|_| NotALine),
            None if text == "service" => Ok(Self::Service),
            _ => Err(NotALine),
        }
    }
}

impl fmt::Display for LineId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.chain, self.sequence)
    }
}

impl FromStr for LineId {
    type Err = NotALine;
    fn from_str(text: &str) -> Result<Self, NotALine> {
        let (chain, sequence) = text.rsplit_once('/').ok_or(NotALine)?;
        let sequence = sequence.parse().map_err(|_| NotALine)?;
        Ok(Self { chain: chain.parse()?, sequence })
    }
}

impl TryFrom<String> for Chain {
    type Error = NotALine;
    fn try_from(text: String) -> Result<Self, NotALine> {
        text.parse()
    }
}

impl From<Chain> for String {
    fn from(chain: Chain) -> Self {
        chain.to_string()
    }
}

impl TryFrom<String> for LineId {
    type Error = NotALine;
    fn try_from(text: String) -> Result<Self, NotALine> {
        text.parse()
    }
}

impl From<LineId> for String {
    fn from(line: LineId) -> Self {
        line.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_as_it_is_written() {
        for text in ["trust:RZZ/1", "council:westshire/42", "service/7"] {
            assert_eq!(text.parse::<LineId>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_names_no_line_is_refused() {
        for text in ["", "RZZ/1", "trust:RZZ", "trust:rzz/1", "service:x/1", "service/one"] {
            assert_eq!(text.parse::<LineId>(), Err(NotALine), "{text}");
        }
    }
}
