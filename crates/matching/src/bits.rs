//! How is a wide number cut to size?

/// The lower half.
#[expect(clippy::cast_possible_truncation, reason = "cutting is what it is for")]
pub(crate) fn low(wide: u64) -> u32 {
    wide as u32
}

/// The upper half.
pub(crate) fn high(wide: u64) -> u32 {
    low(wide >> 32)
}

/// A place in a list, which no list of ours exceeds.
pub(crate) fn narrow(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// Where of `count` places a number falls that is spread evenly over all of its values.
pub(crate) fn share(even: u32, count: usize) -> usize {
    let place = (u64::from(even) * count as u64) >> 32;
    high(place << 32) as usize
}

/// Both numbers in one, every bit of it drawn from every bit of both.
pub(crate) fn mix(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    fold(product)
}

#[expect(clippy::cast_possible_truncation, reason = "the halves are folded over each other")]
fn fold(product: u128) -> u64 {
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_gets_its_share() {
        assert_eq!(share(0, 7), 0);
        assert_eq!(share(u32::MAX, 7), 6);
        assert_eq!(share(u32::MAX / 2, 7), 3);
        assert_eq!((low(0x1_2345_6789), high(0x1_2345_6789)), (0x2345_6789, 1));
    }
}
