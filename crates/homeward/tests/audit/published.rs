//! What was published of a chain cannot be taken back by whoever owns the database.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use homeward::audit::heads::{self, Publisher};
use homeward::audit::key::{HeadKey, PublicKey};
use homeward::audit::verify::{Against, verify};
use homeward::settings::Settings;
use store::testing::grounds;
use store::{PublishedHead, Store};

use crate::book::{COUNCIL, TRUST, at, found, told, write, written};

/// Takes the last three lines of the trust away, and puts its head back to where it was.
const ROLL_BACK: &str = "DELETE FROM audit WHERE chain = 'trust:RZZ' AND sequence > 9;
    UPDATE audit_chains SET sequence = 9, hash = (
        SELECT hash FROM audit WHERE chain = 'trust:RZZ' AND sequence = 9
    ) WHERE chain = 'trust:RZZ'";

#[tokio::test]
async fn heads_are_published_once_and_signed_and_the_audit_passes_through_them() {
    for ground in grounds().await {
        let (store, outside) = (written(&ground).await, Outside::new());
        let publisher = outside.publisher(&store);
        publisher.publish(at(20)).await;
        publisher.publish(at(25)).await;
        write(&store, [2, 0, 0]).await;
        publisher.publish(at(30)).await;
        let kept = store.published_heads().await.unwrap();
        let kept: Vec<_> =
            kept.iter().map(|head| (head.chain.to_string(), head.sequence, head.at)).collect();
        let expected = [(COUNCIL, 5, at(20)), ("service", 3, at(20)), (TRUST, 14, at(30))];
        let expected = expected.map(|(chain, lines, at)| (chain.to_owned(), lines, at));
        assert_eq!(kept, expected, "{ground:?}");
        let against = outside.against();
        assert_eq!(against.heads.len(), 4, "{ground:?}: one line for each that moved");
        let verified = verify(&store, &against, &|_| {}).await.unwrap();
        assert!(verified.is_whole(), "{ground:?}: {:?}", verified.chains);
        assert_eq!(verified.chains[2].heads, 4, "{ground:?}: two in the database, two outside");
        assert_eq!(verified.unsigned, 0, "{ground:?}");
    }
}

#[tokio::test]
async fn a_tail_that_was_cut_off_with_its_head_is_seen_by_the_published_one() {
    for ground in grounds().await {
        let (store, outside) = (written(&ground).await, Outside::new());
        outside.publisher(&store).publish(at(20)).await;
        ground.tamper(ROLL_BACK).await;
        let expected = [(TRUST.to_owned(), 10, 12, "cut_off")];
        assert_eq!(found(&store, &Against::default()).await, expected, "{ground:?}");
        ground.tamper("DELETE FROM audit_heads").await;
        assert_eq!(found(&store, &Against::default()).await, [], "{ground:?}: it looks whole");
        assert_eq!(found(&store, &outside.against()).await, expected, "{ground:?}");
        write(&store, [5, 0, 0]).await;
        let expected = [(TRUST.to_owned(), 12, 12, "rewritten")];
        assert_eq!(found(&store, &outside.against()).await, expected, "{ground:?}: written over");
    }
}

#[tokio::test]
async fn a_chain_that_was_taken_away_whole_is_missed() {
    for ground in grounds().await {
        let (store, outside) = (written(&ground).await, Outside::new());
        outside.publisher(&store).publish(at(20)).await;
        let sql = "DELETE FROM audit WHERE chain = 'council:westshire';
            DELETE FROM audit_chains WHERE chain = 'council:westshire';
            DELETE FROM audit_heads WHERE chain = 'council:westshire'";
        ground.tamper(sql).await;
        let expected = [(COUNCIL.to_owned(), 1, 5, "cut_off")];
        assert_eq!(found(&store, &outside.against()).await, expected, "{ground:?}");
    }
}

#[tokio::test]
async fn heads_of_another_hand_are_named() {
    for ground in grounds().await {
        let (store, outside, other) = (written(&ground).await, Outside::new(), Outside::new());
        other.publisher(&store).publish(at(20)).await;
        let against = Against { heads: Vec::new(), ..outside.against() };
        let verified = verify(&store, &against, &|_| {}).await.unwrap();
        let forged = told(&verified).into_iter().map(|(chain, .., word)| (chain, word));
        let expected = [COUNCIL, "service", TRUST].map(|chain| (chain.to_owned(), "forged"));
        assert_eq!(forged.collect::<Vec<_>>(), expected, "{ground:?}");
    }
}

#[tokio::test]
async fn a_line_that_was_added_with_an_old_date_is_named() {
    for ground in grounds().await {
        let (store, outside) = (written(&ground).await, Outside::new());
        outside.publisher(&store).publish(at(200)).await;
        write(&store, [1, 0, 0]).await;
        let expected = [(TRUST.to_owned(), 13, 13, "backdated")];
        assert_eq!(found(&store, &outside.against()).await, expected, "{ground:?}");
    }
}

#[tokio::test]
async fn heads_that_somebody_put_into_the_database_silence_nobody() {
    for ground in grounds().await {
        let (store, outside) = (written(&ground).await, Outside::new());
        let publisher = outside.publisher(&store);
        publisher.publish(at(20)).await;
        write(&store, [2, 0, 0]).await;
        let sql = "INSERT INTO audit_heads (chain, sequence, hash, at_us, key_id, signature)
            SELECT chain, sequence, hash, 1786001800000000, '', '' FROM audit_chains
            WHERE chain = 'trust:RZZ'";
        ground.tamper(sql).await;
        publisher.publish(at(25)).await;
        let against = outside.against();
        let last = against.heads.last().unwrap();
        assert_eq!((last.chain.to_string().as_str(), last.sequence), (TRUST, 14), "{ground:?}");
        let expected = [(TRUST.to_owned(), 14, 14, "forged")];
        assert_eq!(found(&store, &against).await, expected, "{ground:?}: it is not signed");
    }
}

#[tokio::test]
async fn a_chain_without_a_name_of_ours_keeps_no_head_back() {
    for ground in grounds().await {
        let (store, outside) = (written(&ground).await, Outside::new());
        ground.tamper("INSERT INTO audit_chains VALUES ('of nobody', 2, 'ab')").await;
        outside.publisher(&store).publish(at(20)).await;
        assert_eq!(outside.against().heads.len(), 3, "{ground:?}");
        assert_eq!(store.published_heads().await.unwrap().len(), 3, "{ground:?}");
    }
}

#[tokio::test]
async fn heads_without_a_key_are_published_and_counted_as_unsigned() {
    for ground in grounds().await {
        let store = written(&ground).await;
        let settings = Settings::parse("x", "database = \"sqlite:x.db\"").unwrap();
        Publisher::open(&settings.audit, store.clone()).unwrap().publish(at(20)).await;
        let verified = verify(&store, &Against::default(), &|_| {}).await.unwrap();
        assert!(verified.is_whole() && verified.unsigned == 3, "{ground:?}: {verified:?}");
    }
}

/// A disk on which the database does not lie, with a key and a file of heads.
struct Outside {
    folder: PathBuf,
}

impl Outside {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("homeward_outside_{}_{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        HeadKey::make(&folder.join("audit.pem")).unwrap();
        Self { folder }
    }

    fn publisher(&self, store: &Store) -> Publisher {
        let (key, heads) = (self.folder.join("audit.pem"), self.folder.join("heads"));
        let text = format!(
            "database = \"sqlite:x.db\"\n[audit]\nkey = \"{}\"\nheads = \"{}\"",
            key.display(),
            heads.display()
        );
        let settings = Settings::parse("x", &text).unwrap();
        Publisher::open(&settings.audit, store.clone()).unwrap()
    }

    fn against(&self) -> Against {
        let key = PublicKey::read(&self.folder.join("audit.pub.pem")).unwrap();
        let file = self.folder.join("heads");
        let heads: Vec<PublishedHead> =
            if file.exists() { heads::read(&file).unwrap().unwrap() } else { Vec::new() };
        Against { keys: vec![key], heads, ..Against::default() }
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}
