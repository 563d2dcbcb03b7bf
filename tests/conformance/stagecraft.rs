//! What a platform does for the story: gives its members a voice, and shows what each of them sees.
//!
//! Everything is told from where a member sits. Whether an answer for one person alone appears in
//! the room for them only, or in their direct room beside a neutral line, is the platform's
//! business: [`Seen::private`] says that nobody else can see it.

use async_trait::async_trait;
use hearth::chat::platform::Capabilities;
use hearth::chat::role::Role;
use hearth::command::Kind;
use hearth::command::resolve::exact;
use hearth::outbox::ledger::Counts;
use jiff::{SignedDuration, Timestamp};

/// Everybody in the story, with what they may do in the group. All of them are in its room from the
/// beginning, and none of them has written to the bot.
pub(crate) const CAST: &[(&str, Role)] = &[
    ("ann", Role::Member),
    ("ben", Role::Member),
    ("olga", Role::Organizer),
    ("adam", Role::Admin),
];

/// Where somebody speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Where {
    /// In the group's room, where all read along.
    Room,
    /// To the bot alone.
    Direct,
}

/// A message of the bot, as one member sees it at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The platform's name for it: the same for all who see it, and after it was edited.
    pub(crate) id: String,
    /// Whether nobody else can see it.
    pub(crate) private: bool,
    /// The words on the screen: markup is interpreted, so what was typed as `*this*` and is meant to
    /// be literal reads `*this*`. Choices and fields of a prompt may stand in it or not.
    pub(crate) text: String,
    /// Whom it notifies by name, as in [`CAST`]; `everybody` for a mention of all.
    pub(crate) mentions: Vec<String>,
    /// What can be answered.
    pub(crate) asks: Option<Asks>,
    /// The files that came with it.
    pub(crate) files: Vec<SeenFile>,
}

/// What a message asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asks {
    /// One of these labels.
    Choice(Vec<String>),
    /// One of some labels, which each person is shown where nobody else reads along.
    Privately,
    /// The fields of a form, in whatever way the platform asks for them.
    Form,
}

/// A file that came with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SeenFile {
    /// Its name.
    pub(crate) name: String,
    /// What the platform needs to fetch it.
    pub(crate) native: String,
}

/// A file that goes with a command.
#[derive(Debug, Clone)]
pub(crate) struct Attachment {
    /// Its name.
    pub(crate) name: String,
    /// Its media type.
    pub(crate) media_type: &'static str,
    /// Its content.
    pub(crate) bytes: Vec<u8>,
}

/// How the bot's process ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// As after SIGTERM.
    Orderly,
    /// As after SIGKILL: nothing is finished.
    Killed,
}

/// What somebody said, so that they can change it or take it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Utterance(pub(crate) String);

/// A platform on which the story is played. Whatever goes wrong between platform and test is a panic
/// that says what.
#[async_trait(?Send)]
pub(crate) trait Stagecraft {
    /// The bot's clock, which moves only when told to. It begins at the real present where a server
    /// that we do not command has its own opinion about time.
    fn now(&self) -> Timestamp;

    /// What the platform can do.
    fn can(&self) -> Capabilities;

    /// The sign before a command in what the bot says to one person alone: none, where none is
    /// needed in a direct room.
    fn sign(&self) -> &'static str;

    /// A member gives a command, in the platform's own way: typed (see [`typed`]) or natively with
    /// named options. `None` where a command is not a message that could be taken back.
    async fn command(
        &mut self,
        who: &str,
        at: Where,
        path: &str,
        options: &[(String, String)],
        files: &[Attachment],
    ) -> Option<Utterance>;

    /// A member says something that is not a command.
    async fn say(&mut self, who: &str, at: Where, text: &str) -> Utterance;

    /// A member takes back what they said.
    async fn take_back(&mut self, who: &str, said: &Utterance);

    /// A member makes what they said say something else: a line as [`typed`] writes it, without the
    /// sign.
    async fn change(&mut self, who: &str, said: &Utterance, line: &str);

    /// A member answers with the choice of this label.
    async fn choose(&mut self, who: &str, seen: &Seen, label: &str);

    /// A member fills in fields of a form and leaves the others empty.
    async fn fill(&mut self, who: &str, seen: &Seen, fields: &[(String, String)]);

    /// All messages of the bot that a member can see, oldest first, as they are now.
    async fn sees(&mut self, who: &str) -> Vec<Seen>;

    /// Waits until somebody may see something else. False when nothing more will come, which a
    /// networked platform says after a long silence.
    async fn changed(&mut self) -> bool;

    /// Returns when all that follows from what has happened is visible: every event is handled,
    /// nothing is due, and every member's screen is up to date.
    async fn quiet(&mut self);

    /// The content of a file that a member sees.
    async fn fetch(&mut self, who: &str, file: &SeenFile) -> Vec<u8>;

    /// Moves the clock; everything due on the way happens, in order, at its time.
    async fn advance(&mut self, span: SignedDuration);

    /// Ends the bot, moves the clock by `down`, and starts it again on the same store.
    async fn restart(&mut self, stop: Stop, down: SignedDuration);

    /// The end: how many messages of the bot's outbox wait, failed, and so on.
    async fn ledger(&mut self) -> Counts;
}

/// A command as it is typed, without its sign: values in order, quoted where they have spaces; by name
/// from the first text on, and where one before them was left out.
pub(crate) fn typed(path: &str, options: &[(String, String)]) -> String {
    let command = exact(path).unwrap_or_else(|| panic!("there is no command {path}"));
    let mut line = path.to_owned();
    let mut in_order = true;
    for (index, (name, value)) in options.iter().enumerate() {
        // A text without its name takes the rest of the line.
        in_order &= command
            .params
            .get(index)
            .is_some_and(|param| param.name == name && !matches!(param.kind, Kind::Text { .. }));
        if !in_order {
            line.push_str(" --");
            line.push_str(name);
        }
        assert!(!value.contains('"'), "a quote cannot be quoted: {value}");
        line.push(' ');
        if value.contains(char::is_whitespace) {
            line.extend(["\"", value, "\""]);
        } else {
            line.push_str(value);
        }
    }
    line
}
