//! Whether somebody tells of having used again.
//!
//! That is not a wish to use, for which there are exercises: after a break the usual amount can kill,
//! and shame keeps people from saying it a second time.

use crate::feature::find::places;

/// What people write then, in words that stand side by side. Never shown.
const PHRASES: &[&str] = &[
    "relapsed",
    "had a relapse",
    "i slipped",
    "slipped up",
    "had a slip",
    "had a lapse",
    "used again",
    "used today",
    "used tonight",
    "used yesterday",
    "used last night",
    "using again",
    "drank again",
    "drank today",
    "drank tonight",
    "drank yesterday",
    "drank last night",
    "drinking again",
    "had a drink",
    "had a few drinks",
    "had a beer",
    "took a drink",
    "just drank",
    "just used",
    "just smoked",
    "just gambled",
    "im drunk",
    "i am drunk",
    "im high",
    "i am high",
    "im wasted",
    "got drunk",
    "got high",
    "fell off the wagon",
    "lost my clean time",
    "lost my sobriety",
    "broke my sobriety",
];

/// What says that it did not happen, or not yet, in one of the four words before.
const NOT: &[&str] = &[
    "not", "never", "no", "almost", "nearly", "without", "havent", "hasnt", "didnt", "dont",
    "wont", "if", "when", "before", "start", "avoid", "afraid", "scared", "fear", "want", "might",
    "could", "about", "stop", "stopped", "thinking",
];

/// How many words before are looked at.
const BEFORE: usize = 4;

/// Whether folded words tell of it.
pub(super) fn tells(text: &[String]) -> bool {
    PHRASES.iter().flat_map(|phrase| places(text, phrase)).any(|place| {
        let before = &text[place.saturating_sub(BEFORE)..place];
        !before.iter().any(|word| NOT.contains(&word.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feature::find::fold;

    #[test]
    fn what_happened_is_told_from_what_is_feared() {
        for text in [
            "I relapsed",
            "i've relapsed again, sorry",
            "I used again last night",
            "so I drank yesterday after 90 days",
            "been using again for a week",
            "I slipped.",
            "got high with my brother",
            "I just had a drink",
        ] {
            assert!(tells(&fold(text)), "{text}");
        }
        for text in [
            "I almost relapsed",
            "I haven't used today",
            "didn't drink and never got drunk",
            "I'm scared of using again",
            "I don't want to start drinking again",
            "what if I had a relapse",
            "I used to read a lot",
            "I haven't had a drink in 30 days",
            "if I had a beer now",
            "relapse prevention",
            "",
        ] {
            assert!(!tells(&fold(text)), "{text}");
        }
    }
}
