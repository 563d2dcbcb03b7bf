//! The card: headings, panels, axis.

use super::axis::Axis;
use super::palette::{CRAVING, CRAVING_FILL, EDGE, INK, MOOD, MUTED, PAPER};
use super::panel::{self, Area, Points, label};
use super::svg::{Anchor, Style, Svg};
use super::{Chart, HEIGHT, WIDTH};

const LEFT: f32 = 112.0;
const RIGHT: f32 = 776.0;

/// The whole drawing, in CSS pixels.
pub(super) fn svg(chart: &Chart) -> String {
    let mut svg = Svg::default();
    svg.add(format_args!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">"#
    ));
    svg.add(format_args!(
        r#"<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="5" fill="{CRAVING_FILL}"/><path d="M-1 1L1 -1M0 5L5 0M4 6L6 4" stroke="{CRAVING}" stroke-width="1.1"/></pattern></defs>"#
    ));
    let (width, height) = (WIDTH as f32, HEIGHT as f32);
    svg.rect((0.0, 0.0), (width, height), &format!(r#"fill="{PAPER}""#));
    let edge = format!(r#"fill="none" stroke="{EDGE}" stroke-width="1""#);
    svg.rect((0.5, 0.5), (width - 1.0, height - 1.0), &edge);

    let points = Points::new(chart);
    let axis = Axis::new(chart, LEFT + 8.0, RIGHT - LEFT - 16.0);
    let labels = &chart.labels;
    let title = Style { size: 19.0, colour: INK, bold: true, anchor: Anchor::Start, within: 400.0 };
    svg.text((24.0, 38.0), title, &labels.title);
    let period = Style { size: 13.0, ..label(Anchor::End, MUTED, 330.0) };
    svg.text((RIGHT, 37.0), period, &labels.period);

    svg.line((LEFT, 65.0), (LEFT + 24.0, 65.0), MOOD, 2.5);
    svg.add(format_args!(r#"<circle cx="{:.1}" cy="65" r="4.5" fill="{MOOD}"/>"#, LEFT + 12.0));
    heading(&mut svg, 70.0, MOOD, &labels.mood);
    if points.weekly() {
        svg.text((RIGHT, 70.0), label(Anchor::End, MUTED, 300.0), &labels.weekly);
    }
    panel::mood(
        &mut svg,
        chart,
        &axis,
        &points,
        Area { left: LEFT, right: RIGHT, top: 80.0, bottom: 212.0 },
    );

    let swatch = format!(r#"fill="url(#hatch)" stroke="{CRAVING}" stroke-width="1.3""#);
    svg.rect((LEFT + 6.0, 226.0), (12.0, 14.0), &swatch);
    heading(&mut svg, 238.0, CRAVING, &labels.craving);
    let lower = Area { left: LEFT, right: RIGHT, top: 248.0, bottom: 342.0 };
    panel::craving(&mut svg, chart, &axis, &points, lower);

    for tick in axis.upper(&labels.months) {
        svg.line((tick.x, lower.bottom), (tick.x, lower.bottom + 5.0), MUTED, 1.0);
        svg.text((tick.x, 360.0), label(Anchor::Middle, MUTED, 80.0), &tick.name);
    }
    for tick in axis.lower(&labels.months) {
        // Below its own column; at the left edge it would otherwise leave the panel.
        let style = Style { bold: true, ..label(Anchor::Middle, MUTED, 120.0) };
        let half = super::svg::width(&tick.name, style.size) / 2.0;
        svg.text((tick.x.clamp(LEFT + half, RIGHT - half), 378.0), style, &tick.name);
    }
    svg.add(format_args!("</svg>"));
    svg.finish()
}

fn heading(svg: &mut Svg, y: f32, colour: &'static str, text: &str) {
    let style = Style { size: 13.5, colour, bold: true, anchor: Anchor::Start, within: 330.0 };
    svg.text((LEFT + 34.0, y), style, text);
}
