//! What names a request, and nothing else ever?

use aws_lc_rs::rand;

/// A random UUID (RFC 9562, version 4). Without any chance at hand, which no machine is, it is all
/// noughts but for the version.
pub(super) fn random() -> String {
    let mut bytes = [0; 16];
    let _filled = rand::fill(&mut bytes);
    let number =
        u128::from_be_bytes(bytes) & !(0xF << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
    let text = format!("{number:032x}");
    let parts =
        [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| text.get(part).unwrap_or_default());
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_the_shape_and_never_comes_twice() {
        let (one, other) = (random(), random());
        assert_ne!(one, other);
        let marks: Vec<char> =
            [8, 13, 14, 18, 19, 23].map(|at| one.chars().nth(at).unwrap()).into();
        assert_eq!((marks[0], marks[1], marks[2], marks[3], marks[5]), ('-', '-', '4', '-', '-'));
        assert!("89ab".contains(marks[4]) && one.len() == 36, "{one}");
    }
}
