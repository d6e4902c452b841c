//! What constants decide.

use super::expr::{ones, Binary, Expr};
use num_bigint::BigUint;
use num_traits::Zero;

/// The expression, with what is decided by constants decided.
pub(super) fn simplify(op: Binary, left: Expr, right: Expr) -> Expr {
    use Binary::*;
    if op == Or {
        return Expr::or(left, right);
    }
    let (a, b) = (left.known().cloned(), right.known().cloned());
    let top = ones(left.width());
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

/// A comparison or condition of two numbers.
pub(super) fn compare(op: Binary, left: &BigUint, right: &BigUint) -> bool {
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
