//! How long to wait before the next try.

use crate::ids::OutboxId;
use std::time::Duration;

/// The wait after the first try.
const BASE_MS: u64 = 1_000;
/// The longest wait.
const CAP_MS: u64 = 300_000;

/// Spreads retries, so that rows that were stopped together do not come back together.
///
/// Drawn from the seed, the row and the count of tries alone: the same seed gives the same waits.
#[derive(Debug, Clone, Copy)]
pub struct Jitter {
    seed: u64,
}

impl Jitter {
    /// Waits that depend on `seed`.
    pub fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// The wait after try number `attempts` (from 1): 1 s, doubled each time up to 5 min, of which
    /// the second half is chance.
    pub fn delay(self, row: OutboxId, attempts: u32) -> Duration {
        let doublings = attempts.saturating_sub(1).min(20);
        let whole = BASE_MS.saturating_mul(1 << doublings).min(CAP_MS);
        let half = whole / 2;
        let chance = mix(self.seed ^ mix(row.0 as u64) ^ mix(u64::from(attempts) << 32));
        Duration::from_millis(half + chance % (whole - half + 1))
    }
}

/// `SplitMix64`: every bit of the result depends on every bit of the number.
fn mix(number: u64) -> u64 {
    let z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_five_minutes_and_keep_half_of_it() {
        let table = [
            (0, 1_000),
            (1, 1_000),
            (2, 2_000),
            (3, 4_000),
            (9, 256_000),
            (10, 300_000),
            (u32::MAX, 300_000),
        ];
        for (attempts, whole) in table {
            for seed in 0..50 {
                let wait = Jitter::new(seed).delay(OutboxId(3), attempts).as_millis();
                assert!((whole / 2..=whole).contains(&wait), "{attempts}: {wait} ms of {whole} ms");
            }
        }
    }

    #[test]
    fn the_seed_decides() {
        let waits =
            |seed| (1..9).map(|n| Jitter::new(seed).delay(OutboxId(1), n)).collect::<Vec<_>>();
        assert_eq!(waits(1), waits(1));
        assert_ne!(waits(1), waits(2));
    }
}
