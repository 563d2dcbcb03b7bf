//! `resources topic`: what there is for a topic, and where none is named, which one it shall be.
//!
//! Which topic somebody looks at says something about them, so the question is never one that others
//! see; and as nothing is written down of the answer, it can be answered again and again.

use super::Topic;
use super::look::{self, Query};
use crate::chat::message::Message;
use crate::chat::prompt::{Answer, Choice, Delicacy, Expect};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run, Thing};
use crate::engine::answer::{Take, Taker};
use crate::engine::ctx::Ctx;
use crate::engine::prompt::{self, Ask, Asked};
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::feature::coping::{self, Tool};
use crate::words::{Arg, Words};

/// `resources topic`.
pub const TOPIC: Command = Command {
    path: "resources topic",
    summary: Words::resource_topic_summary,
    params: &[Param::optional("topic", Kind::Named(Thing::Topic), Words::resource_param_topic)],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(topic(ctx, turn, args))),
};

/// Takes the topic that was picked.
pub const TAKER: Taker = Taker {
    kind: "resources_topic",
    take: Take::Turn(|ctx, turn, asked, answer| Box::pin(picked(ctx, turn, asked, answer))),
};

async fn topic(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    match args.text("topic") {
        Some(typed) => about(ctx, turn, typed).await,
        None => ask(ctx, turn).await,
    }
}

async fn picked(ctx: &Ctx, turn: &Turn, _asked: &Asked, answer: Answer) -> Outcome {
    match answer {
        Answer::Choice(topic) => about(ctx, turn, &topic).await,
        Answer::Form(_) | Answer::Withdrawn => Ok(Message::new()),
    }
}

async fn ask(ctx: &Ctx, turn: &Turn) -> Outcome {
    let words = &turn.words;
    let own = look::read_own(ctx, turn).await?;
    let choices = Topic::ALL.iter().filter_map(|topic| {
        let some = !look::shown(&own, &Query::Topic(topic.as_str().to_owned()), turn).is_empty();
        let name = || words.resource_topic(Arg::select(topic.as_str()));
        some.then(|| Choice::new(topic.as_str(), name()))
    });
    let ask = Ask {
        kind: TAKER.kind,
        group: Some(turn.group),
        person: Some(turn.person),
        subject: None,
        detail: String::new(),
        expect: Expect::OneOf(choices.collect()),
        delicacy: Delicacy::Health,
        expires_at: None,
    };
    let mut tx = turn.begin_asking(ctx).await?;
    let prompt = prompt::ask(&mut tx, &ask, turn.now).await?;
    tx.commit().await?;
    let message = Message::say(words.resource_topics()).ask(prompt);
    Ok(message.paragraph(words.resource_crisis_hint()))
}

/// What there is for the topic that a text speaks of.
async fn about(ctx: &Ctx, turn: &Turn, typed: &str) -> Outcome {
    let words = &turn.words;
    let Some(topic) = Topic::find(typed).first().copied() else {
        return Err(Failure::mend(
            Message::say(words.resource_no_topic(typed)).paragraph(words.resource_topics_hint()),
        ));
    };
    let listed = look::list(ctx, turn, Query::Topic(topic.as_str().into())).await?;
    if topic == Topic::Overdose {
        // What to do comes before whom to call about it later.
        let country = Some(turn.profile.country.as_str()).filter(|_| turn.profile.country_chosen);
        return Ok(coping::message(Tool::Overdose, words, None, country).append(listed));
    }
    Ok(listed)
}
