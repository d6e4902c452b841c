//! The self-test on the system as it is, and with faults.

use memento_soc::{firmware, Program, Soc, Stop};

/// Cycles in which it ends.
const LIMIT: u64 = 6_000_000;

/// Its console, and how it stopped.
fn selftest(fault: Option<&str>) -> (String, Stop) {
    let program = Program::read(&firmware("selftest").unwrap()).unwrap();
    let mut soc = match fault {
        Some(fault) => Soc::with_fault(fault, &program, 1, None).unwrap(),
        None => Soc::new(&program, 1, None).unwrap(),
    };
    let mut console = Vec::new();
    let stop = soc.run(LIMIT, |byte| console.push(byte)).unwrap();
    (String::from_utf8_lossy(&console).into_owned(), stop)
}

#[test]
fn every_feature_passes() {
    let (console, stop) = selftest(None);
    let lines: Vec<&str> = console.lines().collect();
    let (summary, features) = lines.split_last().expect("it prints");
    assert!(features.iter().all(|line| line.starts_with("PASS ")), "{console}");
    let count = features.len();
    assert_eq!(*summary, format!("{count} of {count} features pass"));
    assert_eq!((stop, count), (Stop::Exit(0), 20));
}

/// The first line that tells of `fault` is this one.
fn first_failure(fault: &str, expected: &str) {
    let (console, stop) = selftest(Some(fault));
    let first = console.lines().find(|line| line.starts_with("FAIL"));
    assert_eq!(first, Some(expected), "{console}");
    assert_ne!(stop, Stop::Exit(0));
}

#[test]
fn a_bit_that_is_stuck_in_the_answers_of_allocs_is_found() {
    first_failure(
        "a_bit_of_the_answer_is_stuck",
        "FAIL objects: class 1: expected another object, found 0x410000c0 again",
    );
}

#[test]
fn an_interrupt_that_is_not_connected_is_found() {
    first_failure(
        "the_interrupt_is_not_connected",
        "FAIL posted errors: interrupts of a double free: expected 1, found 0",
    );
}

#[test]
fn byte_strobes_that_are_not_connected_are_found() {
    first_failure(
        "byte_strobes_are_ignored",
        "FAIL bytes: a word after a store of one byte: expected 0x3d520d00, found 0x0",
    );
}

#[test]
fn an_address_line_that_is_stuck_is_found() {
    first_failure(
        "an_address_line_of_the_data_port_is_stuck",
        "FAIL pages: a word: expected 0x7bf9999a, found 0xc364899a",
    );
}
