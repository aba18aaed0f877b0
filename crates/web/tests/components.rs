//! Each port of a component gives the HTML that the NHS.UK frontend itself gives.
//!
//! The library ships options and the HTML expected for them. Options that a port leaves out are
//! named here; a case that uses none of these has to agree, and so does every option that a later
//! version brings, until it is named here or ported.
#![expect(clippy::unwrap_used, reason = "a case that cannot be read fails the test")]

use fixtures::Case;
use serde_json::Value;

#[path = "components/fixtures.rs"]
mod fixtures;
#[path = "components/html.rs"]
mod html;
#[path = "components/ports.rs"]
mod ports;

#[test]
fn tag() {
    check("tag", 11, &["border", "classes", "callBlock"], &["without colour"], ports::tag);
}

#[test]
fn inset_text() {
    check("inset-text", 1, &["html", "callBlock"], &[], ports::inset);
}

#[test]
fn notification_banner() {
    let left_out =
        ["attributes", "disableAutoFocus", "heading", "html", "role", "title", "callBlock"];
    check("notification-banner", 2, &left_out, &[], ports::banner);
}

#[test]
fn button() {
    check(
        "button",
        21,
        &["disabled", "icon"],
        &["login", "solid", "double click not prevented"],
        ports::button,
    );
}

#[test]
fn radios() {
    check("radios", 31, &["disabled", "value", "fieldset.legend.id"], &NO_FIELDSET, ports::radios);
}

#[test]
fn checkboxes() {
    let left_out = [
        "disabled",
        "fieldset.legend.id",
        "items.behaviour",
        "items.behaviourGroup",
        "items.exclusive",
        "items.exclusiveGroup",
        "items.name",
        "values",
    ];
    check("checkboxes", 28, &left_out, &NO_FIELDSET, ports::checkboxes);
}

const NO_FIELDSET: [&str; 3] = ["without fieldset", "without heading", "error only"];

#[test]
fn input() {
    check(
        "input",
        25,
        &["classes", "disabled", "label.id"],
        &["email", "error only"],
        ports::input,
    );
}

#[test]
fn textarea() {
    check(
        "textarea",
        12,
        &["autocomplete", "disabled", "label.id"],
        &["error only"],
        ports::textarea,
    );
}

#[test]
fn error_summary() {
    check("error-summary", 9, &["disableAutoFocus", "callBlock"], &[], ports::error_summary);
}

#[test]
fn details() {
    check("details", 4, &["classes", "open", "callBlock"], &[], ports::details);
}

/// Our tables always stack, name their rows and wrap what a cell holds, as the library does only
/// where it is told to.
#[test]
fn table() {
    let left_out = [
        "border",
        "caption.classes",
        "caption.id",
        "card",
        "head.align",
        "head.classes",
        "head.href",
        "head.sort",
        "head.sortNext",
        "head.visuallyHiddenText",
        "head.width",
        "heading",
        "headingLevel",
        "lastRowBorder",
        "panel",
        "rows.classes",
        "rows.format",
        "rows.href",
        "rows.sortValue",
        "rows.visuallyHiddenText",
        "scroll",
        "striped",
        "variant",
    ];
    let stacks = |case: &Case| {
        ["responsive", "firstCellIsHeader"].iter().all(|option| case.options.contains(*option))
    };
    let mut compared = 0;
    for case in supported("tables", &left_out, &[]).into_iter().filter(stacks) {
        compared += 1;
        let expected = unwrapped(&case.html);
        let ours = unwrapped(&ports::table(&case.context));
        assert_eq!(ours, expected, "tables: {}", case.name);
    }
    assert!(compared >= 2, "tables: only {compared} cases compared");
}

/// The HTML of a table without the elements around what its cells hold.
fn unwrapped(table: &str) -> String {
    html::folded(table).replace("</span>\n<span>\n", "</span>\n").replace("\n</span>\n</t", "\n</t")
}

#[test]
fn skip_link() {
    check("skip-link", 3, &[], &[], ports::skip_link);
}

#[test]
fn back_link() {
    check(
        "back-link",
        1,
        &["html", "type", "variant", "callBlock"],
        &["escaping"],
        ports::back_link,
    );
}

/// Ours has no line on the copyright.
#[test]
fn footer() {
    let cases = supported("footer", &["copyright", "navigation", "meta.html", "meta.text"], &[]);
    let links = |case: &Case| case.options.contains("meta.items.text");
    let cases: Vec<Case> = cases.into_iter().filter(links).collect();
    assert!(cases.len() >= 2, "footer: only {} cases compared", cases.len());
    for case in cases {
        let copyright = "<p class=\"nhsuk-body-s\">\n© NHS England\n</p>\n";
        let expected = html::folded(&case.html).replace(copyright, "");
        assert_eq!(html::folded(&ports::footer(&case.context)), expected, "{}", case.name);
    }
}

/// Ours has no logo, which is not ours to show, and a second button: "Lock".
#[test]
fn header() {
    let account = |html: &str| {
        let folded = html::folded(html);
        let nav = folded.split_once("<nav ").and_then(|(_, rest)| rest.split_once("</nav>"));
        nav.unwrap().0.to_owned()
    };
    let cases = fixtures::of("header");
    let case = cases.iter().find(|case| case.name == "with account inline (logged in)").unwrap();
    let expected = account(&case.html)
        .replace("href=\"#\"", "href=\"/sessions\"")
        .replace("action=\"#\"", "action=\"/sign-out\"")
        .replace("Log out", "Sign out");
    let ours = account(&ports::header()).replace("Account, role, organisation", "Account");
    let (before, rest) =
        ours.split_once("<li class=\"nhsuk-header__account-item\">\n<form").unwrap();
    let (lock, sign_out) = rest.split_once("<li ").unwrap();
    assert!(lock.contains("action=\"/lock\"") && lock.contains(">\nLock\n<"), "{lock}");
    let hidden = "<span class=\"nhsuk-u-visually-hidden\">\n: where you are signed in\n</span>\n";
    assert_eq!(format!("{}<li {sign_out}", before.replace(hidden, "")), expected);
}

#[test]
fn summary_list() {
    let left_out = [
        "card.clickable",
        "card.href",
        "card.variant",
        "card.actions.items.type",
        "rows.actions.items.type",
        "rows.border",
        "rows.key.width",
    ];
    check("summary-list", 15, &left_out, &[], ports::summary_list);
}

#[test]
fn card() {
    let left_out = [
        "actions.items.type",
        "clickable",
        "heading.classes",
        "heading.html",
        "heading.id",
        "href",
        "image",
    ];
    check("card", 12, &left_out, &OTHER_CARDS, ports::card);
}

/// Kinds of card that our pages do not have.
const OTHER_CARDS: [&str; 7] =
    ["emergency", "feature", "non-urgent", "primary", "secondary", "top task", "urgent"];

/// Compares `port` with the library in every case of `component` that uses no option in
/// `left_out` and is not named after one of `other_kinds`. `at_least` so many cases must remain.
#[track_caller]
fn check(
    component: &str,
    at_least: usize,
    left_out: &[&str],
    other_kinds: &[&str],
    port: impl Fn(&Value) -> String,
) {
    let cases = supported(component, left_out, other_kinds);
    assert!(cases.len() >= at_least, "{component}: only {} cases compared", cases.len());
    for case in cases {
        let expected = html::folded(&case.html);
        let ours = html::folded(&port(&case.context));
        assert_eq!(ours, expected, "{component}: {}", case.name);
    }
}

fn supported(component: &str, left_out: &[&str], other_kinds: &[&str]) -> Vec<Case> {
    let mut cases = fixtures::of(component);
    cases.retain(|case| !other_kinds.iter().any(|kind| case.name.contains(kind)));
    cases.retain(|case| !case.options.iter().any(|option| is_within(option, left_out)));
    cases
}

/// Whether `option`, such as `items.hint.text`, is one of `names` or lies within one.
fn is_within(option: &str, names: &[&str]) -> bool {
    names.iter().any(|name| {
        option.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}
