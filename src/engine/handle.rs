//! One event, from who speaks to what they see.

use super::answer::{self, Take};
use super::ctx::Ctx;
use super::once::{self, EventKey, Standing};
use super::prompt::{self, Asked};
use super::settings::Settings;
use super::turn::{Here, Noted, Profile, Visit};
use super::wish::Wish;
use super::{directory, greet, heard, interview, missed, stale};
use crate::chat::event::{Event, EventBody, RoomKind};
use crate::chat::message::Message;
use crate::chat::platform::ChatPlatform;
use crate::chat::prompt::{Answer, Expect};
use crate::chat::role::Role;
use crate::chat::route::{Route, Visibility, route};
use crate::command::args::Args;
use crate::command::{Command, Outcome, Run};
use crate::error::Failure;
use crate::ids::PromptId;
use crate::words::{Arg, Words};
use futures_util::FutureExt as _;
use futures_util::future::join;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Takes events and answers them.
#[derive(Debug, Clone)]
pub struct Engine {
    ctx: Ctx,
}

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
    /// is also in the log. Whatever happens, the platform hears that the turn is over.
    pub async fn handle(&self, event: Event) {
        let Some(platform) = self.ctx.platforms.get(event.account.platform()).map(Arc::clone)
        else {
            tracing::error!(platform = %event.account.platform(), "event from a platform that is not there");
            return;
        };
        if let EventBody::Completing { thing, typed } = &event.body {
            self.suggest(&event, *thing, typed, platform.as_ref()).await;
            return;
        }
        let key = EventKey::of(&event);
        // A defect that panics ends one turn: not the account's queue, and not without a word.
        let turn = self.once(&event, key.as_ref(), platform.as_ref());
        if AssertUnwindSafe(turn).catch_unwind().await.is_err() {
            let sorry = self.sorry(&event, platform.as_ref());
            if AssertUnwindSafe(sorry).catch_unwind().await.is_err() {
                tracing::error!("an apology did not go out");
            }
        }
        if let Some(key) = &key
            && let Err(error) = once::answered(&self.ctx.store, key).await
        {
            tracing::warn!(%error, "not noted that a turn is over");
        }
        platform.finished(event.turn).await;
        self.ctx.bell.ring();
    }

    /// Does what an event asks for, unless that was done before.
    async fn once(&self, event: &Event, key: Option<&EventKey>, platform: &dyn ChatPlatform) {
        let begun = async {
            match key {
                None => Standing::Open,
                Some(key) => once::begin(&self.ctx.store, key).await.unwrap_or_else(|error| {
                    tracing::warn!(%error, "not known whether an event came before");
                    Standing::Open
                }),
            }
        };
        if !asks(event) {
            if begun.await == Standing::Open
                && let Err(error) = self.note(event).await
            {
                apology_reference(&error);
            }
            return;
        }
        // Who asks is looked up while that is written.
        let (standing, mut visit) = join(begun, self.visit(event, platform)).await;
        match standing {
            Standing::Open => {
                let mut left = stale::TRIES;
                while !self.answer(event, &visit, platform, left == 0).await {
                    left -= 1;
                    tracing::debug!("a turn starts over: it is different from when it began");
                    visit = self.visit(event, platform).await;
                }
            }
            Standing::Done => self.again(event, &visit, platform).await,
            Standing::GivenUp => self.give_up(event, platform).await,
            Standing::Answered => {}
        }
    }

    /// What happened without anybody asking for something.
    async fn note(&self, event: &Event) -> Result<(), Failure> {
        match &event.body {
            EventBody::Redacted { message } => return self.taken_back(event, message).await,
            EventBody::Left => return Ok(self.left(event).await?),
            EventBody::Entered | EventBody::Removed | EventBody::Moved { .. } => {
                let mut tx = self.ctx.store.begin().await?;
                crate::feature::room::note(&self.ctx, &mut tx, event).await?;
                tx.commit().await?;
            }
            other => tracing::debug!(kind = ?std::mem::discriminant(other), "noted"),
        }
        Ok(())
    }

    /// The account left the community: what it writes to the bot alone is no longer about that group.
    async fn left(&self, event: &Event) -> sqlx::Result<()> {
        let Some(community) = &event.place.community else { return Ok(()) };
        let mut tx = self.ctx.store.begin_soon().await?;
        directory::leave(&mut tx, &event.account, community, event.at).await?;
        tx.commit().await
    }

    /// `false` when the turn should start over, which the last one does not.
    async fn answer(
        &self,
        event: &Event,
        visit: &Visit,
        platform: &dyn ChatPlatform,
        last: bool,
    ) -> bool {
        let wish = match self.wish(event, visit, platform).await {
            Ok(wish) => wish,
            Err(error) => {
                let answer = heard::not_read(visit, event, &error);
                Wish::Show(Box::new(answer), Visibility::Private)
            }
        };
        let may_say = missed::may_say(&wish);
        let (visibility, outcome) = match wish {
            Wish::Nothing => return true,
            Wish::Show(message, visibility) => (visibility, Ok(*message)),
            Wish::Run(command, args) => {
                (command.visibility, self.run(visit, command, args, platform).await)
            }
            Wish::Answer(id, answer) => (Visibility::Private, self.take(visit, id, answer).await),
            Wish::Tell(open, text) => {
                (Visibility::Private, self.interview_said(visit, *open, &text).await)
            }
        };
        if !last && outcome.as_ref().is_err_and(stale::is_stale) {
            return false;
        }
        let mut message = match outcome {
            Ok(message) => message,
            Err(Failure::Mend(message)) => *message,
            Err(error) => Message::say(apology(&visit.words, &error)),
        };
        let besides = match may_say {
            true => Box::pin(self.say_missed(event, visit, visibility, &mut message)).await,
            false => None,
        };
        if message != Message::new() {
            let greets = greet::may_greet(visit, visibility, &message, platform);
            let reached = self.respond(event, visit, visibility, message, platform).await;
            if let Some(said) = besides.filter(|_| reached) {
                Box::pin(self.missed_is_told(visit, &said)).await;
            }
            if reached && greets {
                Box::pin(self.greet(event, visit, platform)).await;
            }
        }
        Box::pin(self.note_met(visit)).await;
        true
    }

    /// Everything that is known about who asks. What cannot be found out leaves a guest with the
    /// configuration's defaults: crisis help must answer all the same.
    pub(super) async fn visit(&self, event: &Event, platform: &dyn ChatPlatform) -> Visit {
        let (profile, here, communities) = self.known(event).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "profile unknown");
            let profile = directory::default_profile(&self.ctx.defaults);
            let group_zone = profile.zone.clone();
            let here = Here {
                person: None,
                group: None,
                group_zone,
                noted: Noted::Not,
                set: Settings::default(),
                missed: false,
            };
            (profile, here, event.place.community.iter().cloned().collect())
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
            event: EventKey::of(event),
            source: event.source.clone(),
            also: Vec::new(),
            interview: None,
            here,
        }
    }

    /// What holds for who asks, and what their platform calls the group that they ask in.
    async fn known(&self, event: &Event) -> sqlx::Result<(Profile, Here, Vec<String>)> {
        let mut conn = self.ctx.store.glance().await?;
        directory::known(&mut conn, event, &self.ctx.defaults).await
    }

    async fn run(
        &self,
        visit: &Visit,
        command: &'static Command,
        args: Args,
        platform: &dyn ChatPlatform,
    ) -> Outcome {
        // What is somebody's own is theirs wherever they are, also after they left the group.
        let own = matches!(command.run, Run::Known(_));
        if !own && visit.role < command.needs {
            return Err(Failure::mend(
                visit.words.usage_not_allowed(Arg::select(command.needs.as_str())),
            ));
        }
        let can = platform.capabilities();
        if route(command.visibility, visit.place.kind, &can) == Route::Refuse {
            let ask = Arg::command(command.path);
            return Err(Failure::mend(visit.words.usage_ask_privately(ask)));
        }
        match command.run {
            Run::Visit(run) => run(&self.ctx, visit, args).await,
            Run::Known(run) => {
                let known = self.meet(visit).await?;
                run(&self.ctx, &known, args).await
            }
            Run::Turn(run) => {
                let turn = self.turn(visit).await?;
                run(&self.ctx, &turn, args).await
            }
        }
    }

    async fn take(&self, visit: &Visit, id: PromptId, answer: Answer) -> Outcome {
        let words = &visit.words;
        let asked = {
            let mut conn = self.ctx.store.glance().await?;
            prompt::find(&mut conn, id).await?
        };
        let Some(asked) = asked else { return Err(Failure::mend(words.usage_prompt_gone())) };
        if asked.person.is_some_and(|owner| visit.here.person != Some(owner)) {
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
        if asked.kind == interview::KIND {
            return self.interview_tapped(visit, &asked, answer).await;
        }
        self.taken(visit, &asked, answer).await
    }

    /// Gives an answer to the feature that asked.
    pub(super) async fn taken(&self, visit: &Visit, asked: &Asked, answer: Answer) -> Outcome {
        match answer::taker(&asked.kind).map(|taker| taker.take) {
            Some(Take::Known(take)) => {
                let known = self.meet(visit).await?;
                take(&self.ctx, &known, asked, answer).await
            }
            Some(Take::Turn(take)) => {
                let turn = self.turn(visit).await?;
                take(&self.ctx, &turn, asked, answer).await
            }
            None => Err(Failure::mend(visit.words.usage_prompt_gone())),
        }
    }
}

/// Whether an event asks for an answer.
pub(super) fn asks(event: &Event) -> bool {
    match event.body {
        EventBody::Invoked { .. } | EventBody::Said { .. } | EventBody::Answered { .. } => true,
        EventBody::Completing { .. }
        | EventBody::Entered
        | EventBody::Removed
        | EventBody::Moved { .. }
        | EventBody::Left
        | EventBody::Redacted { .. } => false,
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

/// One apology, with a reference that is also in the log. A store that is full or locked is said as
/// such, because somebody can do something about it.
pub(super) fn apology(words: &Words, error: &Failure) -> crate::chat::message::Line {
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
