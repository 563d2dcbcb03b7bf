//! Mends the small defects that hand-made JSON has, so that one record with a raw line
//! break in a note does not take the other thousand with it.

/// The mended text, or `None` when there was nothing to mend. Raw control characters in
/// texts become spaces, halves of surrogate pairs U+FFFD, unknown escapes the character
/// itself; commas before a closing bracket go; numbers that no float can hold become null.
/// Never closes what was left open: a feed that was cut off must be told so.
pub(crate) fn repair(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut changed = false;
    let mut at = 0;
    let mut copied = 0;
    // Copies what was fine so far, then `with`, and goes on at `next`.
    let mut replace = |out: &mut String, from: usize, with: &str, next: usize| {
        out.push_str(text.get(copied..from).unwrap_or_default());
        out.push_str(with);
        copied = next;
        changed = true;
        next
    };
    while let Some(byte) = bytes.get(at) {
        at = match byte {
            b'"' => {
                string(bytes, at + 1, &mut |from, with, next| replace(&mut out, from, with, next))
            }
            b',' => {
                let next = bytes[at + 1..]
                    .iter()
                    .position(|byte| !byte.is_ascii_whitespace())
                    .map_or(bytes.len(), |skip| at + 1 + skip);
                match bytes.get(next) {
                    Some(b']' | b'}') => replace(&mut out, at, "", at + 1),
                    _ => at + 1,
                }
            }
            b'-' | b'0'..=b'9' => {
                let end = bytes[at..]
                    .iter()
                    .position(|byte| {
                        !matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')
                    })
                    .map_or(bytes.len(), |length| at + length);
                let number: Option<f64> = text.get(at..end).and_then(|token| token.parse().ok());
                match number {
                    Some(number) if number.is_infinite() => replace(&mut out, at, "null", end),
                    _ => end,
                }
            }
            _ => at + 1,
        };
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    changed.then_some(out)
}

/// Walks a string from behind its opening quote to behind its closing one.
fn string(
    bytes: &[u8],
    mut at: usize,
    replace: &mut impl FnMut(usize, &str, usize) -> usize,
) -> usize {
    while let Some(byte) = bytes.get(at) {
        at = match byte {
            b'"' => return at + 1,
            0..=0x1f => {
                let with = if *byte == b'\n' { "\\n" } else { " " };
                replace(at, with, at + 1)
            }
            b'\\' => match bytes.get(at + 1) {
                Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => at + 2,
                Some(b'u') => match (unit(bytes, at), unit(bytes, at + 6)) {
                    (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => at + 12,
                    (Some(0xd800..=0xdfff), _) => replace(at, "\\ufffd", at + 6),
                    (Some(_), _) => at + 6,
                    (None, _) => replace(at, "", at + 1),
                },
                Some(_) => replace(at, "", at + 1),
                None => at + 1,
            },
            _ => at + 1,
        };
    }
    at
}

/// The number of a `\uXXXX` at this place.
fn unit(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    digits
        .iter()
        .try_fold(0, |sum, digit| char::from(*digit).to_digit(16).map(|digit| sum * 16 + digit))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn small_defects_are_mended() {
        let table = [
            ("[\"a\nb\tc\"]", json!(["a\nb c"])),
            (r#"["a\ud83d", "\ud83d\ude00"]"#, json!(["a\u{fffd}", "😀"])),
            (r#"["it\'s \xa"]"#, json!(["it's xa"])),
            (r#"["\u12"]"#, json!(["u12"])),
            (r#"[{"a": 1,}, ]"#, json!([{"a": 1}])),
            (r"[1e999, -2.5]", json!([null, -2.5])),
        ];
        for (text, expected) in table {
            let mended = repair(text).expect("it has a defect");
            assert_eq!(serde_json::from_str::<Value>(&mended).ok(), Some(expected), "{mended}");
        }
    }

    #[test]
    fn good_and_unfinished_json_stays() {
        for text in [r#"[{"a": "b,] \u00e4 \"q\"", "n": 1.5e3}]"#, r#"[{"a": "b"#, "[1, 2", ""] {
            assert_eq!(repair(text), None, "{text}");
        }
    }
}
