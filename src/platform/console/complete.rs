//! Completion at the terminal's line: commands, options, names that exist.

use super::board::Board;
use super::voice::Speaker;
use crate::command::complete::{Next, endings, next};
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
            Next::Names { thing, typed } => {
                let account = super::account(&voice);
                let found = names::matching(&self.ctx, &account, thing, &typed);
                let found = self.runtime.block_on(found).unwrap_or_default();
                endings(found.into_iter().map(|one| one.value).collect(), &typed)
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
        let start = word_start(line);
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

/// Where the last word begins, in bytes; behind its slash if it has one.
fn word_start(line: &str) -> usize {
    // A space may have several bytes: the one that does not break has two.
    let start = line.trim_end_matches(|c: char| !c.is_whitespace()).len();
    let slash = line.get(start..).is_some_and(|word| word.starts_with('/'));
    if slash { start + 1 } else { start }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_is_found_behind_any_space() {
        for (line, word) in [
            ("/meetings ne", "ne"),
            ("/he", "he"),
            ("", ""),
            ("checkin ", ""),
            ("checkin\u{a0}go", "go"),
            ("meetings\u{3000}/né", "né"),
        ] {
            assert_eq!(line.get(word_start(line)..), Some(word), "{line:?}");
        }
    }
}
