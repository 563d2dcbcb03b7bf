//! `admin schedule add`: sets up what is posted, where and when.

use super::beat::Beat;
use super::model::{Kind, Schedule, zone_named};
use super::view::{self, SHOWN};
use super::{place, slug, sql};
use crate::chat::message::{Line, Message};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{self, Command, Outcome, Param, Run};
use crate::engine::ctx::Ctx;
use crate::engine::settings;
use crate::engine::turn::{Turn, zone_name};
use crate::error::Failure;
use crate::ids::ScheduleId;
use crate::job;
use crate::schedule::once::{Day, When};
use crate::schedule::phrase::short_name;
use crate::schedule::{Occurrence, Timing, say};
use crate::store::millis;
use crate::words::{Arg, Words};

/// The command.
pub const COMMAND: Command = Command {
    path: "admin schedule add",
    summary: Words::posting_add_summary,
    params: &[
        Param::required("kind", command::Kind::Choice(Kind::ALL), Words::posting_param_kind),
        Param::required("phrase", command::Kind::Timing, Words::posting_param_phrase),
        Param::optional("room", command::Kind::Room, Words::posting_param_room),
        Param::optional("text", command::Kind::Text { most: 1500 }, Words::posting_param_text),
        Param::optional("zone", command::Kind::Zone, Words::posting_param_zone),
    ],
    needs: Role::Organizer,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let kind = Kind::parse(args.choice("kind").unwrap_or_default());
    let Some(timing) = args.timing("phrase") else { return Ok(Message::new()) };
    let rooms = place::rooms(ctx, turn, &args).await?;
    let text = args.text("text").unwrap_or_default().to_owned();
    if kind == Kind::Message && text.is_empty() {
        let example = "admin schedule add message sundays 18:00 See you at seven.";
        return Err(Failure::mend(words.posting_text_needed(Arg::command(example))));
    }
    let zone = args.text("zone").map_or_else(|| turn.group_zone.clone(), zone_named);
    let (beat, timing) = Beat::asked(timing, turn.now, &zone)
        .map_err(|error| Failure::mend(say::error(words, &error)))?;
    let next = beat.coming(turn.now, &[], SHOWN);
    let Some(first) = next.first() else { return Err(Failure::mend(words.posting_never())) };

    let mut tx = turn.begin(ctx).await?;
    let taken: Vec<String> =
        sql::all(&mut tx, turn.group).await?.into_iter().map(|known| known.slug).collect();
    let mut schedule = Schedule {
        id: ScheduleId(0),
        group: turn.group,
        slug: slug::free(kind, first.civil, &taken),
        kind: kind.as_str().to_owned(),
        timing,
        zone: zone_name(&zone),
        room: String::new(),
        text,
        paused_at: None,
        ended_at: None,
        next_at: None,
        next_civil: None,
        skipped: None,
        further: None,
    };
    schedule.post_in(&rooms);
    stand(&mut schedule, first);
    schedule.id = sql::add(&mut tx, &schedule, turn.person, millis(turn.now)).await?;
    sql::set_rooms(&mut tx, &schedule).await?;
    job::put(&mut tx, &super::fire::job(&schedule, first)).await?;
    settings::audit(&mut tx, turn.group, turn.person, turn.now, "schedule added", &schedule.slug)
        .await?;
    let unset = settings::get(&mut tx, turn.group, "zone").await?.is_none();
    tx.commit().await?;
    ctx.bell.ring();

    let message = Message::say(words.posting_added(Arg::code(schedule.slug.as_str())))
        .paragraph(view::one(words, &schedule));
    let message = view::coming(message, words, &next, !beat.repeats())
        .maybe((unset && !args.has("zone")).then(|| view::zone_unset(turn, &schedule)));
    Ok(message.maybe(weekly_hint(turn, &args, &schedule)).paragraph(
        words.posting_change(view::command("edit", &schedule), view::command("show", &schedule)),
    ))
}

/// `mon 18:00` is next Monday: says how every Monday is written, in case that was meant.
pub(super) fn weekly_hint(turn: &Turn, args: &Args, schedule: &Schedule) -> Option<Line> {
    let Some(Timing::Once(When::At { day: Day::Weekday(day), time })) = args.timing("phrase")
    else {
        return None;
    };
    let every = format!("every {} {}", short_name(*day), time.strftime("%H:%M"));
    let edit = format!("admin schedule edit {} {every}", schedule.slug);
    Some(turn.words.posting_once(Arg::command(edit)))
}

/// Notes that an occurrence is the next one.
pub(super) fn stand(schedule: &mut Schedule, next: &Occurrence) {
    schedule.next_at = Some(millis(next.at));
    schedule.next_civil = Some(next.civil.to_string());
    schedule.paused_at = None;
    schedule.ended_at = None;
}
