//! Every component on pages about invented people, to be looked at and to be checked in a browser.
//!
//! The pages are written to `gallery` in the target folder, where `e2e/gallery.spec.ts` opens them.
#![expect(clippy::unwrap_used, reason = "a page that cannot be written fails the test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use askama::Template;
use web::assets::ASSETS;

#[path = "gallery/pages.rs"]
mod pages;
#[path = "gallery/person.rs"]
mod person;

fn pages() -> Vec<(&'static str, String)> {
    vec![
        ("person.html", person::okoro().render().unwrap()),
        ("died.html", person::died().render().unwrap()),
        ("partly.html", person::partly_down().render().unwrap()),
        ("long.html", person::long_names().render().unwrap()),
        ("form.html", pages::form().render().unwrap()),
        ("list.html", pages::list().render().unwrap()),
        ("weight.html", pages::weight().render().unwrap()),
        ("sheet.html", pages::sheet().render().unwrap()),
        ("signed-out.html", pages::signed_out().render().unwrap()),
    ]
}

#[test]
fn every_page_keeps_the_rules_that_need_no_browser() {
    for (name, html) in pages() {
        assert_eq!(html.matches("<h1").count(), 1, "{name} has one first heading");
        assert!(html.contains("<html lang=\"en-GB\">"), "{name} says its language");
        for inline in ["style=", "<style", "onclick=", "<script>", "javascript:"] {
            assert!(!html.contains(inline), "{name} holds no {inline}");
        }
        let elsewhere = html.replace("http://www.w3.org/2000/svg", "");
        assert!(!elsewhere.contains("http"), "{name} fetches nothing from elsewhere");
        let title = between(&html, "<title>", "</title>").next().unwrap();
        assert!(title.ends_with(" – Homeward"), "{name} names the service in its title");
        assert!(!title.contains("OKORO"), "{name} keeps people out of its title");
        let mut ids = BTreeSet::new();
        for id in between(&html, " id=\"", "\"") {
            assert!(ids.insert(id), "{name} holds the id {id} twice");
        }
    }
}

#[test]
fn the_gallery_lies_ready_for_the_browser() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("gallery");
    fs::create_dir_all(folder.join("assets")).unwrap();
    for (name, html) in pages() {
        fs::write(folder.join(name), html).unwrap();
    }
    for asset in ASSETS {
        fs::write(within(&folder, asset.path), asset.bytes).unwrap();
    }
    let page = fs::read_to_string(folder.join("person.html")).unwrap();
    for path in between(&page, "=\"/assets/", "\"") {
        assert!(folder.join("assets").join(path).is_file(), "{path} is there");
    }
}

fn within(folder: &Path, path: &str) -> PathBuf {
    folder.join(path.trim_start_matches('/'))
}

fn between<'a>(text: &'a str, before: &'a str, after: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(before).skip(1).filter_map(move |rest| rest.split(after).next())
}
