//! What somebody answers.

use crate::chat::message::Line;
use crate::words::Words;

/// The moods as they are typed, lowest first.
pub const MOODS: &[&str] = &["very low", "low", "okay", "good", "very good"];

/// The needs that a form asks for, and none of them.
pub const NEEDS: &[&str] = &["hungry", "angry", "lonely", "tired", "none"];

/// The wishes for support.
pub const WISHES: &[&str] = &["no", "resources", "room"];

/// Who sees an answer.
pub const SHARES: &[&str] = &["me", "group"];

/// The most characters of a note.
pub const NOTE: usize = 1000;

/// The most characters of an intention.
pub const INTENTION: usize = 200;

/// Who sees an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// Only the one who answered; what was shared before is taken back.
    Me,
    /// The room too.
    Group,
}

/// A wish for support.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// None.
    No,
    /// Places and people to turn to, answered privately.
    Resources,
    /// Company from the room, which is told so.
    Room,
}

/// What one answer says. What it leaves out stays as it was.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Given {
    /// 1 very low to 5 very good.
    pub mood: Option<u8>,
    /// 0 to 10.
    pub craving: Option<u8>,
    /// Of [`NEEDS`]; empty when not answered.
    pub needs: Vec<&'static str>,
    /// At most [`INTENTION`] characters; empty when not answered.
    pub intention: String,
    /// At most [`NOTE`] characters; empty when not answered.
    pub note: String,
    /// A wish for support.
    pub support: Option<Support>,
    /// Who sees it; nothing is shared without saying so.
    pub share: Option<Share>,
}

impl Given {
    /// Whether it says how somebody is; a wish for support does, who may see it does not.
    pub fn says_something(&self) -> bool {
        Self { share: None, ..self.clone() } != Self::default()
    }
}

impl Support {
    /// The name in the store and in a form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Resources => "resources",
            Self::Room => "room",
        }
    }
}

/// The name of a mood, 1 to 5.
pub fn mood_name(words: &Words, mood: u8) -> Line {
    words.checkin_mood(mood)
}
