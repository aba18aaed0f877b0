//! Doors: pages, their looks, and who may open them.

// Templates name our types as `web::…`, so that they mean the same in this crate and its tests.
extern crate self as web;

pub mod assets;
pub mod components;
