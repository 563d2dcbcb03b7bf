//! Times and what is said of many of them.

use std::fmt;
use std::time::{Duration, Instant};

/// This moment.
#[expect(clippy::disallowed_methods, reason = "measuring is reading the clock")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// How long something took, and what came of it.
#[expect(clippy::disallowed_methods, reason = "measuring is reading the clock")]
pub(crate) fn time<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed(), result)
}

/// As [`time`], of something that waits.
#[expect(clippy::disallowed_methods, reason = "measuring is reading the clock")]
pub(crate) async fn time_async<T>(work: impl Future<Output = T>) -> (Duration, T) {
    let start = Instant::now();
    let result = work.await;
    (start.elapsed(), result)
}

/// Many times of the same thing, shortest first.
#[derive(Debug, Clone)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// The time that this many of a hundred do not exceed.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let last = self.0.len().saturating_sub(1);
        self.0.get((self.0.len() * percent / 100).min(last)).copied().unwrap_or_default()
    }

    pub(crate) fn p50(&self) -> Duration {
        self.percentile(50)
    }

    pub(crate) fn p99(&self) -> Duration {
        self.percentile(99)
    }

    pub(crate) fn max(&self) -> Duration {
        self.0.last().copied().unwrap_or_default()
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (p50, p99, max) = (short(self.p50()), short(self.p99()), short(self.max()));
        write!(f, "p50 {p50}, p99 {p99}, max {max} (n={})", self.0.len())
    }
}

/// A time with three figures and a unit that fits.
pub(crate) fn short(time: Duration) -> String {
    let nanos = time.as_nanos() as f64;
    let (value, unit) = match nanos {
        n if n < 1e3 => (n, "ns"),
        n if n < 1e6 => (n / 1e3, "µs"),
        n if n < 1e9 => (n / 1e6, "ms"),
        n => (n / 1e9, "s"),
    };
    let decimals = match value {
        v if v < 10.0 => 2,
        v if v < 100.0 => 1,
        _ => 0,
    };
    format!("{value:.decimals$} {unit}")
}
