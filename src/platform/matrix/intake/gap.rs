//! What a limited timeline leaves out: more was said since the last sync than the server sends at once.

use crate::platform::matrix::edge::{apart, pause};
use matrix_sdk::Room;
use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::room::MessagesOptions;
use matrix_sdk::ruma::uint;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How many pages of a hundred are read back at most. Who says five thousand things while the bot is
/// away does not wait for an answer to the first.
const MOST_PAGES: usize = 50;

/// The events between two tokens, oldest first; at most back to where `enough` says so. None when it
/// was stopped before it had them all.
pub(super) async fn fill(
    room: &Room,
    from: Option<String>,
    to: &str,
    enough: impl Fn(&TimelineEvent) -> bool,
    stop: &CancellationToken,
) -> Option<Vec<TimelineEvent>> {
    let mut events = Vec::new();
    let mut from = from;
    for _ in 0..MOST_PAGES {
        let mut options = MessagesOptions::backward().from(from.as_deref());
        options.to = Some(to.to_owned());
        options.limit = uint!(100);
        let page = page(room, options, stop).await?;
        let Ok(page) = page else { break };
        let mut done = page.chunk.is_empty();
        for event in page.chunk {
            let last = enough(&event);
            events.push(event);
            if last {
                done = true;
                break;
            }
        }
        match page.end {
            Some(end) if !done && Some(&end) != from.as_ref() => from = Some(end),
            _ => {
                events.reverse();
                return Some(events);
            }
        }
    }
    tracing::warn!(read = events.len(), "a long gap was not read to its beginning");
    events.reverse();
    Some(events)
}

/// One page, asked for until it comes. An error only where the server will never give it.
async fn page(
    room: &Room,
    options: MessagesOptions,
    stop: &CancellationToken,
) -> Option<Result<matrix_sdk::room::Messages, ()>> {
    let mut wait = Duration::from_millis(500);
    loop {
        let again = MessagesOptions::backward().from(options.from.as_deref());
        let mut asked = again;
        asked.to.clone_from(&options.to);
        asked.limit = options.limit;
        match apart(room.messages(asked)).await {
            Ok(page) => return Some(Ok(page)),
            Err(error) => {
                // Somebody who was just removed may no longer look back.
                let refused = error.as_client_api_error().is_some_and(|error| {
                    error.status_code.is_client_error() && error.status_code.as_u16() != 429
                });
                if refused {
                    tracing::warn!("the server does not show what was said in between");
                    return Some(Err(()));
                }
                tracing::warn!("what was said in between could not be read yet");
            }
        }
        tokio::select! {
            () = stop.cancelled() => return None,
            () = pause(wait) => wait = (wait * 2).min(Duration::from_mins(1)),
        }
    }
}
