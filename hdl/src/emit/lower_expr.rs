//! Expressions of a kernel: every operator with the width that the Rust types give it.

use super::expr::{Binary, Expr, Unary};
use super::lower::{Lowering, Value};
use super::scan::parse_literal;
use super::EmitError;
use num_bigint::BigUint;
use num_traits::Zero;
use rust_hdl_core::ast::*;
use rust_hdl_core::prelude::clog2;

impl Lowering<'_> {
    /// An expression that must be `width` bits wide.
    pub fn sized(&self, ast: &VerilogExpression, width: usize, meets: &str) -> Result<Expr, EmitError> {
        let expr = match self.value(ast)? {
            Value::Number(number) => self.number(&number, width)?,
            Value::Expr(expr) => expr,
        };
        self.same_width(meets, width, &expr)?;
        Ok(expr)
    }

    fn same_width(&self, left: &str, left_width: usize, right: &Expr) -> Result<(), EmitError> {
        if left_width == right.width() {
            return Ok(());
        }
        Err(EmitError::Width {
            module: self.symbols.module.clone(),
            left: left.into(),
            left_width,
            right: super::print::expression(self.symbols, right),
            right_width: right.width(),
        })
    }

    /// An expression that has a width of its own.
    fn typed(&self, ast: &VerilogExpression, what: &str) -> Result<Expr, EmitError> {
        match self.value(ast)? {
            Value::Expr(expr) => Ok(expr),
            Value::Number(_) => Err(self.unsized_error(what)),
        }
    }

    fn unsized_error(&self, what: &str) -> EmitError {
        EmitError::Unsized {
            module: self.symbols.module.clone(),
            what: what.into(),
        }
    }

    /// Any expression.
    pub fn value(&self, ast: &VerilogExpression) -> Result<Value, EmitError> {
        use VerilogExpression as Ast;
        Ok(Value::Expr(match ast {
            Ast::Signal(name) => return self.name(name),
            Ast::Literal(literal) => match parse_literal(&literal.to_string()) {
                Some((1, value)) => Expr::constant(value, 1),
                Some((_, value)) => return Ok(Value::Number(value)),
                None => return Err(self.symbols.unsupported(format!("the number {literal}"))),
            },
            Ast::Paren(inner) => return self.value(inner),
            Ast::Cast(of, width) => match self.value(of)? {
                Value::Number(number) => self.number(&number, *width)?,
                Value::Expr(expr) => expr.resize(*width),
            },
            Ast::Signed(_) | Ast::Unsigned(_) => return Err(self.symbols.unsupported("signed arithmetic".into())),
            Ast::Unary(op, of) => self.unary(op, of)?,
            Ast::Binary(left, op, right) => return self.binary(left, op, right),
            Ast::Index(of, index) => self.select(of, 1, index, true)?,
            Ast::Slice(of, width, offset) => self.select(of, *width, offset, false)?,
            Ast::IndexReplace(of, index, bit) => self.replace_bit(of, index, bit)?,
        }))
    }

    fn name(&self, name: &str) -> Result<Value, EmitError> {
        if let Some(value) = self.loop_value(name) {
            return Ok(Value::Number(value.into()));
        }
        match self.symbols.find(&self.path(name)?) {
            Some(expr) => Ok(Value::Expr(expr)),
            None => Err(EmitError::UnknownName {
                module: self.symbols.module.clone(),
                name: name.replace('$', "."),
            }),
        }
    }

    fn unary(&self, op: &VerilogOpUnary, of: &VerilogExpression) -> Result<Expr, EmitError> {
        let op = match op {
            VerilogOpUnary::Not => Unary::Not,
            VerilogOpUnary::All => Unary::All,
            VerilogOpUnary::Any => Unary::Any,
            VerilogOpUnary::Xor => Unary::Xor,
            VerilogOpUnary::Neg => return Err(self.symbols.unsupported("negation".into())),
        };
        let of = self.typed(of, "the operand of `!`, `any`, `all` or `xor`")?;
        Ok(match (op, of.as_const()) {
            (Unary::Not, Some(value)) => Expr::constant(value ^ super::expr::ones(of.width()), of.width()),
            // Of a single bit, every reduction is the bit.
            (Unary::All | Unary::Any | Unary::Xor, _) if of.width() == 1 => of,
            _ => Expr::Unary(op, Box::new(of)),
        })
    }

    fn binary(&self, left: &VerilogExpression, op: &VerilogOp, right: &VerilogExpression) -> Result<Value, EmitError> {
        let op = operator(op);
        let (left, right) = (self.value(left)?, self.value(right)?);
        if matches!(op, Binary::Shl | Binary::Shr) {
            return self.shift(left, op, right);
        }
        let (left, right) = match (left, right) {
            (Value::Number(left), Value::Number(right)) => return self.numbers(op, &left, &right),
            (Value::Number(left), Value::Expr(right)) => (self.number(&left, right.width())?, right),
            (Value::Expr(left), Value::Number(right)) => {
                let right = self.number(&right, left.width())?;
                (left, right)
            }
            (Value::Expr(left), Value::Expr(right)) => (left, right),
        };
        let (left, right) = match op {
            // rust-hdl adds a bool to any width.
            Binary::Add if right.width() == 1 => {
                let right = right.resize(left.width());
                (left, right)
            }
            // Its one product is 16 by 16 bits, 32 bits wide.
            Binary::Mul if left.width() == 16 && right.width() == 16 => (left.resize(32), right.resize(32)),
            Binary::Mul => return Err(self.symbols.unsupported("a product of other than 16 by 16 bits".into())),
            _ => (left, right),
        };
        self.same_width(&super::print::expression(self.symbols, &left), left.width(), &right)?;
        if matches!(op, Binary::LogicalAnd | Binary::LogicalOr) {
            self.same_width("a condition", 1, &left)?;
        }
        Ok(Value::Expr(simplify(op, left, right)))
    }

    fn shift(&self, left: Value, op: Binary, right: Value) -> Result<Value, EmitError> {
        let (left, right) = match (left, right) {
            (Value::Number(left), Value::Number(right)) => return self.numbers(op, &left, &right),
            // rust-hdl shifts numbers in 64 bits.
            (Value::Number(left), Value::Expr(right)) => (self.number(&left, 64)?, right),
            (Value::Expr(left), Value::Number(right)) => (left, Expr::constant(right, 64)),
            (Value::Expr(left), Value::Expr(right)) => (left, right),
        };
        // Verilator takes no amount of more than 32 bits.
        if right.width() > 32 && right.as_const().is_none() {
            return Err(self
                .symbols
                .unsupported(format!("a shift by an amount of {} bits", right.width())));
        }
        Ok(Value::Expr(match op {
            Binary::Shl => left.shifted_left(right),
            _ => left.shifted_right(right),
        }))
    }

    /// Arithmetic on numbers and loop variables.
    fn numbers(&self, op: Binary, left: &BigUint, right: &BigUint) -> Result<Value, EmitError> {
        let amount = || u16::try_from(right).map_err(|_| self.unsized_error("a shifted number"));
        Ok(match op {
            Binary::Add => Value::Number(left + right),
            Binary::Sub if left >= right => Value::Number(left - right),
            Binary::Sub => return Err(self.unsized_error(&format!("{left} - {right}"))),
            Binary::Mul => Value::Number(left * right),
            Binary::And => Value::Number(left & right),
            Binary::Or => Value::Number(left | right),
            Binary::Xor => Value::Number(left ^ right),
            Binary::Shl => Value::Number(left << amount()?),
            Binary::Shr => Value::Number(left >> amount()?),
            Binary::LogicalAnd | Binary::LogicalOr => return Err(self.unsized_error("a number used as a condition")),
            _ => Value::Expr(Expr::bit(compare(op, left, right))),
        })
    }

    /// `get_bits`, whose bits beyond the end are zero, and `get_bit`, whose bit exists (`inside`).
    fn select(
        &self,
        of: &VerilogExpression,
        width: usize,
        offset: &VerilogExpression,
        inside: bool,
    ) -> Result<Expr, EmitError> {
        let of = self.typed(of, "what get_bit or get_bits is called on")?;
        let whole = of.width();
        let index = match self.index(offset, clog2(whole + 1))? {
            Value::Number(low) => {
                let name = super::print::expression(self.symbols, &of);
                let low = self.in_range(&name, whole, &low, usize::from(inside))?;
                return Ok(of.bits(low, width));
            }
            Value::Expr(index) => index,
        };
        if whole == 1 {
            return Ok(of.shifted_right(index).resize(width));
        }
        let reach = index.width() < 32 && (1usize << index.width()) - 1 + width <= whole;
        match of {
            Expr::Signal { id, .. } if inside || reach => Ok(Expr::Index {
                id,
                index: Box::new(index.resize(clog2(whole))),
                width,
            }),
            of => Ok(of.shifted_right(index).resize(width)),
        }
    }

    fn replace_bit(
        &self,
        of: &VerilogExpression,
        index: &VerilogExpression,
        bit: &VerilogExpression,
    ) -> Result<Expr, EmitError> {
        let of = self.typed(of, "what replace_bit is called on")?;
        let bit = self.sized(bit, 1, "the bit of replace_bit")?;
        let width = of.width();
        let index = match self.index(index, clog2(width))? {
            Value::Number(index) => {
                let name = super::print::expression(self.symbols, &of);
                let low = self.in_range(&name, width, &index, 1)?;
                if let (Some(above), Some(below)) = (of.slice(low + 1, width - low - 1), of.slice(0, low)) {
                    return Ok(Expr::concat([above, bit, below]));
                }
                Expr::constant(low as u64, 64)
            }
            Value::Expr(index) => index,
        };
        let place = Expr::constant(1u8, width).shifted_left(index.clone());
        if bit == Expr::bit(true) {
            return Ok(Expr::or(of, place));
        }
        let mask = match place.as_const() {
            Some(value) => Expr::constant(value ^ super::expr::ones(width), width),
            None => Expr::Unary(Unary::Not, Box::new(place)),
        };
        let others = Expr::Binary(Binary::And, Box::new(of), Box::new(mask));
        if bit == Expr::bit(false) {
            return Ok(others);
        }
        Ok(Expr::or(others, bit.resize(width).shifted_left(index)))
    }

    /// What selects a bit. Arithmetic outside parentheses is on Rust's `usize`, which does not wrap at a signal's width;
    /// as the result must lie in range, it is exact in `width` bits, enough for every place.
    fn index(&self, ast: &VerilogExpression, width: usize) -> Result<Value, EmitError> {
        let VerilogExpression::Binary(left, op, right) = ast else {
            return match self.value(ast)? {
                // A Constant's value is known.
                Value::Expr(Expr::Param { value, .. } | Expr::Const { value, .. }) => Ok(Value::Number(value)),
                other => Ok(other),
            };
        };
        let op = operator(op);
        let (left, right) = (self.index_term(left, width)?, self.index_term(right, width)?);
        if let (Value::Number(left), Value::Number(right)) = (&left, &right) {
            return self.numbers(op, left, right);
        }
        let wide = |value| match value {
            Value::Number(number) => Expr::constant(number, width),
            Value::Expr(expr) => expr.resize(width),
        };
        match op {
            Binary::Add | Binary::Sub | Binary::Mul => Ok(Value::Expr(simplify(op, wide(left), wide(right)))),
            _ => Err(self.unsized_error("an index that is neither a signal nor a sum of them")),
        }
    }

    /// A term of an index. In parentheses it could be arithmetic on `usize` or on a signal: nothing tells them apart.
    fn index_term(&self, ast: &VerilogExpression, width: usize) -> Result<Value, EmitError> {
        let value = self.index(ast, width)?;
        match (ast, &value) {
            (VerilogExpression::Paren(inner), Value::Expr(_)) if matches!(**inner, VerilogExpression::Binary(..)) => {
                Err(self.unsized_error("a sum in parentheses within an index"))
            }
            _ => Ok(value),
        }
    }
}

/// The expression, with what is decided by constants decided.
fn simplify(op: Binary, left: Expr, right: Expr) -> Expr {
    use Binary::*;
    if op == Or {
        return Expr::or(left, right);
    }
    let (a, b) = (left.known().cloned(), right.known().cloned());
    let top = super::expr::ones(left.width());
    let is = |value: &Option<BigUint>, wanted: &BigUint| value.as_ref() == Some(wanted);
    let zero = BigUint::zero();
    match op {
        _ if left.as_const().is_some() && right.as_const().is_some() && op.is_predicate() => match (&a, &b) {
            (Some(a), Some(b)) => Expr::bit(compare(op, a, b)),
            _ => Expr::Binary(op, Box::new(left), Box::new(right)),
        },
        LogicalAnd if is(&a, &zero) || is(&b, &zero) => Expr::bit(false),
        LogicalOr if is(&a, &top) || is(&b, &top) => Expr::bit(true),
        LogicalAnd if is(&a, &top) => right,
        LogicalAnd if is(&b, &top) => left,
        LogicalOr if is(&a, &zero) => right,
        LogicalOr if is(&b, &zero) => left,
        Lt if is(&b, &zero) || is(&a, &top) => Expr::bit(false),
        Gt if is(&a, &zero) || is(&b, &top) => Expr::bit(false),
        Ge if is(&b, &zero) || is(&a, &top) => Expr::bit(true),
        Le if is(&a, &zero) || is(&b, &top) => Expr::bit(true),
        _ => Expr::Binary(op, Box::new(left), Box::new(right)),
    }
}

fn compare(op: Binary, left: &BigUint, right: &BigUint) -> bool {
    match op {
        Binary::Eq => left == right,
        Binary::Ne => left != right,
        Binary::Lt => left < right,
        Binary::Le => left <= right,
        Binary::Gt => left > right,
        Binary::Ge => left >= right,
        Binary::LogicalAnd => !left.is_zero() && !right.is_zero(),
        _ => !left.is_zero() || !right.is_zero(),
    }
}

fn operator(op: &VerilogOp) -> Binary {
    match op {
        VerilogOp::Add => Binary::Add,
        VerilogOp::Sub => Binary::Sub,
        VerilogOp::Mul => Binary::Mul,
        VerilogOp::LogicalAnd => Binary::LogicalAnd,
        VerilogOp::LogicalOr => Binary::LogicalOr,
        VerilogOp::BitXor => Binary::Xor,
        VerilogOp::BitAnd => Binary::And,
        VerilogOp::BitOr => Binary::Or,
        VerilogOp::Shl => Binary::Shl,
        VerilogOp::Shr => Binary::Shr,
        VerilogOp::Eq => Binary::Eq,
        VerilogOp::Lt => Binary::Lt,
        VerilogOp::Le => Binary::Le,
        VerilogOp::Ne => Binary::Ne,
        VerilogOp::Ge => Binary::Ge,
        VerilogOp::Gt => Binary::Gt,
    }
}
