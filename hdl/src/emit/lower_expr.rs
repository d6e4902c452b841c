//! Expressions of a kernel: every operator with the width that the Rust types give it.

use super::expr::{Binary, Expr, Unary};
use super::lower::{Lowering, Value};
use super::scan::parse_literal;
use super::simplify::{compare, simplify};
use super::EmitError;
use num_bigint::BigUint;
use rust_hdl_core::ast::*;

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

    pub fn same_width(&self, left: &str, left_width: usize, right: &Expr) -> Result<(), EmitError> {
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
    pub fn typed(&self, ast: &VerilogExpression, what: &str) -> Result<Expr, EmitError> {
        match self.value(ast)? {
            Value::Expr(expr) => Ok(expr),
            Value::Number(_) => Err(self.unsized_error(what)),
        }
    }

    pub fn unsized_error(&self, what: &str) -> EmitError {
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
    pub fn numbers(&self, op: Binary, left: &BigUint, right: &BigUint) -> Result<Value, EmitError> {
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
}

pub(super) fn operator(op: &VerilogOp) -> Binary {
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
