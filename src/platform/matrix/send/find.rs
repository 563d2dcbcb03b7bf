//! Whether a message arrived of which nobody knows: the server shows this device its own messages with
//! their transaction ids, and the intake writes these down.

use super::post::prefix;
use crate::chat::address::Sent;
use crate::chat::platform::{Found, SendError, SendKey};
use crate::ids::MessageId;
use crate::platform::matrix::edge::{Edge, room_id};
use crate::platform::matrix::sql;
use anyhow::anyhow;
use std::sync::atomic::Ordering;

/// For how long a message can have been on its way, in milliseconds: the outbox gives up long before.
const LONGEST: i64 = 8 * 24 * 60 * 60 * 1000;

/// Whether a message with a key stands in a room.
pub(in crate::platform::matrix) async fn find_sent(
    edge: &Edge,
    key: SendKey,
) -> Result<Found, SendError> {
    if !edge.caught_up.load(Ordering::Relaxed) {
        return Err(SendError::Transport(anyhow!("what was sent has not been read yet")));
    }
    let prefix = prefix(key);
    let reading = async {
        let mut tx = edge.store.read().await?;
        // The ids of the parts are this with “-00” and so on; “.” comes after “-”.
        let shown = sql::shown_with(&mut tx, &format!("{prefix}-"), &format!("{prefix}.")).await?;
        let sync = sql::sync(&mut tx, &edge.config.user).await?;
        Ok::<_, sqlx::Error>((shown, sync))
    };
    let (shown, sync) = reading.await.map_err(|error| SendError::Transport(error.into()))?;
    if !shown.is_empty() {
        let parts = shown
            .into_iter()
            .map(|(_, room, native)| MessageId { room: room_id(&room), native })
            .collect();
        return Ok(Found::There(Sent { parts }));
    }
    // Another device's ids are not shown to this one.
    let young = sync.is_none_or(|sync| edge.millis().saturating_sub(sync.device_at) < LONGEST);
    Ok(if young { Found::Unknown } else { Found::Absent })
}
