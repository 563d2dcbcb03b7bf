//! Turns what a voice does into events.

use super::board::Board;
use super::{account, place};
use crate::chat::event::{Event, EventBody, FileRef, TurnId};
use crate::chat::prompt::Answer;
use crate::chat::role::Role;
use jiff::Timestamp;
use std::path::Path;
use std::sync::Arc;

/// Who speaks and where.
#[derive(Debug)]
pub struct Speaker {
    board: Arc<Board>,
    voice: String,
    room: String,
    files: Vec<FileRef>,
    turns: u64,
}

/// Why an answer could not be given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no prompt number {0}")]
pub struct NoPrompt(pub usize);

impl Speaker {
    /// The first voice, `you`, in `#general`; whoever starts a terminal may do everything in it.
    pub fn new(board: Arc<Board>) -> Self {
        board.set_role("you", Role::Admin);
        Self { board, voice: "you".into(), room: "#general".into(), files: Vec::new(), turns: 0 }
    }

    /// The current voice.
    pub fn voice(&self) -> &str {
        &self.voice
    }

    /// The current room.
    pub fn room(&self) -> &str {
        &self.room
    }

    /// Another voice speaks. A role that is given stays with the voice.
    pub fn speak_as(&mut self, voice: String, role: Option<Role>) {
        if let Some(role) = role {
            self.board.set_role(&voice, role);
        } else if !self.board.voices().contains(&voice) {
            self.board.set_role(&voice, Role::Member);
        }
        self.voice = voice;
    }

    /// The voice goes to another room.
    pub fn go(&mut self, room: String) {
        self.room = room;
    }

    /// A file goes with the next line typed.
    pub fn attach(&mut self, path: &Path) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("file").to_owned();
        let bytes = std::fs::metadata(path).ok().map(|meta| meta.len());
        self.files.push(FileRef { native: path.display().to_string(), name, bytes });
    }

    /// The voice types a line. Commands begin with `/` (or `!`, for fingers that know Matrix); in
    /// the direct room they need nothing before them.
    pub fn typed(&mut self, text: &str, now: Timestamp) -> Event {
        let direct = self.room == "dm";
        let (text, prefixed) = match text.strip_prefix(['/', '!']) {
            Some(rest) => (rest, true),
            None => (text, false),
        };
        let files = std::mem::take(&mut self.files);
        let text = text.to_owned();
        self.event(EventBody::Said { text, addressed: prefixed || direct, files }, now)
    }

    /// The voice answers prompt `number` with a choice.
    pub fn click(
        &mut self,
        number: usize,
        choice: &str,
        now: Timestamp,
    ) -> Result<Event, NoPrompt> {
        let prompt = self.board.prompt(number).ok_or(NoPrompt(number))?;
        let answer = Answer::Choice(choice.to_owned());
        Ok(self.event(EventBody::Answered { prompt: prompt.id, answer }, now))
    }

    /// The voice fills in the form of prompt `number`.
    pub fn fill(
        &mut self,
        number: usize,
        fields: Vec<(String, String)>,
        now: Timestamp,
    ) -> Result<Event, NoPrompt> {
        let prompt = self.board.prompt(number).ok_or(NoPrompt(number))?;
        let answer = Answer::Form(fields);
        Ok(self.event(EventBody::Answered { prompt: prompt.id, answer }, now))
    }

    fn event(&mut self, body: EventBody, now: Timestamp) -> Event {
        self.turns += 1;
        self.board.enter(&self.room);
        Event {
            native: None,
            source: None,
            at: now,
            account: account(&self.voice),
            name: self.voice.clone(),
            place: place(&self.room, &self.voice),
            turn: TurnId(self.turns),
            body,
        }
    }
}
