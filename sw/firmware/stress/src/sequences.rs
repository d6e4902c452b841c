//! Short runs of instructions around custom instructions.

use crate::account::{Account, ALLOC, FREE, FREE_IF_OURS, FREE_WAIT, STATUS, UNKNOWN};
use core::arch::asm;

/// Allocs or frees of the longest sequence.
pub const BURST: usize = 16;

/// What a sequence works on, and what it gets.
pub struct Work {
    /// Sizes for allocs, from 1 up.
    pub sizes: [u32; 2],
    /// Objects to be freed, in order.
    pub victims: [u32; BURST],
    /// Three words of RAM, and others 4 KiB on, so that the core's cache has not both.
    pub ram: *mut u32,
    /// A register of a device that may be read and written.
    pub device: *mut u32,
    /// The objects got, in order; 0 where there is none.
    pub objects: [u32; BURST],
    /// 0 if all answers but those were as they should be.
    pub wrong: u32,
}

impl Work {
    /// Nothing yet.
    pub const NONE: Work = Work {
        sizes: [1; 2],
        victims: [0; BURST],
        ram: core::ptr::null_mut(),
        device: core::ptr::null_mut(),
        objects: [0; BURST],
        wrong: 0,
    };
}

/// A custom instruction of a sequence.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Issue {
    /// An alloc of the first size or the second one.
    Alloc(usize),
    /// A posted free of a victim.
    Free(usize),
    /// A free of a victim if it lies in the region, as it does.
    FreeIfOurs(usize),
    /// A free of an address outside the region, the first size, if it lies there.
    Foreign,
    /// A free of the first victim that is waited for.
    FreeWait,
    /// Status of the latest alloc.
    Status,
    /// An alloc of [`TOO_LARGE`] bytes.
    TooLarge,
    /// A free of address [`TOO_LARGE`] that is waited for.
    NotOurs,
    /// A function that there is not, with the first size.
    Unknown,
}

/// A size above the largest class, and an address outside the region.
pub const TOO_LARGE: u32 = 0x1000;

impl Issue {
    fn note(self, work: &Work, account: &mut Account) {
        match self {
            Issue::Alloc(which) => account.note(ALLOC, work.sizes[which]),
            Issue::Free(which) => account.note(FREE, work.victims[which]),
            Issue::FreeIfOurs(which) => account.note(FREE_IF_OURS, work.victims[which]),
            Issue::Foreign => account.note(FREE_IF_OURS, work.sizes[0]),
            Issue::FreeWait => account.note(FREE_WAIT, work.victims[0]),
            Issue::Status => account.note(STATUS, 0),
            Issue::TooLarge => account.note(ALLOC, TOO_LARGE),
            Issue::NotOurs => account.note(FREE_WAIT, TOO_LARGE),
            Issue::Unknown => account.note(UNKNOWN, work.sizes[0]),
        }
    }
}

/// A run of instructions, and the custom instructions that it issues.
pub struct Sequence {
    run: fn(&mut Work),
    issues: &'static [Issue],
    /// How many victims it frees, from the first on.
    pub frees: usize,
}

impl Sequence {
    const fn new(issues: &'static [Issue], run: fn(&mut Work)) -> Sequence {
        let (mut frees, mut index) = (0, 0);
        while index < issues.len() {
            if matches!(issues[index], Issue::Free(_) | Issue::FreeIfOurs(_) | Issue::FreeWait) {
                frees += 1;
            }
            index += 1;
        }
        Sequence { run, issues, frees }
    }

    /// Which of the two sizes each of its objects has.
    pub fn sizes(&self) -> impl Iterator<Item = usize> {
        self.issues.iter().filter_map(|issue| match issue {
            Issue::Alloc(which) => Some(*which),
            _ => None,
        })
    }

    /// Runs it, and notes what it has issued.
    pub fn run(&self, work: &mut Work, account: &mut Account) {
        self.issues.iter().for_each(|issue| issue.note(work, account));
        (self.run)(work);
    }
}

/// A custom instruction: `funct3`, rd, rs1.
macro_rules! custom {
    ($function:literal, $rd:literal, $rs1:literal) => {
        concat!(".insn r 0x0b, ", $function, ", 0, ", $rd, ", ", $rs1, ", x0")
    };
}

/// A sequence of these lines. In them `a` and `b` are objects, `s` what was wrong, `t` and `u` anything.
macro_rules! sequence {
    ([$($issue:expr),*] $($line:expr),* $(,)?) => {
        Sequence::new(
            &[$($issue),*],
            |work| {
                let (a, b): (u32, u32);
                work.objects[..2].fill(0);
                // SAFETY: the objects are nobody's, and the victim is nobody's any more; `ram` and `device` are for this.
                unsafe {
                    asm!(
                        "# {size0} {size1} {victim} {victims} {objects} {ram} {device} {t} {u}",
                        "li {a}, 0",
                        "li {b}, 0",
                        "li {s}, 0",
                        $($line,)*
                        a = out(reg) a, b = out(reg) b, s = out(reg) work.wrong, t = out(reg) _, u = out(reg) _,
                        size0 = in(reg) work.sizes[0], size1 = in(reg) work.sizes[1], ram = in(reg) work.ram,
                        device = in(reg) work.device, victim = in(reg) work.victims[0],
                        victims = inout(reg) work.victims.as_ptr() => _, objects = inout(reg) work.objects.as_mut_ptr() => _,
                        options(nostack),
                    )
                };
                // Most sequences have them in registers.
                work.objects[0] |= a;
                work.objects[1] |= b;
            },
        )
    };
}

use Issue::*;

/// Sequences after which there are more objects.
pub const GROWING: &[Sequence] = &[
    sequence!([Alloc(0)] custom!(0, "{a}", "{size0}")),
    // One behind the other.
    sequence!([Alloc(0), Alloc(1), Free(0)]
        custom!(0, "{a}", "{size0}"), custom!(0, "{b}", "{size1}"), custom!(1, "{s}", "{victim}")),
    // More than the core has room for, and the port's own answers between.
    sequence!([Alloc(0), Status, Free(0), Status, Alloc(1), Unknown]
        custom!(0, "{a}", "{size0}"), custom!(3, "{t}", "x0"), custom!(1, "{s}", "{victim}"),
        custom!(3, "{t}", "x0"), custom!(0, "{b}", "{size1}"), custom!(5, "{u}", "{size0}"),
        "not {u}, {u}", "or {s}, {s}, {u}"),
    // Each needs the answer of the one before.
    sequence!([Alloc(0), Alloc(1), Free(0)]
        custom!(0, "{a}", "{size0}"), "sltu {t}, x0, {a}", "sub {t}, {size1}, {t}", "addi {t}, {t}, 1",
        custom!(0, "{b}", "{t}"), "sub {t}, {b}, {a}", "add {t}, {t}, {a}", "sub {t}, {t}, {b}", "add {t}, {t}, {victim}",
        custom!(1, "{s}", "{t}")),
    // The object is used at once, with stores and loads before and behind.
    sequence!([Alloc(0), Alloc(1)]
        custom!(0, "{a}", "{size0}"), "sb {size0}, 0({a})", "lbu {t}, 0({a})", custom!(0, "{b}", "{size1}"),
        "sb {t}, 0({b})", "lbu {u}, 0({b})", "sub {s}, {t}, {u}"),
    // The stall of a load that misses ends while the instruction behind it waits.
    sequence!([Alloc(0), Alloc(1), Free(0)]
        "li {u}, 4096", "add {u}, {u}, {ram}", "lw {t}, 0({ram})", custom!(0, "{a}", "{size0}"), "lw {t}, 0({u})",
        custom!(0, "{b}", "{size1}"), "lw {t}, 0({ram})", custom!(1, "{s}", "{victim}")),
    // Operands that a division is still at work on, and divisions behind.
    sequence!([Alloc(0), Alloc(1)]
        "mul {t}, {size0}, {size1}", "divu {t}, {t}, {size1}", custom!(0, "{a}", "{t}"), "remu {u}, {a}, {size1}",
        custom!(0, "{b}", "{size1}"), "div {u}, {b}, {size0}"),
    // Behind branches that are not taken, and one that waits for memory.
    sequence!([Alloc(0), Alloc(1)]
        "bne x0, x0, 20f", custom!(0, "{a}", "{size0}"), "20:", "lw {t}, 4({ram})", "andi {t}, {t}, 1", "bnez {t}, 21f",
        custom!(0, "{b}", "{size1}"), "j 22f", "21:", custom!(0, "{b}", "{size1}"), "22:"),
    sequence!([Alloc(0), Status, Free(0), Alloc(1)]
        "sw x0, 0({device})", custom!(0, "{a}", "{size0}"), custom!(3, "{t}", "x0"), "lw {t}, 0({device})",
        custom!(1, "{s}", "{victim}"), "sw x0, 0({device})", custom!(0, "{b}", "{size1}")),
    // Behind stores, which a free waits for and its answer does not; and one that does nothing right behind.
    sequence!([Alloc(0), FreeIfOurs(0), Foreign, Alloc(1)]
        custom!(0, "{a}", "{size0}"), "sb x0, 0({victim})", "sb x0, 0({a})", "sw {size0}, 0({ram})", custom!(4, "{s}", "{victim}"),
        custom!(4, "{u}", "{size0}"), "not {u}, {u}", "or {s}, {s}, {u}", custom!(0, "{b}", "{size1}")),
    // Behind stores of all kinds, which a free waits for.
    sequence!([Free(0), Alloc(0), Alloc(1)]
        "sb x0, 0({victim})", "sw {size0}, 0({ram})", "sw {size1}, 4({ram})", custom!(1, "{s}", "{victim}"),
        "sw {size1}, 8({ram})", custom!(0, "{a}", "{size0}"), "sb {t}, 0({a})", custom!(0, "{b}", "{size1}")),
    // Bursts.
    sequence!([Alloc(0), Alloc(0), Alloc(0), Alloc(0), Alloc(0), Alloc(0), Alloc(0), Alloc(0), Alloc(0), Alloc(0), Alloc(0), Alloc(0), Alloc(0), Alloc(0), Alloc(0), Alloc(0)]
        "li {t}, 16", "20:", custom!(0, "{u}", "{size0}"), "sw {u}, 0({objects})", "addi {objects}, {objects}, 4",
        "addi {t}, {t}, -1", "bnez {t}, 20b"),
];

/// Sequences after which there are fewer.
pub const SHRINKING: &[Sequence] = &[
    sequence!([Free(0)] custom!(1, "{s}", "{victim}")),
    sequence!([FreeWait] custom!(2, "{s}", "{victim}")),
    // Its answer is branched on at once, as allocators do, between answers that are waited for.
    sequence!([FreeIfOurs(0), Status, Foreign, Foreign, FreeIfOurs(1), Free(2)]
        custom!(4, "{s}", "{victim}"), "bltz {s}, 20f", custom!(3, "{t}", "x0"), custom!(4, "{u}", "{size0}"), "bgez {u}, 20f",
        custom!(4, "{t}", "{size0}"), "and {u}, {u}, {t}", "not {u}, {u}", "or {s}, {s}, {u}", "lw {t}, 4({victims})",
        custom!(4, "{u}", "{t}"), "or {s}, {s}, {u}", "lw {t}, 8({victims})", custom!(1, "{u}", "{t}"), "or {s}, {s}, {u}",
        "20:"),
    // A loop.
    sequence!([Status, Status, Status, Status, Status, Free(0)]
        "li {t}, 5", "20:", custom!(3, "{u}", "x0"), "addi {t}, {t}, -1", "bnez {t}, 20b", custom!(1, "{s}", "{victim}")),
    sequence!([Free(0), Free(1), Free(2), Free(3), Free(4), Free(5), Free(6), Free(7), Free(8), Free(9), Free(10), Free(11), Free(12), Free(13), Free(14), Free(15)]
        "li {t}, 16", "20:", "lw {u}, 0({victims})", custom!(1, "{u}", "{u}"), "addi {victims}, {victims}, 4",
        "or {s}, {s}, {u}", "addi {t}, {t}, -1", "bnez {t}, 20b"),
];

/// Sequences after which there are as many.
pub const OTHERS: &[Sequence] = &[
    // Operands from memory, and answers to memory.
    sequence!([Alloc(0), FreeWait]
        "sw {size0}, 0({ram})", "lw {t}, 0({ram})", custom!(0, "{a}", "{t}"), "sw {a}, 4({ram})",
        "sw {victim}, 8({ram})", "lw {t}, 8({ram})", custom!(2, "{s}", "{t}"), "lw {a}, 4({ram})"),
    sequence!([Free(0), Alloc(0), Status]
        "rem {t}, {victim}, {size0}", custom!(1, "{s}", "{victim}"), "div {t}, {victim}, {size1}",
        custom!(0, "{a}", "{size0}"), "rem {t}, {a}, {size1}", custom!(3, "{t}", "x0")),
    // Behind taken branches, whose shadow is not issued.
    sequence!([Alloc(0), Free(0)]
        "beq x0, x0, 20f", custom!(0, "{t}", "{size1}"), "20:", custom!(0, "{a}", "{size0}"), "bnez {a}, 21f",
        custom!(1, "{t}", "{a}"), "21:", "j 22f", custom!(1, "{t}", "{a}"), "22:", custom!(1, "{s}", "{victim}")),
    // Beside loads and stores that no cache has.
    sequence!([Alloc(0), Free(0)]
        "lw {t}, 0({device})", custom!(0, "{a}", "{size0}"), "sw {t}, 0({device})", custom!(1, "{s}", "{victim}"),
        "lw {t}, 0({device})"),
    sequence!([Free(0), Alloc(1), Free(1), Alloc(1), Free(2), Alloc(1), Free(3), Alloc(1), Free(4), Alloc(1), Free(5), Alloc(1), Free(6), Alloc(1), Free(7), Alloc(1)]
        "li {t}, 8", "20:", "lw {u}, 0({victims})", custom!(1, "x0", "{u}"), custom!(0, "{u}", "{size1}"),
        "addi {victims}, {victims}, 4", "sw {u}, 0({objects})", "addi {objects}, {objects}, 4", "addi {t}, {t}, -1", "bnez {t}, 20b"),
    // Errors: 0 for a size, NotOurs (2) for an address.
    sequence!([TooLarge, NotOurs, Unknown]
        "lui {t}, 1", custom!(0, "{s}", "{t}"), custom!(2, "{u}", "{t}"), "addi {u}, {u}, -2", "or {s}, {s}, {u}",
        custom!(5, "{u}", "{size0}"), "not {u}, {u}", "or {s}, {s}, {u}"),
];
