//! Numbers to dial into a meeting.

/// What a phone field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Phone {
    /// A number that can be dialled. `more`: something followed that is not part of it.
    Dial { number: String, more: bool },
    /// Words, or too few digits: to be shown as a note.
    Note,
    /// Nothing a person could read.
    Garbage,
}

/// The fewest characters of a number that can be dialled.
const SHORTEST: usize = 10;
const LONGEST: usize = 100;

/// Reads a phone field: `+`, `,`, `*`, `#` and digits up to a second `+` or the first words.
pub(crate) fn phone(raw: &str) -> Phone {
    let raw = raw.trim();
    let mut number = String::new();
    let mut more = false;
    let mut rest = without_label(raw).chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '0'..='9' | ',' | '*' | '#' => number.push(letter),
            '+' if number.is_empty() => number.push(letter),
            '+' => {
                more = true;
                break;
            }
            // An extension is dialled after a pause.
            'x' | 'X' if rest.peek().is_some_and(char::is_ascii_digit) => number.push(','),
            _ if letter.is_alphabetic() => {
                more = true;
                break;
            }
            _ => {}
        }
    }
    let number = number.trim_end_matches(',').to_owned();
    let digits = number.chars().filter(char::is_ascii_digit).count();
    if number.len() >= SHORTEST && digits >= 7 && number.len() <= LONGEST {
        Phone::Dial { number, more }
    } else if is_garbage(raw) {
        Phone::Garbage
    } else {
        Phone::Note
    }
}

/// Without "Tel.:" or "Phone" before the number.
fn without_label(raw: &str) -> &str {
    let end = raw
        .find(|letter: char| letter.is_ascii_digit() || letter == '+' || letter == '(')
        .unwrap_or(raw.len());
    let word: String = raw[..end]
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    match word.as_str() {
        "tel" | "telephone" | "phone" | "ph" | "call" | "dial" | "dialin" | "us" => &raw[end..],
        _ => raw,
    }
}

/// One long word of letters and digits: encoded data, not a note.
fn is_garbage(raw: &str) -> bool {
    raw.len() >= 16
        && !raw.contains(char::is_whitespace)
        && raw.contains(|letter: char| letter.is_ascii_digit())
        && raw.contains(|letter: char| letter.is_ascii_lowercase())
        && raw.contains(|letter: char| letter.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_words_and_garbage() {
        let dial = |number: &str, more| Phone::Dial { number: number.to_owned(), more };
        for (raw, expected) in [
            ("+16465588656,,539623005#", dial("+16465588656,,539623005#", false)),
            ("+16465588656,,539#+04057495673,,1#", dial("+16465588656,,539#", true)),
            ("(646) 558-8656", dial("6465588656", false)),
            ("646.558.8656 x12", dial("6465588656,12", false)),
            ("Tel: 030 1234567", dial("0301234567", false)),
            ("669-900-6833 or 646-558-8656", dial("6699006833", true)),
            ("+1 646 558 8656,,1#,,,,,", dial("+16465588656,,1#", false)),
            ("Meeting ID: 64561572810 Password: ask us", Phone::Note),
            ("+02", Phone::Note),
            ("#########,,", Phone::Note),
            ("", Phone::Note),
            ("YWJjZGVmZ2hpamtsbW5vcA12", Phone::Garbage),
        ] {
            assert_eq!(phone(raw), expected, "{raw}");
        }
    }
}
