//! What somebody reads after a check-in: thanks that fit, their answer said back, and help where it
//! is near.

use super::belongs;
use super::model::{Given, Support, mood_name};
use super::share::Done;
use crate::chat::message::{Line, Message};
use crate::engine::turn::Turn;
use crate::feature::coping::{self, Found, tolerance_notice};
use crate::feature::resource::{Registry, Resource, Topic, show};
use crate::words::{Arg, Words};
use jiff::civil::Date;

/// From here on a help line is mentioned, in one sentence.
const STRONGEST: u8 = 9;

/// The most resources shown.
const MOST: usize = 4;

/// What became of an answer.
#[derive(Debug)]
pub(super) struct Told<'a> {
    pub given: &'a Given,
    /// For how many days it is kept.
    pub kept: Option<i64>,
    /// The day it counts for, when that is over.
    pub late: Option<Date>,
    pub shared: Done,
    /// Whether a room was asked for company; nothing when nobody wished for it.
    pub company: Option<bool>,
}

impl Told<'_> {
    /// Whether a room shows something of it.
    pub(super) fn stands_in_a_room(&self) -> bool {
        matches!(self.shared, Done::Shown | Done::ShownElsewhere | Done::AsBefore)
            || self.company == Some(true)
    }

    /// The sentence about company; nothing when nobody wished for it.
    pub(super) fn say_company(&self, words: &Words) -> Option<Line> {
        self.company.map(|asked| {
            if asked { words.checkin_company_asked() } else { words.checkin_company_where() }
        })
    }
}

/// The private reply.
pub(super) fn message(words: &Words, turn: &Turn, told: &Told<'_>) -> Message {
    let given = told.given;
    let strong =
        given.craving.is_some_and(|craving| i64::from(craving) >= turn.profile.coping_line);
    let returned = coping::find(&given.note) == Found::Returned;
    // Nobody with strong urges, or who has used again, is told how lovely that is.
    let mood = if strong || returned { given.mood.map(|mood| mood.min(3)) } else { given.mood };
    let lowest = given.mood == Some(1);
    let heavy = lowest || given.craving.is_some_and(|craving| craving >= STRONGEST);
    let mut message = Message::say(words.checkin_thanks(mood.unwrap_or(0)))
        .maybe(told.late.map(|day| words.checkin_late(belongs::date(words, day))))
        .fields(said(words, given));
    if told.shared != Done::Nothing {
        message = message.paragraph(told.shared.say(words));
    }
    message = message.maybe(told.say_company(words));
    if given.support == Some(Support::Resources) {
        message = message.append(resources(words, turn));
    }
    message
        .maybe(returned.then(|| tolerance_notice(words)))
        .maybe((strong || lowest || returned).then(|| words.checkin_tools()))
        .maybe(heavy.then(|| words.checkin_crisis()))
        .maybe(told.kept.map(|days| words.checkin_kept(days)))
}

/// What was answered, name by name.
pub(super) fn said(words: &Words, given: &Given) -> Vec<(Line, Line)> {
    let mut fields = Vec::new();
    if let Some(mood) = given.mood {
        fields.push((words.checkin_said_mood(), mood_name(words, mood)));
    }
    if let Some(craving) = given.craving {
        fields.push((words.checkin_said_craving(), words.checkin_said_craving_value(craving)));
    }
    if !given.needs.is_empty() {
        let needs = given.needs.iter().map(|need| words.checkin_halt(Arg::select(need)).plain());
        let needs = Line::text(needs.collect::<Vec<_>>().join(", "));
        fields.push((words.checkin_said_halt(), needs));
    }
    if !given.intention.is_empty() {
        fields.push((words.checkin_said_intention(), Line::text(given.intention.as_str())));
    }
    if !given.note.is_empty() {
        fields.push((words.checkin_said_note(), Line::text(given.note.as_str())));
    }
    fields
}

/// Places and people to turn to in the member's country, if they or their group chose one.
fn resources(words: &Words, turn: &Turn) -> Message {
    let country = turn.country();
    let today = turn.today();
    let useful = |row: &&Resource| {
        row.is_shown(today)
            && !row.is_emergency()
            && row.topics.iter().any(|topic| {
                matches!(topic, Topic::SubstanceUse | Topic::Alcohol | Topic::MentalHealth)
                    || matches!(topic, Topic::Crisis | Topic::Directory)
            })
    };
    // Without a country there are still those for anywhere.
    let rows = Registry::shipped().for_country(country.unwrap_or("XX"));
    let rows: Vec<&Resource> = rows.into_iter().filter(useful).take(MOST).collect();
    if rows.is_empty() {
        return Message::say(words.checkin_resources_none());
    }
    Message::say(words.checkin_resources())
        .list(show::list(&rows, words, today))
        .paragraph(words.checkin_resources_more())
}
