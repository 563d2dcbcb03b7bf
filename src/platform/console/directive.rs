//! The lines that begin with `@`.

use crate::chat::role::Role;
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};

/// What a line of a transcript or a terminal asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Nothing: empty, or a comment.
    Nothing,
    /// The current voice types this.
    Type(String),
    /// `@at 2026-03-28T18:00:00Z` sets the clock.
    At(Timestamp),
    /// `@advance 7h30m` moves it.
    Advance(SignedDuration),
    /// `@as ann organizer`: who speaks.
    As(String, Option<Role>),
    /// `@in #general`: where.
    In(String),
    /// `@click 1 good`: answers a prompt with a choice.
    Click(usize, String),
    /// `@fill 1 mood=4 craving=2`: answers a form.
    Fill(usize, Vec<(String, String)>),
    /// `@attach path`: goes with the next line typed.
    Attach(String),
    /// `@restart`: stops the application without warning and starts it again.
    Restart,
    /// `@down 3h`: stops it without warning, moves the clock, starts it again.
    Down(SignedDuration),
}

/// A directive that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadDirective {
    /// No directive of that name.
    #[error("there is no directive @{0}")]
    Unknown(String),
    /// It needs something else behind it.
    #[error("@{name} is written like this: {example}")]
    Form {
        /// The directive.
        name: &'static str,
        /// How it is written.
        example: &'static str,
    },
}

/// Reads a line.
pub fn read(line: &str) -> Result<Line, BadDirective> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Ok(Line::Nothing);
    }
    let Some(directive) = line.strip_prefix('@') else { return Ok(Line::Type(line.to_owned())) };
    // A hash with spaces around it begins a comment; `#general` is a room.
    let directive = directive.split_once(" # ").map_or(directive, |(directive, _)| directive);
    let (name, rest) = directive.split_once(char::is_whitespace).unwrap_or((directive, ""));
    let rest = rest.trim();
    match name {
        "at" => instant(rest)
            .map(Line::At)
            .ok_or(BadDirective::Form { name: "at", example: "@at 2026-03-28T18:00:00Z" }),
        "advance" => span(rest)
            .map(Line::Advance)
            .ok_or(BadDirective::Form { name: "advance", example: "@advance 7h30m" }),
        "down" => span(rest)
            .map(Line::Down)
            .ok_or(BadDirective::Form { name: "down", example: "@down 3h" }),
        "as" => voice(rest).ok_or(BadDirective::Form { name: "as", example: "@as olga organizer" }),
        "in" => room(rest).ok_or(BadDirective::Form { name: "in", example: "@in #general" }),
        "click" => {
            click(rest).ok_or(BadDirective::Form { name: "click", example: "@click 1 good" })
        }
        "fill" => fill(rest)
            .ok_or(BadDirective::Form { name: "fill", example: "@fill 1 mood=4 craving=2" }),
        "attach" if !rest.is_empty() => Ok(Line::Attach(rest.to_owned())),
        "attach" => Err(BadDirective::Form { name: "attach", example: "@attach feed.json" }),
        "restart" => Ok(Line::Restart),
        other => Err(BadDirective::Unknown(other.to_owned())),
    }
}

fn instant(text: &str) -> Option<Timestamp> {
    text.parse::<Timestamp>().ok().or_else(|| {
        // Without an offset it is UTC.
        let civil: DateTime = text.parse().ok()?;
        civil.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    })
}

/// `7h30m`, `3 days`, `90s`; days are 24 hours.
fn span(text: &str) -> Option<SignedDuration> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut total = 0_i64;
    let mut rest = compact.as_str();
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: i64 = rest.get(..digits)?.parse().ok()?;
        rest = &rest[digits..];
        let letters = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let seconds = match &rest[..letters] {
            "s" | "sec" | "second" | "seconds" => 1,
            "m" | "min" | "minute" | "minutes" => 60,
            "h" | "hour" | "hours" => 3600,
            "d" | "day" | "days" => 86_400,
            "w" | "week" | "weeks" => 604_800,
            _ => return None,
        };
        total = total.checked_add(number.checked_mul(seconds)?)?;
        rest = &rest[letters..];
    }
    // A century is more than any transcript needs, and keeps every later sum in range.
    (total > 0 && total <= 100 * 366 * 86_400).then(|| SignedDuration::from_secs(total))
}

fn voice(text: &str) -> Option<Line> {
    let mut words = text.split_whitespace();
    let name = words.next()?.to_owned();
    let role = words.next().map(|word| Role::parse(word).ok_or(())).transpose().ok()?;
    words.next().is_none().then_some(Line::As(name, role))
}

fn room(text: &str) -> Option<Line> {
    let one = !text.is_empty() && !text.contains(char::is_whitespace);
    let known = text == "dm" || text.starts_with('#');
    (one && known).then(|| Line::In(text.to_owned()))
}

fn click(text: &str) -> Option<Line> {
    let (number, choice) = text.split_once(char::is_whitespace)?;
    Some(Line::Click(number.parse().ok()?, choice.trim().to_owned()))
}

fn fill(text: &str) -> Option<Line> {
    let (number, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let mut fields: Vec<(String, String)> = Vec::new();
    for token in crate::command::lex::lex(rest) {
        match token.text.split_once('=') {
            Some((key, value)) if !key.is_empty() => {
                let value = value.trim_matches('"').to_owned();
                fields.push((key.to_lowercase(), value));
            }
            _ => {
                let (_, value) = fields.last_mut()?;
                if !value.is_empty() {
                    value.push(' ');
                }
                value.push_str(token.text.trim_matches('"'));
            }
        }
    }
    Some(Line::Fill(number.parse().ok()?, fields))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_the_contract_says() {
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        let table = [
            ("", Line::Nothing),
            ("# a comment", Line::Nothing),
            ("#comment", Line::Nothing),
            ("/checkin 4", Line::Type("/checkin 4".into())),
            ("@at 2026-03-28T18:00:00Z", Line::At(at("2026-03-28T18:00:00Z"))),
            ("@at 2026-03-28T18:00:00+01:00", Line::At(at("2026-03-28T17:00:00Z"))),
            ("@advance 7h30m", Line::Advance(SignedDuration::from_mins(450))),
            ("@advance 2 days", Line::Advance(SignedDuration::from_hours(48))),
            ("@down 3h", Line::Down(SignedDuration::from_hours(3))),
            ("@as ann", Line::As("ann".into(), None)),
            ("@as olga organizer", Line::As("olga".into(), Some(Role::Organizer))),
            ("@in #general", Line::In("#general".into())),
            ("@in #general  # where all are", Line::In("#general".into())),
            ("@in dm", Line::In("dm".into())),
            ("@click 1 very low", Line::Click(1, "very low".into())),
            (
                "@fill 1 mood=4 note=slept well craving=2",
                Line::Fill(
                    1,
                    vec![
                        ("mood".into(), "4".into()),
                        ("note".into(), "slept well".into()),
                        ("craving".into(), "2".into()),
                    ],
                ),
            ),
            ("@attach feeds/one.json", Line::Attach("feeds/one.json".into())),
            ("@restart", Line::Restart),
        ];
        for (line, expected) in table {
            assert_eq!(read(line), Ok(expected), "{line}");
        }
        for line in [
            "@at noon",
            "@advance",
            "@advance 0h",
            "@as",
            "@as ann king",
            "@in general",
            "@click x",
            "@dance",
            "@advance 99999999999999999999h",
        ] {
            assert!(read(line).is_err(), "{line}");
        }
    }
}
