//! Is there a place for one more connection?

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tracing::warn;

use crate::gate::Gate;

/// All who are connected.
pub(super) struct Crowd {
    seats: Arc<Semaphore>,
    of_one: Arc<Mutex<HashMap<IpAddr, usize>>>,
    most_of_one: usize,
}

/// The place of one connection. It is free again when dropped.
pub(super) struct Place {
    _seat: OwnedSemaphorePermit,
    _mark: Option<Mark>,
}

/// That an address has one connection more.
struct Mark {
    address: IpAddr,
    of_one: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Crowd {
    pub(super) fn new(gate: &Gate) -> Self {
        Self {
            seats: Arc::new(Semaphore::new(gate.patience.connections)),
            of_one: Arc::default(),
            most_of_one: gate.patience.connections_of_one,
        }
    }

    /// Waits until there is a seat. There is always one again: nobody is waited for without end.
    pub(super) async fn seat(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.seats).acquire_owned().await.ok()
    }

    /// A place for an address that has not too many already.
    pub(super) fn place(
        &self,
        seat: Option<OwnedSemaphorePermit>,
        address: IpAddr,
    ) -> Option<Place> {
        let mut of_one = self.of_one.lock().unwrap_or_else(PoisonError::into_inner);
        let count = of_one.entry(address).or_default();
        if *count >= self.most_of_one {
            warn!(%address, "an address has too many connections");
            return None;
        }
        *count += 1;
        let mark = Mark { address, of_one: Arc::clone(&self.of_one) };
        Some(Place { _seat: seat?, _mark: Some(mark) })
    }
}

impl Place {
    /// A gateway comes for many.
    pub(super) fn of_gateway(seat: OwnedSemaphorePermit) -> Self {
        Self { _seat: seat, _mark: None }
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        let mut of_one = self.of_one.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = of_one.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                of_one.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::Patience;

    fn crowd(all: usize, of_one: usize) -> Crowd {
        let patience =
            Patience { connections: all, connections_of_one: of_one, ..Patience::default() };
        Crowd::new(&Gate { patience, ..Gate::default() })
    }

    async fn come(crowd: &Crowd, from: &str) -> Option<Place> {
        let seat = crowd.seat().await;
        crowd.place(seat, from.parse().unwrap())
    }

    #[tokio::test]
    async fn one_address_gets_so_many_places_and_another_gets_its_own() {
        let crowd = crowd(10, 2);
        let first = come(&crowd, "192.0.2.7").await;
        let second = come(&crowd, "192.0.2.7").await;
        assert!(first.is_some() && second.is_some());
        assert!(come(&crowd, "192.0.2.7").await.is_none());
        assert!(come(&crowd, "192.0.2.8").await.is_some());
        drop(first);
        assert!(come(&crowd, "192.0.2.7").await.is_some());
    }

    #[tokio::test]
    async fn nothing_is_remembered_of_those_who_left() {
        let crowd = crowd(10, 2);
        drop(come(&crowd, "192.0.2.7").await);
        assert!(crowd.of_one.lock().unwrap().is_empty());
        assert_eq!(crowd.seats.available_permits(), 10);
    }
}
