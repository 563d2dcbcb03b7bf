//! How far a shard's session has been handled.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A session of the gateway, as it can be resumed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::platform::discord) struct Session {
    pub(in crate::platform::discord) id: String,
    /// Where it is resumed.
    pub(in crate::platform::discord) url: String,
    /// The last event that was received.
    pub(in crate::platform::discord) seq: u64,
}

/// How far a shard's session has been handled. What was received and is not handled yet would be lost
/// with the process: the next one resumes before it.
#[derive(Debug, Default)]
pub(in crate::platform::discord) struct Progress(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    session: Option<Session>,
    open: BTreeSet<u64>,
}

impl Progress {
    pub(in crate::platform::discord) fn new(session: Option<Session>) -> Self {
        Self(Mutex::new(State { session, open: BTreeSet::new() }))
    }

    /// The session as this process resumes it: after all that it received.
    pub(super) fn session(&self) -> Option<Session> {
        self.state().session.clone()
    }

    /// A new session, or none.
    pub(super) fn begin(&self, session: Option<Session>) {
        let mut state = self.state();
        state.session = session;
        state.open.clear();
    }

    /// An event was received and is being handled.
    pub(super) fn received(&self, seq: u64) {
        let mut state = self.state();
        if let Some(session) = &mut state.session {
            session.seq = session.seq.max(seq);
        }
        state.open.insert(seq);
    }

    /// An event is handled.
    pub(in crate::platform::discord) fn handled(&self, seq: u64) {
        self.state().open.remove(&seq);
    }

    /// The session as the next process is to resume it: before the first event that is not handled.
    pub(in crate::platform::discord) fn to_keep(&self) -> Option<Session> {
        let state = self.state();
        let seq = state.open.first().map(|first| first.saturating_sub(1));
        state.session.clone().map(|session| Session { seq: seq.unwrap_or(session.seq), ..session })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_process_resumes_before_what_was_not_handled() {
        let session = |seq| Session { id: "s".into(), url: "wss://x".into(), seq };
        let progress = Progress::new(None);
        assert_eq!(progress.to_keep(), None);
        progress.begin(Some(session(1)));
        for seq in 2..=5 {
            progress.received(seq);
        }
        assert_eq!(progress.session(), Some(session(5)));
        assert_eq!(progress.to_keep(), Some(session(1)));
        progress.handled(2);
        progress.handled(4);
        assert_eq!(progress.to_keep(), Some(session(2)));
        progress.handled(3);
        progress.handled(5);
        assert_eq!(progress.to_keep(), Some(session(5)));
    }
}
