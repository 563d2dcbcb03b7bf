//! What happened, as the inbox keeps it.

use crate::chat::event::{EventBody, FileRef};
use crate::ids::MessageId;
use crate::platform::matrix::edge::room_id;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Happened {
    /// A command as data.
    Invoked { path: String, options: Vec<(String, String)>, files: Vec<File> },
    /// Something typed.
    Said { text: String, addressed: bool, files: Vec<File> },
    /// A reaction to a message.
    Reacted { to: String, key: String },
    /// A vote in a poll.
    Voted { poll: String, answers: Vec<String> },
    /// A message was taken back.
    Redacted { message: String },
    /// A message was changed, so that what it said before no longer holds.
    Changed { message: String },
    /// The bot came into the room.
    Entered,
    /// The bot is out of the room.
    Removed,
    /// Somebody left the room.
    Left,
    /// The room was replaced.
    Moved { to: String },
}

/// A file that came with a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct File {
    native: String,
    name: String,
    bytes: Option<u64>,
}

impl From<FileRef> for File {
    fn from(file: FileRef) -> Self {
        Self { native: file.native, name: file.name, bytes: file.bytes }
    }
}

impl From<File> for FileRef {
    fn from(file: File) -> Self {
        Self { native: file.native, name: file.name, bytes: file.bytes }
    }
}

impl Happened {
    /// What was said or invoked; none for anything else.
    pub(super) fn spoken(body: EventBody) -> Option<Self> {
        let kept = |files: Vec<FileRef>| files.into_iter().map(File::from).collect();
        match body {
            EventBody::Invoked { path, options, files } => {
                Some(Self::Invoked { path, options, files: kept(files) })
            }
            EventBody::Said { text, addressed, files } => {
                Some(Self::Said { text, addressed, files: kept(files) })
            }
            _ => None,
        }
    }

    /// As the engine takes it; none for what has to be looked up first.
    pub(super) fn body(self, room: &str) -> Option<EventBody> {
        let files = |files: Vec<File>| files.into_iter().map(FileRef::from).collect();
        Some(match self {
            Self::Invoked { path, options, files: with } => {
                EventBody::Invoked { path, options, files: files(with) }
            }
            Self::Said { text, addressed, files: with } => {
                EventBody::Said { text, addressed, files: files(with) }
            }
            Self::Redacted { message } | Self::Changed { message } => {
                EventBody::Redacted { message: MessageId { room: room_id(room), native: message } }
            }
            Self::Entered => EventBody::Entered,
            Self::Removed => EventBody::Removed,
            Self::Left => EventBody::Left,
            Self::Moved { to } => EventBody::Moved { to: room_id(&to) },
            Self::Reacted { .. } | Self::Voted { .. } => return None,
        })
    }

    /// Whether it wants an answer, which is of no use after a while. A tap is the answer to a question
    /// and counts for as long as the question is open.
    pub(super) fn wants_answer(&self) -> bool {
        matches!(self, Self::Invoked { .. } | Self::Said { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_comes_back_from_the_store() {
        let file = File { native: "{}".into(), name: "a.ics".into(), bytes: Some(3) };
        for happened in [
            Happened::Said { text: "checkin good".into(), addressed: true, files: vec![file] },
            Happened::Invoked { path: "help".into(), options: Vec::new(), files: Vec::new() },
            Happened::Reacted { to: "$a".into(), key: "1️⃣".into() },
            Happened::Voted { poll: "$a".into(), answers: vec!["1".into()] },
            Happened::Redacted { message: "$a".into() },
            Happened::Moved { to: "!b".into() },
            Happened::Entered,
        ] {
            let text = serde_json::to_string(&happened).expect("text");
            assert_eq!(serde_json::from_str::<Happened>(&text).expect("back"), happened, "{text}");
        }
    }
}
