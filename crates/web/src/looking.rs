//! May this user open this patient's record, and what is in it for them?
//!
//! Load, decide, commit, and only then fetch: what every page that shows a record goes through.

use care::access::privacy::{Kin, kin};
use care::access::{
    DataGroup, Extent, Leave, Look, Marks, Organisation, Permission, PermissionMode, Permit,
    Refusal, Relation, SaidNo, Sheet, Sight, Staff, Whose, cut, leave, permit, reason_due,
    relation, sees_places_with_reason,
};
use care::exchange::Notice;
use care::filing::Shield;
use care::people::{Death, Identity, PatientId, PersonKey, Reason, Standing, Verdict};
use care::record::{Fact, Person, Record, Sharing};
use care::when::local;
use council::{Fetched, Profile};
use jiff::Timestamp;
use store::{KeptPart, PatientNow, Said};
use tracing::instrument;

use crate::app::App;
use crate::refusal::Refused;
use crate::vetting;

/// A patient as far as a decision needs them, before anything of a record is known.
pub(crate) struct Loaded {
    /// The patient.
    pub(crate) patient: PatientNow,
    /// Who the hospital says they are.
    pub(crate) identity: Identity,
    /// Which of the councils' people that is.
    pub(crate) verdict: Verdict,
    /// Whether matching has been asked yet.
    pub(crate) looked_for: bool,
    /// How the user stands to them.
    pub(crate) relation: Relation,
    /// What the person and the user said on which the look depends.
    pub(crate) said: Said,
    /// What the user may be to the patient besides.
    pub(crate) kin: Option<Kin>,
    /// What the council says must be held back.
    pub(crate) sharing: Sharing,
    /// Whether where the patient is must stay hidden.
    hides_place: bool,
    /// Whether the user may see it all the same: staff of the hospital in which the patient is, where
    /// that is, and whoever stated a reason for which the table grants it.
    knows_ward: bool,
    /// How the trust handles the question of permission.
    pub(crate) mode: PermissionMode,
    /// For how many days a no holds there.
    pub(crate) refusal_days: u8,
}

/// A record, cut to its viewer, and what belongs beside it.
pub(crate) struct Seen {
    /// The record. Nothing in it is hidden from this viewer.
    pub(crate) record: Record,
    /// How far each group is shown, and what may be done.
    pub(crate) sight: Sight,
    /// What the council was told.
    pub(crate) notices: Vec<Notice>,
}

/// What came of opening a record.
pub(crate) enum Opened {
    /// It may be shown.
    Seen(Box<Seen>),
    /// The record read just now is another person's than the index said, for these reasons.
    /// Nothing of it is shown (hazard H01).
    Contradicts(Verdict),
    /// The council answers that it has nobody under the id that was matched, as after it has
    /// joined two entries. That its other parts are empty too says nothing of care (hazard H07).
    Gone,
}

/// For so many days a no holds in a trust of which nothing is configured.
const REFUSAL_DAYS: u8 = 7;

/// Refuses a role to which the access table grants nothing of a group.
pub(crate) fn may(staff: &Staff, group: DataGroup) -> Result<(), Refused> {
    match leave(staff.role, group) {
        Leave::None => Err(Refused::RoleMayNot),
        _ => Ok(()),
    }
}

/// Loads a patient of the user's own organisation. Any other does not exist for this user, and
/// for a role that meets no patients there is none at all.
pub(crate) async fn load(app: &App, staff: &Staff, id: &PatientId) -> Result<Loaded, Refused> {
    may(staff, DataGroup::Identity)?;
    let patient = app.store().patient(id).await?.ok_or(Refused::NotFound)?;
    weigh(app, staff, patient).await
}

/// Loads what a decision about a patient rests on beside the patient.
#[instrument(level = "debug", name = "leave", skip_all, fields(patient.id = %patient.id))]
async fn weigh(app: &App, staff: &Staff, patient: PatientNow) -> Result<Loaded, Refused> {
    let (verdict, sharing) = certain(app, verdict(&patient)).await?;
    let whose = Whose { trust: &patient.trust, stays: &patient.stays, verdict: &verdict };
    let relation = relation(staff, whose, app.now());
    if relation == Relation::None {
        return Err(Refused::NotFound);
    }
    let identity = patient.patient.identity();
    let (said, watched, place) = tokio::try_join!(
        app.store().said(staff, &patient.id, relation.stay(), app.now()),
        app.store().watched_as(&patient),
        app.store().place_marks(&patient.id),
    )?;
    let stated = said.stated.as_ref().and_then(|stated| stated.at(app.now())).is_some();
    let trust = app.trust(&patient.trust);
    Ok(Loaded {
        kin: kin(staff, &identity, watched),
        mode: trust.map(|trust| trust.permission).unwrap_or_default(),
        refusal_days: trust.map_or(REFUSAL_DAYS, |trust| trust.refusal_days),
        looked_for: patient.link.is_some(),
        hides_place: place.hide(),
        knows_ward: is_of_trust(staff) || stated && sees_places_with_reason(staff),
        identity,
        verdict,
        relation,
        said,
        sharing,
        patient,
    })
}

/// Whether somebody works for a hospital: of another trust than the patient's they get no further.
fn is_of_trust(staff: &Staff) -> bool {
    matches!(staff.organisation, Organisation::Hospital { .. })
}

/// What matching decided. A match that somebody reported as wrong counts as a doubt.
fn verdict(patient: &PatientNow) -> Verdict {
    let decided = patient.link.as_ref().map(|link| link.verdict.clone());
    match decided.unwrap_or(Verdict::None(Vec::new())) {
        Verdict::Match(person, reasons) if patient.withheld => {
            Verdict::Review(vec![person], reasons)
        }
        other => other,
    }
}

/// The verdict, and what the index says must be held back. A match with somebody whom the index no
/// longer holds is none: nobody can tell any more what must be held back of them.
async fn certain(app: &App, verdict: Verdict) -> Result<(Verdict, Sharing), Refused> {
    let Some(person) = verdict.matched() else { return Ok((verdict, Sharing::Open)) };
    let sharing = app.store().person_sharing(person).await?;
    Ok(sharing.map_or((Verdict::None(Vec::new()), Sharing::Open), |sharing| (verdict, sharing)))
}

impl Loaded {
    /// Decides whether the record may be opened, and how far.
    pub(crate) fn permit(&self, staff: &Staff, now: Timestamp) -> Result<Permit, Refusal> {
        let look = Look {
            staff,
            patient: &self.patient.id,
            relation: self.relation.clone(),
            stated: self.said.stated.as_ref().and_then(|stated| stated.at(now)),
            permission: self.said.permission.as_ref(),
            overriding: self.said.overriding.as_ref().and_then(|overriding| overriding.at(now)),
        };
        permit(&look, self.marks(staff), now)
    }

    /// The death; one without a day counts from when the hospital said so.
    fn death(&self) -> Death {
        match (self.identity.death, self.patient.patient.died.at) {
            (Death::Died, Some(told)) => Death::DiedOn(local(told.occurred).date()),
            (death, _) => death,
        }
    }

    /// What is known of the patient that may forbid a look, or part of it. What a patient said to
    /// the hospital binds its staff; the council has its own mark.
    fn marks(&self, staff: &Staff) -> Marks<'_> {
        Marks {
            verdict: &self.verdict,
            mode: self.mode,
            said_no: self.said.said_no.filter(|_| is_of_trust(staff)),
            shield: self.shield(),
            sharing: self.sharing,
            death: self.death(),
            born: self.identity.born,
            kin: self.kin,
        }
    }

    /// That the patient said no, from now on for as long as that holds in their trust; `None` where
    /// they did not.
    pub(crate) fn shut_by(&self, answer: &Permission, now: Timestamp) -> Option<SaidNo> {
        (*answer == Permission::Refused).then(|| SaidNo::noted(now, self.refusal_days))
    }

    /// What the hospital says must be held back.
    pub(crate) fn shield(&self) -> Shield {
        self.patient.patient.shield()
    }

    /// Whether where the person is must stay hidden, by the word of anybody and under any number.
    pub(crate) fn place_is_protected(&self) -> bool {
        self.hides_place
    }

    /// Whether the user may read on which ward the patient lies.
    pub(crate) fn shows_ward(&self) -> bool {
        self.knows_ward || !self.hides_place
    }

    /// Whether a reason is due for more than who the patient is, and none was stated.
    pub(crate) fn awaits_reason(&self, now: Timestamp) -> bool {
        let stated = self.said.stated.as_ref().and_then(|stated| stated.at(now));
        stated.is_none() && reason_due(&self.relation, self.kin).is_some()
    }

    /// Heeds what the record itself says must be held back: the index may be a day behind it
    /// (hazard H16).
    fn heed(&mut self, record: &Record) {
        let is_protected = record.person.fact.known().is_some_and(|person| {
            person.sharing == Fact::Known(Sharing::ProtectedLocation)
                || person.address == Fact::Restricted
        });
        if is_protected {
            self.sharing = Sharing::ProtectedLocation;
            self.hides_place = true;
        }
    }

    /// The council that is asked: the one that knows the person, else the nearest.
    pub(crate) fn council<'a>(&self, app: &'a App) -> Option<&'a Profile> {
        let known = match &self.verdict {
            Verdict::Match(person, _) => Some(&person.council),
            Verdict::Review(people, _) => people.first().map(|person| &person.council),
            Verdict::None(_) => None,
        };
        let nearest = || app.trust(&self.patient.trust).and_then(|trust| trust.councils.first());
        known.or_else(nearest).and_then(|name| app.councils().profile(name))
    }
}

/// Opens the record with its line in the audit, fetches it, and cuts it to the viewer.
pub(crate) async fn open(app: &App, loaded: &Loaded, permit: Permit) -> Result<Opened, Refused> {
    let sight = permit.sight();
    let person = take_leave(app, loaded, permit).await?;
    see(app, loaded, person, sight).await
}

/// Uses the permit up: vets the look and writes its line in the audit. Answers with whose record may
/// be fetched.
#[instrument(level = "debug", name = "leave", skip_all, fields(patient.id = %loaded.patient.id))]
async fn take_leave(app: &App, loaded: &Loaded, permit: Permit) -> Result<PersonKey, Refused> {
    let vetted = vetting::look(app, loaded, permit).await?;
    Ok(app.store().open_record(vetted).await?)
}

/// Heeds what the record itself says must be held back. Where it alone says so, and the user sees it all
/// the same for the reason they stated, the privacy officer hears of it before they do.
pub(crate) async fn heed(
    app: &App,
    staff: &Staff,
    loaded: &mut Loaded,
    seen: &Seen,
) -> Result<(), Refused> {
    let was_known = loaded.place_is_protected();
    loaded.heed(&seen.record);
    let is_told = seen.sight.shown().of(DataGroup::ProtectedLocation) == Extent::Full;
    if is_told && !was_known && loaded.place_is_protected() {
        let stated = loaded.said.stated.as_ref().map_or("", |stated| stated.said.words());
        app.store().note_protected_place(staff, &loaded.patient, stated, app.now()).await?;
    }
    Ok(())
}

/// The same for paper. What may not be printed has no page to print it from.
pub(crate) async fn print(
    app: &App,
    loaded: &Loaded,
    permit: Permit,
    sheet: Sheet,
) -> Result<Opened, Refused> {
    let permit = permit.on_paper(sheet).ok_or(Refused::NotOnPaper)?;
    let sight = permit.sight();
    let vetted = vetting::look(app, loaded, permit).await?;
    let person = app.store().open_for_print(vetted, sheet == Sheet::WithSensitive).await?;
    see(app, loaded, person, sight).await
}

/// Fetches the record and shows it. What the council answered is kept as the next copy beside that:
/// nobody waits for the disk a second time.
async fn see(
    app: &App,
    loaded: &Loaded,
    person: PersonKey,
    sight: Sight,
) -> Result<Opened, Refused> {
    let fetched = app.councils().fetch(&person, sight.at()).await;
    let copies = sealed(app, &fetched, sight.at());
    let keep = async { Ok(app.store().keep_copies(&person, &copies).await?) };
    let show = show(app, loaded, (&person, fetched), sight);
    let ((), opened) = tokio::try_join!(keep, show)?;
    Ok(opened)
}

async fn show(
    app: &App,
    loaded: &Loaded,
    (person, fetched): (&PersonKey, Fetched),
    sight: Sight,
) -> Result<Opened, Refused> {
    let record = filled(app, person, fetched, sight.at()).await?;
    if record.person.fact == Fact::NoneRecorded {
        return Ok(Opened::Gone);
    }
    let against = contradictions(app, loaded, (person, &record)).await?;
    if !against.is_empty() {
        return Ok(Opened::Contradicts(Verdict::Review(vec![person.clone()], against)));
    }
    let record = cut(record, &sight);
    let notices = app.store().notices_about(&loaded.patient.id, person).await?;
    Ok(Opened::Seen(Box::new(Seen { record, sight, notices })))
}

/// What in the record just read says that it is another person's. What two people at the match desk
/// have decided in the face of counts no more.
async fn contradictions(
    app: &App,
    loaded: &Loaded,
    (key, record): (&PersonKey, &Record),
) -> Result<Vec<Reason>, Refused> {
    let Some(person) = record.person.fact.known() else { return Ok(Vec::new()) };
    if loaded.verdict.reasons().contains(&Reason::DecidedSame) {
        return contradictions_of_joined(app, loaded, (key, person)).await;
    }
    Ok(person.contradictions(&loaded.identity))
}

/// The same for a pair that two people joined. Where either side has become somebody else since, it
/// is joined no longer, though matching has not heard of that yet: nothing opens.
async fn contradictions_of_joined(
    app: &App,
    loaded: &Loaded,
    (key, person): (&PersonKey, &Person),
) -> Result<Vec<Reason>, Refused> {
    let row = app.store().indexed_person(key).await?;
    let people = std::slice::from_ref(key);
    let stands = app.store().standings(&loaded.patient.id, people, &[]).await?;
    match row.and_then(|row| row.found) {
        Some((decided_on, _)) if stands.first() == Some(&Standing::Joined) => {
            Ok(person.contradictions_beyond(&decided_on, &loaded.identity))
        }
        _ => {
            let mut against = person.contradictions(&loaded.identity);
            against.push(Reason::NotSureEnough);
            Ok(against)
        }
    }
}

/// What the council answered now, encrypted for the hours in which it cannot be asked.
fn sealed(app: &App, fetched: &Fetched, now: Timestamp) -> Vec<KeptPart> {
    let kept = |(part, sealed)| KeptPart { part, sealed, checked_at: now };
    fetched.to_seal(app.copy_key()).into_iter().map(kept).collect()
}

/// The record, in which what the council could not answer now is filled from the short copies.
async fn filled(
    app: &App,
    person: &PersonKey,
    mut fetched: Fetched,
    now: Timestamp,
) -> Result<Record, Refused> {
    if !fetched.faults.is_empty() {
        let copies = app.store().copies(person).await?;
        let each: Vec<_> = copies.into_iter().map(|copy| (copy.part, copy.sealed)).collect();
        fetched.fill(&each, app.copy_key(), (now, app.settings().oldest_copy));
    }
    count_dropped(app, &person.council, &fetched.tally).await?;
    Ok(fetched.record)
}

/// Adds what was left out at the council's edge to what the status page counts.
async fn count_dropped(
    app: &App,
    council: &care::people::CouncilName,
    tally: &council::Tally,
) -> Result<(), Refused> {
    for (what, count) in tally.dropped() {
        app.store().drop_count(council, what, count).await?;
    }
    Ok(())
}
