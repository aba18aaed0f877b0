//! The seven lines: each says what its own parts say, and no more.

use care::access::cut;
use care::exchange::{Notice, NoticeKind};
use care::people::PersonKey;
use care::record::answer::{Answer, Beside, Confirmation, Outlook, Told, answer};
use care::record::completeness::Completeness;
use care::record::judge::{LibertyNow, OpenEnquiry, StaffRisk, Standing};
use care::record::{Fact, Package, PackageNow, PackageState, PartName, Record, Sharing};
use jiff::civil::date;

use crate::look::case;
use crate::sample::{self, TODAY, at, concern, desks, held, on, package, part, phone, words};

fn say(record: &Record) -> Answer {
    answer(record, &Beside { desks: &desks(), notices: &[] }, TODAY)
}

/// What each line leans on, in order.
const LEANS_ON: [&[PartName]; 7] = [
    &[PartName::Person],
    &[PartName::Packages, PartName::Visits],
    &[PartName::Packages],
    &[PartName::Packages],
    &[PartName::Safeguarding, PartName::Alerts],
    &[PartName::Attorneys, PartName::Deprivations, PartName::Contacts],
    &[],
];

fn grounds(answer: &Answer) -> [&Completeness; 7] {
    [
        &answer.known.grounds,
        &answer.care_now.grounds,
        &answer.outlook.grounds,
        &answer.ring.grounds,
        &answer.safety.grounds,
        &answer.deciders.grounds,
        &answer.waiting.grounds,
    ]
}

/// What each line says, to compare: debug text would hide it.
fn same_lines(one: &Answer, other: &Answer) -> [bool; 7] {
    [
        one.known == other.known,
        one.care_now == other.care_now,
        one.outlook == other.outlook,
        one.ring == other.ring,
        one.safety == other.safety,
        one.deciders == other.deciders,
        one.waiting == other.waiting,
    ]
}

fn fail(record: &mut Record, name: PartName) {
    match name {
        PartName::Person => record.person.fact = Fact::CouldNotCheck,
        PartName::Alerts => record.alerts.fact = Fact::CouldNotCheck,
        PartName::Capacity => record.capacity.fact = Fact::CouldNotCheck,
        PartName::Attorneys => record.attorneys.fact = Fact::CouldNotCheck,
        PartName::Deprivations => record.deprivations.fact = Fact::CouldNotCheck,
        PartName::MentalHealth => record.mental_health.fact = Fact::CouldNotCheck,
        PartName::Safeguarding => record.safeguarding.fact = Fact::CouldNotCheck,
        PartName::Professionals => record.professionals.fact = Fact::CouldNotCheck,
        PartName::Contacts => record.contacts.fact = Fact::CouldNotCheck,
        PartName::Referrals => record.referrals.fact = Fact::CouldNotCheck,
        PartName::Packages => record.packages.fact = Fact::CouldNotCheck,
        PartName::Visits => record.visits.fact = Fact::CouldNotCheck,
        PartName::SupportReasons => record.support_reasons.fact = Fact::CouldNotCheck,
        PartName::Assessments => record.assessments.fact = Fact::CouldNotCheck,
        PartName::Equipment => record.equipment.fact = Fact::CouldNotCheck,
    }
}

#[test]
fn h20_a_part_that_fails_shows_on_each_line_that_leans_on_it_and_on_no_other() {
    let whole = say(&sample::record());
    for first in PartName::ALL {
        for second in PartName::ALL {
            let mut record = sample::record();
            fail(&mut record, first);
            fail(&mut record, second);
            let said = say(&record);
            let same = same_lines(&whole, &said);
            for (line, leans_on) in LEANS_ON.iter().enumerate() {
                let unchecked: Vec<PartName> = leans_on
                    .iter()
                    .filter(|part| [first, second].contains(part))
                    .copied()
                    .collect();
                assert_eq!(grounds(&said)[line].unchecked, unchecked, "line {line}");
                assert_eq!(same[line], unchecked.is_empty(), "line {line}, {first:?}, {second:?}");
            }
        }
    }
}

#[test]
fn h20_with_everything_gone_no_line_says_anything_but_whom_to_ring() {
    let mut record = sample::record();
    for name in PartName::ALL {
        fail(&mut record, name);
    }
    let said = say(&record);
    assert_eq!(said.known.says.council, Fact::CouldNotCheck);
    assert_eq!(said.known.says.since, Fact::CouldNotCheck);
    assert_eq!(said.care_now.says, Fact::CouldNotCheck);
    assert_eq!(said.outlook.says, Fact::CouldNotCheck);
    assert_eq!(said.ring.says.providers, Fact::CouldNotCheck);
    assert_eq!(said.ring.says.duty, desks().duty);
    assert_eq!(said.ring.says.out_of_hours, desks().out_of_hours);
    assert_eq!(said.safety.says.safeguarding, Fact::CouldNotCheck);
    assert_eq!(said.safety.says.staff_risk, Fact::CouldNotCheck);
    assert_eq!(said.safety.says.desk, desks().safeguarding);
    assert_eq!(said.deciders.says.attorneys, Fact::CouldNotCheck);
    assert_eq!(said.deciders.says.liberty, Fact::CouldNotCheck);
    assert_eq!(said.deciders.says.carers, Fact::CouldNotCheck);
}

#[test]
fn the_first_line_says_by_whom_the_person_is_known() {
    let known = say(&sample::record()).known.says;
    assert_eq!(known.council, words("Westshire Council"));
    assert_eq!(known.team, words("North team"));
    assert_eq!(known.since, Fact::Known(date(2019, 4, 1)));
    assert_eq!(known.case_state, words("open"));
}

#[track_caller]
fn check_outlook(packages: Vec<Package>, expected: Fact<(PackageNow, usize)>) {
    let record = Record { packages: part(packages), ..sample::record() };
    let expected = expected.map(|(headline, otherwise)| Outlook {
        headline: Fact::Known(headline),
        otherwise,
        confirmed: Confirmation::NotYet,
    });
    assert!(say(&record).outlook.says == expected);
}

fn in_state(state: PackageState) -> Package {
    Package { state: Fact::Known(state), ..package("p") }
}

fn on_hold(until: jiff::civil::Date) -> Package {
    Package { hold: held(date(2026, 8, 11), until), ..in_state(PackageState::OnHold) }
}

#[test]
fn h05_the_third_line_names_the_package_that_gives_most_cause_to_ring() {
    let running = PackageNow::Running { until: Fact::NoneRecorded };
    let holds = PackageNow::OnHold {
        since: Fact::Known(date(2026, 8, 11)),
        until: Fact::Known(date(2026, 8, 25)),
        notice_hours: Fact::Known(24),
    };
    check_outlook(vec![package("a")], Fact::Known((running, 0)));
    check_outlook(vec![package("a"), package("b")], Fact::Known((running, 0)));
    check_outlook(
        vec![package("a"), on_hold(date(2026, 8, 25)), package("b")],
        Fact::Known((holds, 2)),
    );
    let lapsed =
        PackageNow::HoldLapsed { since: Fact::Known(date(2026, 8, 11)), until: date(2026, 8, 11) };
    check_outlook(
        vec![on_hold(date(2026, 8, 25)), on_hold(date(2026, 8, 11))],
        Fact::Known((lapsed, 1)),
    );
    let soon = Package { starts: on(2026, 8, 20), ..in_state(PackageState::Planned) };
    let planned = PackageNow::Planned { from: Fact::Known(date(2026, 8, 20)) };
    check_outlook(vec![package("a"), soon], Fact::Known((planned, 1)));
}

#[test]
fn h05_ended_packages_count_only_where_all_have_ended() {
    let ended = |day| Package { ends: on(2026, 7, day), ..in_state(PackageState::Ended) };
    let running = PackageNow::Running { until: Fact::NoneRecorded };
    check_outlook(vec![ended(1), package("a")], Fact::Known((running, 0)));
    let last = PackageNow::Ended { on: Fact::Known(date(2026, 7, 20)) };
    check_outlook(vec![ended(1), ended(20), ended(5)], Fact::Known((last, 0)));
    check_outlook(vec![], Fact::NoneRecorded);
}

#[test]
fn h24_a_package_in_an_unknown_state_comes_before_one_that_runs() {
    let unknown = Package { state: Fact::Unrecognised, ..package("x") };
    let packages = part(vec![package("a"), unknown]);
    let said = say(&Record { packages, ..sample::record() }).outlook.says;
    assert_eq!(said.known().map(|outlook| outlook.headline), Some(Fact::Unrecognised));
    assert_eq!(said.known().map(|outlook| outlook.otherwise), Some(1));
}

#[test]
fn h04_no_record_confirms_that_care_will_come() {
    for packages in [vec![package("a")], vec![on_hold(date(2026, 8, 25))], vec![]] {
        let said = say(&Record { packages: part(packages), ..sample::record() }).outlook.says;
        assert!(said.known().is_none_or(|outlook| outlook.confirmed == Confirmation::NotYet));
    }
}

#[test]
fn the_fourth_line_names_each_provider_once_and_no_former_one() {
    let meadow = sample::provider("Meadow Homecare", "01632 960123");
    let harbour = sample::provider("Harbour Meals", "01632 960124");
    let from = |provider: &care::record::Provider| Package {
        provider: Fact::Known(provider.clone()),
        ..package("p")
    };
    let former = Package { ends: on(2026, 7, 1), ..in_state(PackageState::Ended) };
    let former = Package { provider: Fact::Known(harbour.clone()), ..former };
    let packages = part(vec![from(&meadow), from(&meadow), former.clone()]);
    let said = say(&Record { packages, ..sample::record() }).ring.says.providers;
    assert_eq!(said, Fact::Known(vec![Fact::Known(meadow.clone())]));

    let unknown = Package { provider: Fact::NotRecorded, ..package("q") };
    let packages = part(vec![from(&meadow), unknown, from(&harbour)]);
    let said = say(&Record { packages, ..sample::record() }).ring.says.providers;
    let expected = vec![Fact::Known(meadow), Fact::NotRecorded, Fact::Known(harbour)];
    assert_eq!(said, Fact::Known(expected));

    let said = say(&Record { packages: part(vec![former]), ..sample::record() });
    assert_eq!(said.ring.says.providers, Fact::NoneRecorded);
}

#[test]
fn h06_the_fifth_line_always_has_a_number_to_ring() {
    let mut record = sample::record();
    let enquiry = OpenEnquiry { since: on(2026, 8, 2), phone: phone("01632 960556") };
    assert_eq!(say(&record).safety.says.safeguarding, Fact::Known(enquiry.clone()));
    record.safeguarding = part(vec![care::record::SafeguardingConcern {
        phone: Fact::NotRecorded,
        ..concern(on(2026, 8, 2), Fact::NotRecorded)
    }]);
    let team = OpenEnquiry { phone: phone("01632 960555"), ..enquiry };
    let safety = say(&record).safety.says;
    assert_eq!(safety.safeguarding, Fact::Known(team));
    assert_eq!(safety.staff_risk, Fact::Known(StaffRisk::InForce { since: on(2026, 1, 5) }));
    record.safeguarding.fact = Fact::NoneRecorded;
    assert_eq!(say(&record).safety.says.safeguarding, Fact::NoneRecorded);
}

#[test]
fn h28_the_sixth_line_names_who_decides_and_who_helps() {
    let mut record = sample::record();
    let deciders = say(&record).deciders.says;
    let attorneys = deciders.attorneys.known().unwrap();
    assert_eq!(attorneys[0].standing, Fact::Known(Standing::DecidesOnCare));
    assert_eq!(attorneys[0].recorded, on(2024, 2, 1));
    let until = Fact::Known(date(2026, 12, 31));
    assert_eq!(deciders.liberty, Fact::Known(LibertyNow::Authorised { until }));
    let carers = deciders.carers.known().unwrap();
    assert_eq!(carers[0].relationship, words("Daughter"));
    assert_eq!(carers[0].can_continue, words("Yes"));

    record.attorneys = part(vec![]);
    record.contacts = part(vec![sample::contact("Neighbour", Fact::Known(false))]);
    let deciders = say(&record).deciders.says;
    assert_eq!(deciders.attorneys, Fact::NoneRecorded);
    assert_eq!(deciders.carers, Fact::NoneRecorded);
}

#[test]
fn h24_a_carer_of_whom_it_is_not_known_is_not_none() {
    let mut record = sample::record();
    record.contacts = part(vec![
        sample::contact("Son", Fact::Known(false)),
        sample::contact("Neighbour", Fact::Unrecognised),
    ]);
    assert_eq!(say(&record).deciders.says.carers, Fact::Unrecognised);
}

#[test]
fn the_seventh_line_tells_the_newest_first() {
    let notice = |kind, told_at: &str| Notice {
        stay: "stay-1".parse().unwrap(),
        patient: "patient-1".parse().unwrap(),
        person: PersonKey { council: "westshire".parse().unwrap(), id: "40021".parse().unwrap() },
        kind,
        happened_at: at("2026-08-11T08:00:00Z"),
        told_at: at(told_at),
    };
    let notices = [
        notice(NoticeKind::Admitted, "2026-08-11T08:01:00Z"),
        notice(NoticeKind::Discharged, "2026-08-12T10:00:00Z"),
    ];
    let beside = Beside { desks: &desks(), notices: &notices };
    let said = answer(&sample::record(), &beside, TODAY).waiting.says;
    let expected = [
        Told { kind: NoticeKind::Discharged, at: at("2026-08-12T10:00:00Z") },
        Told { kind: NoticeKind::Admitted, at: at("2026-08-11T08:01:00Z") },
    ];
    assert_eq!(said, expected);
}

#[test]
fn h16_every_line_of_a_restricted_record_says_so() {
    let mut record = sample::record();
    if let Fact::Known(person) = &mut record.person.fact {
        person.sharing = Fact::Known(Sharing::Objection);
    }
    let said = say(&cut(record, &case().opens().sight()));
    assert_eq!(said.known.says.council, Fact::Restricted);
    assert_eq!(said.care_now.says, Fact::Restricted);
    assert_eq!(said.outlook.says, Fact::Restricted);
    assert_eq!(said.ring.says.providers, Fact::Restricted);
    assert_eq!(said.safety.says.safeguarding, Fact::Restricted);
    assert_eq!(said.deciders.says.attorneys, Fact::Restricted);
}
