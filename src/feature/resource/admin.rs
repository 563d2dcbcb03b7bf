//! `admin resource add`, `edit`, `confirm`, `remove`: a group's own resources.

use super::checked::{Checked, Freshness};
use super::model::{Confidence, Resource};
use super::own::{self, Own};
use super::{Topic, card, refusal};
use crate::chat::message::Message;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run, Thing};
use crate::engine::ctx::Ctx;
use crate::engine::settings;
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::words::{Arg, Words};

const THE_ONE: Param =
    Param::required("resource", Kind::Named(Thing::OwnResource), Words::resource_param_own);
const NAME: Kind = Kind::Text { most: 100 };
const SHORT: Kind = Kind::Text { most: 200 };
const TOPICS: Param = Param::optional("topics", SHORT, Words::resource_param_topics);
const COUNTRY: Param = Param::optional("country", Kind::Country, Words::resource_param_country);
const HOURS: Param = Param::optional("hours", SHORT, Words::resource_param_hours);
const SOURCE: Param = Param::optional("source", SHORT, Words::resource_param_source);

const fn command(
    path: &'static str,
    summary: crate::command::Say,
    params: &'static [Param],
    run: Run,
) -> Command {
    Command { path, summary, params, needs: Role::Organizer, visibility: Visibility::Private, run }
}

/// `admin resource add`.
pub const ADD: Command = command(
    "admin resource add",
    Words::resource_add_summary,
    &[
        Param::required("name", NAME, Words::resource_param_name),
        Param::required("contact", Kind::Contact, Words::resource_param_contact),
        TOPICS,
        COUNTRY,
        HOURS,
        SOURCE,
    ],
    Run::Turn(|ctx, turn, args| Box::pin(add(ctx, turn, args))),
);

/// `admin resource edit`.
pub const EDIT: Command = command(
    "admin resource edit",
    Words::resource_edit_summary,
    &[
        THE_ONE,
        // Before the name, so that a number without a word before it is not taken for one.
        Param::optional("contact", Kind::Contact, Words::resource_param_contact),
        Param::optional("name", NAME, Words::resource_param_name),
        TOPICS,
        COUNTRY,
        HOURS,
        SOURCE,
    ],
    Run::Turn(|ctx, turn, args| Box::pin(edit(ctx, turn, args))),
);

/// `admin resource confirm`.
pub const CONFIRM: Command = command(
    "admin resource confirm",
    Words::resource_confirm_summary,
    &[THE_ONE],
    Run::Turn(|ctx, turn, args| Box::pin(confirm(ctx, turn, args))),
);

/// `admin resource remove`.
pub const REMOVE: Command = command(
    "admin resource remove",
    Words::resource_remove_summary,
    &[THE_ONE],
    Run::Turn(|ctx, turn, args| Box::pin(remove(ctx, turn, args))),
);

fn topics(words: &Words, typed: &str) -> Result<Vec<Topic>, Failure> {
    let mut found = Vec::new();
    for part in typed.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        match Topic::find(part).first() {
            Some(topic) => found.push(*topic),
            None => {
                let known: Vec<&str> = Topic::ALL.iter().map(|t| t.as_str()).collect();
                return Err(Failure::mend(
                    Message::say(words.resource_no_topic(part))
                        .paragraph(words.resource_known_topics(known.join(", "))),
                ));
            }
        }
    }
    Ok(found)
}

/// Puts what was given into a resource.
fn fill(words: &Words, resource: &mut Resource, args: &Args) -> Result<(), Failure> {
    if let Some(name) = args.text("name") {
        name.clone_into(&mut resource.name);
    }
    if let Some(contact) = args.text("contact") {
        resource.channels =
            own::contacts(contact).map_err(|error| Failure::mend(refusal(&error.into(), words)))?;
        resource.url = resource
            .channels
            .iter()
            .find(|c| c.kind().as_str() == "web")
            .map(|c| c.value().to_owned());
    }
    if let Some(typed) = args.text("topics") {
        resource.topics = topics(words, typed)?;
    }
    if let Some(country) = args.text("country") {
        country.clone_into(&mut resource.country);
    }
    if let Some(hours) = args.text("hours") {
        hours.clone_into(&mut resource.hours);
    }
    if let Some(source) = args.text("source") {
        source.clone_into(&mut resource.source);
    }
    Ok(())
}

async fn add(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let mut tx = turn.begin(ctx).await?;
    let known = own::all(&mut tx, turn.group).await?;
    let mut resource = Resource {
        slug: own::free_slug(args.text("name").unwrap_or_default(), &known),
        country: turn.profile.country.clone(),
        name: String::new(),
        topics: Topic::find("crisis").into_iter().take(1).collect(),
        channels: Vec::new(),
        hours: String::new(),
        languages: Vec::new(),
        url: None,
        source: words.resource_own_source().plain(),
        checked: Checked::Day(turn.today()),
        confidence: Confidence::B,
        stale_at_release: false,
        notes: None,
    };
    fill(words, &mut resource, &args)?;
    let resource = resource.validated().map_err(|e| Failure::mend(refusal(&e, words)))?;
    own::add(&mut tx, turn.group, turn.person, &resource, turn.now).await?;
    audit(&mut tx, turn, "resource added", &resource.slug).await?;
    tx.commit().await?;
    let message = Message::say(words.resource_added(Arg::code(&resource.slug))).append(card(
        &resource,
        words,
        turn.today(),
    ));
    // Help in the wrong country is no help: a default is said to be one.
    let guessed = !args.has("country") && !turn.profile.country_chosen;
    let guess = guessed.then(|| {
        let again = format!("admin resource edit {} --country gb", resource.slug);
        words.resource_country_guess(Arg::command(again))
    });
    Ok(message.maybe(guess))
}

async fn edit(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let mut tx = turn.begin(ctx).await?;
    let Own { id, mut resource, .. } = the_one(&mut tx, turn, &args).await?;
    fill(words, &mut resource, &args)?;
    let resource = resource.validated().map_err(|e| Failure::mend(refusal(&e, words)))?;
    own::change(&mut tx, id, &resource, turn.now).await?;
    audit(&mut tx, turn, "resource changed", &resource.slug).await?;
    tx.commit().await?;
    Ok(Message::say(words.resource_changed(Arg::code(&resource.slug))).append(card(
        &resource,
        words,
        turn.today(),
    )))
}

async fn confirm(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let mut tx = turn.begin(ctx).await?;
    let Own { id, mut resource, .. } = the_one(&mut tx, turn, &args).await?;
    resource.checked = Checked::Day(turn.today());
    own::change(&mut tx, id, &resource, turn.now).await?;
    audit(&mut tx, turn, "resource confirmed", &resource.slug).await?;
    tx.commit().await?;
    Ok(Message::say(words.resource_confirmed(&resource.name)))
}

async fn remove(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let mut tx = turn.begin(ctx).await?;
    let Own { id, resource, .. } = the_one(&mut tx, turn, &args).await?;
    own::remove(&mut tx, id).await?;
    audit(&mut tx, turn, "resource removed", &resource.slug).await?;
    tx.commit().await?;
    Ok(Message::say(turn.words.resource_removed(&resource.name)))
}

async fn audit(
    conn: &mut crate::store::Conn,
    turn: &Turn,
    action: &str,
    slug: &str,
) -> sqlx::Result<()> {
    settings::audit(conn, turn.group, turn.person, turn.now, action, slug).await
}

/// The group's resource of a name; otherwise all of them, with those that grow old marked.
async fn the_one(conn: &mut crate::store::Conn, turn: &Turn, args: &Args) -> Result<Own, Failure> {
    let words = &turn.words;
    let typed = args.text("resource").unwrap_or_default();
    let all = own::all(conn, turn.group).await?;
    let same = |o: &Own| {
        o.resource.slug.eq_ignore_ascii_case(typed) || o.resource.name.eq_ignore_ascii_case(typed)
    };
    if let Some(at) = all.iter().position(same) {
        return all.into_iter().nth(at).ok_or_else(|| anyhow::anyhow!("it was there").into());
    }
    if all.is_empty() {
        return Err(Failure::mend(words.resource_none_own()));
    }
    let items = all.iter().map(|o| {
        let slug = Arg::code(&o.resource.slug);
        match o.resource.freshness(turn.today()) {
            Freshness::Fresh => words.resource_own_item(slug, &o.resource.name),
            Freshness::Flagged => words.resource_own_item_old(slug, &o.resource.name),
            Freshness::Hidden => words.resource_own_item_hidden(slug, &o.resource.name),
        }
    });
    Err(Failure::mend(Message::say(words.resource_unknown_own(typed)).list(items.collect())))
}
