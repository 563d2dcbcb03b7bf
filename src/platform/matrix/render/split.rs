//! Fills events: a block stays whole where it can, and is split between its items where it cannot.

use super::html::{Item, Unit};
use super::{MOST_BYTES, Part};

/// The events that hold all units, in order.
pub(super) fn parts(units: &[Unit], rings: bool) -> Vec<Part> {
    let mut filling = Filling::default();
    let mut all = Vec::new();
    for unit in units.iter().filter(|unit| !unit.items.is_empty()) {
        if !filling.fits(unit.bytes()) && unit.bytes() <= MOST_BYTES / 2 {
            all.extend(filling.end(rings));
        }
        // A long block goes on where the one before it ends, so that no title stands alone.
        let mut from = 0;
        while from < unit.items.len() {
            let mut to = from;
            let mut bytes = unit.open.len() + unit.close.len() + 2;
            while let Some(item) = unit.items.get(to)
                && filling.fits(bytes + unit.bytes_of(item))
            {
                bytes += unit.bytes_of(item);
                to += 1;
            }
            if to == from && !filling.is_empty() {
                all.extend(filling.end(rings));
                continue;
            }
            // An item alone always fits; see the limits in `html`.
            to = to.max(from + 1);
            filling.add(unit, &unit.items[from..to]);
            from = to;
        }
    }
    all.extend(filling.end(rings));
    all
}

/// Adds a unit to an event that may be full; the little that goes over is far below the protocol's
/// limit.
pub(super) fn end_with(part: &mut Part, unit: &Unit) {
    let mut filling = Filling {
        body: std::mem::take(&mut part.body),
        html: part.formatted.take().unwrap_or_default(),
        mentions: std::mem::take(&mut part.mentions),
        formatted: true,
    };
    if filling.html.is_empty() {
        let lines: Vec<_> =
            filling.body.split('\n').map(html_escape::encode_quoted_attribute).collect();
        filling.html = format!("<p>{}</p>", lines.join("<br>"));
    }
    filling.add(unit, &unit.items);
    if let Some(ended) = filling.end(part.rings) {
        *part = ended;
    }
}

#[derive(Default)]
struct Filling {
    body: String,
    html: String,
    mentions: Vec<matrix_sdk::ruma::OwnedUserId>,
    formatted: bool,
}

impl Filling {
    fn fits(&self, bytes: usize) -> bool {
        self.body.len() + self.html.len() + bytes <= MOST_BYTES
    }

    fn is_empty(&self) -> bool {
        self.body.is_empty() && self.html.is_empty()
    }

    fn add(&mut self, unit: &Unit, items: &[Item]) {
        if !self.body.is_empty() {
            self.body.push_str("\n\n");
        }
        self.html.push_str(unit.open);
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.body.push('\n');
                self.html.push_str(unit.between_html);
            }
            self.body.push_str(&item.body);
            self.html.push_str(&item.html);
            for user in &item.mentions {
                if !self.mentions.contains(user) {
                    self.mentions.push(user.clone());
                }
            }
        }
        self.html.push_str(unit.close);
        self.formatted |= !unit.plain;
    }

    fn end(&mut self, rings: bool) -> Option<Part> {
        let Self { body, html, mentions, formatted } = std::mem::take(self);
        (!body.is_empty()).then(|| Part {
            body,
            formatted: formatted.then_some(html),
            mentions,
            rings,
        })
    }
}
