//! How does the client tell time, wait, and throw dice?

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::rand;
use tokio::time::Instant;

/// A wait that has begun.
pub type Rest = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Time and chance, as the service has them or as a test gives them.
#[derive(Clone)]
pub struct Timing {
    /// What time it is, for measuring only.
    pub now: Arc<dyn Fn() -> Instant + Send + Sync>,
    /// Waits so long.
    pub rest: Arc<dyn Fn(Duration) -> Rest + Send + Sync>,
    /// A number between 0 and 1.
    pub chance: Arc<dyn Fn() -> f64 + Send + Sync>,
}

impl Timing {
    /// As the machine has them.
    pub fn of_this_machine() -> Self {
        Self {
            now: Arc::new(Instant::now),
            rest: Arc::new(|duration| Box::pin(tokio::time::sleep(duration))),
            chance: Arc::new(chance),
        }
    }
}

fn chance() -> f64 {
    let mut bytes = [0; 2];
    let _filled = rand::fill(&mut bytes);
    f64::from(u16::from_be_bytes(bytes)) / f64::from(u16::MAX)
}
