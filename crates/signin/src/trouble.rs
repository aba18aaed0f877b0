//! Why is somebody not signed in, and whose fault is it?

use crate::http::NoAnswer;
use crate::jwt::{BadToken, CannotSign};
use crate::keys::NotVerified;

/// Why nobody was signed in. No word of it says anything of anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The provider does not answer.
    #[error("the provider gives no answer: {0}")]
    Down(#[from] NoAnswer),
    /// What the provider says of itself cannot be: its issuer is another, or an address is not
    /// safe, or it does not offer what we need.
    #[error("the provider says of itself what cannot be: {0}")]
    Metadata(&'static str),
    /// Somebody turned back at the provider, or may not come to us by its own rules.
    #[error("the provider let nobody through: {0}")]
    TurnedBack(&'static str),
    /// The provider refuses us, or the code that was brought back.
    #[error("the provider refuses us: {0}")]
    Refused(&'static str),
    /// What came back is not the answer to our question.
    #[error("what came back is not the answer to our question: {0}")]
    Foreign(&'static str),
    /// A token of the provider is not taken.
    #[error(transparent)]
    Token(#[from] BadToken),
    /// The provider is sure of who it is, and by our rules that is not enough.
    #[error("whom the provider vouches for is not taken: {0}")]
    NotTaken(&'static str),
    /// Nothing can be signed.
    #[error(transparent)]
    CannotSign(#[from] CannotSign),
}

impl Trouble {
    /// In one word, for the log and the audit.
    pub fn code(self) -> &'static str {
        match self {
            Self::Down(NoAnswer::Unreachable) => "provider_unreachable",
            Self::Down(NoAnswer::TooLate) => "provider_too_late",
            Self::Down(NoAnswer::TooLong) => "provider_too_long",
            Self::Down(NoAnswer::Status(_)) => "provider_status",
            Self::Down(NoAnswer::Unreadable) => "provider_unreadable",
            Self::Down(NoAnswer::Resting) => "provider_resting",
            Self::Token(token) => token.code(),
            Self::CannotSign(_) => "cannot_sign",
            Self::Metadata(code)
            | Self::TurnedBack(code)
            | Self::Refused(code)
            | Self::Foreign(code)
            | Self::NotTaken(code) => code,
        }
    }

    /// Whether the provider is ill, so that another way in may work where this one does not.
    pub fn is_of_the_provider(self) -> bool {
        matches!(self, Self::Down(_) | Self::Metadata(_) | Self::Refused(_))
    }
}

impl From<NotVerified> for Trouble {
    fn from(fault: NotVerified) -> Self {
        match fault {
            NotVerified::NoKeys(fault) => Self::Down(fault),
            NotVerified::Token(fault) => Self::Token(fault),
        }
    }
}

/// An error code of OAuth 2.0 or OpenID Connect as a word of ours: what is no word of the standards
/// is not repeated, so that nobody writes into our log.
pub(crate) fn error_code(said: &str) -> &'static str {
    const KNOWN: [&str; 14] = [
        "access_denied",
        "account_selection_required",
        "consent_required",
        "interaction_required",
        "invalid_client",
        "invalid_grant",
        "invalid_request",
        "invalid_scope",
        "login_required",
        "server_error",
        "temporarily_unavailable",
        "unauthorized_client",
        "unmet_authentication_requirements",
        "unsupported_response_type",
    ];
    KNOWN.into_iter().find(|known| *known == said).unwrap_or("unknown_error")
}
