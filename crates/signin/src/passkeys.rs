//! Does the person at the door hold the passkey of an account, and have they shown that it is they?
//!
//! Web Authentication, Level 3 (W3C), by way of `webauthn-rs`. What is asked of every passkey: it
//! names its account by itself (discoverable), it verifies its user by finger, face or code, and it
//! answers our own address only. That is two factors in one step; NIST 800-63B counts a passkey
//! that may be synchronised as level 2, and nothing here tells one that is not from it.
//!
//! Each step begins with a challenge. What must be remembered of it comes out as
//! [`Challenge::state`]; whoever keeps it gives it back once and never a second time.

use std::fmt;

use serde_json::Value;
use url::Url;
use webauthn_rs::prelude::{
    CreationChallengeResponse, DiscoverableAuthentication, Passkey, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, RequestChallengeResponse, Uuid, Webauthn,
    WebauthnBuilder, WebauthnError,
};

/// What accounts kept here are called as an issuer, and as a provider in the audit. No provider in
/// the settings may have this name.
pub const ISSUER: &str = "accounts";

/// NIST 800-63B authenticator assurance level of a passkey with user verification.
pub const ASSURANCE: u8 = 2;

/// Longer answers than any authenticator gives are not read.
const LONGEST_ANSWER: usize = 32 * 1024;

/// Who asks for and checks passkeys, for one address.
#[derive(Clone)]
pub struct Passkeys {
    webauthn: Webauthn,
    origin: String,
}

/// An address for which no passkey can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected the address that browsers show, such as \"https://homeward.example\": https, a name \
     that is no number, and nothing behind it (\"http://localhost:8080\" on this machine only)"
)]
pub struct NotAnOrigin;

/// A question to an authenticator.
pub struct Challenge {
    /// For the browser: the `publicKey` of `navigator.credentials`, as JSON.
    pub options: String,
    /// For us, to check the answer by: kept on the server, and used once.
    pub state: String,
}

/// For whom a passkey is made.
pub struct Holder<'a> {
    /// The account's own random number: what an authenticator keeps as the user handle.
    pub account: [u8; 16],
    /// The name, which the authenticator shows to its owner.
    pub name: &'a str,
    /// The ids of the passkeys that the account has: their authenticators make no second one.
    pub has: Vec<Vec<u8>>,
}

/// A passkey that was made.
#[derive(Clone, PartialEq, Eq)]
pub struct Made {
    /// The id that the authenticator chose.
    pub id: Vec<u8>,
    /// The public key with its count and flags, as it is kept.
    pub key: String,
}

/// An answer to a sign-in challenge, read and not checked yet.
pub struct Presented {
    /// The account that the authenticator names.
    pub account: [u8; 16],
    /// The id of the passkey.
    pub id: Vec<u8>,
    answer: PublicKeyCredential,
}

/// A passkey that was shown to be at hand, with its user.
#[derive(Clone, PartialEq, Eq)]
pub struct Proved {
    /// The key with its new count and flags, as it is to be kept from now on.
    pub key: String,
}

/// Why an answer proves nothing. The user is told the same in every case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotProved {
    /// It is no answer of an authenticator.
    #[error("the answer cannot be read")]
    Unreadable,
    /// The authenticator keeps the passkey so that it does not find it again by itself.
    #[error("the authenticator does not keep the passkey")]
    NotKept,
    /// It counts backwards, as a copy of an authenticator does (Level 3, section 6.1.1). The
    /// signature was right: somebody holds the key twice.
    #[error("the authenticator counts backwards")]
    Copied,
    /// The check failed; what, in one word for the log.
    #[error("refused: {0}")]
    Refused(&'static str),
}

impl Passkeys {
    /// Passkeys for the pages at `origin`. The id of the relying party is its name, so a passkey
    /// works on no other address and at no other port.
    pub fn new(origin: &Url) -> Result<Self, NotAnOrigin> {
        let name = origin.domain().ok_or(NotAnOrigin)?;
        let is_bare = origin.path() == "/"
            && origin.query().is_none()
            && origin.fragment().is_none()
            && origin.username().is_empty()
            && origin.password().is_none();
        let is_safe =
            origin.scheme() == "https" || origin.scheme() == "http" && name == "localhost";
        if !is_bare || !is_safe {
            return Err(NotAnOrigin);
        }
        let builder = WebauthnBuilder::new(name, origin).map_err(|_| NotAnOrigin)?;
        let webauthn = builder.rp_name("Homeward").build().map_err(|_| NotAnOrigin)?;
        Ok(Self { webauthn, origin: origin.origin().ascii_serialization() })
    }

    /// The address, without a slash at its end.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Asks an authenticator to make a passkey.
    pub fn ask_to_make(&self, holder: Holder<'_>) -> Result<Challenge, NotProved> {
        let Holder { account, name, has } = holder;
        let account = Uuid::from_bytes(account);
        let begun = self.webauthn.start_passkey_registration(account, name, name, Some(has));
        let (options, state) = begun.map_err(|error| refused(&error))?;
        Ok(Challenge { options: kept_by_itself(&options)?, state: written(&state)? })
    }

    /// Checks what an authenticator made.
    pub fn made(&self, state: &str, answer: &str) -> Result<Made, NotProved> {
        let answer: RegisterPublicKeyCredential = read(answer)?;
        let state: PasskeyRegistration = read(state)?;
        if answer.extensions.cred_props.as_ref().and_then(|said| said.rk) == Some(false) {
            return Err(NotProved::NotKept);
        }
        let key = self
            .webauthn
            .finish_passkey_registration(&answer, &state)
            .map_err(|error| refused(&error))?;
        Ok(Made { id: key.cred_id().clone(), key: written(&key)? })
    }

    /// Asks for any passkey of ours: who they are is what the answer says.
    pub fn ask_to_prove(&self) -> Result<Challenge, NotProved> {
        let (options, state) =
            self.webauthn.start_discoverable_authentication().map_err(|error| refused(&error))?;
        // The browser is asked by a press of a button, not while a field is filled in.
        let RequestChallengeResponse { public_key, .. } = options;
        Ok(Challenge { options: written(&public_key)?, state: written(&state)? })
    }

    /// Reads whom and which passkey an answer names, so that the key can be fetched.
    pub fn presented(&self, answer: &str) -> Result<Presented, NotProved> {
        let answer: PublicKeyCredential = read(answer)?;
        let (account, id) = self
            .webauthn
            .identify_discoverable_authentication(&answer)
            .map_err(|_| NotProved::Unreadable)?;
        let (account, id) = (account.into_bytes(), id.to_vec());
        Ok(Presented { account, id, answer })
    }

    /// Checks the answer against the key that is kept for it.
    pub fn proved(
        &self,
        state: &str,
        presented: &Presented,
        key: &str,
    ) -> Result<Proved, NotProved> {
        let state: DiscoverableAuthentication = read(state)?;
        let mut key: Passkey = read(key)?;
        let proof = self
            .webauthn
            .finish_discoverable_authentication_v2(&presented.answer, state, &key)
            .map_err(|error| refused(&error))?;
        if !proof.user_verified() {
            return Err(NotProved::Refused("user_not_verified"));
        }
        key.update_credential(&proof).ok_or(NotProved::Refused("other_key"))?;
        Ok(Proved { key: written(&key)? })
    }
}

/// A passkey must be found by the authenticator itself: nobody types a name here. The library
/// leaves that to chance, so the question is put more strictly than it writes it.
fn kept_by_itself(options: &CreationChallengeResponse) -> Result<String, NotProved> {
    let unwritten = |_| NotProved::Unreadable;
    let mut options = serde_json::to_value(&options.public_key).map_err(unwritten)?;
    let selection = options.get_mut("authenticatorSelection").and_then(Value::as_object_mut);
    let selection = selection.ok_or(NotProved::Unreadable)?;
    selection.insert("residentKey".to_owned(), Value::from("required"));
    selection.insert("requireResidentKey".to_owned(), Value::from(true));
    Ok(options.to_string())
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, NotProved> {
    if text.len() > LONGEST_ANSWER {
        return Err(NotProved::Unreadable);
    }
    serde_json::from_str(text).map_err(|_| NotProved::Unreadable)
}

fn written<T: serde::Serialize>(value: &T) -> Result<String, NotProved> {
    serde_json::to_string(value).map_err(|_| NotProved::Unreadable)
}

fn refused(error: &WebauthnError) -> NotProved {
    NotProved::Refused(match error {
        WebauthnError::CredentialPossibleCompromise => return NotProved::Copied,
        WebauthnError::InvalidClientDataType => "kind",
        WebauthnError::MismatchedChallenge => "challenge",
        WebauthnError::InvalidRPOrigin => "origin",
        WebauthnError::InvalidRPIDHash => "relying_party",
        WebauthnError::UserNotPresent => "user_not_present",
        WebauthnError::UserNotVerified => "user_not_verified",
        WebauthnError::AuthenticationFailure => "signature",
        WebauthnError::CredentialBackupEligibilityInconsistent
        | WebauthnError::CredentialMayNotBeHardwareBound => "backup",
        WebauthnError::CredentialNotFound => "other_key",
        _ => "other",
    })
}

/// What identifies a person, or opens a door with its partner, stays out of debug text.
macro_rules! keeps_to_itself {
    ($($name:ident),*) => { $(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )* };
}
keeps_to_itself!(Challenge, Made, Presented, Proved);

impl fmt::Debug for Holder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Holder(..)")
    }
}

impl fmt::Debug for Passkeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Passkeys({})", self.origin)
    }
}
