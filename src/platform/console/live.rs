//! The conversation with a person at a terminal: history, completion, several voices.

use super::board::{Board, Kind, Shown};
use super::complete::Completion;
use super::directive::{self, Line};
use super::voice::Speaker;
use super::{COMMUNITY, Console};
use crate::app::{App, Setup};
use crate::chat::event::Event;
use crate::chat::message::{Block, Message, Span};
use crate::chat::plain;
use crate::chat::prompt::Expect;
use crate::clock::{Clock as _, SystemClock};
use crate::outbox::Pace;
use crate::words::{Arg, Words};
use nu_ansi_term::{Color, Style};
use reedline::{
    ColumnarMenu, DefaultPrompt, DefaultPromptSegment, Emacs, ExternalPrinter, FileBackedHistory,
    KeyCode, KeyModifiers, MenuBuilder as _, Reedline, ReedlineEvent, ReedlineMenu, Signal,
    default_emacs_keybindings,
};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// What a first start says: where everything stays, and three things to try.
pub fn greeting(words: &Words, store: &Path) -> Message {
    // The whole path, as far as that is known: it says where to look.
    let path = std::path::absolute(store).unwrap_or_else(|_| store.to_owned());
    Message::new()
        .heading(words.console_welcome())
        .paragraph(words.console_welcome_what(Arg::code(path.display().to_string())))
        .paragraph(words.console_welcome_try())
        .list(vec![
            words.console_welcome_checkin(),
            words.console_welcome_schedule(),
            words.console_welcome_resources(),
        ])
        .paragraph(words.console_welcome_voices())
}

/// A message as plain lines, with where it stands and how its prompt is answered.
pub fn plain_form(shown: &Shown) -> String {
    let mut out = head(shown);
    out.push('\n');
    out.push_str(&plain::with_choices(&shown.message));
    tail(shown, &mut out);
    out
}

fn head(shown: &Shown) -> String {
    let edited = if shown.kind == Kind::Edit { " ✎" } else { "" };
    match &shown.only {
        Some(only) => format!("[{} → {only}{edited}]", shown.to),
        None => format!("[{}{edited}]", shown.to),
    }
}

fn tail(shown: &Shown, out: &mut String) {
    let words = Words::english();
    if let (Some(prompt), Some(number)) = (&shown.message.prompt, shown.number) {
        let hint = match &prompt.expect {
            Expect::OneOf(_) => words.console_prompt_hint(number.to_string()),
            Expect::Form(fields) => {
                let shown: Vec<String> =
                    fields.iter().take(2).map(|field| format!("{}=3", field.key)).collect();
                let example = Arg::code(format!("@fill {number} {}", shown.join(" ")));
                words.console_form_hint(number.to_string(), example)
            }
        };
        out.push('\n');
        out.push_str(&hint.plain());
    }
    for file in &shown.message.files {
        if let Some(path) = save(file) {
            out.push('\n');
            out.push_str(&words.console_saved(path.display().to_string()).plain());
        }
    }
}

/// Puts a file where the person can open it, under a name that nothing has.
fn save(file: &crate::chat::message::Upload) -> Option<PathBuf> {
    let folder = std::env::temp_dir().join("hearth");
    std::fs::create_dir_all(&folder).ok()?;
    let name: String = file
        .name
        .chars()
        .map(|c| if c.is_alphanumeric() || ".-_".contains(c) { c } else { '-' })
        .collect();
    for number in 0..1000 {
        let path = folder.join(if number == 0 { name.clone() } else { format!("{number}-{name}") });
        match std::fs::OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut open) => {
                use std::io::Write as _;
                return open.write_all(&file.bytes).ok().map(|()| path);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(_) => return None,
        }
    }
    None
}

/// The same with colours.
fn coloured(shown: &Shown) -> String {
    let place = if shown.only.is_some() { Color::Purple } else { Color::Cyan };
    let mut out = place.paint(head(shown)).to_string();
    for block in &shown.message.blocks {
        out.push('\n');
        let one = Message { blocks: vec![block.clone()], ..Message::default() };
        match block {
            Block::Heading(line) => {
                out.push_str(&Style::new().bold().paint(line.plain()).to_string());
            }
            Block::Quote(_) => out.push_str(&Color::DarkGray.paint(plain::text(&one)).to_string()),
            Block::Paragraph(line) => {
                for span in line.iter() {
                    let text = plain::line(std::slice::from_ref(span));
                    out.push_str(&match span {
                        Span::Strong(_) => Style::new().bold().paint(text).to_string(),
                        Span::Code(_) | Span::Command(_) => Color::Green.paint(text).to_string(),
                        _ => text,
                    });
                }
            }
            _ => out.push_str(&plain::text(&one)),
        }
        out.push('\n');
    }
    let choices = Message { prompt: shown.message.prompt.clone(), ..Message::default() };
    out.push_str(plain::with_choices(&choices).trim_start_matches('\n'));
    tail(shown, &mut out);
    out
}

/// Broken between words where the terminal ends; a list's lines stay under their bullets.
fn fitted(text: &str) -> String {
    fitted_to(textwrap::termwidth(), text)
}

fn fitted_to(width: usize, text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let marks = |c: char| c == ' ' || c == '•';
        let indent: String = line.chars().take_while(|c| marks(*c)).map(|_| ' ').collect();
        let options = textwrap::Options::new(width)
            .subsequent_indent(&indent)
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        textwrap::fill(line, options)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Talks with the person until they leave.
pub async fn run(setup: Setup, words: &Words) -> anyhow::Result<()> {
    let colours = std::env::var_os("NO_COLOR").is_none();
    let printer = ExternalPrinter::<String>::default();
    let screen_printer = printer.sender();
    let screen = move |shown: &Shown| {
        let text = fitted(&if colours { coloured(shown) } else { plain_form(shown) });
        // The editor is gone when the person has left; then nobody reads along.
        let _ = screen_printer.send(format!("{text}\n"));
    };
    let board = Arc::new(Board::new(Box::new(screen)));
    let fresh = !setup.store.exists();
    let console = Arc::new(Console::new(Arc::clone(&board)));
    let app = App::build(&setup, Arc::new(SystemClock), vec![console], Pace::SideBySide).await?;
    app.community(COMMUNITY).await?;
    let hello =
        if fresh { greeting(words, &setup.store) } else { Message::say(words.console_again()) };
    crate::cli::print(&fitted(&format!("{}\n", plain::text(&hello))));
    let (lines, mut typed) = mpsc::channel::<String>(16);
    let speaker = Arc::new(Mutex::new(Speaker::new(Arc::clone(&board))));
    let completion = Completion::new(Arc::clone(&board), Arc::clone(&speaker), app.ctx().clone());
    let history = setup.store.with_extension("history");
    let reader = {
        let speaker = Arc::clone(&speaker);
        tokio::task::spawn_blocking(move || read(&lines, &speaker, completion, printer, &history))
    };
    let stop = CancellationToken::new();
    let engine = app.engine().clone();
    let running = tokio::spawn(app.run(stop.clone()));
    while let Some(line) = typed.recv().await {
        match event(&speaker, &line) {
            Ok(Some(event)) => engine.handle(event).await,
            Ok(None) => {}
            Err(error) => crate::cli::complain(&error),
        }
    }
    stop.cancel();
    running.await??;
    reader.await??;
    crate::cli::print(&words.console_bye().plain());
    Ok(())
}

/// What a line does: an event, or something about who speaks and where.
fn event(speaker: &Mutex<Speaker>, line: &str) -> Result<Option<Event>, String> {
    let now = SystemClock.now();
    let mut speaker = speaker.lock().unwrap_or_else(PoisonError::into_inner);
    match directive::read(line).map_err(|error| error.to_string())? {
        Line::Nothing => Ok(None),
        Line::Type(text) => Ok(Some(speaker.typed(&text, now))),
        Line::As(voice, role) => {
            speaker.speak_as(voice, role);
            Ok(None)
        }
        Line::In(room) => {
            speaker.go(room);
            Ok(None)
        }
        Line::Attach(path) => {
            speaker.attach(Path::new(&path));
            Ok(None)
        }
        Line::Click(number, choice) => {
            speaker.click(number, &choice, now).map(Some).map_err(|error| error.to_string())
        }
        Line::Fill(number, fields) => {
            speaker.fill(number, fields, now).map(Some).map_err(|error| error.to_string())
        }
        Line::At(_) | Line::Advance(_) | Line::Down(_) | Line::Restart => {
            Err(Words::english().console_real_clock().plain())
        }
    }
}

/// Reads lines in a thread of its own until the person leaves.
fn read(
    lines: &mpsc::Sender<String>,
    speaker: &Mutex<Speaker>,
    completion: Completion,
    printer: ExternalPrinter<String>,
    history: &Path,
) -> anyhow::Result<()> {
    let mut keys = default_emacs_keybindings();
    keys.add_binding(
        KeyModifiers::NONE,
        KeyCode::Tab,
        ReedlineEvent::UntilFound(vec![
            ReedlineEvent::Menu("completion".into()),
            ReedlineEvent::MenuNext,
        ]),
    );
    let menu = ColumnarMenu::default().with_name("completion");
    let mut editor = Reedline::create()
        .with_external_printer(printer)
        .with_completer(Box::new(completion))
        .with_menu(ReedlineMenu::EngineCompleter(Box::new(menu)))
        .with_quick_completions(true)
        .with_edit_mode(Box::new(Emacs::new(keys)));
    if let Ok(kept) = FileBackedHistory::with_file(500, history.to_owned()) {
        editor = editor.with_history(Box::new(kept));
    }
    loop {
        let now = {
            let speaker = speaker.lock().unwrap_or_else(PoisonError::into_inner);
            format!("{} {}", speaker.voice(), speaker.room())
        };
        let prompt =
            DefaultPrompt::new(DefaultPromptSegment::Basic(now), DefaultPromptSegment::Empty);
        match editor.read_line(&prompt)? {
            Signal::Success(line) => {
                if lines.blocking_send(line).is_err() {
                    return Ok(());
                }
            }
            // Clears the line, as in every shell; Ctrl-D leaves.
            Signal::CtrlC => {}
            _ => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words() {
        let text =
            "Ring somebody, or write.\n\n• Samaritans: Call 116 123 · 24/7\n  mood – how are you?";
        let fitted = "Ring somebody,\nor write.\n\n• Samaritans:\n  Call 116 123\n  · 24/7\n  mood – how\n  are you?";
        assert_eq!(fitted_to(14, text), fitted);
        let bold = Style::new().bold().paint("Ring").to_string();
        let (line, wide) = (format!("{bold} somebody."), "Ring somebody.".len());
        assert_eq!(fitted_to(wide, &line), line, "colours take no room");
        assert_eq!(fitted_to(8, "https://findahelpline.com/"), "https://findahelpline.com/");
    }
}
