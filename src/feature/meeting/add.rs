//! `admin meeting add`: a meeting of the group's own.

use super::own::{self, MINUTES, MOST_NAME, Own};
use super::{calendar, follow, model, place, say};
use crate::chat::message::Message;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run};
use crate::engine::ctx::Ctx;
use crate::engine::settings;
use crate::engine::turn::{Turn, zone_name};
use crate::words::{Arg, Words};

/// How many next times are shown.
const SHOWN: usize = 3;

/// The command.
pub const COMMAND: Command = Command {
    path: "admin meeting add",
    summary: Words::meeting_add_summary,
    params: &[
        Param::required("name", Kind::Text { most: MOST_NAME }, Words::meeting_param_name),
        Param::required("phrase", Kind::Phrase, Words::meeting_param_phrase),
        Param::optional("minutes", MINUTES, Words::meeting_param_minutes),
        Param::optional("where", Kind::Text { most: 400 }, Words::meeting_param_where),
        Param::optional("zone", Kind::Zone, Words::meeting_param_zone),
    ],
    needs: Role::Organizer,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let (place, zone_behind) = match args.text("where") {
        Some(typed) if !args.has("zone") => place::without_zone(typed),
        Some(typed) => (typed.to_owned(), None),
        None => (String::new(), None),
    };
    let zone = args.text("zone").map(str::to_owned).or(zone_behind);
    let zone = zone.unwrap_or_else(|| zone_name(&turn.group_zone));
    let Some(phrase) = args.phrase("phrase") else {
        return Err(crate::error::Failure::mend(words.schedule_empty()));
    };
    let phrase = own::phrase(turn, phrase, &zone)?;
    let minutes = args.number("minutes").and_then(|m| u16::try_from(m).ok()).unwrap_or(60);
    let place = Some(place.as_str()).filter(|place| !place.is_empty());
    // A line break in a name would break every list it stands in.
    let name = args.text("name").unwrap_or_default().split_whitespace().collect::<Vec<_>>();
    let listing = model::own_listing(&name.join(" "), &zone, place, minutes);
    let own = Own { phrase, zone, listing };

    let mut tx = turn.begin(ctx).await?;
    let meeting = own::add(&mut tx, turn.group, &own, turn.now).await?;
    follow::changed(ctx, &mut tx, &[meeting.id], turn.now).await?;
    let (now, slug) = (turn.now, meeting.slug.as_str());
    settings::audit(&mut tx, turn.group, turn.person, now, "meeting added", slug).await?;
    calendar::soon(&mut tx, turn.group, turn.now).await?;
    tx.commit().await?;
    ctx.bell.ring();

    let none = std::collections::BTreeSet::new();
    let next = meeting.held_after(turn.now, &none).take(SHOWN);
    let next = next.map(|held| crate::schedule::say::occurrence(words, &held.occurrence));
    let remind = Arg::command(format!("meetings remind {slug}"));
    let announce = Arg::command(format!("admin meeting announce {slug} 30"));
    let rule = say::rule(words, &meeting);
    Ok(Message::say(words.meeting_added(meeting.name.clone(), Arg::code(slug), rule))
        .paragraph(words.meeting_added_next())
        .list(next.collect())
        .fields(say::joining(words, &meeting))
        .paragraph(words.meeting_added_then(remind, announce)))
}
