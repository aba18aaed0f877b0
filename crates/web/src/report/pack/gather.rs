//! Where does what is held of somebody stand?

use care::access::privacy::{Outcome, Watch};
use care::access::{Act, Chain, Organisation};
use care::people::{Address, Identity, Opinion, PersonKey, PersonName, Phone, Verdict};
use care::stays::StayState;
use care::when::{local, words};
use jiff::Timestamp;
use store::{JudgementRow, PrivacyItem, Store, StoreError};

use super::{
    EndedHeld, FeedbackHeld, IdentityHeld, ItemHeld, JudgementHeld, MatchHeld, NoticeHeld, Pack,
    StayHeld,
};
use crate::pages::{place_words, ward_row};
use crate::report::{Manner, Subject, rows};

/// So many rows of each kind are read.
const MOST: i64 = 10_000;

const LEFT_OUT: &str = "Left out, because where this person is must be protected. A privacy \
                        officer gives it by hand, once they are sure to whom.";

const PROTECTED: &str = "Left out to protect the person";

/// What is not held here, so that nobody looks for it in vain.
const NOT_HELD: [&str; 6] = [
    "The council's care record. It is fetched when somebody looks and is not kept; a sealed copy \
     bridges an outage for some hours. Ask the council.",
    "Hospital notes, results and letters. Ask the hospital.",
    "Case notes, assessments in full, and the details of a safeguarding enquiry. They never come \
     here.",
    "Key-safe codes, finances and charges. They never come here.",
    "The messages of the hospital's system as they were sent are kept for a short time, to prove \
     that none was lost. Ask the hospital.",
    "What concerns other people: to whom somebody was compared, and who else may have been meant.",
];

impl Pack {
    /// Gathers all that is held of somebody, as far as it is for the side that answers to give.
    pub async fn gather(
        store: &Store,
        subject: &Subject,
        manner: Manner<'_>,
    ) -> Result<Self, StoreError> {
        let hides = is_protected(store, subject).await?;
        let watched = store.watched_as(&subject.patient).await?;
        Ok(Self {
            written_at: manner.now,
            answers: subject.answers(manner.naming),
            places: if hides { LEFT_OUT } else { "Included" },
            identities: identities(store, subject, hides).await?,
            stays: stays(subject, hides),
            match_with_council: matched(subject, manner),
            matches_that_ended: ended(store, subject, manner).await?,
            notices: notices(store, subject, manner).await?,
            judgements: judgements(store, subject, manner).await?,
            feedback: feedback(store, subject).await?,
            privacy_items: items(store, subject).await?,
            on_watch_list: watched.map_or("No", Watch::words),
            log: rows(store, subject, manner).await?,
            not_held: NOT_HELD,
        })
    }
}

/// Whether anything that tells where the person is must stay out: somebody else may ask for this file
/// in the person's name (hazard H16).
async fn is_protected(store: &Store, subject: &Subject) -> Result<bool, StoreError> {
    Ok(store.place_marks(&subject.patient.id).await?.hide())
}

fn is_of_trust(subject: &Subject) -> bool {
    matches!(subject.side, Chain::Trust(_))
}

/// A trust answers for what its hospital says, a council for what stands in its own book.
async fn identities(
    store: &Store,
    subject: &Subject,
    hides: bool,
) -> Result<Vec<IdentityHeld>, StoreError> {
    if is_of_trust(subject) {
        let known = store.known_patient(&subject.patient.id).await?;
        let each =
            known.patients.iter().map(|one| (&one.patient.number.value, one.patient.identity()));
        return Ok(each.map(|(number, identity)| held(number, &identity, hides)).collect());
    }
    let Some(person) = &subject.person else { return Ok(Vec::new()) };
    let found = store.person_identity(person).await?;
    let number: String = person.id.clone().into();
    Ok(found.iter().map(|(identity, _)| held(&number, identity, hides)).collect())
}

fn held(number: &str, identity: &Identity, hides: bool) -> IdentityHeld {
    let place = |text: Option<String>| match (hides, text) {
        (true, _) => PROTECTED.to_owned(),
        (false, text) => text.unwrap_or_else(|| "Not known".to_owned()),
    };
    let phones = identity.phones.iter().map(Phone::shown);
    IdentityHeld {
        number: number.to_owned(),
        nhs_number: ward_row::nhs_number(identity),
        names: identity.names.iter().map(PersonName::banner).collect(),
        born: ward_row::born(identity),
        gender: ward_row::gender(identity.gender),
        address: place(identity.address.as_ref().map(Address::one_line)),
        phones: if hides { vec![PROTECTED.to_owned()] } else { phones.collect() },
        practice: place(identity.practice.clone()),
    }
}

fn stays(subject: &Subject, hides: bool) -> Vec<StayHeld> {
    let stays = subject.patient.stays.iter().filter(|_| is_of_trust(subject));
    let row = |stay: &care::stays::Stay| StayHeld {
        visit: stay.visit.value.clone(),
        state: match &stay.state {
            StayState::Planned => "Planned",
            StayState::Open => "In hospital",
            StayState::OnLeave => "On leave",
            StayState::Closed(_) => "Over",
            StayState::Void => "Taken back",
        },
        admitted: stay.admitted_at.map_or_else(|| "Not known".to_owned(), moment),
        left: match &stay.state {
            StayState::Closed(departure) => moment(departure.at),
            _ => "Not known".to_owned(),
        },
        place: if hides { PROTECTED.to_owned() } else { place_words(&stay.place) },
    };
    stays.map(|(_, stay)| row(stay)).collect()
}

fn matched(subject: &Subject, manner: Manner<'_>) -> MatchHeld {
    let link = subject.patient.link.as_ref();
    let verdict = match link.map(|link| &link.verdict) {
        Some(Verdict::Match(..)) if subject.patient.withheld => "Reported as wrong, and hidden",
        Some(Verdict::Match(..)) => "Certain",
        Some(Verdict::Review(..)) => "Doubtful: nothing is shown",
        Some(Verdict::None(_)) => "None of the councils knows this person",
        None => "Not looked for yet",
    };
    let person = subject.person.as_ref();
    let reasons = link.map_or(&[][..], |link| link.verdict.reasons());
    MatchHeld {
        verdict,
        council: person.map_or_else(|| "None".to_owned(), |person| council(manner, person)),
        person_number: person.map_or_else(|| "None".to_owned(), |one| one.id.clone().into()),
        reasons: reasons.iter().map(|reason| reason.words()).collect(),
        decided: link.map_or_else(|| "Not yet".to_owned(), |link| moment(link.decided_at)),
    }
}

/// Which person it was concerns somebody else, so only the council is named.
async fn ended(
    store: &Store,
    subject: &Subject,
    manner: Manner<'_>,
) -> Result<Vec<EndedHeld>, StoreError> {
    let ended = store.withdrawals_of(&subject.patient.id).await?;
    let row = |person: &PersonKey, at, why| EndedHeld {
        council: council(manner, person),
        ended: moment(at),
        why,
    };
    let rows = ended.iter().map(|row| &row.withdrawal);
    let rows =
        rows.filter(|one| is_of_trust(subject) || Some(&one.person) == subject.person.as_ref());
    Ok(rows.map(|one| row(&one.person, one.at, one.cause.words())).collect())
}

async fn notices(
    store: &Store,
    subject: &Subject,
    manner: Manner<'_>,
) -> Result<Vec<NoticeHeld>, StoreError> {
    let known = store.known_patient(&subject.patient.id).await?;
    let notices = known.notices.iter();
    let own =
        notices.filter(|one| is_of_trust(subject) || Some(&one.person) == subject.person.as_ref());
    Ok(own
        .map(|notice| NoticeHeld {
            council: council(manner, &notice.person),
            what: Act::Told { notice: notice.kind }.words().into_owned(),
            happened: moment(notice.happened_at),
            told: moment(notice.told_at),
        })
        .collect())
}

/// What was said of this person and this patient; of other candidates nothing.
async fn judgements(
    store: &Store,
    subject: &Subject,
    manner: Manner<'_>,
) -> Result<Vec<JudgementHeld>, StoreError> {
    let said = store.judgements_of(&subject.patient.id).await?;
    let is_theirs = |row: &&JudgementRow| Some(&row.judgement.person) == subject.person.as_ref();
    let held = |row: &JudgementRow| {
        let organisation = (manner.naming)(&row.staff.organisation);
        let name = if manner.names_staff { &row.staff.name } else { "A member of staff" };
        let opinion = match row.judgement.opinion {
            Opinion::Same => "The same person",
            Opinion::Different => "Two people",
            Opinion::NotSure => "Not sure",
        };
        let back = if row.taken_back.is_some() { ", taken back since" } else { "" };
        JudgementHeld {
            when: moment(row.judgement.at),
            who: format!("{name}, {}, {organisation}", row.staff.role.words()),
            opinion: format!("{opinion}{back}"),
            words: if row.words.is_empty() { "No words".to_owned() } else { row.words.clone() },
        }
    };
    Ok(said.iter().filter(is_theirs).map(held).collect())
}

async fn feedback(store: &Store, subject: &Subject) -> Result<Vec<FeedbackHeld>, StoreError> {
    if !is_of_trust(subject) {
        return Ok(Vec::new());
    }
    let said = store.feedback_about(&subject.patient.id, MOST).await?;
    let held = said.into_iter().map(|line| FeedbackHeld {
        when: moment(line.given_at),
        role: line.role.words(),
        words: line.feedback.words.unwrap_or_else(|| "No words".to_owned()),
    });
    Ok(held.collect())
}

/// That a look was put before a privacy officer, and what came of it. What they wrote is theirs.
async fn items(store: &Store, subject: &Subject) -> Result<Vec<ItemHeld>, StoreError> {
    let items = store.privacy_items_about(&subject.patient.id, MOST).await?;
    let own = |item: &&PrivacyItem| is_of_trust(subject) || item.person == subject.person;
    let held = |item: &PrivacyItem| ItemHeld {
        when: moment(item.first_at),
        reasons: item.triggers.iter().map(|trigger| trigger.words()).collect(),
        outcome: item.outcome.map_or("Not decided yet", Outcome::words),
    };
    Ok(items.iter().filter(own).map(held).collect())
}

fn council(manner: Manner<'_>, person: &PersonKey) -> String {
    (manner.naming)(&Organisation::Council(person.council.clone()))
}

/// A moment on paper: never "today".
pub(crate) fn moment(at: Timestamp) -> String {
    format!("{} {}", words::day(local(at).date()), words::time(at))
}
