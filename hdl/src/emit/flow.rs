//! What the statements of a process read, and the proof that Verilog shows them the same as rust-hdl does.
//!
//! rust-hdl runs a kernel's statements in order, again and again until nothing changes. What reads a `Local` or an output
//! gets what was assigned to it last: before the first assignment that is the value the pass before ended with, its
//! final one. The input of a block, as the `d` of a register is, changes only between the passes, so that every read gets
//! its final value. In Verilog a process sees the final values of what other processes assign, and of what it assigns
//! itself the values of the moment.

use super::expr::{ones, Expr, SignalId};
use super::group::Group;
use super::stmt::Stmt;
use super::symbols::Symbols;
use super::EmitError;
use num_bigint::BigUint;
use num_traits::Zero;
use std::collections::{BTreeMap, BTreeSet};

/// What the statements of a group have made of its signals so far.
#[derive(Clone, Default)]
struct State {
    /// The bits of each signal that are assigned for certain.
    assigned: BTreeMap<SignalId, BigUint>,
    /// The signals of other groups that each signal is computed from.
    sources: BTreeMap<SignalId, BTreeSet<SignalId>>,
}

/// Checks that every signal that the kernel must drive is driven, on every path, before anything in its group reads it,
/// and that none is computed from itself.
pub(super) fn check(symbols: &Symbols, groups: &[Group]) -> Result<(), EmitError> {
    let mut sources = BTreeMap::new();
    for group in groups {
        let flow = Flow {
            symbols,
            targets: &group.targets,
        };
        let mut end = State::default();
        flow.block(&group.stmts, &BTreeSet::new(), &mut end)?;
        for target in &group.targets {
            let whole = ones(symbols.signals[*target].width);
            if end.assigned.get(target) != Some(&whole) {
                return Err(EmitError::Latch {
                    module: symbols.module.clone(),
                    signal: symbols.author_name(*target),
                });
            }
        }
        sources.extend(end.sources);
    }
    for (id, signal) in symbols.signals.iter().enumerate() {
        let (module, name) = (symbols.module.clone(), symbols.author_name(id));
        if signal.role.is_assigned() && !sources.contains_key(&id) {
            return Err(EmitError::Undriven { module, signal: name });
        }
        if reaches(&sources, id, id, &mut BTreeSet::new()) {
            return Err(EmitError::Loop { module, signal: name });
        }
    }
    Ok(())
}

/// `to` is among what `from` is computed from, at however many removes.
fn reaches(
    sources: &BTreeMap<SignalId, BTreeSet<SignalId>>,
    from: SignalId,
    to: SignalId,
    seen: &mut BTreeSet<SignalId>,
) -> bool {
    let mut next = sources.get(&from).into_iter().flatten();
    next.any(|id| *id == to || seen.insert(*id) && reaches(sources, *id, to, seen))
}

struct Flow<'a> {
    symbols: &'a Symbols,
    targets: &'a BTreeSet<SignalId>,
}

impl Flow<'_> {
    /// `conditions` are the sources of what decides whether the statements are run.
    fn block(&self, stmts: &[Stmt], conditions: &BTreeSet<SignalId>, state: &mut State) -> Result<(), EmitError> {
        for stmt in stmts {
            match stmt {
                Stmt::Comment(_) => {}
                Stmt::Assign { target, low, value } => {
                    let mut sources = self.read(value, state)?;
                    sources.extend(conditions);
                    if value.width() < self.symbols.signals[*target].width {
                        sources.extend(state.sources.remove(target).unwrap_or_default());
                    }
                    state.sources.insert(*target, sources);
                    *state.assigned.entry(*target).or_default() |= ones(value.width()) << *low;
                }
                Stmt::If { test, then, otherwise } => {
                    self.branches(test, [then, otherwise], conditions, state)?;
                }
                Stmt::Case(case) => {
                    let arms = case.arms.iter().map(|(_, body)| body);
                    self.branches(&case.test, arms.chain([&case.default]), conditions, state)?;
                }
            }
        }
        Ok(())
    }

    /// What all branches assign is assigned.
    fn branches<'b>(
        &self,
        test: &Expr,
        branches: impl IntoIterator<Item = &'b Vec<Stmt>>,
        conditions: &BTreeSet<SignalId>,
        state: &mut State,
    ) -> Result<(), EmitError> {
        let mut conditions = conditions.clone();
        conditions.extend(self.read(test, state)?);
        let mut common: Option<State> = None;
        for branch in branches {
            let mut own = state.clone();
            self.block(branch, &conditions, &mut own)?;
            common = Some(match common {
                None => own,
                Some(mut common) => {
                    for (id, bits) in &mut common.assigned {
                        *bits &= own.assigned.get(id).cloned().unwrap_or_default();
                    }
                    for (id, sources) in own.sources {
                        common.sources.entry(id).or_default().extend(sources);
                    }
                    common
                }
            });
        }
        *state = common.unwrap_or_default();
        Ok(())
    }

    /// The signals of other groups that an expression is computed from. Of the group's own signals only those may be read
    /// whose value of the moment is meant, and that have one.
    fn read(&self, expr: &Expr, state: &State) -> Result<BTreeSet<SignalId>, EmitError> {
        let mut sources = BTreeSet::new();
        let mut wrong = None;
        expr.for_each_read(&mut |id, low, width| {
            if !self.targets.contains(&id) {
                sources.insert(id);
                return;
            }
            let signal = &self.symbols.signals[id];
            let needed = ones(width.min(signal.width)) << low;
            let there = state.assigned.get(&id).cloned().unwrap_or_default();
            if !signal.role.reads_in_order() || !(&needed ^ (&needed & there)).is_zero() {
                wrong.get_or_insert(id);
            }
            sources.extend(state.sources.get(&id).into_iter().flatten());
        });
        match wrong {
            None => Ok(sources),
            Some(id) => Err(EmitError::ReadBeforeAssigned {
                module: self.symbols.module.clone(),
                signal: self.symbols.author_name(id),
            }),
        }
    }
}
