//! Plays the steps of the story and holds what everybody sees against what they should.
//!
//! After each step, for each member: what is new or changed. What somebody alone should see is
//! private; what the room should see stands there for all; everybody else sees nothing, save one
//! neutral line in the room where a platform answers in the direct room. Nothing is said twice.

use super::stagecraft::{CAST, Seen, Stagecraft, Utterance};
use super::step::{Act, Step};
use hearth::words::Words;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The zone of the group in the story. It has no change of clocks, so that the story goes the same
/// way on every day of the year.
pub(crate) const ZONE: &str = "Asia/Tokyo";

/// The story in progress.
pub(crate) struct Tale<'a> {
    stage: &'a mut dyn Stagecraft,
    steps: usize,
}

/// What came of a step.
#[derive(Debug, Default)]
pub(crate) struct Scene {
    /// What each member sees that was not there before, or said something else.
    fresh: BTreeMap<&'static str, Vec<Seen>>,
    /// What was said, where it can be taken back.
    pub(crate) said: Option<Utterance>,
}

type Screens = BTreeMap<&'static str, Vec<Seen>>;

impl<'a> Tale<'a> {
    /// Begins on a stage where everybody has come together.
    pub(crate) fn new(stage: &'a mut dyn Stagecraft) -> Self {
        Self { stage, steps: 0 }
    }

    /// A command as the bot writes it here to one person alone.
    pub(crate) fn sign(&self, command: &str) -> String {
        format!("{}{command}", self.stage.sign())
    }

    /// The time in the group's zone.
    pub(crate) fn local(&self) -> DateTime {
        zone().to_datetime(self.stage.now())
    }

    /// How long it is until the group's clock next shows a time.
    pub(crate) fn until(&self, time: &str) -> SignedDuration {
        let time: Time = time.parse().expect("a time of day");
        let now = self.local();
        let mut next = now.date().to_datetime(time);
        if next <= now {
            next = now.date().tomorrow().expect("a day").to_datetime(time);
        }
        let next: Timestamp = next.to_zoned(zone()).expect("the zone has no gaps").timestamp();
        next.duration_since(self.stage.now())
    }

    /// The content of the file of this name that a member has just got.
    pub(crate) async fn file(&mut self, scene: &Scene, who: &str, name: &str) -> Vec<u8> {
        let seen = scene.fresh.get(who).into_iter().flatten();
        let file = seen.flat_map(|seen| &seen.files).find(|file| file.name == name);
        let file = file.unwrap_or_else(|| panic!("{who} got no {name}: {scene:#?}"));
        self.stage.fetch(who, file).await
    }

    /// The end: nothing waits, and nothing has failed.
    pub(crate) async fn end(self) {
        let counts = self.stage.ledger().await;
        assert_eq!((counts.waiting, counts.failed), (0, 0), "after {} steps", self.steps);
    }

    /// Plays a step.
    pub(crate) async fn play(&mut self, step: Step) -> Scene {
        self.steps += 1;
        let before = self.screens().await;
        let said = self.act(&step).await;
        loop {
            let fresh = fresh(&before, &self.screens().await);
            let missing = missing(&step, &fresh);
            if missing.is_empty() {
                break;
            }
            assert!(
                self.stage.changed().await,
                "step {}: {} {:?}\n\nnobody sees: {missing:#?}\n\nbut: {}",
                self.steps,
                step.who,
                step.act,
                shown(&fresh),
            );
        }
        self.stage.quiet().await;
        let fresh = fresh(&before, &self.screens().await);
        let wrong = self.wrong(&step, &before, &fresh);
        assert!(
            wrong.is_empty(),
            "step {}: {} {:?}\n\n{wrong}\n\nall that is new: {}",
            self.steps,
            step.who,
            step.act,
            shown(&fresh),
        );
        Scene { fresh, said }
    }

    async fn act(&mut self, step: &Step) -> Option<Utterance> {
        let who = step.who.as_str();
        match &step.act {
            Act::Command(at, path, options, files) => {
                return self.stage.command(who, *at, path, options, files).await;
            }
            Act::Say(at, text) => return Some(self.stage.say(who, *at, text).await),
            Act::TakeBack(said) => self.stage.take_back(who, said).await,
            Act::Change(said, line) => self.stage.change(who, said, line).await,
            Act::Choose(seen, label) => self.stage.choose(who, seen, label).await,
            Act::Fill(seen, fields) => self.stage.fill(who, seen, fields).await,
            Act::Advance(span) => self.stage.advance(*span).await,
            Act::Restart(stop, down) => self.stage.restart(*stop, *down).await,
        }
        None
    }

    async fn screens(&mut self) -> Screens {
        let mut screens = Screens::new();
        for (who, _) in CAST {
            screens.insert(who, self.stage.sees(who).await);
        }
        screens
    }

    fn wrong(&self, step: &Step, before: &Screens, fresh: &Screens) -> String {
        let mut wrong = missing(step, fresh).join("\n");
        let mut neutral = 0;
        for (who, seen) in fresh {
            let expected = step.alone.iter().any(|(one, _)| one == who);
            let old = before.get(who).into_iter().flatten();
            let old: BTreeSet<&str> = old.map(|seen| seen.id.as_str()).collect();
            let mut texts = BTreeSet::new();
            for seen in seen {
                let new = !old.contains(seen.id.as_str());
                if new && !texts.insert((seen.private, seen.text.as_str())) {
                    let _ = writeln!(wrong, "{who} sees twice: {}", seen.text);
                }
                for word in step.never.iter().filter(|word| seen.text.contains(*word)) {
                    let _ = writeln!(wrong, "{who} sees “{word}”, which nobody should");
                }
                if seen.private {
                    if !expected {
                        let _ = writeln!(wrong, "{who} alone sees: {}", seen.text);
                    }
                } else if is_neutral(&seen.text) && !self.stage.can().ephemeral {
                    neutral += usize::from(*who == CAST[0].0);
                } else {
                    wrong.push_str(&in_room(step, seen));
                }
            }
        }
        if neutral > 1 {
            let _ = writeln!(wrong, "the room sees {neutral} neutral lines");
        }
        wrong
    }
}

impl Scene {
    /// The newest message that a member can answer: their own, or else the room's.
    pub(crate) fn prompt(&self, who: &str) -> Seen {
        let seen = self.fresh.get(who).into_iter().flatten();
        let asking: Vec<&Seen> = seen.filter(|seen| seen.asks.is_some()).collect();
        let own = asking.iter().rev().find(|seen| seen.private);
        let found = own.or(asking.last());
        (*found.unwrap_or_else(|| panic!("{who} is asked nothing: {self:#?}"))).clone()
    }

    /// All that a member sees anew, as one text.
    pub(crate) fn text(&self, who: &str) -> String {
        joined(self.fresh.get(who).into_iter().flatten())
    }

    /// What the room sees anew.
    pub(crate) fn room(&self) -> Vec<Seen> {
        let seen = self.fresh.get(CAST[0].0).into_iter().flatten();
        seen.filter(|seen| !seen.private).cloned().collect()
    }
}

/// What a message in the room does wrong.
fn in_room(step: &Step, seen: &Seen) -> String {
    let mut wrong = String::new();
    if !step.room.iter().any(|word| seen.text.contains(word)) {
        let _ = writeln!(wrong, "the room sees: {}", seen.text);
    }
    for word in step.not_in_room.iter().filter(|word| seen.text.contains(*word)) {
        let _ = writeln!(wrong, "the room sees “{word}”, which is not for it");
    }
    for (who, _) in CAST {
        let words = seen.text.split(|c: char| !c.is_alphanumeric());
        let named =
            seen.mentions.iter().any(|name| name == who) || words.clone().any(|w| w == *who);
        if named && !step.named.iter().any(|name| name == who) {
            let _ = writeln!(wrong, "the room sees {who} named: {}", seen.text);
        }
    }
    if seen.mentions.iter().any(|name| !CAST.iter().any(|(who, _)| who == name)) {
        let _ = writeln!(wrong, "the room is notified: {:?}", seen.mentions);
    }
    wrong
}

/// What should be seen and is not.
fn missing(step: &Step, fresh: &Screens) -> Vec<String> {
    let mut missing = Vec::new();
    for (who, words) in &step.alone {
        let seen = fresh.get(who.as_str()).into_iter().flatten();
        let text = joined(seen.filter(|seen| seen.private));
        let absent = words.iter().filter(|word| !text.contains(*word));
        missing.extend(absent.map(|word| format!("{who} alone: {word}")));
    }
    for (who, seen) in fresh {
        let text = joined(seen.iter().filter(|seen| !seen.private));
        let absent = step.room.iter().filter(|word| !text.contains(*word));
        missing.extend(absent.map(|word| format!("{who}, in the room: {word}")));
    }
    missing
}

fn fresh(before: &Screens, after: &Screens) -> Screens {
    let fresh = |(who, seen): (&&'static str, &Vec<Seen>)| {
        let old = &before[who];
        let new = seen.iter().filter(|seen| !old.contains(seen)).cloned().collect();
        (*who, new)
    };
    after.iter().map(fresh).collect()
}

/// The one line that a room may see when somebody is answered in their direct room, or in one to
/// which they are invited.
fn is_neutral(text: &str) -> bool {
    let words = Words::new("en");
    let lines = [words.usage_answered_privately(), words.matrix_answered_invited()];
    lines.iter().any(|line| text.trim() == line.plain())
}

fn joined<'s>(seen: impl Iterator<Item = &'s Seen>) -> String {
    seen.map(|seen| seen.text.as_str()).collect::<Vec<_>>().join("\n\n")
}

fn shown(fresh: &Screens) -> String {
    let mut out = String::new();
    for (who, seen) in fresh {
        for seen in seen {
            let place = if seen.private { "alone" } else { "in the room" };
            let _ = write!(out, "\n--- {who}, {place}: {} {:?}", seen.text, seen.asks);
        }
    }
    out
}

fn zone() -> TimeZone {
    TimeZone::get(ZONE).expect("a zone")
}
