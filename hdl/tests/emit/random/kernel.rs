//! Random kernels, as the tree that rust-hdl makes of a kernel's source.

use memento_hdl::simulator::Random;
use rust_hdl_core::ast::*;
use rust_hdl_core::prelude::*;

/// The widths of all expressions.
pub const WIDTHS: [usize; 6] = [1, 3, 8, 9, 33, 64];

/// What a field of the module is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Input,
    Output,
    Local,
    /// `x$d` and `x$q`.
    Register,
}

/// A field of the module.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub kind: Kind,
    pub width: usize,
}

impl Field {
    fn new(name: &str, kind: Kind, width: usize) -> Self {
        let name = name.into();
        Self { name, kind, width }
    }
}

/// A module with its kernel.
#[derive(Clone, Debug)]
pub struct Kernel {
    pub fields: Vec<Field>,
    pub code: VerilogBlock,
}

/// The inputs that every module has, without clock and reset.
pub const INPUTS: [(&str, usize); 8] = [
    ("a_i", 8),
    ("b_i", 8),
    ("c_i", 9),
    ("d_i", 33),
    ("e_i", 3),
    ("f_i", 1),
    ("g_i", 1),
    ("h_i", 64),
];

struct Writer<'a> {
    random: &'a mut Random,
    fields: Vec<Field>,
    /// What may be read, with its width.
    readable: Vec<(String, usize)>,
}

type Ast = VerilogExpression;

/// A kernel; its name is that of the module.
pub fn random_kernel(name: &str, random: &mut Random) -> Kernel {
    let mut fields: Vec<_> = INPUTS
        .iter()
        .map(|(name, width)| Field::new(name, Kind::Input, *width))
        .collect();
    for (letter, kind) in [("o", Kind::Output), ("l", Kind::Local), ("r", Kind::Register)] {
        for number in 0..3 {
            let width = WIDTHS[random.below(6) as usize];
            fields.push(Field::new(&format!("{letter}{number}"), kind, width));
        }
    }
    let readable = INPUTS.iter().map(|(name, width)| (name.to_string(), *width)).collect();
    let mut writer = Writer {
        random,
        fields,
        readable,
    };
    let code = writer.kernel(name);
    Kernel {
        fields: writer.fields,
        code,
    }
}

fn signal(name: &str) -> Ast {
    Ast::Signal(name.into())
}

fn number(value: u64) -> Ast {
    Ast::Literal(VerilogLiteral::from(value))
}

impl Writer<'_> {
    fn one_in(&mut self, count: u64) -> bool {
        self.random.below(count) == 0
    }

    fn kernel(&mut self, name: &str) -> VerilogBlock {
        let mut code = vec![VerilogStatement::Comment(name.into())];
        for field in self.fields.clone() {
            if field.kind == Kind::Register {
                let name = &field.name;
                for (port, value) in [("clk_i", "clk_i"), ("rst_ni", "rst_ni"), ("d", &format!("{name}$q"))] {
                    let target = signal(&format!("{name}${port}$next"));
                    code.push(VerilogStatement::Assignment(target, signal(value)));
                }
                self.readable.push((format!("{name}$q"), field.width));
                if self.one_in(3) {
                    self.readable.push((format!("{name}$d"), field.width));
                }
            }
        }
        for field in self.fields.clone() {
            if matches!(field.kind, Kind::Output | Kind::Local) {
                let value = self.expression(field.width, 2);
                code.push(VerilogStatement::Assignment(
                    signal(&format!("{}$next", field.name)),
                    value,
                ));
                self.readable.push((field.name, field.width));
            }
            if self.one_in(3) {
                code.extend(self.statement(1));
            }
        }
        for _ in 0..8 {
            code.extend(self.statement(3));
        }
        code
    }

    fn block(&mut self, depth: usize) -> VerilogBlock {
        (0..self.random.below(4))
            .filter_map(|_| self.statement(depth))
            .collect()
    }

    /// A statement that assigns only what has a value already.
    fn statement(&mut self, depth: usize) -> Option<VerilogStatement> {
        if depth > 0 && self.one_in(3) {
            let then = self.block(depth - 1);
            let otherwise = match self.one_in(2) {
                true => VerilogBlockOrConditional::Block(self.block(depth - 1)),
                false => VerilogBlockOrConditional::None,
            };
            let test = self.expression(1, 2);
            return Some(VerilogStatement::If(VerilogConditional { test, then, otherwise }));
        }
        if depth > 0 && self.one_in(3) {
            let test = self.expression(3, 1);
            let labels = 1 + self.random.below(3);
            let mut cases: Vec<_> = (0..labels)
                .map(|_| VerilogCase {
                    condition: self.random.below(8).to_string(),
                    block: self.block(depth - 1),
                })
                .collect();
            cases.push(VerilogCase {
                condition: "default".into(),
                block: self.block(depth - 1),
            });
            return Some(VerilogStatement::Match(VerilogMatch { test, cases }));
        }
        let targets: Vec<_> = self
            .fields
            .iter()
            .filter(|field| field.kind == Kind::Register || self.readable.iter().any(|(name, _)| *name == field.name))
            .filter(|field| field.kind != Kind::Input)
            .cloned()
            .collect();
        let target = targets.get(self.random.below(targets.len() as u64) as usize)?.clone();
        let value = self.expression(target.width, 3);
        let port = if target.kind == Kind::Register { "$d" } else { "" };
        let target = signal(&format!("{}{port}$next", target.name));
        Some(VerilogStatement::Assignment(target, value))
    }

    fn leaf(&mut self, width: usize) -> Ast {
        let fitting: Vec<_> = self.readable.iter().filter(|(_, own)| *own == width).cloned().collect();
        if fitting.is_empty() || self.one_in(8) {
            return Ast::Cast(Box::new(self.number(width)), width);
        }
        signal(&fitting[self.random.below(fitting.len() as u64) as usize].0)
    }

    fn number(&mut self, width: usize) -> Ast {
        let limit = 1 << width.min(31);
        let value = match self.random.below(4) {
            0 => 0,
            1 => limit - 1,
            2 => 1,
            _ => self.random.below(limit),
        };
        number(value)
    }

    /// A place of a bit: a number, or a signal that cannot be beyond the end.
    fn place(&mut self, width: usize) -> Ast {
        match width >= 8 && self.one_in(2) {
            true => signal("e_i"),
            false => number(self.random.below(width as u64)),
        }
    }

    fn expression(&mut self, width: usize, depth: usize) -> Ast {
        if depth == 0 {
            return self.leaf(width);
        }
        let depth = depth - 1;
        let other = WIDTHS[self.random.below(6) as usize];
        let boxed = Box::new;
        match self.random.below(if width == 1 { 14 } else { 10 }) {
            0 => self.leaf(width),
            1..=3 => {
                let op = match self.random.below(5) {
                    0 => VerilogOp::Add,
                    1 => VerilogOp::Sub,
                    2 => VerilogOp::BitAnd,
                    3 => VerilogOp::BitOr,
                    _ => VerilogOp::BitXor,
                };
                let left = self.expression(width, depth);
                let right = if self.one_in(4) {
                    self.number(width)
                } else {
                    self.expression(width, depth)
                };
                match self.one_in(4) {
                    true if matches!(right, Ast::Literal(_)) => Ast::Binary(boxed(right), op, boxed(left)),
                    _ => Ast::Binary(boxed(left), op, boxed(right)),
                }
            }
            4 => Ast::Unary(VerilogOpUnary::Not, boxed(self.expression(width, depth))),
            5 => {
                let op = if self.one_in(2) { VerilogOp::Shl } else { VerilogOp::Shr };
                let amount = match self.one_in(2) {
                    true => number(self.random.below(width as u64 + 3)),
                    false => {
                        let width = WIDTHS[self.random.below(4) as usize];
                        self.expression(width, 1)
                    }
                };
                Ast::Binary(boxed(self.expression(width, depth)), op, boxed(amount))
            }
            6 => Ast::Cast(boxed(self.expression(other, depth)), width),
            7 => {
                let (of, place) = (self.expression(other, depth), self.place(other));
                Ast::Slice(boxed(of), width, boxed(place))
            }
            8 => {
                let (of, place) = (self.expression(width, depth), self.place(width));
                Ast::IndexReplace(boxed(of), boxed(place), boxed(self.expression(1, depth)))
            }
            9 => Ast::Paren(boxed(self.expression(width, depth))),
            10 | 11 => {
                let op = match self.random.below(6) {
                    0 => VerilogOp::Eq,
                    1 => VerilogOp::Ne,
                    2 => VerilogOp::Lt,
                    3 => VerilogOp::Le,
                    4 => VerilogOp::Gt,
                    _ => VerilogOp::Ge,
                };
                let left = self.expression(other, depth);
                let right = if self.one_in(3) {
                    self.number(other)
                } else {
                    self.expression(other, depth)
                };
                Ast::Binary(boxed(left), op, boxed(right))
            }
            12 => {
                let op = if self.one_in(2) {
                    VerilogOp::LogicalAnd
                } else {
                    VerilogOp::LogicalOr
                };
                Ast::Binary(boxed(self.expression(1, depth)), op, boxed(self.expression(1, depth)))
            }
            _ => {
                let of = boxed(self.expression(other, depth));
                match self.random.below(4) {
                    0 => Ast::Unary(VerilogOpUnary::Any, of),
                    1 => Ast::Unary(VerilogOpUnary::All, of),
                    2 => Ast::Unary(VerilogOpUnary::Xor, of),
                    _ => Ast::Index(of, boxed(self.place(other))),
                }
            }
        }
    }
}

/// A signal or port as rust-hdl's probes see it.
struct Bare(AtomKind, usize);

impl Atom for Bare {
    fn bits(&self) -> usize {
        self.1
    }
    fn connected(&self) -> bool {
        true
    }
    fn changed(&self) -> bool {
        false
    }
    fn kind(&self) -> AtomKind {
        self.0
    }
    fn descriptor(&self) -> TypeDescriptor {
        TypeDescriptor {
            name: "bits".into(),
            kind: TypeKind::Bits(self.1),
        }
    }
    fn vcd(&self) -> VCDValue {
        VCDValue::Vector(vec![])
    }
    fn id(&self) -> usize {
        0
    }
    fn verilog(&self) -> VerilogLiteral {
        0u64.into()
    }
    fn constraints(&self) -> Vec<PinConstraint> {
        vec![]
    }
}

/// A register as the back end knows it.
struct BareRegister(usize);

impl Logic for BareRegister {
    fn update(&mut self) {}
    fn hdl(&self) -> Verilog {
        let reset = format!("{}'h0", self.0);
        Verilog::Custom(format!(
            "// memento_register\nalways_ff @(posedge clk_i) begin\n  if (!rst_ni) q <= {reset};\n  else q <= d;\nend\n"
        ))
    }
}

impl Block for BareRegister {
    fn connect_all(&mut self) {}
    fn update_all(&mut self) {}
    fn has_changed(&self) -> bool {
        false
    }
    fn accept(&self, name: &str, probe: &mut dyn Probe) {
        probe.visit_start_scope(name, self);
        probe.visit_atom("clk_i", &Bare(AtomKind::InputParameter, 1));
        probe.visit_atom("rst_ni", &Bare(AtomKind::InputParameter, 1));
        probe.visit_atom("d", &Bare(AtomKind::InputParameter, self.0));
        probe.visit_atom("q", &Bare(AtomKind::OutputParameter, self.0));
        probe.visit_end_scope(name, self);
    }
}

impl Logic for Kernel {
    fn update(&mut self) {}
    fn hdl(&self) -> Verilog {
        Verilog::Combinatorial(self.code.clone())
    }
}

impl Block for Kernel {
    fn connect_all(&mut self) {}
    fn update_all(&mut self) {}
    fn has_changed(&self) -> bool {
        false
    }
    fn accept(&self, name: &str, probe: &mut dyn Probe) {
        probe.visit_start_scope(name, self);
        for port in ["clk_i", "rst_ni"] {
            probe.visit_atom(port, &Bare(AtomKind::InputParameter, 1));
        }
        for field in &self.fields {
            let kind = match field.kind {
                Kind::Input => AtomKind::InputParameter,
                Kind::Output => AtomKind::OutputParameter,
                Kind::Local => AtomKind::LocalSignal,
                Kind::Register => {
                    BareRegister(field.width).accept(&field.name, probe);
                    continue;
                }
            };
            probe.visit_atom(&field.name, &Bare(kind, field.width));
        }
        probe.visit_end_scope(name, self);
    }
}
