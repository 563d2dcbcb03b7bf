//! Colours of the card. Each pair that carries meaning meets WCAG 2.2: 4.5 for text (1.4.3), 3 for
//! shapes (1.4.11). No red and no green: neither a good nor a bad day has a colour.

/// Background of the card.
pub(super) const PAPER: &str = "#fbf8f2";
/// Background of a panel.
pub(super) const PANEL: &str = "#f3eee4";
/// Edge of the card, so that it ends visibly on a white chat too.
pub(super) const EDGE: &str = "#8c8478";
/// Text that matters.
pub(super) const INK: &str = "#2a2630";
/// Axis labels.
pub(super) const MUTED: &str = "#5a5361";
/// Lines to read values from; decoration.
pub(super) const GRID: &str = "#ddd5c7";
/// Mood: line, dots and heading.
pub(super) const MOOD: &str = "#1b5e75";
/// Urges: edge and hatching of the bars, and heading.
pub(super) const CRAVING: &str = "#8a4b14";
/// Urges: what shows between the hatching.
pub(super) const CRAVING_FILL: &str = "#f2d9b3";

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    /// WCAG 2.2, “contrast ratio”.
    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_pair_is_legible() {
        // What, on what, the least ratio that WCAG asks for, the ratio we have (one decimal).
        let pairs = [
            ("title", INK, PAPER, 4.5, 14.0),
            ("axis labels", MUTED, PAPER, 4.5, 7.0),
            ("mood heading", MOOD, PAPER, 4.5, 6.8),
            ("mood line", MOOD, PANEL, 3.0, 6.3),
            ("craving heading", CRAVING, PAPER, 4.5, 6.4),
            ("craving numbers", CRAVING, PANEL, 4.5, 5.9),
            ("bar edge on panel", CRAVING, PANEL, 3.0, 5.9),
            ("hatching on bar", CRAVING, CRAVING_FILL, 3.0, 5.0),
            ("card edge on card", EDGE, PAPER, 3.0, 3.5),
            ("card edge on a white chat", EDGE, "#ffffff", 3.0, 3.7),
            ("card edge on Discord's dark", EDGE, "#313338", 3.0, 3.4),
            ("card on Discord's dark", PAPER, "#313338", 3.0, 11.9),
        ];
        let found = pairs.map(|(what, a, b, ..)| (what, (contrast(a, b) * 10.0).round() / 10.0));
        let said = pairs.map(|(what, .., ratio)| (what, ratio));
        assert_eq!(found, said);
        for (what, a, b, least, _) in pairs {
            assert!(contrast(a, b) >= least, "{what}: {:.2}", contrast(a, b));
        }
    }

    #[test]
    fn the_two_series_differ_in_grey_too() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 0.01);
        assert!(contrast(MOOD, CRAVING_FILL) >= 3.0);
    }
}
