//! The plots of the page.

use super::{results::Results, Error};
use plotters::prelude::*;

const COLOURS: [RGBColor; 9] = [
    RGBColor(0, 114, 178),
    RGBColor(86, 180, 233),
    RGBColor(213, 94, 0),
    RGBColor(230, 159, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(240, 228, 66),
    RGBColor(110, 110, 110),
    RGBColor(190, 190, 190),
];

/// Mean cycles of a malloc and a free, for each pattern and allocator, on a logarithmic scale.
pub fn pair_plot(results: &Results) -> Result<String, Error> {
    let patterns = results.patterns();
    let names = results.measured();
    let most = results.micro.iter().map(|line| line.pair()).fold(10.0, f64::max);
    let bar = |pattern: &str, name: &str| results.on(pattern, name).map(|line| line.pair());
    grouped(
        "Mean cycles of a malloc and a free",
        &patterns,
        &names,
        (1f64..most * 3.0).log_scale(),
        1.0,
        bar,
    )
}

/// How many times faster than with the best software allocator each program is.
pub fn program_plot(results: &Results) -> Result<String, Error> {
    let results = &results.programs;
    let names = results.names();
    let allocators = results.allocators();
    let bar = |program: &str, allocator: &str| {
        let best = results.cycles(program, results.best(program)?)?.mean;
        Some(best / results.cycles(program, allocator)?.mean)
    };
    let values = names
        .iter()
        .flat_map(|name| allocators.iter().filter_map(move |allocator| bar(name, allocator)));
    let most = values.fold(1.0, f64::max);
    grouped(
        "Whole programs: speed in the mean of the layouts, the best software allocator being 1",
        &names,
        &allocators,
        0.0..most * 1.3,
        0.0,
        bar,
    )
}

/// A bar for each group and member.
fn grouped<Y>(
    title: &str,
    groups: &[&str],
    members: &[&str],
    y: Y,
    floor: f64,
    value: impl Fn(&str, &str) -> Option<f64>,
) -> Result<String, Error>
where
    Y: plotters::coord::ranged1d::AsRangedCoord<Value = f64>,
    Y::CoordDescType: plotters::coord::ranged1d::ValueFormatter<f64> + Ranged<ValueType = f64>,
{
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (960, 420)).into_drawing_area();
        area.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(&area)
            .caption(title, ("sans-serif", 18))
            .margin(10)
            .x_label_area_size(30)
            .y_label_area_size(50)
            .build_cartesian_2d(0f64..groups.len() as f64, y)?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .x_labels(groups.len() * 2 + 1)
            .x_label_formatter(&|x| match x.fract() == 0.5 {
                true => groups.get(*x as usize).unwrap_or(&"").to_string(),
                false => String::new(),
            })
            .draw()?;
        let width = 0.9 / members.len() as f64;
        for (number, member) in members.iter().enumerate() {
            let colour = COLOURS[number % COLOURS.len()];
            let bars = groups.iter().enumerate().filter_map(|(group, name)| {
                let left = group as f64 + 0.05 + number as f64 * width;
                Some(Rectangle::new(
                    [(left, floor), (left + width * 0.9, value(name, member)?)],
                    colour.filled(),
                ))
            });
            chart
                .draw_series(bars)?
                .label(*member)
                .legend(move |(x, y)| Rectangle::new([(x, y - 5), (x + 10, y + 5)], colour.filled()));
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::UpperRight)
            .background_style(WHITE.mix(0.8))
            .draw()?;
        area.present()?;
    }
    Ok(svg)
}
