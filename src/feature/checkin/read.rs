//! Reads the fields of a form. Whatever comes in, something comes out: what can be read, and for each
//! field that cannot, why.

use super::model::{
    Given, INTENTION, MOODS, NEEDS, NOTE, SHARES, Share, Support, WISHES, mood_name,
};
use crate::chat::message::{Line, Message};
use crate::command::value::tidy;
use crate::words::{Arg, Words};

/// A field that could not be read, with the beginning of what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bad {
    Mood(String),
    Craving(String),
    Needs(String),
    Support(String),
    Share(String),
    Long { field: &'static str, text: String, most: usize },
}

/// What a form says. Unknown fields are passed over; an empty one is not answered; of two answers to
/// one field the later counts, and needs add up.
pub(super) fn form(words: &Words, fields: &[(String, String)]) -> (Given, Vec<Bad>) {
    let mut given = Given::default();
    let mut bad = Vec::new();
    for (key, value) in fields {
        let value = tidy(value);
        if value.is_empty() {
            continue;
        }
        if let Err(why) = field(&mut given, words, &key.trim().to_lowercase(), &value) {
            bad.push(why);
        }
    }
    if given.needs.len() > 1 {
        given.needs.retain(|need| *need != "none");
    }
    (given, bad)
}

fn field(given: &mut Given, words: &Words, key: &str, value: &str) -> Result<(), Bad> {
    match key {
        "mood" => given.mood = Some(mood(words, value).ok_or_else(|| Bad::Mood(start(value)))?),
        "craving" => {
            let number = value.parse().ok().filter(|craving: &u8| *craving <= 10);
            given.craving = Some(number.ok_or_else(|| Bad::Craving(start(value)))?);
        }
        "halt" => {
            for part in value.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
                let need = one_of(NEEDS, part, |need| words.checkin_halt(Arg::select(need)));
                let need = need.ok_or_else(|| Bad::Needs(start(part)))?;
                if !given.needs.contains(&need) {
                    given.needs.push(need);
                }
            }
        }
        "intention" => given.intention = within("intention", value, INTENTION)?,
        "note" => given.note = within("note", value, NOTE)?,
        "support" => {
            let wish = one_of(WISHES, value, |wish| words.checkin_support(Arg::select(wish)));
            given.support = Some(match wish {
                Some("no") => Support::No,
                Some("resources") => Support::Resources,
                Some("room") => Support::Room,
                _ => return Err(Bad::Support(start(value))),
            });
        }
        "share" => {
            let with = one_of(SHARES, value, |with| words.checkin_share(Arg::select(with)));
            given.share = Some(match with {
                Some("me") => Share::Me,
                Some("group") => Share::Group,
                _ => return Err(Bad::Share(start(value))),
            });
        }
        _ => {}
    }
    Ok(())
}

fn mood(words: &Words, value: &str) -> Option<u8> {
    if let Ok(number) = value.parse::<u8>() {
        return (1..=5).contains(&number).then_some(number);
    }
    let same = |text: &str| text.eq_ignore_ascii_case(value);
    (1..=5).zip(MOODS).find_map(|(number, name)| {
        (same(name) || same(&mood_name(words, number).plain())).then_some(number)
    })
}

fn one_of(
    keys: &[&'static str],
    value: &str,
    label: impl Fn(&'static str) -> Line,
) -> Option<&'static str> {
    let same = |text: &str| text.to_lowercase() == value.to_lowercase();
    keys.iter().copied().find(|key| same(key) || same(&label(key).plain()))
}

fn within(field: &'static str, value: &str, most: usize) -> Result<String, Bad> {
    let text = value.to_owned();
    if value.chars().count() > most { Err(Bad::Long { field, text, most }) } else { Ok(text) }
}

fn start(value: &str) -> String {
    value.chars().take(40).collect()
}

impl Bad {
    /// The sentence that says what the field takes.
    pub(super) fn say(&self, words: &Words) -> Line {
        let list = |keys: &[&'static str]| keys.join(", ");
        match self {
            Self::Mood(typed) => words.checkin_bad_mood(list(MOODS), Arg::code(typed)),
            Self::Craving(typed) => words.checkin_bad_craving(Arg::code(typed)),
            Self::Needs(typed) => words.checkin_bad_halt(list(NEEDS), Arg::code(typed)),
            Self::Support(typed) => words.checkin_bad_support(list(WISHES), Arg::code(typed)),
            Self::Share(typed) => words.checkin_bad_share(list(SHARES), Arg::code(typed)),
            Self::Long { field, text, most } => {
                words.checkin_bad_long(Arg::select(field), text.chars().count(), *most)
            }
        }
    }

    /// What was typed, as far as it is known.
    pub(super) fn typed(&self) -> &str {
        match self {
            Self::Mood(typed)
            | Self::Craving(typed)
            | Self::Needs(typed)
            | Self::Support(typed)
            | Self::Share(typed)
            | Self::Long { text: typed, .. } => typed,
        }
    }
}

/// The sentences for all of them; empty when there are none.
pub(super) fn say(words: &Words, bad: &[Bad]) -> Message {
    if bad.is_empty() {
        return Message::new();
    }
    let items = bad.iter().map(|bad| bad.say(words)).collect();
    Message::say(words.checkin_bad_opening()).list(items)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(fields: &[(&str, &str)]) -> (Given, Vec<Bad>) {
        let fields: Vec<(String, String)> =
            fields.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
        form(&Words::english(), &fields)
    }

    #[test]
    fn fields_are_read_in_numbers_and_in_words() {
        let (given, bad) = read(&[
            ("Mood", " Very Low "),
            ("craving", "10"),
            ("halt", "hungry, Tired,none"),
            ("intention", "call Sam"),
            ("note", "slept\r\nbadly\u{7}"),
            ("support", "room"),
            ("share", "the group too"),
            ("weather", "rain"),
        ]);
        assert_eq!(bad, vec![]);
        assert_eq!(
            given,
            Given {
                mood: Some(1),
                craving: Some(10),
                needs: vec!["hungry", "tired"],
                intention: "call Sam".into(),
                note: "slept\nbadly".into(),
                support: Some(Support::Room),
                share: Some(Share::Group),
            }
        );
    }

    #[test]
    fn each_bad_field_has_a_sentence_and_the_others_stand() {
        let long = "é".repeat(1001);
        let (given, bad) = read(&[
            ("mood", "6"),
            ("craving", "-1"),
            ("halt", "hungry,bored"),
            ("note", &long),
            ("intention", "rest"),
            ("support", "maybe"),
            ("share", "world"),
        ]);
        assert_eq!(given.intention, "rest");
        assert_eq!((given.mood, given.craving, given.share), (None, None, None));
        assert_eq!(bad.len(), 6);
        let text = crate::chat::plain::text(&say(&Words::english(), &bad));
        for part in ["I got 6", "I got -1", "I got bored", "1001 characters", "maybe", "world"] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn who_may_see_it_is_no_answer_by_itself() {
        assert!(!read(&[("share", "group")]).0.says_something());
        assert!(read(&[("support", "room")]).0.says_something());
        assert!(!read(&[("mood", " \u{0} ")]).0.says_something());
    }

    proptest! {
        #[test]
        fn any_form_is_read(
            fields in prop::collection::vec(
                (
                    prop_oneof![
                        Just("mood".to_owned()), Just("craving".to_owned()), Just("halt".to_owned()),
                        Just("note".to_owned()), Just("intention".to_owned()),
                        Just("support".to_owned()), Just("share".to_owned()), any::<String>(),
                    ],
                    prop_oneof![any::<String>(), "[0-9]{1,3}", "(.|\\PC){0,2000}"],
                ),
                0..8,
            )
        ) {
            let (given, bad) = form(&Words::english(), &fields);
            prop_assert!(given.mood.is_none_or(|mood| (1..=5).contains(&mood)));
            prop_assert!(given.craving.is_none_or(|craving| craving <= 10));
            prop_assert!(given.note.chars().count() <= NOTE);
            prop_assert!(given.intention.chars().count() <= INTENTION);
            prop_assert!(!given.note.chars().any(|c| c.is_control() && c != '\n'));
            let _ = say(&Words::english(), &bad);
        }
    }
}
