//! Whose page is this, in the words of the banner?

use care::access::Staff;
use care::people::trace::Outcome;
use care::people::{Death, Identity, NameUse, NumberStatus, Patient};
use care::stays::Stay;
use care::when::words;
use jiff::Timestamp;
use jiff::civil::Date;

use super::ward_row;
use crate::app::App;
use crate::components::patient::{self, Detail, Life, NhsNumber};
use crate::components::when::When;
use crate::looking::Loaded;
use crate::refusal::Refused;
use crate::vetting;

/// The banner of a page that shows who a patient is and nothing of a record. Nothing else the page
/// does is a line about them, so this is one.
pub(crate) async fn banner_alone(
    app: &App,
    staff: &Staff,
    loaded: &Loaded,
) -> Result<patient::Patient, Refused> {
    vetting::identity(app, staff, loaded).await?;
    Ok(banner(app, loaded, app.now()))
}

/// The banner of a patient, as the hospital knows them (ISB 1505, 1506, 1508), where a line of the
/// audit tells already that this user meets them.
pub(crate) fn banner(app: &App, loaded: &Loaded, now: Timestamp) -> patient::Patient {
    let identity = &loaded.identity;
    let (family, given) = names(identity);
    patient::Patient {
        family,
        given,
        born: born(identity),
        life: life(identity, care::when::local(now).date()),
        gender: ward_row::gender(identity.gender).to_owned(),
        nhs_number: nhs_number(identity),
        more: more(app, loaded, now),
    }
}

/// "FAMILY" and "Given (Title)".
fn names(identity: &Identity) -> (String, String) {
    let shown = ward_row::name(identity);
    match shown.split_once(", ") {
        Some((family, given)) => (family.to_owned(), given.to_owned()),
        None => (shown, String::new()),
    }
}

fn born(identity: &Identity) -> When {
    let shown = identity.born.map_or_else(|| "Not known".to_owned(), words::born);
    let exact = identity.born.and_then(|born| born.exact());
    When { spoken: exact.map_or_else(|| shown.clone(), words::day_in_full), shown }
}

fn life(identity: &Identity, today: Date) -> Life {
    let age = |on| identity.born.and_then(|born| words::age(born, on));
    let not_known = || "age not known".to_owned();
    match identity.death {
        Death::Alive => Life::Living { age: age(today).unwrap_or_else(not_known) },
        Death::Died => Life::Died {
            on: When { shown: "Date not known".to_owned(), spoken: "Date not known".to_owned() },
            age: "Not known".to_owned(),
        },
        Death::DiedOn(day) => Life::Died {
            on: When { shown: words::day(day), spoken: words::day_in_full(day) },
            age: age(day).unwrap_or_else(|| "Not known".to_owned()),
        },
    }
}

fn nhs_number(identity: &Identity) -> NhsNumber {
    match identity.nhs {
        None => NhsNumber::NotKnown,
        Some(nhs) if nhs.status == NumberStatus::Verified => {
            NhsNumber::Verified(nhs.number.to_string())
        }
        Some(nhs) => NhsNumber::NotVerified(nhs.number.to_string()),
    }
}

/// The second row.
fn more(app: &App, loaded: &Loaded, now: Timestamp) -> Vec<Detail> {
    let identity = &loaded.identity;
    let mut more = Vec::new();
    let preferred = identity.names.iter().find(|name| name.usage == NameUse::Preferred);
    more.extend(preferred.map(|name| Detail::new("Prefers", called(name))));
    more.extend(home(loaded, now));
    more.push(Detail::new("Hospital No.", loaded.patient.number.value.clone()));
    more.extend(tracing(&loaded.patient.patient).map(|words| Detail::new("Traced", words)));
    more.push(Detail::new("Ward", whereabouts(loaded)));
    more.extend(
        loaded.council(app).map(|council| Detail::new("Council", council.display_name.clone())),
    );
    more
}

/// Where they live and can be rung. What is protected is neither here nor anywhere else on the page;
/// of whom a reason is due, it comes after the reason.
fn home(loaded: &Loaded, now: Timestamp) -> Vec<Detail> {
    let address = |words: String| Detail::new("Address", words);
    if loaded.awaits_reason(now) {
        return vec![address("Address not shown".to_owned())];
    }
    if loaded.place_is_protected() {
        return vec![address("Address protected".to_owned())];
    }
    let identity = &loaded.identity;
    let known = identity.address.as_ref().map(care::people::Address::one_line);
    let phone = identity.phones.first().map(|phone| Detail::new("Phone", phone.shown()));
    let known = known.unwrap_or_else(|| "Address not known".to_owned());
    std::iter::once(address(known)).chain(phone).collect()
}

/// What the hospital itself sent, where the NHS number that is shown comes from the national
/// service.
fn tracing(patient: &Patient) -> Option<String> {
    let Some(Outcome::Found { number, .. }) = patient.traced() else { return None };
    Some(match patient.as_said().nhs {
        None => "NHS number from the national service; the hospital sent none".to_owned(),
        Some(sent) if sent.number == number => {
            "NHS number confirmed by the national service".to_owned()
        }
        Some(sent) => {
            format!("NHS number from the national service; the hospital sent {}", sent.number)
        }
    })
}

fn called(name: &care::people::PersonName) -> String {
    let part = if name.given.is_empty() { &name.family } else { &name.given };
    let shown = care::people::PersonName::usual("", part).banner();
    shown.trim_start_matches(", ").to_owned()
}

fn whereabouts(loaded: &Loaded) -> String {
    if !loaded.shows_ward() {
        return "Not shown".to_owned();
    }
    let live = loaded.patient.stays.iter().map(|(_, stay)| stay).find(|stay| stay.state.is_live());
    let Some(stay): Option<&Stay> = live else { return "Not in hospital now".to_owned() };
    let place = super::place_words(&stay.place);
    place.strip_prefix("Ward ").map_or_else(|| place.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use care::people::{Born, HospitalNumber, NhsNumber, PersonName, Trace, TracedNumber};
    use care::stays::{Moment, Said};
    use jiff::civil::date;

    use super::*;

    /// A patient whom the hospital sent with such a number, and whom the national service knows
    /// under this one.
    fn traced(sent: Option<&str>, found: &str) -> Option<String> {
        let number = |text: &str| text.parse::<NhsNumber>().unwrap();
        let at = Moment {
            occurred: Timestamp::UNIX_EPOCH,
            recorded: Timestamp::UNIX_EPOCH,
            sent: Timestamp::UNIX_EPOCH,
            digest: 0,
        };
        let hospital = HospitalNumber { authority: "RZZ".into(), value: "H1".into() };
        let mut patient = Patient::new(hospital.clone());
        let mut news = care::filing::IdentityNews::silent(hospital, at);
        news.names = Said::Value(vec![PersonName::usual("Marsh", "Gwendolen")]);
        news.born = Said::Value(Born::on(date(1943, 11, 2)));
        if let Some(sent) = sent {
            let status = NumberStatus::NotTraced;
            news.nhs = Said::Value(TracedNumber { number: number(sent), status });
        }
        patient.hear(&news);
        let outcome = Outcome::Found { number: number(found), former: None };
        let asked = patient.question().unwrap();
        patient.trace = Some(Trace { asked, outcome });
        tracing(&patient)
    }

    #[test]
    fn a_traced_number_says_what_the_hospital_sent() {
        let says = |sent, expected: &str| {
            let words = traced(sent, "9994810103").unwrap();
            assert!(words.ends_with(expected), "{words}");
        };
        says(None, "the hospital sent none");
        says(Some("9994810103"), "confirmed by the national service");
        says(Some("9994810111"), "the hospital sent 999 481 0111");
    }
}
