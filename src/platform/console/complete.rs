//! Completion at the terminal's line: commands, options, names that exist.

use super::board::Board;
use super::voice::Speaker;
use crate::command::complete::{Next, next};
use crate::engine::ctx::Ctx;
use crate::feature::names;
use reedline::{Completer, CompletionResult, Span, Suggestion};
use std::sync::{Arc, Mutex, PoisonError};

/// Completes what a voice types.
#[derive(Debug)]
pub struct Completion {
    board: Arc<Board>,
    speaker: Arc<Mutex<Speaker>>,
    ctx: Ctx,
    runtime: tokio::runtime::Handle,
}

impl Completion {
    /// Must be made inside the runtime whose store it asks.
    pub fn new(board: Arc<Board>, speaker: Arc<Mutex<Speaker>>, ctx: Ctx) -> Self {
        Self { board, speaker, ctx, runtime: tokio::runtime::Handle::current() }
    }

    fn words(&self, line: &str) -> Vec<String> {
        if let Some(rest) = line.strip_prefix('@') {
            return self.directives(rest);
        }
        let (voice, direct) = {
            let speaker = self.speaker.lock().unwrap_or_else(PoisonError::into_inner);
            (speaker.voice().to_owned(), speaker.room() == "dm")
        };
        let typed = match line.strip_prefix('/') {
            Some(rest) => rest,
            None if direct => line,
            None => return Vec::new(),
        };
        match next(typed, self.board.role(&voice)) {
            Next::Words(words) => words,
            Next::Names(thing) => {
                let last = typed.rsplit(char::is_whitespace).next().unwrap_or_default();
                let account = super::account(&voice);
                let found = names::matching(&self.ctx, &account, thing, last);
                self.runtime.block_on(found).unwrap_or_default()
            }
        }
    }

    fn directives(&self, typed: &str) -> Vec<String> {
        match typed.split_once(' ') {
            Some(("as", last)) => {
                self.board.voices().into_iter().filter(|voice| voice.starts_with(last)).collect()
            }
            Some(("in", last)) => ["#general", "#meetings", "dm"]
                .into_iter()
                .filter(|room| room.starts_with(last))
                .map(str::to_owned)
                .collect(),
            Some(_) => Vec::new(),
            None => ["@as", "@in", "@click", "@fill", "@attach"]
                .into_iter()
                .filter(|name| name[1..].starts_with(typed))
                .map(str::to_owned)
                .collect(),
        }
    }
}

impl Completer for Completion {
    fn complete(&mut self, line: &str, position: usize) -> CompletionResult {
        let line = line.get(..position).unwrap_or(line);
        let start = line.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let slash = line[start..].starts_with('/');
        let start = if slash { start + 1 } else { start };
        let suggestions: Vec<Suggestion> = self
            .words(line)
            .into_iter()
            .map(|value| Suggestion {
                value,
                span: Span::new(start, position),
                append_whitespace: true,
                ..Suggestion::default()
            })
            .collect();
        CompletionResult::fresh(suggestions)
    }
}
