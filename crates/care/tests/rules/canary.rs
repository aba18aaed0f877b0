//! A record in which every word, number and day says to which group it belongs.
//!
//! This is written from the agreed table and the rules on protected people, not from the code that
//! cuts: who changes one must change the other.

use std::cell::{Cell, RefCell};

use care::access::DataGroup as Group;
use care::people::{Address, Born, PersonName, Phone};
use care::record::{
    Alert, AlertAudience, Assessment, Attorney, AttorneyKind, CapacityAssessment, Checked,
    Communication, Deprivation, DeprivationStatus, Equipment, Fact, Home, LocalAuthority,
    MentalHealthStatus, Package, Part, Person, PersonalContact, Professional, ProfessionalContact,
    Provider, Record, Referral, SafeguardingConcern, SupportReason, Visit,
};
use care::when::When;
use jiff::civil::{Date, date};

use crate::sample;

/// What a canary sings.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Song {
    pub(crate) group: Group,
    /// Belongs to the minimum.
    pub(crate) least: bool,
    /// Could tell where the person is.
    pub(crate) place: bool,
    /// Which one.
    pub(crate) number: usize,
}

/// Breeds canaries and remembers them.
#[derive(Default)]
pub(crate) struct Aviary {
    next: Cell<usize>,
    pub(crate) bred: RefCell<Vec<Song>>,
}

/// Everything that only those who see the whole group see.
struct Whole<'a>(&'a Aviary, Group);

impl Aviary {
    fn breed(&self, group: Group, least: bool, place: bool) -> String {
        self.next.set(self.next.get() + 1);
        let song = Song { group, least, place, number: self.next.get() };
        self.bred.borrow_mut().push(song);
        let place_of = Group::ALL.iter().position(|each| *each == group).unwrap();
        format!("zq-{place_of}-{}-{}-{}", u8::from(least), u8::from(place), song.number)
    }

    /// A day that no other canary has: the year names the group, month and day the number.
    fn day(&self, group: Group, least: bool) -> Date {
        self.next.set(self.next.get() + 1);
        let number = self.next.get();
        self.bred.borrow_mut().push(Song { group, least, place: false, number });
        let place_of = Group::ALL.iter().position(|each| *each == group).unwrap();
        let year = 3000 + 2 * i16::try_from(place_of).unwrap() + i16::from(least);
        let month = i8::try_from(number / 28 + 1).unwrap();
        date(year, month, i8::try_from(number % 28 + 1).unwrap())
    }

    fn least(&self, group: Group) -> Fact<String> {
        Fact::Known(self.breed(group, true, false))
    }

    fn least_on(&self, group: Group) -> Fact<When> {
        Fact::Known(When::On(self.day(group, true)))
    }

    /// All canaries found in a text.
    pub(crate) fn heard(text: &str) -> Vec<Song> {
        let mut heard = Vec::new();
        for rest in text.split("zq-").skip(1) {
            let end = rest.find(|c: char| c != '-' && !c.is_ascii_digit()).unwrap();
            let mut parts = rest[..end].split('-').map(|part| part.parse::<usize>().unwrap());
            let mut next = || parts.next().unwrap();
            heard.push(Song {
                group: *Group::ALL.get(next()).unwrap(),
                least: next() == 1,
                place: next() == 1,
                number: next(),
            });
        }
        for rest in text.split("\"30").skip(1) {
            let mut parts = rest.split(['-', '"']).map(|part| part.parse::<usize>().unwrap());
            let mut next = || parts.next().unwrap();
            let (code, month, day) = (next(), next(), next());
            let group = *Group::ALL.get(code / 2).unwrap();
            let number = (month - 1) * 28 + day - 1;
            heard.push(Song { group, least: code % 2 == 1, place: false, number });
        }
        heard.sort();
        heard.dedup();
        heard
    }
}

impl Whole<'_> {
    fn words(&self) -> Fact<String> {
        Fact::Known(self.0.breed(self.1, false, false))
    }

    fn place(&self) -> Fact<String> {
        Fact::Known(self.0.breed(self.1, false, true))
    }

    fn phone(&self) -> Fact<Phone> {
        Fact::Known(Phone::new(&self.0.breed(self.1, false, true)).unwrap())
    }

    fn on(&self) -> Fact<When> {
        Fact::Known(When::On(self.0.day(self.1, false)))
    }

    fn date(&self) -> Fact<Date> {
        Fact::Known(self.0.day(self.1, false))
    }

    fn professional(&self) -> Fact<Professional> {
        Fact::Known(Professional {
            name: self.words(),
            role: self.words(),
            grade: self.words(),
            speciality: self.words(),
            identifier: self.words(),
            organisation: self.place(),
            phone: self.phone(),
            completed: self.on(),
        })
    }
}

fn part<T>(says: T) -> Part<T> {
    let checked = sample::checked();
    let changed = Some(sample::at("2999-12-31T12:00:00Z"));
    Part { fact: Fact::Known(says), checked: Checked { changed, ..checked } }
}

/// One record, every entry of it a canary.
pub(crate) fn record(aviary: &Aviary) -> Record {
    let decisions = Whole(aviary, Group::Decisions);
    Record {
        person: part(person(aviary)),
        alerts: part(alerts(aviary)),
        capacity: part(vec![CapacityAssessment {
            assessed: decisions.on(),
            location: decisions.place(),
            outcome: decisions.place(),
            document: decisions.place(),
            assessor: decisions.professional(),
            recorded_by: decisions.professional(),
        }]),
        attorneys: part(vec![attorney(aviary)]),
        deprivations: part(vec![deprivation(aviary)]),
        mental_health: part(vec![MentalHealthStatus {
            starts: decisions.on(),
            ends: decisions.on(),
            location: decisions.place(),
            status: decisions.words(),
            supporting: decisions.place(),
            decided_by: decisions.professional(),
            recorded_by: decisions.professional(),
        }]),
        safeguarding: part(concerns(aviary)),
        professionals: part(vec![professional_contact(aviary)]),
        contacts: part(vec![personal_contact(aviary)]),
        referrals: part(vec![referral(aviary)]),
        packages: part(vec![package(aviary)]),
        visits: part(vec![Visit {
            purpose: Whole(aviary, Group::Packages).place(),
            ..sample::visit("p1", jiff::civil::Weekday::Monday, 8)
        }]),
        support_reasons: part(vec![SupportReason {
            reason: Whole(aviary, Group::Assessment).words(),
            active: Fact::Known(true),
            starts: Whole(aviary, Group::Assessment).date(),
            ends: Whole(aviary, Group::Assessment).date(),
        }]),
        assessments: part(vec![assessment(aviary)]),
        equipment: part(vec![Equipment {
            name: Whole(aviary, Group::Home).words(),
            issued: Whole(aviary, Group::Home).on(),
            comment: Whole(aviary, Group::Home).place(),
            service_phone: Whole(aviary, Group::Home).phone(),
        }]),
    }
}

fn person(aviary: &Aviary) -> Person {
    let identity = Whole(aviary, Group::Identity);
    let known = Whole(aviary, Group::KnownAndTeam);
    let talk = Whole(aviary, Group::Communication);
    let home = Whole(aviary, Group::Home);
    let name = aviary.breed(Group::Identity, false, false);
    Person {
        name: Fact::Known(PersonName::usual(&name, &aviary.breed(Group::Identity, false, false))),
        preferred_name: identity.words(),
        born: Fact::Known(Born::on(aviary.day(Group::Identity, false))),
        other_identifiers: identity.words().map(|one| vec![one]),
        address: Fact::Known(Address {
            lines: vec![aviary.breed(Group::Identity, false, true)],
            postcode: "XX1 2AB".parse().ok(),
        }),
        died_on: identity.date(),
        authority: LocalAuthority {
            code: identity.words(),
            name: identity.words(),
            team: known.place(),
            contact_name: known.words(),
            contact_phone: known.phone(),
        },
        known_since: known.date(),
        case_state: known.words(),
        communication: Communication {
            language: aviary.least(Group::Communication),
            interpreter: Fact::Known(true),
            needs: talk.words(),
            adjustments: talk.words(),
        },
        home: Home {
            lives_with: Whole(aviary, Group::CarerAndContacts).place(),
            kind: home.place(),
            key_safe: Fact::Known(true),
            access: home.place(),
            pets: home.place(),
            telecare: home.place(),
        },
        ..sample::person()
    }
}

fn alerts(aviary: &Aviary) -> Vec<Alert> {
    let of = |audience, group| Alert {
        audience,
        text: Whole(aviary, group).place(),
        starts: aviary.least_on(group),
        ends: aviary.least_on(group),
        recorded_by: Whole(aviary, group).professional(),
    };
    vec![
        of(Fact::Known(AlertAudience::VisitingStaff), Group::StaffRisk),
        of(Fact::Unrecognised, Group::StaffRisk),
        of(Fact::Known(AlertAudience::Person), Group::Home),
        of(Fact::Known(AlertAudience::Everyone), Group::Home),
    ]
}

/// Two that are open, one that is closed: of them the minimum is the first day and one telephone.
fn concerns(aviary: &Aviary) -> Vec<SafeguardingConcern> {
    let whole = Whole(aviary, Group::SafeguardingFlag);
    let phone = Phone::new(&aviary.breed(Group::SafeguardingFlag, true, true)).unwrap();
    vec![
        SafeguardingConcern { raised: whole.on(), closed: whole.on(), phone: whole.phone() },
        SafeguardingConcern {
            raised: aviary.least_on(Group::SafeguardingFlag),
            closed: Fact::NotRecorded,
            phone: Fact::Known(phone),
        },
        SafeguardingConcern {
            raised: Fact::Known(When::On(date(4000, 1, 1))),
            closed: Fact::NotRecorded,
            phone: whole.phone(),
        },
    ]
}

fn attorney(aviary: &Aviary) -> Attorney {
    let whole = Whole(aviary, Group::Decisions);
    Attorney {
        kind: Fact::Known(AttorneyKind::HealthAndWelfare),
        registered: Fact::Known(true),
        recorded: aviary.least_on(Group::Decisions),
        location: whole.place(),
        document: whole.place(),
        name: whole.words(),
        phone: whole.phone(),
        taken_by: whole.professional(),
        recorded_by: whole.professional(),
    }
}

fn deprivation(aviary: &Aviary) -> Deprivation {
    let whole = Whole(aviary, Group::Decisions);
    Deprivation {
        applied: whole.on(),
        status: Fact::Known(DeprivationStatus::Authorised),
        description: whole.place(),
        starts: aviary.least_on(Group::Decisions),
        ends: aviary.least_on(Group::Decisions),
        applicant: whole.professional(),
    }
}

fn professional_contact(aviary: &Aviary) -> ProfessionalContact {
    let whole = Whole(aviary, Group::KnownAndTeam);
    ProfessionalContact {
        name: whole.words(),
        role: whole.words(),
        key_worker: Fact::Known(true),
        speciality: whole.words(),
        team: whole.place(),
        organisation: whole.place(),
        phone: whole.phone(),
        email: whole.place(),
        starts: whole.on(),
        ends: whole.on(),
    }
}

fn personal_contact(aviary: &Aviary) -> PersonalContact {
    let whole = Whole(aviary, Group::CarerAndContacts);
    PersonalContact {
        name: whole.words(),
        relationship: whole.words(),
        roles: whole.words().map(|one| vec![one]),
        main_carer: Fact::Known(true),
        can_continue: whole.place(),
        parental_responsibility: Fact::Known(false),
        household_member: Fact::Known(true),
        phone: whole.phone(),
        email: whole.place(),
        comments: whole.place(),
    }
}

fn referral(aviary: &Aviary) -> Referral {
    let whole = Whole(aviary, Group::Assessment);
    Referral {
        made: whole.on(),
        referrer: whole.professional(),
        from_service: whole.place(),
        kind: whole.words(),
        reason: whole.place(),
        recipient: whole.professional(),
        to_service: whole.place(),
    }
}

fn package(aviary: &Aviary) -> Package {
    let whole = Whole(aviary, Group::Packages);
    Package {
        name: whole.place(),
        starts: whole.on(),
        ends: whole.on(),
        authority: whole.place(),
        funding: whole.place(),
        provider: Fact::Known(Provider {
            name: whole.place(),
            code: whole.place(),
            day_phone: whole.phone(),
            night_phone: whole.phone(),
            hours: whole.place(),
        }),
        place: whole.place(),
        recorded: whole.on(),
        ..sample::package("p1")
    }
}

fn assessment(aviary: &Aviary) -> Assessment {
    let whole = Whole(aviary, Group::Assessment);
    Assessment {
        done: aviary.least_on(Group::Assessment),
        location: whole.place(),
        kind: aviary.least(Group::Assessment),
        outcome: whole.place(),
        scores: whole.words().map(|one| vec![one]),
        assessor: whole.professional(),
        recorded_by: whole.professional(),
        review_due: Fact::Known(aviary.day(Group::Assessment, true)),
    }
}
