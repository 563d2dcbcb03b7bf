//! `resources find` and `resources show`: the shipped ones and the group's own, as one list. `More`
//! turns the page, also weeks later: the prompt keeps what was asked for.

use super::own::{self, Own};
use super::{Registry, Resource, card, line, search};
use crate::chat::message::{Line, Message};
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
use crate::words::{Arg, Words};
use serde::{Deserialize, Serialize};

/// `resources find`.
pub const FIND: Command = Command {
    path: "resources find",
    summary: Words::resource_find_summary,
    params: &[Param::required("text", Kind::Text { most: 300 }, Words::resource_param_text)],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(find(ctx, turn, args))),
};

/// `resources show`.
pub const SHOW: Command = Command {
    path: "resources show",
    summary: Words::resource_show_summary,
    params: &[Param::required(
        "resource",
        Kind::Named(Thing::Resource),
        Words::resource_param_resource,
    )],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(show(ctx, turn, args))),
};

/// Takes the click on `More`.
pub const TAKER: Taker = Taker {
    kind: "resources_more",
    take: Take::Turn(|ctx, turn, asked, answer| Box::pin(more(ctx, turn, asked, answer))),
};

const PAGE: usize = 8;

#[derive(Serialize, Deserialize)]
pub(super) enum Query {
    Text(String),
    Topic(String),
}

#[derive(Serialize, Deserialize)]
struct Page {
    query: Query,
    from: usize,
}

async fn find(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let text = args.text("text").unwrap_or_default().to_owned();
    list(ctx, turn, Query::Text(text)).await
}

async fn show(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let typed = args.text("resource").unwrap_or_default();
    let own = read_own(ctx, turn).await?;
    let same =
        |r: &Resource| r.slug.eq_ignore_ascii_case(typed) || r.name.eq_ignore_ascii_case(typed);
    let all = || own.iter().map(|o| &o.resource).chain(Registry::shipped().all());
    if let Some(resource) = all().find(|r| same(r)) {
        return Ok(card(resource, words, turn.today()));
    }
    let near: Vec<Line> = search::rank(all(), typed, Some(&turn.profile.country))
        .into_iter()
        .take(3)
        .map(|r| {
            words.resource_near_item(&r.name, Arg::command(format!("resources show {}", r.slug)))
        })
        .collect();
    let message = Message::say(words.resource_unknown(typed));
    Err(Failure::mend(if near.is_empty() {
        message.paragraph(words.resource_topics_hint())
    } else {
        message.list(near)
    }))
}

async fn more(ctx: &Ctx, turn: &Turn, asked: &Asked, _answer: Answer) -> Outcome {
    match serde_json::from_str(&asked.detail) {
        Ok(next) => page(ctx, turn, next).await,
        Err(_) => Err(Failure::mend(turn.words.usage_prompt_gone())),
    }
}

pub(super) async fn read_own(ctx: &Ctx, turn: &Turn) -> Result<Vec<Own>, Failure> {
    let mut tx = ctx.store.read().await?;
    Ok(own::all(&mut tx, turn.group).await?)
}

/// What fits, from the first.
pub(super) async fn list(ctx: &Ctx, turn: &Turn, query: Query) -> Outcome {
    page(ctx, turn, Page { query, from: 0 }).await
}

async fn page(ctx: &Ctx, turn: &Turn, asked: Page) -> Outcome {
    let (words, today) = (&turn.words, turn.today());
    let own = read_own(ctx, turn).await?;
    let shown = shown(&own, &asked.query, turn);
    if shown.is_empty() {
        return Ok(Message::say(words.resource_nothing()).paragraph(words.resource_topics_hint()));
    }
    let items = shown.iter().skip(asked.from).take(PAGE).map(|r| {
        words.resource_item(
            line(r, words, today),
            Arg::command(format!("resources show {}", r.slug)),
        )
    });
    let mut message = Message::say(words.resource_found(shown.len())).list(items.collect());
    let next = asked.from + PAGE;
    if next < shown.len() {
        let page = Page { query: asked.query, from: next };
        let ask = Ask {
            kind: TAKER.kind,
            group: Some(turn.group),
            person: Some(turn.person),
            subject: None,
            detail: serde_json::to_string(&page).unwrap_or_default(),
            expect: Expect::OneOf(vec![Choice::new("more", words.resource_more())]),
            delicacy: Delicacy::Harmless,
            expires_at: None,
        };
        let mut tx = turn.begin_asking(ctx).await?;
        let prompt = prompt::ask(&mut tx, &ask, turn.now).await?;
        tx.commit().await?;
        message = message.ask(prompt);
    }
    Ok(message.paragraph(words.resource_crisis_hint()))
}

/// What somebody is shown of what fits.
pub(super) fn shown<'a>(own: &'a [Own], query: &Query, turn: &Turn) -> Vec<&'a Resource> {
    let (home, today) = (turn.profile.country.as_str(), turn.today());
    let found = matching(own, query, home);
    let mut shown: Vec<&Resource> = found.into_iter().filter(|r| r.is_shown(today)).collect();
    // When the best is close to home, numbers of other countries would only be in the way: they
    // cannot be dialled from here. When it is not, the words asked for something elsewhere.
    if shown.first().is_some_and(|r| r.serves(home)) {
        shown.retain(|r| r.serves(home));
    }
    shown
}

/// What fits, best first. A topic lists the home country's before those for anywhere; a short code
/// of another country would reach nobody.
fn matching<'a>(own: &'a [Own], query: &Query, home: &str) -> Vec<&'a Resource> {
    let mine = own.iter().map(|o| &o.resource);
    match query {
        Query::Text(text) => search::rank(mine.chain(Registry::shipped().all()), text, Some(home)),
        Query::Topic(topic) => {
            let about = |r: &&Resource| r.topics.iter().any(|t| t.as_str() == topic);
            let shipped = Registry::shipped().for_country(home);
            mine.filter(about).chain(shipped.into_iter().filter(about)).collect()
        }
    }
}
