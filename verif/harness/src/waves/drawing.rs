//! What ports show, as WaveDrom's JSON.

use std::fmt::Write;

/// What a port shows in a cycle.
pub(crate) enum Shown {
    Bit(bool),
    /// A value, by a name.
    Name(String),
    /// Nothing that means anything.
    Nothing,
    /// Cycles that are left out.
    Gap,
}

/// A port and what it shows, cycle by cycle.
pub(crate) type Line = (&'static str, Vec<Shown>);

/// A port of one bit.
pub(crate) fn bits<C>(port: &'static str, cycles: &[C], bit: impl Fn(&C) -> bool) -> Line {
    (port, cycles.iter().map(|cycle| Shown::Bit(bit(cycle))).collect())
}

/// A port whose values have names, as long as they mean anything.
pub(crate) fn names<C>(port: &'static str, cycles: &[C], name: impl Fn(&C) -> Option<String>) -> Line {
    let shown = cycles
        .iter()
        .map(|cycle| name(cycle).map_or(Shown::Nothing, Shown::Name));
    (port, shown.collect())
}

/// WaveDrom's JSON, a line per port.
pub(crate) fn json(head: &str, cycles: usize, groups: &[Vec<Line>]) -> String {
    let first = groups.iter().flatten().next();
    let gap = |cycle: usize| first.is_some_and(|(_, shown)| matches!(shown[cycle], Shown::Gap));
    let clock: String = (1..cycles).map(|cycle| if gap(cycle) { '|' } else { '.' }).collect();
    let mut signals = vec![format!("    {} }}", named("clk_i", &format!("p{clock}")))];
    for (place, group) in groups.iter().enumerate() {
        if place > 0 {
            signals.push("    {}".into());
        }
        signals.extend(group.iter().map(|(port, shown)| signal(port, shown)));
    }
    format!(
        "{{ \"head\": {{ \"text\": \"{head}\" }},\n  \"signal\": [\n{}\n  ],\n  \"config\": {{ \"hscale\": 2 }}\n}}\n",
        signals.join(",\n")
    )
}

fn named(port: &str, wave: &str) -> String {
    format!("{{ \"name\": {:<20} \"wave\": \"{wave}\"", format!("\"{port}\","))
}

fn signal(port: &str, shown: &[Shown]) -> String {
    // What is repeated is a dot; names that follow each other differ in colour.
    let (mut wave, mut data) = (String::new(), vec![]);
    let mut last = String::new();
    for shown in shown {
        let now = match shown {
            Shown::Gap => {
                wave.push('|');
                continue;
            }
            Shown::Bit(bit) => u8::from(*bit).to_string(),
            Shown::Nothing => "x".into(),
            Shown::Name(name) => format!("={name}"),
        };
        wave.push(match shown {
            _ if now == last => '.',
            Shown::Name(name) => {
                data.push(format!("\"{name}\""));
                ['3', '4', '5'][(data.len() - 1) % 3]
            }
            _ => now.chars().next().expect("not empty"),
        });
        last = now;
    }
    let mut line = format!("    {}", named(port, &wave));
    if !data.is_empty() {
        let _ = write!(line, ", \"data\": [{}]", data.join(", "));
    }
    line + " }"
}
