//! People at work: one after another, and many in every second.

use super::fake::{Fake, now};
use super::person::command;
use crate::common::stats::Times;
use hearth::clock::within;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// In so many of the servers people talk.
const TALKING: usize = 100;

/// What came of a load.
pub(crate) struct Outcome {
    /// How many were answered once,
    pub(crate) answered: usize,
    /// and how many more often.
    pub(crate) more: usize,
    /// To the first sign of life.
    pub(crate) times: Times,
    /// How many were offered in a second.
    pub(crate) rate: f64,
}

fn next() -> u64 {
    static NUMBER: AtomicU64 = AtomicU64::new(900_000_000_000_000_000);
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

/// So many commands, each when the one before it was answered.
pub(crate) async fn one_after_another(fake: &Fake, many: usize) -> anyhow::Result<Times> {
    let mut times = Vec::with_capacity(many);
    for _ in 0..many {
        let (id, begun) = (next(), now());
        fake.happens(command(id, TALKING))?;
        let (at, _) = fake.heard(id).await?;
        times.push(at - begun);
    }
    fake.forget();
    Ok(Times::new(times))
}

/// So many commands in every second, whether or not those before were answered.
pub(crate) async fn paced(fake: &Fake, rate: usize, seconds: usize) -> anyhow::Result<Outcome> {
    let begun = now();
    let mut sent: Vec<(u64, Instant)> = Vec::with_capacity(rate * seconds);
    while sent.len() < rate * seconds {
        let due = (begun.elapsed().as_secs_f64() * rate as f64) as usize;
        while sent.len() < due.min(rate * seconds) {
            let id = next();
            sent.push((id, now()));
            fake.happens(command(id, TALKING))?;
        }
        rest(Duration::from_millis(1)).await;
    }
    let rate = sent.len() as f64 / begun.elapsed().as_secs_f64();
    let (mut times, mut answered, mut more) = (Vec::with_capacity(sent.len()), 0, 0);
    for (id, at) in sent {
        let (heard, _) = fake.heard(id).await?;
        times.push(heard - at);
    }
    // Whoever is answered twice is answered twice soon after.
    rest(Duration::from_secs(2)).await;
    for count in fake.counts() {
        if count == 1 { answered += 1 } else { more += 1 }
    }
    fake.forget();
    Ok(Outcome { answered, more, times: Times::new(times), rate })
}

async fn rest(wait: Duration) {
    // Nothing else is waited for.
    let _ = within(wait, std::future::pending::<()>()).await;
}
