//! Emoji as buttons.

use crate::chat::prompt::{Expect, Prompt};

/// The one thing there is to tap.
pub const YES: &str = "✅";

/// “Ask me where nobody else reads along.” Says nothing about how somebody is.
pub const PRIVATELY: &str = "💬";

/// The numbers that have a sign.
const NUMBERS: [(&str, &str); 11] = [
    ("0", "0️⃣"),
    ("1", "1️⃣"),
    ("2", "2️⃣"),
    ("3", "3️⃣"),
    ("4", "4️⃣"),
    ("5", "5️⃣"),
    ("6", "6️⃣"),
    ("7", "7️⃣"),
    ("8", "8️⃣"),
    ("9", "9️⃣"),
    ("10", "🔟"),
];

/// The sign of a number as it is typed.
pub fn of_number(number: &str) -> Option<&'static str> {
    NUMBERS.iter().find(|(typed, _)| *typed == number).map(|(_, sign)| *sign)
}

/// Whether a reaction asks to be asked privately.
pub fn is_private(key: &str) -> bool {
    bare(key) == bare(PRIVATELY)
}

/// The key of the choice that a reaction means.
///
/// Clients write the same emoji with and without the mark that asks for colour, and some of them
/// type a plain digit.
pub fn choice<'a>(prompt: &'a Prompt, key: &str) -> Option<&'a str> {
    let Expect::OneOf(choices) = &prompt.expect else { return None };
    let key = bare(key);
    if let [only] = choices.as_slice()
        && [YES, "👍", "✔"].iter().any(|sign| bare(sign) == key)
    {
        return Some(&only.key);
    }
    let number = NUMBERS.iter().find(|(typed, sign)| bare(sign) == key || *typed == key);
    number.and_then(|(typed, _)| prompt.choice_meant(typed))
}

/// Without variation selectors, shades of skin, and the frame of a keycap.
fn bare(key: &str) -> String {
    let kept = |letter: &char| {
        !matches!(letter, '\u{FE0E}' | '\u{FE0F}' | '\u{20E3}' | '\u{1F3FB}'..='\u{1F3FF}')
    };
    key.trim().chars().filter(kept).collect()
}
