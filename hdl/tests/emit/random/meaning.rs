//! What a kernel means: its statements run in order, as the function `update` that rust-hdl makes of it would, with
//! rust-hdl's own operators on bits.

use super::kernel::{Kernel, Kind};
use num_bigint::BigUint;
use rust_hdl_core::ast::*;
use rust_hdl_core::prelude::*;
use std::collections::BTreeMap;

/// A value and its width; a number of the source has none.
type Value = (BigUint, Option<usize>);

/// Evaluates `$body` with the constant `$n` as the width.
macro_rules! at_width {
    ($width:expr, $n:ident => $body:expr) => {
        at_width!(@ $width, $n, $body, 1 3 8 9 33 64)
    };
    (@ $width:expr, $n:ident, $body:expr, $($w:literal)*) => {
        match $width {
            $($w => { const $n: usize = $w; $body })*
            other => panic!("no expression has {other} bits"),
        }
    };
}

/// A running module.
pub struct Machine<'a> {
    kernel: &'a Kernel,
    /// Signals by name; `x$d` as the pass before left it.
    values: BTreeMap<String, (BigUint, usize)>,
    /// The next values of registers in this pass.
    next: BTreeMap<String, BigUint>,
}

impl<'a> Machine<'a> {
    pub fn new(kernel: &'a Kernel) -> Self {
        let mut values = BTreeMap::new();
        for field in &kernel.fields {
            let ports: &[&str] = if field.kind == Kind::Register {
                &["$d", "$q"]
            } else {
                &[""]
            };
            for port in ports {
                values.insert(format!("{}{port}", field.name), (BigUint::default(), field.width));
            }
        }
        Self {
            kernel,
            values,
            next: BTreeMap::new(),
        }
    }

    pub fn set(&mut self, name: &str, value: &BigUint) {
        self.values.get_mut(name).expect("a signal").0 = value.clone();
    }

    pub fn get(&self, name: &str) -> &BigUint {
        &self.values[name].0
    }

    /// Runs the statements until nothing changes.
    pub fn settle(&mut self) {
        for _ in 0..20 {
            let before = self.values.clone();
            self.block(&self.kernel.code);
            for (name, value) in std::mem::take(&mut self.next) {
                self.set(&name, &value);
            }
            if self.values == before {
                return;
            }
        }
        panic!("the kernel does not settle");
    }

    /// A rising clock edge.
    pub fn tick(&mut self, rst_n: bool) {
        for field in self.kernel.fields.iter().filter(|field| field.kind == Kind::Register) {
            let next = if rst_n {
                self.get(&format!("{}$d", field.name)).clone()
            } else {
                BigUint::default()
            };
            self.set(&format!("{}$q", field.name), &next);
        }
    }

    fn block(&mut self, block: &[VerilogStatement]) {
        block.iter().for_each(|stmt| self.statement(stmt));
    }

    fn statement(&mut self, stmt: &VerilogStatement) {
        match stmt {
            VerilogStatement::Comment(_) => {}
            VerilogStatement::Assignment(VerilogExpression::Signal(target), value) => {
                let target = target.trim_end_matches("$next").to_string();
                if target.ends_with("$clk_i") || target.ends_with("$rst_ni") {
                    return;
                }
                let (value, _) = self.value(value);
                match target.ends_with("$d") {
                    true => {
                        self.next.insert(target, value);
                    }
                    false => self.set(&target, &value),
                }
            }
            VerilogStatement::If(conditional) => {
                let is_true = self.value(&conditional.test).0 != BigUint::default();
                match &conditional.otherwise {
                    _ if is_true => self.block(&conditional.then),
                    VerilogBlockOrConditional::Block(block) => self.block(block),
                    VerilogBlockOrConditional::Conditional(stmt) => self.statement(stmt),
                    VerilogBlockOrConditional::None => {}
                }
            }
            VerilogStatement::Match(cases) => {
                let value = self.value(&cases.test).0.to_string();
                let taken = |case: &&VerilogCase| case.condition == "default" || case.condition == value;
                let taken = cases.cases.iter().find(taken).expect("there is a default");
                self.block(&taken.block);
            }
            other => panic!("no kernel has {other:?}"),
        }
    }

    fn place(&self, ast: &VerilogExpression) -> usize {
        usize::try_from(self.value(ast).0).expect("a small number")
    }

    fn value(&self, ast: &VerilogExpression) -> Value {
        use VerilogExpression as Ast;
        match ast {
            Ast::Signal(name) => {
                let (value, width) = &self.values[name];
                (value.clone(), Some(*width))
            }
            Ast::Literal(literal) => (literal.as_usize().into(), None),
            Ast::Paren(inner) => self.value(inner),
            Ast::Cast(of, width) => (cut(self.value(of).0, *width), Some(*width)),
            Ast::Unary(op, of) => {
                let (of, width) = self.value(of);
                at_width!(width.expect("operands have a width"), N => {
                    let of: Bits<N> = of.into();
                    match op {
                        VerilogOpUnary::Not => ((!of).into(), width),
                        VerilogOpUnary::Any => (u8::from(of.any()).into(), Some(1)),
                        VerilogOpUnary::All => (u8::from(of.all()).into(), Some(1)),
                        VerilogOpUnary::Xor => (u8::from(of.xor()).into(), Some(1)),
                        VerilogOpUnary::Neg => panic!("no kernel has signed numbers"),
                    }
                })
            }
            Ast::Binary(left, op, right) => self.binary(left, op, right),
            Ast::Index(of, place) => {
                let (of, width) = self.value(of);
                let place = self.place(place);
                let bit = at_width!(width.expect("bits"), N => Bits::<N>::from(of).get_bit(place));
                (u8::from(bit).into(), Some(1))
            }
            Ast::Slice(of, to, place) => {
                let (of, width) = self.value(of);
                let place = self.place(place) as u64;
                let shifted = at_width!(width.expect("bits"), N => BigUint::from(Bits::<N>::from(of) >> place));
                (cut(shifted, *to), Some(*to))
            }
            Ast::IndexReplace(of, place, bit) => {
                let (of, width) = self.value(of);
                let (place, bit) = (self.place(place), self.value(bit).0 != BigUint::default());
                let replaced =
                    at_width!(width.expect("bits"), N => BigUint::from(Bits::<N>::from(of).replace_bit(place, bit)));
                (replaced, width)
            }
            other => panic!("no kernel has {other:?}"),
        }
    }

    fn binary(&self, left: &VerilogExpression, op: &VerilogOp, right: &VerilogExpression) -> Value {
        let ((left, left_width), (right, right_width)) = (self.value(left), self.value(right));
        let width = left_width.or(right_width).expect("one operand has a width");
        at_width!(width, N => {
            let left: Bits<N> = left.into();
            if let VerilogOp::Shl | VerilogOp::Shr = op {
                let amount = u64::try_from(right).expect("a small amount");
                let shifted = if matches!(op, VerilogOp::Shl) { left << amount } else { left >> amount };
                return (shifted.into(), Some(N));
            }
            let right: Bits<N> = right.into();
            let bits = |value: Bits<N>| (value.into(), Some(N));
            let bit = |value: bool| (u8::from(value).into(), Some(1));
            match op {
                VerilogOp::Add => bits(left + right),
                VerilogOp::Sub => bits(left - right),
                VerilogOp::BitAnd => bits(left & right),
                VerilogOp::BitOr => bits(left | right),
                VerilogOp::BitXor => bits(left ^ right),
                VerilogOp::LogicalAnd => bit(left.any() && right.any()),
                VerilogOp::LogicalOr => bit(left.any() || right.any()),
                VerilogOp::Eq => bit(left == right),
                VerilogOp::Ne => bit(left != right),
                VerilogOp::Lt => bit(left < right),
                VerilogOp::Le => bit(left <= right),
                VerilogOp::Gt => bit(left > right),
                VerilogOp::Ge => bit(left >= right),
                other => panic!("no kernel has {other:?}"),
            }
        })
    }
}

fn cut(value: BigUint, width: usize) -> BigUint {
    value & ((BigUint::from(1u8) << width) - 1u8)
}
