//! `progress`: one's own check-ins as a chart, and the same in text.

use super::{labels, sql};
use crate::chat::message::{Line, Message, Upload};
use crate::chat::role::Role;
use crate::chat::route::Visibility;
use crate::command::args::Args;
use crate::command::{Command, Kind, Outcome, Param, Run};
use crate::engine::ctx::Ctx;
use crate::engine::turn::Turn;
use crate::picture::{self, Chart, Summary};
use crate::words::Words;
use jiff::ToSpan as _;

/// The command.
pub const COMMAND: Command = Command {
    path: "progress",
    summary: Words::progress_summary,
    params: &[Param::optional(
        "days",
        Kind::Number { lowest: 1, highest: picture::MOST_DAYS as i64 },
        Words::progress_param_days,
    )],
    needs: Role::Member,
    visibility: Visibility::Private,
    run: Run::Turn(|ctx, turn, args| Box::pin(run(ctx, turn, args))),
};

/// How many days are shown when nothing is said.
const USUAL: i64 = 30;

async fn run(ctx: &Ctx, turn: &Turn, args: Args) -> Outcome {
    let words = &turn.words;
    let to = turn.today();
    let from = to.saturating_sub((args.number("days").unwrap_or(USUAL) - 1).days());
    let month = to.first_of_month();
    let (days, this_month, all) = {
        let mut tx = ctx.store.read().await?;
        let days = sql::days(&mut tx, turn.person.0, from, to).await?;
        let this_month = sql::count_since(&mut tx, turn.person.0, month).await?;
        let all = sql::count_since(&mut tx, turn.person.0, jiff::civil::Date::MIN).await?;
        (days, this_month, all)
    };
    if all == 0 && turn.profile.history_days == 0 {
        return Ok(Message::say(words.progress_none()));
    }
    let Some(chart) = Chart::new(from, to, &days, labels::labels(words, from, to)) else {
        let none = words.progress_none_yet(labels::date(words, from), labels::date(words, to));
        return Ok(Message::say(none).maybe((all > 0).then(|| counted(words, all, this_month))));
    };
    let message = text(words, &chart, counted(words, all, this_month));
    let description =
        words.progress_file(labels::date(words, from), labels::date(words, to)).plain();
    // Drawing computes without a pause: not among those who wait for answers.
    let drawn = tokio::task::spawn_blocking(move || picture::draw(&chart)).await;
    let bytes = match drawn.map_err(anyhow::Error::from).and_then(|drawn| Ok(drawn?)) {
        Ok(bytes) => bytes,
        Err(error) => {
            // The text has all of it; a picture that failed must not take it away.
            tracing::error!(%error, "a chart could not be drawn");
            return Ok(message);
        }
    };
    let name = "progress.png".to_owned();
    Ok(message.file(Upload { name, media_type: "image/png", bytes, description }))
}

/// In how many days, in all and this month; a month that has just begun says nothing of itself.
fn counted(words: &Words, all: i64, month: i64) -> Line {
    if month > 0 && month < all {
        words.progress_days_month(all, month)
    } else {
        words.progress_days(all)
    }
}

fn text(words: &Words, chart: &Chart, counted: Line) -> Message {
    let Summary { mood, craving, .. } = picture::summary(chart);
    let mut fields = Vec::new();
    if let Some(mood) = mood {
        let value = words.progress_average_mood_value(format!("{:.1}", mood.average));
        fields.push((words.progress_average_mood(), value));
    }
    if let Some(craving) = craving {
        let value = words.progress_average_craving_value(format!("{:.1}", craving.average));
        fields.push((words.progress_average_craving(), value));
    }
    let rows = picture::text_rows(chart);
    let (from, to) = (labels::date(words, chart.from()), labels::date(words, chart.to()));
    Message::new()
        .heading(words.progress_heading(from, to))
        .paragraph(counted)
        .fields(fields)
        .list(rows.iter().map(|row| labels::row(words, row)).collect())
}
