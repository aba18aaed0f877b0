//! When did it happen, when was it keyed in, and when was it sent?

use aws_lc_rs::digest::{SHA256, digest};
use care::stays::Moment;
use jiff::Timestamp;

use super::reader::Reader;
use crate::message::{Message, Segment};
use crate::time;

/// The times of one message.
pub(super) struct Stamp {
    occurred: Option<Timestamp>,
    recorded: Option<Timestamp>,
    sent: Option<Timestamp>,
    arrival: Timestamp,
    digest: u64,
}

impl Stamp {
    pub(super) fn of(
        message: &Message<'_>,
        bytes: &[u8],
        reader: &Reader<'_>,
        arrival: Timestamp,
    ) -> Self {
        let sent = reader.moment(message.header().field(7).first(), arrival);
        let possible = |at: &Timestamp| {
            let possible = !time::is_ahead_of(*at, arrival);
            if !possible {
                reader.doubt("a time is later than the arrival of the message; a clock is wrong");
            }
            possible
        };
        let sent = sent.filter(possible);
        let latest = sent.unwrap_or(arrival);
        let evn = message.first("EVN");
        let at = |number: usize| {
            let field = |evn: Segment<'_>| reader.moment(evn.field(number).first(), latest);
            let moment = evn.and_then(field)?;
            Some(if possible(&moment) { moment } else { latest })
        };
        Self { occurred: at(6), recorded: at(2), sent, arrival, digest: first_eight(bytes) }
    }

    /// The place of this message in the order of all messages.
    ///
    /// `visit` is PV1-44 or PV1-45: the event's own time where EVN has none.
    pub(super) fn moment(&self, visit: Option<Timestamp>) -> Moment {
        let visit = visit.filter(|at| !time::is_ahead_of(*at, self.arrival));
        let told = self.occurred.or(self.recorded).or(visit).or(self.sent);
        let occurred = told.unwrap_or(self.arrival);
        let recorded = self.recorded.unwrap_or(occurred);
        let sent = self.sent.unwrap_or(recorded);
        Moment { occurred, recorded, sent, digest: self.digest }
    }

    /// When the message was built: nothing it tells of the past can be later.
    pub(super) fn latest(&self) -> Timestamp {
        self.sent.unwrap_or(self.arrival)
    }
}

/// The first eight bytes of the SHA-256 of a message.
fn first_eight(bytes: &[u8]) -> u64 {
    let hash = digest(&SHA256, bytes);
    hash.as_ref().first_chunk().copied().map(u64::from_be_bytes).unwrap_or_default()
}
