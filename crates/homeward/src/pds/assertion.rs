//! How do we prove who we are, without sending a secret?
//!
//! By a signed assertion (RFC 7523): a JWT with RS512 that names us, the address where it is good,
//! a number that is used once, and a time after which it is worth nothing.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::{SigningKey, uuid};

/// So long an assertion is good. The service takes five minutes at most; clocks differ.
const GOOD_FOR: SignedDuration = SignedDuration::from_mins(4);

#[derive(Serialize)]
struct Header<'a> {
    alg: &'a str,
    typ: &'a str,
    kid: &'a str,
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    jti: String,
    exp: i64,
}

/// Who we are.
#[derive(Debug)]
pub(super) struct Ourselves {
    pub(super) application: String,
    pub(super) key_id: String,
    pub(super) key: SigningKey,
}

impl Ourselves {
    /// An assertion that is good at `audience`, once; `None` where the library of cryptography
    /// fails.
    pub(super) fn assert(&self, audience: &str, now: Timestamp) -> Option<String> {
        let header = Header { alg: "RS512", typ: "JWT", kid: &self.key_id };
        let claims = Claims {
            iss: &self.application,
            sub: &self.application,
            aud: audience,
            jti: uuid::random(),
            exp: (now + GOOD_FOR).as_second(),
        };
        let part = |json: Vec<u8>| BASE64.encode(json);
        let header = part(serde_json::to_vec(&header).ok()?);
        let claims = part(serde_json::to_vec(&claims).ok()?);
        let signed = format!("{header}.{claims}");
        let signature = BASE64.encode(self.key.sign(signed.as_bytes())?);
        Some(format!("{signed}.{signature}"))
    }
}
