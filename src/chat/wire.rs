//! The form in which the outbox keeps a message: versioned, and apart from the domain types, so
//! that those can change while rows wait.

use super::message::{Attention, Block, Line, Message, Span, TimeStyle, Upload};
use super::prompt::{Choice, Delicacy, Expect, Field, FieldKind, Prompt};
use crate::ids::{AccountId, PromptId, RoomId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A kept message that cannot be read: damaged, or from a newer Hearth.
#[derive(Debug, thiserror::Error)]
#[error("kept message cannot be read: {0}")]
pub struct Unreadable(#[from] serde_json::Error);

/// The text that the store keeps.
pub fn encode(message: &Message) -> String {
    let wire = Wire::V1(V1::from(message));
    // Maps with string keys and numbers: nothing here that JSON refuses.
    serde_json::to_string(&wire).unwrap_or_default()
}

/// The message again.
pub fn decode(text: &str) -> Result<Message, Unreadable> {
    let Wire::V1(v1) = serde_json::from_str(text)?;
    Ok(v1.into())
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "v")]
enum Wire {
    #[serde(rename = "1")]
    V1(V1),
}

#[derive(Serialize, Deserialize)]
struct V1 {
    blocks: Vec<B>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    files: Vec<F>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    prompt: Option<P>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    noticed: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum B {
    Heading(Vec<S>),
    Paragraph(Vec<S>),
    List(Vec<Vec<S>>),
    Fields(Vec<(Vec<S>, Vec<S>)>),
    Code(String),
    Quote(Vec<S>),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum S {
    Text(String),
    Strong(String),
    Code(String),
    Command(String),
    Link(String, String),
    Mention(AccountId),
    Room(RoomId),
    Time(i64, String, T),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum T {
    Full,
    Date,
    Time,
}

#[derive(Serialize, Deserialize)]
struct F {
    name: String,
    media_type: String,
    bytes: Vec<u8>,
    description: String,
}

#[derive(Serialize, Deserialize)]
struct P {
    id: PromptId,
    health: bool,
    expect: E,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum E {
    OneOf(Vec<C>),
    Form(Vec<(C, K)>),
}

#[derive(Serialize, Deserialize)]
struct C(String, Vec<S>);

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum K {
    Scale(u8, u8),
    One(Vec<C>),
    Many(Vec<C>),
    Text(usize),
}

impl From<&Message> for V1 {
    fn from(message: &Message) -> Self {
        Self {
            blocks: message.blocks.iter().map(write_block).collect(),
            files: message.files.iter().map(write_file).collect(),
            prompt: message.prompt.as_ref().map(write_prompt),
            noticed: message.attention == Attention::Needed,
        }
    }
}

impl From<V1> for Message {
    fn from(v1: V1) -> Self {
        Self {
            blocks: v1.blocks.into_iter().map(read_block).collect(),
            files: v1.files.into_iter().map(read_file).collect(),
            prompt: v1.prompt.map(read_prompt),
            attention: if v1.noticed { Attention::Needed } else { Attention::Usual },
        }
    }
}

fn write_block(block: &Block) -> B {
    match block {
        Block::Heading(line) => B::Heading(write_line(line)),
        Block::Paragraph(line) => B::Paragraph(write_line(line)),
        Block::List(items) => B::List(items.iter().map(write_line).collect()),
        Block::Fields(fields) => {
            B::Fields(fields.iter().map(|(n, v)| (write_line(n), write_line(v))).collect())
        }
        Block::Code(text) => B::Code(text.clone()),
        Block::Quote(line) => B::Quote(write_line(line)),
    }
}

fn read_block(block: B) -> Block {
    match block {
        B::Heading(line) => Block::Heading(read_line(line)),
        B::Paragraph(line) => Block::Paragraph(read_line(line)),
        B::List(items) => Block::List(items.into_iter().map(read_line).collect()),
        B::Fields(fields) => {
            Block::Fields(fields.into_iter().map(|(n, v)| (read_line(n), read_line(v))).collect())
        }
        B::Code(text) => Block::Code(text),
        B::Quote(line) => Block::Quote(read_line(line)),
    }
}

fn write_line(line: &Line) -> Vec<S> {
    line.iter()
        .map(|span| match span {
            Span::Text(text) => S::Text(text.clone()),
            Span::Strong(text) => S::Strong(text.clone()),
            Span::Code(text) => S::Code(text.clone()),
            Span::Command(text) => S::Command(text.clone()),
            Span::Link { text, url } => S::Link(text.clone(), url.clone()),
            Span::Mention(account) => S::Mention(account.clone()),
            Span::Room(room) => S::Room(room.clone()),
            Span::Time { at, zone, style } => S::Time(
                at.as_millisecond(),
                zone.clone(),
                match style {
                    TimeStyle::Full => T::Full,
                    TimeStyle::Date => T::Date,
                    TimeStyle::Time => T::Time,
                },
            ),
        })
        .collect()
}

fn read_line(spans: Vec<S>) -> Line {
    let spans = spans.into_iter().map(|span| match span {
        S::Text(text) => Span::Text(text),
        S::Strong(text) => Span::Strong(text),
        S::Code(text) => Span::Code(text),
        S::Command(text) => Span::Command(text),
        S::Link(text, url) => Span::Link { text, url },
        S::Mention(account) => Span::Mention(account),
        S::Room(room) => Span::Room(room),
        S::Time(at, zone, style) => Span::Time {
            at: Timestamp::from_millisecond(at).unwrap_or_default(),
            zone,
            style: match style {
                T::Full => TimeStyle::Full,
                T::Date => TimeStyle::Date,
                T::Time => TimeStyle::Time,
            },
        },
    });
    Line(spans.collect())
}

fn write_file(file: &Upload) -> F {
    F {
        name: file.name.clone(),
        media_type: file.media_type.to_owned(),
        bytes: file.bytes.to_vec(),
        description: file.description.clone(),
    }
}

fn read_file(file: F) -> Upload {
    let media_type = ["image/png", "text/calendar", "application/json", "text/plain"]
        .into_iter()
        .find(|known| *known == file.media_type)
        .unwrap_or("application/octet-stream");
    Upload { name: file.name, media_type, bytes: file.bytes.into(), description: file.description }
}

fn write_choice(choice: &Choice) -> C {
    C(choice.key.clone(), write_line(&choice.label))
}

fn read_choice(C(key, label): C) -> Choice {
    Choice { key, label: read_line(label) }
}

fn write_prompt(prompt: &Prompt) -> P {
    let expect = match &prompt.expect {
        Expect::OneOf(choices) => E::OneOf(choices.iter().map(write_choice).collect()),
        Expect::Form(fields) => E::Form(
            fields
                .iter()
                .map(|f| (C(f.key.clone(), write_line(&f.label)), write_kind(&f.kind)))
                .collect(),
        ),
    };
    P { id: prompt.id, health: prompt.delicacy == Delicacy::Health, expect }
}

fn read_prompt(prompt: P) -> Prompt {
    let expect = match prompt.expect {
        E::OneOf(choices) => Expect::OneOf(choices.into_iter().map(read_choice).collect()),
        E::Form(fields) => Expect::Form(
            fields
                .into_iter()
                .map(|(C(key, label), kind)| Field {
                    key,
                    label: read_line(label),
                    kind: read_kind(kind),
                })
                .collect(),
        ),
    };
    let delicacy = if prompt.health { Delicacy::Health } else { Delicacy::Harmless };
    Prompt { id: prompt.id, expect, delicacy }
}

fn write_kind(kind: &FieldKind) -> K {
    match kind {
        FieldKind::Scale { lowest, highest } => K::Scale(*lowest, *highest),
        FieldKind::One(choices) => K::One(choices.iter().map(write_choice).collect()),
        FieldKind::Many(choices) => K::Many(choices.iter().map(write_choice).collect()),
        FieldKind::Text { most } => K::Text(*most),
    }
}

fn read_kind(kind: K) -> FieldKind {
    match kind {
        K::Scale(lowest, highest) => FieldKind::Scale { lowest, highest },
        K::One(choices) => FieldKind::One(choices.into_iter().map(read_choice).collect()),
        K::Many(choices) => FieldKind::Many(choices.into_iter().map(read_choice).collect()),
        K::Text(most) => FieldKind::Text { most },
    }
}
