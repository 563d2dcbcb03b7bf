//! Where a meeting is: address and areas.

use serde_json::Value;

use super::field::{Fields, Notes};
use super::{WarningKind, text};

const MAX_LINE: usize = 255;

/// The address, and whether the record gave it as a whole.
pub(crate) fn address(fields: &Fields<'_>, notes: &mut Notes) -> (Option<String>, bool) {
    if let Some(address) = fields.line("formatted_address", MAX_LINE, notes) {
        return (Some(address), true);
    }
    let country = fields.line("country", 80, notes);
    let state = fields.line("state", 80, notes);
    let code = postal_code(fields, state.as_deref(), notes);
    let area = [state, code].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let parts = [
        fields.line("address", MAX_LINE, notes),
        fields.line("city", 80, notes),
        Some(area),
        country,
    ];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let joined = text::cut(&parts.join(", "), MAX_LINE).0;
    (Some(joined).filter(|address| !address.is_empty()), false)
}

/// A code that was a number has lost its leading zero, which is seen where all codes of a
/// state of the United States begin with one.
fn postal_code(fields: &Fields<'_>, state: Option<&str>, notes: &mut Notes) -> Option<String> {
    const NORTHEAST: [&str; 7] = ["CT", "MA", "ME", "NH", "NJ", "RI", "VT"];
    let code = fields.line("postal_code", 20, notes)?;
    let number = matches!(fields.get("postal_code"), Some(Value::Number(_)));
    if number && code.len() == 4 && state.is_some_and(|state| NORTHEAST.contains(&state)) {
        notes.add(WarningKind::PostalCode);
        return Some(format!("0{code}"));
    }
    Some(code)
}

pub(crate) fn regions(fields: &Fields<'_>, notes: &mut Notes) -> Vec<String> {
    let mut raw: Vec<String> = match fields.get("regions") {
        Some(Value::Array(list)) => {
            list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        Some(_) => {
            fields.text("regions", notes).map(std::borrow::Cow::into_owned).into_iter().collect()
        }
        None => Vec::new(),
    };
    if raw.is_empty() {
        let region = fields.text("region", notes).map(std::borrow::Cow::into_owned);
        let sub_region = fields.text("sub_region", notes).map(std::borrow::Cow::into_owned);
        raw.extend([region, sub_region].into_iter().flatten());
    }
    raw.iter()
        .flat_map(|region| region.split(" > "))
        .map(|region| text::line(region, 80).text)
        .filter(|region| !region.is_empty())
        .take(5)
        .collect()
}
