//! Why was there no answer?

use fhir::Unreadable;
use thiserror::Error;

/// Why a question was not answered. No word of it names anybody.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// It failed so often that it is left alone for a while.
    #[error("the service is left alone after failures")]
    Resting,
    /// It asked for a wait that is longer than we wait for one answer.
    #[error("the service asked us to wait")]
    Busy,
    /// There is no connection.
    #[error("the service cannot be reached")]
    Unreachable,
    /// The answer, or the rest of it, did not come in time.
    #[error("the service did not answer in time")]
    TooLate,
    /// It says that it has a trouble of its own.
    #[error("the service answered with the status {0}")]
    Ill(u16),
    /// It does not let us in.
    #[error("the service does not let us in: {0}")]
    ShutOut(String),
    /// It finds our question wrong: a defect of ours, or a new rule of its own.
    #[error("the service refused the question: {0}")]
    Refused(String),
    /// The answer is longer than any can be.
    #[error("the answer is too long")]
    TooLong,
    /// The answer cannot be read.
    #[error("the answer cannot be read: {0}")]
    Unreadable(#[from] Unreadable),
    /// The library of cryptography fails.
    #[error("nothing can be signed")]
    NoSignature,
}

impl Fault {
    /// Whether the service is ill, rather than this one question wrong.
    pub fn is_of_the_service(&self) -> bool {
        !matches!(self, Self::Refused(_) | Self::TooLong | Self::Unreadable(_))
    }

    /// Whether asking about anybody else now is pointless.
    pub(super) fn ends_the_round(&self) -> bool {
        matches!(self, Self::Resting | Self::Busy)
    }

    /// What an error of the library means. Its own words hold the address, so they are left out.
    pub(super) fn of(error: &reqwest::Error) -> Self {
        if error.is_timeout() { Self::TooLate } else { Self::Unreachable }
    }
}
