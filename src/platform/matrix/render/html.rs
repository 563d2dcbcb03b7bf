//! Blocks and spans as plain text and as HTML, both at once.
//!
//! Only tags that the specification lists for `org.matrix.custom.html` are written, and one
//! attribute, `href`. `tel:` and `sms:` are not among the schemes that every client follows; where one
//! does not, the number is still there as text, and where it does, a call is one tap away.

use super::clean::{self, clean};
use super::{Piece, View};
use crate::chat::message::{Block, Line, Span};
use crate::chat::plain;
use crate::ids::{AccountId, RoomId};
use matrix_sdk::ruma::{OwnedUserId, RoomId as MatrixRoom, UserId};

/// The most bytes of one run of text without a border to split at. Escaped it is at most six times
/// as long, which still fits into an event with the rest of its line.
const RUN: usize = 1000;

/// The most bytes of an item, text and HTML together, before another one begins.
const ITEM: usize = 6000;

/// The longest name that is shown.
const NAME: usize = 80;

/// A block, ready to be put into events as a whole or item by item.
#[derive(Debug, Clone, Default)]
pub struct Unit {
    pub(super) open: &'static str,
    pub(super) close: &'static str,
    pub(super) between_html: &'static str,
    pub(super) items: Vec<Item>,
    /// Whether the plain text says all there is.
    pub(super) plain: bool,
}

/// What is never split: an item of a list, a line of a paragraph.
#[derive(Debug, Clone, Default)]
pub struct Item {
    pub(super) body: String,
    pub(super) html: String,
    pub(super) mentions: Vec<OwnedUserId>,
    /// Whether the plain text says all there is.
    plain: bool,
}

impl Unit {
    /// The plain text.
    pub fn body(&self) -> String {
        self.items.iter().map(|item| item.body.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// The bytes of both forms.
    pub(super) fn bytes(&self) -> usize {
        let items: usize = self.items.iter().map(|item| self.bytes_of(item)).sum();
        items + self.open.len() + self.close.len() + 2
    }

    pub(super) fn bytes_of(&self, item: &Item) -> usize {
        item.body.len() + item.html.len() + self.between_html.len() + 1
    }
}

/// A piece as a unit.
pub fn unit(piece: &Piece, view: &View<'_>) -> Unit {
    let mut unit = match piece {
        Piece::Block(Block::Heading(line)) => wrapped("<h4>", "</h4>", "<br>", items(line, view)),
        Piece::Block(Block::Paragraph(line)) => wrapped("<p>", "</p>", "<br>", items(line, view)),
        Piece::Block(Block::Quote(line)) => {
            let mut items = items(line, view);
            for item in &mut items {
                item.body.insert_str(0, "> ");
            }
            wrapped("<blockquote>", "</blockquote>", "<br>", items)
        }
        Piece::Block(Block::Code(text)) => {
            wrapped("<pre><code>", "</code></pre>", "\n", code(text))
        }
        Piece::Block(Block::List(lines)) => {
            let lines = lines.iter().map(|line| item(line, "• ".to_owned(), view));
            wrapped("<ul>", "</ul>", "", lines.flatten().collect())
        }
        Piece::Numbered(lines) => {
            let lines = lines.iter().enumerate();
            let lines = lines.map(|(index, line)| item(line, format!("{}. ", index + 1), view));
            wrapped("<ol>", "</ol>", "", lines.flatten().collect())
        }
        Piece::Block(Block::Fields(fields)) => {
            let fields = fields.iter().flat_map(|(name, value)| field(name, value, view));
            wrapped("<p>", "</p>", "<br>", fields.collect())
        }
    };
    let paragraph = matches!(piece, Piece::Block(Block::Paragraph(_)));
    unit.plain = paragraph && unit.items.iter().all(|item| item.plain);
    unit
}

fn wrapped(
    open: &'static str,
    close: &'static str,
    between_html: &'static str,
    items: Vec<Item>,
) -> Unit {
    Unit { open, close, between_html, items, plain: false }
}

/// A list's item. One that is too long becomes several, all of them items.
fn item(line: &Line, mark: String, view: &View<'_>) -> Vec<Item> {
    let mut all = Vec::new();
    let mut current: Option<Item> = None;
    for part in items(line, view) {
        match &mut current {
            Some(item) if item.body.len() + item.html.len() < ITEM => {
                item.body.push_str("\n  ");
                item.body.push_str(&part.body);
                item.html.push_str("<br>");
                item.html.push_str(&part.html);
                item.mentions.extend(part.mentions);
            }
            _ => {
                all.extend(current.take());
                current = Some(part);
            }
        }
    }
    all.extend(current);
    for (index, item) in all.iter_mut().enumerate() {
        item.body.insert_str(0, if index == 0 { &mark } else { "  " });
        item.html = format!("<li>{}</li>", item.html);
    }
    all
}

fn field(name: &Line, value: &Line, view: &View<'_>) -> Vec<Item> {
    let mut writer = Writer::new(view);
    writer.put("<strong>", &format!("{}:", clean::line(&text(name, view))), "</strong>");
    writer.plain_text(" ");
    value.iter().for_each(|span| writer.span(span));
    writer.end()
}

/// The lines of running text.
fn items(line: &Line, view: &View<'_>) -> Vec<Item> {
    let mut writer = Writer::new(view);
    line.iter().for_each(|span| writer.span(span));
    writer.end()
}

/// What a run of spans says as plain text here.
fn text(line: &Line, view: &View<'_>) -> String {
    items(line, view).into_iter().map(|item| item.body).collect::<Vec<_>>().join(" ")
}

fn code(text: &str) -> Vec<Item> {
    let text = clean(text);
    let lines = text.split('\n').flat_map(|line| runs(line));
    lines
        .map(|line| Item { html: escape(line), body: line.to_owned(), ..Item::default() })
        .collect()
}

/// Both forms of a line as it is written, and the lines before it.
struct Writer<'a> {
    view: &'a View<'a>,
    done: Vec<Item>,
    item: Item,
}

impl<'a> Writer<'a> {
    fn new(view: &'a View<'a>) -> Self {
        Self { view, done: Vec::new(), item: Item { plain: true, ..Item::default() } }
    }

    fn end(mut self) -> Vec<Item> {
        self.done.push(self.item);
        self.done
    }

    fn next_line(&mut self) {
        let next = Item { plain: true, ..Item::default() };
        self.done.push(std::mem::replace(&mut self.item, next));
    }

    fn span(&mut self, span: &Span) {
        match span {
            Span::Text(text) => self.plain_text(text),
            Span::Strong(text) => self.put("<strong>", text, "</strong>"),
            Span::Code(text) => self.put("<code>", text, "</code>"),
            Span::Command(command) => {
                self.put("<code>", &format!("{}{command}", self.view.prefix), "</code>");
            }
            Span::Link { text, url } => self.link(text, url),
            Span::Mention(account) => self.mention(account),
            Span::Room(room) => self.room(room),
            Span::Time { at, zone, style } => self.plain_text(&plain::time(*at, zone, *style)),
        }
    }

    fn plain_text(&mut self, text: &str) {
        self.put("", text, "");
    }

    /// Text between tags; each line of it is tagged on its own.
    fn put(&mut self, open: &str, text: &str, close: &str) {
        for (index, line) in clean(text).split('\n').enumerate() {
            if index > 0 {
                self.next_line();
            }
            for run in runs(line) {
                self.room_for(run.len() * 2);
                if run.is_empty() {
                    continue;
                }
                self.item.body.push_str(run);
                self.item.html.extend([open, &escape(run), close]);
                // A body that begins with ">" would be taken for a quotation of what is answered.
                self.item.plain &= open.is_empty() && !self.item.body.starts_with('>');
            }
        }
    }

    /// Begins another item where this one would become too long to be moved as a whole.
    fn room_for(&mut self, bytes: usize) {
        if self.item.body.len() + self.item.html.len() + bytes > ITEM && !self.item.body.is_empty()
        {
            self.next_line();
        }
    }

    fn link(&mut self, text: &str, url: &str) {
        let text = clean::line(text);
        let Some(scheme) = followed(url) else {
            let shown = if text == url { text } else { format!("{text} ({url})") };
            return self.plain_text(&shown);
        };
        // Of a number the text says all; a screen reader need not read the address after it.
        let number = matches!(scheme, "tel" | "sms") && has_number(&text, url);
        let body = if text == url || number { text.clone() } else { format!("{text} ({url})") };
        self.tagged(url, &text, &body);
    }

    fn mention(&mut self, account: &AccountId) {
        let name = self.view.names.members.get(account).map(|name| short(&clean::line(name)));
        let name = name.filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| account.native().to_owned());
        let Ok(user) = UserId::parse(account.native()) else { return self.plain_text(&name) };
        self.tagged(&user.matrix_to_uri().to_string(), &name, &name);
        if !self.item.mentions.contains(&user) {
            self.item.mentions.push(user);
        }
    }

    fn room(&mut self, room: &RoomId) {
        let name = self.view.names.rooms.get(room).map(|name| short(&clean::line(name)));
        let name = name.filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| room.native().to_owned());
        match MatrixRoom::parse(room.native()) {
            Ok(room) => self.tagged(&room.matrix_to_uri().to_string(), &name, &name),
            Err(_) => self.plain_text(&name),
        }
    }

    fn tagged(&mut self, url: &str, text: &str, body: &str) {
        self.room_for(body.len() + url.len());
        self.item.plain = false;
        self.item.body.push_str(body);
        let link = format!("<a href=\"{}\">{}</a>", escape(url), escape(text));
        self.item.html.push_str(&link);
    }
}

/// The scheme of an address that may be a link; none for one that is shown as text.
fn followed(url: &str) -> Option<&'static str> {
    if url.len() > RUN || clean::line(url) != url {
        return None;
    }
    let parsed = url::Url::parse(url).ok()?;
    ["https", "http", "mailto", "tel", "sms"].into_iter().find(|scheme| *scheme == parsed.scheme())
}

fn has_number(text: &str, url: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let address = url.split_once(':').map_or(url, |(_, rest)| rest);
    let number = digits(address.split(['?', ';', '&']).next().unwrap_or_default());
    !number.is_empty() && digits(text).contains(&number)
}

fn escape(text: &str) -> String {
    html_escape::encode_quoted_attribute(text).into_owned()
}

fn short(name: &str) -> String {
    name.chars().take(NAME).collect()
}

/// A line in runs of at most [`RUN`] bytes, split after a space where there is one.
fn runs(line: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut rest = line;
    while rest.len() > RUN {
        let most = rest.floor_char_boundary(RUN);
        let at = rest[..most].rfind(' ').map_or(most, |at| at + 1);
        let (run, after) = rest.split_at(at);
        all.push(run);
        rest = after;
    }
    all.push(rest);
    all
}
