//! How long does the person page take at fifty views a second: with a live source, with one part
//! of it hanging, and with the council gone? And how much of it is leave to look and the audit?
//!
//! Prints rows for `docs/performance.md`. The views are of the invented hospital's own patients,
//! over HTTP, and each is a whole look: permit, audit, fetch, cut, page. Then without pages: how many
//! looks a second can be let in. `VIEWS` says how many of each, 1000 where it is not set.
#![expect(clippy::unwrap_used, reason = "a measurement whose ground gives way has failed")]
#![expect(clippy::print_stdout, reason = "the rows are the result")]

#[path = "measure/browser.rs"]
mod browser;
#[path = "measure/house.rs"]
mod house;
#[path = "measure/leave.rs"]
mod leave;
#[path = "measure/looks.rs"]
mod looks;
#[path = "measure/quantile.rs"]
mod quantile;

use std::sync::Arc;
use std::time::{Duration, Instant};

use browser::{Browser, Page};
use house::House;
use invented::Outage;
use leave::Leave;
use quantile::quantiles;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};

const VIEWS_A_SECOND: u32 = 50;

const VIEWS: usize = 1000;

#[tokio::main]
async fn main() {
    let views = std::env::var("VIEWS").map_or(VIEWS, |text| text.parse().unwrap());
    let leave = Leave::listen();
    println!("| person page, {VIEWS_A_SECOND} views a second | p50 | p99 | most | whole pages |");
    println!("|---|---|---|---|---|");
    let mut costs = Vec::new();
    for ground in store::testing::grounds().await {
        let house = House::open(&ground, "live").await;
        let live = view(&house, &leave, views).await;
        tell(&format!("{ground:?}, live source"), &live);
        costs.push((format!("{ground:?}"), live));
        let outage = Outage::begin(&house.council_database).unwrap();
        tell(&format!("{ground:?}, council gone"), &view(&house, &leave, views).await);
        drop(outage);
        house.close().await;
        let house = House::open(&ground, "packages").await;
        tell(&format!("{ground:?}, one part hanging"), &view(&house, &leave, views).await);
        house.close().await;
    }
    println!("\n| person page, live source, the same views | p50 | p99 | most |");
    println!("|---|---|---|---|");
    for (engine, pages) in costs {
        tell_cost(&engine, &pages);
    }
    looks::head();
    for ground in store::testing::grounds().await {
        let house = Arc::new(House::open(&ground, "live").await);
        looks::tell(&format!("{ground:?}"), &house, views).await;
        Arc::into_inner(house).unwrap().close().await;
    }
}

fn tell(what: &str, pages: &[Page]) {
    let whole = pages.iter().filter(|page| page.is_whole).count();
    let all = pages.len();
    let [half, most, worst] = quantiles(pages.iter().map(|page| page.took).collect());
    println!("| {what} | {half:.0} ms | {most:.0} ms | {worst:.0} ms | {whole} of {all} |");
}

/// Of each page what it would have taken without leave and audit. What these cost others, whose
/// requests waited meanwhile for a processor or for the disk, stays in.
fn tell_cost(engine: &str, pages: &[Page]) {
    let row = |what: &str, of: fn(&Page) -> Duration| {
        let [half, most, worst] = quantiles(pages.iter().map(of).collect());
        println!("| {engine}, {what} | {half:.1} ms | {most:.1} ms | {worst:.1} ms |");
    };
    row("whole page", |page| page.took);
    row("without leave and audit", |page| page.took.saturating_sub(page.leave));
    row("leave and audit alone", |page| page.leave);
}

/// Opens patients at a steady pace, whether or not the pages keep up.
async fn view(house: &House, leave: &Leave, views: usize) -> Vec<Page> {
    let looks = house.looks(views);
    house.agree(&looks).await;
    let mut browsers = Vec::new();
    for nurse in &house.nurses {
        browsers.push(Browser::sign_in(house.pages, nurse.id.as_str()).await);
    }
    let mut pace = interval(Duration::from_secs(1) / VIEWS_A_SECOND);
    pace.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut pages = JoinSet::new();
    // In the order in which the nurses look.
    for (browser, (_, patient)) in browsers.iter().cycle().zip(looks) {
        pace.tick().await;
        let (browser, patient) = (browser.clone(), patient.clone());
        let (leave, due) = (leave.clone(), Instant::now());
        pages.spawn(async move {
            let opened = browser.get(&format!("/patients/{patient}"), due).await;
            Page { leave: leave.take(&patient), ..opened }
        });
    }
    pages.join_all().await
}
