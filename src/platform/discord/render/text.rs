//! A line as Markdown, in pieces that may not be torn apart.

use super::View;
use crate::chat::message::{Line, Span, TimeStyle};
use crate::ids::PlatformId;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The Markdown.
    pub text: String,
    /// Whether it is somebody's or our own words, whose first character could begin a list or a title.
    pub literal: bool,
}

/// The pieces of a line; a line end is one by itself.
pub fn pieces(line: &Line, view: &View<'_>) -> Vec<Piece> {
    let mut out = Vec::new();
    for span in line.iter() {
        match span {
            Span::Text(text) => literal(text, &mut out),
            Span::Strong(text) => out.push(markup(strong(text))),
            Span::Code(text) => out.push(markup(code(text))),
            Span::Command(path) => out.push(markup(command(path, view))),
            Span::Link { text, url } => out.push(markup(link(text, url))),
            Span::Mention(account) if account.platform() == PlatformId::Discord => {
                out.push(markup(format!("<@{}>", account.native())));
            }
            Span::Mention(account) => literal(account.native(), &mut out),
            Span::Room(room) if room.platform() == PlatformId::Discord => {
                match room.native().bytes().all(|byte| byte.is_ascii_digit()) {
                    true => out.push(markup(format!("<#{}>", room.native()))),
                    false => literal(&view.words.discord_server().plain(), &mut out),
                }
            }
            Span::Room(room) => literal(room.native(), &mut out),
            Span::Time { at, style, .. } => {
                let style = match style {
                    TimeStyle::Full => 'F',
                    TimeStyle::Date => 'D',
                    TimeStyle::Time => 't',
                };
                out.push(markup(format!("<t:{}:{style}>", at.as_second())));
            }
        }
    }
    out
}

fn markup(text: String) -> Piece {
    Piece { text, literal: false }
}

/// Words with the space behind them.
fn literal(text: &str, into: &mut Vec<Piece>) {
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find([' ', '\n']).map_or(rest.len(), |at| at + 1);
        let (word, after) = rest.split_at(end);
        let (bare, line_end) = match word.strip_suffix('\n') {
            Some(bare) => (bare, true),
            None => (word, false),
        };
        if !bare.is_empty() {
            into.push(Piece { text: escape_word(bare), literal: true });
        }
        if line_end {
            into.push(Piece { text: "\n".to_owned(), literal: false });
        }
        rest = after;
    }
}

/// Text in which nothing is markup. A web address stays one, without a preview below the message.
fn escape_word(word: &str) -> String {
    let bare = word.trim_end();
    let address = bare.starts_with("https://") || bare.starts_with("http://");
    if address && !bare.contains(['<', '>', '`', '\\']) && bare.len() < 1_000 {
        let ending = bare.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
        let tail = escape(&bare[ending.len()..]);
        return format!("<{ending}>{tail}{}", &word[bare.len()..]);
    }
    escape(word)
}

/// Text in which nothing is markup. Whom it calls by `@` is nobody: `allowed_mentions` goes with every
/// message. Nothing invisible is added, as an address that is copied from here has to work.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if matches!(character, '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '>' | '[' | ']') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// What stands first in a line and would begin a list, a title or small print.
pub fn escape_start(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && text[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &text[..digits], &text[digits..]);
    }
    if text.starts_with(['#', '-', '+']) { format!("\\{text}") } else { text.to_owned() }
}

fn strong(text: &str) -> String {
    let bare = text.trim();
    if bare.is_empty() { escape(text) } else { format!("**{}**", escape(&one_line(bare))) }
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// Code, whose content is shown as it is. Backticks in it would end it.
fn code(text: &str) -> String {
    let inner = one_line(text).replace('`', "ˋ");
    if inner.trim().is_empty() { escape(text) } else { format!("`{inner}`") }
}

/// A command that can be tapped, with what it takes behind it; or one with values, to be typed.
fn command(path: &str, view: &View<'_>) -> String {
    let at = path.find(" <").into_iter().chain(path.find(" [")).min().unwrap_or(path.len());
    let (bare, takes) = path.split_at(at);
    match view.commands.get(bare) {
        Some(id) if takes.is_empty() => format!("</{bare}:{id}>"),
        Some(id) => format!("</{bare}:{id}> {}", code(takes.trim_start())),
        None => with_channels(&format!("/{}", as_typed(path))),
    }
}

/// Code in which channels (`<#1234>`) are shown by their names, which code does not do.
fn with_channels(typed: &str) -> String {
    let mut out = String::new();
    let mut rest = typed;
    while let Some((before, channel, after)) = first_channel(rest) {
        out.extend([&code(before), channel]);
        rest = after;
    }
    if !rest.is_empty() || out.is_empty() {
        out.push_str(&code(rest));
    }
    out
}

fn first_channel(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(at) = text[from..].find("<#").map(|at| from + at) {
        let digits = text[at + 2..].bytes().take_while(u8::is_ascii_digit).count();
        let end = at + 2 + digits;
        if digits > 0 && text[end..].starts_with('>') {
            return Some((&text[..at], &text[at..=end], &text[end + 1..]));
        }
        from = end;
    }
    None
}

/// Options as they are shown while one types a command there: `minutes:15`, not `--minutes 15`.
fn as_typed(path: &str) -> String {
    let mut words = path.split(' ');
    let mut out = String::new();
    while let Some(word) = words.next() {
        if !out.is_empty() {
            out.push(' ');
        }
        match word.strip_prefix("--").filter(|name| !name.is_empty()) {
            Some(name) => {
                out.push_str(name);
                out.push(':');
                out.push_str(words.next().unwrap_or_default());
            }
            None => out.push_str(word),
        }
    }
    out
}

fn link(text: &str, url: &str) -> String {
    let web = url.starts_with("https://") || url.starts_with("http://");
    let fits = !url.contains(['<', '>', ')', ' ', '\n', '\\']) && url.len() < 1_500;
    let shown = escape(&one_line(text));
    match (web && fits, text == url) {
        (true, true) => format!("<{url}>"),
        (true, false) => format!("[{shown}](<{url}>)"),
        // Discord links nothing else: the number or address is said.
        (false, _) => {
            let target = url.split_once(':').map_or(url, |(_, rest)| rest);
            let target = target.split('?').next().unwrap_or(target).trim_start_matches('/');
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            let same = text.contains(target)
                || (!digits(target).is_empty() && digits(text).contains(&digits(target)));
            if same || web { shown } else { format!("{shown} ({})", escape(target)) }
        }
    }
}
