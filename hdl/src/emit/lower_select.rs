//! `get_bit`, `get_bits` and `replace_bit`, and the indices they take.

use super::expr::{ones, Binary, Expr, Unary};
use super::lower::{Lowering, Value};
use super::lower_expr::operator;
use super::print::expression;
use super::simplify::simplify;
use super::EmitError;
use rust_hdl_core::ast::*;
use rust_hdl_core::prelude::clog2;

impl Lowering<'_> {
    /// `get_bits`, whose bits beyond the end are zero, and `get_bit`, whose bit exists (`inside`).
    pub fn select(
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
                let name = expression(self.symbols, &of);
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

    /// `replace_bit`.
    pub fn replace_bit(
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
                let name = expression(self.symbols, &of);
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
            Some(value) => Expr::constant(value ^ ones(width), width),
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
