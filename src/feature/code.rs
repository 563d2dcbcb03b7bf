//! Codes that prove that two sides belong together: one shows it, the other one types it.
//!
//! Guessing is infeasible: a code is 8 of 30 characters from the system's random source, one of
//! 30⁸ ≈ 6.6 × 10¹¹. It lives for ten minutes and works once. Somebody who types ten guesses a second,
//! faster than any chat lets them, makes 6 000 in that time; with a hundred codes waiting at once their
//! chance to hit one is below one in a million.

use rand::Rng as _;

/// Digits and capital letters that are not mistaken for one another: no 0 and O, no 1, I and L, no
/// U and V.
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many of them make a code.
const LENGTH: usize = 8;

/// For how many minutes a code is valid.
pub(crate) const MINUTES: i64 = 10;

/// A new one.
pub(crate) fn new() -> String {
    // Seeded by the system and unpredictable, which rand promises of this one.
    let mut random = rand::rng();
    (0..LENGTH).map(|_| char::from(ALPHABET[random.random_range(0..ALPHABET.len())])).collect()
}

/// The code that somebody typed, in any case, with spaces or hyphens.
pub(crate) fn tidy(typed: &str) -> Option<String> {
    let code: String = typed
        .chars()
        .filter(|c| !matches!(c, ' ' | '-'))
        .map(|c| c.to_ascii_uppercase())
        .take(LENGTH + 1)
        .collect();
    let good = code.len() == LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte));
    good.then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_are_of_their_alphabet_and_differ() {
        let codes: HashSet<String> = (0..1000).map(|_| new()).collect();
        assert_eq!(codes.len(), 1000);
        for code in &codes {
            assert_eq!(tidy(code).as_ref(), Some(code));
        }
        let used: HashSet<char> = codes.iter().flat_map(|code| code.chars()).collect();
        assert_eq!(used.len(), ALPHABET.len(), "every character comes up");
    }

    #[test]
    fn codes_are_read_as_people_type_them() {
        for (typed, code) in [
            ("abcd2345", Some("ABCD2345")),
            ("ABCD-2345", Some("ABCD2345")),
            (" abcd 2345 ", Some("ABCD2345")),
            ("ABCD234", None),
            ("ABCD23456", None),
            ("ABCD234O", None),
            ("ÀBCD2345", None),
            ("", None),
        ] {
            assert_eq!(tidy(typed).as_deref(), code, "{typed}");
        }
    }
}
