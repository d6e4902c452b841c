//! Every custom instruction is carried out exactly once, and nothing overtakes what it must not.

use memento_abi::SOC32;
use memento_soc::{firmware, CustomInstruction, Program, Soc, Stop, DATA_ADDRESS};
use std::collections::BTreeMap;

/// Cycles in which the programs end, when nothing hangs.
const LIMIT: u64 = 9_000_000;
/// First address of the region.
const REGION: u64 = 0x4000_0000;
/// Functions of `funct3`.
const ALLOC: u16 = 0;
const FREE: u16 = 1;
const FREE_WAIT: u16 = 2;
const STATUS: u16 = 3;
const FREE_IF_OURS: u16 = 4;

/// A program to its end: console, how it stopped, and what Memento's port has accepted.
fn run(name: &str, seed: u64, fault: Option<&str>) -> (String, Stop, Vec<CustomInstruction>) {
    run_with(name, seed, fault, &[])
}

/// The same, with words for the program in RAM.
fn run_with(name: &str, seed: u64, fault: Option<&str>, data: &[[u8; 4]]) -> (String, Stop, Vec<CustomInstruction>) {
    let mut program = Program::read(&firmware(name).unwrap()).unwrap();
    program.put(DATA_ADDRESS, data.concat());
    let mut soc = match fault {
        Some(fault) => Soc::with_fault(fault, &program, seed, None).unwrap(),
        None => Soc::new(&program, seed, None).unwrap(),
    };
    soc.watch_custom_instructions();
    let mut console = Vec::new();
    let stop = soc.run(LIMIT, |byte| console.push(byte)).unwrap();
    let console = String::from_utf8_lossy(&console).into_owned();
    (console, stop, soc.custom_instructions().to_vec())
}

/// As the program's (`sw/firmware/stress/src/account.rs`).
fn digest(instruction: &CustomInstruction) -> u32 {
    let mut word = instruction.operand ^ (u32::from(instruction.function) + 1).wrapping_mul(0x9E37_79B9);
    word = (word ^ word >> 16).wrapping_mul(0x85EB_CA6B);
    word = (word ^ word >> 13).wrapping_mul(0xC2B2_AE35);
    word ^ word >> 16
}

/// What a run without a mistake has shown.
#[derive(Debug)]
struct Shown {
    /// Custom instructions.
    instructions: u64,
    /// Interrupts.
    interrupts: u64,
    /// Whether statuses were asked for, and arenas went every way that they can, which depends on when interrupts come.
    all: bool,
}

/// What a run shows, or the first thing that is wrong with it.
fn judge((console, stop, accepted): (String, Stop, Vec<CustomInstruction>)) -> Result<Shown, String> {
    let said: BTreeMap<&str, u64> = console
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(name, value)| Some((name, value.trim().parse().ok()?)))
        .collect();
    let said = |name: &str| said.get(name).copied().unwrap_or_default();
    let of = |functions: &[u16]| {
        accepted
            .iter()
            .filter(|taken| functions.contains(&taken.function))
            .count() as u64
    };
    let checksum = accepted.iter().map(digest).fold(0, u32::wrapping_add);
    let freed_if_ours =
        |taken: &&CustomInstruction| taken.function == FREE_IF_OURS && SOC32.in_region(REGION, taken.operand.into());
    let asked = of(&[ALLOC, FREE, FREE_WAIT]) + accepted.iter().filter(freed_if_ours).count() as u64;
    let counted = ["ALLOC_HIT", "ALLOC_MISS", "FREE_HIT", "FREE_MISS", "ERROR"]
        .map(said)
        .iter()
        .sum::<u64>();
    for (what, one, other) in [
        (
            "issued by the program, accepted by Memento",
            said("issued"),
            accepted.len() as u64,
        ),
        ("checksums of them", said("checksum"), checksum.into()),
        ("allocs and frees accepted, counted by Memento", asked, counted),
        (
            "allocs and frees that are errors on purpose, and all",
            errors_on_purpose(&accepted),
            said("ERROR"),
        ),
        (
            "objects got, given back",
            said("ALLOC_HIT") + said("ALLOC_MISS"),
            said("FREE_HIT") + said("FREE_MISS"),
        ),
    ] {
        if one != other {
            return Err(format!("{what}: {one} and {other}"));
        }
    }
    if stop != Stop::Exit(0) {
        return Err(format!("{stop:?}:\n{console}"));
    }
    let all = of(&[STATUS]) > 0 && said("LIST_FULL_TO_AVAILABLE") > 0 && said("ARENA_RECYCLED") > 0;
    Ok(Shown {
        instructions: said("issued"),
        interrupts: said("interrupts"),
        all,
    })
}

/// Sizes that are too large, and addresses outside the region.
fn errors_on_purpose(accepted: &[CustomInstruction]) -> u64 {
    accepted
        .iter()
        .filter(|taken| taken.function != STATUS && taken.operand == 0x1000)
        .count() as u64
}

#[test]
fn each_custom_instruction_is_carried_out_once() {
    let shown = judge(run("stress", 1, None)).unwrap();
    assert!(
        shown.instructions >= 20_000 && shown.interrupts >= 2_000 && shown.all,
        "{shown:?}"
    );
}

#[test]
fn stages_for_the_clock_change_nothing() {
    for stages in [
        "instructions_and_answers_take_stages",
        "accesses_to_the_region_take_a_stage",
    ] {
        let shown = judge(run("stress", 1, Some(stages))).unwrap();
        assert!(
            shown.instructions >= 20_000 && shown.interrupts >= 2_000,
            "{stages}: {shown:?}"
        );
    }
}

/// What is wrong with a run of a tenth of the length with a fault.
fn noticed(fault: &str) -> String {
    let short = [*b"MSTR", 2_000u32.to_le_bytes(), 200u32.to_le_bytes()];
    judge(run_with("stress", 1, Some(fault), &short)).unwrap_err()
}

#[test]
fn an_instruction_that_is_issued_twice_is_noticed() {
    let noticed = noticed("ready_is_low_between_commands");
    assert!(noticed.starts_with("issued by the program"), "{noticed}");
}

#[test]
fn an_instruction_that_is_lost_is_noticed() {
    let noticed = noticed("a_free_that_has_to_wait_is_lost");
    assert!(noticed.starts_with("issued by the program"), "{noticed}");
}

#[test]
fn a_free_of_softwares_objects_that_is_answered_as_mementos_is_noticed() {
    let noticed = noticed("what_is_softwares_is_said_to_be_mementos");
    assert!(noticed.starts_with("issued by the program"), "{noticed}");
}

/// What the program `order` counts.
const ORDERS: [&str; 3] = [
    "frees before stores",
    "allocs before settings",
    "commands before stores",
];

/// How often each order was not kept.
fn orders(fault: Option<&str>) -> String {
    let (console, stop, _) = run("order", 1, fault);
    assert_eq!(stop, Stop::Exit(0), "{console}");
    console
}

/// With `fault` this order of [`ORDERS`] is not kept, and the others are.
fn breaks_alone(fault: &str, order: &str) {
    let console = orders(Some(fault));
    assert_eq!(console.lines().count(), ORDERS.len(), "{console}");
    for (line, name) in console.lines().zip(ORDERS) {
        assert_eq!(line != format!("{name}: 0"), name == order, "{console}");
        assert!(line.starts_with(name), "{console}");
    }
}

#[test]
fn frees_and_commands_do_not_overtake_stores_nor_allocs_settings() {
    let kept = ORDERS.map(|order| format!("{order}: 0\n")).concat();
    for stages in [None, Some("accesses_to_the_region_take_a_stage")] {
        assert_eq!(orders(stages), kept, "{stages:?}");
    }
}

#[test]
fn a_free_that_overtakes_its_store_is_noticed() {
    breaks_alone("a_free_does_not_wait_for_stores", "frees before stores");
}

#[test]
fn an_alloc_that_overtakes_a_setting_is_noticed() {
    breaks_alone("an_alloc_does_not_wait_for_settings", "allocs before settings");
}

#[test]
fn a_command_that_overtakes_a_store_is_noticed() {
    breaks_alone(
        "registers_do_not_wait_for_an_access_that_is_kept",
        "commands before stores",
    );
}
