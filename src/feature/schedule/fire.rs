//! What happens when schedules are due: many at once, in a handful of statements.

use super::beat::Beat;
use super::late::{CatchUp, Post, catch_up};
use super::model::{Kind, Schedule, day, name};
use super::sql::{self, DueRow};
use crate::chat::address::Address;
use crate::chat::message::{Line, Message};
use crate::chat::prompt::{Delicacy, Expect, Prompt};
use crate::engine::ctx::Ctx;
use crate::engine::prompt::shown;
use crate::feature::checkin::room as checkin;
use crate::ids::{GroupId, PromptId, RoomId, ScheduleId};
use crate::job::handlers::{Handler, Work};
use crate::job::{self, Due, NewJob};
use crate::outbox::{self, Dropped, Outgoing, Reason};
use crate::schedule::{Occurrence, Recurrence};
use crate::store::{Conn, Tx, millis};
use crate::words::Words;
use futures_util::future::join;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::{BTreeSet, HashMap};

/// The kind of its jobs.
const KIND: &str = "schedule";

/// Takes the jobs of schedules.
pub const HANDLER: Handler = Handler {
    kind: KIND,
    work: Work::Inside(|ctx, tx, jobs, now| Box::pin(work(ctx, tx, jobs, now))),
};

/// The key of a schedule's one job: putting it again moves it.
pub(super) fn key(id: ScheduleId) -> String {
    format!("schedule:{id}")
}

/// The job of the next occurrence.
pub(super) fn job(schedule: &Schedule, next: &Occurrence) -> NewJob {
    NewJob::new(key(schedule.id), KIND, schedule.id.0, next.civil.to_string(), next.at)
}

async fn work(ctx: &Ctx, tx: &mut Tx, jobs: &[Due], now: Timestamp) -> anyhow::Result<()> {
    let ids: Vec<i64> = jobs.iter().map(|job| job.subject).collect();
    let rows = sql::due(tx, &serde_json::to_string(&ids)?).await?;
    let rows: HashMap<i64, DueRow> = rows.into_iter().map(|row| (row.schedule.id.0, row)).collect();
    let mut batch = Batch::new(&ctx.defaults.language, sql::last_prompt(tx).await?);
    // In the order of the jobs, which is the order in which they were due.
    for job in jobs {
        // Removed in the meantime, or the number of another one: nothing to do.
        if let Some(row) = rows.get(&job.subject) {
            batch.take(job.id, row, now);
        }
    }
    batch.write(tx, now).await?;
    Ok(())
}

/// Posts a schedule now, besides its usual times.
pub(super) async fn now(
    conn: &mut Conn,
    schedule: &Schedule,
    language: &str,
    now: Timestamp,
) -> anyhow::Result<()> {
    let mut batch = Batch::new(language, sql::last_prompt(conn).await?);
    let zone = schedule.zone().unwrap_or(TimeZone::UTC);
    let rooms = schedule.rooms();
    if !rooms.is_empty() {
        let key = format!("schedule:{}:run:{}", schedule.id, millis(now));
        let to = keys(&key, &rooms);
        batch.post(schedule, Saying { to, zone, at: now, late: false }, language);
    }
    batch.write(conn, now).await?;
    Ok(())
}

/// What a batch of schedules comes to.
struct Batch<'a> {
    language: &'a str,
    last_prompt: PromptId,
    voices: HashMap<String, Voice>,
    beats: HashMap<(String, String), Recurrence>,
    due: HashMap<(String, String, Timestamp), CatchUp>,
    messages: Vec<Outgoing>,
    dropped: Vec<Dropped>,
    told: BTreeSet<GroupId>,
    moved: Vec<sql::Moved>,
    jobs: Vec<job::Again>,
    /// Those that leave something out.
    skipping: Vec<ScheduleId>,
}

/// A language, with what each check-in in it has in common.
struct Voice {
    words: Words,
    /// What a check-in says whose organizer has put it into no other words.
    question: Message,
    expect: Expect,
    shown: String,
    prompts: Vec<sql::NewPrompt>,
}

/// One message to be put together.
struct Saying {
    /// The rooms, each with the key of its message.
    to: Vec<(String, RoomId)>,
    zone: TimeZone,
    at: Timestamp,
    late: bool,
}

impl<'a> Batch<'a> {
    fn new(language: &'a str, last_prompt: PromptId) -> Self {
        Self {
            language,
            last_prompt,
            voices: HashMap::new(),
            beats: HashMap::new(),
            due: HashMap::new(),
            messages: Vec::new(),
            dropped: Vec::new(),
            told: BTreeSet::new(),
            moved: Vec::new(),
            jobs: Vec::new(),
            skipping: Vec::new(),
        }
    }

    fn take(&mut self, job: i64, row: &DueRow, now: Timestamp) {
        let schedule = &row.schedule;
        if schedule.paused_at.is_some() || schedule.ended_at.is_some() {
            return;
        }
        if schedule.skipped.is_some() {
            self.skipping.push(schedule.id);
        }
        let rooms = schedule.rooms();
        let Some(zone) = schedule.zone().filter(|_| !rooms.is_empty()) else {
            return self.end(schedule, now);
        };
        let (Some(from), Some(beat)) = (schedule.due_from(&zone), self.beat(schedule, &zone))
        else {
            return self.end(schedule, now);
        };
        let CatchUp { post, dropped, next } = self.due(schedule, &zone, &beat, from, now);
        for (missed, reason) in dropped {
            let key = format!("schedule:{}:{}", schedule.id, name(&missed));
            let kind = schedule.kind().as_str();
            for (key, room) in keys(&key, &rooms) {
                // That the bot is out of a room has been told.
                if !row.is_away(&room) {
                    self.told.insert(schedule.group);
                }
                let to = Address::Room(room);
                self.dropped.push(Dropped::new(key, kind, schedule.group, to, missed.at, reason));
            }
        }
        if let Some(Post { occurrence, late }) = post {
            let key = format!("schedule:{}:{}", schedule.id, name(&occurrence));
            let (at, late) = (occurrence.at, late.is_some());
            let (away, to): (Vec<_>, Vec<_>) =
                keys(&key, &rooms).into_iter().partition(|(_, room)| row.is_away(room));
            for (key, room) in away {
                let (kind, to) = (schedule.kind().as_str(), Address::Room(room));
                self.dropped.push(Dropped::new(key, kind, schedule.group, to, at, Reason::Paused));
            }
            if !to.is_empty() {
                let language = row.language.as_deref().unwrap_or(self.language).to_owned();
                self.post(schedule, Saying { to, zone, at, late }, &language);
            }
        }
        self.go_on(job, schedule, next.as_ref(), now);
    }

    fn go_on(&mut self, job: i64, schedule: &Schedule, next: Option<&Occurrence>, now: Timestamp) {
        match next {
            Some(next) => {
                let civil = next.civil.to_string();
                self.jobs.push((job, civil.clone(), millis(next.at)));
                self.moved.push((schedule.id, Some(millis(next.at)), Some(civil), None));
            }
            None => self.end(schedule, now),
        }
    }

    fn end(&mut self, schedule: &Schedule, now: Timestamp) {
        if schedule.beat().is_none() {
            tracing::warn!(schedule = schedule.id.0, "a schedule cannot be read, and ends");
        }
        self.moved.push((schedule.id, None, None, Some(millis(now))));
    }

    /// Reads each rule once: a community of communities has many schedules and few rules.
    fn beat(&mut self, schedule: &Schedule, zone: &TimeZone) -> Option<Beat> {
        let key = (schedule.timing.clone(), schedule.zone.clone());
        if let Some(known) = self.beats.get(&key) {
            return Some(Beat::Repeats(known.clone()));
        }
        let noted = schedule.next_at.map(crate::store::instant);
        let beat = Beat::kept(&schedule.timing, zone, noted)?;
        if let Beat::Repeats(rule) = &beat {
            self.beats.insert(key, rule.clone());
        }
        Some(beat)
    }

    /// What is due of a schedule; the same for all that have the rule, unless a time is left out.
    fn due(
        &mut self,
        schedule: &Schedule,
        zone: &TimeZone,
        beat: &Beat,
        from: Timestamp,
        now: Timestamp,
    ) -> CatchUp {
        let ends = |occurrence: &Occurrence| day(occurrence.at, zone).1;
        let skipped = schedule.skipped();
        if !skipped.is_empty() || !matches!(beat, Beat::Repeats(_)) {
            return catch_up(beat, from, &skipped, now, ends);
        }
        let key = (schedule.timing.clone(), schedule.zone.clone(), from);
        self.due.entry(key).or_insert_with(|| catch_up(beat, from, &[], now, ends)).clone()
    }

    fn post(&mut self, schedule: &Schedule, saying: Saying, language: &str) {
        let Saying { to, zone, at, late } = saying;
        let (of, ends) = day(at, &zone);
        let voice = self.voices.entry(language.to_owned()).or_insert_with(|| Voice::new(language));
        let mut message = Message::new().maybe(late.then(|| voice.words.posting_late()));
        match schedule.kind() {
            Kind::Checkin => {
                self.last_prompt.0 += 1;
                let (prompt, day) = (self.last_prompt, of.to_string());
                voice.prompts.push((prompt, schedule.group, schedule.id, day, millis(ends)));
                let question = match schedule.text.trim() {
                    "" => voice.question.clone(),
                    text => checkin::message(&voice.words, text, 0),
                };
                message = message.append(question).ask(Prompt {
                    id: self.last_prompt,
                    expect: voice.expect.clone(),
                    delicacy: Delicacy::Health,
                });
            }
            Kind::Message => message = message.paragraph(Line::text(schedule.text.as_str())),
        }
        let kind = schedule.kind().as_str();
        // One question, wherever it stands: whoever answers it in one room has answered it.
        for (key, room) in to {
            let mut out = Outgoing::new(key, kind, Address::Room(room), message.clone(), at)
                .group(schedule.group)
                .expires_at(ends);
            out.late = late;
            self.messages.push(out);
        }
    }

    async fn write(mut self, conn: &mut Conn, now: Timestamp) -> anyhow::Result<()> {
        // After downtime, what was missed last comes last, whatever was due first.
        self.messages.sort_by_key(|message| message.due_at);
        for voice in self.voices.values().filter(|voice| !voice.prompts.is_empty()) {
            let rows = serde_json::to_string(&voice.prompts)?;
            sql::add_prompts(conn, checkin::KIND, &voice.shown, &rows, millis(now)).await?;
        }
        // SQLite writes on a thread of its own: meanwhile what it writes next is made ready.
        let moved = async { serde_json::to_string(&self.moved) };
        let (pushed, moved) = join(outbox::push_all(conn, &self.messages, now), moved).await;
        pushed?;
        outbox::note_dropped(conn, &self.dropped, now).await?;
        for group in self.told {
            outbox::tell_undelivered(conn, group, now).await?;
        }
        if !self.moved.is_empty() {
            sql::move_on(conn, &moved?).await?;
        }
        if !self.skipping.is_empty() {
            sql::forget_passed_skips(conn, &serde_json::to_string(&self.skipping)?).await?;
        }
        job::put_off(conn, &self.jobs).await?;
        Ok(())
    }
}

/// The key of each room: the first has the occurrence's own, as if it were the only one.
fn keys(key: &str, rooms: &[RoomId]) -> Vec<(String, RoomId)> {
    let further = rooms.iter().skip(1).map(|room| (format!("{key} {room}"), room.clone()));
    rooms.first().map(|room| (key.to_owned(), room.clone())).into_iter().chain(further).collect()
}

impl Voice {
    fn new(language: &str) -> Self {
        let words = Words::new(language);
        let expect = checkin::expect(&words);
        let prompt = Prompt { id: PromptId(0), expect: expect.clone(), delicacy: Delicacy::Health };
        let question = checkin::message(&words, "", 0);
        Self { words, question, expect, shown: shown(&prompt), prompts: Vec::new() }
    }
}
