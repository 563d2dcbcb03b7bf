//! What somebody asks for, in their own words: "thursdy womens zoom", "in Zürich tonight".

use super::types;
use crate::feature::find::fold;
use jiff::civil::{Date, Weekday};

mod clock;
mod day;

/// The most words that are looked at.
const MOST: usize = 12;
/// The longest word, in letters; what is longer is cut.
const LONGEST: usize = 40;

/// What was understood.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Understood {
    /// In the order in which it was typed. A meeting has to have all of it.
    pub(super) parts: Vec<Part>,
    /// All words as they were typed, folded: they may be a name.
    pub(super) phrase: Vec<String>,
}

/// One thing that is asked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    /// The words for it, folded; they are understood as the same thing again.
    pub(super) typed: String,
    /// What it is.
    pub(super) want: Want,
    /// Words that may as well be part of a name: "open" is a kind, and a door.
    pub(super) words: Vec<String>,
}

/// What can be asked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Want {
    /// One of these days, in the meeting's zone.
    Days(Vec<Weekday>),
    /// It begins in one of these hours, in the meeting's zone: bits 0 to 23.
    Hours(u32),
    /// A kind, by what the fellowships call it.
    Kind(Vec<&'static str>),
    /// A way to attend.
    How(How),
    /// A word of its text.
    Word {
        /// Folded.
        word: String,
        /// Only where it is.
        place: bool,
    },
}

/// A way to attend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// At its place; at its place and online too.
    InPerson,
    /// Online; online and at its place too.
    Online,
    /// Both.
    Hybrid,
}

/// Words that say nothing here.
const EMPTY: &[&str] = &[
    "meeting", "meetings", "aa", "na", "oa", "ga", "ca", "al", "anon", "alanon", "the", "a", "an",
    "at", "on", "of", "for", "and", "or", "with", "to", "is", "are", "there", "any", "some", "me",
    "my", "i", "find", "show", "want", "need", "please", "by", "s", "this", "next", "from",
];

/// Understands a text. `today` is the day of the one who asks.
pub(super) fn understand(text: &str, today: Date) -> Understood {
    let tokens = tokens(text);
    let mut found =
        Understood { parts: Vec::new(), phrase: tokens.iter().flat_map(|t| fold(t)).collect() };
    let mut rest = tokens.as_slice();
    let mut place = false;
    while let Some(first) = rest.first() {
        let (taken, parts) = next(rest, place, today);
        match parts {
            Parts::Some(parts) => parts.into_iter().for_each(|part| found.add(part)),
            Parts::Place => place = true,
            Parts::None => {
                for word in fold(first).into_iter().filter(|word| !EMPTY.contains(&word.as_str())) {
                    found.add(Part {
                        typed: word.clone(),
                        words: Vec::new(),
                        want: Want::Word { word, place },
                    });
                }
            }
        }
        rest = rest.get(taken.max(1)..).unwrap_or_default();
    }
    found
}

impl Understood {
    /// Adds what is asked for. Of two days either is right; everything else has to be so.
    fn add(&mut self, part: Part) {
        if let Want::Days(more) = &part.want
            && let Some(Part { want: Want::Days(days), typed, .. }) =
                self.parts.iter_mut().find(|other| matches!(other.want, Want::Days(_)))
        {
            if more.iter().any(|day| !days.contains(day)) {
                typed.push(' ');
                typed.push_str(&part.typed);
                days.extend(more);
            }
        } else if !self.parts.contains(&part) {
            self.parts.push(part);
        }
    }
}

enum Parts {
    /// These.
    Some(Vec<Part>),
    /// Free words from here on say where.
    Place,
    /// Nothing that is known.
    None,
}

/// What the first words are, and how many of them.
fn next(tokens: &[String], place: bool, today: Date) -> (usize, Parts) {
    let word = |at: usize| tokens.get(at).map_or("", String::as_str);
    let one = |taken: usize, want: Want, words: &[&str]| {
        let typed = tokens.iter().take(taken).map(String::as_str).collect::<Vec<_>>().join(" ");
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        (taken, Parts::Some(vec![Part { typed, want, words }]))
    };
    if let Some((taken, how)) = how(word(0), word(1), word(2)) {
        return one(taken, Want::How(how), &[]);
    }
    if let Some((taken, hours)) = clock::exact(word(0), word(1), word(2)) {
        return one(taken, Want::Hours(hours), &[]);
    }
    if matches!(word(0), "near" | "in" | "around") && tokens.len() > 1 {
        return (1, Parts::Place);
    }
    if matches!(word(0), "tonight" | "tonite") {
        let part = |typed: &str, want| Part { typed: typed.into(), want, words: Vec::new() };
        let days = Want::Days(vec![today.weekday()]);
        return (
            1,
            Parts::Some(vec![part("today", days), part("evening", Want::Hours(clock::EVENING))]),
        );
    }
    if let Some(days) = day::days(word(0), today) {
        return one(1, Want::Days(days), &[]);
    }
    if let Some(hours) = clock::part_of_day(word(0)) {
        return one(1, Want::Hours(hours), &[word(0)]);
    }
    for taken in [3, 2, 1] {
        let Some(words) = tokens.get(..taken) else { continue };
        let spoken = words.join(" ");
        // A word that says nothing is no kind, and in a place "French Quarter" is no language.
        if taken == 1 && (EMPTY.contains(&spoken.as_str()) || place && tokens.len() > 1) {
            continue;
        }
        let labels = types::labels(&spoken);
        if !labels.is_empty() {
            let words: Vec<&str> = words.iter().map(|word| stem(word)).collect();
            return one(taken, Want::Kind(labels), &words);
        }
    }
    (1, Parts::None)
}

/// "womens" stands for "women" as well.
fn stem(word: &str) -> &str {
    word.strip_suffix('s').filter(|stem| stem.len() >= 3).unwrap_or(word)
}

fn how(first: &str, second: &str, third: &str) -> Option<(usize, How)> {
    let near = |known: &str| first.len() >= 5 && strsim::osa_distance(first, known) <= 1;
    Some(match (first, second, third) {
        ("face", "to", "face") => (3, How::InPerson),
        ("in", "person", _) => (2, How::InPerson),
        ("inperson" | "f2f" | "onsite", ..) => (1, How::InPerson),
        ("hybrid", ..) => (1, How::Hybrid),
        ("on", "line", _) => (2, How::Online),
        ("zoom" | "online" | "virtual" | "virtually" | "remote" | "video" | "internet", ..) => {
            (1, How::Online)
        }
        _ if near("online") || near("virtual") => (1, How::Online),
        _ if near("hybrid") => (1, How::Hybrid),
        _ => return None,
    })
}

/// The words, folded; a time such as `18:30` stays whole.
fn tokens(text: &str) -> Vec<String> {
    // Whatever is beyond is not looked at, however long it is.
    let text: String = text.chars().take(MOST * LONGEST).collect();
    let plain = deunicode::deunicode(&text).to_ascii_lowercase();
    plain
        .split_whitespace()
        .flat_map(|piece| {
            let trimmed = piece.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            if clock::looks(trimmed) { vec![trimmed.to_owned()] } else { fold(trimmed) }
        })
        .map(|word| word.chars().take(LONGEST).collect())
        .take(MOST)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 2026-06-04 is a Thursday.
    const TODAY: Date = jiff::civil::date(2026, 6, 4);

    fn told(text: &str) -> String {
        let parts = understand(text, TODAY).parts;
        let parts = parts.iter().map(|part| match &part.want {
            Want::Days(days) => {
                let days = days.iter().map(|day| crate::feed::listing::day_word(*day));
                days.collect::<Vec<_>>().join("+")
            }
            Want::Hours(hours) => {
                let hours = (0..24).filter(|hour| hours & (1 << hour) != 0);
                let hours: Vec<i32> = hours.collect();
                match hours.as_slice() {
                    [one] => format!("{one}h"),
                    [first, .., last] if *last - *first + 1 == hours.len() as i32 => {
                        format!("{first}-{last}h")
                    }
                    many => format!("{many:?}h"),
                }
            }
            Want::Kind(labels) => format!("<{}>", labels[0]),
            Want::How(how) => format!("{how:?}"),
            Want::Word { word, place: true } => format!("@{word}"),
            Want::Word { word, place: false } => word.clone(),
        });
        parts.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn people_are_understood() {
        for (text, expected) in [
            ("thursdy womens zoom", "thu <Women> Online"),
            ("Wensday", "wed"),
            ("tonight", "thu 17-23h"),
            ("tomorow morning", "fri 0-11h"),
            ("mondays or tues", "mon+tue"),
            ("weekend", "sat+sun"),
            ("7pm", "19h"),
            ("7 pm", "19h"),
            ("7:30pm", "19h"),
            ("18:30", "18h"),
            ("at 7", "[7, 19]h"),
            ("after 18:00", "18-23h"),
            ("before noon", "0-11h"),
            ("before 10am", "0-9h"),
            ("12am", "0h"),
            ("noon", "12h"),
            ("in person", "InPerson"),
            ("in-person meetings in Zürich", "InPerson @zurich"),
            ("women near St. Mark's", "<Women> @st @marks"),
            ("in the morning", "0-11h"),
            ("in spanish", "<Spanish>"),
            ("near french quarter", "@french @quarter"),
            ("the AA meeting at St. Mary", "st mary"),
            ("big book serenity", "<Big Book> serenity"),
            ("25:00", "25 00"),
            ("99999999999999999999pm", "99999999999999999999pm"),
            ("", ""),
            ("  \u{0} \" * ( NEAR/2 ", "@2"),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_understood(text in ".*") {
            let understood = understand(&text, TODAY);
            prop_assert!(understood.parts.len() <= 3 * MOST);
        }
    }
}
