//! A feed that listens, over a memory of its own.

use std::net::SocketAddr;
use std::sync::Arc;

use homeward::intake::Listener;
use homeward::settings::Settings;
use homeward::stop::{self, Stopper};
use store::Store;
use store::testing::Ground;
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::sender::Sender;

/// A feed as the settings have it when nothing more is said.
pub(crate) const RULES: &str = "";

/// A running feed.
pub(crate) struct Intake {
    pub(crate) address: SocketAddr,
    pub(crate) store: Store,
    stopper: Stopper,
    running: JoinHandle<()>,
    _ground: Option<Ground>,
}

impl Intake {
    /// A feed with these further settings, over a fresh SQLite file.
    pub(crate) async fn with(rules: &str) -> Self {
        let ground = store::testing::sqlite();
        let store = ground.open().await;
        Self { _ground: Some(ground), ..Self::over(store, rules).await }
    }

    pub(crate) async fn over(store: Store, rules: &str) -> Self {
        let text = format!(
            "database = \"sqlite:unused\"\n[[trust]]\ncode = \"RZZ\"\nname = \"Westshire\"\n\
             [[feed]]\nname = \"adt\"\ntrust = \"RZZ\"\nlisten = \"127.0.0.1:0\"\n{rules}"
        );
        let settings = Settings::parse("test", &text).unwrap();
        let arrived = Arc::new(Notify::new());
        let feed = settings.feeds.first().unwrap();
        let listener = Listener::open(feed, store.clone(), arrived).await.unwrap();
        let address = listener.address();
        let (stopper, stop) = stop::pair();
        let running = tokio::spawn(listener.run(stop));
        Self { address, store, stopper, running, _ground: None }
    }

    pub(crate) async fn connect(&self) -> Sender<TcpStream> {
        Sender::connect(self.address).await.unwrap()
    }

    pub(crate) async fn end(self) {
        self.stopper.stop();
        self.running.await.unwrap();
    }
}
