//! Which meetings have which tokens, as far as a search asks for them.

use roaring::RoaringBitmap;
use std::collections::BTreeMap;

/// Where words stand, by the letter that their tokens begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// In the name.
    Name,
    /// In the place.
    Place,
    /// In the notes.
    Notes,
}

impl Column {
    /// All of them.
    pub(super) const ALL: &[Self] = &[Self::Name, Self::Place, Self::Notes];

    fn letter(self) -> char {
        match self {
            Self::Name => 'n',
            Self::Place => 'p',
            Self::Notes => 't',
        }
    }

    /// The token of a word that stands here.
    pub(super) fn token(self, word: &str) -> String {
        format!("{}{word}", self.letter())
    }
}

/// The token of two words that follow each other in a name.
pub(super) fn pair(first: &str, second: &str) -> String {
    format!("b{first}_{second}")
}

/// The token of a kind.
pub(super) fn kind(label: &str) -> String {
    format!("k{}", super::types::token(label))
}

/// The word of a token that is one of a text.
pub(super) fn word(token: &str) -> Option<&str> {
    token.strip_prefix(['n', 'p', 't'])
}

/// Tokens of one group, with the numbers of its meetings that have them.
#[derive(Debug, Clone, Default)]
pub(super) struct Postings(BTreeMap<String, RoaringBitmap>);

impl Postings {
    /// Adds what was read.
    pub(super) fn extend(&mut self, read: impl IntoIterator<Item = (String, RoaringBitmap)>) {
        self.0.extend(read);
    }

    /// The meetings that have a token.
    pub(super) fn of(&self, token: &str) -> RoaringBitmap {
        self.0.get(token).cloned().unwrap_or_default()
    }

    /// The meetings that have one of some tokens.
    pub(super) fn any<'a>(&self, tokens: impl IntoIterator<Item = &'a String>) -> RoaringBitmap {
        let mut found = RoaringBitmap::new();
        for one in tokens.into_iter().filter_map(|token| self.0.get(token)) {
            found |= one;
        }
        found
    }

    /// The meetings that have a token that begins so.
    pub(super) fn beginning(&self, token: &str) -> RoaringBitmap {
        let mut found = RoaringBitmap::new();
        let from =
            self.0.range::<str, _>((std::ops::Bound::Included(token), std::ops::Bound::Unbounded));
        for (_, one) in from.take_while(|(one, _)| one.starts_with(token)) {
            found |= one;
        }
        found
    }

    /// The meetings whose names have words that follow each other so.
    pub(super) fn phrase(&self, words: &[String]) -> RoaringBitmap {
        match words {
            [] => RoaringBitmap::new(),
            [one] => self.of(&Column::Name.token(one)),
            _ => all(pairs(words).map(|token| self.of(&token)).collect()),
        }
    }
}

/// The tokens of words that follow each other.
pub(super) fn pairs(words: &[String]) -> impl Iterator<Item = String> + '_ {
    words.windows(2).filter_map(|two| match two {
        [first, second] => Some(pair(first, second)),
        _ => None,
    })
}

/// What is in all of some sets; nothing in none.
pub(super) fn all(mut sets: Vec<RoaringBitmap>) -> RoaringBitmap {
    sets.sort_unstable_by_key(RoaringBitmap::len);
    let mut sets = sets.into_iter();
    let first = sets.next().unwrap_or_default();
    sets.fold(first, |both, one| both & one)
}
