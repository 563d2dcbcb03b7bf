//! Words into tokens, and the cursor that walks them.

use super::error::{Expected, PhraseError};

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// ASCII digits.
    Number(String),
    /// Letters, in lower case.
    Word(String),
    /// Any other character that is not white space.
    Symbol(char),
}

/// One token and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: Kind,
    /// The index of the argument word it came from; one word may hold spaces when quoted.
    pub(crate) word: usize,
    /// The index of the piece without spaces it came from.
    pub(crate) piece: usize,
    /// Whether no space stands before it.
    pub(crate) glued: bool,
}

/// A text cut into tokens.
#[derive(Debug)]
pub(crate) struct Lexed<'a> {
    /// The tokens in order.
    pub(crate) tokens: Vec<Token>,
    /// The pieces between spaces, as typed, for `cron` and `rrule`.
    pub(crate) pieces: Vec<&'a str>,
}

/// Cuts `words` into tokens. Never fails: what is not understood is a symbol.
pub(crate) fn lex<'a>(words: &[&'a str]) -> Lexed<'a> {
    let mut lexed = Lexed { tokens: Vec::new(), pieces: Vec::new() };
    for (word, text) in words.iter().enumerate() {
        for piece in text.split_whitespace() {
            lex_piece(piece, word, lexed.pieces.len(), &mut lexed.tokens);
            lexed.pieces.push(piece);
        }
    }
    lexed
}

fn lex_piece(text: &str, word: usize, piece: usize, tokens: &mut Vec<Token>) {
    let first = tokens.len();
    // The last token of this piece grows while characters of its sort follow.
    for c in text.chars() {
        let grows = tokens.len() > first;
        match tokens.last_mut().map(|token| &mut token.kind) {
            Some(Kind::Number(digits)) if grows && c.is_ascii_digit() => digits.push(c),
            Some(Kind::Word(letters)) if grows && c.is_alphabetic() => {
                letters.extend(c.to_lowercase());
            }
            _ => {
                let kind = if c.is_ascii_digit() {
                    Kind::Number(c.to_string())
                } else if c.is_alphabetic() {
                    Kind::Word(c.to_lowercase().collect())
                } else {
                    Kind::Symbol(c)
                };
                tokens.push(Token { kind, word, piece, glued: grows });
            }
        }
    }
}

/// A position in a lexed text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'a> {
    lexed: &'a Lexed<'a>,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// The beginning of the text.
    pub(crate) fn new(lexed: &'a Lexed<'a>) -> Self {
        Self { lexed, at: 0 }
    }

    /// The token `ahead` places after the next one.
    pub(crate) fn peek(&self, ahead: usize) -> Option<&'a Token> {
        self.lexed.tokens.get(self.at.saturating_add(ahead))
    }

    /// The letters of the token `ahead` places after the next one, if it is a word.
    pub(crate) fn word_at(&self, ahead: usize) -> Option<&'a str> {
        match self.peek(ahead).map(|token| &token.kind) {
            Some(Kind::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// The digits of the token `ahead` places after the next one, if it is a number.
    pub(crate) fn number_at(&self, ahead: usize) -> Option<&'a str> {
        match self.peek(ahead).map(|token| &token.kind) {
            Some(Kind::Number(digits)) => Some(digits),
            _ => None,
        }
    }

    /// Whether the token `ahead` places after the next one is one of these symbols.
    pub(crate) fn symbol_at(&self, ahead: usize, symbols: &[char]) -> bool {
        matches!(self.peek(ahead).map(|token| &token.kind), Some(Kind::Symbol(c)) if symbols.contains(c))
    }

    /// Whether the token `ahead` places after the next one touches the one before it.
    pub(crate) fn glued_at(&self, ahead: usize) -> bool {
        self.peek(ahead).is_some_and(|token| token.glued)
    }

    /// Moves over `count` tokens.
    pub(crate) fn advance(&mut self, count: usize) {
        self.at = self.at.saturating_add(count).min(self.lexed.tokens.len());
    }

    /// Moves over the next token if it is one of these words.
    pub(crate) fn eat(&mut self, words: &[&str]) -> bool {
        let found = self.word_at(0).is_some_and(|word| words.contains(&word));
        if found {
            self.advance(1);
        }
        found
    }

    /// Moves over a comma, `&` or `and`, or both of `, and`.
    pub(crate) fn eat_separator(&mut self) -> bool {
        let before = self.at;
        while self.symbol_at(0, &[',']) {
            self.advance(1);
        }
        if self.symbol_at(0, &['&', '+']) {
            self.advance(1);
        } else {
            self.eat(&["and"]);
        }
        self.at > before
    }

    /// Moves over commas and full stops that end a piece, as in `09:00, good morning`.
    pub(crate) fn eat_trailing(&mut self) {
        let mut ahead = 0;
        while self.symbol_at(ahead, &[',', '.', ';']) && self.glued_at(ahead) {
            ahead += 1;
        }
        if !self.glued_at(ahead) {
            self.advance(ahead);
        }
    }

    /// The pieces from the next token on, as typed. Only meaningful at the start of a piece.
    pub(crate) fn pieces(&self) -> &'a [&'a str] {
        self.peek(0).and_then(|token| self.lexed.pieces.get(token.piece..)).unwrap_or_default()
    }

    /// Moves over `count` whole pieces.
    pub(crate) fn advance_pieces(&mut self, count: usize) {
        let Some(first) = self.peek(0).map(|token| token.piece) else {
            return;
        };
        while self.peek(0).is_some_and(|token| token.piece < first.saturating_add(count)) {
            self.advance(1);
        }
    }

    /// Whether nothing is left.
    pub(crate) fn at_end(&self) -> bool {
        self.at >= self.lexed.tokens.len()
    }

    /// How many whole argument words lie behind the cursor; nothing when it stands inside one.
    pub(crate) fn words_used(&self) -> Option<usize> {
        let behind = self.at.checked_sub(1).and_then(|at| self.lexed.tokens.get(at))?.word;
        match self.peek(0) {
            Some(next) if next.word == behind => None,
            _ => Some(behind + 1),
        }
    }

    /// The next piece as typed, for an error.
    pub(crate) fn found(&self) -> Option<String> {
        self.peek(0).map(|token| match &token.kind {
            Kind::Symbol(c) => c.to_string(),
            Kind::Word(text) | Kind::Number(text) => text.clone(),
        })
    }

    /// The error for a place where `what` should stand.
    pub(crate) fn expected(&self, what: Expected) -> PhraseError {
        PhraseError::Expected { what, found: self.found() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_splits_where_letters_and_digits_meet() {
        let lexed = lex(&["Mon,1ST 7.30pm"]);
        let kinds: Vec<_> = lexed.tokens.iter().map(|token| token.kind.clone()).collect();
        let word = |text: &str| Kind::Word(text.to_owned());
        let number = |text: &str| Kind::Number(text.to_owned());
        assert_eq!(
            kinds,
            [
                word("mon"),
                Kind::Symbol(','),
                number("1"),
                word("st"),
                number("7"),
                Kind::Symbol('.'),
                number("30"),
                word("pm")
            ]
        );
        assert_eq!(lexed.tokens.iter().filter(|token| !token.glued).count(), 2);
    }
}
