//! What real feeds do besides: repeat, delay, write in an older hand, break.

use jiff::{SignedDuration, Timestamp};

use super::adt::Style;
use super::{Hospital, Planned, Step};

impl Hospital {
    /// In which hand the message of this event is written. Only plain updates come in the older
    /// one: a system that leaves the time of the event out must not admit or discharge.
    pub(super) fn style(&mut self, event: &'static str, stay: u32) -> Style {
        let scene = self.stays.get(&stay).is_some_and(|stay| stay.scene.is_some());
        if event == "A08" && !scene && self.chance.happens(25) { Style::Older } else { Style::Itk }
    }

    /// Sends a message, now as a rule. Once in two hundred times it is held up, once in a hundred
    /// and fifty it comes again, once in two thousand something unreadable comes after it. Those of
    /// the walk-through are never held up.
    pub(super) fn send(&mut self, at: Timestamp, message: Vec<u8>, scene: bool) {
        let drawn = self.chance.below(6000);
        let minutes = SignedDuration::from_mins(i64::from(self.chance.between(2, 25)));
        match drawn {
            0..30 if !scene => {
                self.plan(at + minutes, Step::Deliver(message));
                return;
            }
            30..70 => self.plan(at + minutes, Step::Deliver(message.clone())),
            70..73 => {
                let broken = broken(&message, drawn);
                self.plan(at + minutes, Step::Deliver(broken));
            }
            _ => {}
        }
        self.ready.push_back(Planned { at, message });
    }
}

/// The bytes of a message in the character set that its hand declares.
pub(super) fn encoded(text: String, style: Style) -> Vec<u8> {
    match style {
        Style::Itk => text.into_bytes(),
        // What ISO 8859-1 cannot say is written as the older systems write it.
        Style::Older => {
            text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect()
        }
    }
}

/// A message that nobody can file: cut short before the patient, in an unknown character set, or
/// about nobody.
fn broken(message: &[u8], which: u32) -> Vec<u8> {
    let text = String::from_utf8_lossy(message);
    let head = text.split_inclusive('\r').next().unwrap_or_default();
    // It must not be taken for the message that it is made from.
    let head = head.replace("|RZZ2", "|BAD2");
    match which {
        70 => head.into_bytes(),
        71 => format!("{}PID|1||X^^^RZZ\rPV1|1|I\r", head.replace("|UNICODE|", "|EBCDIC|"))
            .into_bytes(),
        _ => format!("{head}EVN||\rPID|1||\"\"||\r").into_bytes(),
    }
}
