//! How many unasked messages are on their way: at nine o'clock it may be hundreds.
//!
//! The server is busy with them then, and each that it takes is news to the bot as well, which it asks
//! for at once: as many questions as messages, all of them answered by the server that is to take the
//! next message. In a rush the bot asks less often, and hears of several at once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// From how many messages at a time on it is one. People who talk to the bot do not make one: their
/// answers are not counted.
const MANY: usize = 3;

/// How long the bot waits then before it asks what is new; for so long at most does somebody who types
/// in a rush wait for more than their turn.
pub(in crate::platform::matrix) const BREATH: Duration = Duration::from_millis(200);

/// The messages that are on their way.
#[derive(Debug, Default)]
pub(in crate::platform::matrix) struct Rush(AtomicUsize);

/// One of them, until it is dropped.
#[derive(Debug)]
pub(super) struct OnItsWay<'a>(&'a AtomicUsize);

impl Rush {
    /// One more.
    pub(super) fn joined(&self) -> OnItsWay<'_> {
        self.0.fetch_add(1, Ordering::Relaxed);
        OnItsWay(&self.0)
    }

    /// Whether there are many.
    pub(in crate::platform::matrix) fn is_on(&self) -> bool {
        self.0.load(Ordering::Relaxed) >= MANY
    }
}

impl Drop for OnItsWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rush_is_on_while_many_are_on_their_way() {
        let rush = Rush::default();
        let mut some: Vec<_> = (1..MANY).map(|_| rush.joined()).collect();
        assert!(!rush.is_on());
        some.push(rush.joined());
        assert!(rush.is_on());
        some.pop();
        assert!(!rush.is_on());
    }
}
