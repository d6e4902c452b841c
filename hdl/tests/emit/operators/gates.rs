//! A simulator of Yosys' gates, in levels: an event-driven one takes seconds for each cycle of a netlist as deep as this.

use num_bigint::BigUint;
use std::collections::HashMap;

/// One combinational gate over net numbers.
enum Gate {
    Buffer(usize),
    Not(usize),
    And(usize, usize),
    Or(usize, usize),
    Xor(usize, usize),
    /// The second while the third is 0.
    Mux(usize, usize, usize),
}

/// A flat module of gates and flip-flops of one clock.
#[derive(Default)]
pub struct Netlist {
    nets: HashMap<String, usize>,
    values: Vec<bool>,
    /// Gates with the net each drives; after [`Netlist::sort`], each after those that it reads.
    gates: Vec<(usize, Gate)>,
    /// Next value and value of each flip-flop.
    flip_flops: Vec<(usize, usize)>,
}

/// The modules of a netlist in BLIF, by name.
pub fn read(blif: &str) -> HashMap<String, Netlist> {
    let mut modules = HashMap::new();
    let mut open: Option<(String, Netlist)> = None;
    let mut lines = blif.lines().peekable();
    while let Some(line) = lines.next() {
        let mut words = line.split_whitespace();
        let Some(kind) = words.next() else { continue };
        let words: Vec<_> = words.collect();
        if kind == ".model" {
            open = Some((words[0].into(), Netlist::default()));
            continue;
        }
        let Some((_, module)) = &mut open else { continue };
        match kind {
            ".names" => {
                // A constant (a line `1` follows if it is one) or another name for a net (`1 1` follows).
                let is_one = lines.peek() == Some(&"1");
                match words[..] {
                    [net] => module.constant(net, is_one),
                    [from, to] => {
                        let from = module.net(from);
                        module.drive(to, Gate::Buffer(from));
                    }
                    _ => panic!("not a netlist of gates: {line}"),
                }
            }
            ".subckt" => module.cell(&words),
            ".end" => {
                let (name, mut module) = open.take().expect("a module is open");
                module.sort(&name);
                modules.insert(name, module);
            }
            _ => {}
        }
    }
    modules
}

impl Netlist {
    fn net(&mut self, name: &str) -> usize {
        if let Some(net) = self.nets.get(name) {
            return *net;
        }
        self.nets.insert(name.into(), self.values.len());
        self.values.push(false);
        self.values.len() - 1
    }

    fn constant(&mut self, name: &str, value: bool) {
        let net = self.net(name);
        self.values[net] = value;
    }

    fn drive(&mut self, name: &str, gate: Gate) {
        let net = self.net(name);
        self.gates.push((net, gate));
    }

    fn cell(&mut self, words: &[&str]) {
        let mut pin = |name: &str| {
            let net = words.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
            let net = net.unwrap_or_else(|| panic!("no pin {name}: {words:?}"));
            self.net(net)
        };
        let gate = match words[0] {
            "$_NOT_" => Gate::Not(pin("A")),
            "$_AND_" => Gate::And(pin("A"), pin("B")),
            "$_OR_" => Gate::Or(pin("A"), pin("B")),
            "$_XOR_" => Gate::Xor(pin("A"), pin("B")),
            "$_MUX_" => Gate::Mux(pin("A"), pin("B"), pin("S")),
            "$_DFF_P_" => {
                let flip_flop = (pin("D"), pin("Q"));
                return self.flip_flops.push(flip_flop);
            }
            other => panic!("no gate called {other} is known"),
        };
        let output = pin("Y");
        self.gates.push((output, gate));
    }

    /// Brings every gate behind those that drive it.
    fn sort(&mut self, name: &str) {
        let mut pending: Vec<_> = std::mem::take(&mut self.gates).into_iter().map(Some).collect();
        let mut driver = vec![None; self.values.len()];
        for (place, gate) in pending.iter().enumerate() {
            let (net, _) = gate.as_ref().expect("none is taken yet");
            driver[*net] = Some(place);
        }
        // Depth first, without recursion: a gate is put down when all it reads has been.
        let mut visited = vec![false; pending.len()];
        for start in 0..pending.len() {
            let mut stack = vec![start];
            while let Some(&place) = stack.last() {
                let Some((_, gate)) = &pending[place] else {
                    stack.pop();
                    continue;
                };
                let before = gate.inputs().into_iter().flatten().filter_map(|net| driver[net]);
                let before: Vec<_> = before.filter(|place| pending[*place].is_some()).collect();
                if before.is_empty() {
                    self.gates.push(pending[place].take().expect("it was there"));
                    stack.pop();
                } else {
                    assert!(
                        !std::mem::replace(&mut visited[place], true),
                        "{name} has a combinational loop"
                    );
                    stack.extend(before);
                }
            }
        }
    }

    /// Sets an input.
    pub fn set(&mut self, port: &str, width: usize, value: &BigUint) {
        for bit in 0..width {
            if let Some(net) = self.nets.get(&bit_name(port, width, bit)) {
                self.values[*net] = value.bit(bit as u64);
            }
        }
    }

    /// An output.
    pub fn get(&self, port: &str, width: usize) -> BigUint {
        let mut value = BigUint::default();
        for bit in 0..width {
            let name = bit_name(port, width, bit);
            let net = self
                .nets
                .get(&name)
                .unwrap_or_else(|| panic!("the netlist has no output {name}"));
            value.set_bit(bit as u64, self.values[*net]);
        }
        value
    }

    /// Propagates the inputs.
    pub fn settle(&mut self) {
        let values = &mut self.values;
        for (net, gate) in &self.gates {
            values[*net] = match *gate {
                Gate::Buffer(a) => values[a],
                Gate::Not(a) => !values[a],
                Gate::And(a, b) => values[a] && values[b],
                Gate::Or(a, b) => values[a] || values[b],
                Gate::Xor(a, b) => values[a] != values[b],
                Gate::Mux(a, b, select) => values[if values[select] { b } else { a }],
            };
        }
    }

    /// A rising clock edge after [`Netlist::settle`].
    pub fn tick(&mut self) {
        let next: Vec<_> = self.flip_flops.iter().map(|(next, _)| self.values[*next]).collect();
        for ((_, value), next) in self.flip_flops.iter().zip(next) {
            self.values[*value] = next;
        }
    }
}

impl Gate {
    fn inputs(&self) -> [Option<usize>; 3] {
        match *self {
            Gate::Buffer(a) | Gate::Not(a) => [Some(a), None, None],
            Gate::And(a, b) | Gate::Or(a, b) | Gate::Xor(a, b) => [Some(a), Some(b), None],
            Gate::Mux(a, b, select) => [Some(a), Some(b), Some(select)],
        }
    }
}

fn bit_name(port: &str, width: usize, bit: usize) -> String {
    match width {
        1 => port.into(),
        _ => format!("{port}[{bit}]"),
    }
}
