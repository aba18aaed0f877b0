//! Every page through its door: over a real socket, from real stores and a real council's books.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may stop at the first surprise"
)]

mod browser;
mod hospital;
mod house;
mod html;
mod log;
mod paths;
mod source;
mod traveller;
mod wire;

#[path = "../../../signin/tests/passkeys/authenticator.rs"]
mod authenticator;

mod accounts;
mod attacks_by_guessing;
mod attacks_by_number;
mod attacks_in_forms;
mod attacks_on_the_wire;
mod canary;
mod council_list;
mod desk;
mod desk_guarded;
mod every_door_is_guarded;
mod feedback;
mod full_disk;
mod hazards;
mod headers;
mod held;
mod launch;
mod lists;
mod matrix;
mod meanwhile;
mod openid;
mod outage;
mod permission;
mod person_page;
mod places;
mod privacy;
mod privacy_reports;
mod privacy_triggers;
mod refusals_noted;
mod refused;
mod sessions;
mod walk_through;
mod ward_list;
mod who_it_is;
mod whole_page_cases;
