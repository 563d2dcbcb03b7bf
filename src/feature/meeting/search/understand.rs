//! What somebody asks for, in their own words: "thursdy womens zoom", "in Zürich tonight".

use super::types;
use crate::feature::find::fold;
use jiff::civil::Weekday;

mod clock;
mod day;
mod tongues;

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
    /// One of these days, in the zone of the one who asks.
    Days(Vec<Weekday>),
    /// It begins in one of these hours, in that zone: bits 0 to 23.
    Hours(u32),
    /// It is soon.
    Near(Near),
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

/// Times that are seen from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Near {
    /// Under way, or within a few hours.
    Now,
    /// Until midnight.
    Today,
    /// From the evening until the day of the one who asks ends.
    Tonight,
    /// On the day after.
    Tomorrow,
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
    "meeting", "meetings", "mtg", "mtgs", "aa", "na", "oa", "ga", "ca", "al", "anon", "alanon",
    "the", "a", "an", "at", "on", "of", "for", "and", "or", "with", "to", "is", "are", "there",
    "any", "some", "me", "my", "i", "im", "we", "you", "find", "show", "want", "need", "looking",
    "please", "by", "s", "this", "next", "from", "what", "whats", "where", "when", "do", "does",
    "can", "go", "have", "like", "that", "which", "it", "be", "one",
];

/// Understands a text.
pub(super) fn understand(text: &str) -> Understood {
    let tokens = tokens(text);
    let mut found =
        Understood { parts: Vec::new(), phrase: tokens.iter().flat_map(|t| fold(t)).collect() };
    let mut rest = tokens.as_slice();
    let mut place = false;
    while let Some(first) = rest.first() {
        let (taken, parts) = next(rest, place);
        match parts {
            Parts::Some(parts) => parts.into_iter().for_each(|part| found.add(part)),
            Parts::Place => place = true,
            Parts::Nothing => {}
            Parts::None => {
                for word in fold(first).into_iter().filter(|word| !says_nothing(word)) {
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

fn says_nothing(word: &str) -> bool {
    EMPTY.contains(&word) || tongues::EMPTY.contains(&word)
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
        } else if self.parts.iter().all(|other| other.want != part.want) {
            self.parts.push(part);
        }
    }
}

enum Parts {
    /// These.
    Some(Vec<Part>),
    /// Free words from here on say where.
    Place,
    /// It says nothing.
    Nothing,
    /// Nothing that is known.
    None,
}

/// What the first words are, and how many of them.
fn next(tokens: &[String], place: bool) -> (usize, Parts) {
    // In a place "Santo Domingo" is no Sunday.
    let foreign = |word: &str| tongues::english(word).filter(|_| !place);
    let word = |at: usize| {
        let typed = tokens.get(at).map_or("", String::as_str);
        foreign(typed).unwrap_or(typed)
    };
    let typed =
        |taken: usize| tokens.iter().take(taken).map(String::as_str).collect::<Vec<_>>().join(" ");
    let one = |taken: usize, want: Want, words: Vec<String>| {
        (taken, Parts::Some(vec![Part { typed: typed(taken), want, words }]))
    };
    let as_typed = |taken: usize| tokens.iter().take(taken).map(|word| stem(word)).collect();
    if let Some((taken, how)) = how(word(0), word(1), word(2)) {
        return one(taken, Want::How(how), Vec::new());
    }
    if let Some((taken, hours)) = clock::exact(word(0), word(1), word(2)) {
        return one(taken, Want::Hours(hours), Vec::new());
    }
    // "in Spanish" is no place.
    let language = word(0) == "in" && types::is_language(word(1));
    if matches!(word(0), "near" | "in" | "around" | "nearby") && tokens.len() > 1 {
        return (1, if language { Parts::Nothing } else { Parts::Place });
    }
    if let Some((taken, near)) = day::near(word(0), word(1)) {
        // "now" may be of a name: "Serenity Now".
        let words = if near == Near::Now { as_typed(taken) } else { Vec::new() };
        return one(taken, Want::Near(near), words);
    }
    if word(0) == "this"
        && let Some(hours) = clock::part_of_day(word(1))
    {
        let part = |want| Part { typed: typed(2), want, words: Vec::new() };
        let today = Part { typed: "today".to_owned(), ..part(Want::Near(Near::Today)) };
        return (2, Parts::Some(vec![today, part(Want::Hours(hours))]));
    }
    if let Some(days) = day::days(word(0)) {
        return one(1, Want::Days(days), Vec::new());
    }
    if let Some(hours) = clock::part_of_day(word(0)) {
        return one(1, Want::Hours(hours), as_typed(1));
    }
    for taken in [3, 2, 1] {
        let Some(words) = tokens.get(..taken) else { continue };
        let spoken = if taken == 1 { word(0).to_owned() } else { words.join(" ") };
        // A word that says nothing is no kind, and in a place "French Quarter" is no language.
        if taken == 1 && (says_nothing(&spoken) || place && tokens.len() > 1) {
            continue;
        }
        if let Some(kind) = types::kind(&spoken) {
            // Names have the word as it is written, not as it was typed.
            let words = match kind.corrected {
                Some(meant) => vec![stem(meant)],
                None => as_typed(taken),
            };
            return one(taken, Want::Kind(kind.labels), words);
        }
    }
    (1, Parts::None)
}

/// "womens" stands for "women" as well.
fn stem(word: &str) -> String {
    word.strip_suffix('s').filter(|stem| stem.len() >= 3).unwrap_or(word).to_owned()
}

fn how(first: &str, second: &str, third: &str) -> Option<(usize, How)> {
    let near = |known: &str| first.len() >= 5 && strsim::osa_distance(first, known) <= 1;
    Some(match (first, second, third) {
        ("face", "to", "face") => (3, How::InPerson),
        ("in", "person", _) | ("vor", "ort", _) => (2, How::InPerson),
        ("inperson" | "f2f" | "onsite", ..) => (1, How::InPerson),
        ("hybrid", ..) => (1, How::Hybrid),
        ("on", "line", _) | ("in", "online", _) => (2, How::Online),
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

    fn told(text: &str) -> String {
        let parts = understand(text).parts;
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
            Want::Near(near) => format!("{near:?}"),
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
            ("tonight", "Tonight"),
            ("tomorow morning", "Tomorrow 0-11h"),
            ("this evening", "Tonight"),
            ("this morning", "Today 0-11h"),
            ("right now", "Now"),
            ("is there anything on right now", "anything Now"),
            ("jueves mujeres en linea", "thu <Women> Online"),
            ("heute abend in Kreuzberg", "Today 17-23h @kreuzberg"),
            ("ce soir", "Tonight"),
            ("reunión de principiantes el sábado", "<Newcomers> sat"),
            ("near santo domingo", "@santo @domingo"),
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
            ("grupo en español san rafael", "<Spanish> san rafael"),
            ("handicapped accessible", "<Wheelchair access>"),
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
            let understood = understand(&text);
            prop_assert!(understood.parts.len() <= 3 * MOST);
        }
    }
}
