//! `admin schedule edit`: changes when, where or what a schedule posts.

use super::beat::Beat;
use super::model::{Kind, Schedule, zone_named};
use super::view::{self, SHOWN};
use super::{add, find, fire, place, sql};
use crate::chat::message::Message;
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{self, Command, Outcome, Param, Run, Thing};
use crate::engine::ctx::Ctx;
use crate::engine::settings;
use crate::engine::turn::{Turn, zone_name};
use crate::error::Failure;
use crate::job;
use crate::schedule::{Occurrence, PhraseError, Timing, say};
use crate::words::{Arg, Words};

/// The command.
pub const COMMAND: Command = Command {
    path: "admin schedule edit",
    summary: Words::posting_edit_summary,
    params: &[
        Param::required(
            "schedule",
            command::Kind::Named(Thing::Schedule),
            Words::posting_param_schedule,
        ),
        Param::optional("phrase", command::Kind::Timing, Words::posting_param_phrase),
        Param::optional("room", command::Kind::Room, Words::posting_param_room),
        Param::optional("text", command::Kind::Text { most: 1500 }, Words::posting_param_text_edit),
        Param::optional("zone", command::Kind::Zone, Words::posting_param_zone),
    ],
    needs: Role::Organizer,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    // The platform is asked before the transaction begins.
    let rooms = if args.has("room") {
        place::rooms(ctx, turn, &args).await?
    } else {
        place::no_room_is_meant(ctx, turn, &args).await?;
        Vec::new()
    };
    let mut tx = turn.begin(ctx).await?;
    let mut schedule = find::named(&mut tx, turn, &args).await?;
    let slug = Arg::code(schedule.slug.as_str());
    if !["phrase", "room", "text", "zone"].iter().any(|name| args.has(name)) {
        let example = format!("admin schedule edit {} weekdays 08:30", schedule.slug);
        return Err(Failure::mend(words.posting_change_nothing(Arg::command(example))));
    }
    if !rooms.is_empty() {
        schedule.post_in(&rooms);
        sql::set_rooms(&mut tx, &schedule).await?;
    }
    if let Some(text) = args.text("text") {
        schedule.text = new_text(turn, &args, &schedule, text)?;
    }
    let mut forgotten = false;
    if args.has("phrase") || args.has("zone") {
        let first = retime(turn, &args, &mut schedule)?;
        forgotten = sql::forget_skips(&mut tx, schedule.id).await?;
        schedule.skipped = None;
        // A paused schedule stays paused.
        if schedule.paused_at.is_some() {
            schedule.next_civil = Some(first.civil.to_string());
        } else {
            add::stand(&mut schedule, &first);
            job::put(&mut tx, &fire::job(&schedule, &first)).await?;
        }
    }
    sql::save(&mut tx, &schedule).await?;
    let (group, person) = (turn.group, turn.person);
    settings::audit(&mut tx, group, person, turn.now, "schedule changed", &schedule.slug).await?;
    tx.commit().await?;
    ctx.bell.ring();

    let message = Message::say(words.posting_changed(slug)).paragraph(view::one(words, &schedule));
    let stands = schedule.paused_at.is_none() && schedule.ended_at.is_none();
    let message = match schedule.beat().filter(|_| stands) {
        Some(beat) => {
            let next = beat.coming(turn.now, &schedule.skipped(), SHOWN);
            view::coming(message, words, &next, !beat.repeats())
        }
        None => message.paragraph(view::state(words, &schedule)),
    };
    let message = message.maybe(add::weekly_hint(turn, &args, &schedule));
    Ok(message.maybe(forgotten.then(|| words.posting_skips_forgotten())))
}

/// Puts a new time or zone in, and gives the first occurrence.
fn retime(turn: &Turn, args: &Args, schedule: &mut Schedule) -> Result<Occurrence, Failure> {
    let words = &turn.words;
    let mend = |error: PhraseError| Failure::mend(say::error(words, &error));
    let zone = zone_named(args.text("zone").unwrap_or(&schedule.zone));
    let beat = match args.timing("phrase") {
        Some(timing) => {
            let (beat, text) = Beat::asked(timing, turn.now, &zone).map_err(mend)?;
            schedule.timing = text;
            Some(beat)
        }
        // The same civil time, in another zone.
        None => Beat::kept(&schedule.timing, &zone, None),
    };
    schedule.zone = zone_name(&zone);
    let next = beat.and_then(|beat| beat.next(turn.now, &[]));
    next.ok_or_else(|| Failure::mend(words.posting_never()))
}

fn new_text(turn: &Turn, args: &Args, schedule: &Schedule, text: &str) -> Result<String, Failure> {
    let words = &turn.words;
    if text.eq_ignore_ascii_case("default") && schedule.kind() == Kind::Checkin {
        return Ok(String::new());
    }
    // `edit morning dayly 09:00` is a slip of the pen, not a new message.
    let slip = matches!(Timing::parse(text), Err(PhraseError::UnknownWord { near: Some(_), .. }));
    if slip && !args.has("phrase") && text.split_whitespace().count() <= 4 {
        let short: String = text.chars().take(60).collect();
        return Err(Failure::mend(words.posting_change_typo(Arg::code(short))));
    }
    Ok(text.to_owned())
}
