//! Pages that are not the page of one person: a form, a list, a sheet to print, a stranger's page.

use askama::Template;
use web::components::button::{Button, Height, Look, Press};
use web::components::choices::{Answer, Boxes, Choice, Choices, Lie, Pick};
use web::components::chrome::{Chrome, Live};
use web::components::error_summary::{ErrorSummary, Fault};
use web::components::field::{Field, Label, Place, Size};
use web::components::input::{Input, Kind, Textarea};
use web::components::markup::Markup;
use web::components::patient::Patient;
use web::components::state::{State, Tone};
use web::components::table::{Column, Spacing, Table, Told};
use web::components::waterfall::{Step, Waterfall};

use super::person;

#[derive(Template)]
#[template(
    ext = "html",
    source = r##"{% extends "layout.html" %}
{%- import "components/back_link.html" as back_link -%}
{%- import "components/banner.html" as banner -%}
{%- import "components/button.html" as button -%}
{%- import "components/checkboxes.html" as checkboxes -%}
{%- import "components/error_summary.html" as error_summary -%}
{%- import "components/input.html" as input -%}
{%- import "components/patient.html" as patient -%}
{%- import "components/radios.html" as radios -%}
{%- import "components/textarea.html" as textarea -%}
{% block patient %}{{ patient::patient(patient) }}{% endblock %}
{% block before %}{{ back_link::back_link("#back", "Back") }}{% endblock %}
{% block main %}
{{ error_summary::error_summary(summary) }}
<form method="post" novalidate>
{{ radios::radios(agreed) }}
{{ checkboxes::checkboxes(told) }}
{{ input::input(number) }}
{{ textarea::textarea(question) }}
{{ button::button(send) }}
</form>
{% endblock %}"##
)]
pub(crate) struct Form {
    chrome: Chrome,
    patient: Patient,
    summary: ErrorSummary,
    agreed: Choices,
    told: Choices,
    number: Input,
    question: Textarea,
    send: Button,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/input.html" as input %}{{ input::input(input) }}"#
)]
struct Reveal {
    input: Input,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components/state.html" as state %}{{ state::state(state) }}"#
)]
struct Tagged {
    state: State,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r##"{% extends "layout.html" %}
{%- import "components/banner.html" as banner -%}
{%- import "components/table.html" as table -%}
{% block main %}
{{ banner::done("Your answer is on its way to Westshire Council.") }}
<h1>Patients of ward 7</h1>
{{ table::table(patients) }}
{% endblock %}"##
)]
pub(crate) struct List {
    chrome: Chrome,
    patients: Table,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r##"{% extends "layout.html" %}
{%- import "components/waterfall.html" as waterfall -%}
{% block main %}
<h1>Is this the same person?</h1>
{{ waterfall::waterfall(weight) }}
{% endblock %}"##
)]
pub(crate) struct Weight {
    chrome: Chrome,
    weight: Waterfall,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r##"{% extends "layout.html" %}
{% block main %}
<table class="hw-sheet" role="presentation">
<thead class="hw-sheet__head"><tr><th>OKORO, Grace (Mrs) · Born 14-Jul-1945 · NHS No. 999 123 4519</th></tr></thead>
<tbody><tr><td>
<h1 class="nhsuk-heading-m">Care at home</h1>
<p class="hw-sheet__validity">Printed 12-Aug-2026 14:05 by A Nurse. Not valid after 13-Aug-2026 14:05. Check the screen before you rely on it.</p>
<dl class="hw-answer__lines">
<div class="hw-answer__line"><dt class="hw-answer__label">Care now</dt><dd class="hw-answer__words">4 visits a day, 2 carers, from Meadow Homecare</dd><dd class="hw-answer__source">Westshire Council, 14:05</dd></div>
</dl>
<table class="hw-sheet__notes"><caption>Notes of calls</caption><tr><th scope="col">Who</th><th scope="col">Time</th><th scope="col">Answer</th></tr><tr><td></td><td></td><td></td></tr></table>
</td></tr></tbody>
</table>
{% endblock %}"##
)]
pub(crate) struct Sheet {
    chrome: Chrome,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r##"{% extends "layout.html" %}
{% block main %}<h1>You were signed out</h1><p>Your draft is safe.</p>{% endblock %}"##
)]
pub(crate) struct SignedOut {
    chrome: Chrome,
}

pub(crate) fn form() -> Form {
    Form {
        chrome: person::chrome("Error: Permission to view"),
        patient: person::patient(),
        summary: ErrorSummary {
            heading: "There is a problem".into(),
            description: Markup::default(),
            faults: vec![
                Fault { text: "Say whether Grace Okoro agreed".into(), field: "agreed".into() },
                Fault { text: "An NHS number is ten digits".into(), field: "number".into() },
            ],
        },
        agreed: agreed(),
        told: told(),
        number: number(),
        question: Textarea {
            field: field("question", "What do you need to know?"),
            most: 500,
            ..Textarea::default()
        },
        send: Button {
            text: "Confirm and send".to_owned(),
            press: Press::SubmitOnce,
            look: Look::Primary,
            height: Height::Full,
        },
    }
}

fn agreed() -> Choices {
    let why = Reveal {
        input: Input { field: field("why", "Why could you not ask?"), ..Input::default() },
    };
    let text = "Has Grace Okoro agreed that you may look at their social care information?";
    Choices {
        field: Field {
            label: Label { text: text.into(), size: Size::L, place: Place::Heading },
            hint: "Ask before you look, where you can.".into(),
            fault: "Say whether Grace Okoro agreed".into(),
            ..field("agreed", "")
        },
        items: vec![
            Choice::answer("yes", "Yes"),
            Choice::answer("no", "No"),
            Choice::Divider("or".to_owned()),
            Choice::Answer(Answer {
                value: "could-not-ask".to_owned(),
                text: "I could not ask".into(),
                reveals: Markup::of(&why).unwrap(),
                ..Answer::default()
            }),
        ],
        lie: Lie::Stacked,
        boxes: Boxes::Full,
    }
}

fn told() -> Choices {
    Choices {
        field: field("told", "Who knows already?"),
        items: vec![
            Choice::Answer(Answer {
                value: "family".to_owned(),
                text: "The family".into(),
                hint: "Or whoever lives with them".into(),
                pick: Pick::Chosen,
                ..Answer::default()
            }),
            Choice::answer("provider", "The provider"),
        ],
        lie: Lie::Stacked,
        boxes: Boxes::Small,
    }
}

fn number() -> Input {
    Input {
        field: Field {
            hint: "Ten digits, such as 999 123 4519".into(),
            fault: "An NHS number is ten digits".into(),
            ..field("number", "NHS number")
        },
        kind: Kind::Code,
        width: 20,
        value: "999 123".to_owned(),
        ..Input::default()
    }
}

fn field(name: &str, label: &str) -> Field {
    Field {
        id: name.to_owned(),
        name: name.to_owned(),
        label: Label::new(label),
        ..Field::default()
    }
}

pub(crate) fn list() -> List {
    let row = |bed: &str, name: &str, number: &str, days: &str, tone, words: &str| {
        let state = Tagged { state: State::new(tone, words) };
        vec![bed.into(), name.into(), number.into(), days.into(), Markup::of(&state).unwrap()]
    };
    List {
        chrome: Chrome { live: Live::From("/changes".to_owned()), ..person::chrome("Ward list") },
        patients: Table {
            caption: "Sorted by state, overdue first. All patients of ward 7.".into(),
            told: Told::Shown(Size::S),
            names: 0,
            columns: vec![
                Column::words("Bed"),
                Column::words("Name"),
                Column::words("NHS No."),
                Column::numbers("Days in"),
                Column::words("Care"),
            ],
            rows: vec![
                row("7A", "OKORO, Grace", "999 123 4519", "1", Tone::Alarm, "Overdue"),
                row("7B", "LEE, Wai", "999 000 1022", "3", Tone::Waiting, "On hold"),
                row("7C", "KHAN, Amina", "999 000 1049", "12", Tone::Careful, "Ends soon"),
                row("7D", "SMITH, Ann", "999 000 1057", "4", Tone::Good, "Running"),
                row("7E", "SMITH, Anne", "999 000 1065", "2", Tone::Quiet, "None recorded"),
            ],
            spacing: Spacing::Compact,
        },
    }
}

pub(crate) fn weight() -> Weight {
    let step = |field: &str, words: &str, bits| Step {
        field: field.to_owned(),
        words: words.to_owned(),
        bits,
    };
    Weight {
        chrome: person::chrome("Match desk"),
        weight: Waterfall {
            id: "weight".to_owned(),
            heading: "The fields together do not suffice".to_owned(),
            summary: "Family name, Date of birth: for one person. Given name: against.".to_owned(),
            start: -16.6,
            steps: vec![
                step("NHS number", "Not known at the hospital", 0.0),
                step("Family name", "The same, and rare", 11.2),
                step("Given name", "Another name", -7.4),
                step("Date of birth", "The same", 14.3),
                step("Gender", "The same", 0.9),
                step("Address", "The same house", 1.7),
                step("Telephone", "The same, a household's", 2.1),
            ],
            enough: 13.3,
        },
    }
}

pub(crate) fn sheet() -> Sheet {
    Sheet { chrome: person::chrome("Handover sheet") }
}

pub(crate) fn signed_out() -> SignedOut {
    SignedOut { chrome: Chrome::signed_out("Signed out") }
}
