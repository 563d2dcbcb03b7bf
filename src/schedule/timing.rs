//! A phrase or a single time, for commands that take either.

use crate::schedule::once::When;
use crate::schedule::phrase::{Phrase, PhraseError};

/// When something shall happen: again and again, or once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Timing {
    /// Again and again.
    Repeats(Phrase),
    /// Once.
    Once(When),
}

impl Timing {
    /// Reads a whole text. What can be either is a single time: `fri 18:00` is next Friday,
    /// while `fridays 18:00`, `every fri 18:00` and `mon,fri 18:00` repeat.
    pub fn parse(text: &str) -> Result<Self, PhraseError> {
        match (When::parse(text), Phrase::parse(text)) {
            (Ok(when), _) => Ok(Self::Once(when)),
            (_, Ok(phrase)) => Ok(Self::Repeats(phrase)),
            (Err(when), Err(phrase)) => Err(more_telling(when, phrase)),
        }
    }

    /// Reads as many of `words` as make a timing, and returns how many that were. The longer
    /// reading wins: `fri 18:00 until 2027-01-31` repeats.
    pub fn parse_prefix(words: &[&str]) -> Result<(Self, usize), PhraseError> {
        match (When::parse_prefix(words), Phrase::parse_prefix(words)) {
            (Ok((when, used)), Ok((_, others))) if used >= others => Ok((Self::Once(when), used)),
            (_, Ok((phrase, used))) => Ok((Self::Repeats(phrase), used)),
            (Ok((when, used)), Err(_)) => Ok((Self::Once(when), used)),
            (Err(when), Err(phrase)) => Err(more_telling(when, phrase)),
        }
    }
}

/// The error of the reading that got further. Both begin with words that the other does not
/// know, and say so in a general way; the more particular error is the one that helps.
fn more_telling(when: PhraseError, phrase: PhraseError) -> PhraseError {
    use crate::schedule::phrase::Expected;
    let general = |error: &PhraseError| {
        matches!(
            error,
            PhraseError::Expected { what: Expected::Rule | Expected::When | Expected::End, .. }
                | PhraseError::UnknownWord { near: None, .. }
        )
    };
    if general(&phrase) && !general(&when) { when } else { phrase }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_either_happens_once() {
        for once in
            ["fri 18:00", "in 2h 30m", "tomorrow 9am", "2026-12-01 18:00", "18:00", "dec 1 6pm"]
        {
            assert!(matches!(Timing::parse(once), Ok(Timing::Once(_))), "{once}");
        }
        for repeats in [
            "fridays 18:00",
            "every fri 18:00",
            "mon,fri 18:00",
            "daily 18:00",
            "fri 18:00 until 2027-01-31",
        ] {
            assert!(matches!(Timing::parse(repeats), Ok(Timing::Repeats(_))), "{repeats}");
        }
    }

    #[test]
    fn the_canonical_text_of_a_phrase_repeats() {
        for text in ["fri 18:00", "weekly sun noon", "monthly last fri 20:00", "yearly 12-31 20:00"]
        {
            let phrase = Phrase::parse(text).unwrap();
            assert_eq!(Timing::parse(&phrase.to_string()), Ok(Timing::Repeats(phrase)), "{text}");
        }
    }

    #[test]
    fn the_longer_reading_wins() {
        let (timing, used) = Timing::parse_prefix(&["fri", "18:00", "bring", "cake"]).unwrap();
        assert!(matches!((timing, used), (Timing::Once(_), 2)));
        let (timing, used) =
            Timing::parse_prefix(&["fri", "18:00", "from", "2026-12-01", "cake"]).unwrap();
        assert!(matches!((timing, used), (Timing::Repeats(_), 4)));
    }

    #[test]
    fn the_error_comes_from_the_reading_that_was_meant() {
        assert_eq!(
            Timing::parse("daily 25:00"),
            Err(PhraseError::ImpossibleTime { text: "25:00".to_owned() })
        );
        assert_eq!(Timing::parse("tomorrow 9"), Err(PhraseError::HourAlone { hour: 9 }));
        assert!(matches!(
            Timing::parse("dayly 9:00"),
            Err(PhraseError::UnknownWord { near: Some("daily"), .. })
        ));
        assert_eq!(Timing::parse(""), Err(PhraseError::Empty));
    }
}
