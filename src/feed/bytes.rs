//! From bytes to text: gzip with a limit, and the encodings that feeds come in.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::read::MultiGzDecoder;

use super::FeedError;

/// The text of a feed.
pub(crate) struct Decoded<'a> {
    /// Without a byte-order mark.
    pub(crate) text: Cow<'a, str>,
    /// How it was encoded, when not in UTF-8.
    pub(crate) encoding: Option<&'static str>,
}

/// Unpacks and decodes. `limit` holds for the bytes as given and as unpacked: a bomb is
/// small until it is opened.
pub(crate) fn decode(bytes: &[u8], limit: usize) -> Result<Decoded<'_>, FeedError> {
    if bytes.len() > limit {
        return Err(FeedError::TooLarge { limit });
    }
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let unpacked = unpack(bytes, limit)?;
        return match text(&unpacked)? {
            (Cow::Owned(text), encoding) => Ok((text, encoding)),
            (Cow::Borrowed(text), encoding) => Ok((text.to_owned(), encoding)),
        }
        .map(|(text, encoding)| Decoded { text: Cow::Owned(text), encoding });
    }
    text(bytes).map(|(text, encoding)| Decoded { text, encoding })
}

/// Unpacks gzip of one or several members, up to `limit` bytes.
pub(crate) fn unpack(bytes: &[u8], limit: usize) -> Result<Vec<u8>, FeedError> {
    let mut unpacked = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    MultiGzDecoder::new(bytes)
        .take(most)
        .read_to_end(&mut unpacked)
        .map_err(|_| FeedError::BadGzip)?;
    if unpacked.len() > limit {
        return Err(FeedError::TooLarge { limit });
    }
    Ok(unpacked)
}

fn text(bytes: &[u8]) -> Result<(Cow<'_, str>, Option<&'static str>), FeedError> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => Ok(wide(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => Ok(wide(rest, u16::from_be_bytes)),
        _ => narrow(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)),
    }
}

fn narrow(bytes: &[u8]) -> Result<(Cow<'_, str>, Option<&'static str>), FeedError> {
    match str::from_utf8(bytes) {
        Ok(text) => Ok((Cow::Borrowed(text), None)),
        // No text in an eight-bit encoding has zero bytes; pictures and archives do.
        Err(_) if bytes.contains(&0) => Err(FeedError::NotText),
        Err(_) => Ok((
            Cow::Owned(bytes.iter().map(|byte| windows_1252(*byte)).collect()),
            Some("windows-1252"),
        )),
    }
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (Cow<'_, str>, Option<&'static str>) {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    (Cow::Owned(String::from_utf16_lossy(&units)), Some("utf-16"))
}

/// The superset of Latin-1 that every browser reads when it says Latin-1.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn pack(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).expect("writing to memory works");
        encoder.finish().expect("writing to memory works")
    }

    fn decoded(bytes: &[u8]) -> Result<(String, Option<&'static str>), FeedError> {
        decode(bytes, 1000).map(|decoded| (decoded.text.into_owned(), decoded.encoding))
    }

    #[test]
    fn encodings() {
        let table: [(&[u8], &str, Option<&str>); 6] = [
            ("Zürich".as_bytes(), "Zürich", None),
            (b"\xef\xbb\xbfhi", "hi", None),
            (b"caf\xe9 \x96 \x80", "café – €", Some("windows-1252")),
            (b"\xff\xfeh\0i\0", "hi", Some("utf-16")),
            (b"\xfe\xff\0h\0i", "hi", Some("utf-16")),
            (b"\xff\xfeh\0i", "h", Some("utf-16")),
        ];
        for (bytes, text, encoding) in table {
            assert_eq!(decoded(bytes), Ok((text.to_owned(), encoding)));
        }
        assert_eq!(decoded(b"\x89PNG\r\n\0\0"), Err(FeedError::NotText));
    }

    #[test]
    fn gzip_is_unpacked_within_the_limit() {
        assert_eq!(decoded(&pack(b"[]")), Ok(("[]".to_owned(), None)));
        assert_eq!(decoded(&pack(&vec![b' '; 100_000])), Err(FeedError::TooLarge { limit: 1000 }));
        assert_eq!(decoded(&[b' '; 1001]), Err(FeedError::TooLarge { limit: 1000 }));
        let packed = pack(b"a longer text that is cut");
        assert_eq!(decoded(&packed[..packed.len() - 9]), Err(FeedError::BadGzip));
    }
}
