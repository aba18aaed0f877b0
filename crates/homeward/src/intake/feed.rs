//! What becomes of one message, as far as its sender is concerned?

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use aws_lc_rs::digest::{SHA256, digest};
use care::people::TrustCode;
use care::when::united_kingdom;
use hl7::ack::{self, Mode, Ourselves, Stamp};
use hl7::message::{Message, NotAMessage};
use hl7::mllp;
use hl7::profile::Profile;
use hl7::unreadable::Unreadable;
use jiff::Timestamp;
use store::{Arrived, Store, StoreError};
use tokio::sync::Notify;
use tracing::{error, warn};

use crate::clock;
use crate::settings::{self, Acknowledge, Limits};

/// HL7 v2.4 gives a control id 20 characters; some senders send 50. What is longer is cut for
/// our own list only; the answer repeats it whole.
const LONGEST_CONTROL_ID: usize = 200;

/// One feed, as all its connections share it.
pub(super) struct Feed {
    name: String,
    trust: TrustCode,
    reading: Profile,
    limits: Limits,
    ourselves: Ourselves,
    store: Store,
    arrived: Arc<Notify>,
    /// The number of the next answer.
    answers: AtomicI64,
}

impl Feed {
    pub(super) fn new(settings: &settings::Feed, store: Store, arrived: Arc<Notify>) -> Self {
        let trust = settings.trust.get_ref().clone();
        let ourselves = Ourselves {
            application: settings.application.clone(),
            facility: trust.to_string(),
            zone: united_kingdom(),
            mode: match settings.acknowledge {
                Acknowledge::AsAsked => Mode::AsAsked,
                Acknowledge::Original => Mode::Original,
            },
        };
        Self {
            name: settings.name.get_ref().clone(),
            trust,
            reading: settings.reading(),
            limits: settings.limits.clone(),
            ourselves,
            store,
            arrived,
            // From the clock on, so that no number is given twice after a restart.
            answers: AtomicI64::new(clock::now().as_microsecond()),
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(super) fn pipeline(&self) -> usize {
        *self.limits.pipeline.get_ref()
    }

    pub(super) fn framing(&self) -> mllp::Limits {
        mllp::Limits {
            frame: self.limits.message_bytes,
            junk: self.limits.junk_bytes,
            bare_end: self.limits.bare_end,
        }
    }

    /// Keeps a message and gives the answer to it, if the sender wants one.
    ///
    /// An error means that the message is not safe with us: no answer may go back.
    pub(super) async fn take(&self, message: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let now = clock::now();
        // Read for the answer alone: what it says is filed later, from the kept bytes.
        let outcome = hl7::adt::read(message, &self.reading, now).map(drop);
        match outcome {
            Err(refusal) if is_refusal(refusal) => {
                warn!(feed = self.name, "refused a message: {refusal}");
            }
            _ => self.keep(message, outcome.err(), now).await?,
        }
        Ok(self.answer(message, outcome, now))
    }

    /// The answer to a message that is too long to be read at all.
    pub(super) fn refuse_too_long(&self, head: &[u8]) -> Option<Vec<u8>> {
        let outcome = Err(Unreadable::NotAMessage(NotAMessage::TooLong));
        self.answer(head, outcome, clock::now())
    }

    async fn keep(
        &self,
        message: &[u8],
        fault: Option<Unreadable>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let named = Named::by(message);
        let reason = fault.map(|fault| fault.to_string());
        let kept = self.store.keep_message(Arrived {
            feed: &self.name,
            trust: &self.trust,
            received_at: now,
            control_id: &named.control_id,
            trigger: &named.trigger,
            digest: sha256(message),
            body: message,
            unreadable: reason.as_deref(),
        });
        if let Err(fault) = kept.await {
            let cause = std::error::Error::source(&fault).map(ToString::to_string);
            error!(feed = self.name, cause, "a message could not be kept: {fault}");
            return Err(fault);
        }
        self.arrived.notify_one();
        Ok(())
    }

    fn answer(
        &self,
        message: &[u8],
        outcome: Result<(), Unreadable>,
        now: Timestamp,
    ) -> Option<Vec<u8>> {
        let number = self.answers.fetch_add(1, Ordering::Relaxed);
        let control_id = format!("HW{number}");
        ack::answer(message, outcome, &self.ourselves, Stamp { control_id: &control_id, at: now })
    }
}

/// Whether the message has no business here: test data on a live feed, results instead of ADT.
/// It is not kept, for nobody would ever read it.
fn is_refusal(fault: Unreadable) -> bool {
    matches!(fault, Unreadable::WrongProcessing | Unreadable::NotAdt | Unreadable::NotVersion2)
}

/// How a message names itself in its header.
struct Named {
    /// MSH-10.
    control_id: String,
    /// MSH-9.2.
    trigger: String,
}

impl Named {
    fn by(message: &[u8]) -> Self {
        let Ok((header, _)) = Message::header_alone(message) else {
            return Self { control_id: String::new(), trigger: String::new() };
        };
        let text = |raw: &[u8]| String::from_utf8_lossy(raw).trim().to_owned();
        let event = text(header.field(9).component(2).raw());
        Self {
            control_id: text(header.field(10).raw()).chars().take(LONGEST_CONTROL_ID).collect(),
            trigger: event.chars().filter(char::is_ascii_alphanumeric).take(8).collect(),
        }
    }
}

fn sha256(message: &[u8]) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(digest(&SHA256, message).as_ref()).for_each(|(to, from)| *to = *from);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_itself_by_its_header() {
        let named = Named::by(b"MSH|^~\\&|PAS|RZZ|||20260329||ADT^A01^ADT_A01| RZZ1 |P|2.4\rPID|1");
        assert_eq!((named.control_id.as_str(), named.trigger.as_str()), ("RZZ1", "A01"));
    }

    #[test]
    fn what_is_no_message_has_no_name() {
        let named = Named::by(b"GET / HTTP/1.1");
        assert_eq!((named.control_id.as_str(), named.trigger.as_str()), ("", ""));
    }

    #[test]
    fn an_endless_name_is_cut_and_an_event_is_only_letters_and_digits() {
        let long = format!("MSH|^~\\&|||||||ADT^A0<1>|{}|P", "x".repeat(999));
        let named = Named::by(long.as_bytes());
        assert_eq!((named.control_id.len(), named.trigger.as_str()), (200, "A01"));
    }

    #[test]
    fn the_digest_is_the_one_everybody_knows() {
        let known = [0xe3, 0xb0, 0xc4, 0x42];
        assert_eq!(sha256(b"").get(..4), Some(known.as_slice()));
    }
}
