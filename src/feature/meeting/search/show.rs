//! What is said about what was found.

use super::query::Search;
use super::rank::{Found, MOST};
use super::relax::Less;
use super::understand::{How, Near, Part, Want};
use crate::chat::message::{Line, Message, Span};
use crate::engine::turn::Turn;
use crate::feature::meeting::{Meeting, find, say};
use crate::ids::MeetingId;
use crate::store::Conn;
use crate::words::{Arg, Words};
use jiff::civil::Weekday;
use std::collections::HashMap;

/// How many are shown at once.
pub(super) const PAGE: usize = 5;

/// One page, counted from 0.
pub(super) async fn page(
    conn: &mut Conn,
    turn: &Turn,
    search: &Search,
    found: &Found,
    page: usize,
) -> sqlx::Result<Message> {
    let words = &turn.words;
    let from = page.saturating_mul(PAGE);
    let hits: Vec<_> = found.meetings.iter().skip(from).take(PAGE).collect();
    let ids: Vec<MeetingId> = hits.iter().map(|hit| MeetingId(hit.id)).collect();
    let meetings = find::by_ids(conn, &ids).await?;
    // They come in the order of their numbers.
    let by_id: HashMap<i64, &Meeting> = meetings.iter().map(|m| (m.id.0, m)).collect();
    let items = hits.iter().filter_map(|hit| {
        let meeting = by_id.get(&hit.id)?;
        let when = match hit.at {
            Some(at) => {
                let when = say::when(words, &turn.profile.zone, meeting, at);
                if at <= turn.now { words.search_now(when) } else { when }
            }
            None => say::rule(words, meeting),
        };
        Some(item(words, meeting, when))
    });
    let title = if found.more {
        words.search_title_many(MOST, parts(words, search))
    } else {
        words.search_title(found.meetings.len(), parts(words, search))
    };
    let shown = (from + meetings.len()).min(found.meetings.len());
    let rest = (page > 0 || shown < found.meetings.len()).then(|| {
        match shown == from + 1 && shown == found.meetings.len() {
            true => words.search_shown_last(shown),
            false => words.search_shown(from + 1, shown, found.meetings.len()),
        }
    });
    let message = corrected(words, search, Message::say(title)).list(items.collect()).maybe(rest);
    // Whoever has chosen no zone may not see that the days are not those of the meetings.
    let elsewhere = hits.iter().any(|hit| {
        let meeting = by_id.get(&hit.id);
        hit.at.is_some_and(|at| {
            meeting.is_some_and(|m| m.zone.to_offset(at) != turn.profile.zone.to_offset(at))
        })
    });
    let unsure = elsewhere && !turn.profile.zone_own && page == 0;
    let zone = unsure.then(|| {
        words.search_zone_unset(turn.zone_name(), Arg::command("profile zone Europe/London"))
    });
    Ok(message.maybe(zone))
}

fn item(words: &Words, meeting: &Meeting, when: Line) -> Line {
    let (name, how) = (meeting.name.clone(), say::how(words, meeting));
    let show = Arg::command(format!("meetings show {}", meeting.slug));
    match place(meeting) {
        Some(place) => words.search_item_place(name, when, how, place, show),
        None => words.search_item(name, when, how, show),
    }
}

/// A place or an area in a few words.
fn place(meeting: &Meeting) -> Option<String> {
    let listing = &meeting.listing;
    let region = listing.regions.last().filter(|region| !region.is_empty());
    let location = say::place(meeting).and(listing.location.as_ref());
    let mut parts: Vec<&str> = location.into_iter().chain(region).map(String::as_str).collect();
    parts.dedup();
    let text = parts.join(", ");
    (!text.is_empty()).then(|| text.chars().take(80).collect())
}

/// Says which words were not taken as they were typed.
fn corrected(words: &Words, search: &Search, message: Message) -> Message {
    search.corrected.iter().fold(message, |message, (typed, meant)| {
        message.paragraph(words.search_corrected(meant.as_str(), typed.as_str()))
    })
}

/// Nothing was found: what was understood, and what there would be with one wish less.
pub(super) fn nothing(words: &Words, search: &Search, less: &[Less]) -> Message {
    let message = Message::say(words.search_nothing(parts(words, search)));
    let message = corrected(words, search, message);
    if less.is_empty() {
        return message.paragraph(words.search_nothing_next(Arg::command("meetings next")));
    }
    let offers = less.iter().filter_map(|less| {
        let part = part(words, search.understood.parts.get(less.without)?);
        let command = Arg::command(format!("meetings find {}", less.text));
        Some(if less.count > MOST {
            words.search_less_many(part, MOST, command)
        } else {
            words.search_less(part, less.count, command)
        })
    });
    message.paragraph(words.search_less_title()).list(offers.collect())
}

/// What was understood, with commas; words that stand together are shown together.
fn parts(words: &Words, search: &Search) -> Line {
    let mut line = Line::default();
    let mut rest = search.understood.parts.as_slice();
    while let Some((first, behind)) = rest.split_first() {
        if rest.len() < search.understood.parts.len() {
            line.push(Span::Text(", ".into()));
        }
        let shown = match &first.want {
            Want::Word { place, .. } => {
                let together: Vec<&str> = rest
                    .iter()
                    .map_while(|part| match &part.want {
                        Want::Word { word, place: other } if other == place => Some(word),
                        _ => None,
                    })
                    .map(|word| {
                        let meant = search.corrected.iter().find(|(typed, _)| typed == word);
                        meant.map_or(word.as_str(), |(_, meant)| meant.as_str())
                    })
                    .collect();
                rest = rest.get(together.len()..).unwrap_or_default();
                word_line(words, &together.join(" "), *place)
            }
            _ => {
                rest = behind;
                part(words, first)
            }
        };
        shown.0.into_iter().for_each(|span| line.push(span));
    }
    line
}

fn part(words: &Words, part: &Part) -> Line {
    match &part.want {
        Want::Days(days) => {
            let mut line = Line::default();
            for (place, day) in days.iter().enumerate() {
                if place > 0 {
                    line = line.then(words.search_or());
                    line.push(Span::Text(" ".into()));
                }
                words
                    .search_day(Arg::select(day_word(*day)))
                    .0
                    .into_iter()
                    .for_each(|span| line.push(span));
            }
            line
        }
        Want::Hours(hours) => {
            let (first, last) = (hours.trailing_zeros(), (hours | 1).ilog2());
            let together = hours.count_ones() == last.saturating_sub(first) + 1;
            match together {
                true => words.search_hours(format!("{first:02}:00"), format!("{last:02}:59")),
                false => words.search_time(part.typed.as_str()),
            }
        }
        Want::Near(near) => words.search_near(Arg::select(match near {
            Near::Now => "now",
            Near::Today => "today",
            Near::Tonight => "tonight",
            Near::Tomorrow => "tomorrow",
        })),
        Want::Kind(labels) => words.search_kind(labels.first().copied().unwrap_or_default()),
        Want::How(how) => words.search_how(Arg::select(match how {
            How::InPerson => "in_person",
            How::Online => "online",
            How::Hybrid => "hybrid",
        })),
        Want::Word { word, place } => word_line(words, word, *place),
    }
}

fn word_line(words: &Words, word: &str, place: bool) -> Line {
    if place { words.search_place(word) } else { words.search_word(word) }
}

fn day_word(day: Weekday) -> &'static str {
    crate::feed::listing::day_word(day)
}
