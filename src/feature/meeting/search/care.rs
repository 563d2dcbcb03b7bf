//! Somebody who types what is going on into the search: they are shown what helps first.

use crate::chat::message::Message;
use crate::feature::coping::{self, Found};
use crate::words::{Arg, Words};

/// What a search speaks of besides meetings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// Of suicide or self-harm.
    Crisis,
    /// Of what a coping tool is for.
    Tool(coping::Tool),
}

impl Care {
    /// What a text speaks of.
    pub(super) fn of(text: &str) -> Option<Self> {
        match coping::find(text) {
            Found::Crisis => Some(Self::Crisis),
            Found::Tools(tools) => tools.first().copied().map(Self::Tool),
            // Somebody to talk to, rather than an exercise.
            Found::Returned => Some(Self::Tool(coping::Tool::Reach)),
            Found::Nothing => None,
        }
    }

    /// The sentence that says where help is.
    pub(super) fn say(self, words: &Words) -> Message {
        let crisis = Arg::command("crisis");
        Message::say(match self {
            Self::Crisis => words.search_crisis(crisis),
            Self::Tool(tool) => {
                words.search_coping(Arg::command(format!("coping {}", tool.id())), crisis)
            }
        })
    }
}
