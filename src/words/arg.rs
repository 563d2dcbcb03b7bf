//! What can be put into a sentence.

use crate::chat::message::{Line, Span};

/// An argument of a sentence.
#[derive(Debug, Clone)]
pub enum Arg {
    /// A number, which may choose a plural form.
    Number(f64),
    /// A fixed word that chooses between variants, such as `good` in `{ $mood -> [good] … }`.
    Select(&'static str),
    /// Literal spans: text from people and feeds, code, times, links.
    Line(Line),
}

impl Arg {
    /// Text shown as code, for what somebody can type.
    pub fn code(text: impl Into<String>) -> Self {
        Self::Line(Line(vec![Span::Code(text.into())]))
    }

    /// A command that can be typed, without the sign that it begins with on a platform.
    pub fn command(text: impl Into<String>) -> Self {
        Self::Line(Line(vec![Span::Command(text.into())]))
    }

    /// A word that chooses a variant of the sentence.
    pub fn select(word: &'static str) -> Self {
        Self::Select(word)
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Line(Line::text(text))
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Line(Line::text(text))
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Line(Line::text(text.as_str()))
    }
}

impl From<Span> for Arg {
    fn from(span: Span) -> Self {
        Self::Line(Line(vec![span]))
    }
}

impl From<Line> for Arg {
    fn from(line: Line) -> Self {
        Self::Line(line)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl From<$number> for Arg {
            fn from(number: $number) -> Self {
                Self::Number(number as f64)
            }
        }
    )*};
}

numbers!(u8, u16, u32, u64, usize, i32, i64, f64);
