//! Keeps a platform running: one that ends is started again after a while, and takes nothing with it.

use crate::chat::platform::{ChatPlatform, Fatal, Inbox};
use crate::clock::Clock;
use crate::health::{Health, Standing};
use crate::metric;
use futures_util::FutureExt as _;
use jiff::SignedDuration;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// How long the first pause is; each after it is twice as long,
const FIRST: SignedDuration = SignedDuration::from_secs(5);
/// up to this.
const LONGEST: SignedDuration = SignedDuration::from_mins(5);
/// A platform that ran for so long begins anew with the first pause.
const STEADY: SignedDuration = SignedDuration::from_mins(10);

/// Runs a platform until `stop`, or until it ends for good.
pub(super) async fn supervise(
    platform: Arc<dyn ChatPlatform>,
    inbox: Inbox,
    clock: Arc<dyn Clock>,
    health: Health,
    stop: CancellationToken,
) {
    let id = platform.id();
    let mut pause = FIRST;
    while !stop.is_cancelled() {
        health.set(id, Standing::Connected);
        let begun = clock.now();
        let outcome = run(&*platform, inbox.clone(), &stop).await;
        if stop.is_cancelled() {
            break;
        }
        if let Err(error) = &outcome
            && let Some(Fatal { why }) = error.downcast_ref()
        {
            tracing::error!(platform = %id, why, "this platform has stopped for good");
            break;
        }
        if clock.now().duration_since(begun) >= STEADY {
            pause = FIRST;
        }
        let seconds = pause.as_secs();
        match outcome {
            Ok(()) => {
                tracing::error!(platform = %id, seconds, "a platform ended; starting it again")
            }
            Err(error) => {
                tracing::error!(platform = %id, error = %format!("{error:#}"), seconds, "a platform ended; starting it again");
            }
        }
        health.set(id, Standing::Waiting);
        metric::restart(id);
        rest(&*clock, pause, &stop).await;
        pause = (pause * 2).min(LONGEST);
    }
    health.set(id, Standing::Stopped);
}

/// One life of a platform. A panic is an error like any other.
async fn run(
    platform: &dyn ChatPlatform,
    inbox: Inbox,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    let publish = async {
        let commands = crate::command::table::COMMANDS;
        if let Err(error) = platform.publish_commands(commands).await {
            tracing::error!(platform = %platform.id(), error = %format!("{error:#}"), "commands were not made known");
        }
        // The platform's end is the end of both.
        std::future::pending::<()>().await;
    };
    let life = async {
        tokio::select! {
            result = platform.run(inbox, stop.clone()) => result,
            () = publish => Ok(()),
        }
    };
    match AssertUnwindSafe(life).catch_unwind().await {
        Ok(result) => result,
        Err(_) => Err(anyhow::anyhow!("a defect: the platform panicked")),
    }
}

async fn rest(clock: &dyn Clock, pause: SignedDuration, stop: &CancellationToken) {
    let until = clock.now().saturating_add(pause).unwrap_or(clock.now());
    while clock.now() < until {
        tokio::select! {
            () = stop.cancelled() => return,
            () = clock.sleep_until(until) => {}
        }
    }
}
