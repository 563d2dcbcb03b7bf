//! Runs the engine for many accounts at once, in order for each.

use super::handle::Engine;
use crate::chat::event::Event;
use crate::ids::AccountId;
use crate::metric;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// How many accounts are answered at the same time.
const AT_ONCE: usize = 64;

/// Handles events until `stop` or until no platform is left; then finishes what it has begun.
pub async fn run(engine: Engine, mut events: mpsc::Receiver<Event>, stop: CancellationToken) {
    let mut waiting: HashMap<AccountId, VecDeque<Event>> = HashMap::new();
    let mut working: JoinSet<AccountId> = JoinSet::new();
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            event = events.recv(), if working.len() < AT_ONCE => {
                let Some(event) = event else { break };
                match waiting.get_mut(&event.account) {
                    Some(queue) => queue.push_back(event),
                    None => {
                        waiting.insert(event.account.clone(), VecDeque::new());
                        start(&engine, &mut working, event);
                    }
                }
            }
            Some(done) = working.join_next() => next(&engine, &mut working, &mut waiting, done),
        }
    }
    while let Some(done) = working.join_next().await {
        next(&engine, &mut working, &mut waiting, done);
    }
}

fn start(engine: &Engine, working: &mut JoinSet<AccountId>, event: Event) {
    let engine = engine.clone();
    working.spawn(async move {
        let account = event.account.clone();
        let (kind, begun) = (metric::kind(&event.body), engine.ctx().clock.ticks());
        let clock = Arc::clone(&engine.ctx().clock);
        // In a task of its own, so that a panic ends one turn and not the account's queue.
        if let Err(error) = tokio::spawn(async move { engine.handle(event).await }).await {
            tracing::error!(%error, "a turn ended early");
            metric::turn_lost(account.platform());
        }
        let passed = Duration::from_millis(clock.ticks().saturating_sub(begun));
        metric::turn(account.platform(), kind, passed);
        account
    });
}

fn next(
    engine: &Engine,
    working: &mut JoinSet<AccountId>,
    waiting: &mut HashMap<AccountId, VecDeque<Event>>,
    done: Result<AccountId, tokio::task::JoinError>,
) {
    let Ok(account) = done else { return };
    match waiting.get_mut(&account).and_then(VecDeque::pop_front) {
        Some(event) => start(engine, working, event),
        None => {
            waiting.remove(&account);
        }
    }
}
