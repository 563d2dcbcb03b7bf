//! The two panels: mood as a line with dots, urges as hatched bars.

use super::axis::Axis;
use super::palette::{CRAVING, GRID, MOOD, MUTED, PANEL};
use super::summary::{Figures, Row};
use super::svg::{Anchor, Style, Svg};
use super::{Chart, DAILY_MOST, summary};

/// Where a panel stands, in CSS pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) top: f32,
    pub(super) bottom: f32,
}

/// What the panels show: a point for each day or each week with an answer.
pub(super) struct Points {
    rows: Vec<Row>,
    /// Days from one point to the next when nothing is missing between.
    step: usize,
}

impl Points {
    pub(super) fn new(chart: &Chart) -> Self {
        if chart.span() > DAILY_MOST {
            Self { rows: summary::weeks(chart), step: 7 }
        } else {
            Self { rows: summary::days(chart), step: 1 }
        }
    }

    pub(super) fn weekly(&self) -> bool {
        self.step > 1
    }

    /// Places the answers to one question.
    fn placed(
        &self,
        chart: &Chart,
        axis: &Axis,
        pick: impl Fn(&Row) -> Option<Figures>,
    ) -> Vec<Point> {
        let mut placed = Vec::new();
        let mut last_end = None;
        for row in &self.rows {
            let Some(figures) = pick(row) else { continue };
            let (from, to) = (chart.index(row.from), chart.index(row.to));
            placed.push(Point {
                follows: last_end == Some(from),
                x: axis.middle(from, to),
                // A week that the chart cuts short has less room.
                space: axis.slot() * (to + 1 - from) as f32,
                value: figures.average as f32,
            });
            last_end = Some(to + 1);
        }
        placed
    }
}

/// An answer in its place.
struct Point {
    /// The day or week before it has an answer too.
    follows: bool,
    /// In CSS pixels.
    x: f32,
    /// The width of its day or week in CSS pixels.
    space: f32,
    value: f32,
}

/// Draws mood in its area.
pub(super) fn mood(svg: &mut Svg, chart: &Chart, axis: &Axis, points: &Points, area: Area) {
    background(svg, area);
    let y = |value: f32| area.bottom - 14.0 - (value - 1.0) / 4.0 * (area.bottom - area.top - 28.0);
    for (value, name) in (1_u8..).zip(&chart.labels.moods) {
        let y = y(f32::from(value));
        svg.line((area.left, y), (area.right, y), GRID, 1.0);
        svg.text((area.left - 10.0, y + 4.0), label(Anchor::End, MUTED, area.left - 28.0), name);
    }
    let placed = points.placed(chart, axis, |row| row.mood);
    for pair in placed.windows(2) {
        if let [Point { x: x1, value: v1, .. }, Point { follows: true, x: x2, value: v2, .. }] =
            pair
        {
            svg.add(format_args!(
                r#"<line x1="{x1:.2}" y1="{:.2}" x2="{x2:.2}" y2="{:.2}" stroke="{MOOD}" stroke-width="2.5" stroke-linecap="round"/>"#,
                y(*v1),
                y(*v2)
            ));
        }
    }
    let space = axis.slot() * points.step as f32;
    let radius = (space * 0.28).clamp(2.6, 5.5);
    // A rim sets a dot off from its line; it would eat a small one.
    let rim = if radius < 3.2 { 0.0 } else { 1.2 };
    for Point { x, value, .. } in placed {
        svg.add(format_args!(
            r#"<circle cx="{x:.2}" cy="{:.2}" r="{radius:.2}" fill="{MOOD}" stroke="{PANEL}" stroke-width="{rim}"/>"#,
            y(value)
        ));
    }
}

/// Draws urges in their area.
pub(super) fn craving(svg: &mut Svg, chart: &Chart, axis: &Axis, points: &Points, area: Area) {
    background(svg, area);
    // Room above ten for the number on the bar.
    let y = |value: f32| area.bottom - value / 10.0 * (area.bottom - area.top - 16.0);
    for value in [0_u8, 5, 10] {
        let y = y(f32::from(value));
        svg.line((area.left, y), (area.right, y), if value == 0 { MUTED } else { GRID }, 1.0);
        svg.text((area.left - 10.0, y + 4.0), label(Anchor::End, MUTED, 40.0), &value.to_string());
    }
    let space = axis.slot() * points.step as f32;
    // A number needs its own width and some air.
    let numbers = space >= 18.0 && !points.weekly();
    for Point { x, space, value, .. } in points.placed(chart, axis, |row| row.craving) {
        let top = y(value);
        let width = (space * 0.66).clamp(1.4, 44.0);
        if value > 0.0 {
            let edge = if width < 6.0 { 0.8 } else { 1.3 };
            svg.rect(
                (x - width / 2.0, top),
                (width, area.bottom - top),
                &format!(r#"fill="url(#hatch)" stroke="{CRAVING}" stroke-width="{edge}""#),
            );
        } else {
            // “None” is an answer, and a happy one: a ring on the line, not an empty place.
            let radius = (width / 2.0).clamp(1.8, 3.5);
            svg.add(format_args!(
                r#"<circle cx="{x:.2}" cy="{:.2}" r="{radius:.2}" fill="{PANEL}" stroke="{CRAVING}" stroke-width="1.3"/>"#,
                top - radius
            ));
        }
        if numbers {
            let above = if value > 0.0 { 4.0 } else { 11.0 };
            let style = Style { bold: true, ..label(Anchor::Middle, CRAVING, 24.0) };
            svg.text((x, top - above), style, &format!("{value}"));
        }
    }
}

/// The look of small text.
pub(super) fn label(anchor: Anchor, colour: &'static str, within: f32) -> Style {
    Style { size: 12.0, colour, bold: false, anchor, within }
}

fn background(svg: &mut Svg, area: Area) {
    let rest = format!(r#"rx="6" fill="{PANEL}""#);
    svg.rect((area.left, area.top), (area.right - area.left, area.bottom - area.top), &rest);
}
