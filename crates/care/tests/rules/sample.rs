//! An invented person and what an invented council knows of her.

use care::people::{Address, Born, Gender, PersonName, Phone};
use care::record::answer::{Desk, Desks};
use care::record::{
    Alert, AlertAudience, Assessment, Attorney, AttorneyKind, CapacityAssessment, Checked,
    Communication, Deprivation, DeprivationStatus, Equipment, Fact, HoldTerms, Home,
    LocalAuthority, MentalHealthStatus, Package, PackageState, Part, Person, PersonalContact,
    ProfessionalContact, Provider, Record, Referral, SafeguardingConcern, Setting, Sharing,
    SupportReason, Visit, VisitPattern, VisitTime,
};
use care::when::When;
use jiff::Timestamp;
use jiff::civil::{Date, Weekday, date, time};

/// Wednesday 12 August 2026.
pub(crate) const TODAY: Date = date(2026, 8, 12);

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn checked() -> Checked {
    Checked::live(at("2026-08-12T13:05:00Z"))
}

pub(crate) fn on(year: i16, month: i8, day: i8) -> Fact<When> {
    Fact::Known(When::On(date(year, month, day)))
}

pub(crate) fn words(text: &str) -> Fact<String> {
    Fact::Known(text.to_owned())
}

pub(crate) fn phone(text: &str) -> Fact<Phone> {
    Fact::Known(Phone::new(text).unwrap())
}

pub(crate) fn part<T>(says: T) -> Part<T> {
    Part { fact: Fact::Known(says), checked: checked() }
}

pub(crate) fn desks() -> Desks {
    let desk = |number: &str, hours: &str| Desk {
        phone: Phone::new(number).unwrap(),
        hours: hours.to_owned(),
    };
    Desks {
        duty: desk("01632 960100", "Monday to Friday 08:45 to 17:00"),
        out_of_hours: desk("01632 960111", "nights and weekends"),
        safeguarding: desk("01632 960555", "24 hours"),
    }
}

/// One package of home care, running, four visits a day; no hold, nothing else.
pub(crate) fn package(id: &str) -> Package {
    Package {
        id: id.to_owned(),
        name: words("Home care"),
        setting: Fact::Known(Setting::AtHome),
        starts: on(2025, 3, 3),
        ends: Fact::NoneRecorded,
        state: Fact::Known(PackageState::Running),
        authority: words("Westshire Council"),
        funding: words("council"),
        provider: Fact::Known(provider("Meadow Homecare", "01632 960123")),
        pattern: Fact::Known(VisitPattern {
            visits_a_day: Fact::Known(4),
            carers_a_visit: Fact::Known(2),
            minutes_a_week: Fact::Known(840),
        }),
        hold: Fact::NoneRecorded,
        place: words("at home"),
        recorded: on(2026, 6, 1),
    }
}

pub(crate) fn provider(name: &str, number: &str) -> Provider {
    Provider {
        name: words(name),
        code: Fact::NotRecorded,
        day_phone: phone(number),
        night_phone: phone("07700 900123"),
        hours: words("24 hours"),
    }
}

pub(crate) fn held(since: Date, until: Date) -> Fact<HoldTerms> {
    Fact::Known(HoldTerms {
        held_since: Fact::Known(since),
        restart_until: Fact::Known(until),
        notice_hours: Fact::Known(24),
    })
}

pub(crate) fn visit(package: &str, day: Weekday, hour: i8) -> Visit {
    Visit {
        package: package.to_owned(),
        time: Fact::Known(VisitTime { day, starts: time(hour, 0, 0, 0), minutes: 30 }),
        carers: Fact::Known(2),
        purpose: words("personal care"),
    }
}

pub(crate) fn concern(raised: Fact<When>, closed: Fact<When>) -> SafeguardingConcern {
    SafeguardingConcern { raised, closed, phone: phone("01632 960556") }
}

pub(crate) fn alert(audience: Fact<AlertAudience>) -> Alert {
    Alert {
        audience,
        text: words("see two carers only"),
        starts: on(2026, 1, 5),
        ends: Fact::NoneRecorded,
        recorded_by: Fact::NotRecorded,
    }
}

pub(crate) fn attorney(kind: AttorneyKind, registered: Fact<bool>) -> Attorney {
    Attorney {
        kind: Fact::Known(kind),
        registered,
        recorded: on(2024, 2, 1),
        location: Fact::NotRecorded,
        document: Fact::NotRecorded,
        name: words("Grace Halliday"),
        phone: phone("07700 900456"),
        taken_by: Fact::NotRecorded,
        recorded_by: Fact::NotRecorded,
    }
}

pub(crate) fn deprivation(status: DeprivationStatus) -> Deprivation {
    Deprivation {
        applied: on(2026, 1, 2),
        status: Fact::Known(status),
        description: Fact::NotRecorded,
        starts: on(2026, 2, 1),
        ends: on(2026, 12, 31),
        applicant: Fact::NotRecorded,
    }
}

pub(crate) fn contact(relationship: &str, main_carer: Fact<bool>) -> PersonalContact {
    PersonalContact {
        name: words("Grace Halliday"),
        relationship: words(relationship),
        roles: Fact::NotRecorded,
        main_carer,
        can_continue: words("Yes"),
        parental_responsibility: Fact::NotRecorded,
        household_member: Fact::Known(true),
        phone: phone("07700 900456"),
        email: Fact::NotRecorded,
        comments: Fact::NotRecorded,
    }
}

pub(crate) fn person() -> Person {
    Person {
        name: Fact::Known(PersonName::usual("Halliday", "Dora")),
        preferred_name: words("Dolly"),
        born: Fact::Known(Born::on(date(1945, 7, 14))),
        gender: Fact::Known(Gender::Female),
        nhs_number: Fact::Known("9991234519".parse().unwrap()),
        other_identifiers: Fact::NoneRecorded,
        address: Fact::Known(Address {
            lines: vec!["2 High Street".into()],
            postcode: "XX1 2AB".parse().ok(),
        }),
        died_on: Fact::NoneRecorded,
        authority: LocalAuthority {
            code: words("X9Y"),
            name: words("Westshire Council"),
            team: words("North team"),
            contact_name: words("Jo Fenn"),
            contact_phone: phone("01632 960101"),
        },
        known_since: Fact::Known(date(2019, 4, 1)),
        case_state: words("open"),
        communication: Communication {
            language: words("English"),
            interpreter: Fact::Known(false),
            needs: words("hearing aid"),
            adjustments: words("face the person"),
        },
        home: Home {
            lives_with: words("daughter"),
            kind: words("own house"),
            key_safe: Fact::Known(true),
            access: words("two steps"),
            pets: words("one cat"),
            telecare: words("pendant alarm"),
        },
        sharing: Fact::Known(Sharing::Open),
    }
}

fn capacity() -> CapacityAssessment {
    CapacityAssessment {
        assessed: on(2026, 3, 1),
        location: Fact::NotRecorded,
        outcome: words("lacked capacity to decide where to live"),
        document: Fact::NotRecorded,
        assessor: Fact::NotRecorded,
        recorded_by: Fact::NotRecorded,
    }
}

fn mental_health() -> MentalHealthStatus {
    MentalHealthStatus {
        starts: on(2020, 1, 1),
        ends: on(2020, 2, 1),
        location: Fact::NotRecorded,
        status: words("informal"),
        supporting: Fact::NotRecorded,
        decided_by: Fact::NotRecorded,
        recorded_by: Fact::NotRecorded,
    }
}

/// A record in which every part was checked.
pub(crate) fn record() -> Record {
    Record {
        person: part(person()),
        alerts: part(vec![alert(Fact::Known(AlertAudience::VisitingStaff))]),
        capacity: part(vec![capacity()]),
        attorneys: part(vec![attorney(AttorneyKind::HealthAndWelfare, Fact::Known(true))]),
        deprivations: part(vec![deprivation(DeprivationStatus::Authorised)]),
        mental_health: part(vec![mental_health()]),
        safeguarding: part(vec![concern(on(2026, 8, 2), Fact::NotRecorded)]),
        professionals: part(vec![ProfessionalContact {
            name: words("Sam Reed"),
            role: words("Care coordinator"),
            key_worker: Fact::Known(true),
            speciality: Fact::NotRecorded,
            team: words("North team"),
            organisation: words("Westshire Council"),
            phone: phone("01632 960102"),
            email: Fact::NotRecorded,
            starts: on(2025, 1, 1),
            ends: Fact::NoneRecorded,
        }]),
        contacts: part(vec![contact("Daughter", Fact::Known(true))]),
        referrals: part(vec![Referral {
            made: on(2025, 1, 20),
            referrer: Fact::NotRecorded,
            from_service: words("GP"),
            kind: words("needs assessment"),
            reason: words("falls"),
            recipient: Fact::NotRecorded,
            to_service: words("North team"),
        }]),
        packages: part(vec![package("p1")]),
        visits: part(vec![visit("p1", Weekday::Monday, 8)]),
        support_reasons: part(vec![SupportReason {
            reason: words("Physical support"),
            active: Fact::Known(true),
            starts: Fact::Known(date(2025, 3, 1)),
            ends: Fact::NoneRecorded,
        }]),
        assessments: part(vec![Assessment {
            done: on(2026, 5, 5),
            location: Fact::NotRecorded,
            kind: words("Review"),
            outcome: words("no change"),
            scores: Fact::NotRecorded,
            assessor: Fact::NotRecorded,
            recorded_by: Fact::NotRecorded,
            review_due: Fact::Known(date(2027, 5, 5)),
        }]),
        equipment: part(vec![Equipment {
            name: words("Hoist"),
            issued: on(2025, 4, 1),
            comment: Fact::NotRecorded,
            service_phone: phone("01632 960140"),
        }]),
    }
}
