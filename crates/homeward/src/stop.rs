//! Is the service to end?

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

/// Ends the service when told to, or when dropped.
#[derive(Debug)]
pub struct Stopper(watch::Sender<bool>);

/// Hears that the service is to end. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<bool>);

/// A pair that belongs together.
pub fn pair() -> (Stopper, Stop) {
    let (tell, hear) = watch::channel(false);
    (Stopper(tell), Stop(hear))
}

/// Ends with the first call of the system, or of whoever sits at the terminal. It listens from the
/// moment it is made, so a call during a long start is heard too.
pub fn on_call() -> io::Result<Stop> {
    let (terminate, interrupt) =
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let (stopper, stop) = pair();
    tokio::spawn(async move {
        first_of(terminate, interrupt).await;
        stopper.stop();
    });
    Ok(stop)
}

async fn first_of(mut terminate: Signal, mut interrupt: Signal) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

impl Stopper {
    /// Tells everyone to finish what is begun, begin nothing new, and end.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Whether the end was called.
    pub fn is_called(&self) -> bool {
        *self.0.borrow() || self.0.has_changed().is_err()
    }

    /// Waits until the end is called.
    pub async fn called(&self) {
        let mut hear = self.0.clone();
        drop(hear.wait_for(|called| *called).await);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn everyone_hears_the_call_and_late_comers_too() {
        let (stopper, stop) = pair();
        let other = stop.clone();
        assert!(!stop.is_called());
        stopper.stop();
        stop.called().await;
        other.called().await;
        assert!(stop.is_called() && other.clone().is_called());
    }

    #[tokio::test]
    async fn a_service_whose_owner_is_gone_ends() {
        let (stopper, stop) = pair();
        drop(stopper);
        stop.called().await;
        assert!(stop.is_called());
    }
}
