//! The reliability plot: what was foretold against what was so.
//!
//! Both axes are stretched towards their ends (log-odds), so that 0.999 and 0.9999 stand apart.

use std::fmt::Write as _;

use super::{Bin, Calibration};

const SIZE: f64 = 460.0;
const LEFT: f64 = 90.0;
const TOP: f64 = 20.0;

/// The ends of both axes, in log-odds: about 1 in 20,000 from either end.
const END: f64 = 10.0;

const TICKS: [f64; 9] = [0.0001, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999];

/// The plot as SVG, without a script or a style of its own.
pub(super) fn plot(calibration: &Calibration) -> String {
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 600 560\" role=\"img\" \
         aria-labelledby=\"plot-title plot-words\"><title id=\"plot-title\">Reliability</title>\
         <desc id=\"plot-words\">Foretold probability against observed share. Where probabilities \
         hold, points stand on the diagonal. The table below says the same.</desc>\n",
    );
    let (right, bottom) = (LEFT + SIZE, TOP + SIZE);
    for tick in TICKS {
        let (x, y) = (across(tick), up(tick));
        let _ = writeln!(
            svg,
            "<path d=\"M{x:.1} {TOP}V{bottom}M{LEFT} {y:.1}H{right}\" stroke=\"#d8dde0\"/>\
             <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{tick}</text>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{tick}</text>",
            bottom + 20.0,
            LEFT - 8.0,
            y + 5.0,
        );
    }
    let _ = writeln!(
        svg,
        "<path d=\"M{LEFT} {bottom}L{right} {TOP}\" stroke=\"#4c6272\" stroke-dasharray=\"6 4\"/>\
         <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">foretold</text>\
         <text x=\"20\" y=\"{:.1}\" text-anchor=\"middle\" transform=\"rotate(-90 20 {:.1})\">\
         observed</text>",
        LEFT + SIZE / 2.0,
        bottom + 50.0,
        TOP + SIZE / 2.0,
        TOP + SIZE / 2.0,
    );
    for bin in calibration.filled() {
        point(&mut svg, bin);
    }
    svg.push_str("</svg>\n");
    svg
}

fn point(svg: &mut String, bin: &Bin) {
    let (low, high) = bin.same.interval();
    let (x, y) = (across(bin.foretold()), up(bin.same.value()));
    let colour = if bin.holds() { "#005eb8" } else { "#d5281b" };
    let _ = writeln!(
        svg,
        "<path d=\"M{x:.1} {:.1}V{:.1}\" stroke=\"{colour}\" stroke-width=\"3\"/>\
         <circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"6\" fill=\"{colour}\"/>",
        up(low),
        up(high),
    );
}

/// Where a probability stands between the ends, from 0 to 1.
fn place(probability: f64) -> f64 {
    let odds = (probability / (1.0 - probability)).ln().clamp(-END, END);
    (odds + END) / (2.0 * END)
}

fn across(probability: f64) -> f64 {
    LEFT + SIZE * place(probability)
}

fn up(probability: f64) -> f64 {
    TOP + SIZE * (1.0 - place(probability))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certainties_stand_at_the_ends_and_an_even_chance_in_the_middle() {
        assert!((place(0.0) - 0.0).abs() < 1e-9);
        assert!((place(1.0) - 1.0).abs() < 1e-9);
        assert!((place(0.5) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn every_bin_with_a_pair_has_a_point_and_one_that_is_off_is_red() {
        let mut calibration = Calibration::default();
        for _ in 0..50 {
            calibration.count(0.6, true);
        }
        calibration.count(0.3, false);
        let svg = plot(&calibration);
        assert_eq!(svg.matches("<circle").count(), 2);
        assert_eq!(svg.matches("fill=\"#d5281b\"").count(), 1);
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }
}
