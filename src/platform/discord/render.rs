//! A message as Discord shows it: Markdown in parts that fit, what can be tapped, and who may be
//! mentioned.
//!
//! There are no embeds: people can switch them off, and a help line would not be shown to them.
//! Nothing that a member or a feed wrote can become markup or mention anybody: text is escaped, and
//! who is mentioned stands in [`Rendered::mentions`] alone, which is always sent, empty or not.

pub mod form;
pub mod split;
pub mod tap;
pub mod text;

use crate::chat::message::{Block, Line, Message, Span, Upload};
use crate::ids::PlatformId;
use crate::words::Words;
use bytes::Bytes;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The most characters of a message.
pub const MOST_CONTENT: usize = 2_000;
/// The most messages for one; what is longer is a file.
pub const MOST_PARTS: usize = 5;

/// The file with the whole text of what is too long.
pub const WHOLE: &str = "answer.txt";

/// For whom a message is rendered.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// Discord's numbers of the commands, by which they can be tapped.
    pub commands: &'a BTreeMap<String, String>,
    /// The words of the edge itself.
    pub words: &'a Words,
}

/// A message as it is sent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rendered {
    /// The text, in order; empty for what has none.
    pub parts: Vec<String>,
    /// The accounts that may be notified.
    pub mentions: Vec<String>,
    /// The whole text as a file, where it is too long for a chat.
    pub whole: Option<Upload>,
}

/// The text of a message.
pub fn render(message: &Message, view: &View<'_>) -> Rendered {
    let parts = split::parts(&message.blocks, view);
    let mentions = mentions(message);
    if parts.len() <= MOST_PARTS {
        return Rendered { parts, mentions, whole: None };
    }
    let note = split::parts(&[Block::Paragraph(view.words.discord_long())], view);
    let first = split::cut(parts.first().map_or("", String::as_str), &note.concat());
    let whole = Upload {
        name: WHOLE.to_owned(),
        media_type: "text/plain",
        bytes: Bytes::from(crate::chat::plain::text(message)),
        description: view.words.discord_long_file().plain(),
    };
    Rendered { parts: vec![first], mentions, whole: Some(whole) }
}

/// What is left of a message of which so many parts were said. What stands across two parts is said
/// again from its beginning.
pub fn rest(message: &Message, said: usize, view: &View<'_>) -> Message {
    if said == 0 {
        return message.clone();
    }
    Message { blocks: split::rest(&message.blocks, said, view), ..message.clone() }
}

fn mentions(message: &Message) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let lines: Vec<&Line> = message
        .blocks
        .iter()
        .flat_map(|block| match block {
            Block::Heading(line) | Block::Paragraph(line) | Block::Quote(line) => vec![line],
            Block::List(items) => items.iter().collect(),
            Block::Fields(fields) => fields.iter().flat_map(|(n, v)| [n, v]).collect(),
            Block::Code(_) => Vec::new(),
        })
        .collect();
    for span in lines.iter().flat_map(|line| line.iter()) {
        if let Span::Mention(account) = span
            && account.platform() == PlatformId::Discord
            && !found.iter().any(|known| known == account.native())
        {
            found.push(account.native().to_owned());
        }
    }
    // More than this is refused.
    found.truncate(100);
    found
}

/// The body of a request that says one part. `last` brings what can be tapped and the files.
pub fn body(content: &str, mentions: &[String], components: Vec<Value>, files: &[Upload]) -> Value {
    let attachments: Vec<Value> = files
        .iter()
        .enumerate()
        .map(|(id, file)| {
            let description: String = file.description.chars().take(1_024).collect();
            json!({ "id": id, "filename": file.name, "description": description })
        })
        .collect();
    let mut body = json!({
        "content": content,
        "allowed_mentions": { "parse": [], "users": mentions },
        "components": components,
    });
    if !attachments.is_empty() {
        body["attachments"] = Value::Array(attachments);
    }
    body
}

#[cfg(test)]
mod tests;
