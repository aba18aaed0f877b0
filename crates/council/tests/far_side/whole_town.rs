//! A whole invented council, read through its own folder as it is delivered.

use std::path::{Path, PathBuf};

use care::people::PersonKey;
use care::record::Fact;
use council::{Councils, Finding, IndexedIdentity, Surroundings, Weight};
use invented::Town;
use jiff::civil::date;

use super::ground::{Engine, Ground, both, now, westshire};

/// The folder that councils copy to begin their own.
fn delivered() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../councils")
}

/// A town, and its council's database on this engine.
async fn town(ground: &Ground) -> (Town, Councils) {
    let town = Town::new(7, 300, date(2026, 8, 12));
    match ground.engine {
        Engine::Sqlite => {
            std::fs::remove_file(ground.file()).unwrap();
            town.write_council(&ground.file()).unwrap();
        }
        Engine::Postgres => ground.execute(&town.council_sql().unwrap()).await,
    }
    let sources = [(westshire(), ground.url().to_owned())];
    let around = Surroundings { environment: &|_| None, sources: &sources };
    (town, Councils::open(&delivered(), &around).unwrap())
}

async fn people(councils: &Councils) -> Vec<IndexedIdentity> {
    let mut people = councils.people(&westshire(), None).unwrap();
    let mut read = Vec::new();
    while let Some(batch) = people.next().await {
        read.extend(batch.unwrap());
    }
    read
}

#[tokio::test]
async fn nothing_is_wrong_with_the_folder_that_we_deliver() {
    for ground in both().await {
        let (_, councils) = town(&ground).await;
        let findings = councils.check().await;
        let wrong = findings.iter().filter(|finding| finding.weight == Weight::Wrong);
        assert_eq!(wrong.map(Finding::to_string).collect::<Vec<_>>(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn every_client_of_the_town_is_read_whole_and_nothing_that_must_never_come_in() {
    for ground in both().await {
        let (town, councils) = town(&ground).await;
        let people = people(&councils).await;
        let clients = town.clients().count();
        assert!(people.len() >= clients, "{} of {clients}", people.len());
        let mut with_packages = 0;
        for person in &people {
            let key = PersonKey { council: westshire(), id: person.id.clone() };
            let fetched = councils.fetch(&key, now()).await;
            assert!(fetched.faults.is_empty(), "{:?}", fetched.faults);
            for (part, column, _) in fetched.tally.unrecognised() {
                // A wrong check digit, and a code that nobody has mapped yet.
                let meant = [("person", "nhs_number"), ("packages", "state")];
                assert!(meant.contains(&(part, column)), "{part}.{column}");
            }
            let written = serde_json::to_string(&fetched.record).unwrap();
            assert!(!written.contains("CANARY"), "{written}");
            assert!(fetched.record.person.fact.known().is_some());
            with_packages += usize::from(fetched.record.packages.fact.known().is_some());
        }
        assert!(with_packages > clients / 2, "{with_packages} of {clients}");
    }
}

#[tokio::test]
async fn the_people_of_the_walk_through_are_among_the_council_s_people() {
    for ground in both().await {
        let (_, councils) = town(&ground).await;
        let people = people(&councils).await;
        for scene in invented::seven() {
            let known = |person: &&IndexedIdentity| {
                person.identity.nhs.is_some_and(|nhs| nhs.number.digits() == scene.nhs_number)
            };
            let person = people.iter().find(known);
            let person = person.unwrap_or_else(|| panic!("scene {}", scene.number));
            let key = PersonKey { council: westshire(), id: person.id.clone() };
            let fetched = councils.fetch(&key, now()).await;
            let read = fetched.record.person.fact.known().unwrap();
            let family = read.name.as_ref().map(|name| name.family.clone());
            assert_eq!(family, Fact::Known(scene.family.to_owned()));
            assert!(fetched.record.packages.fact.known().is_some(), "scene {}", scene.number);
        }
    }
}
