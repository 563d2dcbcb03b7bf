//! Splits a line into words, keeping where each stood.

/// A word of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The word without its quotes.
    pub text: String,
    /// Where it begins in the line, in bytes; at the quote if it has one.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Whether it was quoted: then it is never an option and never split.
    pub quoted: bool,
}

/// The words of a line. Double quotes (straight or curly) group words; a quote that is never closed
/// is an ordinary character, because people write inches and begin sentences they do not finish.
pub fn lex(line: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut closers = Closers::default();
    let mut at = 0;
    while let Some(character) = line[at..].chars().next() {
        if character.is_whitespace() {
            at += character.len_utf8();
            continue;
        }
        let token = quoted(line, at, &mut closers).unwrap_or_else(|| bare(line, at));
        at = token.end;
        tokens.push(token);
    }
    tokens
}

/// Which closing quotes are known to stand nowhere behind. A quote that was not closed once is not
/// closed later either: without this, a line of opening quotes is walked to its end for each.
#[derive(Debug, Default)]
struct Closers {
    no_straight: bool,
    no_curly: bool,
}

fn quoted(line: &str, start: usize, closers: &mut Closers) -> Option<Token> {
    let open = line[start..].chars().next()?;
    let none_left = match open {
        '"' => &mut closers.no_straight,
        '“' | '”' | '„' => &mut closers.no_curly,
        _ => return None,
    };
    if *none_left {
        return None;
    }
    let inside = start + open.len_utf8();
    let closes = |c: char| if open == '"' { c == '"' } else { matches!(c, '“' | '”' | '"') };
    let Some((length, close)) = line[inside..].char_indices().find(|(_, c)| closes(*c)) else {
        *none_left = true;
        return None;
    };
    let end = inside + length + close.len_utf8();
    let text = line[inside..inside + length].trim().to_owned();
    Some(Token { text, start, end, quoted: true })
}

fn bare(line: &str, start: usize) -> Token {
    let length = line[start..].find(char::is_whitespace).unwrap_or(line.len() - start);
    let end = start + length;
    Token { text: line[start..end].to_owned(), start, end, quoted: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(line: &str) -> Vec<String> {
        lex(line).into_iter().map(|t| t.text).collect()
    }

    #[test]
    fn quotes_group_and_stray_quotes_do_not_matter() {
        assert_eq!(words("a  b"), ["a", "b"]);
        assert_eq!(words("name \"Harbor Lights\" x"), ["name", "Harbor Lights", "x"]);
        assert_eq!(words("„Guten Tag“ “hi there”"), ["Guten Tag", "hi there"]);
        assert_eq!(words("I said \"stop"), ["I", "said", "\"stop"]);
        assert_eq!(words("don't 5\" tall"), ["don't", "5\"", "tall"]);
        assert_eq!(words("   "), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn any_line_is_split_and_stands_where_it_says(line in ".{0,200}") {
            for token in lex(&line) {
                prop_assert!(line.get(token.start..token.end).is_some());
                prop_assert!(token.quoted || line[token.start..token.end] == token.text);
            }
        }
    }
}
