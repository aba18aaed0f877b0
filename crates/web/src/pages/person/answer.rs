//! The seven lines, in words.

use care::record::answer::{
    self, CareNow, Decider, Deciders, KnownTo, Line as Said, Outlook, Ring, Safety, Told,
};
use care::record::judge::{LibertyNow, StaffRisk, Standing};
use care::record::{AttorneyKind, Completeness, Fact, PackageNow, Setting};
use care::when::words;
use jiff::Timestamp;

use super::stand::{self, Stand};
use crate::components::answer::{Answer, Line, Mark};
use crate::components::markup::Markup;
use crate::components::phone::Phone;
use crate::components::state::{State, Tone};

/// What the lines are written with.
pub(crate) struct Writer<'a> {
    /// The council's name, the source of each line.
    pub(crate) council: &'a str,
    /// Whether the council is open, and when next.
    pub(crate) hours: String,
    /// The present.
    pub(crate) now: Timestamp,
}

impl Writer<'_> {
    /// All seven lines, always, in their order.
    pub(crate) fn answer(&self, said: &answer::Answer) -> Answer {
        let lines = vec![
            self.line("Known to social care", &said.known, known),
            self.line("Care now", &said.care_now, care_now),
            self.line("Will it happen if they go home?", &said.outlook, outlook),
            self.ring(&said.ring),
            self.line("Safety", &said.safety, |safety| self.safety(safety)),
            self.line("Who decides, who helps", &said.deciders, deciders),
            self.waiting(&said.waiting),
        ];
        Answer { heading: "Care at home".to_owned(), lines }
    }

    fn line<T>(&self, label: &str, said: &Said<T>, write: impl Fn(&T) -> Text) -> Line {
        let text = write(&said.says);
        Line {
            label: label.to_owned(),
            mark: text.mark.map_or(Mark::None, Mark::State),
            words: text.words.iter().map(|words| Markup::from(words.as_str())).collect(),
            phones: text.phones,
            source: self.source(&said.grounds),
        }
    }

    /// Who says so and how old it is.
    fn source(&self, grounds: &Completeness) -> String {
        let Some(oldest) = grounds.oldest else {
            return if grounds.parts == 0 {
                String::new()
            } else {
                format!("{} did not answer", self.council)
            };
        };
        let checked = stand::checked(oldest, self.now);
        let missing = if grounds.unchecked.is_empty() {
            String::new()
        } else {
            let names: Vec<&str> = grounds.unchecked.iter().map(|part| part.words()).collect();
            format!(". Could not check {}", names.join(", "))
        };
        format!("{}, {checked}{missing}", self.council)
    }

    fn ring(&self, said: &Said<Ring>) -> Line {
        let ring = &said.says;
        let mut words = Vec::new();
        let mut phones = Vec::new();
        match &ring.providers {
            Fact::Known(providers) => {
                for provider in providers {
                    provider_phones(provider, &mut words, &mut phones);
                }
            }
            Fact::NoneRecorded => words.push("No provider now.".to_owned()),
            state => words.push(format!("Provider: {}", state_words(state))),
        }
        phones.push(without_hours(desk("Council duty desk", &ring.duty)));
        phones.push(without_hours(desk("Out of hours", &ring.out_of_hours)));
        words.push(self.hours.clone());
        let text = Text { mark: None, words, phones };
        self.line("Ring", &Said { says: (), grounds: said.grounds.clone() }, |()| text.clone())
    }

    fn safety(&self, safety: &Safety) -> Text {
        let mut text = Text::default();
        match &safety.safeguarding {
            Fact::Known(enquiry) => {
                let since = enquiry
                    .since
                    .known()
                    .map(|when| format!(" since {}", words::when(*when, self.now)));
                text.mark = Some(State::new(Tone::Careful, "Enquiry open"));
                text.words.push(format!(
                    "Safeguarding enquiry open{}. Speak to the safeguarding team before discharge.",
                    since.unwrap_or_default()
                ));
                let number = enquiry.phone.known().unwrap_or(&safety.desk.phone);
                text.phones.push(Phone {
                    who: "Safeguarding team".to_owned(),
                    number: number.shown(),
                    hours: safety.desk.hours.clone(),
                });
            }
            Fact::NoneRecorded => text.words.push("No safeguarding enquiry open.".to_owned()),
            state => {
                text.mark = alarm(state);
                text.words.push(format!("Safeguarding: {}.", state_words(state)));
                if !matches!(state, Fact::NotShared) {
                    text.phones.push(desk("Safeguarding team", &safety.desk));
                }
            }
        }
        text.words.push(staff_risk(&safety.staff_risk, self.now));
        text
    }

    fn waiting(&self, said: &Said<Vec<Told>>) -> Line {
        let told = |told: &Told| {
            format!(
                "{} told: {}, {}.",
                self.council,
                stand::notice(told.kind),
                words::moment(told.at, self.now)
            )
        };
        let words = match said.says.first() {
            None => {
                "Nothing is waiting. The council has been told nothing of this stay.".to_owned()
            }
            Some(newest) => told(newest),
        };
        Line {
            label: "Waiting now".to_owned(),
            mark: Mark::None,
            words: vec![Markup::from(words)],
            phones: Vec::new(),
            source: String::new(),
        }
    }
}

/// What a line says, before it is set.
#[derive(Default, Clone)]
struct Text {
    mark: Option<State>,
    words: Vec<String>,
    phones: Vec<Phone>,
}

impl Text {
    fn of(words: impl Into<String>) -> Self {
        Self { words: vec![words.into()], ..Self::default() }
    }

    fn state<T>(what: &str, fact: &Fact<T>) -> Self {
        Self { mark: alarm(fact), ..Self::of(format!("{what}{}", state_words(fact))) }
    }
}

/// The state of a fact that has no value.
fn state_words<T>(fact: &Fact<T>) -> &'static str {
    fact.words().unwrap_or("Not recorded by the council")
}

/// Only what could not be checked is red.
fn alarm<T>(fact: &Fact<T>) -> Option<State> {
    matches!(fact, Fact::CouldNotCheck).then(|| State::new(Tone::Alarm, "Could not check"))
}

fn known(known: &KnownTo) -> Text {
    let council = match &known.council {
        Fact::Known(council) => format!("Yes: {council}"),
        Fact::CouldNotCheck => "Yes. The details could not be checked".to_owned(),
        _ => "Yes".to_owned(),
    };
    let since = known.since.known().map(|since| format!(" since {}", words::day(*since)));
    let mut text = Text::of(format!("{council}{}.", since.unwrap_or_default()));
    text.mark = alarm(&known.council);
    let state = known.case_state.known().map(|state| format!("Case {}.", lower(state)));
    let team = known.team.known().map(|team| format!("{team}."));
    text.words.extend([state, team].into_iter().flatten());
    text
}

fn care_now(care: &Fact<CareNow>) -> Text {
    let care = match care {
        Fact::Known(care) => care,
        Fact::NoneRecorded => return Text::of("No care recorded, now or before."),
        state => return Text::state("", state),
    };
    if care.packages.is_empty() {
        let ended =
            care.last_ended.map(|day| format!(" The last package ended on {}.", words::day(day)));
        return Text::of(format!("No care now.{}", ended.unwrap_or_default()));
    }
    let mut text = Text::default();
    text.words.extend(stand::amount_words(&care.total.amount));
    for package in &care.packages {
        text.words.push(brief(package));
    }
    text
}

fn brief(package: &answer::PackageInBrief) -> String {
    let name = package.name.known().cloned().unwrap_or_else(|| setting(package.setting));
    let from = package.provider.known().map(|provider| format!(" from {provider}"));
    let place = package.place.known().map(|place| format!(", {}", lower(place)));
    format!(
        "{name}{}{} ({}).",
        from.unwrap_or_default(),
        place.unwrap_or_default(),
        lower(&Stand::of(&package.now).words)
    )
}

fn setting(setting: Fact<Setting>) -> String {
    match setting {
        Fact::Known(setting) => stand::setting(setting).to_owned(),
        state => format!("Care: {}", lower(state_words(&state))),
    }
}

fn outlook(outlook: &Fact<Outlook>) -> Text {
    let outlook = match outlook {
        Fact::Known(outlook) => outlook,
        Fact::NoneRecorded => return Text::of("No care is arranged that could come."),
        state => return Text::state("", state),
    };
    let stand = Stand::of(&outlook.headline);
    let ended = matches!(outlook.headline, Fact::Known(PackageNow::Ended { .. }));
    let mut text =
        Text { mark: Some(stand.state()), words: stand_words(&stand), phones: Vec::new() };
    if outlook.otherwise > 0 {
        let verb = if outlook.otherwise == 1 { "stands" } else { "stand" };
        let others =
            words::counted(i64::try_from(outlook.otherwise).unwrap_or(i64::MAX), "other package");
        text.words.push(format!("{others} {verb} otherwise: see below."));
    }
    if !ended {
        text.words.push(
            "Not yet confirmed. Do not rely on care until it is: ring the provider.".to_owned(),
        );
    }
    text
}

/// What the tag leaves open.
fn stand_words(stand: &Stand) -> Vec<String> {
    if stand.more.is_empty() { Vec::new() } else { vec![stand.more.clone()] }
}

fn provider_phones(
    provider: &Fact<care::record::Provider>,
    words: &mut Vec<String>,
    phones: &mut Vec<Phone>,
) {
    let Fact::Known(provider) = provider else {
        words.push(format!("Provider: {}.", state_words(provider)));
        return;
    };
    let name = provider.name.known().cloned().unwrap_or_else(|| "Provider".to_owned());
    let before = phones.len();
    if let Fact::Known(day) = &provider.day_phone {
        let hours = provider.hours.known().cloned().unwrap_or_else(|| "by day".to_owned());
        phones.push(Phone { who: name.clone(), number: day.shown(), hours });
    }
    if let Fact::Known(night) = &provider.night_phone
        && provider.day_phone.known() != Some(night)
    {
        phones.push(Phone {
            who: name.clone(),
            number: night.shown(),
            hours: "nights and weekends".to_owned(),
        });
    }
    if phones.len() == before {
        words.push(format!("{name}: {}.", lower(state_words(&provider.day_phone))));
    }
}

fn desk(who: &str, desk: &answer::Desk) -> Phone {
    Phone { who: who.to_owned(), number: desk.phone.shown(), hours: desk.hours.clone() }
}

/// The sentence above the numbers says whether the council is open: its hours are on the page of
/// phone numbers.
fn without_hours(phone: Phone) -> Phone {
    Phone { hours: String::new(), ..phone }
}

fn staff_risk(risk: &Fact<StaffRisk>, now: Timestamp) -> String {
    match risk {
        Fact::Known(StaffRisk::InForce { since }) => {
            let since = since.known().map(|when| format!(" since {}", words::when(*when, now)));
            format!("Risk to visiting staff: yes{}.", since.unwrap_or_default())
        }
        Fact::Known(StaffRisk::OutOfDate { until, .. }) => {
            format!(
                "Risk to visiting staff: yes, review was due {}. Ask the council.",
                words::day(*until)
            )
        }
        Fact::NoneRecorded => "Risk to visiting staff: none recorded.".to_owned(),
        state => format!("Risk to visiting staff: {}.", lower(state_words(state))),
    }
}

fn deciders(deciders: &Deciders) -> Text {
    let mut text = Text::default();
    text.words.push(match &deciders.attorneys {
        Fact::Known(each) => each.iter().map(decider).collect::<Vec<_>>().join(" "),
        Fact::NoneRecorded => "No attorney or deputy recorded.".to_owned(),
        state => format!("Attorneys: {}.", lower(state_words(state))),
    });
    match &deciders.liberty {
        Fact::Known(LibertyNow::Authorised { until }) => {
            let until = until.known().map(|day| format!(" until {}", words::day(*day)));
            text.words
                .push(format!("Deprivation of liberty authorised{}.", until.unwrap_or_default()));
        }
        Fact::Known(LibertyNow::Requested) => {
            text.words.push("Deprivation of liberty: asked for.".to_owned());
        }
        Fact::Known(LibertyNow::AuthorisedFrom(day)) => {
            text.words
                .push(format!("Deprivation of liberty authorised from {}.", words::day(*day)));
        }
        Fact::NoneRecorded | Fact::NotSupplied => {}
        state => text.words.push(format!("Deprivation of liberty: {}.", lower(state_words(state)))),
    }
    text.words.push(match &deciders.carers {
        Fact::Known(carers) => carers.iter().map(carer).collect::<Vec<_>>().join(" "),
        Fact::NoneRecorded => "No main carer recorded.".to_owned(),
        state => format!("Main carer: {}.", lower(state_words(state))),
    });
    let unchecked = [alarm(&deciders.attorneys), alarm(&deciders.liberty), alarm(&deciders.carers)];
    text.mark = unchecked.into_iter().flatten().next();
    text
}

fn decider(decider: &Decider) -> String {
    let kind = match &decider.kind {
        Fact::Known(AttorneyKind::HealthAndWelfare) => "Attorney for health and welfare",
        Fact::Known(AttorneyKind::PropertyAndFinance) => "Attorney for property and money",
        Fact::Known(AttorneyKind::WelfareDeputy) => "Court deputy for health and welfare",
        Fact::Known(AttorneyKind::PropertyDeputy) => "Court deputy for property and money",
        Fact::Known(AttorneyKind::Advocate) => "Advocate",
        state => return format!("Attorney of a kind that is {}.", lower(state_words(state))),
    };
    let standing = match &decider.standing {
        Fact::Known(Standing::DecidesOnCare) => ", registered",
        Fact::Known(Standing::NoSayInCare) => ": no say in care",
        Fact::Known(Standing::SpeaksOnly) => ": speaks for the person",
        Fact::Known(Standing::NoForce) => ": not registered, has no force",
        _ => ": ask whether it is registered",
    };
    format!("{kind}{standing}.")
}

fn carer(carer: &answer::MainCarer) -> String {
    let who = carer.relationship.known().cloned().unwrap_or_else(|| "Somebody".to_owned());
    match &carer.can_continue {
        Fact::Known(words) => format!("{who} is main carer: {}.", lower(words)),
        _ => format!("{who} is main carer. Whether they can continue is not recorded."),
    }
}

/// The first letter small, for the middle of a sentence.
pub(crate) fn lower(text: &str) -> String {
    let mut rest = text.chars();
    match rest.next() {
        Some(first) if !rest.clone().next().is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(rest).collect()
        }
        _ => text.to_owned(),
    }
}
