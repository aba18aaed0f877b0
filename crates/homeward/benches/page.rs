//! How long does the person page take at fifty views a second: with a live source, with one part
//! of it hanging, and with the council gone?
//!
//! Prints rows for `docs/performance.md`. The views are of the invented hospital's own patients,
//! over HTTP, and each is a whole look: permit, audit, fetch, cut, page.
#![expect(clippy::unwrap_used, reason = "a measurement whose ground gives way has failed")]
#![expect(clippy::print_stdout, reason = "the rows are the result")]

#[path = "measure/browser.rs"]
mod browser;
#[path = "measure/house.rs"]
mod house;
#[path = "measure/quantile.rs"]
mod quantile;

use std::time::{Duration, Instant};

use browser::{Browser, Page};
use house::House;
use invented::Outage;
use quantile::quantiles;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};

const VIEWS_A_SECOND: u32 = 50;

const SECONDS: u32 = 20;

#[tokio::main]
async fn main() {
    println!("| person page, {VIEWS_A_SECOND} views a second | p50 | p99 | most | whole pages |");
    println!("|---|---|---|---|---|");
    for ground in store::testing::grounds().await {
        let house = House::open(&ground, "live").await;
        tell(&format!("{ground:?}, live source"), view(&house).await);
        let outage = Outage::begin(&house.council_database).unwrap();
        tell(&format!("{ground:?}, council gone"), view(&house).await);
        drop(outage);
        house.close().await;
        let house = House::open(&ground, "packages").await;
        tell(&format!("{ground:?}, packages hanging"), view(&house).await);
        house.close().await;
    }
}

fn tell(what: &str, pages: Vec<Page>) {
    let whole = pages.iter().filter(|page| page.is_whole).count();
    let all = pages.len();
    let [half, most, worst] = quantiles(pages.into_iter().map(|page| page.took).collect());
    println!("| {what} | {half:.0} ms | {most:.0} ms | {worst:.0} ms | {whole} of {all} |");
}

/// Opens patients at a steady pace, whether or not the pages keep up.
async fn view(house: &House) -> Vec<Page> {
    let browser = Browser::sign_in(house.pages, "ward-nurse-mistry").await;
    let mut pace = interval(Duration::from_secs(1) / VIEWS_A_SECOND);
    pace.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut views = JoinSet::new();
    let patients = house.patients.iter().cycle();
    for patient in patients.take((VIEWS_A_SECOND * SECONDS) as usize) {
        pace.tick().await;
        let (browser, path) = (browser.clone(), format!("/patients/{patient}"));
        let due = Instant::now();
        views.spawn(async move { browser.get(&path, due).await });
    }
    views.join_all().await
}
