//! Programs of `sw/firmware` on the simulated system.

use memento_soc::{firmware, Program, Soc, Stop, DATA_ADDRESS};

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
        "object 1 at 0x410000c0\nobject 2 at 0x410000d0\nobject 3 at 0x410000e0\n"
    );
}

/// What the whole programs' binary `name` prints of the only program that it runs, number `only` of its list.
fn whole(name: &str, only: u32) -> serde_json::Value {
    let mut program = Program::read(&firmware(name).unwrap()).unwrap();
    let settings = [*b"MSET", 0u32.to_le_bytes(), only.to_le_bytes()];
    program.put(DATA_ADDRESS, settings.concat());
    let mut soc = Soc::new(&program, 1, None).unwrap();
    let mut console = Vec::new();
    let stop = soc.run(20_000_000, |byte| console.push(byte)).unwrap();
    let console = String::from_utf8(console).unwrap();
    assert_eq!(stop, Stop::Exit(0), "{console}");
    // An empty line before and behind the program, between which its traffic is counted.
    let [begin, end, _] = soc.traffic_at_lines() else {
        panic!("{console}");
    };
    let (traffic, hardware) = (*end - *begin, name == "programs-memento");
    assert!(traffic.core_loaded > 0 && traffic.core_stored > 0 && traffic.core_fetched > 0);
    assert_eq!(traffic.region_accesses > 0, hardware);
    assert_eq!(traffic.memento_read + traffic.memento_written > 0, hardware);
    serde_json::from_str(console.trim()).unwrap()
}

/// How many times faster a whole program is with Memento than with talc, with which it does the same.
fn times_faster(program: &str, number: u32) -> f64 {
    let of = |name| {
        let value = whole(name, number);
        assert_eq!(value["program"], program);
        (value["checksum"].as_u64().unwrap(), value["cycles"].as_u64().unwrap())
    };
    let ((ours, cycles), (theirs, slower)) = (of("programs-memento"), of("programs-talc"));
    assert_eq!(ours, theirs);
    slower as f64 / cycles as f64
}

// How much faster depends on where the linker puts things, and that on the folder that the project is in.

#[test]
fn json_does_the_same_with_memento_and_with_software_and_is_faster() {
    // 1.08 to 1.47 times so far.
    let times = times_faster("JSON", 1);
    assert!(times > 1.0, "{times} times");
}

#[test]
fn a_graph_search_does_the_same_with_memento_and_with_software_and_is_much_faster() {
    // 1.5 times and more so far.
    let times = times_faster("graph search", 3);
    assert!(times > 1.1, "{times} times");
}

#[test]
fn a_program_in_c_does_the_same_with_memento_and_with_its_librarys_malloc() {
    let of = |name| {
        let value = whole(name, 9);
        assert_eq!(value["program"], "syntax tree");
        value["checksum"].as_u64().unwrap()
    };
    assert_eq!(of("programs-memento"), of("programs-picolibc"));
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
