//! From whom are the weights learnt where there are too many to learn from all?

use care::people::Identity;

/// The most that are kept.
const MOST: usize = 100_000;

/// Every n-th of those offered, n as small as leaves them few enough. It depends on their order
/// and on nothing else.
#[derive(Debug, Default)]
pub struct Sample {
    kept: Vec<Identity>,
    offered: u64,
    /// Every so many-th is kept, as a power of two.
    doubled: u32,
}

impl Sample {
    /// Offers one more.
    pub fn offer(&mut self, identity: Identity) {
        let every = 1_u64 << self.doubled;
        if self.offered.is_multiple_of(every) {
            self.kept.push(identity);
        }
        self.offered += 1;
        if self.kept.len() > MOST {
            self.halve();
        }
    }

    fn halve(&mut self) {
        let mut place = 0_usize;
        self.kept.retain(|_| {
            place += 1;
            place % 2 == 1
        });
        self.doubled += 1;
    }

    /// Those that were kept, in the order in which they were offered.
    pub fn into_kept(self) -> Vec<Identity> {
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use care::people::PersonName;

    use super::*;

    #[test]
    fn few_are_all_kept_and_many_evenly() {
        let offer = |count: usize| {
            let mut sample = Sample::default();
            for number in 0..count {
                let names = vec![PersonName::usual(&number.to_string(), "")];
                sample.offer(Identity { names, ..Identity::default() });
            }
            let number = |one: &Identity| one.names[0].family.parse::<usize>().unwrap();
            sample.into_kept().iter().map(number).collect::<Vec<_>>()
        };
        assert_eq!(offer(3), [0, 1, 2]);
        let kept = offer(4 * MOST);
        assert!(kept.len() <= MOST && kept.len() > MOST / 3, "{}", kept.len());
        let step = kept[1] - kept[0];
        assert!(kept.windows(2).all(|pair| pair[1] - pair[0] == step));
    }
}
