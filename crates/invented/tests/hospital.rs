//! The hospital's feed: its order, its shape, how full it is, who is in it.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use std::collections::{BTreeMap, HashMap, HashSet};

use care::people::NhsNumber;
use invented::{Hospital, Planned, Town, further_scenes, seven};
use jiff::{SignedDuration, Timestamp, civil::date};

fn town() -> Town {
    Town::new(7, 3000, date(2026, 8, 12))
}

fn opening() -> Timestamp {
    "2026-08-12T01:10:00Z".parse().unwrap()
}

fn days_of(town: &Town, days: i64) -> Vec<Planned> {
    let until = opening() + SignedDuration::from_hours(24 * days);
    Hospital::new(town, 7, opening()).take_while(|planned| planned.at < until).collect()
}

/// A message taken apart by separators alone.
struct Message(Vec<Vec<String>>);

impl Message {
    fn of(planned: &Planned) -> Self {
        let text = String::from_utf8_lossy(&planned.message);
        let segments = text.split_terminator('\r');
        Self(segments.map(|segment| segment.split('|').map(str::to_owned).collect()).collect())
    }

    fn field(&self, segment: &str, number: usize) -> &str {
        let found = self.0.iter().find(|fields| fields[0] == segment);
        found.and_then(|fields| fields.get(number)).map_or("", String::as_str)
    }

    fn event(&self) -> &str {
        // MSH-1 is the separator itself, so MSH-9 is the ninth piece.
        self.field("MSH", 8).split('^').nth(1).unwrap_or_default()
    }

    fn visit(&self) -> &str {
        self.field("PV1", 19).split('^').next().unwrap_or_default()
    }

    fn is_filed(&self) -> bool {
        self.field("MSH", 9).starts_with("RZZ2")
    }
}

fn times(planned: &Planned) -> (String, String) {
    let message = Message::of(planned);
    (message.field("EVN", 6).to_owned(), message.field("MSH", 6).to_owned())
}

#[test]
fn messages_come_in_the_order_in_which_they_are_sent() {
    let messages = days_of(&town(), 3);
    assert!((1800..6000).contains(&messages.len()), "{}", messages.len());
    assert!(messages.is_sorted_by_key(|planned| planned.at));
    assert!(messages[0].at >= opening());
}

#[test]
fn no_event_takes_place_after_it_is_told() {
    for planned in days_of(&town(), 2) {
        let (occurred, sent) = times(&planned);
        assert!(occurred.is_empty() || occurred <= sent, "{occurred} {sent}");
    }
}

#[test]
fn the_hospital_is_nearly_full_at_every_hour_of_three_days() {
    let town = town();
    let mut inpatients: HashSet<String> = HashSet::new();
    let mut hourly: BTreeMap<i64, usize> = BTreeMap::new();
    for planned in days_of(&town, 3) {
        let message = Message::of(&planned);
        let visit = message.visit().to_owned();
        match message.event() {
            "A01" | "A06" | "A13" => drop(inpatients.insert(visit)),
            "A03" | "A11" => drop(inpatients.remove(&visit)),
            _ => {}
        }
        if planned.at > opening() {
            hourly.insert(planned.at.as_second() / 3600, inpatients.len());
        }
    }
    assert!(hourly.len() >= 71);
    for (hour, count) in hourly {
        assert!((385..=446).contains(&count), "{count} of 450 beds in hour {hour}");
    }
}

#[test]
fn what_happens_in_hospitals_happens_here() {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut unreadable = 0;
    let mut controls: HashMap<String, usize> = HashMap::new();
    for planned in days_of(&town(), 12) {
        let message = Message::of(&planned);
        if message.is_filed() {
            *seen.entry(message.event().to_owned()).or_default() += 1;
            *controls.entry(message.field("MSH", 9).to_owned()).or_default() += 1;
        } else {
            unreadable += 1;
        }
    }
    for event in [
        "A01", "A02", "A03", "A04", "A05", "A06", "A08", "A11", "A12", "A13", "A16", "A17", "A38",
        "A40",
    ] {
        assert!(seen.contains_key(event), "{event} never happens: {seen:?}");
    }
    assert!(seen["A04"] > seen["A01"] * 2, "{seen:?}");
    assert!(seen["A38"] * 3 < seen["A05"], "{seen:?}");
    assert!(controls.values().any(|count| *count == 2), "no message comes twice");
    assert!((1..40).contains(&unreadable), "{unreadable} unreadable");
}

#[test]
fn nobody_in_the_feed_is_real() {
    for planned in days_of(&town(), 2) {
        let message = Message::of(&planned);
        for identifier in message.field("PID", 3).split('~') {
            let parts: Vec<&str> = identifier.split('^').collect();
            if parts.get(3) == Some(&"NHS") {
                assert!(parts[0].parse::<NhsNumber>().unwrap().is_test());
            }
        }
        let postcode = message.field("PID", 11).split('^').nth(4).unwrap_or_default();
        assert!(postcode.is_empty() || postcode.starts_with("XX"), "{postcode}");
        for phone in message.field("PID", 13).split('~').filter(|phone| !phone.is_empty()) {
            assert!(phone.starts_with("01632960") || phone.starts_with("07700900"), "{phone}");
        }
    }
}

#[test]
fn the_people_of_the_walk_through_come_once_and_stay() {
    let messages = days_of(&town(), 2);
    for scene in seven().iter().chain(further_scenes()) {
        let theirs = messages.iter().map(Message::of).filter(|m| m.visit() == scene.visit_number);
        let told: HashMap<String, Message> =
            theirs.map(|message| (message.field("MSH", 9).to_owned(), message)).collect();
        assert_eq!(told.len(), 1, "scene {}", scene.number);
        let message = told.into_values().next().unwrap();
        assert!(message.field("PID", 3).starts_with(scene.nhs_number));
        let place: Vec<&str> = message.field("PV1", 3).split('^').collect();
        assert_eq!((place[1], place[2]), (scene.ward, scene.bed));
    }
}

#[test]
fn mr_lee_is_admitted_at_the_first_nine_in_the_morning() {
    let nine: Timestamp = "2026-08-12T08:00:00Z".parse().unwrap();
    let town = town();
    let lee = seven()[1].visit_number;
    let at = |hospital: Hospital| {
        let mut messages = hospital.skip_while(|planned| Message::of(planned).visit() != lee);
        messages.next().unwrap().at
    };
    assert_eq!(at(Hospital::new(&town, 7, opening())), nine);
    let known = Hospital::new(&town, 7, opening()).take_while(|planned| planned.at == opening());
    let number = seven()[1].hospital_number;
    let mut known = known.map(|planned| Message::of(&planned));
    let update = known.find(|message| message.field("PID", 3).contains(number)).unwrap();
    assert_eq!((update.event(), update.visit()), ("A31", ""));
    let noon = nine + SignedDuration::from_hours(3);
    let soon = at(Hospital::new(&town, 7, noon));
    assert!(soon.duration_since(noon) < SignedDuration::from_mins(1));
}

#[test]
fn after_a_month_replayed_the_walk_through_begins_where_the_demo_opens() {
    let town = town();
    let from = opening() - SignedDuration::from_hours(10 * 24);
    let feed = Hospital::replaying(&town, 7, from, opening());
    let okoro = seven()[0].visit_number;
    let arrives = feed.take_while(|planned| planned.at < opening());
    let arrives: Vec<Timestamp> =
        arrives.filter(|p| Message::of(p).visit() == okoro).map(|planned| planned.at).collect();
    assert_eq!(arrives.first(), Some(&(opening() - SignedDuration::from_mins(35))));
}

#[test]
fn the_same_seed_gives_the_same_feed() {
    let town = town();
    let feed = |seed| Hospital::new(&town, seed, opening()).take(2000).collect::<Vec<_>>();
    assert_eq!(feed(7), feed(7));
    assert_ne!(feed(7), feed(8));
}

#[test]
fn old_patients_are_often_clients_and_young_ones_seldom() {
    let town = town();
    let known: HashMap<String, (i16, bool)> = town
        .people()
        .iter()
        .map(|p| (p.nhs_number().digits(), (p.age_on(town.today()), p.is_client())))
        .collect();
    let (mut old, mut old_clients, mut young, mut young_clients) = (0, 0, 0, 0);
    for planned in days_of(&town, 4) {
        let message = Message::of(&planned);
        let number = message.field("PID", 3).split('^').next().unwrap_or_default();
        let Some((age, client)) = known.get(number).filter(|_| message.event() == "A01") else {
            continue;
        };
        if *age >= 76 {
            old += 1;
            old_clients += usize::from(*client);
        } else if *age < 64 {
            young += 1;
            young_clients += usize::from(*client);
        }
    }
    assert!((300..500).contains(&(old_clients * 1000 / old)), "{old_clients} of {old}");
    assert!(young_clients * 1000 / young < 120, "{young_clients} of {young}");
}
