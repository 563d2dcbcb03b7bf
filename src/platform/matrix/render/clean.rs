//! Text of others without what changes how the text around it is read.

/// Takes out control characters and the marks that turn the direction of what follows. Line breaks of
/// every kind become `\n`. Joiners, direction marks of single letters, and everything else that
/// languages and emoji need stays.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_return = false;
    for letter in text.chars() {
        match letter {
            '\n' if after_return => {}
            '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                out.push('\n')
            }
            '\t' => out.push('\t'),
            // Embeddings, overrides and isolates: one that is not closed turns the bot's own words.
            // Marks of annotations: what stands between them may not be shown.
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFF9}'..='\u{FFFB}' => {}
            _ if letter.is_control() => {}
            _ => out.push(letter),
        }
        after_return = letter == '\r';
    }
    out
}

/// As [`clean`], on one line.
pub fn line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_or_hides_goes_and_what_languages_need_stays() {
        for (raw, kept) in [
            ("plain", "plain"),
            ("a\r\nb\rc\u{2028}d\n\ne", "a\nb\nc\nd\n\ne"),
            ("x\u{0}y\u{1b}[31mz\u{7f}\u{9b}", "xy[31mz"),
            ("\u{202E}gro.live\u{202C} \u{2066}a\u{2069}", "gro.live a"),
            (
                "👩\u{200D}🚀 \u{200F}שלום می\u{200C}خواهم",
                "👩\u{200D}🚀 \u{200F}שלום می\u{200C}خواهم",
            ),
            ("a\u{FFF9}b\u{FFFB}", "ab"),
        ] {
            assert_eq!(clean(raw), kept, "{raw:?}");
        }
        assert_eq!(line("  two\n lines\t "), "two lines");
    }
}
