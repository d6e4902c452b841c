//! The system with PicoRV32: the same programs as on VexRiscv.

use memento_soc::{firmware, Core, Program, Soc, Stop};

fn run(name: &str, limit: u64) -> (String, Stop) {
    let program = Program::read(&firmware(name).unwrap()).unwrap();
    let mut soc = Soc::with_core(Core::PicoRv32, &program, 1, None).unwrap();
    let mut console = Vec::new();
    let stop = soc.run(limit, |byte| console.push(byte)).unwrap();
    (String::from_utf8_lossy(&console).into_owned(), stop)
}

#[test]
fn hello_prints_three_objects_of_one_arena() {
    let (console, stop) = run("hello", 10_000_000);
    assert_eq!(stop, Stop::Exit(0), "{console}");
    assert_eq!(
        console,
        "object 1 at 0x410000c0\nobject 2 at 0x410000d0\nobject 3 at 0x410000e0\n"
    );
}

#[test]
fn every_feature_of_the_self_test_passes() {
    let (console, stop) = run("selftest", 40_000_000);
    assert_eq!(stop, Stop::Exit(0), "{console}");
    assert!(console.ends_with("20 of 20 features pass\n"), "{console}");
}
