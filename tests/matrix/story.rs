//! The story that every platform is told, in an encrypted room and in a plain one.

use super::bot::{self, Bot};
use super::home::{Home, unique};
use super::member::{File, Member, Sealed};
use super::raw::Raw;
use super::scene::crew;
use super::screen::{self, How, PRIVATELY, Shown, name_of};
use super::synapse::Synapse;
use crate::conformance::stagecraft::{
    Attachment, CAST, Seen, SeenFile, Stagecraft, Stop, Utterance, Where, typed,
};
use crate::conformance::story;
use async_trait::async_trait;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use futures_util::future::join_all;
use hearth::chat::platform::Capabilities;
use hearth::chat::role::Role;
use hearth::clock::{Clock as _, ManualClock, SystemClock};
use hearth::ids::PlatformId;
use hearth::outbox::ledger::{self, Counts};
use hearth::words::Words;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::collections::BTreeMap;

#[tokio::test(flavor = "multi_thread")]
async fn the_story_goes_as_told_in_an_encrypted_room() {
    let mut stage = Homeserver::new(Sealed::Yes).await;
    story::tell(&mut stage).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_story_goes_as_told_in_a_plain_room() {
    let mut stage = Homeserver::new(Sealed::No).await;
    story::tell(&mut stage).await;
}

/// How long nothing may happen before nothing more is expected, in seconds.
const SILENCE: u32 = 60;

/// A room on the homeserver with everybody in it.
struct Homeserver {
    home: Home,
    clock: ManualClock,
    bot: Option<Bot>,
    room: String,
    people: BTreeMap<&'static str, Member>,
    versions: BTreeMap<&'static str, u64>,
    /// Somebody else, whose only concern is whether the bot has come to their word.
    other: Other,
}

struct Other {
    account: Raw,
    room: String,
    since: Option<String>,
}

impl Homeserver {
    async fn new(sealed: Sealed) -> Self {
        let crew = crew().await;
        let home = Home::new(Synapse::shared().url()).await;
        let named: Vec<(&str, String)> = CAST.iter().map(|(who, _)| (*who, unique(who))).collect();
        let opened =
            named.iter().map(|(who, name)| async { (*who, Member::new(&crew, name).await) });
        let people: BTreeMap<&'static str, Member> = join_all(opened).await.into_iter().collect();
        let room = meet(&people, sealed).await;
        let clock = ManualClock::new(SystemClock.now());
        let bot = bot::start(&home, &clock).await;
        let other = Other::new(home.user()).await;
        people["adam"].invite(&room, home.user()).await;
        join_all(people.values().map(|one| one.sees_in(&room, home.user()))).await;
        let versions = BTreeMap::new();
        let mut stage = Self { home, clock, bot: Some(bot), room, people, versions, other };
        stage.quiet().await;
        stage
    }

    fn bot(&self) -> &Bot {
        self.bot.as_ref().expect("the bot runs")
    }

    async fn screen(&self, who: &str) -> Vec<Shown> {
        screen::screen(&self.people[who].everything().await, self.home.user())
    }

    /// The direct room of somebody with the bot; they open it if the bot has not.
    async fn direct(&self, who: &str) -> String {
        let member = &self.people[who];
        let bot = self.home.user();
        let known = member.everything().await;
        let other = known.iter().find(|entry| entry.room_id != self.room && entry.sender == bot);
        match other {
            Some(entry) => entry.room_id.clone(),
            None => super::scene::direct(member, bot, Sealed::Yes).await,
        }
    }

    async fn place(&self, who: &str, at: Where) -> (String, &'static str) {
        match at {
            Where::Room => (self.room.clone(), "!"),
            Where::Direct => (self.direct(who).await, ""),
        }
    }

    /// Somebody types the number of a label where a question stands.
    async fn type_number(&self, who: &str, asked: &Shown, label: &str) {
        self.people[who].say(&asked.room, &asked.typed(label)).await;
    }

    /// Somebody votes for a label, or types its number where there is no poll.
    async fn vote(&self, who: &str, asked: &Shown, label: &str) {
        match &asked.poll {
            Some(poll) => {
                let chosen = &poll.ids[asked.position(label)];
                self.people[who].vote(&asked.room, &poll.id, chosen).await;
            }
            None => self.type_number(who, asked, label).await,
        }
    }

    /// The question of a room as it is asked in the direct room of who taps.
    async fn asked_privately(&self, who: &str, asked: &Shown) -> Shown {
        let member = &self.people[who];
        let first = asked.text();
        let first = first.lines().next().unwrap_or_default();
        // What was asked there before can be answered in its poll, and with a number where nothing
        // was asked since.
        let again = |screen: Vec<Shown>| {
            let mut questions = screen.into_iter().rev().filter(|shown| shown.room != asked.room);
            let newest = questions.find(|shown| shown.how().is_some())?;
            let same = |shown: &Shown| shown.how().is_some() && shown.text().starts_with(first);
            if same(&newest) {
                return Some(newest);
            }
            questions.find(|shown| shown.poll.is_some() && same(shown))
        };
        if let Some(shown) = again(self.screen(who).await) {
            return shown;
        }
        let mut version = member.version().await;
        if member.reaction(&asked.id, PRIVATELY).await.is_some() {
            member.say(&asked.room, "!answer").await;
        } else {
            member.react(&asked.room, &asked.id, PRIVATELY).await;
        }
        loop {
            if let Some(shown) = again(self.screen(who).await) {
                return shown;
            }
            assert!(member.changes(version, SILENCE).await, "{who} is not asked “{first}” alone");
            version = member.version().await;
        }
    }

    /// The bot's newest message in a room.
    async fn newest(&self, who: &str, room: &str) -> Shown {
        let screen = self.screen(who).await;
        let newest = screen.into_iter().rfind(|shown| shown.room == room);
        newest.unwrap_or_else(|| panic!("{who} sees nothing in {room}"))
    }

    /// The one after another.
    async fn newer(&self, who: &str, room: &str, than: &Shown) -> Shown {
        loop {
            let version = self.people[who].version().await;
            let newest = self.newest(who, room).await;
            if newest.id != than.id {
                return newest;
            }
            let changes = self.people[who].changes(version, SILENCE).await;
            assert!(changes, "nothing comes after “{}”", than.text());
        }
    }

    /// How much is due or not handled yet.
    async fn unfinished(&self) -> i64 {
        let mut tx = self.bot().ctx().store.read().await.expect("a view");
        let read = sqlx::query_scalar("select count(*) from matrix_inbox");
        let read: i64 = read.fetch_one(&mut *tx).await.expect("a count");
        drop(tx);
        read + self.bot().due().await
    }

    /// Returns when the bot has handled what it has received and sent what is due.
    async fn settled(&mut self) {
        loop {
            self.other.is_answered(self.home.user()).await;
            if self.unfinished().await == 0 {
                return;
            }
        }
    }
}

impl Other {
    async fn new(bot: &str) -> Self {
        let account = Raw::register(Synapse::shared().url(), &unique("other")).await;
        let account = account.expect("an account");
        let room = account.direct(bot).await.expect("a room");
        account.wait_joined(&room, bot).await.expect("the bot comes");
        Self { account, room, since: None }
    }

    /// Returns when the bot has come to what is said now, and so to all that was said before.
    async fn is_answered(&mut self, bot: &str) {
        let said = self.account.say(&self.room, "crisis").await.expect("said");
        let mut after = false;
        loop {
            let news = self.account.sync(self.since.as_deref()).await.expect("news");
            self.since = news["next_batch"].as_str().map(str::to_owned);
            let events = &news["rooms"]["join"][&self.room]["timeline"]["events"];
            for event in events.as_array().into_iter().flatten() {
                after |= event["event_id"] == said.as_str();
                if after && event["sender"] == bot && event["type"] == "m.room.message" {
                    return;
                }
            }
        }
    }
}

#[async_trait(?Send)]
impl Stagecraft for Homeserver {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn can(&self) -> Capabilities {
        let platforms = &self.bot().ctx().platforms;
        platforms.get(PlatformId::Matrix).expect("the edge").capabilities()
    }

    fn sign(&self) -> &'static str {
        ""
    }

    async fn command(
        &mut self,
        who: &str,
        at: Where,
        path: &str,
        options: &[(String, String)],
        files: &[Attachment],
    ) -> Option<Utterance> {
        let line = typed(path, options);
        let (room, sign) = self.place(who, at).await;
        let line = format!("{sign}{line}");
        let Some(file) = files.first() else { return Some(self.say(who, at, &line).await) };
        let file = File {
            name: file.name.clone(),
            mime: Some(file.media_type.to_owned()),
            base64: BASE64_STANDARD.encode(&file.bytes),
        };
        let event = self.people[who].send_file(&room, &file, &line).await;
        Some(Utterance(format!("{room} {event}")))
    }

    async fn say(&mut self, who: &str, at: Where, text: &str) -> Utterance {
        let (room, _) = self.place(who, at).await;
        let event = self.people[who].say(&room, text).await;
        Utterance(format!("{room} {event}"))
    }

    async fn take_back(&mut self, who: &str, said: &Utterance) {
        let (room, event) = said.0.split_once(' ').expect("a room and an event");
        self.people[who].redact(room, event).await;
    }

    async fn change(&mut self, who: &str, said: &Utterance, line: &str) {
        let (room, event) = said.0.split_once(' ').expect("a room and an event");
        let sign = if room == self.room { "!" } else { "" };
        self.people[who].edit(room, event, &format!("{sign}{line}")).await;
    }

    async fn choose(&mut self, who: &str, seen: &Seen, label: &str) {
        let screen = self.screen(who).await;
        let asked = screen.iter().find(|shown| shown.id == seen.id).expect("it is on the screen");
        let member = &self.people[who];
        // Who has tapped a sign taps it twice more: once to take it back, and again.
        let tap = |sign: String| async move {
            if let Some(before) = member.reaction(&asked.id, &sign).await {
                member.redact(&asked.room, &before).await;
            }
            member.react(&asked.room, &asked.id, &sign).await;
        };
        match asked.how().unwrap_or_else(|| panic!("nothing is asked: {asked:?}")) {
            How::Tap => tap(format!("{}\u{FE0F}\u{20E3}", asked.position(label) + 1)).await,
            How::TapOne if member.reaction(&asked.id, "✅").await.is_none() => {
                tap("✅".to_owned()).await;
            }
            // What takes part cannot take part twice by tapping.
            How::TapOne => self.type_number(who, asked, label).await,
            How::Form => panic!("a form has no labels: {asked:?}"),
            How::Vote | How::Type => self.vote(who, asked, label).await,
            How::Privately => {
                let again = self.asked_privately(who, asked).await;
                self.vote(who, &again, label).await;
            }
        }
    }

    async fn fill(&mut self, who: &str, _: &Seen, fields: &[(String, String)]) {
        let mut left: BTreeMap<&str, &str> =
            fields.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let room = self.direct(who).await;
        let mut asked = self.newest(who, &room).await;
        while asked.how() == Some(How::Form) {
            let text = asked.text();
            let key = questions().into_iter().find(|(_, label)| text.contains(label));
            let (key, _) = key.unwrap_or_else(|| panic!("what is asked by “{text}”?"));
            let answer = match left.is_empty() {
                true => "done",
                false => left.remove(key).unwrap_or("skip"),
            };
            self.people[who].say(&room, answer).await;
            if answer == "done" {
                return;
            }
            asked = self.newer(who, &room, &asked).await;
        }
        assert!(left.is_empty(), "nobody asked for {left:?}");
    }

    async fn sees(&mut self, who: &str) -> Vec<Seen> {
        let (name, _) = CAST.iter().find(|(name, _)| *name == who).expect("somebody");
        let version = self.people[who].version().await;
        self.versions.insert(name, version);
        let screen = self.screen(who).await;
        screen.iter().map(|shown| shown.seen(&self.room, &name_of)).collect()
    }

    async fn changed(&mut self) -> bool {
        let waiting = self.people.iter().map(|(who, member)| {
            let version = self.versions.get(who).copied().unwrap_or(0);
            Box::pin(async move {
                if member.changes(version, SILENCE).await { Ok(()) } else { Err(()) }
            })
        });
        futures_util::future::select_ok(waiting).await.is_ok()
    }

    async fn quiet(&mut self) {
        self.settled().await;
        join_all(self.people.values().map(Member::is_up_to_date)).await;
    }

    async fn fetch(&mut self, who: &str, file: &SeenFile) -> Vec<u8> {
        let file = self.people[who].download(&file.native).await;
        BASE64_STANDARD.decode(file.base64).expect("a file")
    }

    async fn advance(&mut self, span: SignedDuration) {
        let target = self.clock.now() + span;
        while let Some(next) = self.bot().next_due().await.filter(|next| *next <= target) {
            self.clock.set(next.max(self.clock.now()));
            self.settled().await;
        }
        self.clock.set(target);
        self.settled().await;
    }

    async fn restart(&mut self, stop: Stop, down: SignedDuration) {
        let bot = self.bot.take().expect("the bot runs");
        match stop {
            Stop::Orderly => bot.stop().await,
            Stop::Killed => bot.kill().await,
        }
        self.clock.set(self.clock.now() + down);
        self.bot = Some(bot::start(&self.home, &self.clock).await);
    }

    async fn ledger(&mut self) -> Counts {
        let mut tx = self.bot().ctx().store.read().await.expect("a view");
        ledger::totals(&mut tx).await.expect("the ledger")
    }
}

/// Everybody in one room, with the power that their role has.
async fn meet(people: &BTreeMap<&'static str, Member>, sealed: Sealed) -> String {
    let adam = &people["adam"];
    let others: Vec<&str> =
        people.iter().filter(|(who, _)| **who != "adam").map(|(_, one)| one.id()).collect();
    let room = adam.room("Harbour group", sealed, &others).await;
    for other in others {
        adam.sees_in(&room, other).await;
    }
    let mut levels = adam.state(&room, "m.room.power_levels", "").await;
    for (who, _) in CAST.iter().filter(|(_, role)| *role == Role::Organizer) {
        levels["users"][people[who].id()] = json!(50);
    }
    adam.set_state(&room, "m.room.power_levels", "", &levels).await;
    room
}

/// The fields of the form for check-ins, by what is asked for them.
fn questions() -> Vec<(&'static str, String)> {
    let words = Words::new("en");
    let all = [
        ("mood", words.checkin_field_mood()),
        ("craving", words.checkin_field_craving()),
        ("halt", words.checkin_field_halt()),
        ("intention", words.checkin_field_intention()),
        ("note", words.checkin_field_note()),
        ("support", words.checkin_field_support()),
        ("share", words.checkin_field_share()),
    ];
    all.into_iter().map(|(key, label)| (key, label.plain())).collect()
}
