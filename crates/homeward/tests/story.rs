//! One patient's story, from the hospital's socket to what the council is told.
#![expect(clippy::unwrap_used, reason = "a test whose ground gives way has failed")]

#[path = "harness/process.rs"]
mod process;
#[path = "harness/sender.rs"]
mod sender;

use care::exchange::NoticeKind;
use care::people::{
    Born, CouncilName, Gender, Identity, NumberStatus, PersonKey, PersonName, TracedNumber,
    TrustCode,
};
use care::record::Sharing;
use homeward::clock;
use jiff::{SignedDuration, Timestamp};
use process::{Folder, Homeward};
use sender::Sender;
use store::testing::Ground;
use store::{IndexedPerson, Store};
use tokio::net::TcpStream;

const WARD: &str = "RZZ^7B^BAY3-12^RZZ01";

#[tokio::test(flavor = "multi_thread")]
async fn a_clients_admission_is_told_once_and_withdrawn_when_it_never_was() {
    for ground in store::testing::grounds().await {
        let mut story = Story::of_dora(&ground, "once").await;
        story.tell("A01", 60).await;
        story.check(&[WARD], &[NoticeKind::Admitted]).await;
        story.tell("A01", 60).await;
        story.tell("A08", 50).await;
        story.check(&[WARD], &[NoticeKind::Admitted]).await;
        story.tell("A11", 40).await;
        story.check(&[], &[NoticeKind::Admitted, NoticeKind::Withdrawn]).await;
        story.tell("A01", 60).await;
        story.check(&[], &[NoticeKind::Admitted, NoticeKind::Withdrawn]).await;
        story.end();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_discharge_taken_back_leaves_the_patient_on_the_ward() {
    for ground in store::testing::grounds().await {
        let mut story = Story::of_dora(&ground, "back").await;
        for (trigger, minutes_ago) in [("A01", 60), ("A03", 30)] {
            story.tell(trigger, minutes_ago).await;
        }
        story.check(&[], &[NoticeKind::Admitted, NoticeKind::Discharged]).await;
        story.tell("A13", 20).await;
        let told = [NoticeKind::Admitted, NoticeKind::Discharged, NoticeKind::DischargeCancelled];
        story.check(&[WARD], &told).await;
        story.end();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_an_admission_of_last_week_is_shown_and_not_told() {
    for ground in store::testing::grounds().await {
        let mut story = Story::of_dora(&ground, "week").await;
        story.tell("A01", 7 * 24 * 60).await;
        story.check(&[WARD], &[]).await;
        story.end();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patient_whom_the_council_comes_to_know_is_matched_then() {
    for ground in store::testing::grounds().await {
        let mut story = Story::begin(&ground, "then").await;
        story.tell("A01", 60).await;
        story.check(&[WARD], &[]).await;
        assert!(!story.is_matched().await, "nobody is known yet");
        council_knows_dora(&story.store).await;
        while !story.is_matched().await {
            tokio::task::yield_now().await;
        }
        story.check(&[WARD], &[NoticeKind::Admitted]).await;
        story.end();
    }
}

/// The program, running, and what it has been told.
struct Story {
    store: Store,
    homeward: Homeward,
    sender: Sender<TcpStream>,
    folder: Folder,
    now: Timestamp,
}

impl Story {
    /// Begins when the council knows Dora already.
    async fn of_dora(ground: &Ground, name: &str) -> Self {
        council_knows_dora(&ground.open().await).await;
        Self::begin(ground, name).await
    }

    async fn begin(ground: &Ground, name: &str) -> Self {
        let folder = Folder::new(&format!("story_{name}_{ground:?}"));
        let store = ground.open().await;
        let homeward = Homeward::serve(&folder, &folder.settings(ground.url()));
        assert!(homeward.said.len() > 1, "it says where the pages are too");
        let sender = Sender::connect(homeward.feed).await.unwrap();
        Self { store, homeward, sender, folder, now: clock::now() }
    }

    /// The hospital says that something happened to Dora so many minutes ago, and it is filed.
    async fn tell(&mut self, trigger: &str, minutes_ago: i64) {
        let at = time(self.now - SignedDuration::from_mins(minutes_ago));
        let admitted = time(self.now - SignedDuration::from_mins(minutes_ago.max(60)));
        let discharged = if trigger == "A03" { at.as_str() } else { "" };
        let place = format!("{WARD}|21{}IP26^^^RZZ_VISIT{}", "|".repeat(15), "|".repeat(25));
        let message = [
            format!("MSH|^~\\&|PAS|RZZ|ROUTE|ROUTE|{at}||ADT^{trigger}|{trigger}{at}|P|2.4"),
            format!("EVN||{at}|||OP^Operator|{at}"),
            "PID|1||9991234519^^^NHS~H4471902^^^RZZ||HALLIDAY^DORA||19380214|2".to_owned()
                + &"|".repeat(24)
                + "NSTS01",
            format!("PV1|1|I|{place}{admitted}|{discharged}"),
            String::new(),
        ]
        .join("\r");
        let answer = self.sender.send(&message).await.unwrap();
        assert!(answer.contains(&format!("MSA|AA|{trigger}")), "{answer}");
        while !self.store.unfiled_messages(1).await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    }

    /// Who is on the wards, and what the council was told, in order.
    #[track_caller]
    fn check(&self, places: &[&str], told: &[NoticeKind]) -> impl Future<Output = ()> {
        let (places, told) = (places.len(), told.to_vec());
        let store = self.store.clone();
        let caller = std::panic::Location::caller();
        async move {
            let notices = store.notices_for(&council(), 99).await.unwrap();
            let mut kinds: Vec<_> = notices.iter().map(|row| row.notice.kind).collect();
            kinds.reverse();
            let live = store.ward_list(&trust(), Some("7B"), 99).await.unwrap();
            assert_eq!((live.len(), kinds), (places, told), "at {caller}");
        }
    }

    async fn is_matched(&self) -> bool {
        let live = self.store.ward_list(&trust(), None, 99).await.unwrap();
        let links = live.into_iter().filter_map(|stay| stay.link);
        links.into_iter().any(|link| link.verdict.matched().is_some())
    }

    fn end(self) {
        assert!(self.homeward.stop(), "it ends well when asked: {}", self.folder.log());
    }
}

/// Dora becomes one of the council's people.
async fn council_knows_dora(store: &Store) {
    let key = PersonKey { council: council(), id: "P1".parse().unwrap() };
    let identity = Identity {
        nhs: Some(TracedNumber {
            number: "9991234519".parse().unwrap(),
            status: NumberStatus::Verified,
        }),
        names: vec![PersonName::usual("Halliday", "Dora")],
        born: Some(Born::on("1938-02-14".parse().unwrap())),
        gender: Gender::Female,
        ..Identity::default()
    };
    let sharing = Sharing::Open;
    let dora = IndexedPerson { key, identity, sharing, marker: None, digest: [1; 32] };
    store.put_people(&council(), &[dora]).await.unwrap();
}

fn time(at: Timestamp) -> String {
    at.strftime("%Y%m%d%H%M%S+0000").to_string()
}

fn council() -> CouncilName {
    "westshire".parse().unwrap()
}

fn trust() -> TrustCode {
    "RZZ".parse().unwrap()
}
