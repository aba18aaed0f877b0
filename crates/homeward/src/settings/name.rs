//! May a way in be called so?
//!
//! The name of a provider or a patient system stands in addresses, in the audit and in each session:
//! one name is one way in, and none of our own.

use toml::Spanned;

use super::Settings;
use super::mistake::Fault;

/// Names that mean something else in addresses of ours, or in the audit.
const TAKEN: [&str; 3] = ["accounts", "keys", "passkey"];

/// The longest name, in letters.
const LONGEST: usize = 40;

/// What no single value shows to be wrong.
pub(super) fn judge(settings: &Settings) -> Result<(), Fault> {
    let names = || {
        let providers = settings.providers.iter().map(|provider| &provider.name);
        let launches = settings.launches.iter().map(|launch| &launch.name);
        providers.chain(launches).chain(settings.links.iter().map(|link| &link.name))
    };
    for (place, name) in names().enumerate() {
        if !is_name(name.get_ref()) {
            let expected = "expected a name of at most 40 small letters, digits and hyphens, other \
                            than `accounts`, `keys` and `passkey`, which mean something else";
            return Err(Fault::value(expected, name.span()));
        }
        if names().take(place).any(|before| before.get_ref() == name.get_ref()) {
            return Err(Fault::twice("name of a way in", name.span()));
        }
    }
    judge_issuers(settings)
}

/// Who signs links names people by its own issuer. None may name another's people, nor those with
/// an account here.
fn judge_issuers(settings: &Settings) -> Result<(), Fault> {
    for (place, link) in settings.links.iter().enumerate() {
        let issuer: &Spanned<String> = &link.issuer;
        let named = issuer.get_ref();
        let mut before = settings.links.iter().take(place);
        if before.any(|before| before.issuer.get_ref() == named) {
            return Err(Fault::twice("issuer of links", issuer.span()));
        }
        let is_taken = named.trim().is_empty()
            || TAKEN.contains(&named.as_str())
            || settings.providers.iter().any(|each| each.issuer.get_ref() == named);
        if is_taken {
            let expected = "expected an issuer of its own: this one names the people of another";
            return Err(Fault::value(expected, issuer.span()));
        }
    }
    Ok(())
}

fn is_name(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=LONGEST).contains(&text.len()) && text.chars().all(fits) && !TAKEN.contains(&text)
}
