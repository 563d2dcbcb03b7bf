//! What somebody said: an `m.room.message` read into what it means for the bot.
//!
//! Clients write the same thing in many ways. [`quote`] takes off what is repeated of an earlier
//! message, [`address`] finds out whether the bot is spoken to and takes that off, [`structured`]
//! reads commands that a client sends as data, [`mod@file`] attachments.

pub mod address;
pub mod file;
pub mod quote;
pub mod structured;

use crate::chat::event::{EventBody, RoomKind};
use matrix_sdk::ruma::UserId;
use serde_json::Value;

/// What is not for the bot is passed on only up to this length: long enough for the number or the
/// label that answers a question in the room, and no more of what others talk about.
const OVERHEARD: usize = 80;

/// Reads what is said to one bot.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// The bot's account.
    pub own: &'a UserId,
    /// The name that members see; may be empty.
    pub name: &'a str,
    /// What commands begin with in rooms of several.
    pub prefix: &'a str,
}

impl Reader<'_> {
    /// What a message means. None for what is no speech (notices of other bots, verification
    /// requests, places) and for what others say to each other. Of a changed message, its new text.
    pub fn read(&self, content: &Value, room: RoomKind) -> Option<EventBody> {
        let content = new_content(content);
        let said = speech(content)?;
        let files: Vec<_> = file::attached(content).into_iter().collect();
        let mentioned = address::mentions(content, self.own);
        if let Some((path, options)) = structured::command(content)
            && (mentioned || room == RoomKind::Direct)
        {
            return Some(EventBody::Invoked { path, options, files });
        }
        let reply = is_reply(content);
        let text = quote::without(&said, reply);
        let (text, addressed) = match room {
            RoomKind::Direct => (address::bare(self, text, mentioned), true),
            RoomKind::Group | RoomKind::Whole => match address::to_us(self, text, mentioned) {
                Some(rest) => (rest, true),
                None => (text.trim().to_owned(), false),
            },
        };
        if !addressed && (text.is_empty() || text.len() > OVERHEARD || text.contains('\n')) {
            return None;
        }
        if text.is_empty() && files.is_empty() && !addressed {
            return None;
        }
        Some(EventBody::Said { text, addressed, files })
    }
}

fn new_content(content: &Value) -> &Value {
    let replaces = content["m.relates_to"]["rel_type"] == "m.replace";
    match &content["m.new_content"] {
        new @ Value::Object(_) if replaces => new,
        _ => content,
    }
}

fn is_reply(content: &Value) -> bool {
    content["m.relates_to"]["m.in_reply_to"]["event_id"].is_string()
}

/// The words of a message; empty for a file without any.
fn speech(content: &Value) -> Option<String> {
    let kind = content["msgtype"].as_str()?;
    match kind {
        "m.text" | "m.emote" => Some(words(content)),
        "m.file" | "m.image" | "m.audio" | "m.video" => Some(file::caption(content)),
        _ => None,
    }
}

/// The plain text; where a client sent HTML alone, what is left of that.
fn words(content: &Value) -> String {
    match content["body"].as_str() {
        Some(body) if !body.trim().is_empty() => body.to_owned(),
        _ => content["formatted_body"].as_str().map(quote::text_of_html).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests;
