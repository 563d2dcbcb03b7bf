//! Slugs: unique in a feed, safe in a URL.

use std::collections::{HashMap, HashSet};

use deunicode::deunicode;

/// The longest slug, in bytes (all of them ASCII).
pub(crate) const MAX_SLUG: usize = 64;

/// How many numbers a slug tries by itself before it asks how far its crowd has come.
const TRIES: u32 = 8;

/// Slugs that are alike up to here can become the same once a number is added to them.
const STEM: usize = MAX_SLUG - 11;

/// The slugs that are taken.
#[derive(Debug, Default)]
pub(crate) struct Slugs {
    taken: HashSet<String>,
    /// The last number that was added to a slug, so that a thousand equal ones cost a
    /// thousand steps and not a million.
    last: HashMap<String, u32>,
    /// The same for all slugs of one stem: long ones that differ only at their end become
    /// the same when they are shortened, and would each try what the others have taken.
    crowd: HashMap<String, u32>,
}

impl Slugs {
    /// Takes the slug, or the first free one of `slug-2`, `slug-3` and so on.
    pub(crate) fn take(&mut self, slug: &str) -> String {
        if self.taken.insert(slug.to_owned()) {
            return slug.to_owned();
        }
        let last = self.last.entry(slug.to_owned()).or_insert(1);
        for _ in 0..TRIES {
            *last = last.saturating_add(1);
            let next = with_suffix(slug, &last.to_string());
            if self.taken.insert(next.clone()) {
                return next;
            }
        }
        let stem = slug.get(..STEM).unwrap_or(slug);
        let crowd = self.crowd.entry(stem.to_owned()).or_insert(*last);
        loop {
            *crowd = crowd.saturating_add(1).max(*last);
            *last = *crowd;
            let next = with_suffix(slug, &crowd.to_string());
            if self.taken.insert(next.clone()) {
                return next;
            }
        }
    }
}

/// The slug with `-suffix`, shortened so that both fit.
pub(crate) fn with_suffix(slug: &str, suffix: &str) -> String {
    let room = MAX_SLUG.saturating_sub(suffix.len() + 1);
    let start = slug.get(..room).unwrap_or(slug).trim_end_matches('-');
    format!("{start}-{suffix}")
}

/// Whether it can stay as it is.
pub(crate) fn is_safe(slug: &str) -> bool {
    !slug.is_empty()
        && slug.len() <= MAX_SLUG
        && slug
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~'))
        // "." and ".." are places in a path.
        && slug.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

/// A slug from any text: lower-case letters, digits and single hyphens. Empty when the text
/// has nothing of the kind.
pub(crate) fn slugify(text: &str) -> String {
    let plain = if text.is_ascii() {
        text.to_owned()
    } else {
        deunicode(&text.chars().take(MAX_SLUG * 2).collect::<String>())
    };
    let mut slug = String::with_capacity(plain.len().min(MAX_SLUG));
    for byte in plain.bytes() {
        if slug.len() >= MAX_SLUG {
            break;
        }
        if byte.is_ascii_alphanumeric() {
            slug.push(char::from(byte.to_ascii_lowercase()));
        } else if byte != b'\'' && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slugs_from_names() {
        for (text, slug) in [
            ("Harbor Lights Group", "harbor-lights-group"),
            ("Zürich – Mittwoch", "zurich-mittwoch"),
            ("Women's Circle!", "womens-circle"),
            ("***", ""),
        ] {
            assert_eq!(slugify(text), slug);
        }
    }

    #[test]
    fn a_taken_slug_gets_a_number() {
        let mut slugs = Slugs::default();
        let taken: Vec<String> =
            ["a", "a", "a-2", "a", "b"].iter().map(|slug| slugs.take(slug)).collect();
        assert_eq!(taken, ["a", "a-2", "a-2-2", "a-3", "b"]);
    }

    /// How many candidates were looked at is what takes the time.
    #[test]
    fn long_slugs_that_differ_only_at_their_end_do_not_wait_for_each_other() {
        let mut slugs = Slugs::default();
        let stem = "x".repeat(MAX_SLUG - 5);
        let mut most = 0;
        for round in 0..3 {
            for number in 0..2000 {
                let taken = slugs.take(&format!("{stem}{number:05}"));
                let added = taken.rsplit('-').next().and_then(|n| n.parse::<u32>().ok());
                most = most.max(added.unwrap_or(0));
                assert!(is_safe(&taken), "{round} {taken}");
            }
        }
        assert!(most <= 4000 + TRIES, "{most} numbers for 4000 slugs");
    }

    proptest! {
        #[test]
        fn every_slug_is_safe_and_unique(texts in prop::collection::vec("[a-cü ]{0,70}", 1..20)) {
            let mut slugs = Slugs::default();
            let mut seen = HashSet::new();
            for text in texts {
                let slug = slugify(&text);
                prop_assert!(slug.is_empty() || is_safe(&slug));
                if is_safe(&slug) {
                    let taken = slugs.take(&slug);
                    prop_assert!(is_safe(&taken));
                    prop_assert!(seen.insert(taken));
                }
            }
        }
    }
}
