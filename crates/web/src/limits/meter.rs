//! Is there anything left of an allowance?
//!
//! The generic cell rate algorithm (ITU-T I.371): of each allowance one moment is kept, the one at
//! which it would be whole again. So nothing needs to be refilled, and an allowance that is whole
//! needs no memory at all.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use super::{Rate, What, Whose};

/// So many allowances are remembered at most, some ten megabytes. Once so many are in use, the
/// next to come share one among themselves: an attacker with many addresses slows other newcomers,
/// and never the whole service.
const MOST: usize = 100_000;

/// In microseconds.
const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;

type Key = (What, Whose);

/// What is left of all allowances.
#[derive(Default)]
pub(crate) struct Meter {
    used: Mutex<HashMap<Key, Used>>,
}

/// An allowance that is not whole.
struct Used {
    /// When it will be, in microseconds.
    whole_at: i64,
    /// Whether somebody was already turned away since it last was.
    told: bool,
}

/// Nothing is left.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Exhausted {
    /// So many seconds until there is something again: at least 1.
    pub(super) wait: u32,
    /// Whether nobody was turned away for it before.
    pub(super) is_new: bool,
}

impl Meter {
    /// Takes one from an allowance.
    pub(super) fn spend(&self, key: Key, rate: Rate, now: Timestamp) -> Result<(), Exhausted> {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let now = now.as_microsecond();
        let key = with_room(&mut used, key, now);
        let one = used.entry(key).or_insert(Used { whole_at: now, told: false });
        if one.is_whole(now) {
            *one = Used { whole_at: now, told: false };
        }
        one.left(rate, now)?;
        one.whole_at += interval(rate);
        Ok(())
    }

    /// Whether there is something left of an allowance. Nothing is taken.
    pub(super) fn left(&self, key: &Key, rate: Rate, now: Timestamp) -> Result<(), Exhausted> {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let now = now.as_microsecond();
        let one = used.get_mut(key).filter(|one| !one.is_whole(now));
        one.map_or(Ok(()), |one| one.left(rate, now))
    }
}

impl Used {
    /// Whether there is nothing to wait for. No allowance takes longer than a minute to be whole
    /// again: what seems to take two was counted before the clock was put back.
    fn is_whole(&self, now: i64) -> bool {
        self.whole_at <= now || self.whole_at > now + 2 * MINUTE
    }

    /// Whether there is one left at a moment, or in how many seconds there will be.
    fn left(&mut self, rate: Rate, now: i64) -> Result<(), Exhausted> {
        let over = self.whole_at + interval(rate) - now - MINUTE;
        if over <= 0 {
            return Ok(());
        }
        let wait = u32::try_from((over + SECOND - 1) / SECOND).unwrap_or(u32::MAX);
        Err(Exhausted { wait, is_new: !std::mem::replace(&mut self.told, true) })
    }
}

/// The key itself where it is known or there is room for it, else the one that all others share.
fn with_room(used: &mut HashMap<Key, Used>, key: Key, now: i64) -> Key {
    if used.len() >= MOST && !used.contains_key(&key) {
        used.retain(|_, one| !one.is_whole(now));
        if used.len() >= MOST {
            return (key.0, Whose::Others);
        }
    }
    key
}

/// How long one of them takes to come back, in microseconds.
fn interval(rate: Rate) -> i64 {
    MINUTE / i64::from(rate.a_minute.max(1))
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use jiff::SignedDuration;

    use super::*;

    const TWENTY: Rate = Rate { a_minute: 20 };

    fn user(name: &str) -> Key {
        (What::Search, Whose::User(name.parse().unwrap()))
    }

    fn start() -> Timestamp {
        "2026-08-12T13:05:00Z".parse().unwrap()
    }

    fn spend_all(meter: &Meter, key: &Key, now: Timestamp) -> usize {
        (0..1000).take_while(|_| meter.spend(key.clone(), TWENTY, now).is_ok()).count()
    }

    #[test]
    fn a_minutes_worth_may_come_at_once_and_no_more() {
        let meter = Meter::default();
        assert_eq!(spend_all(&meter, &user("one"), start()), 20);
        let exhausted = meter.spend(user("one"), TWENTY, start());
        assert_eq!(exhausted, Err(Exhausted { wait: 3, is_new: false }));
    }

    #[test]
    fn after_the_wait_that_was_named_there_is_one_again() {
        let meter = Meter::default();
        spend_all(&meter, &user("one"), start());
        let later = start() + SignedDuration::from_secs(3);
        assert_eq!(meter.spend(user("one"), TWENTY, later), Ok(()));
        assert!(meter.spend(user("one"), TWENTY, later).is_err());
        let much_later = later + SignedDuration::from_mins(1);
        assert_eq!(spend_all(&meter, &user("one"), much_later), 20, "never more than the whole");
    }

    #[test]
    fn that_a_limit_was_reached_is_new_once() {
        let meter = Meter::default();
        (0..20).for_each(|_| meter.spend(user("one"), TWENTY, start()).unwrap());
        let first = meter.spend(user("one"), TWENTY, start());
        assert_eq!(first, Err(Exhausted { wait: 3, is_new: true }));
        let second = meter.spend(user("one"), TWENTY, start());
        assert_eq!(second, Err(Exhausted { wait: 3, is_new: false }));
    }

    #[test]
    fn a_clock_that_was_put_back_keeps_nobody_waiting_until_it_has_caught_up() {
        let meter = Meter::default();
        spend_all(&meter, &user("one"), start());
        let before = start() - SignedDuration::from_mins(10);
        assert_eq!(meter.left(&user("one"), TWENTY, before), Ok(()));
        assert_eq!(spend_all(&meter, &user("one"), before), 20);
    }

    #[test]
    fn one_user_takes_nothing_from_another() {
        let meter = Meter::default();
        spend_all(&meter, &user("one"), start());
        assert_eq!(spend_all(&meter, &user("two"), start()), 20);
    }

    #[test]
    fn asking_what_is_left_takes_nothing() {
        let meter = Meter::default();
        for _ in 0..100 {
            assert_eq!(meter.left(&user("one"), TWENTY, start()), Ok(()));
        }
        spend_all(&meter, &user("one"), start());
        assert!(meter.left(&user("one"), TWENTY, start()).is_err());
        assert_eq!(spend_all(&meter, &user("two"), start()), 20);
    }

    #[test]
    fn however_many_ask_the_memory_has_an_end() {
        let meter = Meter::default();
        let from = |number: u32| {
            (What::OfAnAddress, Whose::Address(IpAddr::V4(Ipv4Addr::from_bits(number))))
        };
        for number in 0..u32::try_from(MOST).unwrap() + 50 {
            let _ = meter.spend(from(number), TWENTY, start());
        }
        assert_eq!(meter.used.lock().unwrap().len(), MOST + 1, "and one for all others");
        assert!(meter.spend(from(u32::MAX), TWENTY, start()).is_err(), "the others share theirs");
        assert_eq!(meter.spend(from(7), TWENTY, start()), Ok(()), "who is known keeps their own");
        let later = start() + SignedDuration::from_mins(1);
        assert_eq!(meter.spend(from(u32::MAX), TWENTY, later), Ok(()));
        assert!(meter.used.lock().unwrap().len() < 10, "what is whole again is forgotten");
    }

    #[test]
    fn no_rate_at_all_never_turns_anybody_away() {
        let meter = Meter::default();
        let none = Rate { a_minute: u32::MAX };
        assert!((0..10_000).all(|_| meter.spend(user("one"), none, start()).is_ok()));
    }
}
