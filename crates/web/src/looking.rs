//! May this user open this patient's record, and what is in it for them?
//!
//! Load, decide, commit, and only then fetch: what every page that shows a record goes through.

use care::access::cut::{View, cut};
use care::access::{
    DataGroup, Ground, Leave, Look, Marks, Organisation, Permission, PermissionMode, Permit,
    Refusal, Relation, Staff, leave, permit,
};
use care::exchange::Notice;
use care::filing::Shield;
use care::people::{Identity, PatientId, PersonKey, Reason, Standing, StayId, Verdict};
use care::record::{Fact, Person, Record, Sharing};
use council::Profile;
use jiff::Timestamp;
use store::{KeptPart, PatientNow};

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
    /// What the person answered, where they were asked in this stay.
    pub(crate) permission: Option<Permission>,
    /// What the council says must be held back.
    pub(crate) sharing: Sharing,
    /// How the trust handles the question of permission.
    pub(crate) mode: PermissionMode,
}

/// A record, cut to its viewer, and what belongs beside it.
pub(crate) struct Seen {
    /// The record. Nothing in it is hidden from this viewer.
    pub(crate) record: Record,
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
    let (verdict, sharing) = certain(app, verdict(&patient)).await?;
    let relation = relation(staff, &patient, &verdict).ok_or(Refused::NotFound)?;
    let permission = app.store().permission(&staff.id, &patient.id, stay(&relation)).await?;
    let mode = app.trust(&patient.trust).map(|trust| trust.permission).unwrap_or_default();
    Ok(Loaded {
        identity: patient.patient.identity(),
        looked_for: patient.link.is_some(),
        verdict,
        relation,
        permission,
        sharing,
        mode,
        patient,
    })
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

/// How the user stands to the patient; `None` for a stranger.
fn relation(staff: &Staff, patient: &PatientNow, verdict: &Verdict) -> Option<Relation> {
    match &staff.organisation {
        Organisation::Hospital { trust, .. } if *trust != patient.trust => None,
        Organisation::Hospital { site, .. } => {
            let here = patient.stays.iter().find(|(_, stay)| {
                let at = stay.place.site.as_ref();
                stay.state.is_live() && at.is_none_or(|at| at == site)
            });
            Some(here.map_or(Relation::Earlier, |(stay, _)| Relation::LiveStay(stay.clone())))
        }
        Organisation::Council(name) => {
            verdict.matched().filter(|person| person.council == *name).map(|_| Relation::OwnPerson)
        }
    }
}

/// The stay on whose ground the user looks, where there is one.
pub(crate) fn stay(relation: &Relation) -> Option<&StayId> {
    match relation {
        Relation::LiveStay(stay) => Some(stay),
        Relation::OwnPerson | Relation::Earlier | Relation::None => None,
    }
}

impl Loaded {
    /// Decides whether the record may be opened.
    pub(crate) fn permit(
        &self,
        staff: &Staff,
        stated: Option<&str>,
        now: Timestamp,
    ) -> Result<Permit, Refusal> {
        let look = Look {
            staff,
            patient: &self.patient.id,
            relation: self.relation.clone(),
            stated,
            permission: self.permission.as_ref(),
        };
        permit(&look, self.marks(), now)
    }

    /// What is known of the patient that may forbid a look, or part of it.
    pub(crate) fn marks(&self) -> Marks<'_> {
        Marks {
            verdict: &self.verdict,
            mode: self.mode,
            shield: self.shield(),
            sharing: self.sharing,
            death: self.identity.death,
            born: self.identity.born,
        }
    }

    /// What the hospital says must be held back.
    pub(crate) fn shield(&self) -> Shield {
        self.patient.patient.shield()
    }

    /// Whether where the person is must be held back, by the word of either side.
    pub(crate) fn place_is_protected(&self) -> bool {
        self.shield() == Shield::Location || self.sharing == Sharing::ProtectedLocation
    }

    /// Heeds what the record itself says must be held back: the index may be a day behind it
    /// (hazard H16).
    pub(crate) fn heed(&mut self, record: &Record) {
        let is_protected = record.person.fact.known().is_some_and(|person| {
            person.sharing == Fact::Known(Sharing::ProtectedLocation)
                || person.address == Fact::Restricted
        });
        if is_protected {
            self.sharing = Sharing::ProtectedLocation;
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
    let ground = permit.ground().clone();
    let view = Seeing::of(&permit);
    let vetted = vetting::look(app, loaded, permit).await?;
    let opened = app.store().open_record(vetted).await?;
    see(app, loaded, opened.person, view, ground).await
}

/// The same for paper.
pub(crate) async fn print(
    app: &App,
    loaded: &Loaded,
    permit: Permit,
    with_sensitive: bool,
) -> Result<Opened, Refused> {
    let ground = permit.ground().clone();
    let view = Seeing::of(&permit);
    let vetted = vetting::look(app, loaded, permit).await?;
    let opened = app.store().open_for_print(vetted, with_sensitive).await?;
    see(app, loaded, opened.person, view, ground).await
}

/// What of a permit outlives it.
struct Seeing {
    role: care::access::Role,
    permission: Option<Permission>,
    at: Timestamp,
}

impl Seeing {
    fn of(permit: &Permit) -> Self {
        Self {
            role: permit.staff().role,
            permission: permit.permission().cloned(),
            at: permit.at(),
        }
    }
}

async fn see(
    app: &App,
    loaded: &Loaded,
    person: PersonKey,
    seeing: Seeing,
    ground: Ground,
) -> Result<Opened, Refused> {
    let record = fetch(app, &person, seeing.at).await?;
    if record.person.fact == Fact::NoneRecorded {
        return Ok(Opened::Gone);
    }
    let against = contradictions(app, loaded, (&person, &record)).await?;
    if !against.is_empty() {
        return Ok(Opened::Contradicts(Verdict::Review(vec![person], against)));
    }
    let view = View {
        role: seeing.role,
        ground: &ground,
        mode: loaded.mode,
        permission: seeing.permission.as_ref(),
        shield: loaded.shield(),
        sharing: loaded.sharing,
        today: care::when::local(seeing.at).date(),
    };
    let record = cut(record, &view);
    let notices = app.store().notices_about(&loaded.patient.id).await?;
    Ok(Opened::Seen(Box::new(Seen { record, notices })))
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

/// Asks the council. What it cannot answer now is filled from the short copies, and what it did
/// answer is kept as the next copy.
async fn fetch(app: &App, person: &PersonKey, now: Timestamp) -> Result<Record, Refused> {
    let key = app.copy_key();
    let mut fetched = app.councils().fetch(person, now).await;
    let sealed = fetched.to_seal(key);
    if !sealed.is_empty() {
        let kept = |(part, sealed)| KeptPart { part, sealed, checked_at: now };
        let copies: Vec<KeptPart> = sealed.into_iter().map(kept).collect();
        app.store().keep_copies(person, &copies).await?;
    }
    if !fetched.faults.is_empty() {
        let copies = app.store().copies(person).await?;
        let each: Vec<_> = copies.into_iter().map(|copy| (copy.part, copy.sealed)).collect();
        fetched.fill(&each, key, (now, app.settings().oldest_copy));
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
