//! Nothing found: what there would be with one wish less.

use super::query::Search;
use super::rank;
use super::understand::Want;
use crate::store::Conn;

/// A search with one wish less that finds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Less {
    /// The wish that is left out, by its place.
    pub(super) without: usize,
    /// What can be typed.
    pub(super) text: String,
    /// How many meetings that finds, at most [`rank::MOST`] and one.
    pub(super) count: usize,
}

/// Leaves out one wish at a time; most meetings first.
pub(super) async fn relax(conn: &mut Conn, search: &Search) -> sqlx::Result<Vec<Less>> {
    let mut found = Vec::new();
    if search.understood.parts.len() < 2 {
        return Ok(found);
    }
    for without in 0..search.understood.parts.len() {
        let less = search.without(without);
        let count = rank::count(conn, &less).await?;
        if count > 0 {
            found.push(Less { without, text: typed(&less), count });
        }
    }
    found.sort_by_key(|less| std::cmp::Reverse(less.count));
    found.truncate(3);
    Ok(found)
}

/// What can be typed for a search: words for places last.
fn typed(search: &Search) -> String {
    let is_place = |want: &Want| matches!(want, Want::Word { place: true, .. });
    let parts = &search.understood.parts;
    let (places, others): (Vec<_>, Vec<_>) = parts.iter().partition(|part| is_place(&part.want));
    let mut words: Vec<&str> = others.iter().map(|part| part.typed.as_str()).collect();
    if !places.is_empty() {
        words.push("in");
    }
    words.extend(places.iter().map(|part| part.typed.as_str()));
    words.join(" ")
}
