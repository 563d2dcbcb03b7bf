//! A schedule by its name.

use super::model::Schedule;
use super::sql;
use crate::chat::message::{Line, Message, Span};
use crate::command::args::Args;
use crate::command::value::nearest;
use crate::engine::ctx::Ctx;
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::ids::AccountId;
use crate::store::Conn;
use crate::words::Arg;

/// The schedule that the parameter `schedule` names; when there is none of that name, the nearest
/// one is suggested and all are listed.
pub(super) async fn named(conn: &mut Conn, turn: &Turn, args: &Args) -> Result<Schedule, Failure> {
    let typed = args.text("schedule").unwrap_or_default();
    let mut all = sql::all(conn, turn.group).await?;
    if let Some(place) = all.iter().position(|known| known.slug.eq_ignore_ascii_case(typed)) {
        return Ok(all.swap_remove(place));
    }
    let words = &turn.words;
    let short: String = typed.chars().take(40).collect();
    let mut line = words.posting_unknown(Arg::code(short));
    if let Some(near) = nearest(all.iter().map(|known| known.slug.as_str()), typed) {
        line = line.then(words.usage_did_you_mean(Arg::code(near)));
    }
    let known = if all.is_empty() {
        words.posting_none(Arg::command("admin schedule add checkin daily 09:00"))
    } else {
        words.posting_known(codes(all.iter().map(|known| known.slug.as_str())))
    };
    Err(Failure::mend(Message::say(line).paragraph(known)))
}

/// Names as something that can be typed, separated by commas.
pub(crate) fn codes<'a>(names: impl Iterator<Item = &'a str>) -> Line {
    let mut line = Line::default();
    for (index, name) in names.enumerate() {
        if index > 0 {
            line.push(Span::Text(", ".to_owned()));
        }
        line.push(Span::Code(name.to_owned()));
    }
    line
}

/// The names of the schedules that an account may mean, for completion.
pub(crate) async fn names(ctx: &Ctx, account: &AccountId) -> sqlx::Result<Vec<String>> {
    let mut tx = ctx.store.read().await?;
    sql::names(&mut tx, &account.to_string()).await
}
