//! What do the kept messages change?
//!
//! The loop takes the oldest messages that are not filed, reads them and files them: load what is
//! known, replay the news, look for the person, decide, commit. Messages of one patient are filed
//! one after the other; those of different patients side by side, so that their commits share one
//! write to the disk.
//!
//! **Invariant:** no message holds up another. One that cannot be filed is kept and listed with
//! the reason.
//!
//! **Invariant:** nothing is remembered between two messages but in the store, so any number of
//! nodes may file, and each may die at any moment.

mod desk;
mod groups;
mod traced;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::hmac;
use care::filing::{FilingPolicy, Handles, Told, rematch, replay};
use care::people::{HospitalNumber, PatientId, TrustCode};
use futures_util::FutureExt;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use hl7::profile::Profile;
use store::{Basis, Filed, MessageId, Store, StoreError, StoredMessage};
use tokio::sync::Notify;
use tracing::{debug, error, info, warn};

use crate::clock;
use crate::people::People;
use crate::settings::{self, Settings};
use crate::stop::Stop;

/// So many messages are taken at once.
const BATCH: i64 = 512;

/// So many patients are filed side by side.
const SIDE_BY_SIDE: usize = 32;

/// So often a filing is decided anew because somebody else changed what it rests on.
const TRIES: usize = 10;

/// Without news from our own listeners, so often another node's messages are looked for.
const LOOK: Duration = Duration::from_secs(2);

/// So long nothing is tried after the store failed.
const BREATH: Duration = Duration::from_secs(1);

/// Why a message is given up over which our own code stumbled. Nothing is held across a decision,
/// so that the next message finds everything as it was.
const DEFECT: &str = "it could not be filed: a defect";

/// Files messages, with all that this needs.
pub struct Filer {
    store: Store,
    people: Arc<People>,
    handles: hmac::Key,
    feeds: BTreeMap<String, Profile>,
    policies: BTreeMap<TrustCode, FilingPolicy>,
}

/// A message that was read.
struct Read {
    id: MessageId,
    trust: TrustCode,
    told: Told,
}

impl Read {
    fn note(&self, filed: Filed) {
        match filed {
            Filed::Now => info!(message.id = %self.id, "filed"),
            Filed::Before => debug!(message.id = %self.id, "filed by another before"),
        }
        for doubt in &self.told.doubts {
            debug!(message.id = %self.id, "doubted: {doubt}");
        }
    }
}

impl Filer {
    /// Asks the store for the key of our handles.
    pub async fn open(
        settings: &Settings,
        store: Store,
        people: Arc<People>,
    ) -> Result<Self, StoreError> {
        let secret = store.settings_secret("handles").await?;
        let named = |feed: &settings::Feed| (feed.name.get_ref().clone(), feed.reading());
        let policy = |trust: &settings::Trust| (trust.code.get_ref().clone(), trust.policy());
        Ok(Self {
            store,
            people,
            handles: hmac::Key::new(hmac::HMAC_SHA256, &secret),
            feeds: settings.feeds.iter().map(named).collect(),
            policies: settings.trusts.iter().map(policy).collect(),
        })
    }

    /// The trusts of the settings.
    pub fn trusts(&self) -> impl Iterator<Item = &TrustCode> {
        self.policies.keys()
    }

    /// Our handle of the patient with this number.
    pub fn patient_id(&self, trust: &TrustCode, number: &HospitalNumber) -> PatientId {
        Handles(&|text: &str| self.handle(text)).patient(trust, number)
    }

    /// Files until the end is called. `arrived` tells of messages that were kept.
    pub async fn run(self: Arc<Self>, arrived: Arc<Notify>, stop: Stop) {
        while !stop.is_called() {
            let pause = match self.file_waiting().await {
                Ok(0) => LOOK,
                Ok(_) => continue,
                Err(fault) => {
                    error!(cause = ?fault, "filing pauses: {fault}");
                    BREATH
                }
            };
            tokio::select! {
                () = stop.called() => {}
                () = arrived.notified() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// Files the oldest messages that wait, and tells how many were settled.
    ///
    /// An error means that the store is in trouble, not a message.
    pub async fn file_waiting(&self) -> Result<usize, StoreError> {
        let waiting = self.store.unfiled_messages(BATCH).await?;
        let mut read = Vec::with_capacity(waiting.len());
        let mut settled = 0;
        for message in waiting {
            match self.read(&message) {
                Ok(told) => read.push(Read { id: message.id, trust: message.trust, told }),
                Err(fault) => {
                    self.give_up(message.id, &fault.to_string()).await?;
                    settled += 1;
                }
            }
        }
        let groups = groups::of_same_patients(read, |one| groups::touched(&one.trust, &one.told));
        let filed = stream::iter(groups)
            .map(|group| self.file_in_turn(group))
            .buffer_unordered(SIDE_BY_SIDE)
            .try_fold(0, async |sum, filed| Ok(sum + filed));
        Ok(settled + filed.await?)
    }

    fn read(&self, message: &StoredMessage) -> Result<Told, hl7::unreadable::Unreadable> {
        // A feed that was taken out of the settings is read by the national profile.
        let usual = || Cow::Owned(Profile::itk(message.trust.clone()));
        let profile = self.feeds.get(&message.feed).map_or_else(usual, Cow::Borrowed);
        hl7::adt::read(&message.body, &profile, message.received_at)
    }

    async fn file_in_turn(&self, group: Vec<Read>) -> Result<usize, StoreError> {
        let mut settled = 0;
        for message in group {
            settled += usize::from(self.file(&message).await?);
        }
        Ok(settled)
    }

    /// Whether the message is settled now. One that others were in the way of waits for the next
    /// round.
    async fn file(&self, message: &Read) -> Result<bool, StoreError> {
        for _ in 0..TRIES {
            let tried = AssertUnwindSafe(self.try_to_file(message)).catch_unwind().await;
            let Ok(tried) = tried else {
                self.give_up(message.id, DEFECT).await?;
                return Ok(true);
            };
            match tried {
                Ok(filed) => {
                    message.note(filed);
                    return Ok(true);
                }
                Err(StoreError::Conflict | StoreError::Busy(_)) => {}
                Err(fault @ (StoreError::Unavailable(_) | StoreError::Full(_))) => {
                    return Err(fault);
                }
                Err(fault) => {
                    error!(message.id = %message.id, cause = ?fault, "a message cannot be filed");
                    self.give_up(message.id, &format!("it could not be filed: {fault}")).await?;
                    return Ok(true);
                }
            }
        }
        warn!(message.id = %message.id, "others were in the way; the message waits");
        Ok(false)
    }

    async fn try_to_file(&self, message: &Read) -> Result<Filed, StoreError> {
        let known = self.store.known(&message.trust, &message.told).await?;
        let basis = Basis::of(&known);
        let policy = self.policy(&message.trust);
        let handle = |text: &str| self.handle(text);
        let handles = Handles(&handle);
        let replayed = replay(&message.trust, &message.told, known, &handles, &policy);
        let verdicts = self.people.look_up(replayed.to_match());
        let now = clock::now();
        let filing = replayed.decide(verdicts, now);
        self.store.commit_filing(message.id, &filing, &basis, now).await
    }

    /// Looks for a patient again, because the people of a council changed or the match desk has
    /// spoken. What follows is committed before it answers.
    ///
    /// [`StoreError::Conflict`] means that others were in the way again and again, any other error
    /// that the store is in trouble, not a patient: one holds up no other.
    pub async fn match_again(&self, trust: &TrustCode, id: &PatientId) -> Result<(), StoreError> {
        for _ in 0..TRIES {
            match self.try_to_match(trust, id).await {
                Ok(()) => return Ok(()),
                Err(StoreError::Conflict | StoreError::Busy(_)) => {}
                Err(fault @ (StoreError::Unavailable(_) | StoreError::Full(_))) => {
                    return Err(fault);
                }
                Err(fault) => {
                    error!(patient.id = %id, cause = ?fault, "a patient cannot be matched again");
                    return Ok(());
                }
            }
        }
        Err(StoreError::Conflict)
    }

    async fn try_to_match(&self, trust: &TrustCode, id: &PatientId) -> Result<(), StoreError> {
        let known = self.store.known_patient(id).await?;
        let basis = Basis::of(&known);
        let handle = |text: &str| self.handle(text);
        let replayed = rematch(trust, known, &Handles(&handle), &self.policy(trust));
        let verdicts = self.people.look_up(replayed.to_match());
        let now = clock::now();
        let filing = replayed.decide(verdicts, now);
        self.store.commit_rematch(&filing, &basis, now).await
    }

    async fn give_up(&self, id: MessageId, reason: &str) -> Result<(), StoreError> {
        warn!(message.id = %id, "a message was given up: {reason}");
        self.store.mark_unreadable(id, reason, clock::now()).await
    }

    fn policy(&self, trust: &TrustCode) -> FilingPolicy {
        self.policies.get(trust).cloned().unwrap_or_default()
    }

    /// The keyed digest behind our handles.
    fn handle(&self, text: &str) -> [u8; 16] {
        let tag = hmac::sign(&self.handles, text.as_bytes());
        let mut short = [0; 16];
        short.iter_mut().zip(tag.as_ref()).for_each(|(to, from)| *to = *from);
        short
    }
}
