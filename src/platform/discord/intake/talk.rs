//! What somebody writes to the bot alone. What people write in servers, Discord does not tell us.

use super::{Read, hand};
use crate::chat::event::{Event, EventBody, Place as Where, RoomKind, TurnId};
use crate::chat::platform::Inbox;
use crate::ids::MessageId;
use crate::platform::discord::edge::{Edge, Place};
use crate::platform::discord::read::{User, account, attached, room, text};
use crate::platform::discord::send;
use crate::platform::discord::turn::{How, Opened};
use serde::Deserialize as _;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

/// The most files of a message that are looked at.
const MOST_FILES: usize = 10;

/// Something was written.
pub(super) async fn said(edge: &Arc<Edge>, data: &Value, place: Place, inbox: &Inbox) -> Read {
    let Some(from) = From::read(edge, data) else { return Read::Passed };
    let event = from.event(edge, how_answered(&from.id), Some(place));
    let body = words(data, &edge.user());
    hand(inbox, Event { body, ..event }).await
}

/// What was written was changed: as if it was taken back, and something else said.
pub(super) async fn changed(edge: &Arc<Edge>, data: &Value, place: Place, inbox: &Inbox) -> Read {
    let Some(from) = From::read(edge, data) else { return Read::Passed };
    // Discord also says so when it has made a preview of a link.
    let Some(when) = data["edited_timestamp"].as_str() else { return Read::Passed };
    let message = from.message();
    let event = from.event(edge, How::Quietly, None);
    let native = Some(format!("message:{}:{when}", from.id));
    let body = EventBody::Redacted { message };
    let taken_back = hand(inbox, Event { native: native.clone(), body, ..event }).await;
    if taken_back != Read::Taken {
        return taken_back;
    }
    let event = from.event(edge, How::Message(changed_number(&from.id, when)), Some(place));
    hand(inbox, Event { native, body: words(data, &edge.user()), ..event }).await
}

/// What was written was taken back.
pub(super) async fn taken_back(
    edge: &Arc<Edge>,
    data: &Value,
    place: Place,
    inbox: &Inbox,
) -> Read {
    let (id, channel) = (text(&data["id"]), text(&data["channel_id"]));
    if id.is_empty() || channel.is_empty() {
        return Read::Unreadable;
    }
    if !data["guild_id"].is_null() {
        return Read::Passed;
    }
    // Discord does not say whose it was; between two it was theirs, or the bot's own.
    let Some(who) = send::direct_with(edge, &channel).await else { return Read::Passed };
    let from = From { id, channel, account: who, name: String::new() };
    let body = EventBody::Redacted { message: from.message() };
    let event = from.event(edge, How::Quietly, Some(place));
    hand(inbox, Event { body, ..event }).await
}

fn how_answered(id: &str) -> How {
    How::Message(id.to_owned())
}

/// A change is answered by itself: with the number of the message alone, Discord would take the answer
/// for the first one, come again. The lowest 22 bits of a number tell apart what happened in one
/// millisecond, which is little in a room of two.
fn changed_number(id: &str, when: &str) -> String {
    let mark = when.bytes().fold(0_u64, |all, byte| all.wrapping_mul(31).wrapping_add(byte.into()));
    (id.parse().unwrap_or(0) ^ (mark & 0x3f_ffff)).to_string()
}

fn words(data: &Value, bot: &str) -> EventBody {
    let files = data["attachments"].as_array().into_iter().flatten();
    EventBody::Said {
        text: without_sign(&text(&data["content"]), bot).to_owned(),
        addressed: true,
        files: files.take(MOST_FILES).filter_map(attached).collect(),
    }
}

/// Who types `/help` as text, because they were not offered it, means the command; so does who mentions
/// the bot first.
fn without_sign<'a>(text: &'a str, bot: &str) -> &'a str {
    let text = text.trim();
    let mentioned = text.strip_prefix("<@").and_then(|rest| rest.strip_prefix(bot));
    let text = mentioned.and_then(|rest| rest.strip_prefix('>')).map_or(text, str::trim);
    text.strip_prefix(['/', '!']).filter(|rest| !rest.is_empty()).unwrap_or(text)
}

/// Who wrote, and where.
struct From {
    id: String,
    channel: String,
    account: String,
    name: String,
}

impl From {
    /// Nobody when it was a program, or in a server.
    fn read(edge: &Edge, data: &Value) -> Option<Self> {
        let user = User::deserialize(&data["author"]).ok()?;
        let (id, channel) = (text(&data["id"]), text(&data["channel_id"]));
        let ours = user.bot || user.id == edge.user() || !data["guild_id"].is_null();
        if ours || id.is_empty() || channel.is_empty() {
            return None;
        }
        send::note_direct(edge, &user.id, &channel);
        Some(Self { id, channel, name: user.name(), account: user.id })
    }

    fn message(&self) -> MessageId {
        MessageId { room: room(&self.channel), native: self.id.clone() }
    }

    fn event(&self, edge: &Edge, how: How, place: Option<Place>) -> Event {
        let (turn, _) = edge.open(Opened {
            how,
            account: account(&self.account),
            channel: self.channel.clone(),
            kind: RoomKind::Direct,
            answers: AtomicU32::new(0),
            _place: place,
        });
        Event {
            native: Some(format!("message:{}", self.id)),
            at: edge.clock.now(),
            account: account(&self.account),
            name: self.name.clone(),
            place: Where { room: room(&self.channel), kind: RoomKind::Direct, community: None },
            source: Some(self.message()),
            turn: TurnId(turn),
            body: EventBody::Left,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_change_of_a_message_has_a_number_of_its_own() {
        let (id, first, second) =
            ("1575370554561527808", "2026-11-26T04:40:56+00:00", "2026-11-26T04:40:57+00:00");
        let numbers = [id.to_owned(), changed_number(id, first), changed_number(id, second)];
        assert_eq!(numbers.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
        assert_eq!(changed_number(id, first), numbers[1], "the same when it comes again");
        assert!(numbers.iter().all(|number| {
            number.parse::<u64>().is_ok_and(|n| n >> 22 == 1_575_370_554_561_527_808 >> 22)
        }));
    }

    #[test]
    fn a_sign_before_a_command_is_taken_off() {
        let table = [
            ("/help", "help"),
            (" !help ", "help"),
            ("help", "help"),
            ("/", "/"),
            ("", ""),
            ("<@77> help", "help"),
            ("<@77>/help", "help"),
            ("<@78> help", "<@78> help"),
            ("<@77>", ""),
        ];
        for (typed, read) in table {
            assert_eq!(without_sign(typed, "77"), read, "{typed:?}");
        }
    }
}
