//! What the service does for its audit by itself: at its start, daily, and at its end.

use std::fs;

use care::access::{Act, Actor, AuditLine};
use homeward::audit::heads;
use homeward::clock;
use jiff::SignedDuration;
use store::testing::grounds;
use store::{AuditFilter, PublishedHead, Store};

use crate::process::{Folder, Homeward};

#[tokio::test(flavor = "multi_thread")]
async fn changed_settings_are_a_line_and_heads_are_published_at_the_start_and_at_the_end() {
    for ground in grounds().await {
        let store = ground.open().await;
        let folder = Folder::new(&format!("heads_{ground:?}"));
        let settings = folder.settings(ground.url());
        assert!(Homeward::serve(&folder, &settings).stop(), "{}", folder.log());
        assert!(acts(&store).await.is_empty(), "{ground:?}: nothing to differ from");
        let text = fs::read_to_string(&settings).unwrap();
        fs::write(
            &settings,
            format!("{text}[log]\nlevel = \"error\"\n[audit]\nheads = \"heads\"\n"),
        )
        .unwrap();
        let homeward = Homeward::serve(&folder, &settings);
        assert!(homeward.said.iter().any(|line| line.starts_with("open ")), "{ground:?}");
        let begun = heads_when(&folder, 1);
        let changed = vec!["audit.heads".to_owned(), "log.level".to_owned()];
        assert_eq!(acts(&store).await, [Act::ChangedSettings { keys: changed }], "{ground:?}");
        assert_eq!((begun[0].chain.to_string().as_str(), begun[0].sequence), ("service", 1));
        store.note(&AuditLine::new(clock::now(), Actor::Service, Act::Released)).await.unwrap();
        assert!(homeward.stop(), "{}", folder.log());
        let ended = heads_when(&folder, 2);
        assert_eq!((ended.len(), ended[1].sequence), (2, 2), "{ground:?}");
        let log = folder.log();
        assert!(log.contains("head of the audit") && log.contains(&ended[1].hash), "{log}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_old_goes_by_itself_where_the_settings_say_so() {
    for ground in grounds().await {
        let store = ground.open().await;
        let now = clock::now();
        for at in [now - SignedDuration::from_hours(24 * 366 * 9), now] {
            store.note(&AuditLine::new(at, Actor::Service, Act::Released)).await.unwrap();
        }
        let folder = Folder::new(&format!("daily_{ground:?}"));
        let settings = folder.settings(ground.url());
        assert!(Homeward::serve(&folder, &settings).stop(), "{}", folder.log());
        assert_eq!(acts(&store).await.len(), 2, "{ground:?}: not by default");
        let text = fs::read_to_string(&settings).unwrap();
        fs::write(&settings, format!("{text}[retention]\nautomatic = true\n")).unwrap();
        let homeward = Homeward::serve(&folder, &settings);
        let removed = |act: &Act| matches!(act, Act::RemovedLines { lines: 1, .. });
        while !acts(&store).await.iter().any(removed) {
            tokio::task::yield_now().await;
        }
        assert!(homeward.stop(), "{}", folder.log());
        let released = acts(&store).await.iter().filter(|act| **act == Act::Released).count();
        assert_eq!(released, 1, "{ground:?}: the young one");
    }
}

async fn acts(store: &Store) -> Vec<Act> {
    let lines = store.audit_lines(&AuditFilter::All, 100).await.unwrap();
    lines.into_iter().map(|line| line.act).collect()
}

/// The heads in the file, once there are so many.
fn heads_when(folder: &Folder, many: usize) -> Vec<PublishedHead> {
    loop {
        if let Ok(Ok(heads)) = heads::read(&folder.path().join("heads"))
            && heads.len() >= many
        {
            return heads;
        }
        std::thread::yield_now();
    }
}
