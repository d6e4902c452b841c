//! The rules of the ports, each broken by a device that follows a script.

use memento_abi::{Geometry, Status, TINY};
use memento_harness::{
    bench::{Bench, Timing},
    dut::{Dut, Observation, Request, Rule, Violation},
    memory::{MemoryErrors, MemoryTiming},
    pins::{Inputs, Outputs, Pins},
};
use memento_model::Settings;

/// A device that says what the script has for the cycle, and what the script's last line says from then on.
struct Scripted {
    script: Vec<Outputs>,
    cycle: usize,
    resetting: bool,
}

impl Pins for Scripted {
    fn geometry(&self) -> Geometry {
        TINY
    }
    fn eval(&mut self, inputs: &Inputs) -> Outputs {
        self.resetting = !inputs.rst_n;
        self.script[self.cycle.min(self.script.len() - 1)]
    }
    fn edge(&mut self) {
        self.cycle = if self.resetting { 0 } else { self.cycle + 1 };
    }
}

/// What a well-behaved idle device says.
const IDLE: Outputs = Outputs {
    req_ready: true,
    rsp_valid: false,
    rsp_status: 0,
    rsp_address: 0,
    mem_req_valid: false,
    mem_req_write: false,
    mem_req_address: 0,
    mem_req_wdata: 0,
    mem_rsp_ready: true,
    pages_req_valid: false,
    pages_req_release: false,
    pages_req_class: 0,
    pages_req_page: 0,
    pages_req_link_valid: false,
    pages_req_link_page: 0,
    bypass_install_valid: false,
    bypass_install_class: 0,
    bypass_install_page: 0,
    bypass_install_value: 0,
    bypass_class: 0,
    error_valid: false,
    error_status: 0,
    error_address: 0,
    fault: false,
    idle: true,
    events: 0,
};

fn bench(script: &[Outputs], timing: Timing, errors: MemoryErrors) -> Bench<Scripted> {
    let pins = Scripted {
        script: script.to_vec(),
        cycle: 0,
        resetting: false,
    };
    let mut bench = Bench::new(pins, timing, errors, 3);
    bench.reset(&Settings::whole_region(&TINY));
    bench
}

/// The rule broken in the first cycles of a script.
fn broken(script: &[Outputs]) -> Rule {
    let timing = Timing {
        memory: MemoryTiming {
            stall_percent: 100,
            ..MemoryTiming::default()
        },
        response_stall_percent: 100,
        ..Timing::default()
    };
    let mut bench = bench(script, timing, MemoryErrors::default());
    let violation = bench
        .submit(Request::alloc(8))
        .and_then(|()| bench.wait(5))
        .expect_err("a rule is broken");
    violation.rule
}

#[test]
fn a_response_that_is_taken_back_is_noticed() {
    let offered = Outputs {
        rsp_valid: true,
        rsp_address: 8,
        idle: false,
        ..IDLE
    };
    assert!(matches!(broken(&[IDLE, offered, IDLE]), Rule::NotHeld { .. }));
    assert!(matches!(
        broken(&[
            IDLE,
            offered,
            Outputs {
                rsp_address: 16,
                ..offered
            }
        ]),
        Rule::NotHeld { .. }
    ));
}

#[test]
fn a_response_without_a_request_is_noticed() {
    let offered = Outputs {
        rsp_valid: true,
        ..IDLE
    };
    assert!(matches!(broken(&[offered]), Rule::ResponseWithoutRequest { .. }));
}

#[test]
fn a_status_that_means_nothing_is_noticed() {
    let offered = Outputs {
        rsp_valid: true,
        rsp_status: 8,
        ..IDLE
    };
    assert_eq!(
        broken(&[IDLE, offered]),
        Rule::UnknownStatus {
            port: "rsp_status_o",
            code: 8
        }
    );
}

fn asking(address: u64) -> Outputs {
    Outputs {
        mem_req_valid: true,
        mem_req_address: address,
        idle: false,
        ..IDLE
    }
}

/// Asks for a frame for the first page of the region.
const BACKING: Outputs = Outputs {
    pages_req_valid: true,
    idle: false,
    ..IDLE
};
/// Waits for something.
const WAITING: Outputs = Outputs { idle: false, ..IDLE };

#[test]
fn what_is_asked_of_the_page_allocator_may_not_change_and_must_make_sense() {
    let base = 1 << TINY.region_bits;
    let other = Outputs {
        pages_req_page: 4,
        ..BACKING
    };
    assert!(matches!(broken(&[BACKING, other]), Rule::NotHeld { .. }));
    let broken_at_speed = |script: &[Outputs]| {
        let violation = bench(script, Timing::default(), MemoryErrors::default()).wait(7);
        violation.expect_err("a rule is broken").rule
    };
    let unbacked = Outputs {
        mem_req_write: true,
        ..asking(base)
    };
    let rule = |what| Rule::Pages { what };
    assert_eq!(
        broken_at_speed(&[unbacked]),
        rule("a header is written that has no frame")
    );
    let release = Outputs {
        pages_req_release: true,
        ..BACKING
    };
    assert_eq!(
        broken_at_speed(&[release]),
        rule("an arena is released that has no frame")
    );
    assert_eq!(
        broken_at_speed(&[BACKING, WAITING, release, WAITING, unbacked]),
        rule("a header is written that has no frame")
    );
    let what = "the page allocator is asked for something";
    assert_eq!(broken_at_speed(&[BACKING, IDLE]), Rule::IdleWhileBusy { what });
}

#[test]
fn a_memory_request_that_changes_is_noticed() {
    let base = 1 << TINY.region_bits;
    assert!(matches!(
        broken(&[asking(base), asking(base + 8)]),
        Rule::NotHeld { .. }
    ));
    let write = Outputs {
        mem_req_write: true,
        ..asking(base)
    };
    assert!(matches!(
        broken(&[
            write,
            Outputs {
                mem_req_wdata: 1,
                ..write
            }
        ]),
        Rule::NotHeld { .. }
    ));
}

#[test]
fn memory_accesses_outside_headers_are_noticed() {
    let base = 1 << TINY.region_bits;
    assert_eq!(broken(&[asking(base + 4)]), Rule::Unaligned { address: base + 4 });
    for address in [0, base - 64, base + 64, base + 4096 - 8, base << 1] {
        assert_eq!(broken(&[asking(address)]), Rule::OutsideHeaders { address });
    }
}

#[test]
fn an_error_report_without_a_posted_free_is_noticed() {
    let reporting = Outputs {
        error_valid: true,
        error_status: Status::NotOurs as u8,
        idle: false,
        ..IDLE
    };
    assert!(matches!(broken(&[IDLE, reporting]), Rule::ErrorWithoutFree { .. }));
}

#[test]
fn idle_while_memory_works_is_noticed() {
    let base = 1 << TINY.region_bits;
    assert!(matches!(
        broken(&[Outputs {
            idle: true,
            ..asking(base)
        }]),
        Rule::IdleWhileBusy { .. }
    ));
    let timing = Timing {
        memory: MemoryTiming {
            latency_min_cycles: 4,
            latency_max_cycles: 4,
            stall_percent: 0,
        },
        ..Timing::default()
    };
    let violation = bench(&[asking(base), IDLE], timing, MemoryErrors::default())
        .wait(3)
        .unwrap_err();
    assert!(matches!(violation.rule, Rule::IdleWhileBusy { .. }));
}

#[test]
fn a_fault_out_of_nothing_is_noticed() {
    assert!(matches!(broken(&[Outputs { fault: true, ..IDLE }]), Rule::Fault { .. }));
}

#[test]
fn a_fault_that_goes_away_is_noticed() {
    let base = 1 << TINY.region_bits;
    let fault = Outputs { fault: true, ..IDLE };
    let write = Outputs {
        mem_req_write: true,
        ..asking(base)
    };
    let script = [BACKING, WAITING, write, WAITING, fault, fault, IDLE];
    let errors = MemoryErrors {
        nth_access: Some(1),
        ..MemoryErrors::default()
    };
    let violation = bench(&script, Timing::default(), errors).wait(7).unwrap_err();
    assert_eq!(
        violation.rule,
        Rule::Fault {
            what: "fell without a reset"
        }
    );
}

#[test]
fn a_device_that_hangs_is_noticed() {
    let stuck = Outputs {
        req_ready: false,
        ..IDLE
    };
    let violation = bench(&[stuck], Timing::default(), MemoryErrors::default())
        .submit(Request::flush())
        .unwrap_err();
    assert!(matches!(
        violation.rule,
        Rule::Hang {
            what: "req_ready_o",
            ..
        }
    ));
    let mut silent = bench(&[IDLE], Timing::default(), MemoryErrors::default());
    silent.submit(Request::flush()).unwrap();
    assert!(matches!(
        silent.settle().unwrap_err().rule,
        Rule::Hang { what: "a response", .. }
    ));
    let mut busy = bench(
        &[Outputs { idle: false, ..IDLE }],
        Timing::default(),
        MemoryErrors::default(),
    );
    assert!(matches!(
        busy.settle().unwrap_err().rule,
        Rule::Hang { what: "idle_o", .. }
    ));
}

#[test]
fn a_violation_is_a_sentence_with_its_cycle() {
    let violation = Violation {
        cycle: 7,
        rule: Rule::Unaligned { address: 12 },
    };
    assert_eq!(
        violation.to_string(),
        "cycle 7: memory access to 0xc, which is not a multiple of 8"
    );
}

#[test]
fn latency_is_counted_from_the_offer_to_the_first_valid_cycle() {
    let refuse = Outputs {
        req_ready: false,
        ..IDLE
    };
    let silent = Outputs { idle: false, ..IDLE };
    let answer = Outputs {
        rsp_valid: true,
        rsp_address: 64,
        ..IDLE
    };
    let mut bench = bench(
        &[refuse, refuse, IDLE, silent, answer, IDLE],
        Timing::default(),
        MemoryErrors::default(),
    );
    bench.submit(Request::alloc(8)).unwrap();
    bench.settle().unwrap();
    let Some(Observation::Response(response)) = bench.observe() else {
        panic!("there is a response")
    };
    assert_eq!(response.accepted_cycle - response.offered_cycle, 2);
    assert_eq!(response.valid_cycle - response.accepted_cycle, 2);
    assert_eq!((response.status, response.address), (Status::Ok, 64));
}
