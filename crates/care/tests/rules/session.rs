//! How long does a screen stay open, and when is it over?

use care::access::session::{Limits, NotALimit, State, is_fresh};
use jiff::{SignedDuration, Timestamp};

#[test]
fn h30_a_session_is_open_to_the_last_second_and_locked_with_the_next() {
    let cases = [(10, 1, 10 * 60), (30, 2, 30 * 60), (30, 3, 15 * 60), (2, 3, 2 * 60)];
    for (minutes, assurance, locks_at) in cases {
        let times = Limits::new(minutes, 12).unwrap().begin(assurance, at(0));
        assert_eq!(times.state(at(locks_at - 1)), State::Open, "{minutes} at {assurance}");
        assert_eq!(times.state(at(locks_at)), State::Locked, "{minutes} at {assurance}");
    }
}

#[test]
fn h30_nothing_makes_a_session_last_longer_than_it_may() {
    let limits = Limits::new(30, 1).unwrap();
    let mut times = limits.begin(2, at(0));
    for minute in (0..60).step_by(5) {
        times = limits.act(&times, 2, at(minute * 60));
    }
    assert_eq!((times.started_at, times.ends_at), (at(0), at(3600)));
    assert_eq!(times.locks_at, at(3600), "a lock is never later than the end");
    assert_eq!(times.state(at(3599)), State::Open);
    assert_eq!(times.state(at(3600)), State::Ended);
}

#[test]
fn limits_that_leave_a_screen_open_or_nobody_time_to_read_are_none() {
    for minutes in [0, 1, 31] {
        assert_eq!(Limits::new(minutes, 12), Err(NotALimit::Idle), "{minutes}");
    }
    for hours in [0, 13] {
        assert_eq!(Limits::new(10, hours), Err(NotALimit::Longest), "{hours}");
    }
    assert_eq!(Limits::new(10, 12), Ok(Limits::default()));
}

#[test]
fn a_proof_is_fresh_for_a_quarter_of_an_hour_and_no_proof_never() {
    assert!(is_fresh(Some(at(0)), at(15 * 60)));
    assert!(!is_fresh(Some(at(0)), at(15 * 60 + 1)));
    assert!(!is_fresh(None, at(0)));
}

fn at(second: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second)
}
