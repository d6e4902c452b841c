//! The kernel cut into independent processes.
//!
//! A kernel is one sequence of statements; Verilog reads better, and simulates faster, as one process per thing that is
//! computed. Statements stay together, in order, when they assign the same signal, or when one reads a `Local` or output
//! between two assignments of it: rust-hdl shows it the value of that moment, and so does a process. All other reads
//! see the final value; [`super::flow`] makes sure of it.

use super::expr::{Expr, SignalId};
use super::stmt::Stmt;
use super::symbols::{Role, Symbols};
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

    /// The keyword of the group's process. Icarus Verilog 11, which Debian 12 has, wakes `always_comb` processes that feed each
    /// other again and again at time 0, without an end; `always @*` means the same, but never wakes where nothing is read.
    pub fn process(&self) -> &'static str {
        let mut reads = false;
        for stmt in &self.stmts {
            stmt.for_each_expr(&mut |expr| expr.for_each_read(&mut |_, _, _| reads = true));
        }
        match reads {
            true => "always @*",
            false => "always_comb",
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
