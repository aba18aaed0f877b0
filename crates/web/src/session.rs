//! Who is signed in on this browser?

use std::fmt::Write as _;

use aws_lc_rs::{constant_time, digest, hmac, rand};
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header;
use axum::http::request::Parts;
use care::access::Staff;
use jiff::SignedDuration;

use crate::app::App;
use crate::limits;
use crate::refusal::{Fault, Refused};

/// A session ends when nothing was asked for so long.
pub(crate) const IDLE: SignedDuration = SignedDuration::from_mins(10);

/// A session ends after so long, whatever was asked.
pub(crate) const LONGEST: SignedDuration = SignedDuration::from_hours(12);

/// A session is not written anew for each request, only when so much of its time has gone.
const SPARED: SignedDuration = SignedDuration::from_secs(30);

/// The secret that a browser holds. Only its hash is stored, so that a copy of the database opens
/// no session.
pub(crate) struct Token([u8; 32]);

impl Token {
    /// A new one, from the system's source of chance.
    pub(crate) fn new() -> Result<Self, Refused> {
        let mut bytes = [0; 32];
        rand::fill(&mut bytes).map_err(|_| Refused::Fault(Fault::NoChance))?;
        Ok(Self(bytes))
    }

    /// The one that the browser sent, where it sent one.
    fn sent(headers: &HeaderMap, name: &str) -> Option<Self> {
        let cookies =
            headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pair = cookies
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(each, _)| *each == name)?;
        from_hex(pair.1).map(Self)
    }

    /// Under which the store knows the session.
    pub(crate) fn hash(&self) -> [u8; 32] {
        sha256(&[b"session", &self.0])
    }

    /// What each form carries, so that no other site can send one in the user's name.
    pub(crate) fn for_forms(&self) -> FormToken {
        FormToken(to_hex(&sha256(&[b"form", &self.0])))
    }

    /// The header that gives the token to the browser.
    pub(crate) fn cookie(&self, behind_tls: bool) -> String {
        let name = cookie_name(behind_tls);
        let secure = if behind_tls { "; Secure" } else { "" };
        format!("{name}={}; Path=/; HttpOnly; SameSite=Strict{secure}", to_hex(&self.0))
    }
}

/// The header that takes the token away.
pub(crate) fn no_cookie(behind_tls: bool) -> String {
    let name = cookie_name(behind_tls);
    let secure = if behind_tls { "; Secure" } else { "" };
    format!("{name}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0{secure}")
}

fn cookie_name(behind_tls: bool) -> &'static str {
    if behind_tls { "__Host-homeward" } else { "homeward" }
}

/// What a form must send back; see [`Token::for_forms`].
#[derive(Clone)]
pub(crate) struct FormToken(String);

impl FormToken {
    /// The text to write into a form.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a form sent the same.
    pub(crate) fn agrees(&self, sent: &str) -> bool {
        constant_time::verify_slices_are_equal(self.0.as_bytes(), sent.as_bytes()).is_ok()
    }
}

/// A member of staff who is signed in on this browser.
///
/// As an argument of a handler it is the lock on the door: without a live session the handler is
/// never reached.
pub(crate) struct SignedIn {
    /// Who.
    pub(crate) staff: Staff,
    /// What each form on the page must carry.
    pub(crate) form: FormToken,
    /// Under which the store knows the session.
    pub(crate) hash: [u8; 32],
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        let name = cookie_name(app.settings().behind_tls);
        let token = Token::sent(&parts.headers, name).ok_or(Refused::SignedOut)?;
        let hash = token.hash();
        let now = app.now();
        let session = app.store().session(&hash, now).await?.ok_or(Refused::SignedOut)?;
        limits::spend_of_user(app, parts, &session.staff.id).map_err(Refused::AtTheGate)?;
        if session.times.idle_until.duration_since(now) < IDLE - SPARED {
            app.store().touch_session(&hash, now, now + IDLE).await?;
        }
        Ok(Self { staff: session.staff, form: token.for_forms(), hash })
    }
}

fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(part);
    }
    let mut out = [0; 32];
    out.iter_mut().zip(context.finish().as_ref()).for_each(|(to, from)| *to = *from);
    out
}

/// A short handle that says nothing of its parts to whoever does not know the key.
pub(crate) fn handle(key: &[u8; 32], parts: &[&str]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    let tag = hmac::sign(&key, parts.join("\0").as_bytes());
    to_hex(tag.as_ref().first_chunk::<12>().unwrap_or(&[0; 12]))
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(place * 2..place * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_the_browser() {
        let token = Token([7; 32]);
        let mut headers = HeaderMap::new();
        let cookie = token.cookie(false);
        let sent = format!("other=1; {}", cookie.split(';').next().unwrap());
        headers.insert(header::COOKIE, sent.parse().unwrap());
        assert_eq!(Token::sent(&headers, "homeward").unwrap().hash(), token.hash());
    }

    #[test]
    fn garbage_is_no_token() {
        for text in ["", "homeward=", "homeward=zz", "homeward=\u{e9}"] {
            let mut headers = HeaderMap::new();
            if let Ok(value) = header::HeaderValue::from_bytes(text.as_bytes()) {
                headers.insert(header::COOKIE, value);
            }
            assert!(Token::sent(&headers, "homeward").is_none(), "{text}");
        }
    }

    #[test]
    fn the_token_of_forms_opens_no_session() {
        let token = Token([7; 32]);
        assert_ne!(token.for_forms().as_str(), to_hex(&token.0));
        assert!(token.for_forms().agrees(token.for_forms().as_str()));
        assert!(!token.for_forms().agrees(""));
    }
}
