//! The tools.

use crate::chat::message::Line;
use crate::words::{Arg, Words};

/// A coping tool, or one of the two safety pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tool {
    /// Wait, do something, then decide.
    Delay,
    /// Watch an urge rise and fall.
    Surf,
    /// Think it through to the end.
    Tape,
    /// Hungry, angry, lonely, tired.
    Halt,
    /// Five senses.
    Ground,
    /// Breathing in four equal parts.
    Box,
    /// Cold water, movement, long breaths.
    Cold,
    /// One's own reasons.
    List,
    /// Somebody to talk to.
    Reach,
    /// Another place.
    Leave,
    /// Another thought.
    Thought,
    /// What to do in an opioid overdose. A safety page.
    Overdose,
    /// Why not to stop suddenly. A safety page.
    Withdrawal,
}

impl Tool {
    /// All, in the order in which they are listed.
    pub const ALL: &'static [Self] = &[
        Self::Delay,
        Self::Surf,
        Self::Ground,
        Self::Box,
        Self::Cold,
        Self::Halt,
        Self::Tape,
        Self::Thought,
        Self::Leave,
        Self::Reach,
        Self::List,
        Self::Overdose,
        Self::Withdrawal,
    ];

    /// The name that is typed: `/coping surf`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Delay => "delay",
            Self::Surf => "surf",
            Self::Tape => "tape",
            Self::Halt => "halt",
            Self::Ground => "ground",
            Self::Box => "box",
            Self::Cold => "cold",
            Self::List => "list",
            Self::Reach => "reach",
            Self::Leave => "leave",
            Self::Thought => "thought",
            Self::Overdose => "overdose",
            Self::Withdrawal => "withdrawal",
        }
    }

    /// The name that is shown.
    pub fn name(self, words: &Words) -> Line {
        words.coping_name(Arg::select(self.id()))
    }

    /// What it is for, in a sentence or two.
    pub fn about(self, words: &Words) -> Line {
        words.coping_about(Arg::select(self.id()))
    }

    /// Whether it is a page about safety and not an exercise: nothing is rated before or after.
    pub fn is_safety_page(self) -> bool {
        matches!(self, Self::Overdose | Self::Withdrawal)
    }

    /// The exercise to offer after it: body after mind, people after body.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Delay => Self::Surf,
            Self::Surf | Self::Box | Self::Leave | Self::Overdose => Self::Ground,
            Self::Ground => Self::Cold,
            Self::Cold | Self::Reach | Self::Withdrawal => Self::Box,
            Self::Tape => Self::List,
            Self::Halt | Self::List => Self::Delay,
            Self::Thought => Self::Leave,
        }
    }
}
