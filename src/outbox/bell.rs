//! A wake-up call.

use std::sync::Arc;
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

/// Wakes the sender (or another loop) when there is new work. Cloning is cheap; all clones are one bell.
///
/// Ring it after the commit, not before: who is woken reads the store at once. Who listens calls
/// [`heard`](Self::heard) before it reads, so that what is committed after the read still wakes it.
#[derive(Debug, Clone, Default)]
pub struct Bell(Arc<Notify>);

impl Bell {
    /// A bell that nobody listens to yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Wakes all who listen now.
    pub fn ring(&self) {
        self.0.notify_waiters();
    }

    /// Ready at the first ring after this call, however late it is awaited.
    pub fn heard(&self) -> Notified<'_> {
        self.0.notified()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_ring_between_listening_and_waiting_is_heard() {
        let bell = Bell::new();
        let heard = bell.heard();
        bell.clone().ring();
        heard.await;
    }
}
