//! Reads the little markup of a sentence and puts the arguments in.

use crate::chat::message::{Line, Span};

/// Arguments stand in the formatted text as one character each, from a private-use plane that no
/// sentence of ours uses, so that nothing inside an argument can be read as markup.
const FIRST: u32 = 0xF_0000;

pub(super) fn placeholder(index: usize) -> String {
    u32::try_from(index)
        .ok()
        .and_then(|index| char::from_u32(FIRST + index))
        .map(String::from)
        .unwrap_or_default()
}

pub(super) fn parse(text: &str, held: &[Line]) -> Line {
    let mut line = Line::default();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some((inner, after)) = enclosed(rest, "**") {
            let flat = crate::chat::plain::line(&parse(inner, held));
            line.push(Span::Strong(flat));
            rest = after;
        } else if let Some((inner, after)) = enclosed(rest, "`") {
            let flat = crate::chat::plain::line(&parse(inner, held));
            line.push(match flat.strip_prefix('/') {
                Some(command) if !command.is_empty() => Span::Command(command.to_owned()),
                _ => Span::Code(flat),
            });
            rest = after;
        } else {
            let mut characters = rest.chars();
            let Some(character) = characters.next() else { break };
            match held_by(character, held) {
                Some(argument) => argument.iter().for_each(|span| line.push(span.clone())),
                None => line.push_char(character),
            }
            rest = characters.as_str();
        }
    }
    line
}

fn enclosed<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let inside = text.strip_prefix(mark)?;
    let (inner, after) = inside.split_once(mark)?;
    (!inner.is_empty()).then_some((inner, after))
}

fn held_by(character: char, held: &[Line]) -> Option<&Line> {
    let index = (character as u32).checked_sub(FIRST)?;
    held.get(usize::try_from(index).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_that_begins_with_a_slash_is_a_command() {
        let line = parse("Type `/help` or `GB`.", &[]);
        assert_eq!(
            line.0,
            vec![
                Span::Text("Type ".into()),
                Span::Command("help".into()),
                Span::Text(" or ".into()),
                Span::Code("GB".into()),
                Span::Text(".".into()),
            ]
        );
    }

    #[test]
    fn what_a_person_wrote_is_never_markup() {
        let held = [Line::text("**@everyone** `x`")];
        let line = parse(&format!("Hello **{}**, {}", placeholder(0), placeholder(0)), &held);
        assert_eq!(
            line.0,
            vec![
                Span::Text("Hello ".into()),
                Span::Strong("**@everyone** `x`".into()),
                Span::Text(", **@everyone** `x`".into()),
            ]
        );
    }
}
