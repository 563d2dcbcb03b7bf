//! Who may identify when: a few at a time, and not more often in a day than Discord allows.

use crate::platform::discord::rest::pause;
use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::Mutex;

/// Between two identifies of shards that share a place.
const APART: Duration = Duration::from_secs(5);

/// Who may identify when.
#[derive(Debug)]
pub(in crate::platform::discord) struct Gate {
    concurrency: u32,
    places: Mutex<HashMap<u32, std::sync::Arc<Mutex<bool>>>>,
}

impl Gate {
    pub(in crate::platform::discord) fn new(concurrency: u32) -> Self {
        Self { concurrency: concurrency.max(1), places: Mutex::default() }
    }

    /// Waits until a shard may identify. What it gives is to be kept until it has.
    pub(super) async fn pass(&self, shard: u32) -> tokio::sync::OwnedMutexGuard<bool> {
        let place = {
            let mut places = self.places.lock().await;
            std::sync::Arc::clone(places.entry(shard % self.concurrency).or_default())
        };
        let mut used = place.lock_owned().await;
        if std::mem::replace(&mut *used, true) {
            pause(APART).await;
        }
        used
    }
}
