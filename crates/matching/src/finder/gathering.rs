//! How are very many people taken in at once?

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use care::people::{CouncilName, Identity, PersonKey};

use crate::bits::narrow;
use crate::crew::Crew;
use crate::packed::{pack, pack_key};
use crate::records::{PIECE, Piece, Records};
use crate::seed::Seed;
use crate::subject::Profile;
use crate::vocabulary::Vocabulary;

/// People packed, in the order in which they came.
pub(super) struct Gathered {
    pub(super) records: Records,
    pub(super) words: Vocabulary,
    pub(super) councils: Vec<CouncilName>,
    pub(super) crew: Crew,
}

/// What all hands share.
struct Shared {
    words: Mutex<Vocabulary>,
    councils: Mutex<Vec<CouncilName>>,
}

/// What one hand has seen, so that it seldom has to ask for what is shared.
#[derive(Default)]
struct Seen {
    words: HashMap<String, u32>,
    councils: Vec<(CouncilName, u32)>,
    record: Vec<u8>,
}

/// Packs everybody of `people`, with all processors. Of those not packed yet, only a few thousand
/// are held at a time.
pub(super) fn gather(
    people: impl Iterator<Item = (PersonKey, Identity)> + Send,
    seed: Seed,
) -> Gathered {
    let crew = Crew::new();
    let shared =
        Shared { words: Mutex::new(Vocabulary::new(seed, 0)), councils: Mutex::new(Vec::new()) };
    let hands = Mutex::new(Vec::new());
    let pieces = crew.each(Lots(people), |lot| {
        let mut own = locked(&hands).pop().unwrap_or_else(Seen::default);
        let mut piece = Piece::default();
        for (key, identity) in &lot {
            own.pack(key, identity, &shared);
            piece.push(&own.record);
        }
        locked(&hands).push(own);
        piece.shrunk()
    });
    let mut words = shared.words.into_inner().unwrap_or_else(PoisonError::into_inner);
    words.shrink();
    let councils = shared.councils.into_inner().unwrap_or_else(PoisonError::into_inner);
    Gathered { records: Records::of(pieces), words, councils, crew }
}

impl Seen {
    fn pack(&mut self, key: &PersonKey, identity: &Identity, shared: &Shared) {
        let council = self.council(&key.council, shared);
        self.record.clear();
        pack_key(council, key.id.as_str(), &mut self.record);
        let words = &mut self.words;
        let number = |text: &str| {
            words.get(text).copied().unwrap_or_else(|| {
                let number = locked(&shared.words).take(text);
                words.insert(text.to_owned(), number);
                number
            })
        };
        pack(&Profile::of(identity), number, &mut self.record);
    }

    fn council(&mut self, name: &CouncilName, shared: &Shared) -> u32 {
        if let Some((_, number)) = self.councils.iter().find(|(one, _)| one == name) {
            return *number;
        }
        let number = number_of(name, &mut locked(&shared.councils));
        self.councils.push((name.clone(), number));
        number
    }
}

/// The number of a council, which is added where it is new.
pub(super) fn number_of(name: &CouncilName, councils: &mut Vec<CouncilName>) -> u32 {
    let place = councils.iter().position(|one| one == name).unwrap_or_else(|| {
        councils.push(name.clone());
        councils.len() - 1
    });
    narrow(place)
}

fn locked<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// People in lots of as many as one piece of the records holds.
struct Lots<I>(I);

impl<I: Iterator> Iterator for Lots<I> {
    type Item = Vec<I::Item>;

    fn next(&mut self) -> Option<Vec<I::Item>> {
        let lot: Vec<I::Item> = self.0.by_ref().take(PIECE as usize).collect();
        (!lot.is_empty()).then_some(lot)
    }
}
