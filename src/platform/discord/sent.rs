//! What was sent, beyond the few minutes for which Discord knows a nonce: noted before it is sent, and
//! looked for in the channel after a crash.

use super::edge::Edge;
use super::read::{room, text};
use super::rest::Call;
use super::sql::{self, SendingRow};
use crate::chat::address::Sent;
use crate::chat::platform::{Found, SendError, SendKey};
use crate::ids::MessageId;
use jiff::Timestamp;
use reqwest::Method;
use serde_json::Value;
use std::time::Duration;

/// How many messages of a channel are looked at.
const PAGE: usize = 100;
/// How far Discord's clock and ours may be apart, in milliseconds.
const SKEW: i64 = 2 * 60 * 1000;
/// For how long it is remembered what was sent, in milliseconds: longer than anything is tried.
pub(super) const KEPT: i64 = 3 * 24 * 60 * 60 * 1000;

/// Notes that a part is about to be sent. Gives its number when that was done before.
pub(super) async fn begin(
    edge: &Edge,
    key: SendKey,
    part: usize,
    channel: &str,
    content: &str,
) -> Result<Option<String>, SendError> {
    let row = SendingRow {
        part: i64::try_from(part).unwrap_or(i64::MAX),
        channel: channel.to_owned(),
        look: look(content),
        message: None,
        at: edge.millis(),
    };
    let noting = async {
        let mut tx = edge.store.begin().await?;
        let known = sql::begin_sending(&mut tx, key.outbox.0, key.revision, &row).await?;
        tx.commit().await?;
        Ok::<_, sqlx::Error>(known)
    };
    noting.await.map_err(|error| SendError::Transport(error.into()))
}

/// Notes the number of a part.
pub(super) async fn done(edge: &Edge, key: SendKey, part: usize, message: &str) {
    let noting = async {
        let mut tx = edge.store.begin_soon().await?;
        let part = i64::try_from(part).unwrap_or(i64::MAX);
        sql::sending_done(&mut tx, key.outbox.0, key.revision, part, message).await?;
        tx.commit().await
    };
    if let Err(error) = noting.await {
        let error: sqlx::Error = error;
        tracing::warn!(%error, "not noted that a message was sent");
    }
}

/// Whether a message stands in its channel.
pub(super) async fn find(edge: &Edge, key: SendKey) -> Result<Found, SendError> {
    let reading = async {
        let mut tx = edge.store.read().await?;
        sql::sending(&mut tx, key.outbox.0, key.revision).await
    };
    let rows = reading.await.map_err(|error: sqlx::Error| SendError::Transport(error.into()))?;
    // It is noted before Discord is asked.
    let Some(first) = rows.first() else { return Ok(Found::Absent) };
    let path = format!("/channels/{}/messages?limit={PAGE}", first.channel);
    let call = Call::new(Method::GET, path).patience(Duration::from_secs(10));
    let page = edge.rest.call(&call).await?;
    let (found, whole) = matched(&rows, &page, &edge.user());
    let mut sent = Sent::default();
    for (row, message) in rows.iter().zip(found) {
        let Some(message) = message else { continue };
        if row.message.is_none() {
            done(edge, key, usize::try_from(row.part).unwrap_or(0), &message).await;
        }
        sent.parts.push(MessageId { room: room(&row.channel), native: message });
    }
    Ok(match (sent.parts.len() == rows.len(), whole) {
        (true, _) => Found::There(sent),
        // What is there of it is not sent again: see `begin`.
        (false, true) => Found::Absent,
        (false, false) => Found::Unknown,
    })
}

/// The numbers of the parts that stand on a page, and whether the page goes back far enough.
fn matched(rows: &[SendingRow], page: &Value, bot: &str) -> (Vec<Option<String>>, bool) {
    let begun = rows.iter().map(|row| row.at).min().unwrap_or(0) - SKEW;
    // Newest first, as Discord gives them.
    let messages: Vec<&Value> = page.as_array().into_iter().flatten().collect();
    let oldest = messages.iter().filter_map(|message| at(message)).min();
    let whole = messages.len() < PAGE || oldest.is_some_and(|oldest| oldest < begun);
    let mut own: Vec<(String, i64)> = messages
        .iter()
        .rev()
        .filter(|message| message["author"]["id"].as_str() == Some(bot))
        .filter(|message| at(message).is_some_and(|at| at >= begun))
        .map(|message| (text(&message["id"]), look(&text(&message["content"]))))
        .collect();
    let found = rows
        .iter()
        .map(|row| {
            if row.message.is_some() {
                return row.message.clone();
            }
            let place = own.iter().position(|(_, look)| *look == row.look)?;
            Some(own.remove(place).0)
        })
        .collect();
    (found, whole)
}

fn at(message: &Value) -> Option<i64> {
    let at: Timestamp = message["timestamp"].as_str()?.parse().ok()?;
    Some(at.as_millisecond())
}

/// A number by which a text is known again (FNV-1a), and from which it cannot be read.
pub(super) fn look(content: &str) -> i64 {
    let hash = content.trim().bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash.cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOON: i64 = 1_774_785_600_000;

    fn row(part: i64, content: &str, message: Option<&str>) -> SendingRow {
        SendingRow {
            part,
            channel: "1".into(),
            look: look(content),
            message: message.map(str::to_owned),
            at: NOON,
        }
    }

    fn message(id: &str, author: &str, minutes: i64, content: &str) -> Value {
        let at = Timestamp::from_millisecond(NOON + minutes * 60_000).expect("an instant");
        json!({ "id": id, "author": { "id": author }, "timestamp": at.to_string(),
                "content": content })
    }

    fn ids(found: &[Option<String>]) -> Vec<Option<&str>> {
        found.iter().map(Option::as_deref).collect()
    }

    #[test]
    fn a_message_is_known_again_by_its_text_its_author_and_its_time() {
        let rows = [row(0, "one", None), row(1, "two", None)];
        let page = json!([
            message("5", "bot", 1, "two "),
            message("4", "ann", 1, "one"),
            message("3", "bot", 0, "one"),
            message("2", "bot", -60, "two"),
        ]);
        let (found, whole) = matched(&rows, &page, "bot");
        assert_eq!((ids(&found), whole), (vec![Some("3"), Some("5")], true));
        let (found, _) = matched(&rows, &json!([message("4", "ann", 1, "one")]), "bot");
        assert_eq!(ids(&found), vec![None, None]);
    }

    #[test]
    fn two_parts_that_say_the_same_are_two_messages() {
        let rows = [row(0, "same", None), row(1, "same", None)];
        let page = json!([message("3", "bot", 0, "same")]);
        let (found, _) = matched(&rows, &page, "bot");
        assert_eq!(ids(&found), vec![Some("3"), None]);
    }

    #[test]
    fn a_busy_channel_may_not_go_back_far_enough() {
        let rows = [row(0, "one", None)];
        let busy: Vec<Value> =
            (0..100).map(|n| message(&n.to_string(), "ann", 5, "talk")).collect();
        let (found, whole) = matched(&rows, &Value::Array(busy), "bot");
        assert_eq!((ids(&found), whole), (vec![None], false));
        let noted = [row(0, "one", Some("9"))];
        let (found, _) = matched(&noted, &json!([]), "bot");
        assert_eq!(ids(&found), vec![Some("9")]);
    }
}
