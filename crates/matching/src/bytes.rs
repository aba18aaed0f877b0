//! How are numbers written in as few bytes as they need?

/// Writes seven bits a byte, the lowest first; the eighth says that more follow.
pub(crate) fn write(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(low7(number) | 0x80);
        number >>= 7;
    }
    out.push(low7(number));
}

fn low7(number: u64) -> u8 {
    (number & 0x7f) as u8
}

/// Bytes being read; past their end every number is 0.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(crate) fn number(&mut self) -> u64 {
        let (mut number, mut shift) = (0, 0);
        while let Some((byte, rest)) = self.0.split_first() {
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 || shift >= u64::BITS {
                break;
            }
        }
        number
    }

    /// A number of so many bytes, at most eight, the lowest first.
    pub(crate) fn fixed(&mut self, width: usize) -> u64 {
        let bytes = self.take(width.min(8)).iter().rev();
        bytes.fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    /// The next so many bytes, or all that are left.
    pub(crate) fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_as_they_were_written() {
        let numbers = [0, 1, 127, 128, 16_383, 16_384, 9_991_234_519, u64::MAX];
        let mut bytes = Vec::new();
        for number in numbers {
            write(&mut bytes, number);
        }
        let mut read = Bytes(&bytes);
        assert!(numbers.iter().all(|number| read.number() == *number));
        assert_eq!((read.number(), read.take(3)), (0, &[][..]));
    }
}
