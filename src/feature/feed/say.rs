//! What was read of a feed, in sentences.

use crate::chat::message::Line;
use crate::feed::{Reading, Skip, SkipReason, Warning, WarningKind};
use crate::words::{Arg, Words};
use std::collections::HashMap;

/// How many were read, kept and skipped.
pub fn summary(words: &Words, reading: &Reading) -> Line {
    let kind = words.feed_kind(Arg::select(reading.kind.code()));
    let line = words.feed_read(reading.read, kind);
    let kept = reading.kept();
    let meetings = reading.meetings.len();
    let line = match kept == meetings {
        true => line.then(words.feed_kept(kept)),
        false => line.then(words.feed_kept_as(kept, meetings)),
    };
    match reading.skipped.len() {
        0 => line.then(words.feed_skipped_none()),
        skipped => line.then(words.feed_skipped(skipped)),
    }
}

/// One skipped record: its name, or its place in the feed from 1, and why.
pub fn skip(words: &Words, skip: &Skip) -> Line {
    let why = reason(words, &skip.reason);
    match skip.name.is_empty() {
        true => words.feed_skip_record(skip.record.saturating_add(1), why),
        false => words.feed_skip_named(skip.name.clone(), why),
    }
}

fn reason(words: &Words, reason: &SkipReason) -> Line {
    let found = match reason {
        SkipReason::NotARecord { found } => found,
        _ => "",
    };
    words.feed_skip_reason(Arg::select(reason.code()), found)
}

/// Skipped records by reason, the most frequent first, with one example each.
pub fn skips(words: &Words, reading: &Reading) -> Vec<Line> {
    grouped(&reading.skipped, |skip| skip.reason.code())
        .into_iter()
        .map(|(count, one)| match count {
            1 => skip(words, one),
            _ if one.name.is_empty() => words.feed_group_plain(count, reason(words, &one.reason)),
            _ => words.feed_group(count, reason(words, &one.reason), one.name.clone()),
        })
        .collect()
}

/// One oddity.
pub fn warning(words: &Words, warning: &Warning) -> Line {
    let what = what(words, &warning.kind);
    match warning.record {
        None => words.feed_warning_whole(what),
        Some(_) => words.feed_warning_named(warning.name.clone(), what),
    }
}

/// Oddities by kind, those of the whole feed first, then the most frequent, with one example each.
pub fn warnings(words: &Words, reading: &Reading) -> Vec<Line> {
    let (whole, single): (Vec<_>, Vec<_>) =
        reading.warnings.iter().partition(|warning| warning.record.is_none());
    let mut lines: Vec<Line> = whole.into_iter().map(|one| warning(words, one)).collect();
    lines.extend(grouped(single, |warning| warning.kind.code()).into_iter().map(|(count, one)| {
        match count {
            1 => warning(words, one),
            _ => words.feed_group(count, what(words, &one.kind), one.name.clone()),
        }
    }));
    lines
}

/// Counts by code, the most frequent first, each with its first.
fn grouped<'a, T>(
    all: impl IntoIterator<Item = &'a T>,
    code: impl Fn(&T) -> &'static str,
) -> Vec<(usize, &'a T)> {
    let mut places = HashMap::new();
    let mut groups: Vec<(usize, &T)> = Vec::new();
    for one in all {
        let place = *places.entry(code(one)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.0 += 1,
            None => groups.push((1, one)),
        }
    }
    groups.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    groups
}

fn what(words: &Words, kind: &WarningKind) -> Line {
    let detail = match kind {
        WarningKind::Encoding { encoding } => (*encoding).to_owned(),
        WarningKind::NoZone { meetings } => meetings.to_string(),
        WarningKind::BrokenCalendar { lines } => lines.to_string(),
        WarningKind::LongName { characters } => characters.to_string(),
        WarningKind::TooLong { minutes } => minutes.to_string(),
        WarningKind::TooManyDates { dates } => dates.to_string(),
        WarningKind::Shortened { field }
        | WarningKind::Markup { field }
        | WarningKind::WrongType { field, .. }
        | WarningKind::BadLink { field } => (*field).to_owned(),
        WarningKind::RepeatedSlug { slug } => slug.clone(),
        WarningKind::BadDay { value }
        | WarningKind::BadTime { value }
        | WarningKind::BadEnd { value }
        | WarningKind::BadZone { value }
        | WarningKind::BadRule { value }
        | WarningKind::DatelessRule { value }
        | WarningKind::UntriedRule { value } => value.clone(),
        WarningKind::UnknownTypes { types } => types.join(", "),
        WarningKind::UnknownProvider { host } => host.clone(),
        WarningKind::AttendanceDiffers { stated } => stated.clone(),
        _ => String::new(),
    };
    let detail: String = match detail.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", detail.get(..end).unwrap_or_default()),
        None => detail,
    };
    words.feed_warning(Arg::select(kind.code()), detail)
}
