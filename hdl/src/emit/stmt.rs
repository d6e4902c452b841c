//! Statements of a kernel after lowering: loops unrolled, constant conditions decided.

use super::expr::{Expr, SignalId};

/// A statement.
#[derive(Clone, Debug)]
pub(super) enum Stmt {
    /// Bits `low .. low + value.width()` of a signal.
    Assign {
        target: SignalId,
        low: usize,
        value: Expr,
    },
    If {
        test: Expr,
        then: Vec<Stmt>,
        otherwise: Vec<Stmt>,
    },
    Case(Case),
    Comment(String),
}

/// A `match`. Exactly one arm is taken.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub test: Expr,
    pub arms: Vec<(Expr, Vec<Stmt>)>,
    pub default: Vec<Stmt>,
    /// The pattern that the default stands for, where the kernel has a pattern for it.
    pub default_label: Option<Expr>,
}

impl Stmt {
    /// Calls `visit` with every assignment's target.
    pub fn for_each_target(&self, visit: &mut dyn FnMut(SignalId)) {
        if let Stmt::Assign { target, .. } = self {
            visit(*target);
        }
        self.for_each_child(&mut |stmt| stmt.for_each_target(visit));
    }

    /// Calls `visit` with every expression.
    pub fn for_each_expr(&self, visit: &mut dyn FnMut(&Expr)) {
        match self {
            Stmt::Assign { value, .. } => visit(value),
            Stmt::If { test, .. } => visit(test),
            Stmt::Case(case) => {
                visit(&case.test);
                case.arms.iter().for_each(|(label, _)| visit(label));
            }
            Stmt::Comment(_) => {}
        }
        self.for_each_child(&mut |stmt| stmt.for_each_expr(visit));
    }

    /// Changes every expression.
    pub fn for_each_expr_mut(&mut self, visit: &mut dyn FnMut(&mut Expr)) {
        match self {
            Stmt::Assign { value, .. } => visit(value),
            Stmt::If { test, then, otherwise } => {
                visit(test);
                then.iter_mut()
                    .chain(otherwise)
                    .for_each(|stmt| stmt.for_each_expr_mut(visit));
            }
            Stmt::Case(case) => {
                visit(&mut case.test);
                let arms = case.arms.iter_mut().flat_map(|(_, body)| body);
                arms.chain(&mut case.default)
                    .for_each(|stmt| stmt.for_each_expr_mut(visit));
            }
            Stmt::Comment(_) => {}
        }
    }

    fn for_each_child(&self, visit: &mut dyn FnMut(&Stmt)) {
        match self {
            Stmt::If { then, otherwise, .. } => then.iter().chain(otherwise).for_each(visit),
            Stmt::Case(case) => {
                let arms = case.arms.iter().flat_map(|(_, body)| body);
                arms.chain(&case.default).for_each(visit);
            }
            Stmt::Assign { .. } | Stmt::Comment(_) => {}
        }
    }
}
