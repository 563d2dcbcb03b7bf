//! Resources: help lines, services and places to look, each with where it is known from and
//! when that was checked.
//!
//! A resource grows old. Up to twelve months after its check it is [`Freshness::Fresh`]; then it is
//! shown with a sentence that says so ([`Freshness::Flagged`]); after twenty-four months it is
//! [`Freshness::Hidden`] until somebody confirms it. The rule is that of the open-helplines safety
//! policy. What ships is in `resource/registry.toml`; groups add their own with the same type.
//!
//! This half needs no store: it answers when nothing else does.

pub mod admin;
pub mod channel;
pub mod checked;
pub mod country;
pub mod look;
pub mod model;
pub mod own;
pub mod pick;
pub mod registry;
pub mod reminder;
pub mod search;
pub mod show;
pub mod topic;

pub use channel::{Channel, Kind};
pub use checked::{Checked, Freshness};
pub use country::Country;
pub use model::{BadResource, Confidence, Resource};
pub use registry::Registry;
pub use show::{card, line, list, refusal};
pub use topic::Topic;

use jiff::civil::Date;

/// The shipped resources that need somebody's eye on this day: flagged and hidden ones by slug, in
/// registry order. What `hearth check` reports.
pub fn check(today: Date) -> Vec<(&'static str, Freshness)> {
    Registry::shipped().check(today)
}
