//! Takes an answer, however it was given.

use super::belongs::{self, Fit};
use super::model::{Given, Support};
use super::read::{self, Bad};
use super::reply::{self, Told};
use super::share::{self, Asked as Wanted};
use super::{care, consent, room, sql, undo};
use crate::command::Outcome;
use crate::engine::ctx::Ctx;
use crate::engine::prompt::Asked;
use crate::engine::turn::Turn;
use crate::error::Failure;
use crate::ids::{GroupId, RoomId};
use crate::store::{Conn, millis};
use jiff::civil::Date;

/// What an answer belongs to.
#[derive(Debug, Clone)]
pub(super) struct Cause {
    /// The civil day.
    pub day: Date,
    /// Whether the day was over.
    pub late: bool,
    /// The group in which it is shared, if it is.
    pub group: GroupId,
    /// The room in which it is shared, if it is.
    pub room: Option<RoomId>,
    /// The prompt in a room that it answers.
    pub prompt: Option<Asked>,
}

impl Cause {
    /// A free answer: the member's own day, the room it was given in.
    pub(super) fn free(turn: &Turn) -> Self {
        let room = turn.group_room().cloned();
        Self { day: turn.today(), late: false, group: turn.group, room, prompt: None }
    }

    /// The answer to a prompt that stands in a room. A sentence when it is too late.
    pub(super) async fn of_room(
        conn: &mut Conn,
        turn: &Turn,
        asked: Asked,
    ) -> Result<Self, Failure> {
        let day = belongs::noted(&asked.detail).0.unwrap_or_else(|| turn.today());
        let late = fit(turn, day, &asked)?;
        let room = match turn.group_room() {
            Some(room) => Some(room.clone()),
            None => share::room_of(sql::destination(conn, asked.id.0).await?),
        };
        Ok(Self { day, late, group: asked.group.unwrap_or(turn.group), room, prompt: Some(asked) })
    }
}

/// Whether an answer is late for a day; a sentence when it is too late.
fn fit(turn: &Turn, day: Date, asked: &Asked) -> Result<bool, Failure> {
    let profile = &turn.profile;
    match belongs::fit(day, asked.expires_at, turn.now, &profile.zone, profile.day_start) {
        Fit::InTime => Ok(false),
        Fit::Late => Ok(true),
        Fit::TooLate => {
            let words = &turn.words;
            Err(Failure::mend(words.checkin_too_late(belongs::date(words, day))))
        }
    }
}

/// Takes an answer: keeps it if the person wants that, counts it where it was asked for, shares what
/// it says to share, and thanks.
pub(super) async fn accept(
    ctx: &Ctx,
    turn: &Turn,
    cause: Cause,
    given: Given,
    bad: &[Bad],
) -> Outcome {
    let words = &turn.words;
    let help = care::help(turn, &given, bad);
    let bad = if help.is_some() { care::to_mend(bad) } else { bad.to_vec() };
    let mut tx = turn.begin(ctx).await?;
    let wanted = Wanted::new(&given);
    if !given.says_something() {
        let done = share::only_share(&mut tx, ctx, turn, &cause, given.share).await?;
        tx.commit().await?;
        ctx.bell.ring();
        let said = done.map_or_else(|| words.checkin_nothing(), |done| done.say(words));
        let message = help.unwrap_or_default().append(read::say(words, &bad));
        return Ok(if bad.is_empty() { message.paragraph(said) } else { message });
    }
    let day = cause.day.to_string();
    let for_room = if help.is_some() { care::for_room(&given) } else { given.clone() };
    let shared = share::share(&mut tx, ctx, turn, &cause, &for_room, wanted).await?;
    let flag = shared.flag();
    // What the group does not want to be kept is not, whatever its author chose elsewhere.
    let set = turn.settings(&mut tx, cause.group).await?;
    let may = set.history_on(turn.account.platform());
    let kept =
        may && sql::keep(&mut tx, turn.person.0, &day, &given, flag, millis(turn.now)).await?;
    undo::note_made(&mut tx, turn, &cause).await?;
    let counted = match &cause.prompt {
        Some(asked) => room::count_in(&mut tx, ctx, turn, asked).await?,
        None => false,
    };
    let company = match given.support {
        Some(Support::Room) => Some(share::company(&mut tx, ctx, turn, &cause).await?),
        _ => None,
    };
    let told = Told {
        given: &given,
        kept: kept.then_some(turn.profile.history_days),
        late: cause.late.then_some(cause.day),
        shared,
        company,
    };
    let in_need = help.is_some();
    let mut message = match help {
        Some(help) => help.append(care::message(words, &told)),
        None => reply::message(words, turn, &told),
    };
    message = message.append(read::say(words, &bad));
    let something_to_undo = kept || counted || told.stands_in_a_room();
    // Somebody in need is not asked what to keep.
    let offer = match may && !in_need {
        true => consent::offer(&mut tx, turn, &cause, something_to_undo).await?,
        false => None,
    };
    if let Some(offer) = offer {
        message = message.append(offer);
    } else {
        if !kept {
            message = message.paragraph(if told.stands_in_a_room() {
                words.checkin_not_kept_beside()
            } else {
                words.checkin_not_kept()
            });
        }
        if something_to_undo {
            message = message.ask(undo::ask(&mut tx, turn, &cause).await?);
        }
    }
    tx.commit().await?;
    ctx.bell.ring();
    Ok(message)
}
