//! One event, from who speaks to what they see.

use super::ctx::Ctx;
use super::turn::{Turn, Visit};
use super::{answer, directory, prompt, sql};
use crate::chat::address::Address;
use crate::chat::event::{Event, EventBody, FileRef, RoomKind};
use crate::chat::message::Message;
use crate::chat::platform::ChatPlatform;
use crate::chat::prompt::{Answer, Expect};
use crate::chat::role::Role;
use crate::chat::route::{Route, Visibility, route};
use crate::command::args::Args;
use crate::command::error::UsageError;
use crate::command::resolve::{Resolved, exact, resolve};
use crate::command::{Command, Outcome, Run, help, lex, parse};
use crate::error::Failure;
use crate::ids::{AccountId, PromptId};
use crate::store::millis;
use crate::words::{Arg, Words};
use jiff::SignedDuration;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Takes events and answers them.
#[derive(Debug, Clone)]
pub struct Engine {
    ctx: Ctx,
}

/// What an event asks for.
enum Wish {
    Run(&'static Command, Args),
    Show(Box<Message>, Visibility),
    Answer(PromptId, Answer),
    Nothing,
}

/// For how long a typed number or label still answers the newest prompt.
const TYPED_ANSWER: SignedDuration = SignedDuration::from_hours(24);

impl Engine {
    /// An engine on these handles.
    pub fn new(ctx: Ctx) -> Self {
        Self { ctx }
    }

    /// The handles.
    pub fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    /// Handles one event. Never fails: what goes wrong is said to the person, with a reference that
    /// is also in the log.
    pub async fn handle(&self, event: Event) {
        let Some(platform) = self.ctx.platforms.get(event.account.platform()).map(Arc::clone)
        else {
            tracing::error!(platform = %event.account.platform(), "event from a platform that is not there");
            return;
        };
        if self.seen_before(&event).await {
            platform.finished(event.turn).await;
            return;
        }
        match &event.body {
            EventBody::Entered
            | EventBody::Removed
            | EventBody::Moved { .. }
            | EventBody::Left
            | EventBody::Redacted { .. } => {
                if let Err(error) = self.note(&event).await {
                    apology_reference(&error);
                }
            }
            _ => self.answer(&event, Arc::clone(&platform)).await,
        }
        platform.finished(event.turn).await;
        self.ctx.bell.ring();
    }

    /// True when the platform delivered the same event before. When the store cannot say, the
    /// event is answered: a second answer is better than none.
    async fn seen_before(&self, event: &Event) -> bool {
        let Some(native) = &event.native else { return false };
        let noted = async {
            // What the event leads to waits for the disk, and this with it. If that is lost, the
            // event may come again.
            let mut tx = self.ctx.store.begin_soon().await?;
            let platform = event.account.platform().as_str();
            let new = sql::note_event(&mut tx, platform, native, millis(event.at)).await?;
            tx.commit().await?;
            Ok::<_, sqlx::Error>(new)
        };
        !noted.await.unwrap_or(true)
    }

    async fn note(&self, event: &Event) -> Result<(), Failure> {
        match &event.body {
            EventBody::Redacted { message } => {
                tracing::debug!(room = %message.room, "a message was taken back");
            }
            other => tracing::debug!(kind = ?std::mem::discriminant(other), "noted"),
        }
        Ok(())
    }

    async fn answer(&self, event: &Event, platform: Arc<dyn ChatPlatform>) {
        let visit = self.visit(event, platform.as_ref()).await;
        let wish = match self.wish(event, &visit).await {
            Ok(wish) => wish,
            // Somebody who writes to the bot alone may just be talking. Being told that a word is
            // unknown is the wrong answer to a bad night.
            Err(UsageError::Unknown { near, .. })
                if near.is_empty() && visit.place.kind == RoomKind::Direct =>
            {
                let hint = Message::say(visit.words.usage_hint());
                Wish::Show(Box::new(hint), Visibility::Private)
            }
            Err(error) => Wish::Show(Box::new(error.say(&visit.words)), Visibility::Private),
        };
        let (visibility, outcome) = match wish {
            Wish::Nothing => return,
            Wish::Show(message, visibility) => (visibility, Ok(*message)),
            Wish::Run(command, args) => {
                (command.visibility, self.run(&visit, command, args, platform.as_ref()).await)
            }
            Wish::Answer(id, answer) => (Visibility::Private, self.take(&visit, id, answer).await),
        };
        let message = match outcome {
            Ok(message) => message,
            Err(Failure::Mend(message)) => *message,
            Err(error) => Message::say(apology(&visit.words, &error)),
        };
        if message != Message::new() {
            self.respond(event, &visit, visibility, message, platform.as_ref()).await;
        }
    }

    /// Everything that is known about who asks. What cannot be found out leaves a guest with the
    /// configuration's defaults: crisis help must answer all the same.
    async fn visit(&self, event: &Event, platform: &dyn ChatPlatform) -> Visit {
        let (profile, communities) = self.known(event).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "profile unknown");
            (
                directory::default_profile(&self.ctx.defaults),
                event.place.community.iter().cloned().collect(),
            )
        });
        let role = role(event, &communities, platform).await;
        Visit {
            now: event.at,
            account: event.account.clone(),
            name: event.name.clone(),
            place: event.place.clone(),
            role,
            words: Words::new(&profile.language),
            profile,
        }
    }

    /// What holds for who asks, and what their platform calls the group that they ask in.
    async fn known(&self, event: &Event) -> sqlx::Result<(super::turn::Profile, Vec<String>)> {
        let mut tx = self.ctx.store.read().await?;
        let platform = event.account.platform();
        let group = match &event.place.community {
            Some(community) => sql::group_of_place(&mut tx, platform.as_str(), community)
                .await?
                .map(crate::ids::GroupId),
            None => {
                let person = directory::person_of(&mut tx, &event.account).await?;
                directory::group_of(&mut tx, platform, &event.place, person, event.at).await?
            }
        };
        let communities = match (&event.place.community, group) {
            (Some(community), _) => vec![community.clone()],
            (None, Some(group)) => directory::communities_of(&mut tx, group, platform).await?,
            (None, None) => Vec::new(),
        };
        let profile =
            directory::profile(&mut tx, &event.account, group, &self.ctx.defaults).await?;
        Ok((profile, communities))
    }

    async fn wish(&self, event: &Event, visit: &Visit) -> Result<Wish, UsageError> {
        match &event.body {
            EventBody::Invoked { path, options, files } => {
                let command = exact(path)
                    .ok_or_else(|| UsageError::Unknown { typed: path.clone(), near: Vec::new() })?;
                Ok(Wish::Run(command, parse::named(command, options, files.clone())?))
            }
            EventBody::Answered { prompt, answer } => Ok(Wish::Answer(*prompt, answer.clone())),
            EventBody::Said { text, files, addressed } => {
                // A line that names a command is one; anything else may answer what was asked.
                let command = *addressed && resolve(&lex::lex(text)).is_ok();
                if !command && let Some(wish) = self.typed_answer(event, text, *addressed).await {
                    return Ok(wish);
                }
                if *addressed { typed(text, files, visit) } else { Ok(Wish::Nothing) }
            }
            EventBody::Entered
            | EventBody::Removed
            | EventBody::Moved { .. }
            | EventBody::Left
            | EventBody::Redacted { .. } => Ok(Wish::Nothing),
        }
    }

    /// A number or label typed as text answers the newest open prompt; `mood=4 craving=2` answers
    /// a form. Only where nothing else could be meant.
    async fn typed_answer(&self, event: &Event, text: &str, addressed: bool) -> Option<Wish> {
        let text = text.trim();
        if text.is_empty() || text.len() > 2000 {
            return None;
        }
        let since = event.at.checked_sub(TYPED_ANSWER).ok()?;
        let mut tx = self.ctx.store.read().await.ok()?;
        // In a room where others talk, a bare number answers what the room was asked. What one
        // person alone was asked is answered after the prefix, or in the direct room: a “1” that was
        // meant for the others must not say yes to something.
        let person = match addressed {
            true => directory::person_of(&mut tx, &event.account).await.ok()?,
            false => None,
        };
        let own = match person {
            Some(person) => prompt::newest_of(&mut tx, person, since).await.ok()?,
            None => None,
        };
        let here = Address::Room(event.place.room.clone()).to_string();
        let room = prompt::newest_in(&mut tx, &here, since).await.ok()?;
        [own, room].into_iter().flatten().filter(|asked| asked.open(event.at)).find_map(|asked| {
            let answer = match &asked.prompt.expect {
                Expect::OneOf(_) => Answer::Choice(asked.prompt.choice_meant(text)?.to_owned()),
                Expect::Form(fields) => {
                    let keys: Vec<&str> = fields.iter().map(|f| f.key.as_str()).collect();
                    Answer::Form(pairs(text, &keys)?)
                }
            };
            Some(Wish::Answer(asked.id, answer))
        })
    }

    async fn run(
        &self,
        visit: &Visit,
        command: &'static Command,
        args: Args,
        platform: &dyn ChatPlatform,
    ) -> Outcome {
        if visit.role < command.needs {
            return Err(Failure::mend(
                visit.words.usage_not_allowed(Arg::select(command.needs.as_str())),
            ));
        }
        let can = platform.capabilities();
        if route(command.visibility, visit.place.kind, &can) == Route::Refuse {
            let ask = Arg::command(format!("{}", command.path));
            return Err(Failure::mend(visit.words.usage_ask_privately(ask)));
        }
        match command.run {
            Run::Visit(run) => run(&self.ctx, visit, args).await,
            Run::Turn(run) => {
                let turn = self.turn(visit).await?;
                run(&self.ctx, &turn, args).await
            }
        }
    }

    /// Makes the visitor somebody known, in a group.
    async fn turn(&self, visit: &Visit) -> Result<Turn, Failure> {
        // Who was seen where need not wait for the disk; what the command does will.
        let mut tx = self.ctx.store.begin_soon().await?;
        let person = directory::meet(&mut tx, &visit.account, visit.now).await?;
        let platform = visit.account.platform();
        let group =
            directory::group_of(&mut tx, platform, &visit.place, Some(person), visit.now).await?;
        let Some(group) = group else {
            return Err(Failure::mend(visit.words.usage_group_needed()));
        };
        directory::see(&mut tx, person, group, &visit.place, visit.now).await?;
        let (profile, group_zone) =
            directory::profile_and_zone(&mut tx, &visit.account, group, &self.ctx.defaults).await?;
        tx.commit().await?;
        let visit = Visit { words: Words::new(&profile.language), profile, ..visit.clone() };
        Ok(Turn { visit, person, group, group_zone })
    }

    async fn take(&self, visit: &Visit, id: PromptId, answer: Answer) -> Outcome {
        let words = &visit.words;
        let asked = {
            let mut tx = self.ctx.store.read().await?;
            prompt::find(&mut tx, id).await?
        };
        let Some(asked) = asked else { return Err(Failure::mend(words.usage_prompt_gone())) };
        let turn = self.turn(visit).await?;
        if asked.person.is_some_and(|person| person != turn.person) {
            return Err(Failure::mend(words.usage_prompt_not_yours()));
        }
        let answer = match (&asked.prompt.expect, answer) {
            (Expect::OneOf(choices), Answer::Choice(typed)) => {
                match asked.prompt.choice_meant(&typed) {
                    Some(key) => Answer::Choice(key.to_owned()),
                    None => {
                        let labels: Vec<String> = choices.iter().map(|c| c.label.plain()).collect();
                        let typed: String = typed.chars().take(40).collect();
                        return Err(Failure::mend(
                            words.usage_prompt_not_a_choice(Arg::code(typed), labels.join(", ")),
                        ));
                    }
                }
            }
            (_, other) => other,
        };
        match answer::taker(&asked.kind) {
            Some(taker) => (taker.take)(&self.ctx, &turn, &asked, answer).await,
            None => Err(Failure::mend(words.usage_prompt_gone())),
        }
    }

    async fn respond(
        &self,
        event: &Event,
        visit: &Visit,
        visibility: Visibility,
        message: Message,
        platform: &dyn ChatPlatform,
    ) {
        let room = event.place.room.clone();
        let account: AccountId = event.account.clone();
        let here = match event.place.kind {
            RoomKind::Group => Address::Room(room.clone()),
            RoomKind::Direct => Address::Direct(account.clone()),
        };
        let (to, message, notice) =
            match route(visibility, event.place.kind, &platform.capabilities()) {
                Route::InPlace => (here, message, None),
                Route::Ephemeral => (Address::Ephemeral(room, account), message, None),
                Route::DirectWithNotice => {
                    let notice = Message::say(visit.words.usage_answered_privately());
                    (Address::Direct(account), message, Some((here, notice)))
                }
                Route::Refuse => {
                    let ask = Arg::command("help");
                    (here, Message::say(visit.words.usage_ask_privately(ask)), None)
                }
            };
        if let Err(error) = platform.respond(event.turn, &to, &message).await {
            tracing::warn!(%error, "an answer did not reach the platform");
        }
        if let Some((room, notice)) = notice
            && let Err(error) = platform.answered_elsewhere(event.turn, &room, &notice).await
        {
            tracing::warn!(%error, "a notice did not reach the platform");
        }
    }
}

/// What somebody may do: in the room they are in; in a direct room, in the group that it belongs
/// to. Somebody whose group is not known yet has no group's things to see or change.
async fn role(event: &Event, communities: &[String], platform: &dyn ChatPlatform) -> Role {
    if communities.is_empty() {
        return Role::Member;
    }
    let room = (event.place.kind == RoomKind::Group).then_some(&event.place.room);
    let mut role = Role::Guest;
    for community in communities {
        match platform.role_of(&event.account, community, room).await {
            Ok(there) => role = role.max(there),
            Err(error) => tracing::warn!(%error, "role unknown"),
        }
    }
    role
}

fn typed(text: &str, files: &[FileRef], visit: &Visit) -> Result<Wish, UsageError> {
    let tokens = lex::lex(text);
    if tokens.is_empty() {
        return Ok(Wish::Nothing);
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
fn pairs(text: &str, keys: &[&str]) -> Option<Vec<(String, String)>> {
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

/// One apology, with a reference that is also in the log. A store that is full or locked is said as
/// such, because somebody can do something about it.
fn apology(words: &Words, error: &Failure) -> crate::chat::message::Line {
    let reference = apology_reference(error);
    match error {
        Failure::Database(error) if crate::store::is_full(error) => words.usage_busy(),
        _ => words.usage_apology(Arg::code(reference)),
    }
}

fn apology_reference(error: &Failure) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let reference = format!("H{:04}", COUNT.fetch_add(1, Ordering::Relaxed));
    tracing::error!(%reference, error = %error, "a turn went wrong");
    reference
}
