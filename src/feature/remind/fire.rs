//! What happens when reminders are due.
//!
//! Three kinds of job: the next time (the detail is its civil time), the end of the text of one
//! that has no next time (the detail is empty), and a later delivery that somebody asked for (the
//! detail is `snooze` and the prompt on which they did).

use super::model::{KEEP, KIND, Reminder};
use super::say;
use super::sql::{self, DueRow};
use crate::chat::address::Address;
use crate::chat::prompt::Delicacy;
use crate::engine::ctx::Ctx;
use crate::engine::prompt::{self, Ask};
use crate::feature::schedule::late::{LATE, catch_up};
use crate::ids::{AccountId, PromptId};
use crate::job::handlers::{Handler, Work};
use crate::job::{self, Due, NewJob};
use crate::outbox::{self, Outgoing};
use crate::store::{Conn, Tx, millis};
use crate::words::Words;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;

/// Takes the jobs of reminders.
pub const HANDLER: Handler = Handler {
    kind: KIND,
    work: Work::Inside(|ctx, tx, jobs, now| Box::pin(work(ctx, tx, jobs, now))),
};

const SNOOZE: &str = "snooze ";

/// The one later delivery that was asked for on a prompt.
pub(super) fn snoozed(reminder: &Reminder, prompt: PromptId, at: Timestamp) -> NewJob {
    let key = format!("reminder:{}:{SNOOZE}{prompt}", reminder.id);
    NewJob::new(key, KIND, reminder.id.0, format!("{SNOOZE}{prompt}"), at)
}

async fn work(ctx: &Ctx, tx: &mut Tx, jobs: &[Due], now: Timestamp) -> anyhow::Result<()> {
    let ids: Vec<i64> = jobs.iter().map(|job| job.subject).collect();
    let rows = sql::due(tx, &serde_json::to_string(&ids)?).await?;
    let mut rows: HashMap<i64, DueRow> =
        rows.into_iter().map(|row| (row.reminder.id.0, row)).collect();
    for job in jobs {
        // Cancelled in the meantime: nothing to do.
        let Some(row) = rows.get_mut(&job.subject) else { continue };
        match job.detail.strip_prefix(SNOOZE) {
            Some(prompt) => {
                let prompt = PromptId(prompt.parse().unwrap_or_default());
                let (id, person) = (row.reminder.id, row.reminder.person);
                // The row may be another person's that got the number of an erased one.
                if sql::asks_about(tx, prompt, id, person).await? {
                    let key = format!("reminder:{id}:{SNOOZE}{prompt}");
                    let late = now.duration_since(job.at);
                    deliver(ctx, tx, row, key, job.at, (late > LATE).then_some(late), now).await?;
                    keep_longer(tx, &mut row.reminder, now).await?;
                }
            }
            None if row.reminder.stands() => next_time(ctx, tx, row, now).await?,
            None if row.reminder.next_at() <= now => {
                sql::remove(tx, row.reminder.id, millis(now)).await?;
                rows.remove(&job.subject);
            }
            None => job::put(tx, &row.reminder.job()).await?,
        }
    }
    Ok(())
}

/// Delivers what is due, of several missed times the latest, and moves the reminder on.
async fn next_time(
    ctx: &Ctx,
    conn: &mut Conn,
    row: &mut DueRow,
    now: Timestamp,
) -> anyhow::Result<()> {
    let Some(beat) = row.reminder.beat() else {
        anyhow::bail!("the time of reminder {} cannot be read", row.reminder.id);
    };
    let done = catch_up(&beat, row.reminder.next_at(), &[], now, |_| Timestamp::MAX);
    if let Some(post) = &done.post {
        let at = post.occurrence.at;
        let key = format!("reminder:{}:{}", row.reminder.id, millis(at));
        deliver(ctx, conn, row, key, at, post.late, now).await?;
    }
    let reminder = &mut row.reminder;
    if let Some(next) = done.next {
        reminder.next_at = millis(next.at);
        reminder.next_civil = Some(next.civil.to_string());
        sql::move_on(conn, reminder).await?;
        job::put(conn, &reminder.job()).await?;
    } else {
        reminder.next_civil = None;
        keep_longer(conn, reminder, now).await?;
    }
    Ok(())
}

/// Keeps the text of one that has no next time for as long as its newest prompt can be answered.
async fn keep_longer(conn: &mut Conn, reminder: &mut Reminder, now: Timestamp) -> sqlx::Result<()> {
    if reminder.stands() {
        return Ok(());
    }
    reminder.next_at = millis(later(now, KEEP));
    sql::move_on(conn, reminder).await?;
    job::put(conn, &reminder.job()).await
}

async fn deliver(
    ctx: &Ctx,
    conn: &mut Conn,
    row: &DueRow,
    key: String,
    at: Timestamp,
    late: Option<SignedDuration>,
    now: Timestamp,
) -> sqlx::Result<()> {
    let Some(account) = row.account.as_deref().and_then(|id| id.parse::<AccountId>().ok()) else {
        return Ok(());
    };
    let reminder = &row.reminder;
    let words = Words::new(row.language.as_deref().unwrap_or(&ctx.defaults.language));
    let ask = Ask {
        kind: KIND,
        group: None,
        person: Some(reminder.person),
        subject: Some(reminder.id.0),
        // Its civil time, so that “tomorrow” knows the time of day.
        detail: reminder.zone().to_datetime(at).to_string(),
        expect: say::expect(&words),
        delicacy: Delicacy::Harmless,
        expires_at: Some(later(now, KEEP)),
    };
    let prompt = prompt::ask(conn, &ask, now).await?;
    let message = say::due(&words, &reminder.text, late, row.discreet).ask(prompt);
    let mut out =
        Outgoing::new(key, KIND, Address::Direct(account), message, at).person(reminder.person);
    out.late = late.is_some();
    outbox::push(conn, &out, now).await.map(drop)
}

fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}
