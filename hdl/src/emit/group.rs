//! The kernel cut into independent processes, and the proof that each drives all it should.
//!
//! A kernel is one sequence of statements; Verilog reads better, and simulates faster, as one process per thing that is
//! computed. Statements stay together, in order, when they assign the same signal, or when one reads a signal between
//! two assignments of it. Everywhere else a read sees the settled value, in rust-hdl as in Verilog.

use super::expr::{ones, Expr, SignalId};
use super::stmt::Stmt;
use super::symbols::{Role, Symbols};
use super::EmitError;
use num_bigint::BigUint;
use num_traits::Zero;
use std::collections::{BTreeMap, BTreeSet};

/// Statements that stay together, in the kernel's order.
pub(super) struct Group {
    pub stmts: Vec<Stmt>,
    pub targets: BTreeSet<SignalId>,
    /// Where in the kernel it stands.
    place: usize,
}

impl Group {
    /// The value of a group that is one plain assignment of a whole signal.
    pub fn as_assignment(&self, symbols: &Symbols) -> Option<(SignalId, &Expr)> {
        let mut stmts = self.stmts.iter().filter(|stmt| !matches!(stmt, Stmt::Comment(_)));
        match (stmts.next(), stmts.next()) {
            (Some(Stmt::Assign { target, value, .. }), None) if value.width() == symbols.signals[*target].width => {
                Some((*target, value))
            }
            _ => None,
        }
    }
}

/// Cuts the statements into groups, in the order of each group's first statement that is not a register keeping its
/// value.
pub(super) fn split(symbols: &Symbols, stmts: Vec<Stmt>) -> Vec<Group> {
    // A comment belongs to the statement after it.
    let mut units: Vec<Vec<Stmt>> = vec![vec![]];
    for stmt in stmts {
        let is_comment = matches!(stmt, Stmt::Comment(_));
        units.last_mut().expect("there is always an open unit").push(stmt);
        if !is_comment {
            units.push(vec![]);
        }
    }
    let trailing = units.pop().unwrap_or_default();
    if let Some(last) = units.last_mut() {
        last.extend(trailing);
    }

    let mut writers: BTreeMap<SignalId, Vec<usize>> = BTreeMap::new();
    let mut reads: Vec<BTreeSet<SignalId>> = vec![];
    for (place, unit) in units.iter().enumerate() {
        let mut read = BTreeSet::new();
        for stmt in unit {
            stmt.for_each_target(&mut |target| {
                let places = writers.entry(target).or_default();
                if places.last() != Some(&place) {
                    places.push(place);
                }
            });
            stmt.for_each_expr(&mut |expr| {
                expr.for_each_read(&mut |id, _, _| {
                    read.insert(id);
                })
            });
        }
        reads.push(read);
    }

    let mut leader: Vec<usize> = (0..units.len()).collect();
    fn find(leader: &[usize], mut place: usize) -> usize {
        while leader[place] != place {
            place = leader[place];
        }
        place
    }
    let mut join = |a: usize, b: usize| {
        let (a, b) = (find(&leader, a), find(&leader, b));
        leader[a.max(b)] = a.min(b);
    };
    for (id, places) in &writers {
        places.windows(2).for_each(|pair| join(pair[0], pair[1]));
        if !symbols.signals[*id].role.reads_in_order() {
            continue;
        }
        for (place, read) in reads.iter().enumerate() {
            let between = places[0] < place && place < places[places.len() - 1];
            if between && read.contains(id) {
                join(places[0], place);
            }
        }
    }

    let mut groups: BTreeMap<usize, Group> = BTreeMap::new();
    for (place, unit) in units.into_iter().enumerate() {
        let group = groups.entry(find(&leader, place)).or_insert_with(|| Group {
            stmts: vec![],
            targets: BTreeSet::new(),
            place,
        });
        if group.stmts.iter().all(|stmt| keeps_a_register(symbols, stmt)) {
            group.place = place;
        }
        for stmt in unit {
            stmt.for_each_target(&mut |target| {
                group.targets.insert(target);
            });
            group.stmts.push(stmt);
        }
    }
    let mut groups: Vec<_> = groups.into_values().filter(|group| !group.targets.is_empty()).collect();
    groups.sort_by_key(|group| group.place);
    groups
}

fn keeps_a_register(symbols: &Symbols, stmt: &Stmt) -> bool {
    let role = |id: SignalId| symbols.signals[id].role;
    matches!(stmt, Stmt::Assign { target, value: Expr::Signal { id, .. }, .. }
        if role(*target) == Role::RegisterNext && role(*id) == Role::RegisterValue)
}

/// Checks that every signal the kernel must drive is driven, on every path, before anything in its group reads it.
pub(super) fn check(symbols: &Symbols, groups: &[Group]) -> Result<(), EmitError> {
    let mut driven: BTreeSet<SignalId> = BTreeSet::new();
    for group in groups {
        let mut flow = Flow {
            symbols,
            targets: &group.targets,
        };
        let mut assigned = Assigned::new();
        flow.block(&group.stmts, &mut assigned)?;
        for target in &group.targets {
            let whole = ones(symbols.signals[*target].width);
            if assigned.get(target) != Some(&whole) {
                return Err(EmitError::Latch {
                    module: symbols.module.clone(),
                    signal: symbols.author_name(*target),
                });
            }
        }
        driven.extend(&group.targets);
    }
    match symbols
        .signals
        .iter()
        .enumerate()
        .find(|(id, signal)| signal.role.is_assigned() && !driven.contains(id))
    {
        None => Ok(()),
        Some((id, _)) => Err(EmitError::Undriven {
            module: symbols.module.clone(),
            signal: symbols.author_name(id),
        }),
    }
}

/// The bits of each signal that are assigned for certain.
type Assigned = BTreeMap<SignalId, BigUint>;

struct Flow<'a> {
    symbols: &'a Symbols,
    targets: &'a BTreeSet<SignalId>,
}

impl Flow<'_> {
    fn block(&mut self, stmts: &[Stmt], assigned: &mut Assigned) -> Result<(), EmitError> {
        for stmt in stmts {
            match stmt {
                Stmt::Comment(_) => {}
                Stmt::Assign { target, low, value } => {
                    self.read(value, assigned)?;
                    *assigned.entry(*target).or_default() |= ones(value.width()) << *low;
                }
                Stmt::If { test, then, otherwise } => {
                    self.read(test, assigned)?;
                    self.branches([then, otherwise], assigned)?;
                }
                Stmt::Case(case) => {
                    self.read(&case.test, assigned)?;
                    let arms = case.arms.iter().map(|(_, body)| body);
                    self.branches(arms.chain([&case.default]), assigned)?;
                }
            }
        }
        Ok(())
    }

    /// What all branches assign is assigned.
    fn branches<'b>(
        &mut self,
        branches: impl IntoIterator<Item = &'b Vec<Stmt>>,
        assigned: &mut Assigned,
    ) -> Result<(), EmitError> {
        let mut common: Option<Assigned> = None;
        for branch in branches {
            let mut own = assigned.clone();
            self.block(branch, &mut own)?;
            common = Some(match common {
                None => own,
                Some(mut common) => {
                    for (id, bits) in &mut common {
                        *bits &= own.get(id).cloned().unwrap_or_default();
                    }
                    common
                }
            });
        }
        *assigned = common.unwrap_or_default();
        Ok(())
    }

    /// Only what the group has assigned before may be read of what it assigns.
    fn read(&self, expr: &Expr, assigned: &Assigned) -> Result<(), EmitError> {
        let mut wrong = None;
        expr.for_each_read(&mut |id, low, width| {
            if !self.targets.contains(&id) {
                return;
            }
            let signal = &self.symbols.signals[id];
            let needed = ones(width.min(signal.width)) << low;
            let there = assigned.get(&id).cloned().unwrap_or_default();
            let settled = !matches!(signal.role, Role::Output | Role::Local);
            if settled || !(&needed ^ (&needed & there)).is_zero() {
                wrong.get_or_insert(id);
            }
        });
        match wrong {
            None => Ok(()),
            Some(id) => Err(EmitError::ReadBeforeAssigned {
                module: self.symbols.module.clone(),
                signal: self.symbols.author_name(id),
            }),
        }
    }
}
