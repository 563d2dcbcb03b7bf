//! The rooms that somebody names, and how rooms are shown.

use super::ctx::Ctx;
use super::directory;
use super::turn::Turn;
use crate::chat::message::{Line, Message, Span};
use crate::chat::platform::NamedRoom;
use crate::command::value;
use crate::error::Failure;
use crate::ids::{PlatformId, RoomId};

/// The most rooms that are named as what may have been meant.
const MOST_MEANT: usize = 5;

/// The room of the turn's group that somebody means: a name, a mention, an alias, as it is typed on
/// their platform. A room on another platform that the group is on has the platform's name and a
/// colon before it: `discord:#general`. None where there is no such room. Asks the platform, so never
/// in a transaction.
pub async fn named(ctx: &Ctx, turn: &Turn, typed: &str) -> Result<Option<RoomId>, Failure> {
    let (on, typed) = platform_of(turn, typed);
    let Some(platform) = ctx.platforms.get(on) else { return Ok(None) };
    for community in communities(ctx, turn, on).await? {
        match platform.room_named(&community, typed).await {
            Ok(Some(room)) => return Ok(Some(room)),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "a room was not found out"),
        }
    }
    Ok(None)
}

/// How a room is typed where the turn is: by the name that members see, where that means no other.
/// Asks the platform, so never in a transaction.
pub async fn typed(ctx: &Ctx, turn: &Turn, room: &RoomId) -> Result<String, Failure> {
    let on = room.platform();
    let before = if on == turn.account.platform() { String::new() } else { format!("{on}:") };
    let Some(platform) = ctx.platforms.get(on) else { return Ok(room.to_string()) };
    for one in all(ctx, turn, on).await? {
        // These would end the name where it is typed.
        if one.room != *room || one.name.contains(['"', '“', '”', '„', ',']) {
            continue;
        }
        let name = format!("{before}#{}", one.name);
        if named(ctx, turn, &name).await?.as_ref() == Some(room) {
            let several = name.contains(char::is_whitespace);
            return Ok(if several { format!("\"{name}\"") } else { name });
        }
    }
    Ok(format!("{before}{}", platform.written(room)))
}

/// What is said when no room was meant, with the rooms that may have been. Asks the platform, so never
/// in a transaction.
pub async fn unknown(ctx: &Ctx, turn: &Turn, asked: &str, line: Line) -> Result<Failure, Failure> {
    let (on, name) = platform_of(turn, asked);
    let name = name.trim().trim_start_matches('#').to_lowercase();
    let mut near: Vec<(usize, NamedRoom)> = Vec::new();
    for one in all(ctx, turn, on).await? {
        if let Some(distance) = value::near(&one.name.to_lowercase(), &name) {
            near.push((distance, one));
        }
    }
    near.sort_by_key(|(distance, _)| *distance);
    near.truncate(MOST_MEANT);
    let words = &turn.words;
    let message = match near.as_slice() {
        [] => Message::say(line),
        [(_, one)] => {
            Message::say(line.then(words.usage_did_you_mean(Span::Room(one.room.clone()))))
        }
        several => {
            let mut items = Vec::new();
            for (_, one) in several {
                let shown = Line::from(Span::Room(one.room.clone()));
                // Two with one name are told apart by what is typed.
                let typed = typed(ctx, turn, &one.room).await?;
                let by_name = typed.trim_matches('"').ends_with(&format!("#{}", one.name));
                items.push(if by_name { shown } else { shown.then(Span::Code(typed).into()) });
            }
            Message::say(line).paragraph(words.usage_did_you_mean_one_of()).list(items)
        }
    };
    Ok(Failure::mend(message))
}

/// Rooms by the names that members see, with commas between.
pub fn shown<'a>(rooms: impl IntoIterator<Item = &'a RoomId>) -> Line {
    let mut spans = Vec::new();
    for room in rooms {
        if !spans.is_empty() {
            spans.push(Span::Text(", ".to_owned()));
        }
        spans.push(Span::Room(room.clone()));
    }
    Line(spans)
}

/// The platform that is meant, and what was typed without its name.
fn platform_of<'a>(turn: &Turn, typed: &'a str) -> (PlatformId, &'a str) {
    let named = typed.split_once(':').and_then(|(platform, rest)| {
        platform.parse::<PlatformId>().ok().map(|platform| (platform, rest))
    });
    named.unwrap_or((turn.account.platform(), typed))
}

/// What a platform calls the places of the turn's group: the one where it is asked first.
async fn communities(ctx: &Ctx, turn: &Turn, on: PlatformId) -> Result<Vec<String>, Failure> {
    let here = turn.place.community.as_ref().filter(|_| on == turn.account.platform());
    let mut tx = ctx.store.read().await?;
    let others = directory::communities_of(&mut tx, turn.group, on).await?;
    let others = others.into_iter().filter(|other| Some(other) != here);
    Ok(here.cloned().into_iter().chain(others).collect())
}

/// All rooms of the turn's group on a platform.
async fn all(ctx: &Ctx, turn: &Turn, on: PlatformId) -> Result<Vec<NamedRoom>, Failure> {
    let Some(platform) = ctx.platforms.get(on) else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for community in communities(ctx, turn, on).await? {
        match platform.rooms(&community).await {
            Ok(rooms) => all.extend(rooms),
            Err(error) => tracing::warn!(%error, "rooms were not found out"),
        }
    }
    Ok(all)
}
