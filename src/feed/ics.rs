//! ics
use super::{FeedError, keep::Keep};
pub(crate) fn read(_: &str, _: &mut Keep<'_>) -> Result<(), FeedError> { Err(FeedError::NoEvents) }
