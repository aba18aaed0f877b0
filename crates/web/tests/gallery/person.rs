//! Pages about one person.

use askama::Template;
use jiff::civil::date;
use web::components::actions::Actions;
use web::components::answer::{Answer, Completeness, Line, Mark, Whole};
use web::components::button::{Button, Height, Look, Press};
use web::components::card::Card;
use web::components::chrome::{self, Account, Chrome, Live, News};
use web::components::feedback::{Feedback, Given};
use web::components::link::Link;
use web::components::markup::Markup;
use web::components::patient::{Detail, Life, NhsNumber, Patient};
use web::components::phone::Phone;
use web::components::state::{State, Tone};
use web::components::summary_list::{Border, Row, SummaryList};
use web::components::timeline::{Begins, Ends, Kind, Span, Timeline};
use web::components::week::{Day, Visit, Week};
use web::components::when::When;

#[derive(Template)]
#[template(
    ext = "html",
    source = r##"{% extends "layout.html" %}
{%- import "components/actions.html" as actions -%}
{%- import "components/answer.html" as answer -%}
{%- import "components/card.html" as card -%}
{%- import "components/details.html" as details -%}
{%- import "components/feedback.html" as feedback -%}
{%- import "components/inset.html" as inset -%}
{%- import "components/patient.html" as patient -%}
{%- import "components/skip_link.html" as skip_link -%}
{%- import "components/timeline.html" as timeline -%}
{%- import "components/week.html" as week -%}
{% block skip %}{{ skip_link::skip_link("#care-at-home", "Skip to care at home") }}{% endblock %}
{% block patient %}{{ patient::patient(patient) }}{% endblock %}
{% block main %}
{{ answer::completeness(completeness) }}
{{ answer::answer(answer) }}
{{ actions::actions(actions) }}
{{ card::summary(care, facts) }}
{% call card::card(risk) %}<p class="nhsuk-card__description">Visit in pairs. Review due 01-Sep-2026.</p>{% endcall %}
{{ week::week(week) }}
{{ timeline::timeline(timeline) }}
{{ inset::inset("Some information is not shared with your role.") }}
{% call details::details("Earlier messages") %}<p>None.</p>{% endcall %}
{{ feedback::feedback(feedback) }}
{% endblock %}"##
)]
pub(crate) struct Person {
    chrome: Chrome,
    patient: Patient,
    completeness: Completeness,
    answer: Answer,
    actions: Actions,
    care: Card,
    facts: SummaryList,
    risk: Card,
    week: Week,
    timeline: Timeline,
    feedback: Feedback,
}

pub(crate) fn chrome(title: &'static str) -> Chrome {
    Chrome {
        title,
        account: Account::SignedIn {
            name: "A Nurse".to_owned(),
            role: "Ward nurse".to_owned(),
            organisation: "Westshire Hospitals".to_owned(),
            ways: vec![Link {
                text: "Match desk".to_owned(),
                href: "/match-desk".to_owned(),
                hidden: String::new(),
            }],
            place: "/patients/p1".to_owned(),
            token: "t1".to_owned(),
        },
        watch: chrome::Watch::Off,
        news: News::None,
        mark: chrome::Mark::Demonstration,
        live: Live::Off,
        context: chrome::Context::None,
    }
}

pub(crate) fn okoro() -> Person {
    Person {
        chrome: chrome("Care at home"),
        patient: patient(),
        completeness: Completeness {
            words: "All 4 parts checked at 14:05".to_owned(),
            whole: Whole::All,
        },
        answer: Answer { heading: "Care at home".to_owned(), lines: lines() },
        actions: Actions { buttons: buttons() },
        care: Card {
            links: vec![Link {
                text: "Hold or restart".to_owned(),
                href: "#hold".to_owned(),
                hidden: String::new(),
            }],
            ..Card::new("Home care from Meadow Homecare")
        },
        facts: SummaryList {
            rows: vec![
                Row::new("Visits", "4 visits a day, 2 carers, 28 hours a week"),
                Row::new("Since", "11-Mar-2024"),
                Row::new("Holds", "Can restart until 25-Aug-2026 with 24 hours' notice"),
                Row::new("Key safe", "Yes"),
                Row::new("Pets", "Not recorded by the council"),
            ],
            border: Border::Between,
        },
        risk: Card::warning("Important: risk to visiting staff"),
        week: week(),
        timeline: timeline(),
        feedback: Feedback {
            action: "/feedback".to_owned(),
            hidden: vec![("window".to_owned(), "w1".to_owned())],
            given: Given::NotYet,
            after: Markup::default(),
        },
    }
}

pub(crate) fn died() -> Person {
    let mut page = okoro();
    page.patient.life =
        Life::Died { on: when("02-Aug-2026", "2 August 2026"), age: "81y".to_owned() };
    page.feedback.given = Given::Already;
    page
}

pub(crate) fn partly_down() -> Person {
    let mut page = okoro();
    page.completeness = Completeness {
        words: "1 of 4 parts could not be checked. The rest of this page was checked at 14:05."
            .to_owned(),
        whole: Whole::Partly,
    };
    page.chrome.news = News::Some("Westshire Council's system is slow today.".to_owned());
    if let Some(line) = page.answer.lines.get_mut(4) {
        line.mark = Mark::State(State::new(Tone::Alarm, "Could not check at 14:05"));
        line.words = vec!["Ring the duty social worker before discharge.".into()];
    }
    page
}

/// Words so long that they have to wrap everywhere.
pub(crate) fn long_names() -> Person {
    let mut page = okoro();
    page.patient = Patient {
        family: "WOLFESCHLEGELSTEINHAUSENBERGERDORFF-FEATHERSTONEHAUGH".to_owned(),
        given: "Philomena Bartholomea Wilhelmina Augustina (Professor)".to_owned(),
        nhs_number: NhsNumber::NotVerified("999 000 1049".to_owned()),
        ..page.patient
    };
    let label = "Reablement ".repeat(12) + "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysilio";
    for span in &mut page.timeline.spans {
        span.label.clone_from(&label);
    }
    for line in &mut page.answer.lines {
        line.words.push(label.as_str().into());
    }
    page
}

pub(crate) fn patient() -> Patient {
    Patient {
        family: "OKORO".to_owned(),
        given: "Grace (Mrs)".to_owned(),
        born: when("14-Jul-1945", "14 July 1945"),
        life: Life::Living { age: "81y".to_owned() },
        gender: "Female".to_owned(),
        nhs_number: NhsNumber::Verified("999 123 4519".to_owned()),
        more: vec![
            Detail::new("Prefers", "Peggy"),
            Detail::new("Address", "12 Meadow Lane, Westbury, XX1 2AB"),
            Detail::new("Phone", "01632 960 001"),
            Detail::new("Hospital No.", "RZZ0012345"),
            Detail::new("Ward", "Emergency Department, bay 4"),
            Detail::new("Council", "Westshire Council"),
        ],
    }
}

fn when(shown: &str, spoken: &str) -> When {
    When { shown: shown.to_owned(), spoken: spoken.to_owned() }
}

fn phone(who: &str, number: &str, hours: &str) -> Phone {
    Phone { who: who.to_owned(), number: number.to_owned(), hours: hours.to_owned() }
}

fn line(label: &str, mark: Mark, words: &[&str]) -> Line {
    Line {
        label: label.to_owned(),
        mark,
        words: words.iter().map(|words| Markup::from(*words)).collect(),
        phones: Vec::new(),
        source: "Westshire Council, checked 14:05".to_owned(),
    }
}

fn lines() -> Vec<Line> {
    let state = |tone, words: &str| Mark::State(State::new(tone, words));
    let mut ring = line("Ring", Mark::None, &[]);
    ring.phones = vec![
        phone("Meadow Homecare", "01632 960 123", "24 hours"),
        phone("Duty social worker", "01632 960 555", "Mon to Fri 08:45 to 17:00"),
        phone("Out-of-hours team", "01632 960 556 x2", "all other times"),
    ];
    vec![
        line("Known to adult social care", Mark::None, &["Yes — Westshire Council", "since 2024"]),
        line("Care now", Mark::None, &["4 visits a day, 2 carers, from Meadow Homecare"]),
        line(
            "Will it happen if they go home?",
            state(Tone::Waiting, "On hold"),
            &["Since 11-Aug-2026.", "Can restart until 25-Aug-2026 with 24 hours' notice."],
        ),
        ring,
        line(
            "Safety",
            state(Tone::Careful, "Enquiry open"),
            &["Speak to the safeguarding team 01632 960 555 before discharge."],
        ),
        line(
            "Who decides and who helps",
            Mark::None,
            &["Attorney for health and welfare registered.", "Daughter is main carer."],
        ),
        line(
            "Waiting now",
            state(Tone::Alarm, "Overdue"),
            &["Question sent 13:20, answer was due at 14:00"],
        ),
    ]
}

fn buttons() -> Vec<Button> {
    let open = |text: &str, look| Button {
        text: text.to_owned(),
        press: Press::Open("#".to_owned()),
        look,
        height: Height::Small,
    };
    vec![
        open("Ask the council", Look::Primary),
        open("Hold or restart care", Look::Secondary),
        open("Tell the council", Look::Secondary),
        open("Print", Look::Secondary),
    ]
}

fn week() -> Week {
    let days = [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun];
    let times = [(450, 45, 2), (735, 30, 2), (1_020, 30, 1), (1_260, 30, 2)];
    let mut visits: Vec<Visit> = Vec::new();
    for day in days {
        visits.extend(times.map(|(from, minutes, carers)| Visit {
            day,
            from,
            minutes,
            carers,
            what: "personal care".to_owned(),
        }));
    }
    let night = Visit { day: Day::Sat, from: 1_320, minutes: 540, carers: 1, what: String::new() };
    visits.push(night);
    Week {
        id: "week".to_owned(),
        heading: "Somebody comes 4 times a day".to_owned(),
        summary: "4 visits a day, mostly by 2 carers, and one night.".to_owned(),
        visits,
    }
}

fn timeline() -> Timeline {
    let span = |kind, label: &str, begins, ends, from: &str, until: &str| Span {
        kind,
        label: label.to_owned(),
        begins,
        ends,
        from_words: from.to_owned(),
        until_words: until.to_owned(),
    };
    Timeline {
        id: "history".to_owned(),
        heading: "Care has grown since 2024".to_owned(),
        summary: "Two packages and two stays since March 2024.".to_owned(),
        today: date(2026, 8, 12),
        spans: vec![
            span(
                Kind::Care,
                "Reablement, Westshire Council",
                Begins::On(date(2024, 3, 11)),
                Ends::On(date(2024, 4, 22)),
                "11-Mar-2024",
                "22-Apr-2024",
            ),
            span(
                Kind::Care,
                "Home care, Meadow Homecare",
                Begins::On(date(2024, 4, 22)),
                Ends::Ongoing,
                "22-Apr-2024",
                "Still running",
            ),
            span(
                Kind::Stay,
                "Westbury Hospital, 6 days",
                Begins::On(date(2025, 11, 3)),
                Ends::On(date(2025, 11, 9)),
                "03-Nov-2025",
                "09-Nov-2025",
            ),
            span(
                Kind::Stay,
                "Westbury Hospital, now",
                Begins::On(date(2026, 8, 11)),
                Ends::Ongoing,
                "11-Aug-2026",
                "In hospital now",
            ),
        ],
    }
}
