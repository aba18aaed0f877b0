//! The library's options read into our components, and our components rendered.

use askama::Template;
use serde_json::Value;
use web::components::button::{Button, Height, Look, Press};
use web::components::card::{Card, Weight};
use web::components::choices::{Answer, Boxes, Choice, Choices, Lie, Pick};
use web::components::chrome::Account::{self, SignedIn};
use web::components::error_summary::{ErrorSummary, Fault};
use web::components::field::{Field, Label, Place, Size};
use web::components::input::{Input, Kind, Textarea};
use web::components::link::Link;
use web::components::markup::Markup;
use web::components::summary_list::{Border, Row, SummaryList};
use web::components::table::{Align, Column, Spacing, Table, Told};
use web::components::tag::Colour;

/// A template around one macro.
macro_rules! port {
    ($source:literal { $($name:ident: $kind:ty = $value:expr),* }) => {{
        #[derive(Template)]
        #[template(ext = "html", source = $source)]
        struct Port { $($name: $kind),* }
        Port { $($name: $value),* }.render().unwrap()
    }};
}

pub(crate) fn tag(c: &Value) -> String {
    let colour = match text(c, "colour").as_str() {
        "white" => Colour::White,
        "grey" => Colour::Grey,
        "green" => Colour::Green,
        "aqua-green" => Colour::AquaGreen,
        "blue" => Colour::Blue,
        "purple" => Colour::Purple,
        "pink" => Colour::Pink,
        "red" => Colour::Red,
        "orange" => Colour::Orange,
        "yellow" => Colour::Yellow,
        _ => Colour::Plain,
    };
    port!(r#"{% import "components/tag.html" as tag %}{{ tag::tag(words, colour) }}"# {
        words: Markup = words(c), colour: Colour = colour
    })
}

pub(crate) fn inset(c: &Value) -> String {
    port!(r#"{% import "components/inset.html" as inset %}{{ inset::inset(words) }}"# {
        words: Markup = words(c)
    })
}

pub(crate) fn banner(c: &Value) -> String {
    port!(r#"{% import "components/banner.html" as banner %}
        {% if done %}{{ banner::done(words) }}{% else %}{{ banner::news(words) }}{% endif %}"# {
        words: Markup = words(c), done: bool = text(c, "variant") == "success"
    })
}

pub(crate) fn button(c: &Value) -> String {
    let press = match (text(c, "href"), c.get("preventDoubleClick")) {
        (href, _) if !href.is_empty() => Press::Open(href),
        (_, Some(Value::Bool(true))) => Press::SubmitOnce,
        _ => Press::Submit,
    };
    let look = match text(c, "variant").as_str() {
        "secondary" => Look::Secondary,
        "warning" => Look::Warning,
        "reverse" => Look::Reverse,
        _ => Look::Primary,
    };
    let height = if flag(c, "small") { Height::Small } else { Height::Full };
    port!(r#"{% import "components/button.html" as button %}{{ button::button(button) }}"# {
        button: Button = Button { text: text(c, "text"), press, look, height }
    })
}

pub(crate) fn radios(c: &Value) -> String {
    port!(r#"{% import "components/radios.html" as radios %}{{ radios::radios(choices) }}"# {
        choices: Choices = choices(c)
    })
}

pub(crate) fn checkboxes(c: &Value) -> String {
    port!(
        r#"{% import "components/checkboxes.html" as boxes %}{{ boxes::checkboxes(choices) }}"# {
        choices: Choices = choices(c)
    })
}

fn choices(c: &Value) -> Choices {
    Choices {
        field: Field { id: id(c, "idPrefix"), label: label(at(c, "fieldset.legend")), ..field(c) },
        items: list(c, "items").iter().map(choice).collect(),
        lie: if flag(c, "inline") { Lie::Inline } else { Lie::Stacked },
        boxes: if flag(c, "small") { Boxes::Small } else { Boxes::Full },
    }
}

fn choice(item: &Value) -> Choice {
    if item.get("divider").is_some() {
        return Choice::Divider(text(item, "divider"));
    }
    Choice::Answer(Answer {
        value: text(item, "value"),
        text: words(item),
        hint: words(at(item, "hint")),
        reveals: words(at(item, "conditional")),
        pick: if flag(item, "disabled") { Pick::Disabled } else { Pick::Open },
    })
}

pub(crate) fn input(c: &Value) -> String {
    let kind = match (text(c, "type").as_str(), flag(c, "code"), c.get("spellcheck")) {
        (_, true, _) => Kind::Code,
        ("tel", ..) => Kind::Phone,
        (_, _, Some(Value::Bool(false))) => Kind::Unspelled,
        _ => Kind::Words,
    };
    let input = Input {
        field: Field { label: label(at(c, "label")), ..field(c) },
        value: text(c, "value"),
        kind,
        width: c.get("width").and_then(Value::as_u64).map_or(0, |width| width.try_into().unwrap()),
        autocomplete: text(c, "autocomplete"),
        prefix: words(at(c, "prefix")),
        suffix: words(at(c, "suffix")),
        button: words(at(c, "formGroup.afterInput")),
    };
    port!(r#"{% import "components/input.html" as input %}{{ input::input(input) }}"# {
        input: Input = input
    })
}

pub(crate) fn textarea(c: &Value) -> String {
    let field = Field { label: label(at(c, "label")), ..field(c) };
    port!(r#"{% import "components/textarea.html" as area %}{{ area::textarea(textarea) }}"# {
        textarea: Textarea = Textarea { field, ..Textarea::default() }
    })
}

pub(crate) fn error_summary(c: &Value) -> String {
    let faults = list(c, "errorList").iter().filter(|fault| fault.is_object()).map(|fault| Fault {
        text: words(fault),
        field: text(fault, "href").trim_start_matches('#').to_owned(),
    });
    port!(
        r#"{% import "components/error_summary.html" as e %}{{ e::error_summary(summary) }}"# {
        summary: ErrorSummary = ErrorSummary {
            heading: words(at(c, "heading")),
            description: words(at(c, "description")),
            faults: faults.collect()
        }
    })
}

pub(crate) fn details(c: &Value) -> String {
    port!(r#"{% import "components/details.html" as details %}
        {% call details::details(summary) %}{{ text }}{% endcall %}"# {
        summary: Markup = words(at(c, "summary")), text: Markup = words(c)
    })
}

pub(crate) fn table(c: &Value) -> String {
    let caption = at(c, "caption");
    let columns = list(c, "head").iter().map(|head| Column {
        heading: words(head),
        align: match text(head, "format").as_str() {
            "numeric" => Align::Numbers,
            _ => Align::Words,
        },
    });
    let rows = list(c, "rows").iter().map(|row| row.as_array().unwrap().iter().map(words));
    port!(r#"{% import "components/table.html" as table %}{{ table::table(table) }}"# {
        table: Table = Table {
            caption: words(caption),
            told: Told::Shown(size(caption)),
            columns: columns.collect(),
            rows: rows.map(Iterator::collect).collect(),
            names: 0,
            spacing: if flag(c, "compact") { Spacing::Compact } else { Spacing::Full }
        }
    })
}

pub(crate) fn skip_link(c: &Value) -> String {
    port!(r#"{% import "components/skip_link.html" as skip %}{{ skip::skip_link(href, text) }}"# {
        href: String = text(c, "href"), text: String = text(c, "text")
    })
}

pub(crate) fn back_link(c: &Value) -> String {
    port!(r#"{% import "components/back_link.html" as back %}{{ back::back_link(href, text) }}"# {
        href: String = text(c, "href"), text: String = text(c, "text")
    })
}

pub(crate) fn footer(c: &Value) -> String {
    let links = list(at(c, "meta"), "items").iter().map(|link| Link {
        text: text(link, "text"),
        href: text(link, "href"),
        hidden: String::new(),
    });
    port!(r#"{% import "components/footer.html" as footer %}{{ footer::footer(links) }}"# {
        links: Vec<Link> = links.collect()
    })
}

/// The account of somebody called "Account"; role and organisation are ours alone.
pub(crate) fn header() -> String {
    let account = SignedIn {
        name: "Account".to_owned(),
        role: "role".to_owned(),
        organisation: "organisation".to_owned(),
        ways: Vec::new(),
        place: "/".to_owned(),
        token: String::new(),
    };
    port!(r#"{% import "components/header.html" as header %}{{ header::header(account) }}"# {
        account: Account = account
    })
}

pub(crate) fn summary_list(c: &Value) -> String {
    let facts = SummaryList {
        rows: list(c, "rows").iter().map(row).collect(),
        border: match (c.get("border"), c.get("lastRowBorder")) {
            (Some(Value::Bool(false)), _) => Border::Nowhere,
            (_, Some(Value::Bool(false))) => Border::Between,
            _ => Border::Each,
        },
    };
    if c.get("card").is_none() {
        return port!(
            r#"{% import "components/summary_list.html" as list %}{{ list::summary_list(facts) }}"# {
            facts: SummaryList = facts
        });
    }
    port!(r#"{% import "components/card.html" as card %}{{ card::summary(top, facts) }}"# {
        top: Card = top(at(c, "card")), facts: SummaryList = facts
    })
}

fn row(row: &Value) -> Row {
    Row { key: words(at(row, "key")), value: words(at(row, "value")), links: links(row) }
}

pub(crate) fn card(c: &Value) -> String {
    let body = match c.get("callBlock").and_then(Value::as_str) {
        Some(html) => raw(html),
        None => words(at(c, "description")),
    };
    let plain = c.get("callBlock").is_none() && at(c, "description.html").is_null();
    port!(r#"{% import "components/card.html" as card %}{% call card::card(top) %}
        {% if plain %}<p class="nhsuk-card__description">{{ body }}</p>{% else %}{{ body }}{% endif %}
        {% endcall %}"# {
        top: Card = top(c), body: Markup = body, plain: bool = plain
    })
}

fn top(c: &Value) -> Card {
    let heading = at(c, "heading");
    let level = heading.get("level").and_then(Value::as_u64).unwrap_or(2);
    Card {
        weight: if text(c, "variant") == "warning" { Weight::Warning } else { Weight::Plain },
        heading: words(heading),
        level: level.try_into().unwrap(),
        size: size(heading),
        links: links(c),
    }
}

fn links(c: &Value) -> Vec<Link> {
    let given = list(c, "actions");
    let given = if given.is_empty() { list(at(c, "actions"), "items") } else { given };
    given
        .iter()
        .filter(|link| link.is_object())
        .map(|link| Link {
            text: text(link, "text"),
            href: text(link, "href"),
            hidden: text(link, "visuallyHiddenText"),
        })
        .collect()
}

fn field(c: &Value) -> Field {
    Field {
        id: id(c, "id"),
        name: text(c, "name"),
        hint: words(at(c, "hint")),
        fault: words(at(c, "errorMessage")),
        label: Label::default(),
    }
}

fn label(given: &Value) -> Label {
    let heading = at(given, "heading");
    let is_heading = !heading.is_null();
    Label {
        text: words(if is_heading { heading } else { given }),
        size: size(given),
        place: if is_heading { Place::Heading } else { Place::Among },
    }
}

fn size(given: &Value) -> Size {
    match text(given, "size").as_str() {
        "s" => Size::S,
        "m" => Size::M,
        "l" => Size::L,
        "xl" => Size::Xl,
        _ => Size::Plain,
    }
}

/// A text or HTML option, given as words or as an object.
fn words(given: &Value) -> Markup {
    match (given, given.get("html").and_then(Value::as_str)) {
        (Value::String(words), _) => words.as_str().into(),
        (_, Some(html)) => raw(html),
        _ => text(given, "text").into(),
    }
}

fn raw(html: &str) -> Markup {
    #[derive(Template)]
    #[template(ext = "html", source = "{{ html|safe }}")]
    struct Raw<'a> {
        html: &'a str,
    }
    Markup::of(&Raw { html }).unwrap()
}

fn at<'a>(c: &'a Value, path: &str) -> &'a Value {
    path.split('.').try_fold(c, |value, key| value.get(key)).unwrap_or(&Value::Null)
}

/// The id under `key`; a field without one is named by its name.
fn id(c: &Value, key: &str) -> String {
    let given = text(c, key);
    if given.is_empty() { text(c, "name") } else { given }
}

fn text(c: &Value, key: &str) -> String {
    c.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn flag(c: &Value, key: &str) -> bool {
    c.get(key).and_then(Value::as_bool).unwrap_or_default()
}

fn list<'a>(c: &'a Value, key: &str) -> &'a [Value] {
    c.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
