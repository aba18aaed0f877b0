//! How is a record opened?
//!
//! **Invariant:** there is no other way. A permit is used up, and the line of the audit is written
//! before the caller learns whose record to fetch; and with it, in the same work, what the privacy
//! officer must hear.

use care::access::privacy::{Trigger, Vetted};
use care::access::{Act, Actor, AuditLine, Staff};
use care::people::{PatientId, PersonKey, StayId, Verdict, Withdrawal, WithdrawalCause};
use jiff::Timestamp;

use crate::engine::work::Work;
use crate::patients::PatientNow;
use crate::privacy_items::Alert;
use crate::{
    Store, StoreError, audit, desk_items, patients, privacy_items, recents, refusals, stays,
    withdrawals,
};

impl Store {
    /// Opens a record for reading; answers with whose it is, to be fetched from their council.
    ///
    /// [`StoreError::Conflict`] says that the patient is no longer certain to be that person:
    /// load and decide again.
    pub async fn open_record(&self, vetted: Vetted) -> Result<PersonKey, StoreError> {
        let permit = vetted.permit();
        let (ground, permission) = (permit.ground().clone(), permit.permission().cloned());
        let looked = permit.looked();
        self.use_up(vetted, Act::Opened { ground, permission, looked }).await
    }

    /// Opens a record for printing, with or without the parts that are left out by default.
    ///
    /// [`StoreError::Conflict`] as for [`Store::open_record`].
    pub async fn open_for_print(
        &self,
        vetted: Vetted,
        with_sensitive: bool,
    ) -> Result<PersonKey, StoreError> {
        let permit = vetted.permit();
        let (ground, permission) = (permit.ground().clone(), permit.permission().cloned());
        let looked = permit.looked();
        let act = Act::Printed { ground, permission, looked, with_sensitive };
        self.use_up(vetted, act).await
    }

    /// Notes that somebody was refused a record, and why.
    pub async fn note_refusal(
        &self,
        staff: &Staff,
        patient: &PatientId,
        why: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let why = why.to_owned();
        self.note(&line(staff, Act::WasRefused { why }, (patient, None), now)).await
    }

    /// Notes that somebody was refused a record which it is worth a privacy officer's while to know
    /// that they tried to open.
    pub async fn note_attempt(
        &self,
        staff: &Staff,
        patient: &PatientNow,
        (why, trigger): (&str, Trigger),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let act = Act::WasRefused { why: why.to_owned() };
        let work = audit::write(Work::new(), &line(staff, act, (&patient.id, None), now))?;
        let who = (&patient.id, patient.matched());
        let triggers = [trigger];
        let alert = Alert::about(Actor::from(staff), &patient.trust, who, &triggers, now);
        self.engine.commit(privacy_items::raise(work, &alert)?).await?;
        Ok(())
    }

    /// Notes that somebody saw who a patient is and nothing of a record, and whether that is one
    /// person too many. `stay` is that in which the patient is in the viewer's hospital now; without
    /// one the line counts as a look in [`Store::recent`].
    pub async fn note_identity(
        &self,
        staff: &Staff,
        (patient, stay): (&PatientNow, Option<&StayId>),
        trigger: Option<Trigger>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let person = patient.matched();
        let seen = line(staff, Act::SawIdentity, (&patient.id, stay), now);
        let seen = AuditLine { person: person.cloned(), ..seen };
        let (who, triggers) = ((&patient.id, person), trigger.as_slice());
        let alert = Alert::about(Actor::from(staff), &patient.trust, who, triggers, now);
        let work = audit::write(Work::new(), &seen)?;
        self.engine.commit(privacy_items::raise(work, &alert)?).await?;
        Ok(())
    }

    /// Notes that somebody saw, for the reason that they stated, where a person is of whom only the
    /// record itself said that this is protected.
    pub async fn note_protected_place(
        &self,
        staff: &Staff,
        patient: &PatientNow,
        said: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let person = patient.matched();
        let seen = line(staff, Act::SawProtectedPlace, (&patient.id, None), now);
        let seen = AuditLine { person: person.cloned(), ..seen };
        let (who, triggers) = ((&patient.id, person), [Trigger::Restricted]);
        let alert = Alert::about(Actor::from(staff), &patient.trust, who, &triggers, now);
        let work = audit::write(Work::new(), &seen)?;
        self.engine.commit(privacy_items::raise(work, &Alert { said, ..alert })?).await?;
        Ok(())
    }

    /// Hides a patient's record from everybody, because somebody found that it is another
    /// person's. It stays hidden until a person releases it.
    pub async fn report_wrong_match(
        &self,
        staff: &Staff,
        patient: &PatientId,
        stay: Option<&StayId>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let Some(known) = self.patient(patient).await? else { return Err(StoreError::Conflict) };
        let verdict = known.link.as_ref().map(|link| &link.verdict);
        let person = verdict.and_then(Verdict::matched).cloned();
        let wards = self.wards_of(patient).await?;
        let reported = line(staff, Act::ReportedWrongMatch, (patient, stay), now);
        // Had it become doubtful a moment before, each of those in question counts as reported.
        let people = match verdict {
            Some(Verdict::Match(person, _)) => std::slice::from_ref(person),
            Some(Verdict::Review(people, _)) => people,
            Some(Verdict::None(_)) | None => &[],
        };
        let mut work = Work::new();
        if !people.is_empty() {
            work = patients::withhold(work, patient, now);
        }
        for person in people {
            let withdrawal = Withdrawal {
                patient: known.id.clone(),
                person: person.clone(),
                at: now,
                cause: WithdrawalCause::Reported,
            };
            work = withdrawals::note(work, &known.trust, &withdrawal)?;
        }
        let work = desk_items::settle(work, &known.id, now);
        let work = audit::write(work, &AuditLine { person, ..reported })?;
        let work = stays::revise_wards(work, &known.trust, &wards);
        self.engine.commit(work).await?;
        Ok(())
    }

    async fn use_up(&self, vetted: Vetted, act: Act) -> Result<PersonKey, StoreError> {
        let permit = vetted.permit();
        let (patient, person) = (permit.patient(), permit.person());
        let about = (patient, permit.relation().stay());
        let opened = line(permit.staff(), act, about, permit.at());
        let (council, id) = (person.council.as_str(), person.id.as_str());
        let work = patients::expect_link(Work::new(), patient, council, id);
        let work = refusals::expect_none_since(work, patient, permit.at());
        let work = audit::write(work, &AuditLine { person: Some(person.clone()), ..opened })?;
        let (actor, who) = (Actor::from(permit.staff()), (patient, Some(person)));
        let alert = Alert {
            stay: permit.relation().stay(),
            said: vetted.said(),
            ..Alert::about(actor, vetted.trust(), who, vetted.triggers(), permit.at())
        };
        let work = privacy_items::raise(work, &alert)?;
        let lately = (vetted.numbers(), vetted.haunts());
        let work = recents::remember(work, permit.staff(), lately, permit.at());
        self.engine.commit(work).await?;
        Ok(person.clone())
    }
}

/// What a member of staff did about a patient, in a stay where there is one.
pub(crate) fn line(
    staff: &Staff,
    act: Act,
    (patient, stay): (&PatientId, Option<&StayId>),
    now: Timestamp,
) -> AuditLine {
    AuditLine {
        patient: Some(patient.clone()),
        stay: stay.cloned(),
        ..AuditLine::new(now, Actor::from(staff), act)
    }
}
