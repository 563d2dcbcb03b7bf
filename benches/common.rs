//! What the subjects share.

pub(crate) mod feed;
pub(crate) mod fill;
pub(crate) mod machine;
pub(crate) mod people;
pub(crate) mod platform;
pub(crate) mod report;
pub(crate) mod stats;
pub(crate) mod world;
