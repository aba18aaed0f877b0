//! How does a line hang on the one before it?

use aws_lc_rs::digest;

/// What every hashed text begins with, so that no other hash of ours can be taken for a link.
const DOMAIN: &str = "homeward audit line 1";

/// The hash of a line, in hexadecimal digits: SHA-256 over the [`DOMAIN`], the hash of the line
/// before it, its place in the chain and its exact text, each in a line of its own.
///
/// The first line hangs on the name of the chain, so that none can be moved to another. Neither a
/// name nor a hash holds a line feed and what follows the third is the text, so two different lines
/// never make one text to be hashed.
///
/// PostgreSQL computes the same: `homeward_link` in `migrations/postgres.rs`.
pub(crate) fn link(previous: &str, sequence: i64, line: &str) -> String {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in [DOMAIN, "\n", previous, "\n", &sequence.to_string(), "\n", line] {
        context.update(part.as_bytes());
    }
    hex(context.finish().as_ref())
}

/// Two hexadecimal digits, in small letters, for each byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| DIGITS.get(usize::from(half)).copied().map_or('0', char::from);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_hangs_on_what_is_before_it_on_its_place_and_on_its_text() {
        let hash = link("trust:RZZ", 1, "{}");
        assert_eq!(hash, "ace7c62c504c75a546df90eb382ab7bea877e47056a0a10ab8d26049a076e244");
        assert_ne!(link("trust:RZY", 1, "{}"), hash);
        assert_ne!(link("trust:RZZ", 2, "{}"), hash);
        assert_ne!(link("trust:RZZ", 1, "{ }"), hash);
    }
}
