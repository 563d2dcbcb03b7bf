//! Finds what somebody means in a few hundred phrases, misspelt or not.
//!
//! The data is tiny, so nothing is indexed: words are folded (no accents, no case, no
//! apostrophes) and compared by edit distance.

/// The words of a text, folded: `Can't sleep, Zoë` is `cant`, `sleep`, `zoe`.
pub(crate) fn fold(text: &str) -> Vec<String> {
    let plain: String = deunicode::deunicode(text)
        .chars()
        .filter(|c| !matches!(c, '\'' | '`'))
        .map(|c| c.to_ascii_lowercase())
        .collect();
    plain
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

/// How far two folded words are the same: 1 the same, 0 not at all.
///
/// A misspelling counts in words of four letters and more that begin alike; digits must be exact,
/// because one digit off is another number.
pub(crate) fn alike(typed: &str, known: &str) -> f64 {
    if typed == known {
        return 1.0;
    }
    let digits = |word: &str| word.bytes().any(|b| b.is_ascii_digit());
    if digits(typed) || digits(known) {
        return 0.0;
    }
    let shorter = typed.len().min(known.len());
    let longer = typed.len().max(known.len());
    if shorter >= 4
        && longer - shorter <= 3
        && (known.starts_with(typed) || typed.starts_with(known))
    {
        return 0.9;
    }
    if shorter < 4 || typed.as_bytes().first() != known.as_bytes().first() {
        return 0.0;
    }
    let allowed = if shorter >= 7 { 2 } else { 1 };
    if typed.len().abs_diff(known.len()) > allowed {
        return 0.0;
    }
    let distance = strsim::osa_distance(typed, known);
    if distance <= allowed { 0.8 - 0.1 * (distance as f64 - 1.0) } else { 0.0 }
}

/// How far a text speaks of a phrase: 0 when a word of the phrase is missing from it, otherwise
/// the mean likeness of the words, and a little more for phrases of several words.
pub(crate) fn speaks_of(text: &[String], phrase: &[String]) -> f64 {
    if phrase.is_empty() {
        return 0.0;
    }
    let mut sum = 0.0;
    for word in phrase {
        let best = text.iter().map(|typed| alike(typed, word)).fold(0.0, f64::max);
        if best == 0.0 {
            return 0.0;
        }
        sum += best;
    }
    sum / phrase.len() as f64 + 0.1 * (phrase.len() as f64 - 1.0)
}

/// Where folded words of a text are the words of a phrase, side by side and spelt alike: the number of
/// the first of them, each time.
pub(crate) fn places<'a>(text: &'a [String], phrase: &'a str) -> impl Iterator<Item = usize> + 'a {
    let words = phrase.split(' ').count();
    let same = move |some: &[String]| some.iter().map(String::as_str).eq(phrase.split(' '));
    text.windows(words).enumerate().filter(move |(_, some)| same(some)).map(|(place, _)| place)
}

/// The best [`speaks_of`] among phrases.
pub(crate) fn best(text: &[String], phrases: &[&str]) -> f64 {
    phrases.iter().map(|phrase| speaks_of(text, &fold(phrase))).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn misspelt_words_are_found_and_others_are_not() {
        for (typed, known) in [
            ("gambeling", "gambling"),
            ("overdoes", "overdose"),
            ("suicid", "suicide"),
            ("Drnking", "drinking"),
        ] {
            assert!(alike(&fold(typed).concat(), known) > 0.0, "{typed} {known}");
        }
        for (typed, known) in [
            ("angry", "hungry"),
            ("988", "998"),
            ("ill", "kill"),
            ("night", "fight"),
            ("call", "tall"),
            ("help", "helpline"),
        ] {
            assert!(alike(typed, known) == 0.0, "{typed} {known}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_looked_for(text in ".*", phrase in ".*") {
            let score = speaks_of(&fold(&text), &fold(&phrase));
            prop_assert!(score >= 0.0 && score.is_finite());
        }
    }
}
