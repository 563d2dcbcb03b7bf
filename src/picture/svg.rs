//! SVG as text. Numbers are ours; every string goes through [`escape`].

use super::font::FAMILY;
use std::fmt::Write;

/// Where a text stands relative to its point.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    /// In CSS pixels.
    pub(super) size: f32,
    pub(super) colour: &'static str,
    pub(super) bold: bool,
    pub(super) anchor: Anchor,
    /// The width to stay within, in CSS pixels: smaller letters first, then an ellipsis.
    pub(super) within: f32,
}

/// A drawing under way.
#[derive(Debug, Default)]
pub(super) struct Svg(String);

impl Svg {
    /// Adds an element; the caller writes numbers and colours only.
    pub(super) fn add(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing into a String does not fail.
        let _ = self.0.write_fmt(element);
        self.0.push('\n');
    }

    pub(super) fn rect(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), rest: &str) {
        self.add(format_args!(
            r#"<rect x="{x:.2}" y="{y:.2}" width="{width:.2}" height="{height:.2}" {rest}/>"#
        ));
    }

    pub(super) fn line(
        &mut self,
        (x1, y1): (f32, f32),
        (x2, y2): (f32, f32),
        colour: &str,
        width: f32,
    ) {
        self.add(format_args!(
            r#"<line x1="{x1:.2}" y1="{y1:.2}" x2="{x2:.2}" y2="{y2:.2}" stroke="{colour}" stroke-width="{width}"/>"#
        ));
    }

    pub(super) fn text(&mut self, (x, y): (f32, f32), style: Style, text: &str) {
        let (size, text) = fit(text, style.size, style.within);
        let anchor = match style.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let weight = if style.bold { 700 } else { 400 };
        self.add(format_args!(
            r#"<text x="{x:.2}" y="{y:.2}" font-family="{FAMILY}" font-size="{size:.1}" font-weight="{weight}" text-anchor="{anchor}" fill="{}">{}</text>"#,
            style.colour,
            escape(&text)
        ));
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// Width of a text in CSS pixels, on the safe side: Noto Sans needs 0.5 to 0.6 em for a letter.
pub(super) fn width(text: &str, size: f32) -> f32 {
    text.chars().count() as f32 * size * 0.58
}

/// The smallest letters that are still read on a phone, in CSS pixels.
const SMALLEST: f32 = 10.0;

fn fit(text: &str, size: f32, within: f32) -> (f32, String) {
    let natural = width(text, size);
    if natural <= within {
        return (size, text.to_owned());
    }
    let size = (size * within / natural).max(SMALLEST.min(size));
    if width(text, size) <= within + 0.01 {
        return (size, text.to_owned());
    }
    let keep = (within / (size * 0.58)).floor().max(1.0) as usize - 1;
    let mut short: String = text.chars().take(keep).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    (size, short)
}

/// Makes a text safe inside an element or an attribute. Characters that XML 1.0 cannot hold
/// become spaces.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => safe.push(' '),
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_says_is_never_markup() {
        assert_eq!(
            escape("a<b> & \"c\" 'd'\u{0}\n"),
            "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;  "
        );
    }

    #[test]
    fn a_long_text_gets_smaller_and_then_shorter() {
        assert_eq!(fit("Mood", 14.0, 200.0), (14.0, "Mood".to_owned()));
        let (size, text) = fit("Stimmung im Verlauf", 14.0, 130.0);
        assert!((SMALLEST..14.0).contains(&size), "{size}");
        assert_eq!(text, "Stimmung im Verlauf");
        let (size, text) = fit(&"x".repeat(500), 14.0, 130.0);
        assert!((size - SMALLEST).abs() < 0.01 && text.ends_with('…'));
        assert!(width(&text, size) <= 130.0);
    }
}
