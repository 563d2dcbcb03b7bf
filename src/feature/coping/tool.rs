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
    pub fn next(self) -> Self {
        match self {
            Self::Delay => Self::Surf,
            Self::Surf | Self::Box => Self::Ground,
            Self::Ground => Self::Cold,
            Self::Cold | Self::Withdrawal => Self::Box,
            Self::Tape => Self::List,
            Self::Halt | Self::List => Self::Delay,
            Self::Leave | Self::Overdose => Self::Ground,
            Self::Reach => Self::Box,
            Self::Thought => Self::Leave,
        }
    }

    /// What people write when it would help. Never shown.
    pub(super) fn phrases(self) -> &'static [&'static str] {
        match self {
            Self::Delay => &[
                "craving", "cravings", "urge", "urges", "want to use", "want to drink", "want a drink", "tempted",
                "about to use", "about to drink", "going to use", "going to drink", "want to gamble", "wait",
            ],
            Self::Surf => &["urge surfing", "craving", "cravings", "urge", "wave", "waves", "cant stop thinking about it"],
            Self::Tape => &[
                "play the tape", "tape forward", "just one", "just once", "only one", "good old days", "miss using",
                "miss drinking", "romanticizing", "thinking about using", "thinking about drinking",
            ],
            Self::Halt => &[
                "hungry", "irritable", "cranky", "restless", "dont know whats wrong", "feel off", "tired", "exhausted",
                "grumpy",
            ],
            Self::Ground => &[
                "panic", "panicking", "panic attack", "anxious", "anxiety", "flashback", "flashbacks", "dissociating",
                "overwhelmed", "scared", "afraid", "unreal", "triggered", "nightmare", "grounding", "54321", "5 4 3 2 1",
                "senses",
            ],
            Self::Box => &[
                "cant sleep", "sleep", "sleepless", "insomnia", "awake", "stress", "stressed", "nervous", "tense",
                "heart racing", "racing heart", "breathe", "breathing", "worried",
            ],
            Self::Cold => &[
                "angry", "anger", "rage", "furious", "mad", "too much", "losing it", "explode", "tipp", "agitated",
                "panic attack",
            ],
            Self::List => &["reasons", "motivation", "why bother", "why am i doing this", "giving up on recovery"],
            Self::Reach => &[
                "lonely", "alone", "isolated", "need to talk", "talk to someone", "talk to somebody", "sad", "grief",
                "crying", "miss someone", "nobody cares", "call someone", "used again", "drank again",
            ],
            Self::Leave => &[
                "party", "at a bar", "pub", "dealer", "friends are using", "friends are drinking", "people are using",
                "people are drinking", "bored", "boredom", "around it", "offered me", "casino", "leave", "escape",
            ],
            Self::Thought => &[
                "never pass", "shame", "ashamed", "guilt", "guilty", "worthless", "hate myself", "cant do this",
                "not good enough", "negative thoughts", "ruminating", "overthinking", "racing thoughts", "hopeless",
            ],
            Self::Overdose => &[
                "overdose", "overdosed", "overdosing", "od", "wont wake up", "wont wake", "cant wake", "not breathing",
                "isnt breathing", "stopped breathing", "unconscious", "unresponsive", "blue lips", "lips are blue", "took too much", "naloxone",
                "narcan", "passed out", "nodding off",
            ],
            Self::Withdrawal => &[
                "withdrawal", "withdrawals", "detox", "cold turkey", "stop drinking", "quit drinking", "stop suddenly",
                "stop benzos", "quit benzos", "stop using", "quit using", "shakes", "shaking", "taper", "tapering", "seizure", "hallucinating",
            ],
        }
    }
}
