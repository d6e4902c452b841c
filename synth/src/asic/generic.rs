//! Yosys' own gates as a library, as far as a design in AND gates and inverters has them.

use super::function::Function;
use super::liberty::{Cell, FlipFlop, Library, Pin, STATE};

/// AND gate, inverter, and flip-flop.
pub fn library() -> Library {
    let function = |text: &str| Function::parse(text, |name| "AB".find(name)).expect("a test reads every gate");
    Library::of(vec![
        cell("$_AND_", &["A", "B"], ("Y", function("A & B")), None),
        cell("$_NOT_", &["A"], ("Y", function("!A")), None),
        cell(
            "$_DFF_P_",
            &["D", "C"],
            (
                "Q",
                Function::parse("Q", |_| Some(STATE)).expect("a name alone is a function"),
            ),
            Some(FlipFlop {
                next_state: function("A"),
                clock: 1,
            }),
        ),
    ])
}

fn cell(name: &str, inputs: &[&str], (output, function): (&str, Function), flip_flop: Option<FlipFlop>) -> Cell {
    let pin = |name: &str, function: Option<Function>| Pin {
        name: name.into(),
        output: function.is_some(),
        capacitance_ff: [0.0; 2],
        function,
        arcs: Vec::new(),
        energies: Vec::new(),
    };
    let inputs = inputs.iter().map(|input| pin(input, None));
    Cell {
        name: name.into(),
        area_um2: 0.0,
        leakage_nw: 0.0,
        leakages: Vec::new(),
        pins: inputs.chain([pin(output, Some(function))]).collect(),
        flip_flop,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_gate_has_its_function() {
        let library = super::library();
        assert_eq!(library.cells.len(), 3);
        assert_eq!(
            library.cell("$_AND_").unwrap().pins[2].function.as_ref().unwrap().table & 0xf,
            0b1000
        );
    }
}
