//! How does all that one message changes become true at once?

use std::collections::BTreeSet;

use care::access::privacy::Trigger;
use care::access::{Actor, AuditLine};
use care::filing::Filing;
use care::people::PatientId;
use jiff::Timestamp;

use crate::engine::work::Work;
use crate::known::Basis;
use crate::messages::MessageId;
use crate::privacy_items::Alert;
use crate::{
    Store, StoreError, audit, desk_items, merges, messages, notices, patients, privacy_items,
    stays, withdrawals, work_items,
};

/// Whether a message was filed now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filed {
    /// It was.
    Now,
    /// Another worker had filed it, or given it up, before. Nothing was done.
    Before,
}

impl Store {
    /// Files a message: all that it changes, and that it is filed, in one transaction.
    ///
    /// [`StoreError::Conflict`] says that something the decision rests on has changed since it
    /// was loaded: load and decide again.
    pub async fn commit_filing(
        &self,
        message: MessageId,
        filing: &Filing,
        basis: &Basis,
        now: Timestamp,
    ) -> Result<Filed, StoreError> {
        let work = messages::settle(Work::new(), message, now);
        match self.commit_changes(work, filing, basis, (Some(message), now)).await {
            Ok(()) => Ok(Filed::Now),
            Err(StoreError::Conflict) if !self.is_unfiled(message).await? => Ok(Filed::Before),
            Err(error) => Err(error),
        }
    }

    /// Commits what changes because the people of a council changed; no message is behind it.
    ///
    /// [`StoreError::Conflict`] as for [`Store::commit_filing`].
    pub async fn commit_rematch(
        &self,
        filing: &Filing,
        basis: &Basis,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.commit_changes(Work::new(), filing, basis, (None, now)).await
    }

    pub(crate) async fn commit_changes(
        &self,
        work: Work,
        filing: &Filing,
        basis: &Basis,
        (message, now): (Option<MessageId>, Timestamp),
    ) -> Result<(), StoreError> {
        let trust = &filing.trust;
        let wards = self.wards_touched(filing).await?;
        let mut work = change_patients(work, filing, basis)?;
        let mut ordered: Vec<_> = filing.stays.iter().collect();
        ordered.sort_by(|one, other| one.id.cmp(&other.id));
        for change in ordered {
            work = stays::change(work, trust, change)?;
        }
        for merge in &filing.merges {
            work = merges::keep(work, trust, merge)?;
        }
        for notice in &filing.notices {
            work = notices::tell(work, notice);
        }
        work = end_matches(work, filing, now)?;
        work = tell_privacy(work, filing, now)?;
        for words in &filing.needs_a_person {
            work = work_items::raise(work, trust, message, (words, now));
        }
        for line in &filing.audit {
            let line = AuditLine { trust: Some(trust.clone()), ..line.clone() };
            work = audit::write(work, &line)?;
        }
        let work = stays::revise_wards(work, trust, &wards);
        match self.engine.commit(work).await {
            // Two workers saw the same number for the first time.
            Err(StoreError::Duplicate(_)) => Err(StoreError::Conflict),
            answer => answer.map(drop),
        }
    }
}

/// Notes the matches that end, lets go of the patients whose reported match was decided, and brings
/// the match desk up to date with all that changed.
fn end_matches(mut work: Work, filing: &Filing, now: Timestamp) -> Result<Work, StoreError> {
    for withdrawal in &filing.withdrawals {
        work = withdrawals::note(work, &filing.trust, withdrawal)?;
    }
    work = filing.released.iter().fold(work, patients::release);
    work = filing.heard.iter().fold(work, patients::heard);
    let changed = filing.patients.iter().flat_map(|change| [&change.id, &change.survivor]);
    let touched: BTreeSet<&PatientId> = changed.chain(&filing.released).collect();
    Ok(touched.into_iter().fold(work, |work, id| desk_items::settle(work, id, now)))
}

/// Tells the privacy officers of both sides that a match opens again which had been reported as
/// wrong.
fn tell_privacy(mut work: Work, filing: &Filing, now: Timestamp) -> Result<Work, StoreError> {
    for patient in &filing.released {
        let change = filing.patients.iter().find(|change| change.id == *patient);
        let link = change.and_then(|change| change.link.as_ref());
        let person = link.and_then(|link| link.verdict.matched());
        let triggers = [Trigger::WrongMatchReleased];
        let who = (patient, person);
        let alert = Alert::about(Actor::Service, &filing.trust, who, &triggers, now);
        work = privacy_items::raise(work, &alert)?;
    }
    Ok(work)
}

/// Changes the patients, and holds those who were only read, in the order of their handles, so
/// that two filings cannot each wait for the other. A filing that changes nothing holds nobody.
fn change_patients(mut work: Work, filing: &Filing, basis: &Basis) -> Result<Work, StoreError> {
    let changes = !filing.patients.is_empty()
        || !filing.stays.is_empty()
        || !filing.merges.is_empty()
        || !filing.notices.is_empty()
        || !filing.withdrawals.is_empty()
        || !filing.released.is_empty()
        || !filing.heard.is_empty();
    let read = basis.0.keys().filter(|_| changes);
    let ids: BTreeSet<&PatientId> = filing.patients.iter().map(|one| &one.id).chain(read).collect();
    for id in ids {
        match (filing.patients.iter().find(|one| one.id == *id), basis.0.get(id)) {
            (Some(change), _) => work = patients::change(work, &filing.trust, change)?,
            (None, Some(version)) => work = patients::hold(work, id, *version),
            (None, None) => {}
        }
    }
    Ok(work)
}
