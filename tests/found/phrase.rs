//! What people type for a time: read, written back, and laid out on clocks that change.

use hearth::schedule::{Phrase, PhraseError, Recurrence, Timing, When, say, zone};
use hearth::words::Words;
use jiff::Timestamp;

/// Zones with a gap by day, half an hour of change, a date left out, a change at midnight, and none.
const ZONES: [&str; 5] =
    ["Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "America/Santiago", "UTC"];

/// Before the missing day of Apia, before two changes of clocks, an ordinary day, and the ends
/// of time.
const MOMENTS: [&str; 6] = [
    "2011-12-29T20:00:00Z",
    "2026-03-28T23:30:00Z",
    "2026-10-24T22:00:00Z",
    "2026-11-23T04:00:00Z",
    "9999-11-30T00:00:00Z",
    "-009990-01-01T00:00:00Z",
];

/// How many occurrences are laid out.
const COUNT: usize = 5;

/// Reads `bytes` as each kind of time.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let moments = MOMENTS.map(|moment| moment.parse::<Timestamp>().expect("an instant"));
    match Phrase::parse(text) {
        Ok(phrase) => check_phrase(&phrase, &moments),
        Err(error) => say_error(&error),
    }
    if let Ok(when) = When::parse(text) {
        check_when(&when, &moments);
    }
    let _ = Timing::parse(text);
    check_prefix(text);
}

fn say_error(error: &PhraseError) {
    thread_local! {
        /// Reading the words costs more than a case does.
        static WORDS: Words = Words::english();
    }
    WORDS.with(|words| assert!(!say::error(words, error).0.is_empty(), "{error:?}"));
}

fn check_phrase(phrase: &Phrase, moments: &[Timestamp]) {
    let today = jiff::civil::date(2026, 11, 23);
    for phrase in [phrase.clone(), phrase.clone().anchored(today)] {
        let text = phrase.to_string();
        assert_eq!(Phrase::parse(&text).as_ref(), Ok(&phrase), "canonical text {text:?}");
        assert_eq!(Timing::parse(&text), Ok(Timing::Repeats(phrase)), "canonical text {text:?}");
    }
    for name in ZONES {
        let recurrence = Recurrence::new(phrase.clone(), zone::lookup(name).expect("a zone"));
        for moment in moments {
            let mut last = *moment;
            for found in recurrence.after(*moment).take(COUNT) {
                assert!(found.at > last, "{phrase} in {name}: {} after {last}", found.at);
                assert!(!phrase.except().contains(&found.day), "{phrase} on {}", found.day);
                assert!(phrase.from().is_none_or(|from| found.day >= from), "{phrase}");
                assert!(phrase.until().is_none_or(|until| found.day <= until), "{phrase}");
                last = found.at;
            }
        }
    }
}

fn check_when(when: &When, moments: &[Timestamp]) {
    for name in ZONES {
        let zone = zone::lookup(name).expect("a zone");
        for moment in moments {
            if let Ok(at) = when.resolve(*moment, &zone) {
                assert!(at > *moment, "{when:?} in {name}: {at} after {moment}");
            }
        }
    }
}

/// What is taken from the front of a longer text is a whole of its own.
fn check_prefix(text: &str) {
    let words: Vec<&str> = text.split_whitespace().collect();
    if let Ok((phrase, used)) = Phrase::parse_prefix(&words) {
        let taken = words.get(..used).expect("no more words than there are").join(" ");
        assert_eq!(Phrase::parse(&taken), Ok(phrase), "{taken:?} of {text:?}");
    }
    if let Ok((when, used)) = When::parse_prefix(&words) {
        let taken = words.get(..used).expect("no more words than there are").join(" ");
        assert_eq!(When::parse(&taken), Ok(when), "{taken:?} of {text:?}");
    }
    if let Ok((_, used)) = Timing::parse_prefix(&words) {
        assert!(used <= words.len(), "{text:?}");
    }
}
