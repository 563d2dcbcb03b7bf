//! What a member's client shows of the bot: the words on the screen, what can be answered, files.

use super::member::Entry;
use crate::conformance::stagecraft::{Asks, CAST, Seen, SeenFile};
use hearth::words::{Arg, Words};
use serde_json::Value;

/// The reaction that asks to be asked where nobody else reads along.
pub(crate) const PRIVATELY: &str = "💬";

/// A message of the bot as it stands now.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) room: String,
    pub(crate) id: String,
    content: Value,
    /// The poll below it.
    pub(crate) poll: Option<Poll>,
}

/// A poll.
#[derive(Debug, Clone)]
pub(crate) struct Poll {
    pub(crate) id: String,
    /// By what each answer is chosen.
    pub(crate) ids: Vec<String>,
    /// What each says, without its number.
    pub(crate) answers: Vec<String>,
}

/// How a message is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// With one of the reactions below it, or a number.
    Tap,
    /// With the one reaction below it.
    TapOne,
    /// With a vote in the poll below it, or a number.
    Vote,
    /// With a number.
    Type,
    /// With the reaction that leads to the direct room.
    Privately,
    /// As one question of a form, asked one after the other.
    Form,
}

/// The bot's messages among all that a client has, oldest first, with what was changed and taken
/// back since.
pub(crate) fn screen(entries: &[Entry], bot: &str) -> Vec<Shown> {
    let mut screen: Vec<Shown> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.sender == bot) {
        assert!(!entry.undecryptable, "nobody can read {entry:?}");
        match entry.kind.as_str() {
            "m.room.message" => match &entry.replaces {
                Some(first) => {
                    let shown = screen.iter_mut().find(|shown| shown.id == *first);
                    let shown = shown.unwrap_or_else(|| panic!("nothing is changed by {entry:?}"));
                    shown.content = entry.content["m.new_content"].clone();
                }
                None => screen.push(Shown {
                    room: entry.room_id.clone(),
                    id: entry.event_id.clone(),
                    content: entry.content.clone(),
                    poll: None,
                }),
            },
            "org.matrix.msc3381.poll.start" => {
                // It stands below what was said last.
                let shown = screen.iter_mut().rfind(|shown| shown.room == entry.room_id);
                let shown = shown.unwrap_or_else(|| panic!("below what is the poll {entry:?}?"));
                shown.poll = Some(poll(entry));
            }
            "m.room.redaction" => {
                let gone = entry.content["redacts"].as_str();
                screen.retain(|shown| Some(shown.id.as_str()) != gone);
            }
            _ => {}
        }
    }
    screen
}

fn poll(entry: &Entry) -> Poll {
    let start = &entry.content["org.matrix.msc3381.poll.start"];
    let answers = start["answers"].as_array().into_iter().flatten();
    let text = |answer: &Value| answer["org.matrix.msc1767.text"].as_str().map(str::to_owned);
    let unnumbered = |(at, answer): (usize, String)| {
        answer.strip_prefix(&format!("{}. ", at + 1)).map_or(answer.clone(), str::to_owned)
    };
    let id = |answer: &Value| answer["id"].as_str().map(str::to_owned);
    Poll {
        id: entry.event_id.clone(),
        ids: answers.clone().filter_map(id).collect(),
        answers: answers.filter_map(text).enumerate().map(unnumbered).collect(),
    }
}

impl Shown {
    /// The message as the story knows it.
    pub(crate) fn seen(&self, group: &str, names: &dyn Fn(&str) -> Option<String>) -> Seen {
        Seen {
            id: self.id.clone(),
            private: self.room != group,
            text: self.text(),
            mentions: self.mentions(names),
            asks: self.asks(),
            files: self.file().into_iter().collect(),
        }
    }

    /// The words on the screen of a client that shows HTML.
    pub(crate) fn text(&self) -> String {
        match self.content["formatted_body"].as_str() {
            Some(html) => readable(html),
            None if self.is_file() && self.content["filename"] == self.content["body"] => {
                String::new()
            }
            None => self.body().to_owned(),
        }
    }

    /// The words of a client that shows none.
    fn body(&self) -> &str {
        self.content["body"].as_str().unwrap_or_default()
    }

    fn is_file(&self) -> bool {
        !self.content["file"].is_null() || !self.content["url"].is_null()
    }

    fn file(&self) -> Option<SeenFile> {
        let name = self.content["filename"].as_str().unwrap_or_else(|| self.body());
        self.is_file().then(|| SeenFile { name: name.to_owned(), native: self.id.clone() })
    }

    fn mentions(&self, names: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
        let mentions = &self.content["m.mentions"];
        let users = mentions["user_ids"].as_array().into_iter().flatten();
        let users = users.filter_map(Value::as_str);
        let mut named: Vec<String> =
            users.map(|user| names(user).unwrap_or_else(|| user.to_owned())).collect();
        if mentions["room"] == Value::Bool(true) {
            named.push("everybody".to_owned());
        }
        named
    }

    fn asks(&self) -> Option<Asks> {
        match self.how()? {
            How::Privately => Some(Asks::Privately),
            How::Form => Some(Asks::Form),
            _ => Some(Asks::Choice(self.labels())),
        }
    }

    /// How it is answered, by the sentence that says so.
    pub(crate) fn how(&self) -> Option<How> {
        let words = Words::new("en");
        let text = self.text();
        let says = |line: hearth::chat::message::Line| text.contains(&line.plain());
        let number = || Arg::code("1");
        let privately = words.matrix_privately(PRIVATELY, Arg::code("")).plain();
        let privately = privately.split(" or type").next().unwrap_or_default().to_owned();
        match () {
            () if text.lines().any(is_of_a_form) => Some(How::Form),
            () if text.contains(&privately) => Some(How::Privately),
            () if says(words.matrix_tap_one("✅", number())) => Some(How::TapOne),
            () if says(words.matrix_tap()) => Some(How::Tap),
            () if says(words.matrix_vote()) || text.contains("Vote below") => Some(How::Vote),
            () if says(words.matrix_type()) => Some(How::Type),
            () if says(words.matrix_type_one(number())) => Some(How::Type),
            () if text.contains("To answer, type a number from") => Some(How::Type),
            () => None,
        }
    }

    /// The choices, in their order: as they are typed, or as they stand in the poll alone.
    pub(crate) fn labels(&self) -> Vec<String> {
        if let Some((lowest, highest)) = self.scale() {
            return (lowest..=highest).map(|number| number.to_string()).collect();
        }
        let typed = self.numbered();
        match &self.poll {
            Some(poll) if typed.is_empty() => poll.answers.clone(),
            _ => typed,
        }
    }

    /// What is typed to choose a label.
    pub(crate) fn typed(&self, label: &str) -> String {
        match self.scale() {
            Some(_) => label.to_owned(),
            None => (self.position(label) + 1).to_string(),
        }
    }

    /// Where a label stands among the others.
    pub(crate) fn position(&self, label: &str) -> usize {
        let labels = self.labels();
        let at = labels.iter().position(|known| known == label);
        at.unwrap_or_else(|| panic!("no “{label}” among {labels:?}"))
    }

    /// From where to where a number is asked for that is itself the answer.
    fn scale(&self) -> Option<(u32, u32)> {
        let text = self.text();
        let (_, numbers) = text.split_once("type a number from ")?;
        let (lowest, rest) = numbers.split_once(" to ")?;
        let highest = rest.split(|c: char| !c.is_ascii_digit()).next()?;
        Some((lowest.parse().ok()?, highest.parse().ok()?))
    }

    /// What stands behind numbers.
    fn numbered(&self) -> Vec<String> {
        let mut labels = Vec::new();
        for line in self.body().lines() {
            let number = format!("{}. ", labels.len() + 1);
            match line.strip_prefix(&number) {
                Some(label) => labels.push(label.to_owned()),
                // A list that stood before it was not the one that is asked.
                None if line.starts_with("1. ") => labels = vec![line[3..].to_owned()],
                None => {}
            }
        }
        labels
    }
}

/// `2 of 7: Anything else?`
fn is_of_a_form(line: &str) -> bool {
    let numbers = line.split_once(": ").and_then(|(numbers, _)| numbers.split_once(" of "));
    let is_number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    numbers.is_some_and(|(number, count)| is_number(number) && is_number(count))
}

/// Whom an account is in the story.
pub(crate) fn name_of(account: &str) -> Option<String> {
    let local = account.strip_prefix('@')?.split(['-', ':']).next()?;
    CAST.iter().find(|(who, _)| *who == local).map(|(who, _)| (*who).to_owned())
}

/// HTML as it is read: tags do what they do, what was escaped is itself, and a link that leads out
/// of the room stands with where it leads, which a person sees by pointing at it.
fn readable(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    let mut leads_to = None;
    while let Some(start) = rest.find('<') {
        text.push_str(&html_escape::decode_html_entities(&rest[..start]));
        let end = rest[start..].find('>').map_or(rest.len(), |end| start + end + 1);
        let tag = rest[start..end].trim_matches(['<', '>']);
        if let Some(address) = tag.strip_prefix("a href=\"") {
            let address = address.split('"').next().unwrap_or_default();
            leads_to = Some(html_escape::decode_html_entities(address).into_owned());
        } else if tag == "/a"
            && let Some(address) = leads_to.take()
            && !address.starts_with("https://matrix.to/")
            && !text.ends_with(&address)
        {
            text.extend([" (", &address, ")"]);
        }
        let name = tag.trim_matches('/').split([' ', '/']).next().unwrap_or_default();
        if matches!(name, "p" | "br" | "li" | "ul" | "ol" | "h4" | "blockquote" | "pre")
            && !text.is_empty()
            && !text.ends_with('\n')
        {
            text.push('\n');
        }
        rest = &rest[end..];
    }
    text.push_str(&html_escape::decode_html_entities(rest));
    text.trim_end().to_owned()
}
