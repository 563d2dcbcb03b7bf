//! The loop that asks the server what is new.

use super::batch;
use crate::platform::matrix::edge::{Edge, apart, pause};
use crate::platform::matrix::sql;
use matrix_sdk::Client;
use matrix_sdk::config::{SyncSettings, SyncToken};
use matrix_sdk::ruma::api::client::filter::{
    Filter as EventFilter, FilterDefinition, RoomEventFilter,
};
use matrix_sdk::ruma::api::client::sync::sync_events::v3::Filter;
use matrix_sdk::ruma::api::error::ErrorKind;
use matrix_sdk::ruma::uint;
use matrix_sdk::store::{StateStoreDataKey, StateStoreDataValue};
use matrix_sdk::sync::RoomUpdates;
use rand::Rng as _;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::TryRecvError;
use tokio_util::sync::CancellationToken;

/// How long the server may wait for something new.
const WAIT: Duration = Duration::from_secs(30);
/// The longest pause between tries.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// Why the loop ended.
#[derive(Debug)]
pub(in crate::platform::matrix) enum Ended {
    /// It was stopped.
    Stopped,
    /// The server no longer takes the token; `soft` where the device is still there.
    LoggedOut { soft: bool },
}

/// Reads what is new until `stop`, or until the token is no longer good.
pub(in crate::platform::matrix) async fn run(
    edge: &Edge,
    client: &Client,
    stop: &CancellationToken,
) -> Ended {
    let mut since: Option<String> = None;
    let mut loaded = false;
    let mut pause_for = Duration::ZERO;
    let mut full = client.joined_rooms().is_empty();
    let mut updates = client.subscribe_to_all_room_updates();
    loop {
        if !loaded {
            match load(edge).await {
                Ok(token) => {
                    since = token;
                    loaded = true;
                }
                Err(error) => {
                    tracing::error!(%error, "the store does not say how far was read");
                    if rest(&mut pause_for, stop).await {
                        return Ended::Stopped;
                    }
                    continue;
                }
            }
        }
        let first = since.is_none();
        // A library that lost its folder knows no rooms, and a token from before tells it only what
        // has changed since.
        let wait = if edge.caught_up.load(Ordering::Relaxed) { WAIT } else { Duration::ZERO };
        let settings = SyncSettings::new()
            .timeout(wait)
            .full_state(full && !first)
            .filter(Filter::FilterDefinition(filter()))
            .token(since.clone().map_or(SyncToken::NoToken, SyncToken::Specific));
        let answer = tokio::select! {
            () = stop.cancelled() => return Ended::Stopped,
            answer = apart(ask(client, settings, &mut updates)) => answer,
        };
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => {
                if let Some(ErrorKind::UnknownToken(data)) = error.client_api_error_kind() {
                    return Ended::LoggedOut { soft: data.soft_logout };
                }
                if pause_for.is_zero() {
                    let error = describe(&error);
                    tracing::warn!(error, "the homeserver does not answer as it should");
                }
                if rest(&mut pause_for, stop).await {
                    return Ended::Stopped;
                }
                continue;
            }
        };
        if !pause_for.is_zero() {
            tracing::info!("the homeserver answers again");
            pause_for = Duration::ZERO;
        }
        full = false;
        let Answer { rooms, next, keys } = answer;
        let collecting = batch::collect(edge, client, rooms, since.as_deref(), stop);
        let Some(batch) = apart(collecting).await else {
            return Ended::Stopped;
        };
        // The library has moved on, so this answer will not come again in this run: it is stored,
        // however long that takes.
        while let Err(error) = batch::store(edge, client, &batch, &next).await {
            tracing::error!(%error, "what came could not be stored");
            if rest(&mut pause_for, stop).await {
                return Ended::Stopped;
            }
        }
        pause_for = Duration::ZERO;
        since = Some(next);
        if !edge.caught_up.swap(true, Ordering::Relaxed) {
            tracing::info!(rooms = client.joined_rooms().len(), "Matrix is connected");
        }
        if batch.wants_delivery() {
            edge.arrived.notify_one();
        }
        if keys || first || batch.wants_errands() {
            edge.errands.notify_one();
        }
    }
}

/// What the server has answered.
struct Answer {
    rooms: RoomUpdates,
    /// Where the next one begins.
    next: String,
    /// Whether keys came with it.
    keys: bool,
}

/// Asks once. An answer may hold an event that is none; the library then fails while it shows it to
/// listeners, after it has taken the answer. Asked for again, it would say that it knows that one, and
/// give nothing: what it has told of the rooms by then is the answer.
async fn ask(
    client: &Client,
    settings: SyncSettings,
    updates: &mut Receiver<RoomUpdates>,
) -> matrix_sdk::Result<Answer> {
    let asked = client.sync_once(settings).await;
    let told = newest(updates);
    let error = match asked {
        Ok(answer) => {
            let keys = !answer.to_device.is_empty();
            return Ok(Answer { rooms: answer.rooms, next: answer.next_batch, keys });
        }
        Err(error) => error,
    };
    let Some(rooms) = told else { return Err(error) };
    let token = client.state_store().get_kv_data(StateStoreDataKey::SyncToken).await?;
    match token.and_then(StateStoreDataValue::into_sync_token) {
        Some(next) => {
            let error = describe(&error);
            tracing::warn!(error, "the homeserver has sent something that is no event");
            Ok(Answer { rooms, next, keys: true })
        }
        None => Err(error),
    }
}

/// The newest of what the library has told; the others belong to answers that are dealt with.
fn newest(updates: &mut Receiver<RoomUpdates>) -> Option<RoomUpdates> {
    let mut newest = None;
    loop {
        match updates.try_recv() {
            Ok(update) => newest = Some(update),
            Err(TryRecvError::Lagged(_)) => {}
            Err(TryRecvError::Empty | TryRecvError::Closed) => return newest,
        }
    }
}

async fn load(edge: &Edge) -> sqlx::Result<Option<String>> {
    let mut tx = edge.store.read().await?;
    Ok(sql::sync(&mut tx, &edge.config.user).await?.map(|row| row.token))
}

/// Pauses a little longer each time; true when it is to stop.
async fn rest(wait: &mut Duration, stop: &CancellationToken) -> bool {
    let longer = (*wait * 2).clamp(Duration::from_millis(500), LONGEST_PAUSE);
    *wait = longer;
    // Bots that were all thrown off at once should not all come back at once.
    let part = rand::rng().random_range(0.5..1.0);
    tokio::select! {
        () = stop.cancelled() => true,
        () = pause(longer.mul_f64(part)) => false,
    }
}

/// Nobody's presence, typing or receipts: they would wake the bot for nothing.
///
/// All members at once, not each with their first message (“lazy loading”): Synapse takes whoever it
/// names so for somebody who has just joined, and says that their keys may have changed. Of the bot
/// itself it says so after its first message in each room; and the library, which has no other device
/// of its own to find, then holds every encrypted message back for five seconds, one after the other.
fn filter() -> FilterDefinition {
    let mut filter = FilterDefinition::default();
    filter.room.timeline.limit = Some(uint!(50));
    filter.room.ephemeral = RoomEventFilter::ignore_all();
    filter.presence = EventFilter::ignore_all();
    filter
}

/// What went wrong, without what the server wrote: that may be anything.
pub(in crate::platform::matrix) fn describe(error: &matrix_sdk::Error) -> String {
    match error.as_client_api_error() {
        Some(error) => {
            let code = error.error_kind().map(|kind| kind.errcode().to_string());
            format!("{} {}", error.status_code, code.unwrap_or_default())
        }
        None => error.to_string(),
    }
}
