//! Messages whose keys had not come when they did.

use super::batch::put_new;
use super::read::{Meaning, Raw, Where, meaning};
use crate::platform::matrix::edge::{Edge, apart};
use crate::platform::matrix::said::Reader;
use crate::platform::matrix::sql::{self, UnreadRow};
use crate::platform::matrix::{rooms, send};
use matrix_sdk::Client;
use matrix_sdk::deserialized_responses::TimelineEventKind;
use matrix_sdk::ruma::RoomId;
use matrix_sdk::ruma::events::room::encrypted::OriginalSyncRoomEncryptedEvent;
use matrix_sdk::ruma::serde::Raw as RawJson;
use serde_json::value::RawValue;

/// How long a key may take before the sender is told, in milliseconds.
const PATIENCE: i64 = 3 * 60 * 1000;
/// How long a key is waited for.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// Tries all that could not be read again. Returns whether some still wait.
pub(in crate::platform::matrix) async fn retry(
    edge: &Edge,
    client: &Client,
) -> anyhow::Result<bool> {
    let rows = {
        let mut tx = edge.store.read().await?;
        sql::unread(&mut tx).await?
    };
    let mut wait = false;
    for row in rows {
        wait |= !one(edge, client, &row).await?;
    }
    Ok(wait)
}

/// Tries one; whether it is settled.
async fn one(edge: &Edge, client: &Client, row: &UnreadRow) -> anyhow::Result<bool> {
    let now = edge.millis();
    let room = RoomId::parse(&row.room).ok().and_then(|id| client.get_room(&id));
    let (Some(room), true) = (room, now.saturating_sub(row.at) < DAY) else {
        let mut tx = edge.store.begin_soon().await?;
        sql::drop_unread(&mut tx, &row.event).await?;
        tx.commit().await?;
        return Ok(true);
    };
    if let Some(decrypted) = decrypt(&room, row).await {
        let name = rooms::own_name(&room).await;
        let here = Where {
            reader: Reader { own: room.own_user_id(), name: &name, prefix: &edge.config.prefix },
            room: &row.room,
            kind: rooms::kind(&room).await,
            now,
        };
        let meaning = Raw::parse(&decrypted).map(|raw| meaning(&raw, &here));
        let mut tx = edge.store.begin_soon().await?;
        if let Some(Meaning::Rows(rows)) = meaning {
            for mut read in rows {
                // The age that the event names is that of the moment when it came.
                read.at = row.at;
                put_new(&mut tx, &read, now).await?;
            }
        }
        sql::drop_unread(&mut tx, &row.event).await?;
        tx.commit().await?;
        edge.arrived.notify_one();
        return Ok(true);
    }
    if row.told == 0 && now.saturating_sub(row.at) >= PATIENCE {
        tell(edge, row, now).await?;
    }
    Ok(false)
}

async fn decrypt(room: &matrix_sdk::Room, row: &UnreadRow) -> Option<String> {
    let json = RawValue::from_string(row.raw.clone()).ok()?;
    let raw = RawJson::<OriginalSyncRoomEncryptedEvent>::from_json(json);
    let event = apart(room.decrypt_event(&raw, None)).await.ok()?;
    match &event.kind {
        TimelineEventKind::Decrypted(decrypted) => Some(decrypted.event.json().get().to_owned()),
        _ => None,
    }
}

/// Tells the sender, once a day. In a room of many it may not have been for the bot, so it is one
/// quiet line.
async fn tell(edge: &Edge, row: &UnreadRow, now: i64) -> anyhow::Result<()> {
    let mut tx = edge.store.begin_soon().await?;
    let first = sql::tell(&mut tx, &row.account_id, "unread", now, now - DAY).await?;
    sql::set_told(&mut tx, &row.event).await?;
    tx.commit().await?;
    if first {
        let key = format!("{}-unread", row.event);
        send::line(edge, &row.room, &row.event, edge.words.matrix_unread(), &key).await?;
    }
    Ok(())
}
