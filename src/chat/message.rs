//! What the bot says: six kinds of block made of six kinds of span.
//!
//! Text is literal. Escaping, mention syntax, splitting and limits belong to each platform's
//! renderer, so nothing that a member or a feed wrote can become markup.

use super::prompt::Prompt;
use crate::ids::{AccountId, RoomId};
use bytes::Bytes;
use jiff::Timestamp;

/// A message: blocks in reading order, files, and at most one prompt.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Message {
    /// In reading order.
    pub blocks: Vec<Block>,
    /// Attached files.
    pub files: Vec<Upload>,
    /// A question that the message asks.
    pub prompt: Option<Prompt>,
    /// Whether somebody should notice it who looks elsewhere.
    pub attention: Attention,
}

/// Whether a message should be noticed by somebody who looks elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Attention {
    /// What was not asked for rings; an answer does not, because its reader is looking.
    #[default]
    Usual,
    /// Rings and stands out, though it is an answer: somebody may have put the phone down.
    Needed,
}

/// A block of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A title line.
    Heading(Line),
    /// Running text.
    Paragraph(Line),
    /// Items, unnumbered.
    List(Vec<Line>),
    /// Names and values.
    Fields(Vec<(Line, Line)>),
    /// Preformatted text.
    Code(String),
    /// Somebody's own words.
    Quote(Line),
}

/// A run of spans.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line(pub Vec<Span>);

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Literal text.
    Text(String),
    /// Emphasised literal text.
    Strong(String),
    /// Something that can be typed.
    Code(String),
    /// A command that can be typed to the bot, without the sign that it begins with on a platform:
    /// `meetings next` is `/meetings next` on Discord and `!meetings next` on Matrix.
    Command(String),
    /// A link with its text.
    Link {
        /// What is shown.
        text: String,
        /// `http`, `https`, `tel`, `sms` or `mailto`.
        url: String,
    },
    /// A member, mentioned so that the platform notifies them.
    Mention(AccountId),
    /// A room, by the name that members see and so that they can go there.
    Room(RoomId),
    /// An instant, shown in the reader's zone.
    Time {
        /// The instant.
        at: Timestamp,
        /// The IANA zone in which it is written where the platform cannot do it for each reader.
        zone: String,
        /// How much of it is shown.
        style: TimeStyle,
    },
}

/// How much of an instant is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeStyle {
    /// Weekday, date, time and zone: `Sun 29 Mar 2026, 19:00 CEST`.
    Full,
    /// The date: `Sun 29 Mar 2026`.
    Date,
    /// The time of day and zone: `19:00 CEST`.
    Time,
}

/// A file that goes with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// File name with extension.
    pub name: String,
    /// Media type, such as `image/png`.
    pub media_type: &'static str,
    /// The content.
    pub bytes: Bytes,
    /// What it shows, for those who do not see it.
    pub description: String,
}

impl Line {
    /// A line of literal text.
    pub fn text(text: impl Into<String>) -> Self {
        Self(vec![Span::Text(text.into())])
    }

    /// Adds a span; neighbouring texts become one.
    pub fn push(&mut self, span: Span) {
        match (self.0.last_mut(), span) {
            (Some(Span::Text(before)), Span::Text(after)) => before.push_str(&after),
            (_, span) => self.0.push(span),
        }
    }

    pub(crate) fn push_char(&mut self, character: char) {
        if let Some(Span::Text(text)) = self.0.last_mut() {
            text.push(character);
        } else {
            self.0.push(Span::Text(character.to_string()));
        }
    }

    /// This line, then a space, then the other.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.push(Span::Text(" ".into()));
        other.0.into_iter().for_each(|span| self.push(span));
        self
    }

    /// The plain text.
    pub fn plain(&self) -> String {
        super::plain::line(&self.0)
    }
}

impl std::ops::Deref for Line {
    type Target = [Span];

    fn deref(&self) -> &[Span] {
        &self.0
    }
}

impl From<Span> for Line {
    fn from(span: Span) -> Self {
        Self(vec![span])
    }
}

impl Message {
    /// An empty message, to be built.
    pub fn new() -> Self {
        Self::default()
    }

    /// One paragraph.
    pub fn say(line: Line) -> Self {
        Self::new().paragraph(line)
    }

    /// Adds a title.
    #[must_use]
    pub fn heading(mut self, line: Line) -> Self {
        self.blocks.push(Block::Heading(line));
        self
    }

    /// Adds running text.
    #[must_use]
    pub fn paragraph(mut self, line: Line) -> Self {
        self.blocks.push(Block::Paragraph(line));
        self
    }

    /// Adds running text where there is some.
    #[must_use]
    pub fn maybe(self, line: Option<Line>) -> Self {
        match line {
            Some(line) => self.paragraph(line),
            None => self,
        }
    }

    /// Adds items; nothing when there are none.
    #[must_use]
    pub fn list(mut self, items: Vec<Line>) -> Self {
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
        self
    }

    /// Adds names and values; nothing when there are none.
    #[must_use]
    pub fn fields(mut self, fields: Vec<(Line, Line)>) -> Self {
        if !fields.is_empty() {
            self.blocks.push(Block::Fields(fields));
        }
        self
    }

    /// Adds preformatted text.
    #[must_use]
    pub fn code(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Code(text.into()));
        self
    }

    /// Adds somebody's own words.
    #[must_use]
    pub fn quote(mut self, line: Line) -> Self {
        self.blocks.push(Block::Quote(line));
        self
    }

    /// Attaches a file.
    #[must_use]
    pub fn file(mut self, file: Upload) -> Self {
        self.files.push(file);
        self
    }

    /// Asks something.
    #[must_use]
    pub fn ask(mut self, prompt: Prompt) -> Self {
        self.prompt = Some(prompt);
        self
    }

    /// Should be noticed, though it is an answer.
    #[must_use]
    pub fn noticed(mut self) -> Self {
        self.attention = Attention::Needed;
        self
    }

    /// All blocks of another message after these.
    #[must_use]
    pub fn append(mut self, other: Self) -> Self {
        self.blocks.extend(other.blocks);
        self.files.extend(other.files);
        self.prompt = self.prompt.or(other.prompt);
        self.attention = self.attention.max(other.attention);
        self
    }
}
