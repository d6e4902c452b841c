//! A module's parts before they are printed: plain connections moved into the instances, unread bits found.

use super::docs::ModuleDoc;
use super::expr::{ones, Expr, SignalId};
use super::group::Group;
use super::print::expression;
use super::printer::COLUMNS;
use super::stmt::Stmt;
use super::symbols::{Role, Symbols};
use super::EmitError;
use num_bigint::BigUint;
use std::collections::BTreeMap;

/// Makes a choice between two values, that fits one line, an assignment.
fn shorten(symbols: &Symbols, group: &mut Group) {
    let [comments @ .., Stmt::If { test, then, otherwise }] = &group.stmts[..] else {
        return;
    };
    let (
        [Stmt::Assign {
            target,
            low: 0,
            value: first,
        }],
        [Stmt::Assign {
            target: same,
            value: second,
            ..
        }],
    ) = (&then[..], &otherwise[..])
    else {
        return;
    };
    let signal = &symbols.signals[*target];
    let is_whole = target == same && first.width() == signal.width && second.width() == signal.width;
    let value = Expr::Mux(Box::new([test.clone(), first.clone(), second.clone()]));
    let length = "  assign  = ;".len() + signal.name.len() + expression(symbols, &value).len();
    if is_whole && length <= COLUMNS && comments.iter().all(|stmt| matches!(stmt, Stmt::Comment(_))) {
        let assignment = Stmt::Assign {
            target: *target,
            low: 0,
            value,
        };
        let place = comments.len();
        group.stmts[place] = assignment;
    }
}

/// A module whose plain connections have been moved into its instances.
pub(super) struct Assembly<'a> {
    pub symbols: Symbols,
    pub groups: Vec<Group>,
    /// What stands in a signal's place.
    pub folded: BTreeMap<SignalId, Expr>,
    /// Comments of folded connections, by instance.
    pub comments: BTreeMap<usize, Vec<String>>,
    /// Parts of signals that nothing reads.
    pub unread: Vec<Expr>,
    pub doc: Option<&'a ModuleDoc>,
}

impl<'a> Assembly<'a> {
    /// Folds what can be and finds what is not read.
    pub fn new(symbols: Symbols, groups: Vec<Group>, doc: Option<&'a ModuleDoc>) -> Result<Self, EmitError> {
        let mut assembly = Self {
            symbols,
            groups: vec![],
            folded: BTreeMap::new(),
            comments: BTreeMap::new(),
            unread: vec![],
            doc,
        };
        for group in groups {
            assembly.fold(group);
        }
        let folded = assembly.folded.clone();
        let replace = |expr: &mut Expr| expr.replace(&|id| folded.get(&id).cloned());
        for group in &mut assembly.groups {
            shorten(&assembly.symbols, group);
            group
                .stmts
                .iter_mut()
                .for_each(|stmt| stmt.for_each_expr_mut(&mut |expr| replace(expr)));
        }
        assembly.folded.values_mut().for_each(replace);
        for id in 0..assembly.symbols.signals.len() {
            if assembly.symbols.signals[id].role.connects() && !assembly.folded.contains_key(&id) {
                assembly.symbols.claim_connection(id)?;
            }
        }
        assembly.find_unread();
        if !assembly.unread.is_empty() {
            assembly.symbols.claim("unused_bits", "what collects unread bits")?;
        }
        Ok(assembly)
    }

    /// Takes a group that only connects a port to a plain value, and keeps any other.
    fn fold(&mut self, group: Group) {
        let Some((target, value)) = group.as_assignment(&self.symbols) else {
            return self.groups.push(group);
        };
        let role = |id: SignalId| self.symbols.signals[id].role;
        let connects = |role| matches!(role, Role::ToInstance(_) | Role::RegisterClock | Role::RegisterReset);
        let plain = match value {
            Expr::Const { .. } | Expr::Param { .. } => true,
            Expr::Signal { id, .. } | Expr::Slice { id, .. } => !connects(role(*id)),
            _ => false,
        };
        match (role(target), value) {
            (to, value) if connects(to) && plain => {
                self.folded.insert(target, value.clone());
                if let Role::ToInstance(instance) = to {
                    let comments = group.stmts.iter().filter_map(|stmt| match stmt {
                        Stmt::Comment(text) => Some(text.clone()),
                        _ => None,
                    });
                    self.comments.entry(instance).or_default().extend(comments);
                }
            }
            (Role::Output | Role::Local, Expr::Signal { id, .. })
                if matches!(role(*id), Role::FromInstance(_)) && !self.folded.contains_key(id) =>
            {
                let id = *id;
                self.folded.insert(id, self.symbols.expr(target));
            }
            _ => self.groups.push(group),
        }
    }

    /// What is connected to an instance's port or a register's clock.
    pub fn connection(&self, id: SignalId) -> Expr {
        self.folded.get(&id).cloned().unwrap_or_else(|| self.symbols.expr(id))
    }

    fn find_unread(&mut self) {
        let mut read: BTreeMap<SignalId, BigUint> = BTreeMap::new();
        let signals = &self.symbols.signals;
        let mut visit = |id: SignalId, low: usize, width: usize| {
            *read.entry(id).or_default() |= ones(width.min(signals[id].width)) << low;
        };
        for group in &self.groups {
            group
                .stmts
                .iter()
                .for_each(|stmt| stmt.for_each_expr(&mut |expr| expr.for_each_read(&mut visit)));
        }
        let inputs = self.symbols.instances.iter().flat_map(|instance| &instance.ports);
        let inputs = inputs.filter(|(_, id)| matches!(signals[*id].role, Role::ToInstance(_)));
        inputs.for_each(|(_, id)| self.connection(*id).for_each_read(&mut visit));
        for register in &self.symbols.registers {
            for id in [register.clock, register.reset_n, register.next] {
                self.connection(id).for_each_read(&mut visit);
            }
        }
        for (id, signal) in signals.iter().enumerate() {
            let observed = matches!(signal.role, Role::Output) || self.folded.contains_key(&id);
            if observed {
                continue;
            }
            let unread = ones(signal.width) ^ read.remove(&id).unwrap_or_default();
            let mut low = 0;
            while low < signal.width {
                let run = (low..signal.width).take_while(|bit| unread.bit(*bit as u64)).count();
                if run > 0 {
                    self.unread.extend(self.symbols.expr(id).slice(low, run));
                }
                low += run.max(1);
            }
        }
    }
}
