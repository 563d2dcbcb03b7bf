//! The plain form of a message: what a terminal, a transcript and a screen reader get.

use super::message::{Block, Line, Message, Span, TimeStyle};
use super::prompt::{Expect, FieldKind};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fmt::Write as _;

/// The whole message without its prompt's choices.
pub fn text(message: &Message) -> String {
    let blocks: Vec<String> = message.blocks.iter().map(block).collect();
    blocks.join("\n\n")
}

/// The message with its prompt as a numbered list, which can be answered by text.
pub fn with_choices(message: &Message) -> String {
    let mut out = text(message);
    let Some(prompt) = &message.prompt else { return out };
    match &prompt.expect {
        Expect::OneOf(choices) => {
            for (index, choice) in choices.iter().enumerate() {
                let _ = write!(out, "\n  {}. {}", index + 1, choice.label.plain());
            }
        }
        Expect::Form(fields) => {
            for field in fields {
                let _ = write!(out, "\n  {} – {}", field.key, field.label.plain());
                match &field.kind {
                    FieldKind::Scale { lowest, highest } => {
                        let _ = write!(out, " ({lowest}–{highest})");
                    }
                    FieldKind::One(choices) | FieldKind::Many(choices) => {
                        let keys: Vec<&str> = choices.iter().map(|c| c.key.as_str()).collect();
                        let _ = write!(out, " ({})", keys.join(", "));
                    }
                    FieldKind::Text { .. } => {}
                }
            }
        }
    }
    out
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(line) | Block::Paragraph(line) => self::line(line),
        Block::List(items) => items
            .iter()
            .map(|item| format!("• {}", self::line(item)))
            .collect::<Vec<_>>()
            .join("\n"),
        Block::Fields(fields) => fields
            .iter()
            .map(|(name, value)| format!("{}: {}", self::line(name), self::line(value)))
            .collect::<Vec<_>>()
            .join("\n"),
        Block::Code(text) => text.clone(),
        Block::Quote(quote) => {
            self::line(quote).lines().map(|l| format!("> {l}")).collect::<Vec<_>>().join("\n")
        }
    }
}

/// The plain text of a run of spans.
pub fn line(spans: &[Span]) -> String {
    let mut out = String::new();
    for span in spans {
        match span {
            Span::Text(text) | Span::Strong(text) | Span::Code(text) => out.push_str(text),
            Span::Command(command) => {
                out.push('/');
                out.push_str(command);
            }
            Span::Link { text, url } if text == url => out.push_str(url),
            Span::Link { text, url } => {
                let _ = write!(out, "{text} ({url})");
            }
            Span::Mention(account) => out.push_str(account.native()),
            Span::Room(room) => out.push_str(room.native()),
            Span::Time { at, zone, style } => out.push_str(&time(*at, zone, *style)),
        }
    }
    out
}

/// An instant in a zone; in UTC when the zone is not known.
pub fn time(at: Timestamp, zone: &str, style: TimeStyle) -> String {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let local = at.to_zoned(zone);
    let format = match style {
        TimeStyle::Full => "%a %-d %b %Y, %H:%M %Z",
        TimeStyle::Date => "%a %-d %b %Y",
        TimeStyle::Time => "%H:%M %Z",
    };
    local.strftime(format).to_string()
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&line(&self.0))
    }
}
