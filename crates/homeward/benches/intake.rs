//! How many messages are taken in a second, each durable before it is acknowledged, and how long
//! is it until the stay is seen?
//!
//! Prints rows for `docs/performance.md`. Beside the intake stands what the same disk does in the
//! same run when nothing but a file is written and synchronised: no durable intake can be faster
//! than its syncs, and grouping is what lets many connections share one.
#![expect(clippy::unwrap_used, reason = "a measurement whose ground gives way has failed")]
#![expect(clippy::print_stdout, reason = "the rows are the result")]

#[path = "../tests/harness/admission.rs"]
mod admission;
#[path = "measure/quantile.rs"]
mod quantile;

use std::fs::File;
use std::io::{Seek, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use admission::admission;
use homeward::filing::Filer;
use homeward::intake::Listener;
use homeward::people::People;
use homeward::sender::Sender;
use homeward::settings::Settings;
use homeward::stop;
use quantile::quantiles;
use store::testing::Ground;
use tokio::sync::Notify;
use tokio::task::JoinSet;

const MANY: usize = 16;

/// So many messages each connection sends.
const MESSAGES: usize = 1_000;

/// So many stays are waited for.
const STAYS: usize = 500;

#[tokio::main]
async fn main() {
    println!("| what | 1 at a time | {MANY} at a time |");
    println!("|---|---|---|");
    println!("| the disk alone: 1 KiB written and synchronised | {} |", row(synced));
    for ground in store::testing::grounds().await {
        let (one, many) = (intake(&ground, 1).await, intake(&ground, MANY).await);
        println!("| {ground:?}: messages kept and acknowledged | {one:.0}/s | {many:.0}/s |");
    }
    println!();
    println!("| from message sent to stay visible | p50 | p99 | most |");
    println!("|---|---|---|---|");
    for ground in store::testing::grounds().await {
        let [half, most, worst] = quantiles(visible(&ground).await);
        println!("| {ground:?} | {half:.1} ms | {most:.1} ms | {worst:.1} ms |");
    }
}

fn row(measure: impl Fn(usize) -> f64) -> String {
    format!("{:.0}/s | {:.0}/s", measure(1), measure(MANY))
}

/// Pieces of a message's size, so many before each sync, over and over the same place of a file: as
/// a database writes its log.
fn synced(together: usize) -> f64 {
    let path = std::env::temp_dir().join(format!("homeward_disk_{}", std::process::id()));
    let mut file = File::create(&path).unwrap();
    let piece = [b'x'; 1024];
    for _ in 0..4 * 1024 {
        file.write_all(&piece).unwrap();
    }
    file.sync_all().unwrap();
    let began = Instant::now();
    let mut pieces = 0_u32;
    while began.elapsed() < Duration::from_secs(3) {
        if pieces.is_multiple_of(4 * 1024) {
            file.rewind().unwrap();
        }
        for _ in 0..together {
            file.write_all(&piece).unwrap();
            pieces += 1;
        }
        file.sync_data().unwrap();
    }
    let rate = f64::from(pieces) / began.elapsed().as_secs_f64();
    std::fs::remove_file(path).unwrap();
    rate
}

/// Messages a second over so many connections, each waiting for every answer.
async fn intake(ground: &Ground, connections: usize) -> f64 {
    let (listener, ..) = listen(ground, &format!("of {connections}")).await;
    let address = listener.address();
    let (stopper, stop) = stop::pair();
    let running = tokio::spawn(listener.run(stop));
    let began = Instant::now();
    let mut senders = JoinSet::new();
    for connection in 0..connections {
        senders.spawn(send(address, connection));
    }
    while let Some(sent) = senders.join_next().await {
        sent.unwrap();
    }
    let took = began.elapsed().as_secs_f64();
    stopper.stop();
    running.await.unwrap();
    f64::from(u32::try_from(connections * MESSAGES).unwrap()) / took
}

async fn send(address: SocketAddr, connection: usize) {
    let mut sender = Sender::connect(address).await.unwrap();
    for number in 0..MESSAGES {
        let message = admission(&format!("C{connection}M{number}"), connection * MESSAGES + number);
        assert!(sender.send(message.as_bytes()).await.unwrap().is_accepted());
    }
}

/// How long it took from the first byte of each message until its stay could be read.
async fn visible(ground: &Ground) -> Vec<Duration> {
    let (listener, settings, arrived) = listen(ground, "of stays").await;
    let store = ground.open().await;
    let people = Arc::new(People::default());
    let filer = Arc::new(Filer::open(&settings, store.clone(), people).await.unwrap());
    let (stopper, stop) = stop::pair();
    let mut sender = Sender::connect(listener.address()).await.unwrap();
    let filing = tokio::spawn(filer.run(arrived, stop.clone()));
    let listening = tokio::spawn(listener.run(stop));
    let trust = "RZZ".parse().unwrap();
    let mut times = Vec::new();
    for number in 0..STAYS {
        let message =
            admission(&format!("S{number}"), number).replace("^EAU^", &format!("^W{number}^"));
        let ward = format!("W{number}");
        let began = Instant::now();
        sender.send(message.as_bytes()).await.unwrap();
        while store.ward_list(&trust, Some(&ward), 1).await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        times.push(began.elapsed());
    }
    stopper.stop();
    filing.await.unwrap();
    listening.await.unwrap();
    times
}

async fn listen(ground: &Ground, name: &str) -> (Listener, Settings, Arc<Notify>) {
    let text = format!(
        "database = \"sqlite:unused\"\n[[trust]]\ncode = \"RZZ\"\nname = \"Westshire\"\n\
         [[feed]]\nname = \"{name}\"\ntrust = \"RZZ\"\nlisten = \"127.0.0.1:0\"\n"
    );
    let settings = Settings::parse("measure", &text).unwrap();
    let feed = settings.feeds.first().unwrap();
    let store = ground.open().await;
    let arrived = Arc::new(Notify::new());
    let listener = Listener::open(feed, store, Arc::clone(&arrived)).await.unwrap();
    (listener, settings, arrived)
}
