//! Who may ask the file now, and how is one stopped that does not come back?

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use rusqlite::InterruptHandle;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The places of one file: so many questions at once.
pub(super) struct Places {
    free: Arc<Semaphore>,
    /// Threads that gave up their place and have not come back. Never more than places.
    lost: Arc<AtomicUsize>,
    most: usize,
}

/// The place of one question, on the thread that asks it.
#[derive(Clone)]
pub(super) struct Place(Arc<Mutex<State>>);

/// In the hands of whoever waits: dropped unreleased, it stops the question.
pub(super) struct Brake {
    place: Place,
    lost: Arc<AtomicUsize>,
    most: usize,
    released: bool,
}

struct State {
    asking: Asking,
    /// Taken when the question ends, or when its thread is given up.
    permit: Option<OwnedSemaphorePermit>,
    /// Where this thread is counted as lost, once it is.
    lost: Option<Arc<AtomicUsize>>,
}

enum Asking {
    NotYet,
    Now(InterruptHandle),
    Stopped,
}

/// After so long an interrupted question counts as lost.
const GRACE: Duration = Duration::from_secs(1);

impl Places {
    pub(super) fn new(most: usize) -> Self {
        Self { free: Arc::new(Semaphore::new(most)), lost: Arc::default(), most }
    }

    /// Waits for a place.
    pub(super) async fn take(&self) -> (Place, Brake) {
        // The semaphore is never closed; a question without a permit would still be answered.
        let permit = Arc::clone(&self.free).acquire_owned().await.ok();
        let state = State { asking: Asking::NotYet, permit, lost: None };
        let place = Place(Arc::new(Mutex::new(state)));
        let lost = Arc::clone(&self.lost);
        (place.clone(), Brake { place, lost, most: self.most, released: false })
    }
}

impl Place {
    /// The question is about to be asked; false where nobody waits for it any more.
    pub(super) fn begin(&self, handle: InterruptHandle) -> bool {
        self.with(|state| match state.asking {
            Asking::Stopped => false,
            Asking::NotYet | Asking::Now(_) => {
                state.asking = Asking::Now(handle);
                true
            }
        })
    }

    /// The question has been answered: from here on nothing interrupts this connection.
    pub(super) fn end(&self) {
        self.with(|state| state.asking = Asking::NotYet);
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The last to let go is the thread that asked: a lost one has come back.
impl Drop for State {
    fn drop(&mut self) {
        if let Some(lost) = &self.lost {
            lost.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

impl Brake {
    /// The answer is there.
    pub(super) fn release(mut self) {
        self.released = true;
    }
}

impl Drop for Brake {
    fn drop(&mut self) {
        if self.released {
            return;
        }
        self.place.with(|state| {
            if let Asking::Now(handle) = &state.asking {
                handle.interrupt();
            }
            state.asking = Asking::Stopped;
        });
        if let Ok(runtime) = Handle::try_current() {
            let state = Arc::downgrade(&self.place.0);
            runtime.spawn(give_up_later(state, Arc::clone(&self.lost), self.most));
        }
    }
}

/// Frees the place of a thread that does not heed the interruption. Not for ever: when as many
/// threads are lost as there are places, the file is gone, and more threads would not help.
async fn give_up_later(state: Weak<Mutex<State>>, lost: Arc<AtomicUsize>, most: usize) {
    tokio::time::sleep(GRACE).await;
    let Some(state) = state.upgrade() else { return };
    let one_more = |now| (now < most).then_some(now + 1);
    if lost.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more).is_ok() {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        state.lost = Some(lost);
        state.permit.take();
    }
}

/// Which file a name means now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileId(u64, u64);

impl FileId {
    #[cfg(unix)]
    pub(super) fn of(path: &Path) -> std::io::Result<Self> {
        use std::os::unix::fs::MetadataExt;
        path.metadata().map(|file| Self(file.dev(), file.ino()))
    }

    #[cfg(not(unix))]
    pub(super) fn of(path: &Path) -> std::io::Result<Self> {
        path.metadata().map(|_| Self(0, 0))
    }
}
