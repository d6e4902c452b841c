//! Expressions of exact width.
//!
//! Both operands of every operator have the same width, so that Verilog's context rule (an operand is widened to the
//! widest one of its context) never changes anything: what is printed needs no cast to wrap where the kernel wraps.
//! Widths change in [`Expr::Concat`], selects and [`Expr::Truncate`] only, whose operands are contexts of their own.

use num_bigint::BigUint;
use num_traits::{One, Zero};

/// Index into [`super::symbols::Symbols::signals`].
pub(super) type SignalId = usize;

/// An expression; see the module's documentation for what holds of widths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expr {
    Const {
        value: BigUint,
        width: usize,
    },
    /// A localparam.
    Param {
        name: String,
        value: BigUint,
        width: usize,
    },
    Signal {
        id: SignalId,
        width: usize,
    },
    /// `width` bits of a wider signal from bit `low` on.
    Slice {
        id: SignalId,
        low: usize,
        width: usize,
    },
    /// `width` bits of a signal from bit `index` on, never beyond its end.
    Index {
        id: SignalId,
        index: Box<Expr>,
        width: usize,
    },
    /// The lower bits of a wider expression.
    Truncate {
        of: Box<Expr>,
        width: usize,
    },
    /// Most significant part first.
    Concat(Vec<Expr>),
    Unary(Unary, Box<Expr>),
    Binary(Binary, Box<Expr>, Box<Expr>),
    /// The second while the first is 1, else the third. Kernels have none; it shortens an `if` that does the same.
    Mux(Box<[Expr; 3]>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unary {
    Not,
    All,
    Any,
    Xor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binary {
    Add,
    Sub,
    Mul,
    And,
    Or,
    Xor,
    LogicalAnd,
    LogicalOr,
    /// The amount is a context of its own.
    Shl,
    Shr,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

impl Binary {
    /// The result is one bit whatever the operands' width.
    pub fn is_predicate(self) -> bool {
        use Binary::*;
        matches!(self, Eq | Ne | Lt | Le | Gt | Ge | LogicalAnd | LogicalOr)
    }
}

/// 2^`width` - 1.
pub(super) fn ones(width: usize) -> BigUint {
    (BigUint::one() << width) - 1u32
}

impl Expr {
    pub fn constant(value: impl Into<BigUint>, width: usize) -> Self {
        Expr::Const {
            value: value.into() & ones(width),
            width,
        }
    }

    pub fn bit(value: bool) -> Self {
        Expr::constant(u8::from(value), 1)
    }

    pub fn width(&self) -> usize {
        match self {
            Expr::Const { width, .. }
            | Expr::Param { width, .. }
            | Expr::Signal { width, .. }
            | Expr::Slice { width, .. }
            | Expr::Index { width, .. }
            | Expr::Truncate { width, .. } => *width,
            Expr::Concat(parts) => parts.iter().map(Expr::width).sum(),
            Expr::Unary(Unary::Not, of) => of.width(),
            Expr::Unary(..) => 1,
            Expr::Binary(op, ..) if op.is_predicate() => 1,
            Expr::Binary(_, left, _) => left.width(),
            Expr::Mux(parts) => parts[1].width(),
        }
    }

    /// The value, where it is a plain constant.
    pub fn as_const(&self) -> Option<&BigUint> {
        match self {
            Expr::Const { value, .. } => Some(value),
            _ => None,
        }
    }

    /// The value, where it does not depend on a signal.
    pub fn known(&self) -> Option<&BigUint> {
        match self {
            Expr::Const { value, .. } | Expr::Param { value, .. } => Some(value),
            _ => None,
        }
    }

    pub fn is_zero(&self) -> bool {
        self.as_const().is_some_and(Zero::is_zero)
    }

    /// Calls `visit` with every signal read and the bits of it that matter.
    pub fn for_each_read(&self, visit: &mut dyn FnMut(SignalId, usize, usize)) {
        match self {
            Expr::Const { .. } | Expr::Param { .. } => {}
            Expr::Signal { id, width } => visit(*id, 0, *width),
            Expr::Slice { id, low, width } => visit(*id, *low, *width),
            Expr::Index { id, index, .. } => {
                visit(*id, 0, usize::MAX);
                index.for_each_read(visit);
            }
            Expr::Truncate { of, .. } | Expr::Unary(_, of) => of.for_each_read(visit),
            Expr::Concat(parts) => parts.iter().for_each(|part| part.for_each_read(visit)),
            Expr::Mux(parts) => parts.iter().for_each(|part| part.for_each_read(visit)),
            Expr::Binary(_, left, right) => {
                left.for_each_read(visit);
                right.for_each_read(visit);
            }
        }
    }

    /// Calls `visit` with every localparam used.
    pub fn for_each_param(&self, visit: &mut dyn FnMut(&str)) {
        match self {
            Expr::Param { name, .. } => visit(name),
            Expr::Const { .. } | Expr::Signal { .. } | Expr::Slice { .. } => {}
            Expr::Index { index: of, .. } | Expr::Truncate { of, .. } | Expr::Unary(_, of) => of.for_each_param(visit),
            Expr::Concat(parts) => parts.iter().for_each(|part| part.for_each_param(visit)),
            Expr::Mux(parts) => parts.iter().for_each(|part| part.for_each_param(visit)),
            Expr::Binary(_, left, right) => {
                left.for_each_param(visit);
                right.for_each_param(visit);
            }
        }
    }

    /// Signals replaced by what `replacement` gives for them; slices of them are taken from it.
    pub fn replace(&mut self, replacement: &dyn Fn(SignalId) -> Option<Expr>) {
        match self {
            Expr::Const { .. } | Expr::Param { .. } => {}
            Expr::Signal { id, .. } => {
                if let Some(new) = replacement(*id) {
                    *self = new;
                }
            }
            Expr::Slice { id, low, width } => {
                if let Some(new) = replacement(*id) {
                    *self = new.bits(*low, *width);
                }
            }
            Expr::Index { id, index, width } => {
                index.replace(replacement);
                match replacement(*id) {
                    None => {}
                    Some(Expr::Signal { id: new, .. }) => *id = new,
                    Some(new) => *self = new.shifted_right((**index).clone()).resize(*width),
                }
            }
            Expr::Truncate { of, .. } | Expr::Unary(_, of) => of.replace(replacement),
            Expr::Concat(parts) => parts.iter_mut().for_each(|part| part.replace(replacement)),
            Expr::Mux(parts) => parts.iter_mut().for_each(|part| part.replace(replacement)),
            Expr::Binary(_, left, right) => {
                left.replace(replacement);
                right.replace(replacement);
            }
        }
    }
}
