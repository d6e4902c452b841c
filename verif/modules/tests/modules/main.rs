//! Every module alone, on its Verilog, against a reference written from its contract; and planted faults, which the
//! tests must notice.

use memento_abi::CONFIGURATIONS;
use memento_modules::{check_module, notices, Mismatch, Module, Reference, FAULTS};

/// The tests of a reference, one for each configuration.
macro_rules! in_every_configuration {
    ($reference:path) => {
        #[test]
        fn paper() {
            memento_modules::check::<$reference>(memento_abi::PAPER).unwrap_or_else(|failure| panic!("{failure}"));
        }
        #[test]
        fn soc32() {
            memento_modules::check::<$reference>(memento_abi::SOC32).unwrap_or_else(|failure| panic!("{failure}"));
        }
        #[test]
        fn tiny() {
            memento_modules::check::<$reference>(memento_abi::TINY).unwrap_or_else(|failure| panic!("{failure}"));
        }
    };
}

/// The reference of a module whose outputs follow from a class alone: every class is tried.
macro_rules! of_each_class {
    ($reference:ident, $module:literal, |$geometry:ident, $class:ident| $outputs:expr) => {
        #[derive(Clone, Debug)]
        pub struct $reference {
            geometry: Geometry,
        }

        impl Reference for $reference {
            type Step = u64;
            const MODULE: &'static str = $module;
            const CASES: u32 = 1;

            fn new(module: &Module) -> $reference {
                $reference {
                    geometry: module.geometry,
                }
            }

            fn always(module: &Module) -> Box<dyn Iterator<Item = u64>> {
                Box::new(0..u64::from(module.geometry.classes))
            }

            fn steps(&self) -> BoxedStrategy<u64> {
                (0..u64::from(self.geometry.classes)).boxed()
            }

            fn inputs(&self, class: &u64) -> Pins {
                pins! { class_i: *class }
            }

            fn outputs(&self, class: &u64) -> Pins {
                let ($geometry, $class) = (&self.geometry, *class);
                $outputs
            }
        }
    };
}

/// Everything that a test file needs, and a test that a failure printed.
mod prelude {
    pub use memento_abi::Geometry;
    pub use memento_modules::{pins, Mismatch, Module, ModuleDut, Pins, Reference};
    pub use proptest::prelude::*;
}

mod page_tables;
mod scrub_lines;
mod stream;

/// Declares the test files, and lists their references by module.
macro_rules! references {
    ($($file:ident: $($reference:ident)*;)*) => {
        $(mod $file;)*

        /// The files of the tests.
        const FILES: &[&str] = &[$(stringify!($file)),*];

        #[allow(clippy::type_complexity)]
        const REFERENCES: &[(&str, fn(Module) -> Option<Mismatch>)] =
            &[$($((<$file::$reference as Reference>::MODULE, notices::<$file::$reference>)),*),*];
    };
}

references! {
    any_below: AnyBelow;
    arena_address: ArenaAddress;
    command_unit: CommandUnit;
    digit_product: DigitProduct;
    arena_list_walker: ArenaListWalker;
    arena_pages: ArenaPages;
    arena_slot: ArenaSlot;
    axi_master: AxiMaster;
    bypass_unit: BypassUnit;
    cache_control: CacheControl;
    cache_data: CacheData;
    cache_tags: CacheTags;
    axi_lite: AxiLite;
    cfu_port: CfuPort;
    class_multiples: ClassMultiples;
    event_counters: EventCounters;
    few_ones: FewOnes;
    fifo: FifoQueue;
    find_first_zero: FindFirstZero;
    find_first_zero_two_level: FindFirstZeroTwoLevel;
    first_object: FirstObject;
    frame_pool: FramePool;
    frame_ranges: FrameRanges;
    frame_scrubber: FrameScrubber;
    header_reader: HeaderReader;
    header_translation: HeaderTranslation;
    header_update: HeaderUpdate;
    hot: Hot;
    hot_bitmaps: HotBitmaps;
    hot_flusher: HotFlusher;
    hot_pages: HotPages;
    hot_step: HotStep;
    hot_table: HotTable;
    last_level_cache: LastLevelCache;
    last_span_page: LastSpanPage;
    line_writer: LineWriter;
    list_change: ListChange;
    list_writer: ListWriter;
    masked_ram: MaskedRam;
    memory_arbiter: MemoryArbiter;
    nibble_ones: NibbleOnes;
    object_address: ObjectAddress;
    object_index: ObjectIndex;
    page_table_entry: PageTableEntry;
    page_table_walker: PageTableWalker;
    pointer_bank: PointerBank;
    ram: Ram;
    region_clear: RegionClear;
    register_block: RegisterBlock;
    register_file: RegisterFile;
    request_arbiter: RequestArbiter;
    rom: AlignmentShiftRom AlignmentMaskRom DividendMaskRom InverseRom TripleInverseRom OriginRom;
    size_class: SizeClass;
    size_in_class: SizeInClass;
    skid_buffer: SkidBufferQueue;
    take_lowest: TakeLowest;
    tlb: Tlb;
    translation: Translation;
    translation_unit: TranslationUnit;
    transparent_ram: TransparentRam;
    walk_arbiter: WalkArbiter;
    walk_cache: WalkCache;
    wishbone_bridge: WishboneBridge;
    word_fetch: WordFetch;
}

#[test]
fn every_module_has_a_test_and_every_test_a_row_in_the_test_plan() {
    for module in CONFIGURATIONS.into_iter().flat_map(Module::every) {
        let tested = REFERENCES.iter().any(|(stem, _)| module.is_form_of(stem));
        assert!(tested, "{} has no test in verif/modules/tests/modules", module.name());
    }
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/testplan.toml");
    let plan = std::fs::read_to_string(plan).expect("the test plan can be read");
    for file in FILES {
        let row = format!("verif/modules/tests/modules/{file}.rs::");
        assert!(plan.contains(&row), "docs/testplan.toml does not name {row}");
    }
}

#[test]
fn every_module_has_a_planted_fault_and_every_fault_is_noticed() {
    let mut problems = vec![];
    for (stem, notices) in REFERENCES {
        let faults: Vec<_> = FAULTS.iter().filter(|fault| fault.module == *stem).collect();
        if faults.is_empty() {
            problems.push(format!("there is no fault of {stem}"));
        }
        for fault in faults {
            let name = fault.name;
            match fault.module().map(notices) {
                None => problems.push(format!(
                    "{name}: no Verilog of {stem} has the text to replace; write it anew"
                )),
                Some(None) => problems.push(format!("{name} is not noticed by the test of {stem}")),
                Some(Some(mismatch)) => println!("{name}: {mismatch}"),
            }
        }
    }
    let unknown = FAULTS
        .iter()
        .filter(|fault| REFERENCES.iter().all(|(stem, _)| fault.module != *stem));
    problems.extend(unknown.map(|fault| format!("{}: there is no test of {}", fault.name, fault.module)));
    assert!(
        problems.is_empty(),
        "in verif/modules/faults.toml:\n{}",
        problems.join("\n")
    );
}

#[test]
fn a_failure_is_small_and_says_how_to_repeat_it() {
    let fault = FAULTS.iter().find(|fault| fault.name == "fifo_has_room_for_one_less");
    let module = fault.and_then(|fault| fault.module()).expect("the fault is planted");
    let failure = check_module::<fifo::FifoQueue>(module).expect_err("the fault must be noticed");
    assert_eq!(
        failure.step_count, 8,
        "seven items go in, and then there is no room: {failure}"
    );
    let recording = failure.vcd.as_ref().expect("a recording is made");
    let text = std::fs::read_to_string(recording).expect("it can be read");
    assert!(text.contains("push_ready_o"), "the ports are in it");
    let report = failure.to_string();
    for part in [
        &format!("{} of configuration soc32 does not keep its contract", module.name()),
        "first difference: cycle 8: push_ready_o is 0x0, the contract says 0x1",
        "seed: MEMENTO_SEED=",
        &format!("recording: {}", recording.display()),
        "let steps = [",
        "push: true,",
        &format!("replay::<Queue<Fifo>>({:?}, &SOC32, ", module.name()),
    ] {
        assert!(report.contains(part), "{part} is missing in:\n{report}");
    }
}
