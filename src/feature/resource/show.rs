//! Resources as people see them.
//!
//! Numbers are strong literal text: they can be selected and copied everywhere, phones turn them
//! into links by themselves, and not every platform lets a bot link to `tel:`.

use super::channel::{BadChannel, Channel, Kind};
use super::checked::{Checked, Freshness};
use super::country::Country;
use super::model::{BadResource, Confidence, Resource};
use crate::chat::message::{Line, Message, Span};
use crate::words::{Arg, Words};
use jiff::civil::Date;

/// One line: name, ways to reach it, hours, and when it was checked, with a word where that is old.
pub fn line(resource: &Resource, words: &Words, today: Date) -> Line {
    let mut parts: Vec<Line> =
        brief(&resource.channels).map(|channel| self::channel(channel, words)).collect();
    if !resource.hours.is_empty() {
        parts.push(Line::text(resource.hours.as_str()));
    }
    parts.push(checked(resource, words, today));
    let mut line = Line::text(format!("{}: ", resource.name));
    join(&mut line, parts, " · ");
    line
}

/// The lines of those that can be shown on this day, in the order given.
pub fn list(found: &[&Resource], words: &Words, today: Date) -> Vec<Line> {
    found
        .iter()
        .filter(|resource| resource.is_shown(today))
        .map(|resource| line(resource, words, today))
        .collect()
}

/// Everything about a resource. A hidden one says that it is too old to rely on.
pub fn card(resource: &Resource, words: &Words, today: Date) -> Message {
    let mut fields = Vec::new();
    if !resource.hours.is_empty() {
        fields.push((words.resource_hours(), Line::text(resource.hours.as_str())));
    }
    if !resource.languages.is_empty() {
        fields.push((words.resource_languages(), Line::text(resource.languages.join(", "))));
    }
    let place = match Country::by_code(&resource.country) {
        Some(country) => Line::text(country.name()),
        None => words.resource_anywhere(),
    };
    fields.push((words.resource_country(), place));
    let mut topics = Line::default();
    let names =
        resource.topics.iter().map(|topic| words.resource_topic(Arg::select(topic.as_str())));
    join(&mut topics, names.collect(), ", ");
    fields.push((words.resource_for(), topics));
    if let Some(url) = &resource.url {
        fields.push((words.resource_page(), link(url)));
    }
    let source = match full(resource.checked) {
        Some(when) => words.resource_source(&resource.source, when),
        None => words.resource_source_undated(&resource.source),
    };
    Message::new()
        .heading(Line::text(resource.name.as_str()))
        .list(resource.channels.iter().map(|channel| self::channel(channel, words)).collect())
        .fields(fields)
        .maybe(resource.notes.as_deref().map(Line::text))
        .maybe(caution(resource, words, today))
        .paragraph(source)
}

/// A way to reach somebody: `Call 988 (press 2 for Spanish)`, `Text HOME to 741741`.
pub fn channel(channel: &Channel, words: &Words) -> Line {
    let value = if channel.is_link() { link(channel.value()) } else { strong(channel.value()) };
    let line = match channel.keyword() {
        Some(keyword) => words.resource_channel_keyword(strong(keyword), value),
        None => words.resource_channel(Arg::select(channel.kind().as_str()), value),
    };
    match channel.note() {
        Some(note) => words.resource_channel_note(line, note),
        None => line,
    }
}

/// What an organizer is told when a resource cannot be saved.
pub fn refusal(error: &BadResource, words: &Words) -> Line {
    match error {
        BadResource::Slug(text) => words.resource_bad_slug(text),
        BadResource::Country(text) => words.resource_bad_country(text),
        BadResource::NoName => words.resource_bad_name(),
        BadResource::NoTopic => words.resource_bad_topic(),
        BadResource::NoChannel => words.resource_bad_channel(),
        BadResource::NoSource => words.resource_bad_source(),
        BadResource::International(text)
        | BadResource::Channel(BadChannel::ShortCodeAbroad(text)) => {
            words.resource_bad_international(text)
        }
        BadResource::Channel(BadChannel::Number(text)) => words.resource_bad_number(text),
        BadResource::Channel(BadChannel::Address(text)) => words.resource_bad_address(text),
        BadResource::Channel(BadChannel::Email(text)) => words.resource_bad_email(text),
        BadResource::Channel(BadChannel::Keyword(text)) => words.resource_bad_keyword(text),
    }
}

/// The channels of a line: video and text telephone are on the card, unless there is nothing else.
fn brief(channels: &[Channel]) -> impl Iterator<Item = &Channel> {
    let rare = |channel: &Channel| matches!(channel.kind(), Kind::Video | Kind::Tty);
    let only_rare = channels.iter().all(rare);
    channels.iter().filter(move |channel| only_rare || !rare(channel))
}

fn checked(resource: &Resource, words: &Words, today: Date) -> Line {
    let when = short(resource.checked);
    match (when, resource.freshness(today)) {
        (None, _) => words.resource_checked_never(),
        (Some(when), Freshness::Fresh) if resource.confidence == Confidence::C => {
            words.resource_checked_doubtful(when)
        }
        (Some(when), Freshness::Fresh) => words.resource_checked(when),
        (Some(when), Freshness::Flagged | Freshness::Hidden) => words.resource_checked_old(when),
    }
}

fn caution(resource: &Resource, words: &Words, today: Date) -> Option<Line> {
    // What the law sets does not need a doubt beside it when seconds count.
    if resource.is_emergency() {
        return None;
    }
    match (resource.freshness(today), short(resource.checked)) {
        (Freshness::Flagged, Some(when)) => Some(words.resource_flagged(when)),
        (Freshness::Flagged, None) => Some(words.resource_flagged_undated()),
        (Freshness::Hidden, Some(when)) => Some(words.resource_hidden(when)),
        (Freshness::Hidden, None) => Some(words.resource_hidden_undated()),
        (Freshness::Fresh, _) => {
            (resource.confidence == Confidence::C).then(|| words.resource_doubtful())
        }
    }
}

/// `Oct 2026`, or the year alone where that is all that is known.
fn short(checked: Checked) -> Option<String> {
    match checked {
        Checked::Day(day) | Checked::Month(day) => Some(day.strftime("%b %Y").to_string()),
        Checked::Year(day) => Some(day.strftime("%Y").to_string()),
        Checked::Undated => None,
    }
}

/// `1 Oct 2026`, or as much as is known.
fn full(checked: Checked) -> Option<String> {
    match checked {
        Checked::Day(day) => Some(day.strftime("%-d %b %Y").to_string()),
        _ => short(checked),
    }
}

fn strong(text: &str) -> Line {
    Span::Strong(text.to_owned()).into()
}

fn link(url: &str) -> Line {
    Span::Link { text: url.to_owned(), url: url.to_owned() }.into()
}

fn join(line: &mut Line, parts: Vec<Line>, between: &str) {
    for (index, part) in parts.into_iter().enumerate() {
        if index > 0 {
            line.push(Span::Text(between.to_owned()));
        }
        part.0.into_iter().for_each(|span| line.push(span));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::plain;
    use crate::feature::resource::Registry;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 22);

    fn shipped(slug: &str) -> &'static Resource {
        Registry::shipped().by_slug(slug).expect("a shipped resource")
    }

    #[test]
    fn a_line_has_all_one_needs() {
        let words = Words::english();
        for (slug, said) in [
            (
                "us-988",
                "988 Suicide & Crisis Lifeline: Call 988 (press 2 for Spanish, 1 for veterans) · Text 988 · \
                 Chat: https://988lifeline.org/ · 24/7 · checked Oct 2026",
            ),
            (
                "us-trans-lifeline",
                "Trans Lifeline: Call 1-877-565-8860 · hours vary; see the website · checked Sep 2026, but sources differ",
            ),
            ("gb-shout", "Shout: Text SHOUT to 85258 · 24/7 · checked Oct 2026"),
            (
                "us-poison",
                "Poison Help: Call 1-800-222-1222 · 24/7 · not checked on a known date, so it may have changed",
            ),
            (
                "in-deaddiction",
                "National Toll-Free Helpline for De-addiction (Nasha Mukt Bharat): Call 14446 · hours not confirmed · \
                 last checked Jul 2025, so it may have changed",
            ),
        ] {
            assert_eq!(line(shipped(slug), &words, TODAY).plain(), said);
        }
    }

    #[test]
    fn numbers_are_strong_literal_text() {
        let line = line(shipped("us-crisis-text-line"), &Words::english(), TODAY);
        assert!(
            line.contains(&Span::Strong("HOME".into()))
                && line.contains(&Span::Strong("741741".into()))
        );
    }

    #[test]
    fn a_card_says_where_it_is_known_from() {
        let words = Words::english();
        assert_eq!(
            plain::text(&card(shipped("us-crisis-text-line"), &words, TODAY)),
            "Crisis Text Line\n\n• Text HOME to 741741\n\nOpen: 24/7\nLanguages: English, Spanish\n\
             Where: United States\nFor: Crisis, Mental health\nWebsite: https://www.crisistextline.org/\n\n\
             Source: open-helplines; discord.com/safety of 2022-09-12 for the languages. Checked 2 Jun 2026."
        );
        for (slug, caution) in [
            ("in-deaddiction", "We last checked this in Jul 2025."),
            ("us-poison", "We don't know when this was last checked."),
            ("gb-aa", "This is too old for us to rely on (Nov 2020)."),
            ("fr-alcool", "Nobody has confirmed this yet."),
            ("us-never-use-alone", "Our sources don't agree on this one."),
        ] {
            let text = plain::text(&card(shipped(slug), &words, TODAY));
            assert!(text.contains(caution), "{text}");
        }
        let text = plain::text(&card(shipped("fr-emergency"), &words, date(2030, 1, 1)));
        assert!(!text.contains("may have changed"), "{text}");
    }

    #[test]
    fn hidden_ones_are_not_listed() {
        let found = Registry::shipped().for_country("FR");
        let lines = list(&found, &Words::english(), TODAY);
        let text: Vec<String> = lines.iter().map(Line::plain).collect();
        assert_eq!(text.len(), 3, "{text:?}");
        assert!(!text.iter().any(|line| line.contains("Drogues")));
    }

    #[test]
    fn every_topic_has_a_name() {
        let words = Words::english();
        let mut names: Vec<String> = super::super::Topic::ALL
            .iter()
            .map(|t| words.resource_topic(Arg::select(t.as_str())).plain())
            .collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count, "two topics share a name: {names:?}");
    }
}
