//! The bundled font, read once. No system font is looked at, so every machine draws alike.

use resvg::usvg::{self, fontdb};
use std::sync::{Arc, LazyLock};

/// The name by which the drawing asks for it.
pub(super) const FAMILY: &str = "Noto Sans";

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(include_bytes!("../../assets/fonts/NotoSans-Regular.ttf").to_vec());
    fonts.load_font_data(include_bytes!("../../assets/fonts/NotoSans-Bold.ttf").to_vec());
    Arc::new(fonts)
});

/// How the drawing is read.
pub(super) fn options() -> usvg::Options<'static> {
    usvg::Options {
        font_family: FAMILY.to_owned(),
        fontdb: Arc::clone(&FONTS),
        ..usvg::Options::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_are_read_and_small() {
        let faces: Vec<u16> = FONTS.faces().map(|face| face.weight.0).collect();
        assert_eq!(faces, [400, 700]);
        assert!(FONTS.faces().all(|face| face.families.iter().any(|(name, _)| name == FAMILY)));
        let bytes = include_bytes!("../../assets/fonts/NotoSans-Regular.ttf").len()
            + include_bytes!("../../assets/fonts/NotoSans-Bold.ttf").len();
        assert!(bytes < 150_000, "{bytes}");
    }
}
