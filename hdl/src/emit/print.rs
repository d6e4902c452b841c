//! Expressions as text. Wherever two operators meet there are parentheses.

use super::expr::{Binary, Expr, Unary};
use super::symbols::Symbols;
use num_bigint::BigUint;

/// An expression on one line.
pub(super) fn expression(symbols: &Symbols, expr: &Expr) -> String {
    let name = |id: usize| symbols.signals[id].name.as_str();
    match expr {
        Expr::Const { value, width } => literal(value, *width),
        Expr::Param { name, .. } => name.clone(),
        Expr::Signal { id, .. } => name(*id).into(),
        Expr::Slice { id, low, width } => format!("{}{}", name(*id), range(*low, *width)),
        Expr::Index { id, index, width: 1 } => format!("{}[{}]", name(*id), expression(symbols, index)),
        Expr::Index { id, index, width } => format!("{}[{} +: {width}]", name(*id), expression(symbols, index)),
        Expr::Truncate { of, width } => format!("{width}'({})", expression(symbols, of)),
        Expr::Concat(parts) => {
            let parts: Vec<_> = parts.iter().map(|part| expression(symbols, part)).collect();
            format!("{{{}}}", parts.join(", "))
        }
        // `&~x` would be one operator to some.
        Expr::Unary(op, of) if matches!(**of, Expr::Unary(..)) => {
            format!("{}({})", unary(*op, of), expression(symbols, of))
        }
        Expr::Unary(op, of) => format!("{}{}", unary(*op, of), operand(symbols, of)),
        Expr::Binary(op, left, right) => {
            let terms: Vec<_> = chain(*op, left, right)
                .into_iter()
                .map(|term| operand(symbols, term))
                .collect();
            if let (Binary::Shl | Binary::Shr, Some(amount)) = (op, right.as_const()) {
                return format!("{} {} {amount}", terms[0], binary(*op));
            }
            terms.join(&format!(" {} ", binary(*op)))
        }
        Expr::Mux(parts) => {
            let [test, then, otherwise] = &**parts;
            let parts = [
                operand(symbols, test),
                operand(symbols, then),
                operand(symbols, otherwise),
            ];
            format!("{} ? {} : {}", parts[0], parts[1], parts[2])
        }
    }
}

/// The terms of `a op b op c`, which Verilog groups from the left as the tree does.
pub(super) fn chain<'a>(op: Binary, left: &'a Expr, right: &'a Expr) -> Vec<&'a Expr> {
    use Binary::*;
    let mut terms = match left {
        Expr::Binary(inner, a, b) if *inner == op && matches!(op, Add | And | Or | Xor | LogicalAnd | LogicalOr) => {
            chain(op, a, b)
        }
        _ => vec![left],
    };
    terms.push(right);
    terms
}

/// An operand, in parentheses if it has an operator of its own.
pub(super) fn operand(symbols: &Symbols, expr: &Expr) -> String {
    let text = expression(symbols, expr);
    match expr {
        Expr::Binary(..) | Expr::Mux(_) => format!("({text})"),
        Expr::Unary(Unary::Not, _) => text,
        Expr::Unary(..) => format!("({text})"),
        // Yosys takes `~16'(x)` for `(~16)'(x)`.
        Expr::Truncate { .. } => format!("({text})"),
        _ => text,
    }
}

fn unary(op: Unary, of: &Expr) -> &'static str {
    match op {
        Unary::Not if of.width() == 1 => "!",
        Unary::Not => "~",
        Unary::All => "&",
        Unary::Any => "|",
        Unary::Xor => "^",
    }
}

pub(super) fn binary(op: Binary) -> &'static str {
    match op {
        Binary::Add => "+",
        Binary::Sub => "-",
        Binary::Mul => "*",
        Binary::And => "&",
        Binary::Or => "|",
        Binary::Xor => "^",
        Binary::LogicalAnd => "&&",
        Binary::LogicalOr => "||",
        Binary::Shl => "<<",
        Binary::Shr => ">>",
        Binary::Eq => "==",
        Binary::Ne => "!=",
        Binary::Lt => "<",
        Binary::Le => "<=",
        Binary::Gt => ">",
        Binary::Ge => ">=",
    }
}

/// A sized literal: small numbers decimal, single bits binary, the rest hexadecimal.
pub(super) fn literal(value: &BigUint, width: usize) -> String {
    if width == 1 {
        format!("1'b{value}")
    } else if value < &BigUint::from(10u8) {
        format!("{width}'d{value}")
    } else {
        format!("{width}'h{value:x}")
    }
}

/// `[high:low]`, or `[low]`.
pub(super) fn range(low: usize, width: usize) -> String {
    match width {
        1 => format!("[{low}]"),
        _ => format!("[{}:{low}]", low + width - 1),
    }
}

/// The range of a declaration, with a space after it; a single bit has none.
pub(super) fn declared(width: usize) -> String {
    match width {
        1 => String::new(),
        _ => format!("{} ", range(0, width)),
    }
}
