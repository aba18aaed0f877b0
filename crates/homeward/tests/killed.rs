//! A message that was acknowledged is there, once, however often the program is killed.
//!
//! Sixteen connections send numbered messages, each the next one only when the last was
//! acknowledged, and the last one again when the connection broke. Meanwhile the program is killed
//! and started again. `HOMEWARD_TORTURE=full` sends 10,000 messages and kills a hundred times.
#![expect(clippy::unwrap_used, reason = "a test whose ground gives way has failed")]
#![expect(clippy::print_stdout, reason = "whoever repeats a failed run needs its seed")]

#[path = "harness/admission.rs"]
mod admission;
#[path = "harness/process.rs"]
mod process;
#[path = "harness/sender.rs"]
mod sender;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, RandomState};
use std::net::SocketAddr;
use std::ops::ControlFlow;

use store::Store;
use store::testing::Ground;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use admission::admission;
use process::{Folder, Homeward};
use sender::Sender;

const CONNECTIONS: usize = 16;

#[tokio::test(flavor = "multi_thread")]
async fn h08_what_was_acknowledged_is_there_once_on_sqlite() {
    check(&store::testing::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h08_what_was_acknowledged_is_there_once_on_postgresql() {
    check(&store::testing::postgres().await).await;
}

async fn check(ground: &Ground) {
    let (messages, kills) = extent();
    let seed = RandomState::new().hash_one(messages);
    println!("{ground:?}: {messages} messages, {kills} kills, seed {seed}");
    let acknowledged = send_and_kill(ground, messages, kills, seed).await;
    let store = ground.open().await;
    let kept = store.control_ids("adt", i64::MAX).await.unwrap();
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for id in &kept {
        *times.entry(id).or_default() += 1;
    }
    let lost = acknowledged.iter().filter(|id| !times.contains_key(id.as_str())).count();
    let doubled = times.values().filter(|count| **count > 1).count();
    assert_eq!((lost, doubled), (0, 0), "lost and doubled, of {messages}");
    let sent = |id: &&String| id.strip_prefix('M').and_then(|n| n.parse().ok()) < Some(messages);
    assert_eq!(kept.iter().filter(sent).count(), kept.len(), "none is invented");
    assert_eq!((acknowledged.len(), kept.len()), (messages, messages));
    assert_eq!(patients_in_hospital(ground, &store, messages).await, messages);
}

/// Lets the program file what it had not come to, and counts the stays.
async fn patients_in_hospital(ground: &Ground, store: &Store, messages: usize) -> usize {
    let folder = Folder::new(&format!("filed_{ground:?}"));
    let homeward = Homeward::serve(&folder, &folder.settings(ground.url()));
    while !store.unfiled_messages(1).await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    assert!(homeward.stop(), "it ends well when asked: {}", folder.log());
    let most = i64::try_from(messages).unwrap() + 1;
    let trust = "RZZ".parse().unwrap();
    let patients: BTreeSet<_> = store
        .ward_list(&trust, None, most)
        .await
        .unwrap()
        .into_iter()
        .map(|stay| stay.patient_id)
        .collect();
    patients.len()
}

fn extent() -> (usize, usize) {
    match std::env::var("HOMEWARD_TORTURE").as_deref() {
        Ok("full") => (10_000, 100),
        _ => (600, 5),
    }
}

/// Gives the control ids of all that was acknowledged.
async fn send_and_kill(ground: &Ground, messages: usize, kills: usize, seed: u64) -> Vec<String> {
    let folder = Folder::new(&format!("killed_{ground:?}"));
    let settings = folder.settings(ground.url());
    let mut homeward = Homeward::serve(&folder, &settings);
    assert!(homeward.said.len() > 1, "it says where the pages are too");
    let (tell_address, address) = watch::channel(homeward.feed);
    let (tell, mut heard) = mpsc::unbounded_channel();
    let mut senders = JoinSet::new();
    for own in 0..CONNECTIONS {
        let numbers = (own..messages).step_by(CONNECTIONS);
        senders.spawn(send_all(numbers, address.clone(), tell.clone()));
    }
    drop(tell);
    let mut moments = moments(messages, kills, seed).into_iter().peekable();
    let mut acknowledged = Vec::new();
    while let Some(id) = heard.recv().await {
        acknowledged.push(id);
        if moments.next_if(|moment| acknowledged.len() >= *moment).is_some() {
            drop(homeward);
            homeward = Homeward::serve(&folder, &settings);
            tell_address.send_replace(homeward.feed);
        }
    }
    assert_eq!(moments.next(), None, "it was killed less often than it should be");
    assert!(homeward.stop(), "it ends well when asked: {}", folder.log());
    acknowledged
}

/// After how many acknowledgements it is killed, at random.
fn moments(messages: usize, kills: usize, seed: u64) -> Vec<usize> {
    let part = messages / (kills + 1);
    let mut state = seed;
    let mut jitter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(state >> 33).unwrap() % part
    };
    (0..kills).map(|kill| kill * part + jitter()).collect()
}

async fn send_all(
    numbers: impl Iterator<Item = usize>,
    address: watch::Receiver<SocketAddr>,
    tell: mpsc::UnboundedSender<String>,
) {
    let mut connection = None;
    for number in numbers {
        let id = format!("M{number}");
        let message = admission(&id, number);
        while let ControlFlow::Continue(()) =
            send_one(&mut connection, &message, &id, address.clone()).await
        {}
        tell.send(id).unwrap();
    }
}

/// Tries once; goes on when the connection broke before the answer.
async fn send_one(
    connection: &mut Option<Sender<tokio::net::TcpStream>>,
    message: &str,
    id: &str,
    mut address: watch::Receiver<SocketAddr>,
) -> ControlFlow<()> {
    let at = *address.borrow_and_update();
    let sender = match connection.take() {
        Some(sender) => Ok(sender),
        None => Sender::connect(at).await,
    };
    let Ok(mut sender) = sender else {
        tokio::task::yield_now().await;
        return ControlFlow::Continue(());
    };
    let Ok(answer) = sender.send(message).await else {
        return ControlFlow::Continue(());
    };
    assert!(answer.contains(&format!("MSA|AA|{id}")), "{answer}");
    *connection = Some(sender);
    ControlFlow::Break(())
}
