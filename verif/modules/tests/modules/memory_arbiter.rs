//! The arbiter: each client's accesses in its own order, its answers to it alone, lines as a whole, and nobody passed
//! over twice.

use crate::prelude::*;
use memento_modules::line_port::Dice;
use std::collections::VecDeque;

const MOST_CYCLES: u64 = 60_000;
const CLIENTS: usize = 7;
/// The cache and the scrubber.
const LINE: usize = 5;
const ZERO: usize = 6;

#[derive(Clone, Debug, PartialEq)]
pub struct Access {
    pub client: usize,
    pub write: bool,
    /// Cycles for which its client asks for nothing before.
    pub gap: u8,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Accesses {
    pub accesses: Vec<Access>,
    pub latency_cycles: u64,
    pub stall_percent: u8,
    pub seed: u64,
    pub reset_after: Option<u64>,
}

/// A request as the master sees it: write, line, address, data.
type Request = (bool, bool, u64, u64);

#[derive(Clone, Debug)]
pub struct MemoryArbiter {
    address_mask: u64,
}

const BEAT_PORTS: [[&str; 6]; 5] = [
    ["beat_req_valid_i_0", "beat_req_ready_o_0", "beat_req_write_i_0", "beat_req_address_i_0", "beat_req_wdata_i_0", "beat_rsp_valid_o_0"],
    ["beat_req_valid_i_1", "beat_req_ready_o_1", "beat_req_write_i_1", "beat_req_address_i_1", "beat_req_wdata_i_1", "beat_rsp_valid_o_1"],
    ["beat_req_valid_i_2", "beat_req_ready_o_2", "beat_req_write_i_2", "beat_req_address_i_2", "beat_req_wdata_i_2", "beat_rsp_valid_o_2"],
    ["beat_req_valid_i_3", "beat_req_ready_o_3", "beat_req_write_i_3", "beat_req_address_i_3", "beat_req_wdata_i_3", "beat_rsp_valid_o_3"],
    ["beat_req_valid_i_4", "beat_req_ready_o_4", "beat_req_write_i_4", "beat_req_address_i_4", "beat_req_wdata_i_4", "beat_rsp_valid_o_4"],
];

/// Names of a client's ready and answer.
fn ready(client: usize) -> &'static str {
    match client {
        LINE => "line_req_ready_o",
        ZERO => "zero_ready_o",
        _ => BEAT_PORTS[client][1],
    }
}
fn answered(client: usize) -> &'static str {
    match client {
        LINE => "line_rsp_valid_o",
        ZERO => "zero_done_o",
        _ => BEAT_PORTS[client][5],
    }
}

impl Reference for MemoryArbiter {
    type Step = Accesses;
    const MODULE: &'static str = "memento_memory_arbiter";
    const STEPS: usize = 6;

    fn new(module: &Module) -> MemoryArbiter {
        MemoryArbiter { address_mask: module.mask("master_req_address_o") }
    }

    fn steps(&self) -> BoxedStrategy<Accesses> {
        let client = prop_oneof![0..CLIENTS, LINE..CLIENTS];
        let access = (client, any::<bool>(), prop_oneof![4 => Just(0u8), 1 => 0..20u8]);
        let access = access.prop_map(|(client, write, gap)| Access { client, write, gap });
        let reset = prop::option::weighted(0.15, 0..150u64);
        (prop::collection::vec(access, 1..60), prop_oneof![Just(1u64), Just(12)], prop_oneof![Just(0u8), Just(40), Just(85)], any::<u64>(), reset)
            .prop_map(|(accesses, latency_cycles, stall_percent, seed, reset_after)| Accesses {
                accesses,
                latency_cycles,
                stall_percent,
                seed,
                reset_after,
            })
            .boxed()
    }

    fn play(&self, step: &Accesses, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let mut dice = Dice::new(step.seed);
        // By client: what it still asks for, with the gap before; and the beat of its line.
        let mut to_ask: Vec<VecDeque<(u8, Request)>> = vec![VecDeque::new(); CLIENTS];
        for Access { client, write, gap } in &step.accesses {
            let line = *client >= LINE;
            let address = dice.number() & self.address_mask & if line { !63 } else { !7 };
            to_ask[*client].push_back((*gap, (*write || *client == ZERO, line, address, dice.number())));
        }
        let mut beat = [0u64; CLIENTS];
        // Accesses of each other client since a client asks.
        let mut passed = [[0u32; CLIENTS]; CLIENTS];
        // The master's answers: when due, for whom, data, error, last.
        let mut answers: VecDeque<(u64, usize, u64, bool, bool)> = VecDeque::new();
        let mut under_way = 0;
        let mut writing: Option<usize> = None;
        for cycle in 0.. {
            if cycle == MOST_CYCLES {
                return dut.fail("the accesses do not end");
            }
            if step.reset_after == Some(cycle) {
                dut.set("master_rsp_valid_i", false);
                dut.reset();
                return Ok(());
            }
            // Drive.
            let mut offers: Vec<Option<Request>> = vec![None; CLIENTS];
            for client in 0..CLIENTS {
                let noise = dice.number();
                offers[client] = to_ask[client].front().filter(|(gap, _)| *gap == 0).map(|(_, request)| *request);
                if let Some((gap, _)) = to_ask[client].front_mut() {
                    *gap = gap.saturating_sub(1);
                }
                let valid = offers[client].is_some();
                let (write, _, address, seed) = offers[client].unwrap_or((noise & 1 == 1, false, noise & self.address_mask, noise));
                let data = seed.wrapping_add(beat[client]);
                match client {
                    LINE => dut.set_all(pins! { line_req_valid_i: valid, line_req_write_i: write, line_req_address_i: address, line_req_wdata_i: data }),
                    ZERO => dut.set_all(pins! { zero_valid_i: valid, zero_address_i: address }),
                    _ => {
                        let [valid_i, _, write_i, address_i, wdata_i, _] = BEAT_PORTS[client];
                        dut.set_all(vec![(valid_i, valid.into()), (write_i, write.into()), (address_i, address.into()), (wdata_i, data.into())]);
                    }
                }
            }
            // The master answers seven accesses at most, and takes the rest of a line whatever is under way.
            let read_ready = !dice.percent(step.stall_percent) && under_way < 7 && writing.is_none();
            let write_ready = !dice.percent(step.stall_percent) && (under_way < 7 || writing.is_some());
            let noise = dice.number();
            let answer = answers.front().copied().filter(|(due, ..)| *due <= cycle && !dice.percent(step.stall_percent));
            let (_, to, data, error, last) = answer.unwrap_or((0, CLIENTS, noise, noise & 1 == 1, noise & 2 == 2));
            dut.set_all(pins! {
                master_read_ready_i: read_ready, master_write_ready_i: write_ready,
                master_rsp_valid_i: answer.is_some(), master_rsp_rdata_i: data, master_rsp_error_i: error, master_rsp_last_i: last,
            });
            // Answers.
            for client in 0..CLIENTS {
                dut.expect(answered(client), client == to)?;
            }
            if answer.is_some() {
                dut.expect("rsp_rdata_o", data)?;
                dut.expect("rsp_error_o", error)?;
                dut.expect("rsp_last_o", last)?;
                answers.pop_front();
                under_way -= u32::from(last);
            }
            // Requests.
            let valid = dut.bit("master_req_valid_o");
            let taken = valid && if dut.bit("master_req_write_o") { write_ready } else { read_ready };
            let mut who = None;
            for (client, offer) in offers.iter().enumerate() {
                if dut.bit(ready(client)) && offer.is_some() && who.replace(client).is_some() {
                    return dut.fail("two clients are ready at once");
                }
            }
            let request = (dut.bit("master_req_write_o"), dut.bit("master_req_line_o"), dut.number("master_req_address_o"), dut.number("master_req_wdata_o"));
            if taken {
                // A line of zeros is taken from the scrubber with its last beat.
                let Some(client) = who.or_else(|| offers[ZERO].is_some().then_some(ZERO)) else {
                    return dut.fail("the master is asked by nobody");
                };
                let (write, line, address, seed) = offers[client].expect("it asks");
                let data = if client == ZERO { 0 } else { seed.wrapping_add(beat[client]) };
                let request = if write { request } else { (request.0, request.1, request.2, data) };
                if request != (write, line, address, data) {
                    return dut.fail(format!("the master is asked {request:x?}, client {client} asks {:x?}", (write, line, address, data)));
                }
                if writing.is_some_and(|writer| writer != client) {
                    return dut.fail(format!("client {client} comes between the beats of a line"));
                }
                if beat[client] == 0 {
                    for (other, passed) in passed.iter_mut().enumerate() {
                        passed[client] += 1;
                        if other != client && offers[other].is_some() && passed[client] > 1 {
                            return dut.fail(format!("client {client} was served twice while client {other} waited"));
                        }
                    }
                    passed[client] = [0; CLIENTS];
                    under_way += 1;
                }
                beat[client] = if line && write { (beat[client] + 1) % 8 } else { 0 };
                writing = Some(client).filter(|client| beat[*client] != 0);
                if beat[client] == 0 {
                    let due = cycle + 1 + dice.below(step.latency_cycles);
                    let beats = if line && !write { 8 } else { 1 };
                    for beat in 1..=beats {
                        answers.push_back((due, client, dice.number(), dice.percent(20), beat == beats));
                    }
                }
                if beat[client] == 0 {
                    if who != Some(client) {
                        return dut.fail(format!("the access of client {client} is made, but it is not told"));
                    }
                    to_ask[client].pop_front();
                } else if client == ZERO && who.is_some() {
                    return dut.fail("the scrubber is told before its line is written");
                }
            } else if who.is_some() {
                return dut.fail("a client's access is taken, but the master has not taken it");
            }
            for (other, passed) in passed.iter_mut().enumerate() {
                if offers[other].is_none() {
                    *passed = [0; CLIENTS];
                }
            }
            dut.edge();
            if to_ask.iter().all(VecDeque::is_empty) && answers.is_empty() {
                break;
            }
        }
        Ok(())
    }
}

in_every_configuration!(MemoryArbiter);
