//! The one place that reads the wall clock and sleeps.
//!
//! Logic takes `now` as an argument. What must wait asks a [`Clock`], which in tests and scripts is
//! a [`ManualClock`] that moves only when told to. `.clippy.toml` refuses every other way.

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use std::fmt;
use std::time::Duration;
use tokio::sync::watch;

/// Tells the time and waits for it.
pub trait Clock: Send + Sync + fmt::Debug + 'static {
    /// The present instant.
    fn now(&self) -> Timestamp;

    /// Returns at `deadline` or somewhat before it: callers look at the clock again.
    fn sleep_until(&self, deadline: Timestamp) -> BoxFuture<'_, ()>;

    /// A point on a clock that never steps, in milliseconds; only differences mean something.
    fn ticks(&self) -> u64;
}

/// How long a sleeper sleeps at most, so that a stepped clock or a resumed laptop is noticed.
const LONGEST_SLEEP: Duration = Duration::from_mins(1);

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the only reader of the wall clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    #[expect(clippy::disallowed_methods, reason = "the only sleeper")]
    fn sleep_until(&self, deadline: Timestamp) -> BoxFuture<'_, ()> {
        let wait = Duration::try_from(deadline.duration_since(self.now())).unwrap_or_default();
        Box::pin(tokio::time::sleep(wait.min(LONGEST_SLEEP)))
    }

    #[expect(clippy::disallowed_methods, reason = "the only reader of the wall clock")]
    fn ticks(&self) -> u64 {
        use std::sync::OnceLock;
        static START: OnceLock<std::time::Instant> = OnceLock::new();
        let start = START.get_or_init(std::time::Instant::now);
        u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// A clock that stands still until it is moved; what tests and scripts run on.
#[derive(Debug, Clone)]
pub struct ManualClock {
    now: watch::Sender<Timestamp>,
}

impl ManualClock {
    /// A clock that shows `now`.
    pub fn new(now: Timestamp) -> Self {
        Self { now: watch::Sender::new(now) }
    }

    /// Moves the clock, which wakes who sleeps. Going back is allowed: real clocks do it.
    pub fn set(&self, now: Timestamp) {
        self.now.send_replace(now);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self.now.borrow()
    }

    fn sleep_until(&self, deadline: Timestamp) -> BoxFuture<'_, ()> {
        let mut seen = self.now.subscribe();
        Box::pin(async move {
            // An error means that the clock is gone, and with it whoever waits.
            let _ = seen.wait_for(|now| *now >= deadline).await;
        })
    }

    fn ticks(&self) -> u64 {
        u64::try_from(self.now().as_millisecond()).unwrap_or(0)
    }
}

/// Waits `wait` of real time, for the few places that time a network call or a sign of life.
///
/// Returns `None` when `wait` passed before the future was ready.
#[expect(clippy::disallowed_methods, reason = "the only sleeper")]
pub async fn within<F: Future>(wait: Duration, future: F) -> Option<F::Output> {
    tokio::time::timeout(wait, future).await.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_manual_clock_wakes_who_waits() {
        let start: Timestamp = "2026-03-29T00:59:59Z".parse().expect("an instant");
        let later: Timestamp = "2026-03-29T01:00:00Z".parse().expect("an instant");
        let clock = ManualClock::new(start);
        let sleeper = clock.sleep_until(later);
        clock.set(later);
        sleeper.await;
        assert_eq!(clock.now(), later);
    }
}
