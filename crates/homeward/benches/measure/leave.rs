//! How much of a page is leave to look, and the line of the audit?
//!
//! The product marks that work with spans called `leave`. Here they are listened to: nothing in the
//! product can be switched off to find out what it costs.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use care::people::PatientId;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Metadata, Subscriber};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::{LookupSpan, Registry};

/// What the looks at each patient have waited for leave since they were last asked about.
#[derive(Clone, Default)]
pub(crate) struct Leave {
    waited: Arc<Mutex<HashMap<String, Duration>>>,
}

/// A piece of that work, under way.
struct Piece {
    patient: String,
    since: Instant,
}

impl Leave {
    /// Listens from now on, in the whole process.
    pub(crate) fn listen() -> Self {
        let leave = Self::default();
        let only_leave = filter_fn(|about: &Metadata<'_>| about.name() == "leave");
        let listening = Registry::default().with(leave.clone().with_filter(only_leave));
        tracing::subscriber::set_global_default(listening).unwrap();
        leave
    }

    /// What looks at a patient have waited since this was last asked.
    pub(crate) fn take(&self, patient: &PatientId) -> Duration {
        self.waited.lock().unwrap().remove(patient.as_str()).unwrap_or_default()
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Leave {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut piece = Piece { patient: String::new(), since: Instant::now() };
        attributes.record(&mut piece);
        context.span(id).unwrap().extensions_mut().insert(piece);
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let span = context.span(&id).unwrap();
        let Some(Piece { patient, since }) = span.extensions_mut().remove() else { return };
        *self.waited.lock().unwrap().entry(patient).or_default() += since.elapsed();
    }
}

impl Visit for Piece {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "patient.id" {
            self.patient = format!("{value:?}");
        }
    }
}
