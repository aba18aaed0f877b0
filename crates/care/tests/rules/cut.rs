//! H16, H17, H18: what a viewer may not see is nowhere in what is left.

use care::access::{
    DataGroup, Leave, Permission, PermissionMode, Refusal, Relation, Role, Sight, WhyNotAsked, cut,
};
use care::filing::Shield;
use care::record::answer::{Beside, answer};
use care::record::judge::OpenEnquiry;
use care::record::{AlertAudience, Fact, PartName, Record, Sharing};

use crate::agreed::agreed;
use crate::canary::{self, Aviary, Song};
use crate::look::{Case, case, own_worker, stay};
use crate::sample::{self, TODAY, alert, at, concern, desks, on, part, phone};

/// What holds back, on either side, and what that comes to.
#[derive(Clone, Copy)]
struct Bars {
    shield: Shield,
    index: Sharing,
    record: Fact<Sharing>,
    expected: Held,
}

#[derive(Clone, Copy, PartialEq)]
enum Held {
    Nothing,
    Places,
    Everything,
}

const OPEN: Bars = Bars {
    shield: Shield::None,
    index: Sharing::Open,
    record: Fact::Known(Sharing::Open),
    expected: Held::Nothing,
};

const PLACES: Bars =
    Bars { record: Fact::Known(Sharing::ProtectedLocation), expected: Held::Places, ..OPEN };

const EVERYTHING: Bars =
    Bars { record: Fact::Known(Sharing::Objection), expected: Held::Everything, ..OPEN };

fn bars() -> Vec<Bars> {
    use Held::{Everything, Nothing, Places};
    let objects = Sharing::Objection;
    let protected = Sharing::ProtectedLocation;
    let young = Sharing::Transition;
    let unread = Fact::CouldNotCheck;
    vec![
        OPEN,
        Bars { record: Fact::NotRecorded, ..OPEN },
        Bars { record: unread, ..OPEN },
        Bars { index: young, record: Fact::Known(young), expected: Nothing, ..OPEN },
        PLACES,
        Bars { index: protected, expected: Places, ..OPEN },
        Bars { index: protected, record: unread, expected: Places, ..OPEN },
        Bars { shield: Shield::Location, expected: Places, ..OPEN },
        EVERYTHING,
        Bars { index: objects, record: unread, expected: Everything, ..OPEN },
        Bars { shield: Shield::Objection, expected: Everything, ..OPEN },
        Bars { shield: Shield::Held, expected: Everything, ..OPEN },
        Bars { shield: Shield::Location, index: objects, expected: Everything, ..OPEN },
        Bars { record: Fact::Unrecognised, expected: Everything, ..OPEN },
    ]
}

/// Every way in which a look comes about that is not shut from the beginning: near and far, with a
/// reason and without, asked and not asked.
fn circumstances() -> Vec<Case> {
    let mut all = Vec::new();
    for role in Role::ALL {
        for relation in [Relation::LiveStay(stay()), Relation::Earlier, Relation::OwnPerson] {
            for stated in [None, Some("rang about equipment")] {
                for permission in [
                    None,
                    Some(Permission::Given),
                    Some(Permission::CouldNotAsk(WhyNotAsked::Emergency)),
                ] {
                    let relation = relation.clone();
                    all.push(Case { role, relation, stated, permission, ..case() });
                }
            }
        }
    }
    all
}

/// Every look behind each bar there is.
fn each_look(mut look: impl FnMut(&Case, Bars)) {
    for case in circumstances() {
        for bars in bars() {
            let now = at("3999-01-01T12:00:00Z");
            look(&Case { shield: bars.shield, sharing: bars.index, now, ..case.clone() }, bars);
        }
    }
}

fn with_mark(mut record: Record, mark: Fact<Sharing>) -> Record {
    if let Fact::Known(person) = &mut record.person.fact {
        person.sharing = mark;
    }
    record
}

/// What was agreed of one canary, worked out from the table as people read it, in a look that opens.
fn may_be_heard(song: &Song, case: &Case, held: Held) -> bool {
    let reason = case.stated.is_some();
    let seen = match agreed(case.role, song.group) {
        Leave::Full | Leave::AfterPermission => true,
        Leave::Minimum | Leave::MinimumAfterPermission => song.least,
        Leave::WithReason => reason,
        Leave::None | Leave::Report => false,
    };
    let told_places =
        reason && agreed(case.role, DataGroup::ProtectedLocation) == Leave::WithReason;
    seen && match held {
        Held::Nothing => true,
        Held::Places => !song.place || told_places,
        Held::Everything => false,
    }
}

#[test]
fn h16_h17_no_canary_of_a_hidden_group_is_heard_and_no_other_falls_silent() {
    let aviary = Aviary::default();
    let record = canary::record(&aviary);
    let bred = aviary.bred.take();
    assert!(bred.len() > 150);
    let (mut shut, mut open) = (0, 0);
    each_look(|case, bars| {
        let Ok(permit) = case.try_it() else {
            shut += 1;
            return;
        };
        let left = cut(with_mark(record.clone(), bars.record), &permit.sight());
        let text = serde_json::to_string(&left).unwrap();
        let heard = Aviary::heard(&text);
        let mut expected: Vec<Song> =
            bred.iter().filter(|song| may_be_heard(song, case, bars.expected)).copied().collect();
        expected.sort();
        expected.dedup();
        assert_eq!(heard, expected, "{permit:?}");
        let identity = |place| Song { group: DataGroup::Identity, least: false, place, number: 0 };
        let hidden = |place| !may_be_heard(&identity(place), case, bars.expected);
        assert_eq!(!text.contains("XX12AB"), hidden(true), "postcode, {permit:?}");
        assert_eq!(!text.contains("9991234519"), hidden(false), "number, {permit:?}");
        open += 1;
    });
    assert_eq!(shut + open, 12 * 3 * 2 * 3 * 14);
    assert!(open > 500, "{open} of {shut} and these opened");
}

#[test]
fn h16_an_objection_leaves_no_part() {
    let record = with_mark(sample::record(), Fact::Known(Sharing::Objection));
    let left = cut(record, &sight(&own_worker()));
    for name in PartName::ALL {
        assert_eq!(left.part(name).fact, Fact::Restricted, "{name:?}");
    }
}

fn sight(case: &Case) -> Sight {
    case.opens().sight()
}

fn nurse() -> Sight {
    sight(&case())
}

#[test]
fn before_the_question_is_answered_nothing_is_shown() {
    Case { permission: None, ..case() }.refused(Refusal::PermissionNeeded);
    let unasked = Case { mode: PermissionMode::Off, permission: None, ..case() };
    assert!(cut(sample::record(), &sight(&unasked)).packages.fact.known().is_some());
}

#[test]
fn what_could_not_be_checked_is_told_only_to_those_who_may_see_it() {
    let mut record = sample::record();
    record.safeguarding.fact = Fact::CouldNotCheck;
    record.packages.fact = Fact::NotSupplied;
    let seen = cut(record.clone(), &nurse());
    assert_eq!(seen.safeguarding.fact, Fact::CouldNotCheck);
    assert_eq!(seen.packages.fact, Fact::NotSupplied);
    let broker = sight(&Case { role: Role::Brokerage, ..own_worker() });
    assert_eq!(cut(record, &broker).safeguarding.fact, Fact::NotShared);
}

#[test]
fn h17_a_ward_learns_one_word_of_an_enquiry_however_many_there_are() {
    let mut record = sample::record();
    let closed = concern(on(2024, 1, 1), on(2024, 2, 1));
    let open = |day| concern(on(2026, 8, day), Fact::NotRecorded);
    record.safeguarding = part(vec![closed.clone(), open(9), open(2)]);
    let left = cut(record.clone(), &nurse());
    assert_eq!(
        left.safeguarding.fact,
        Fact::Known(vec![concern(on(2026, 8, 2), Fact::NoneRecorded)])
    );
    assert_eq!(cut(record.clone(), &sight(&own_worker())).safeguarding, record.safeguarding);

    // Nobody on the ward can tell a person with closed enquiries from one without any.
    record.safeguarding = part(vec![closed]);
    assert_eq!(cut(record.clone(), &nurse()).safeguarding.fact, Fact::NoneRecorded);
}

#[test]
fn h17_when_a_hidden_part_was_changed_is_hidden_too() {
    let mut record = sample::record();
    let changed = Some(at("2026-08-12T09:00:00Z"));
    record.safeguarding.checked.changed = changed;
    record.alerts.checked.changed = changed;
    record.packages.checked.changed = changed;
    let left = cut(record.clone(), &nurse());
    assert_eq!(left.safeguarding.checked.changed, None);
    assert_eq!(left.alerts.checked.changed, None);
    assert_eq!(left.packages.checked.changed, changed);
    let broker = sight(&Case { role: Role::Brokerage, ..own_worker() });
    assert_eq!(cut(record, &broker).safeguarding.checked.changed, None);
}

/// The words that a ward gets stay true after the cut: every role and every state of the source.
#[test]
fn h06_every_role_that_may_know_of_an_enquiry_does() {
    let beside = Beside { desks: &desks(), notices: &[] };
    let open = part(vec![concern(on(2026, 8, 2), Fact::NotRecorded)]);
    let states = [
        (open.fact, Some(OpenEnquiry { since: on(2026, 8, 2), phone: phone("01632 960556") })),
        (Fact::Known(vec![]), None),
        (Fact::NoneRecorded, None),
        (Fact::NotSupplied, None),
        (Fact::Unrecognised, None),
        (Fact::CouldNotCheck, None),
    ];
    for role in Role::ALL {
        let Ok(permit) = (Case { role, ..case() }).try_it() else { continue };
        let (sight, leave) = (permit.sight(), agreed(role, DataGroup::SafeguardingFlag));
        for (state, enquiry) in &states {
            let mut record = sample::record();
            record.safeguarding.fact = state.clone();
            let left = cut(record, &sight);
            let said = answer(&left, &beside, TODAY).safety.says.safeguarding;
            let expected = match (leave, state, enquiry) {
                (Leave::None, _, _) => Fact::NotShared,
                (_, _, Some(enquiry)) => Fact::Known(enquiry.clone()),
                (_, Fact::Known(_), None) => Fact::NoneRecorded,
                (_, state, None) => state.as_ref().and_then(|_| Fact::NoneRecorded),
            };
            assert_eq!(said, expected, "{role:?}");
        }
    }
}

#[test]
fn h29_a_ward_learns_that_there_is_a_risk_and_not_what_it_is() {
    let left = cut(sample::record(), &nurse());
    let alerts = left.alerts.fact.known().unwrap();
    assert_eq!(alerts[0].audience, Fact::Known(AlertAudience::VisitingStaff));
    assert_eq!(alerts[0].text, Fact::NotShared);
    assert_eq!(alerts[0].starts, on(2026, 1, 5));
}

#[test]
fn h24_an_alert_of_an_unknown_kind_keeps_its_words_from_the_ward() {
    let mut record = sample::record();
    record.alerts =
        part(vec![alert(Fact::Unrecognised), alert(Fact::Known(AlertAudience::Person))]);
    let left = cut(record, &nurse());
    let alerts = left.alerts.fact.known().unwrap();
    assert_eq!(alerts[0].audience, Fact::Unrecognised);
    assert_eq!(alerts[0].text, Fact::NotShared);
    assert!(alerts[1].text.known().is_some());
}

#[test]
fn h16_a_protected_person_still_has_care_that_can_be_read() {
    let protected = sight(&Case { shield: Shield::Location, ..case() });
    let left = cut(sample::record(), &protected);
    let package = &left.packages.fact.known().unwrap()[0];
    assert_eq!(package.provider, Fact::Restricted);
    assert_eq!(package.place, Fact::Restricted);
    assert!(package.setting.known().is_some());
    assert!(package.pattern.known().is_some());
    let beside = Beside { desks: &desks(), notices: &[] };
    let said = answer(&left, &beside, TODAY).safety.says.safeguarding;
    let enquiry = OpenEnquiry { since: on(2026, 8, 2), phone: phone("01632 960555") };
    assert_eq!(said, Fact::Known(enquiry), "the council's own desk stands in");
}
