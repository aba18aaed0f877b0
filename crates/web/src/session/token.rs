//! What does the browser hold of a session, and what do its forms?

use std::fmt::Write as _;

use aws_lc_rs::{constant_time, digest, hmac, rand};
use axum::http::HeaderMap;
use axum::http::header::{self, HeaderValue};
use store::TokenHash;

use crate::refusal::{Fault, Refused};

/// The secret that a browser holds: 256 bits of chance. Only its hash is stored, so that a copy of
/// the database opens no session.
pub(crate) struct Token([u8; 32]);

/// How the cookie is marked.
///
/// `Lax` and not `Strict`: who comes back from a provider, or from a link of the patient system,
/// arrives from another site, and `Strict` would hide from us whose session this browser holds. So a
/// lock would never open, and another person's session would not be ended. What `Lax` lets through
/// changes nothing: it goes with a GET that a user follows, and every act is a POST with a token of
/// the session and from our own site (see `forms`).
///
/// In a frame of another site `Lax` is not sent at all. Where the settings let the patient system
/// frame us, the cookie is `None`, and kept apart for each site that frames us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marks {
    /// Without TLS, on this machine only.
    Plain,
    /// Through TLS.
    Tls,
    /// Through TLS, in a frame of a site that the settings name.
    TlsFramed,
}

impl Marks {
    fn name(self) -> &'static str {
        match self {
            Self::Plain => "homeward",
            // A browser takes such a name only with `Secure`, `Path=/` and from this very host.
            Self::Tls | Self::TlsFramed => "__Host-homeward",
        }
    }

    /// The marks of a cookie of ours, apart from its age.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Plain => "Path=/; HttpOnly; SameSite=Lax",
            Self::Tls => "Path=/; HttpOnly; SameSite=Lax; Secure",
            Self::TlsFramed => "Path=/; HttpOnly; SameSite=None; Secure; Partitioned",
        }
    }

    /// The header that takes the token away.
    pub(crate) fn no_cookie(self) -> String {
        format!("{}=; {}; Max-Age=0", self.name(), self.words())
    }
}

impl Token {
    /// A new one, from the system's source of chance.
    pub(crate) fn new() -> Result<Self, Refused> {
        Ok(Self(chance()?))
    }

    /// The one that the browser sent, where it sent one.
    pub(crate) fn sent(headers: &HeaderMap, marks: Marks) -> Option<Self> {
        from_hex(sent_cookie(headers, marks.name())?).map(Self)
    }

    /// Under which the store knows the session.
    pub(crate) fn hash(&self) -> TokenHash {
        sha256(&[b"session", &self.0])
    }

    /// The header that gives the token to the browser.
    pub(crate) fn cookie(&self, marks: Marks) -> String {
        format!("{}={}; {}", marks.name(), to_hex(&self.0), marks.words())
    }
}

/// What each form carries, so that no other site can send one in the user's name. It is the same as
/// long as the session lasts, whatever becomes of the browser's token: what somebody has begun to
/// write can still be sent after a lock.
#[derive(Clone)]
pub(crate) struct FormToken(String);

impl FormToken {
    /// The one of a session.
    pub(crate) fn of(form_key: &[u8; 32]) -> Self {
        Self(to_hex(&sha256(&[b"form", form_key])))
    }

    /// The text to write into a form.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a form sent the same.
    pub(crate) fn agrees(&self, sent: &str) -> bool {
        constant_time::verify_slices_are_equal(self.0.as_bytes(), sent.as_bytes()).is_ok()
    }
}

/// The value of a cookie that the browser sent; `None` where it sent none of that name. The header is
/// read as bytes: a sister of ours under the same domain may have set a cookie of any.
pub(crate) fn sent_cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().map(HeaderValue::as_bytes);
    let mut pairs = lines.flat_map(|line| line.split(|byte| *byte == b';')).map(<[u8]>::trim_ascii);
    let of_name = |pair: &'a [u8]| pair.strip_prefix(name.as_bytes())?.strip_prefix(b"=");
    pairs.find_map(|pair| str::from_utf8(of_name(pair)?).ok())
}

/// 256 bits of chance.
pub(crate) fn chance() -> Result<[u8; 32], Refused> {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).map_err(|_| Refused::Fault(Fault::NoChance))?;
    Ok(bytes)
}

/// A handle by chance, of 128 bits.
pub(crate) fn new_handle() -> Result<String, Refused> {
    Ok(to_hex(chance()?.first_chunk::<16>().unwrap_or(&[0; 16])))
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
        for marks in [Marks::Plain, Marks::Tls, Marks::TlsFramed] {
            let token = Token([7; 32]);
            let mut headers = HeaderMap::new();
            let cookie = token.cookie(marks);
            let sent = format!("other=1; {}", cookie.split(';').next().unwrap());
            headers.insert(header::COOKIE, sent.parse().unwrap());
            assert_eq!(Token::sent(&headers, marks).unwrap().hash(), token.hash());
        }
    }

    #[test]
    fn a_cookie_of_a_sister_hides_none_of_ours() {
        let mut headers = HeaderMap::new();
        let ours = Token([7; 32]);
        let text = format!("; {}", ours.cookie(Marks::Plain).split(';').next().unwrap());
        let bytes = [b"other=\xe9".as_slice(), text.as_bytes()].concat();
        headers.insert(header::COOKIE, header::HeaderValue::from_bytes(&bytes).unwrap());
        assert_eq!(Token::sent(&headers, Marks::Plain).unwrap().hash(), ours.hash());
    }

    #[test]
    fn each_token_is_256_bits_that_nobody_had_before() {
        let (one, other) = (Token::new().ok().unwrap(), Token::new().ok().unwrap());
        assert_ne!(one.hash(), other.hash());
        let cookie = one.cookie(Marks::Plain);
        let value = cookie.split(';').next().unwrap().split_once('=').unwrap().1;
        assert_eq!((value.len(), value.chars().all(|c| c.is_ascii_hexdigit())), (64, true));
        assert_ne!(value, "0".repeat(64));
    }

    #[test]
    fn garbage_is_no_token() {
        for text in ["", "homeward=", "homeward=zz", "homeward=\u{e9}"] {
            let mut headers = HeaderMap::new();
            if let Ok(value) = header::HeaderValue::from_bytes(text.as_bytes()) {
                headers.insert(header::COOKIE, value);
            }
            assert!(Token::sent(&headers, Marks::Plain).is_none(), "{text}");
        }
    }

    #[test]
    fn the_token_of_forms_opens_no_session() {
        let token = FormToken::of(&[7; 32]);
        assert_ne!(token.as_str(), to_hex(&[7; 32]));
        assert!(token.agrees(FormToken::of(&[7; 32]).as_str()));
        assert!(!token.agrees(FormToken::of(&[8; 32]).as_str()));
        assert!(!token.agrees(""));
    }

    #[test]
    fn only_a_frame_gets_a_cookie_that_other_sites_may_carry() {
        let marked = |marks: Marks| Token([7; 32]).cookie(marks);
        for marks in [Marks::Plain, Marks::Tls] {
            assert!(marked(marks).contains("SameSite=Lax"));
        }
        assert!(marked(Marks::TlsFramed).contains("SameSite=None; Secure; Partitioned"));
        for marks in [Marks::Tls, Marks::TlsFramed] {
            assert!(marked(marks).starts_with("__Host-homeward="));
            assert!(
                marks.no_cookie().ends_with("Max-Age=0") && marks.no_cookie().contains("Secure")
            );
        }
    }
}
