//! The Verilator side of the harness, tested on a module of its own.

use memento_harness::verilator::{Model, ModelError};

fn selftest(seed: u64) -> Model {
    Model::new("harness_selftest", "any", seed).expect("the model is always built")
}

fn clock(model: &mut Model) {
    let clk = model.port("clk_i", 1).unwrap();
    for level in [0, 1] {
        model.set(clk, level);
        model.eval();
        model.dump();
    }
}

#[test]
fn ports_of_every_width_are_read_and_written() {
    let mut model = selftest(1);
    for (port, bits, value) in [
        ("narrow_i", 7, 0xFF),
        ("half_i", 16, 0xFFFF),
        ("word_i", 32, 9),
        ("long_i", 64, 1 << 63),
    ] {
        let port = model.port(port, bits).unwrap();
        model.set(port, value);
    }
    let wide = model.wide_port("wide_i", 256).unwrap();
    model.wide_mut(wide).copy_from_slice(&[0, 1, 2, 3, 4, 5, 6, 7]);
    clock(&mut model);
    assert_eq!(
        model.get(model.port("sum_o", 64).unwrap()),
        (1 << 63) + 0x7F + 0xFFFF + 9
    );
    let wide = model.wide_port("wide_o", 256).unwrap();
    assert_eq!(model.wide(wide), [0, 1, 2, 3, 4, 5, 6, 7].map(|word: u32| !word));
}

#[test]
fn a_wrong_name_or_width_is_a_sentence() {
    let model = selftest(1);
    let error = model.port("sum_o", 32).unwrap_err().to_string();
    assert!(
        error.contains("no port sum_o of 32 bits") && error.contains("sum_o[64]"),
        "{error}"
    );
    let error = Model::new("nothing", "tiny", 1).err().expect("there is no such module");
    assert!(matches!(error, ModelError::UnknownModel { .. }));
}

#[test]
fn registers_without_a_reset_start_as_the_seed_says() {
    let first = |seed| {
        let mut model = selftest(seed);
        clock(&mut model);
        model.get(model.port("uninitialised_o", 32).unwrap())
    };
    assert_eq!(first(7), first(7));
    assert_ne!(first(7), first(8));
}

#[test]
fn finish_is_seen_in_the_model_that_called_it_only() {
    let (mut quiet, mut finishing) = (selftest(1), selftest(2));
    let port = finishing.port("finish_i", 1).unwrap();
    finishing.set(port, 1);
    clock(&mut finishing);
    clock(&mut quiet);
    assert!(finishing.finished());
    assert!(!quiet.finished());
}

#[test]
fn many_models_and_traces_run_side_by_side() {
    let directory = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for thread in 0..8u64 {
            let path = directory.path().join(format!("{thread}.vcd"));
            scope.spawn(move || {
                let mut model = selftest(thread);
                model.open_vcd(&path).unwrap();
                let reset = model.port("rst_ni", 1).unwrap();
                clock(&mut model);
                model.set(reset, 1);
                for _ in 0..100 * (thread + 1) {
                    clock(&mut model);
                }
                let cycles = model.wide_port("cycles_o", 65).unwrap();
                assert_eq!(model.wide(cycles), [0, 100 * (thread as u32 + 1), 0]);
                model.close_vcd();
                let text = std::fs::read_to_string(&path).unwrap();
                assert!(text.contains("$var wire 256"), "the VCD names the wide port");
                assert!(
                    text.contains(&format!("#{}", 200 * (thread + 1) + 1)),
                    "the VCD runs to the last edge"
                );
            });
        }
    });
}

#[test]
fn a_vcd_that_cannot_be_written_is_a_sentence() {
    let error = selftest(1)
        .open_vcd(std::path::Path::new("/nowhere/x.vcd"))
        .unwrap_err()
        .to_string();
    assert_eq!(error, "the VCD file /nowhere/x.vcd cannot be opened for writing");
}
