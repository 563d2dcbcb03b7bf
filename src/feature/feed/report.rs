//! The answer to whoever adds or refreshes a feed.

use super::load::Loaded;
use super::say;
use super::take::Taken;
use crate::chat::message::{Line, Message, Upload};
use crate::feature::meeting::keep::Kept;
use crate::feed::Reading;
use crate::words::{Arg, Words};
use std::fmt::Write as _;

/// How many lines of each kind are shown; the file has the rest.
const SHOWN: usize = 8;

/// What was read, kept and skipped, and what was odd.
pub(super) fn report(words: &Words, loaded: &Loaded, taken: &Taken) -> Message {
    let (reading, feed) = (&loaded.reading, &taken.feed);
    let slug = Arg::code(&feed.slug);
    let mut message = match &taken.kept {
        Ok(kept) => Message::say(match taken.new {
            true => words.feed_added(slug),
            false => words.feed_refreshed(slug),
        })
        .paragraph(say::summary(words, reading))
        .maybe((!taken.new).then(|| changes(words, *kept))),
        Err(trouble) => {
            Message::say(words.feed_not_kept(slug)).paragraph(trouble.say(words, &feed.source))
        }
    };
    message = section(message, words.feed_skips_title(), say::skips(words, reading));
    message = section(message, words.feed_warnings_title(), say::warnings(words, reading));
    if reading.skipped.len() + reading.warnings.len() > SHOWN {
        message = message.paragraph(words.feed_report_attached()).file(file(words, reading));
    }
    message
}

/// What is different from the last time.
pub(super) fn changes(words: &Words, kept: Kept) -> Line {
    if kept.added + kept.changed + kept.details + kept.removed == 0 {
        return words.feed_same();
    }
    words.feed_changes(kept.added, kept.changed + kept.details, kept.removed)
}

fn section(message: Message, title: Line, mut lines: Vec<Line>) -> Message {
    if lines.is_empty() {
        return message;
    }
    lines.truncate(SHOWN);
    message.paragraph(title).list(lines)
}

/// Everything, a line for each.
fn file(words: &Words, reading: &Reading) -> Upload {
    let mut text = String::new();
    // Writing to a text does not go wrong.
    let _ = writeln!(text, "{}", say::summary(words, reading).plain());
    for one in &reading.skipped {
        let _ = writeln!(text, "{}", say::skip(words, one).plain());
    }
    for one in &reading.warnings {
        let _ = writeln!(text, "{}", say::warning(words, one).plain());
    }
    Upload {
        name: "report.txt".to_owned(),
        media_type: "text/plain",
        bytes: text.into_bytes().into(),
        description: words.feed_report_file().plain(),
    }
}
