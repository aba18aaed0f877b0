//! Where are the people's records kept?

use crate::bits::narrow;

/// People in one piece of memory: no piece is so large that adding to it takes long.
pub(crate) const PIECE: u32 = 2048;

/// Records by place. They are only ever added.
#[derive(Debug, Clone, Default)]
pub(crate) struct Records {
    pieces: Vec<Piece>,
    len: u32,
}

/// So many records, one after the other.
#[derive(Debug, Clone, Default)]
pub(crate) struct Piece {
    ends: Vec<u32>,
    bytes: Vec<u8>,
}

impl Records {
    /// Records in the order of the pieces, of which all but the last are full.
    pub(crate) fn of(pieces: Vec<Piece>) -> Self {
        let len = narrow(pieces.iter().map(|piece| piece.ends.len()).sum());
        Self { pieces, len }
    }

    pub(crate) fn len(&self) -> u32 {
        self.len
    }

    pub(crate) fn get(&self, place: u32) -> Option<&[u8]> {
        self.pieces.get((place / PIECE) as usize)?.get(place % PIECE)
    }

    /// Adds a record and answers with its place.
    pub(crate) fn push(&mut self, record: &[u8]) -> u32 {
        let place = self.len;
        if place.is_multiple_of(PIECE) {
            self.pieces.push(Piece::default());
        }
        if let Some(piece) = self.pieces.last_mut() {
            piece.push(record);
        }
        self.len += 1;
        place
    }

    /// Gives back what will not be used.
    pub(crate) fn shrunk(self) -> Self {
        Self { pieces: self.pieces.into_iter().map(Piece::shrunk).collect(), len: self.len }
    }

    /// Bytes held.
    pub(crate) fn size(&self) -> usize {
        self.pieces.iter().map(Piece::size).sum::<usize>()
            + self.pieces.capacity() * size_of::<Piece>()
    }
}

impl Piece {
    pub(crate) fn push(&mut self, record: &[u8]) {
        self.bytes.extend_from_slice(record);
        self.ends.push(narrow(self.bytes.len()));
    }

    /// Gives back what will not be used.
    pub(crate) fn shrunk(mut self) -> Self {
        self.ends.shrink_to_fit();
        self.bytes.shrink_to_fit();
        self
    }

    fn get(&self, place: u32) -> Option<&[u8]> {
        let place = place as usize;
        let before = place.checked_sub(1).and_then(|before| self.ends.get(before));
        let (from, to) = (before.copied().unwrap_or(0), *self.ends.get(place)?);
        self.bytes.get(from as usize..to as usize)
    }

    fn size(&self) -> usize {
        self.bytes.capacity() + self.ends.capacity() * size_of::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_record_is_found_at_its_place() {
        let mut records = Records::default();
        let record = |number: u32| vec![b'x'; (number % 7) as usize];
        for number in 0..3 * PIECE + 5 {
            assert_eq!(records.push(&record(number)), number);
        }
        assert!((0..records.len()).all(|place| records.get(place) == Some(&record(place))));
        assert_eq!(records.get(records.len()), None);
    }
}
