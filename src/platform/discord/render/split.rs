//! Blocks as messages that fit: a block stays whole where it can.

use super::text::{Piece, escape_start, pieces};
use super::{MOST_CONTENT, View};
use crate::chat::message::Block;

/// Discord counts as its apps do: in UTF-16.
pub fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The messages that hold all blocks, in order.
pub fn parts(blocks: &[Block], view: &View<'_>) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut after_heading = false;
    for block in blocks {
        let lines = lines(block, view);
        let whole = lines.join("\n");
        let gap = if after_heading { "\n" } else { "\n\n" };
        after_heading = matches!(block, Block::Heading(_));
        if lines.is_empty() {
            continue;
        }
        if current.is_empty() {
            current = String::new();
        } else if units(&current) + units(gap) + units(&whole) <= MOST_CONTENT {
            current.push_str(gap);
            current.push_str(&whole);
            continue;
        } else if units(&whole) <= MOST_CONTENT {
            parts.push(std::mem::replace(&mut current, whole));
            continue;
        } else {
            current.push_str(gap);
        }
        let fence = matches!(block, Block::Code(_));
        fill(&lines, fence, &mut current, &mut parts);
    }
    if !current.trim().is_empty() {
        parts.push(current);
    }
    parts
}

/// The blocks that are not in the first `said` messages; of a list that goes on from one to the next,
/// its last items.
pub fn rest(blocks: &[Block], said: usize, view: &View<'_>) -> Vec<Block> {
    // What stands before something does not depend on what stands behind it.
    let within = |blocks: &[Block]| parts(blocks, view).len() <= said;
    let whole = (0..=blocks.len()).rev().find(|end| within(&blocks[..*end])).unwrap_or(0);
    let mut rest = blocks[whole..].to_vec();
    if let Some(first) = rest.first_mut()
        && units(&lines(first, view).join("\n")) > MOST_CONTENT
    {
        let with = |begun: Block| {
            let mut all = blocks[..whole].to_vec();
            all.push(begun);
            within(&all)
        };
        match first {
            Block::List(items) => {
                let end =
                    (1..items.len()).rev().find(|end| with(Block::List(items[..*end].to_vec())));
                items.drain(..end.unwrap_or(0));
            }
            Block::Fields(fields) => {
                let end = (1..fields.len())
                    .rev()
                    .find(|end| with(Block::Fields(fields[..*end].to_vec())));
                fields.drain(..end.unwrap_or(0));
            }
            _ => {}
        }
    }
    rest
}

/// Puts lines one by one into messages. A code block that goes on is closed and opened again.
fn fill(lines: &[String], fence: bool, current: &mut String, parts: &mut Vec<String>) {
    let (open, close) = if fence { ("```\n", "\n```") } else { ("", "") };
    let inner = if fence { &lines[1..lines.len() - 1] } else { lines };
    let room = MOST_CONTENT - units(close);
    let mut opened = false;
    for line in inner {
        let start = if opened { "\n" } else { open };
        if units(current) + units(start) + units(line) > room && !current.trim().is_empty() {
            if opened {
                current.push_str(close);
            }
            parts.push(std::mem::take(current).trim_end().to_owned());
            current.push_str(open);
        } else {
            current.push_str(start);
        }
        opened = true;
        current.push_str(line);
    }
    if opened {
        current.push_str(close);
    }
}

/// The lines of a block; none is longer than a message.
fn lines(block: &Block, view: &View<'_>) -> Vec<String> {
    match block {
        Block::Heading(line) => {
            let all = wrap(&pieces(line, view), "### ", "### ");
            if all.iter().all(|line| line.trim() == "###") { Vec::new() } else { all }
        }
        Block::Paragraph(line) => wrap(&pieces(line, view), "", ""),
        Block::List(items) => {
            items.iter().flat_map(|item| wrap(&pieces(item, view), "- ", "  ")).collect()
        }
        Block::Fields(fields) => fields
            .iter()
            .flat_map(|(name, value)| {
                let mut all = vec![Piece { text: "**".into(), literal: false }];
                all.extend(pieces(name, view));
                all.push(Piece { text: ":** ".into(), literal: false });
                all.extend(pieces(value, view));
                wrap(&all, "", "")
            })
            .collect(),
        Block::Quote(line) => wrap(&pieces(line, view), "> ", "> "),
        Block::Code(text) => {
            let mut all = vec!["```".to_owned()];
            // Three backticks would end it.
            let text = text.replace("```", "ˋˋˋ");
            for line in text.lines() {
                all.extend(chunks(line, MOST_CONTENT - 16));
            }
            all.push("```".to_owned());
            all
        }
    }
}

/// Pieces as lines that each begin with `first`, or `next` after a line end.
fn wrap(pieces: &[Piece], first: &str, next: &str) -> Vec<String> {
    let most = MOST_CONTENT - 8;
    let mut lines = Vec::new();
    let mut line = first.to_owned();
    let mut bare = true;
    for piece in pieces {
        if piece.text == "\n" {
            lines.push(std::mem::replace(&mut line, next.to_owned()));
            bare = true;
            continue;
        }
        if !bare && units(&line) + units(&piece.text) > most {
            lines.push(std::mem::replace(&mut line, next.to_owned()));
            bare = true;
        }
        let text = match piece.literal && bare {
            true => escape_start(&piece.text),
            false => piece.text.clone(),
        };
        let mut chunks = chunks(&text, most - units(&line)).into_iter();
        if let Some(chunk) = chunks.next() {
            line.push_str(&chunk);
        }
        for chunk in chunks {
            lines.push(std::mem::replace(&mut line, format!("{next}{chunk}")));
        }
        bare = bare && text.trim().is_empty();
    }
    lines.push(line);
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

/// A text cut into pieces of at most `most` units, not between a backslash and what it escapes.
fn chunks(text: &str, most: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut used = 0;
    let mut escaped = false;
    for character in text.chars() {
        let width = character.len_utf16();
        if used + width + usize::from(character == '\\') > most && !escaped {
            all.push(String::new());
            used = 0;
        }
        if let Some(last) = all.last_mut() {
            last.push(character);
        }
        used += width;
        escaped = character == '\\' && !escaped;
    }
    all
}

/// A part with a note at its end, cut at a line where both do not fit.
pub fn cut(part: &str, note: &str) -> String {
    let mut kept = part.to_owned();
    while units(&kept) + units(note) + 6 > MOST_CONTENT {
        match kept.rfind('\n') {
            Some(at) => kept.truncate(at),
            None => kept.clear(),
        }
        if kept.is_empty() {
            break;
        }
    }
    if kept.matches("```").count() % 2 == 1 {
        kept.push_str("\n```");
    }
    if kept.is_empty() { note.to_owned() } else { format!("{kept}\n\n{note}") }
}
