//! Programs of `sw/firmware` on the simulated system.

use memento_soc::{firmware, Program, Soc, Stop};

/// A program's console, how it stopped, and after how many cycles.
fn run(name: &str, limit: u64) -> (String, Stop, u64) {
    let program = Program::read(&firmware(name).unwrap()).unwrap();
    let mut soc = Soc::new(&program, 1, None).unwrap();
    let mut console = Vec::new();
    let stop = soc.run(limit, |byte| console.push(byte)).unwrap();
    (String::from_utf8(console).unwrap(), stop, soc.cycle())
}

#[test]
fn hello_prints_three_objects_of_one_arena() {
    let (console, stop, _) = run("hello", 2_000_000);
    assert_eq!(stop, Stop::Exit(0), "{console}");
    assert_eq!(
        console,
        "object 1 at 0x41000040\nobject 2 at 0x41000050\nobject 3 at 0x41000060\n"
    );
}

/// The first line that a program prints.
fn first_line(name: &str, limit: u64) -> String {
    let program = Program::read(&firmware(name).unwrap()).unwrap();
    let mut soc = Soc::new(&program, 1, None).unwrap();
    let mut console = Vec::new();
    while !console.contains(&b'\n') {
        let stop = soc.run(soc.cycle() + 10_000, |byte| console.push(byte)).unwrap();
        assert!(
            matches!(stop, Stop::Limit { .. }) && soc.cycle() < limit,
            "{name}: {stop:?}"
        );
    }
    String::from_utf8(console).unwrap().lines().next().unwrap().into()
}

#[test]
fn a_whole_program_does_the_same_with_memento_and_with_software_and_is_faster() {
    let of = |name| {
        let line = first_line(name, 20_000_000);
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(value["program"], "JSON");
        (value["checksum"].as_u64().unwrap(), value["cycles"].as_u64().unwrap())
    };
    let ((ours, cycles), (theirs, slower)) = (of("programs-memento"), of("programs-talc"));
    assert_eq!(ours, theirs);
    assert!(cycles * 5 < slower * 4, "{cycles} and {slower} cycles");
}

#[test]
fn a_run_stops_at_its_limit_and_tells_where() {
    let name = "hello";
    let program = Program::read(&firmware(name).unwrap()).unwrap();
    let (_, stop, cycles) = run(name, 9000);
    let Stop::Limit { program_counter } = stop else {
        panic!("{stop:?}")
    };
    assert_eq!(cycles, 9000);
    // What riscv-rt calls a program's `main`.
    assert_eq!(program.function_at(program_counter), Some("hal_main"));
}

#[test]
fn what_is_no_program_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let whole = std::fs::read(firmware("hello").unwrap()).unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        Program::read(&path).err().expect("refused").to_string()
    };
    assert!(file("text", b"hello").contains("text is not a 32-bit ELF file: "));
    // Cut within the program itself, which lies at the file's front.
    assert!(file("cut", &whole[..0x1800]).contains("is cut off"));
    let mut other = whole.clone();
    other[18] = 40;
    assert!(file("other", &other).contains("is for machine 40, but"));
    assert!(Program::read(&folder.path().join("none"))
        .err()
        .unwrap()
        .to_string()
        .contains("cannot be read"));
}
