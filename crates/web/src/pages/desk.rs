//! Are these two the same person? The match desk.

mod decide;
mod opinions;
mod pair;
mod queue;
mod sides;
mod weighing;
mod who;
mod withdrawn;

pub(crate) use decide::{owner, post, take_back};
pub(crate) use pair::get as get_pair;
pub(crate) use queue::get;
pub(crate) use withdrawn::{get as get_withdrawn, get_one, post_one};

use care::access::desk::desk;
use care::access::{AtDesk, DeskPermit, NotAtDesk, Staff, works_at_desk};
use care::filing::Shield;
use care::people::{Assessment, Identity, PatientId, PersonKey, Reason, Verdict};
use jiff::{SignedDuration, Timestamp};
use store::{DeskItem, JudgementRow, PatientNow, StoreError};

use crate::app::App;
use crate::refusal::Refused;
use crate::session::handle;

/// A patient at the desk, before anything of a candidate is known.
struct Case {
    patient: PatientNow,
    identity: Identity,
    /// The item, while the patient waits.
    item: Option<DeskItem>,
    /// What the hospital asks to be held back, under each of the patient's numbers.
    shields: Vec<Shield>,
    /// All who may be the patient, or were judged: the likeliest first.
    people: Vec<PersonKey>,
    /// What was said, newest first.
    said: Vec<JudgementRow>,
    assessment: Assessment,
    /// With which handles are made.
    key: [u8; 32],
}

/// What was said so long ago keeps nobody at the desk.
const LATELY: SignedDuration = SignedDuration::from_hours(30 * 24);

impl From<NotAtDesk> for Refused {
    /// Another's patient looks like one who does not exist.
    fn from(why: NotAtDesk) -> Self {
        match why {
            NotAtDesk::RoleMayNot => Self::RoleMayNot,
            NotAtDesk::NotYours | NotAtDesk::ReasonNeeded => Self::NotFound,
        }
    }
}

/// Decides anew on a patient. Where others are in the way it is done a little later by itself.
pub(crate) async fn decide_again(app: &App, patient: &PatientNow) -> Result<(), Refused> {
    match app.desk().match_again(&patient.trust, &patient.id).await {
        Ok(()) | Err(StoreError::Conflict) => Ok(()),
        Err(fault) => Err(fault.into()),
    }
}

/// Refuses a role that does not work at the desk.
fn may_work(staff: &Staff) -> Result<(), Refused> {
    if works_at_desk(staff) { Ok(()) } else { Err(Refused::RoleMayNot) }
}

impl Case {
    /// Loads a patient who waits, or on whom the desk has said something.
    async fn load(app: &App, staff: &Staff, id: &PatientId) -> Result<Self, Refused> {
        may_work(staff)?;
        let patient = app.store().patient(id).await?.ok_or(Refused::NotFound)?;
        let numbers = app.store().known_patient(id).await?.patients;
        if numbers.iter().any(|number| number.patient.is_held_back()) {
            return Err(Refused::NotFound);
        }
        let item = app.store().desk_item(id).await?;
        let said = app.store().judgements_of(id).await?;
        let identity = patient.patient.identity();
        let assessment = app.desk().assess(&identity);
        let matched = patient.matched();
        let since = app.now() - LATELY;
        let counts = |row: &JudgementRow| {
            row.judgement.at >= since || matched == Some(&row.judgement.person)
        };
        let judged: Vec<&JudgementRow> = said.iter().filter(|row| counts(row)).collect();
        if item.is_none() && judged.is_empty() {
            return Err(Refused::NotFound);
        }
        let people = people(item.as_ref(), &judged, &assessment);
        let key = app.store().settings_secret("desk").await?;
        let shields = numbers.iter().map(|number| number.patient.shield()).collect();
        Ok(Self { patient, identity, item, shields, people, said, assessment, key })
    }

    /// Leave to see the candidates, as far as they concern the user.
    fn permit(&self, staff: &Staff, now: Timestamp) -> Result<DeskPermit, Refused> {
        let (patient, trust) = (&self.patient.id, &self.patient.trust);
        Ok(desk(staff, AtDesk { patient, trust, people: &self.people }, now)?)
    }

    /// What speaks against the match, as it stands.
    fn against(&self) -> Vec<Reason> {
        let verdict = self.patient.link.as_ref().map(|link| &link.verdict);
        let reasons = verdict.map_or(&[][..], Verdict::reasons);
        reasons.iter().copied().filter(|reason| reason.is_against()).collect()
    }

    /// What stands for a candidate in a form: the council's own id stays on the server.
    fn handle_of(&self, person: &PersonKey) -> String {
        let (council, id) = (person.council.as_str(), person.id.as_str());
        handle(&self.key, &[self.patient.id.as_str(), council, id])
    }

    /// What stands in a form for all that was on the screen: both identities whole, and what spoke
    /// against the pair. Whatever changes of it, the opinion is asked for anew.
    fn seen(&self, person: &Identity) -> Result<String, Refused> {
        let all = serde_json::to_string(&(&self.identity, person, self.against()));
        let all = all.map_err(|_| Refused::BadForm)?;
        Ok(handle(&self.key, &["seen", &all]))
    }

    /// Whether the match as it stands is with this person, and opens.
    fn opens(&self, person: &PersonKey) -> bool {
        let link = self.patient.link.as_ref();
        !self.patient.withheld && link.and_then(|link| link.verdict.matched()) == Some(person)
    }

    /// The candidate whom a form names.
    fn named(&self, permit: &DeskPermit, named: &str) -> Option<PersonKey> {
        let is_named = |person: &&PersonKey| self.handle_of(person) == named;
        permit.people().iter().find(is_named).cloned()
    }
}

/// Those in question and those judged before, each once, the likeliest first.
fn people(
    item: Option<&DeskItem>,
    said: &[&JudgementRow],
    assessment: &Assessment,
) -> Vec<PersonKey> {
    let waiting = item.into_iter().flat_map(|item| &item.candidates);
    let judged = said.iter().map(|row| &row.judgement.person);
    let mut people: Vec<PersonKey> = waiting.chain(judged).cloned().collect();
    let place = |person: &PersonKey| {
        let weighed = assessment.candidates.iter();
        let place = weighed.map(|candidate| &candidate.person).position(|each| each == person);
        (place.unwrap_or(usize::MAX), person.clone())
    };
    people.sort_by_key(place);
    people.dedup();
    people
}
