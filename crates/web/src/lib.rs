//! The doors: pages, and signing in.
//!
//! A handler says who, what, decide, show: it takes who is signed in and what is asked for, lets
//! `care` decide, lets the store commit, and shows a page made of finished words.
//!
//! **Invariant:** nothing is turned into words before `care::access::cut` has cut it.
//!
//! **Invariant:** every path is in [`routes`], and every path but those that are listed as open
//! there asks who is signed in.

// Templates name our types as `web::…`, so that they mean the same in this crate and its tests.
extern crate self as web;

mod address;
pub mod app;
pub mod assets;
mod client;
pub mod components;
mod context;
pub mod desk;
mod door;
mod forms;
mod gate;
mod headers;
mod launches;
mod limits;
mod looking;
mod noted;
mod pages;
mod providers;
mod refusal;
pub mod report;
pub mod routes;
mod serve;
mod session;
mod site;
mod vetting;

pub use app::{
    Accounts, App, Demo, Door, National, Page, Parts, PrivacySettings, Scene, Settings, Signed,
    Site, TrustSettings,
};
pub use client::{Forwarding, Proxies};
pub use door::invitation::{GOOD_FOR, account_id, link as invitation_link};
pub use gate::{Gate, Patience};
pub use launches::Launches;
pub use limits::{Rate, Rates};
pub use providers::Providers;
pub use routes::routes;
pub use serve::serve;
