//! What is said about a turn that did not go as it should: it was done and the answer got lost, or it
//! ended in the middle.

use super::handle::{Engine, apology, asks};
use super::prompt;
use super::turn::Visit;
use crate::chat::event::{Event, EventBody};
use crate::chat::message::Message;
use crate::chat::platform::ChatPlatform;
use crate::chat::route::Visibility;
use crate::command::lex;
use crate::command::resolve::{Resolved, resolve};
use crate::error::Failure;
use crate::words::Arg;

impl Engine {
    /// An event came again whose turn was done: says so, and where to look.
    pub(super) async fn again(&self, event: &Event, visit: &Visit, platform: &dyn ChatPlatform) {
        let words = &visit.words;
        // An answer in a conversation: the question after it is what got lost.
        if let EventBody::Said { text, .. } = &event.body
            && let Some(open) = self.told(event, visit, text).await
            && let Ok(message) = self.interview_shown(visit, &open).await
        {
            self.respond(event, visit, Visibility::Private, message, platform).await;
            return;
        }
        let said = match self.look(event, visit).await {
            Some(command) => words.again_done_look(Arg::command(command)),
            None => words.again_done(),
        };
        self.respond(event, visit, Visibility::Private, Message::say(said), platform).await;
    }

    /// An event came so often that it may be what ends the process.
    pub(super) async fn give_up(&self, event: &Event, platform: &dyn ChatPlatform) {
        let error = Failure::Internal(anyhow::anyhow!("a turn was begun too often"));
        self.apologise(event, &error, platform).await;
    }

    /// A turn ended in the middle.
    pub(super) async fn sorry(&self, event: &Event, platform: &dyn ChatPlatform) {
        let error = Failure::Internal(anyhow::anyhow!("a turn panicked"));
        self.apologise(event, &error, platform).await;
    }

    async fn apologise(&self, event: &Event, error: &Failure, platform: &dyn ChatPlatform) {
        let visit = self.visit(event, platform).await;
        let message = Message::say(apology(&visit.words, error));
        // What was not for the bot is not answered by an apology.
        let overheard = matches!(event.body, EventBody::Said { addressed: false, .. });
        if asks(event) && !overheard {
            self.respond(event, &visit, Visibility::Private, message, platform).await;
        }
    }

    /// The command that shows what became of a turn, where there is one.
    async fn look(&self, event: &Event, visit: &Visit) -> Option<&'static str> {
        let asked = match &event.body {
            EventBody::Invoked { path, .. } => path.clone(),
            EventBody::Said { text, addressed: true, .. } => match resolve(&lex::lex(text)) {
                Ok(Resolved::Command(command, _)) => command.path.to_owned(),
                Ok(Resolved::Family(_)) | Err(_) => return None,
            },
            EventBody::Answered { prompt, .. } => {
                let mut tx = self.ctx().store.read().await.ok()?;
                prompt::find(&mut tx, *prompt).await.ok()??.kind
            }
            _ => return None,
        };
        let shown = SHOWN_BY.iter().find(|(begins, _)| asked.starts_with(begins));
        let kept = visit.profile.history_days > 0;
        shown.map(|(_, command)| *command).filter(|command| *command != "progress" || kept)
    }
}

/// Where what was done can be seen, by the beginning of the command or of the prompt's kind.
const SHOWN_BY: &[(&str, &str)] = &[
    ("checkin", "progress"),
    ("remind", "remind list"),
    ("meeting", "meetings next"),
    ("profile", "profile show"),
    ("privacy", "privacy show"),
    ("erase", "privacy show"),
    ("admin schedule", "admin schedule list"),
    ("admin meeting", "meetings next"),
    ("admin feed", "admin feed list"),
    ("admin settings", "admin settings"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::resolve::exact;

    #[test]
    fn what_shows_the_rest_is_a_command() {
        for (_, command) in SHOWN_BY {
            assert!(exact(command).is_some(), "{command}");
        }
    }
}
