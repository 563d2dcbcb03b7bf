//! How fast reactions and polls are put below questions, so that messages never wait for them.
//!
//! A homeserver counts everything the bot sends. Synapse's usual limit is ten events at once and one
//! more every five seconds, and it does not tell what is left. So what was sent is counted here by
//! that rule, and what can be tapped goes out only while several events would still be free for
//! messages. A server that let more through than the rule allows does not limit the bot, until it
//! says otherwise.

use jiff::{SignedDuration, Timestamp};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// How many events at once.
const BURST: f64 = 10.0;
/// How many more each second.
const EACH_SECOND: f64 = 0.2;
/// How many are left for messages.
const KEPT_FREE: f64 = 4.0;
/// How far beyond the rule the server must have gone to be taken for one without a limit.
const BEYOND: f64 = -4.0;

/// The count.
#[derive(Debug)]
pub struct Pace {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Debug)]
struct State {
    left: f64,
    counted_at: Timestamp,
    not_before: Timestamp,
    sending: usize,
    unlimited: bool,
}

/// A message on its way; nothing else is sent beside it.
#[derive(Debug)]
pub struct Sending<'a>(&'a Pace);

impl Pace {
    /// A count that begins full.
    pub fn new(now: Timestamp) -> Self {
        let state =
            State { left: BURST, counted_at: now, not_before: now, sending: 0, unlimited: false };
        Self { state: Mutex::new(state), changed: Notify::new() }
    }

    /// A message goes out, for as long as the guard lives.
    pub fn sending(&self) -> Sending<'_> {
        self.state().sending += 1;
        Sending(self)
    }

    /// An event has gone out: a message, or something to tap.
    pub fn sent(&self, now: Timestamp) {
        let mut state = self.state();
        state.count(now);
        state.left -= 1.0;
        if state.left < BEYOND {
            state.unlimited = true;
        }
    }

    /// The server said that it was too much.
    pub fn limited(&self, now: Timestamp, wait: SignedDuration) {
        let mut state = self.state();
        state.unlimited = false;
        state.count(now);
        state.left = state.left.min(0.0);
        state.not_before = state.not_before.max(now.checked_add(wait).unwrap_or(now));
    }

    /// From when on something to tap may go out; `now` when it may at once, and nothing while a
    /// message is on its way.
    pub fn next(&self, now: Timestamp) -> Option<Timestamp> {
        let mut state = self.state();
        if state.sending > 0 {
            return None;
        }
        state.count(now);
        let missing = KEPT_FREE + 1.0 - state.left;
        let wait = if state.unlimited || missing <= 0.0 {
            SignedDuration::ZERO
        } else {
            SignedDuration::from_millis((missing / EACH_SECOND * 1000.0).ceil() as i64)
        };
        let at = now.checked_add(wait).unwrap_or(now);
        Some(at.max(state.not_before))
    }

    /// There may be something to do.
    pub fn ring(&self) {
        self.changed.notify_one();
    }

    /// Waits until there may be something to do.
    pub async fn rung(&self) {
        self.changed.notified().await;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn count(&mut self, now: Timestamp) {
        let seconds = now.duration_since(self.counted_at).as_secs_f64().max(0.0);
        // A clock that went back counts from where it is now.
        self.counted_at = now;
        self.left = (self.left + seconds * EACH_SECOND).min(BURST);
    }
}

impl Drop for Sending<'_> {
    fn drop(&mut self) {
        self.0.state().sending -= 1;
        self.0.ring();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_774_700_000 + seconds).expect("an instant")
    }

    #[test]
    fn messages_keep_room_below_the_usual_limit() {
        let pace = Pace::new(at(0));
        let mut sent = 0;
        while pace.next(at(0)) == Some(at(0)) {
            pace.sent(at(0));
            sent += 1;
        }
        assert_eq!(sent, 6, "a message and five reactions at once");
        assert_eq!(pace.next(at(0)), Some(at(5)));
        // A burst of messages is never held back, and what can be tapped waits until there is room.
        for _ in 0..4 {
            pace.sent(at(0));
        }
        assert_eq!(pace.next(at(0)), Some(at(25)));
        assert_eq!(pace.next(at(30)), Some(at(30)));
    }

    #[test]
    fn nothing_goes_out_beside_a_message() {
        let pace = Pace::new(at(0));
        let one = pace.sending();
        let other = pace.sending();
        drop(one);
        assert_eq!(pace.next(at(0)), None);
        drop(other);
        assert_eq!(pace.next(at(0)), Some(at(0)));
    }

    #[test]
    fn a_server_without_a_limit_is_noticed_and_one_with_it_as_well() {
        let pace = Pace::new(at(0));
        for _ in 0..15 {
            pace.sent(at(0));
        }
        assert_eq!(pace.next(at(0)), Some(at(0)), "fifteen at once: there is no limit");
        pace.limited(at(1), SignedDuration::from_secs(60));
        assert_eq!(pace.next(at(1)), Some(at(61)), "it has one after all");
        assert_eq!(pace.next(at(70)), Some(at(70)));
    }

    #[test]
    fn a_clock_that_goes_back_does_no_harm() {
        let pace = Pace::new(at(100));
        for _ in 0..6 {
            pace.sent(at(100));
        }
        assert_eq!(pace.next(at(0)), Some(at(100)).max(Some(at(5))));
        assert!(pace.next(at(200)) == Some(at(200)));
    }
}
