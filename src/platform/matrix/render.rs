//! A message as Matrix shows it: plain text and HTML side by side, split where one event is full.
//!
//! [`html`] turns spans into both forms at once, [`clean`] takes out what would change how other text
//! is read, [`split`] fills events.
//!
//! Nothing that a member or a feed wrote can become markup or mention anybody: text is escaped, and
//! who is notified stands in [`Part::mentions`] alone, which is always sent, empty or not. (With
//! `m.mentions` present, a body that happens to contain a name or `@room` notifies nobody.)

pub mod clean;
pub mod html;
pub mod split;

use crate::chat::message::{Block, Line, Message, Span, Upload};
use crate::ids::{AccountId, RoomId};
use crate::words::Words;
use bytes::Bytes;
use html::Unit;
use matrix_sdk::ruma::OwnedUserId;
use std::collections::BTreeMap;

/// The most bytes of text and HTML together in one event. The limit of the protocol is about 48 000
/// when encrypted; a screen is long before full.
pub const MOST_BYTES: usize = 16 * 1024;

/// The most events for one message; what is longer is a file.
const MOST_PARTS: usize = 4;

/// One event's worth of a message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// The plain text.
    pub body: String,
    /// The HTML, where there is anything that plain text does not show.
    pub formatted: Option<String>,
    /// Who is notified by name.
    pub mentions: Vec<OwnedUserId>,
    /// Whether it rings: `m.text`. Otherwise it is an `m.notice`, which notifies nobody.
    pub rings: bool,
}

/// A message as events.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rendered {
    /// In order. Empty for a message that is only files.
    pub parts: Vec<Part>,
    /// The whole text as a file, where it is too long for a chat.
    pub whole: Option<Upload>,
}

/// A block to be shown: one of the message's, or what the edge says about how to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A block.
    Block(Block),
    /// Items with their numbers from 1.
    Numbered(Vec<Line>),
}

/// How members and rooms are called where the message is read.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Display names in the room.
    pub members: BTreeMap<AccountId, String>,
    /// Names of rooms.
    pub rooms: BTreeMap<RoomId, String>,
}

/// For whom a message is rendered.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// What commands begin with; empty in direct rooms.
    pub prefix: &'a str,
    /// Whether it rings.
    pub rings: bool,
    /// Names to show.
    pub names: &'a Names,
    /// The words of the edge itself.
    pub words: &'a Words,
}

/// The accounts and rooms whose names a message shows.
pub fn named(message: &Message) -> (Vec<AccountId>, Vec<RoomId>) {
    let (mut accounts, mut rooms) = (Vec::new(), Vec::new());
    for span in message.blocks.iter().flat_map(lines).flat_map(|line| line.iter()) {
        match span {
            Span::Mention(account) if !accounts.contains(account) => accounts.push(account.clone()),
            Span::Room(room) if !rooms.contains(room) => rooms.push(room.clone()),
            _ => {}
        }
    }
    (accounts, rooms)
}

fn lines(block: &Block) -> Vec<&Line> {
    match block {
        Block::Heading(line) | Block::Paragraph(line) | Block::Quote(line) => vec![line],
        Block::List(items) => items.iter().collect(),
        Block::Fields(fields) => fields.iter().flat_map(|(name, value)| [name, value]).collect(),
        Block::Code(_) => Vec::new(),
    }
}

/// The blocks of a message, and then `tail`, as events.
pub fn render(message: &Message, tail: &[Piece], view: &View<'_>) -> Rendered {
    let blocks = message.blocks.iter().cloned().map(Piece::Block);
    let pieces: Vec<Piece> = blocks.chain(tail.iter().cloned()).collect();
    let units: Vec<Unit> = pieces.iter().map(|piece| html::unit(piece, view)).collect();
    let parts = split::parts(&units, view.rings);
    if parts.len() <= MOST_PARTS {
        return Rendered { parts, whole: None };
    }
    let whole: Vec<String> = units.iter().map(Unit::body).collect();
    let note = Piece::Block(Block::Paragraph(view.words.matrix_long()));
    let note = html::unit(&note, view);
    // The beginning, so that it can be seen what it is, and where the rest is.
    let mut first = split::parts(&units, view.rings).into_iter().next().unwrap_or_default();
    split::end_with(&mut first, &note);
    let whole = Upload {
        name: "answer.txt".to_owned(),
        media_type: "text/plain",
        bytes: Bytes::from(whole.join("\n\n")),
        description: view.words.matrix_long_file().plain(),
    };
    Rendered { parts: vec![first], whole: Some(whole) }
}

#[cfg(test)]
mod tests;
