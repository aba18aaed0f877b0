//! The calibration as a page that can be sent and printed: a plot, the same as a table, and what
//! both mean.

use std::fmt::Write as _;

use super::drawing::plot;
use super::{Bin, Calibration};

const HEAD: &str = "<!doctype html>
<html lang=\"en-GB\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>Reliability of matching</title>
<style>
body { font: 1.1875rem/1.5 Arial, sans-serif; color: #212b32; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: right; padding: .5rem; border-bottom: 1px solid #d8dde0; font-variant-numeric: tabular-nums; }
th:first-child, td:first-child { text-align: left; }
svg { max-width: 40rem; width: 100%; height: auto; fill: none; }
svg text { font-size: 13px; fill: #212b32; }
.off { color: #a81e13; font-weight: 600; }
</style>
</head>
<body>
<h1>Reliability of matching</h1>
";

/// The page. `source`: in words, whose answers it rests on.
pub fn page(source: &str, calibration: &Calibration) -> String {
    let mut page = HEAD.to_owned();
    let pairs = calibration.pairs();
    let _ = writeln!(
        page,
        "<p>{} {pairs} pairs. Of those that were called 0.99, 99 in 100 should be the same person. \
         Points stand on the diagonal where that is so; bars show where the true share lies, 95 \
         times of 100. What is red is off.</p>",
        escaped(source),
    );
    page.push_str(&plot(calibration));
    page.push_str(
        "<table>\n<thead><tr><th scope=\"col\">Called</th><th scope=\"col\">Pairs</th>\
         <th scope=\"col\">Same person</th><th scope=\"col\">Foretold</th>\
         <th scope=\"col\">Observed</th><th scope=\"col\">95 % interval</th></tr></thead>\n<tbody>\n",
    );
    calibration.filled().for_each(|bin| row(&mut page, bin));
    let _ = writeln!(
        page,
        "</tbody>\n</table>\n<p>Brier score {:.6} (0 is perfect, 0.25 is a coin); log loss {:.6} \
         (0 is perfect, 0.69 is a coin).</p>\n</body>\n</html>",
        calibration.brier(),
        calibration.log_loss(),
    );
    page
}

fn row(page: &mut String, bin: &Bin) {
    let (low, high) = bin.same.interval();
    let (class, off) = if bin.holds() { ("", "") } else { (" class=\"off\"", ", off") };
    let _ = writeln!(
        page,
        "<tr{class}><th scope=\"row\">{} to {}{off}</th><td>{}</td><td>{}</td><td>{:.5}</td>\
         <td>{:.5}</td><td>{low:.5} to {high:.5}</td></tr>",
        bin.from,
        bin.to,
        bin.same.whole,
        bin.same.part,
        bin.foretold(),
        bin.same.value(),
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_in_a_table_what_the_plot_shows() {
        let mut calibration = Calibration::default();
        for _ in 0..50 {
            calibration.count(0.6, true);
        }
        let page = page("Links & truth:", &calibration);
        assert!(page.contains("Links &amp; truth: 50 pairs"));
        assert!(
            page.contains("<tr class=\"off\"><th scope=\"row\">0.5 to 0.75, off</th><td>50</td>")
        );
        assert_eq!(page.matches("<circle").count(), 1);
        assert!(!page.contains("<script"));
    }
}
