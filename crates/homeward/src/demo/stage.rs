//! What can whoever shows the demonstration make happen?
//!
//! Directions are lines on standard input: `stop` takes the council's database away, really;
//! `start` gives it back; `forward 90m` puts the clock forward.

use std::convert::Infallible;
use std::io::BufRead;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use care::when;
use invented::Outage;
use jiff::SignedDuration;
use tokio::sync::{Notify, mpsc};

use crate::clock;

/// The longest leap forward. Beyond it all patients would have gone home.
const LONGEST_LEAP: Duration = Duration::from_hours(24 * 31);

/// Who follows the directions.
pub(super) struct Stage<S> {
    council_database: PathBuf,
    say: S,
    moved: Arc<Notify>,
}

/// One direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    /// The council's database goes away.
    Stop,
    /// It comes back.
    Start,
    /// The clock is put forward.
    Forward(Duration),
}

impl<S: Fn(String)> Stage<S> {
    pub(super) fn new(council_database: PathBuf, say: S) -> Self {
        Self { council_database, say, moved: Arc::new(Notify::new()) }
    }

    /// Tells when the clock was put forward.
    pub(super) fn moved(&self) -> Arc<Notify> {
        Arc::clone(&self.moved)
    }

    /// Follows directions for as long as it is let.
    pub(super) async fn follow_directions(&self) -> Infallible {
        let mut lines = lines();
        let mut outage = None;
        while let Some(line) = lines.recv().await {
            (self.say)(match read(&line) {
                None => "say `stop`, `start` or `forward 90m`".to_owned(),
                Some(Direction::Start) => {
                    outage = None;
                    "the council's database is back".to_owned()
                }
                Some(Direction::Stop) => match Outage::begin(&self.council_database) {
                    Ok(begun) => {
                        outage = Some(begun);
                        "the council's database is gone".to_owned()
                    }
                    Err(_) if outage.is_some() => "the council's database is gone".to_owned(),
                    Err(fault) => fault.to_string(),
                },
                Some(Direction::Forward(by)) => {
                    clock::advance(by);
                    self.moved.notify_one();
                    format!("it is {}", when::local(clock::now()).strftime("%A %-d %B %Y, %H:%M"))
                }
            });
        }
        std::future::pending().await
    }
}

/// The lines of standard input, from a thread that may wait for ever.
fn lines() -> mpsc::UnboundedReceiver<String> {
    let (tell, hear) = mpsc::unbounded_channel();
    thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if tell.send(line).is_err() {
                break;
            }
        }
    });
    hear
}

fn read(line: &str) -> Option<Direction> {
    let mut words = line.split_whitespace();
    let direction = match (words.next()?, words.next()) {
        ("stop", None) => Direction::Stop,
        ("start", None) => Direction::Start,
        ("forward", Some(by)) => {
            let by: SignedDuration = by.parse().ok()?;
            Direction::Forward(by.try_into().ok().filter(|by| *by <= LONGEST_LEAP)?)
        }
        _ => return None,
    };
    words.next().is_none().then_some(direction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_are_read_and_anything_else_is_not() {
        assert_eq!(read("stop"), Some(Direction::Stop));
        assert_eq!(read(" start "), Some(Direction::Start));
        assert_eq!(read("forward 90m"), Some(Direction::Forward(Duration::from_mins(90))));
        assert_eq!(read("forward 7h30m"), Some(Direction::Forward(Duration::from_mins(450))));
        for line in ["", "stop it", "forward", "forward -1h", "forward 99999h", "sit"] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
