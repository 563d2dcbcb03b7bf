//! Text as people wrote it into a feed, made fit to show: plain, short, and without what
//! only machines see.

/// A text after cleaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cleaned {
    pub(crate) text: String,
    /// Tags or entities were taken out.
    pub(crate) markup: bool,
    /// It was longer than the limit.
    pub(crate) cut: bool,
}

/// One line: line breaks become spaces. `limit` is in characters.
pub(crate) fn line(raw: &str, limit: usize) -> Cleaned {
    clean(raw, limit, false)
}

/// Several lines: `<br>` and paragraphs become line breaks, at most one blank line stands
/// between two others. `limit` is in characters.
pub(crate) fn block(raw: &str, limit: usize) -> Cleaned {
    clean(raw, limit, true)
}

/// At most `limit` characters, the last of them `…` when something is missing.
pub(crate) fn cut(text: &str, limit: usize) -> (String, bool) {
    if text.len() <= limit || text.chars().count() <= limit {
        return (text.to_owned(), false);
    }
    let mut short: String = text.chars().take(limit.saturating_sub(1)).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    (short, true)
}

fn clean(raw: &str, limit: usize, lines: bool) -> Cleaned {
    // Cleaning may shorten a text much, but nothing honest needs more than this.
    let most = limit.saturating_mul(16).saturating_add(1024);
    let (raw, mut cut_off) =
        if raw.len() > most { (&raw[..raw.floor_char_boundary(most)], true) } else { (raw, false) };
    let mut markup = false;
    let mut tidy = if raw.contains(['&', '<']) {
        let plain = without_markup(raw);
        markup = plain != raw;
        let mut tidy = spaced(&plain, lines);
        if tag_start(&tidy, 0).is_some() {
            // Something unseen had kept it from being a tag: it was built to survive.
            tidy.retain(|letter| letter != '<');
            tidy = spaced(&tidy, lines);
            markup = true;
        }
        tidy
    } else {
        spaced(raw, lines)
    };
    if tidy.len() > limit {
        let (short, shortened) = cut(&tidy, limit);
        tidy = short;
        cut_off |= shortened;
    }
    Cleaned { text: tidy, markup, cut: cut_off }
}

/// Entities become characters, then tags go. Both are done again while they find something,
/// because feeds escape what was escaped; the number of rounds is limited.
fn without_markup(raw: &str) -> String {
    let mut text = raw.to_owned();
    for _ in 0..4 {
        let decoded = html_escape::decode_html_entities(&text);
        let stripped = without_tags(&decoded);
        if stripped == text {
            break;
        }
        text = stripped;
    }
    text
}

/// Where a tag may begin: `<` before a letter, `/` or `!`. "5 < 6" is no tag.
fn tag_start(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (from..bytes.len()).find(|at| {
        bytes[*at] == b'<'
            && bytes
                .get(at + 1)
                .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!'))
    })
}

fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(start) = tag_start(text, at) {
        out.push_str(&text[at..start]);
        let Some(length) = text[start..].find('>') else {
            // Cut off inside a tag: the rest is the tag.
            return out;
        };
        let inside = &text[start + 1..start + length];
        at = start + length + 1;
        let name: String = inside
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_lowercase())
            .collect();
        match name.as_str() {
            "br" | "p" | "div" | "li" | "tr" | "h1" | "h2" | "h3" | "h4" | "ul" | "ol" => {
                out.push('\n');
            }
            "td" => out.push(' '),
            "script" | "style" if !inside.starts_with('/') => {
                // Their content is for machines.
                at = find_end(text, at, &name).unwrap_or(text.len());
            }
            _ => {}
        }
    }
    out.push_str(&text[at..]);
    out
}

fn find_end(text: &str, from: usize, name: &str) -> Option<usize> {
    text[from..].match_indices("</").map(|(at, _)| from + at).find(|at| {
        text.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
    })
}

/// Drops control and invisible characters and folds white space.
fn spaced(text: &str, lines: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut breaks = 0;
    let mut space = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{0b}' | '\u{0c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                if lines {
                    breaks += 1;
                } else {
                    space = true;
                }
            }
            _ if letter.is_whitespace() => space = true,
            // Joins emoji, and parts Persian words: only there does it stay.
            '\u{200c}' | '\u{200d}'
                if !space
                    && breaks == 0
                    && out.chars().next_back().is_some_and(|last| !last.is_ascii())
                    && letters.peek().is_some_and(|next| {
                        visible(*next) && !next.is_ascii() && !next.is_whitespace()
                    }) =>
            {
                out.push(letter);
            }
            _ if !visible(letter) => {}
            _ => {
                if breaks > 0 && !out.is_empty() {
                    out.push_str(if breaks > 1 { "\n\n" } else { "\n" });
                } else if space && breaks == 0 && !out.is_empty() {
                    out.push(' ');
                }
                breaks = 0;
                space = false;
                out.push(letter);
            }
        }
    }
    out
}

/// Neither a control character nor one that is there to be unseen or to turn the reading
/// direction of what follows.
fn visible(letter: char) -> bool {
    !letter.is_control()
        && !matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_line() {
        for (raw, expected) in [
            ("  Harbor  Lights\tGroup ", "Harbor Lights Group"),
            ("Fish &amp; Bread", "Fish & Bread"),
            ("Fish &amp;amp; Bread", "Fish & Bread"),
            ("Women&#8217;s", "Women’s"),
            ("5 < 6 & 7 > 3", "5 < 6 & 7 > 3"),
            ("<b>Bold</b> move", "Bold move"),
            ("&lt;b&gt;Bold&lt;/b&gt; move", "Bold move"),
            ("a<br>b", "a b"),
            ("<scr<b>ipt>x", "ipt>x"),
            ("<script>alert(1)</script>Hi", "Hi"),
            ("rtl\u{202e}gnirts zero\u{200b}width\u{feff}", "rtlgnirts zerowidth"),
            ("bell\u{7} null\0", "bell null"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("👩\u{200d}👧 Family", "👩\u{200d}👧 Family"),
            ("a\u{200d}b", "ab"),
            ("one\u{a0}two", "one two"),
            ("@everyone *bold*", "@everyone *bold*"),
            ("<", "<"),
            ("<unfinished", ""),
            ("&lt;\u{200d}a <", "a"),
        ] {
            assert_eq!(line(raw, 255).text, expected, "{raw:?}");
        }
    }

    #[test]
    fn several_lines() {
        for (raw, expected) in [
            ("open <br> other days <BR/>at 9", "open\nother days\nat 9"),
            ("<p>One</p><p>Two</p>", "One\n\nTwo"),
            ("One\r\n\r\n\r\n\r\nTwo\rThree", "One\n\nTwo\nThree"),
            ("\t\t\t   ", ""),
        ] {
            assert_eq!(block(raw, 255).text, expected, "{raw:?}");
        }
    }

    #[test]
    fn the_limit_counts_characters() {
        assert_eq!(cut("Zürich", 6), ("Zürich".to_owned(), false));
        assert_eq!(cut("Zürich am See", 8), ("Zürich…".to_owned(), true));
        assert_eq!(line("abcdef", 4), Cleaned { text: "abc…".into(), markup: false, cut: true });
        assert!(line(&"x".repeat(100_000), 64).cut);
    }

    proptest! {
        #[test]
        fn nothing_that_looks_like_a_tag_stays(raw in r"([a-z<>&;/! #0-9\u{200d}\n]|&lt;|&gt;|&amp;|<b>|\u{202e}){0,60}") {
            let cleaned = block(&raw, 40);
            prop_assert_eq!(tag_start(&cleaned.text, 0), None);
            prop_assert!(cleaned.text.chars().count() <= 40);
            let hidden = cleaned.text.contains(['\u{202e}', '\u{200d}', '\r']);
            prop_assert!(!hidden);
            prop_assert_eq!(cleaned.text.trim(), cleaned.text.as_str());
        }

        #[test]
        fn any_text_is_cleaned(raw in any::<String>(), limit in 1usize..80) {
            let one = line(&raw, limit);
            prop_assert!(one.text.chars().count() <= limit);
            prop_assert!(!one.text.chars().any(char::is_control));
        }
    }
}
