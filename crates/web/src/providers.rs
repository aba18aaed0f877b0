//! Who vouches for staff, and where do browsers come back to?

use std::sync::Arc;

use signin::provider::Provider;

/// The providers with whom staff sign in.
#[derive(Clone, Default)]
pub struct Providers {
    /// The address of our first page, as browsers reach it, without a slash at its end.
    pub address: String,
    /// The providers, in the order in which they are offered.
    pub all: Vec<Arc<Provider>>,
}

impl Providers {
    /// Where a provider of that name sends browsers back: an address of its own, so that no answer
    /// can be taken for another provider's (RFC 9700 §4.4.2.2).
    pub fn redirect(address: &str, name: &str) -> String {
        format!("{address}/sign-in/{name}/back")
    }

    /// The provider of that name.
    pub(crate) fn find(&self, name: &str) -> Option<&Arc<Provider>> {
        self.all.iter().find(|provider| provider.name() == name)
    }
}
