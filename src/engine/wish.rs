//! What an event asks for: a command, the answer to a question, or nothing.

use super::handle::Engine;
use super::interview::Open;
use super::prompt::{self, Asked};
use super::turn::Visit;
use crate::chat::address::Address;
use crate::chat::event::{Event, EventBody, FileRef, RoomKind};
use crate::chat::message::Message;
use crate::chat::platform::ChatPlatform;
use crate::chat::prompt::{Answer, Expect};
use crate::chat::route::{Visibility, converses};
use crate::command::args::Args;
use crate::command::error::UsageError;
use crate::command::lex::Token;
use crate::command::resolve::{Resolved, exact, resolve};
use crate::command::{Command, help, lex, parse};
use crate::ids::PromptId;
use jiff::SignedDuration;

/// What an event asks for.
pub(super) enum Wish {
    Run(&'static Command, Args),
    Show(Box<Message>, Visibility),
    Answer(PromptId, Answer),
    /// An answer in a conversation that stands for a form.
    Tell(Box<Open>, String),
    Nothing,
}

/// For how long a typed number or label still answers the newest prompt.
const TYPED_ANSWER: SignedDuration = SignedDuration::from_hours(24);

impl Engine {
    pub(super) async fn wish(
        &self,
        event: &Event,
        visit: &Visit,
        platform: &dyn ChatPlatform,
    ) -> Result<Wish, UsageError> {
        match &event.body {
            EventBody::Invoked { path, options, files } => {
                let command = exact(path)
                    .ok_or_else(|| UsageError::Unknown { typed: path.clone(), near: Vec::new() })?;
                Ok(Wish::Run(command, parse::named(command, options, files.clone())?))
            }
            EventBody::Answered { prompt, answer } => Ok(Wish::Answer(*prompt, answer.clone())),
            EventBody::Said { text, files, addressed } => {
                if converses(&platform.capabilities())
                    && let Some(open) = self.told(event, visit, text).await
                {
                    return Ok(Wish::Tell(Box::new(open), text.clone()));
                }
                // A line that names a command is one; anything else may answer what was asked.
                let command = *addressed && resolve(&lex::lex(text)).is_ok();
                if !command
                    && let Some(wish) = self.typed_answer(event, visit, text, *addressed).await
                {
                    return Ok(wish);
                }
                if *addressed { typed(text, files, visit) } else { Ok(Wish::Nothing) }
            }
            EventBody::Completing { .. }
            | EventBody::Entered
            | EventBody::Removed
            | EventBody::Moved { .. }
            | EventBody::Left
            | EventBody::Redacted { .. } => Ok(Wish::Nothing),
        }
    }

    /// The conversation in which something typed is an answer. Only in the direct room, and not what
    /// is a command, or answers something that was asked since.
    pub(super) async fn told(&self, event: &Event, visit: &Visit, text: &str) -> Option<Open> {
        if event.place.kind != RoomKind::Direct || text.trim().is_empty() {
            return None;
        }
        let open = self.interview(visit).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "a conversation is not known");
            None
        })?;
        let tokens = lex::lex(text);
        let command = match resolve(&tokens) {
            Ok(Resolved::Command(command, named)) if open.takes_text() => {
                means_command(command, text, &tokens, named)
            }
            Ok(_) => true,
            Err(_) => false,
        };
        if command {
            return None;
        }
        let since = event.at.checked_sub(TYPED_ANSWER).ok()?;
        let person = visit.here.person?;
        let mut conn = self.ctx().store.glance().await.ok()?;
        let lately = prompt::lately_of(&mut conn, person, since).await.ok()?;
        let newest = lately.into_iter().find(|asked| asked.open(event.at));
        let other = newest.filter(|asked| asked.id.0 > open.question());
        let meant = other.is_some_and(|asked| asked.prompt.choice_meant(text).is_some());
        (!meant).then_some(open)
    }

    /// A number or label typed as text answers the newest open prompt; `mood=4 craving=2` answers
    /// a form. Only where nothing else could be meant: what fits a question that is settled was meant for
    /// that one, and must not say yes to an older one.
    async fn typed_answer(
        &self,
        event: &Event,
        visit: &Visit,
        text: &str,
        addressed: bool,
    ) -> Option<Wish> {
        let text = text.trim();
        if text.is_empty() || text.len() > 2000 {
            return None;
        }
        let since = event.at.checked_sub(TYPED_ANSWER).ok()?;
        let mut tx = self.ctx().store.read().await.ok()?;
        // In a room where others talk, a bare number answers what the room was asked. What one
        // person alone was asked is answered after the prefix, or in the direct room: a “1” that was
        // meant for the others must not say yes to something.
        let person = visit.here.person.filter(|_| addressed);
        let own = match person {
            Some(person) => prompt::lately_of(&mut tx, person, since).await.ok()?,
            None => Vec::new(),
        };
        let here = Address::Room(event.place.room.clone()).to_string();
        let room = prompt::lately_in(&mut tx, &here, since).await.ok()?;
        let newest = |asked: Vec<Asked>| {
            asked.into_iter().find_map(|asked| Some((answer_to(&asked, text)?, asked)))
        };
        let (own, room) = (newest(own), newest(room));
        let (answer, asked) = match own {
            Some((answer, asked)) if asked.open(event.at) => (answer, asked),
            own => own.into_iter().chain(room).max_by_key(|(_, asked)| asked.id.0)?,
        };
        if asked.open(event.at) {
            return Some(Wish::Answer(asked.id, answer));
        }
        let gone = Message::say(visit.words.usage_prompt_gone());
        addressed.then(|| Wish::Show(Box::new(gone), Visibility::Private))
    }
}

/// The answer that a text would be to a question.
fn answer_to(asked: &Asked, text: &str) -> Option<Answer> {
    match &asked.prompt.expect {
        Expect::OneOf(_) => Some(Answer::Choice(asked.prompt.choice_meant(text)?.to_owned())),
        Expect::Form(fields) => {
            let keys: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
            Some(Answer::Form(pairs(text, &keys)?))
        }
    }
}

/// Whether a line that begins as a command is one, where it could also be a sentence of somebody who
/// was asked for one: “progress is slow” is, “progress 30” is not. Whatever begins with a call for help
/// in a crisis is that.
fn means_command(command: &'static Command, text: &str, tokens: &[Token], named: usize) -> bool {
    let rest = tokens.len() - named;
    let short = named > 1 || rest <= 1;
    let reads = || parse::typed(command, text, &tokens[named..], Vec::new()).is_ok();
    command.path == "crisis" || rest == 0 || short && reads()
}

fn typed(text: &str, files: &[FileRef], visit: &Visit) -> Result<Wish, UsageError> {
    let tokens = lex::lex(text);
    if tokens.is_empty() {
        // A file by itself is for a question that has been answered, or for nobody.
        return match files {
            [] => Err(UsageError::Unknown { typed: String::new(), near: Vec::new() }),
            _ => Ok(Wish::Nothing),
        };
    }
    match resolve(&tokens)? {
        Resolved::Command(command, named) => {
            let args = parse::typed(command, text, &tokens[named..], files.to_vec())?;
            Ok(Wish::Run(command, args))
        }
        Resolved::Family(path) => {
            let page = help::family(&visit.words, &path, visit.role);
            Ok(Wish::Show(Box::new(page), Visibility::Private))
        }
    }
}

/// `mood=4 craving=2 note=slept well`: a value runs until the next known key.
pub(super) fn pairs(text: &str, keys: &[&str]) -> Option<Vec<(String, String)>> {
    let mut found: Vec<(String, String)> = Vec::new();
    for word in text.split_whitespace() {
        match word.split_once('=') {
            Some((key, value)) if keys.contains(&key.to_lowercase().as_str()) => {
                found.push((key.to_lowercase(), value.to_owned()));
            }
            _ => {
                let (_, value) = found.last_mut()?;
                value.push(' ');
                value.push_str(word);
            }
        }
    }
    (!found.is_empty()).then_some(found)
}
