//! `admin settings`: what a group has set for itself.

use crate::chat::message::{Line, Message, Span};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::value::{self, BadValue, Value, nearest};
use crate::command::{Command, Kind, Outcome, Param, Run, Thing};
use crate::engine::ctx::Ctx;
use crate::engine::rooms;
use crate::engine::settings::{self, Settings};
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::feature::meeting::calendar;
use crate::ids::{PlatformId, RoomId};
use crate::store::Conn;
use crate::words::{Arg, Words};

pub mod link;
mod sql;

/// The command.
pub const COMMAND: Command = Command {
    path: "admin settings",
    summary: Words::settings_summary,
    params: &[
        Param::optional("key", Kind::Named(Thing::Setting), Words::settings_param_key),
        Param::optional("value", Kind::Text { most: 200 }, Words::settings_param_value),
    ],
    needs: Role::Admin,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let Some(typed) = args.text("key") else {
        let mut tx = ctx.store.read().await?;
        let set = Settings::load(&mut tx, turn.group).await?;
        return Ok(listed(ctx, words, &set));
    };
    if typed.eq_ignore_ascii_case(link::KEY) {
        return link::run(ctx, turn, args.text("value")).await;
    }
    let Some(key) = settings::KEYS.iter().find(|key| key.eq_ignore_ascii_case(typed)).copied()
    else {
        let line = words.settings_unknown(Arg::code(typed), settings::KEYS.join(", "));
        let near = nearest(settings::KEYS.iter().copied(), typed);
        return Err(Failure::mend(match near {
            Some(near) => line.then(words.usage_did_you_mean(Arg::code(near))),
            None => line,
        }));
    };
    // The platform is asked before the transaction begins.
    let room = match args.text("value") {
        Some(asked) if key == settings::ADMIN_ROOM => rooms::named(ctx, turn, asked).await?,
        _ => None,
    };
    let mut tx = turn.begin(ctx).await?;
    let Some(asked) = args.text("value") else {
        let set = Settings::load(&mut tx, turn.group).await?;
        return Ok(Message::new().fields(vec![field(ctx, words, &set, key)]));
    };
    let before = settings::get(&mut tx, turn.group, key).await?;
    if asked == "-" || asked.eq_ignore_ascii_case("default") {
        settings::unset(&mut tx, turn.group, key).await?;
        if key == settings::CALENDAR {
            calendar::changed(&mut tx, turn.group, before.as_deref(), turn.now).await?;
        }
        audit(&mut tx, turn, key).await?;
        tx.commit().await?;
        ctx.bell.ring();
        return Ok(Message::say(words.settings_unset(Arg::code(key))));
    }
    let value = checked(&mut tx, turn, key, asked, room.as_ref()).await?;
    settings::set(&mut tx, turn.group, key, &value).await?;
    if key == settings::CALENDAR {
        calendar::changed(&mut tx, turn.group, before.as_deref(), turn.now).await?;
    }
    audit(&mut tx, turn, key).await?;
    tx.commit().await?;
    ctx.bell.ring();
    let value = room.map_or_else(|| Arg::code(value), |room| Span::Room(room).into());
    let done = Message::say(words.settings_set(Arg::code(key), value));
    Ok(if key == "zone" { done.paragraph(words.settings_zone_note()) } else { done })
}

async fn audit(conn: &mut Conn, turn: &Turn, key: &str) -> sqlx::Result<()> {
    settings::audit(conn, turn.group, turn.person, turn.now, "setting changed", key).await
}

/// The value as it is kept, or the sentence that says what would be one.
async fn checked(
    conn: &mut Conn,
    turn: &Turn,
    key: &'static str,
    asked: &str,
    room: Option<&RoomId>,
) -> Result<String, Failure> {
    let words = &turn.words;
    let read = |kind| {
        value::read(kind, asked).map_err(|why| Failure::mend(refusal(words, key, asked, &why)))
    };
    match key {
        "zone" => Ok(text(read(Kind::Zone)?)),
        "country" => Ok(text(read(Kind::Country)?)),
        "language" => match Words::languages().find(|code| code.eq_ignore_ascii_case(asked)) {
            Some(code) => Ok(code.to_owned()),
            None => {
                let known: Vec<&str> = Words::languages().collect();
                Err(Failure::mend(words.config_language(Arg::code(asked), known.join(", "))))
            }
        },
        settings::NO_HISTORY | settings::CALENDAR => platforms(asked)
            .ok_or_else(|| Failure::mend(words.settings_not_a_platform(Arg::code(asked)))),
        _ => {
            if let Some(room) = room.map(RoomId::to_string)
                && sql::is_room(conn, turn.group, &room).await?
            {
                return Ok(room);
            }
            let asked =
                room.map_or_else(|| Arg::code(asked), |room| Span::Room(room.clone()).into());
            let known = sql::rooms(conn, turn.group).await?;
            let known: Vec<RoomId> = known.iter().filter_map(|id| id.parse().ok()).collect();
            let known = rooms::shown(&known);
            Err(Failure::mend(words.settings_unknown_room(asked, known)))
        }
    }
}

/// Names of platforms with commas between, in order and once each; none when one is not a name.
fn platforms(asked: &str) -> Option<String> {
    let read = asked.split(',').map(|name| name.trim().to_lowercase().parse::<PlatformId>());
    let mut all: Vec<PlatformId> = read.collect::<Result<_, _>>().ok()?;
    all.sort_unstable();
    all.dedup();
    Some(all.into_iter().map(PlatformId::as_str).collect::<Vec<_>>().join(","))
}

fn text(value: Value) -> String {
    match value {
        Value::Zone(text) | Value::Country(text) | Value::Text(text) => text,
        _ => String::new(),
    }
}

fn refusal(words: &Words, key: &'static str, asked: &str, why: &BadValue) -> Line {
    let param = Param::required(key, Kind::Word, Words::settings_param_value);
    crate::command::error::bad(words, &param, asked, why)
}

fn listed(ctx: &Ctx, words: &Words, set: &Settings) -> Message {
    let fields = settings::KEYS.iter().map(|key| field(ctx, words, set, key)).collect();
    let several = ctx.platforms.iter().count() > 1;
    Message::new()
        .heading(words.settings_title())
        .fields(fields)
        .paragraph(words.settings_how(Arg::command("admin settings zone Europe/London")))
        .maybe(several.then(|| words.settings_link_hint(Arg::command("admin settings link"))))
}

fn field(ctx: &Ctx, words: &Words, set: &Settings, key: &'static str) -> (Line, Line) {
    let effect = words.settings_effect(Arg::select(key));
    let own = set.get(key).map(|value| match value.parse::<RoomId>() {
        Ok(room) if key == settings::ADMIN_ROOM => Arg::from(Span::Room(room)),
        _ => Arg::code(value),
    });
    let fallback = match key {
        "zone" => ctx.defaults.zone.clone(),
        "country" => ctx.defaults.country.clone().unwrap_or_default(),
        "language" => ctx.defaults.language.clone(),
        _ => String::new(),
    };
    let line = match own {
        Some(value) => words.settings_own(value, effect),
        None if fallback.is_empty() => words.settings_none(effect),
        None => words.settings_default(Arg::code(fallback), effect),
    };
    (crate::chat::message::Span::Code(key.to_owned()).into(), line)
}
