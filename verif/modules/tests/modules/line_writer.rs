//! The line writer: eight beats in, eight requests out, one acknowledgement.

use crate::prelude::*;
use memento_modules::line_port::Dice;

#[derive(Clone, Debug)]
pub struct LineWriter {
    address_mask: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub address: u64,
    pub beats: [u64; 8],
    /// The start comes with the last beat, or later.
    pub start_after: u8,
    pub stall_percent: u8,
    pub latency_cycles: u8,
    pub seed: u64,
    pub reset_after: Option<u64>,
}

impl Reference for LineWriter {
    type Step = Line;
    const MODULE: &'static str = "memento_line_writer";
    const STEPS: usize = 12;

    fn new(module: &Module) -> LineWriter {
        LineWriter { address_mask: module.mask("start_address_i") }
    }

    fn steps(&self) -> BoxedStrategy<Line> {
        let mask = self.address_mask;
        let reset = prop::option::weighted(0.1, 0..30u64);
        (any::<u64>(), any::<[u64; 8]>(), 0..3u8, prop_oneof![Just(0u8), Just(60)], 0..9u8, any::<u64>(), reset)
            .prop_map(move |(address, beats, start_after, stall_percent, latency_cycles, seed, reset_after)| Line {
                address: address & mask & !63,
                beats,
                start_after,
                stall_percent,
                latency_cycles,
                seed,
                reset_after,
            })
            .boxed()
    }

    fn play(&self, step: &Line, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let mut dice = Dice::new(step.seed);
        let start = 7 + u64::from(step.start_after);
        let (mut beat, mut acknowledge) = (0, None);
        for cycle in 0.. {
            let put = cycle < 8;
            let ready = !dice.percent(step.stall_percent);
            let noise = dice.number();
            dut.set_all(pins! {
                put_i: put, put_beat_i: cycle & 7, put_data_i: if put { step.beats[cycle as usize] } else { noise },
                start_i: cycle == start, start_address_i: if cycle == start { step.address } else { noise & self.address_mask },
                line_req_ready_i: ready, line_ack_i: acknowledge == Some(cycle),
            });
            if step.reset_after == Some(cycle) {
                dut.set_all(pins! { put_i: false, start_i: false, line_ack_i: false });
                dut.reset();
                dut.expect("line_req_valid_o", false)?;
                return dut.expect("busy_o", false);
            }
            let ended = acknowledge.is_some_and(|acknowledge| cycle > acknowledge);
            dut.expect("busy_o", cycle > start && !ended)?;
            let asks = cycle > start && beat < 8;
            dut.expect("line_req_valid_o", asks)?;
            if asks {
                dut.expect("line_req_address_o", step.address)?;
                dut.expect("line_req_wdata_o", step.beats[beat])?;
                beat += usize::from(ready);
                if beat == 8 {
                    acknowledge = Some(cycle + 1 + u64::from(step.latency_cycles));
                }
            }
            dut.edge();
            if ended {
                break;
            }
        }
        Ok(())
    }
}

in_every_configuration!(LineWriter);
