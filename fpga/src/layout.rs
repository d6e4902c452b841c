//! Where the functions of programs lie that differ in a part only, such as their allocator.
//!
//! Where code happens to lie in the core's cache moves a program by several percent, which hides a smaller difference between two
//! of them. So the functions that all of them have come first, in one order: they lie at the same addresses in each program, and
//! what is compared is the rest. Another layout is another order.

use crate::Program;
use std::collections::{BTreeMap, BTreeSet};

/// The functions of some programs.
pub(crate) struct Functions {
    /// In all programs, and of the same size there.
    shared: Vec<String>,
    /// All others.
    others: Vec<String>,
}

impl Functions {
    /// Those of `programs`. Code that differs in size moves what is behind it; code of the same size may differ, as in what it calls.
    pub fn of(programs: &[Program]) -> Functions {
        // A name stands for as many functions as have it: those of C files may be local.
        let sizes = programs.iter().map(|program| {
            let mut sizes = BTreeMap::<_, Vec<_>>::new();
            for (name, bytes) in program.functions() {
                sizes.entry(name).or_default().push(bytes);
            }
            sizes
        });
        let sizes: Vec<_> = sizes.collect();
        let names: BTreeSet<&str> = sizes.iter().flat_map(|sizes| sizes.keys().copied()).collect();
        let is_shared = |name: &&str| sizes.iter().all(|of| of.get(name) == sizes[0].get(name));
        let (shared, others): (Vec<_>, Vec<_>) = names.into_iter().partition(is_shared);
        let owned = |names: Vec<&str>| names.into_iter().map(String::from).collect();
        Functions {
            shared: owned(shared),
            others: owned(others),
        }
    }

    /// All names in the order of a layout, drawn from its number, a line each: a file for the linker's `--symbol-ordering-file`.
    pub fn order(&self, layout: u32) -> String {
        let mut random = fastrand::Rng::with_seed(layout.into());
        let mut lines = String::new();
        for names in [&self.shared, &self.others] {
            let mut names: Vec<_> = names.iter().collect();
            random.shuffle(&mut names);
            lines.extend(names.into_iter().flat_map(|name| [name, "\n"]));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> Functions {
        Functions::of(&[
            Program::of_functions(&[
                ("main", 8),
                ("malloc", 100),
                ("run", 40),
                ("step", 4),
                ("step", 12),
                ("draw", 24),
            ]),
            Program::of_functions(&[
                ("main", 8),
                ("first_fit", 60),
                ("malloc", 20),
                ("run", 44),
                ("draw", 24),
                ("step", 4),
                ("step", 12),
            ]),
        ])
    }

    #[test]
    fn what_all_have_comes_first_and_in_one_order() {
        let Functions { shared, others } = two();
        assert_eq!(shared, ["draw", "main", "step"]);
        assert_eq!(others, ["first_fit", "malloc", "run"]);
        for layout in 0..20 {
            let order = two().order(layout);
            let mut lines: Vec<_> = order.lines().collect();
            assert_eq!(lines.len(), 6);
            lines[..3].sort_unstable();
            lines[3..].sort_unstable();
            assert_eq!(lines, ["draw", "main", "step", "first_fit", "malloc", "run"]);
        }
    }

    #[test]
    fn a_layout_is_an_order_of_its_own() {
        let orders: BTreeSet<_> = (0..20).map(|layout| two().order(layout)).collect();
        assert!(orders.len() > 10, "{orders:?}");
        assert_eq!(two().order(3), two().order(3));
    }
}
