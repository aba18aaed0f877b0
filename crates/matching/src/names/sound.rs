//! Which names sound alike, whatever their spelling?
//!
//! A skeleton of consonants: vowels go but for a first one, and letters that English, Polish, Irish
//! or South Asian spellings exchange become one. Coarse on purpose: it finds candidates and softens
//! a difference, and never proves anything.

use crate::names::families::digest;

/// The sound of a folded word as a number that is equal for equal sounds.
pub(crate) fn of(folded: &str) -> u32 {
    let letters: Vec<char> = folded.chars().take(40).collect();
    let mut skeleton = String::with_capacity(8);
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let (sound, length) = next(&letters, at, letter);
        let is_repeated = at > 0 && letters.get(at - 1) == Some(&letter);
        if !(is_repeated || sound == ' ') {
            skeleton.push(sound);
        }
        at += length;
    }
    digest(&skeleton)
}

/// The sound at a place, and how many letters it takes. A blank is no sound.
fn next(letters: &[char], at: usize, letter: char) -> (char, usize) {
    let second = letters.get(at + 1).copied().unwrap_or(' ');
    let third = letters.get(at + 2).copied().unwrap_or(' ');
    let is_first = at == 0;
    let is_soft = matches!(second, 'E' | 'I' | 'Y');
    match (letter, second) {
        ('S', 'C') if third == 'H' => ('S', 3),
        ('P', 'H') => ('F', 2),
        ('C', 'K') => ('K', 2),
        ('C', 'H') => ('C', 2),
        ('S', 'H' | 'Z') | ('C' | 'D', 'Z') => ('S', 2),
        ('T', 'H') => ('T', 2),
        ('D' | 'B' | 'J' | 'K', 'H') => (letter, 2),
        ('G', 'H') => (if is_first { 'G' } else { ' ' }, 2),
        ('K' | 'G', 'N') if is_first => ('N', 2),
        ('W', 'R') if is_first => ('R', 2),
        ('P', 'S') if is_first => ('S', 2),
        ('M', 'B') if third == ' ' => ('M', 2),
        ('C', _) => (if is_soft { 'S' } else { 'K' }, 1),
        ('G', _) if is_first && is_soft => ('J', 1),
        ('Q', _) => ('K', 1),
        ('X' | 'Z', _) => ('S', 1),
        ('V' | 'W', _) if is_first => ('V', 1),
        ('V', _) => ('F', 1),
        ('Y', 'A' | 'E' | 'I' | 'O' | 'U') if is_first => ('Y', 1),
        ('A' | 'E' | 'I' | 'O' | 'U' | 'Y', _) => (if is_first { 'A' } else { ' ' }, 1),
        ('H', _) if is_first => ('H', 1),
        ('H' | 'W', _) => (' ', 1),
        _ => (letter, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_sound_are_equal() {
        for (one, other) in [
            ("STEPHEN", "STEVEN"),
            ("CHAUDHRY", "CHOWDHURY"),
            ("GEOFFREY", "JEFFREY"),
            ("HUSSAIN", "HOSSEIN"),
            ("YUSUF", "YOUSAF"),
            ("CATHERINE", "KATHRYN"),
            ("MOHAMMED", "MUHAMAD"),
            ("WRIGHT", "RITE"),
        ] {
            assert_eq!(of(one), of(other), "{one} {other}");
        }
    }

    #[test]
    fn different_names_sound_different() {
        for (one, other) in [("ROY", "RAM"), ("DORA", "NORA"), ("SMITH", "SMITHSON")] {
            assert_ne!(of(one), of(other), "{one} {other}");
        }
    }
}
