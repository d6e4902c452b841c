//! Commands: a save writes the block that `memento_abi::context` describes, a load puts one back, an end empties everything, and
//! each asks the others in the order that its contract tells.

use crate::prelude::*;
use memento_abi::context;
use memento_modules::memory_port::{surroundings, MemoryPort, Surroundings};

/// Cycles within which a command must get on.
const MOST_CYCLES: u64 = 200_000;
/// Where the context block lies.
const BLOCK: u64 = 0x0012_3000;

/// A command, and what the others are like meanwhile.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub code: u8,
    pub memory: Surroundings,
    /// For how long the others take, and for what they hold.
    pub seed: u64,
    /// Load: the block is of another configuration.
    pub foreign: bool,
    /// Cycles after which there is a reset, if there is one.
    pub reset_after: Option<u64>,
}

/// What a context is made of.
#[derive(Clone, Debug, PartialEq)]
struct Content {
    region_base: u64,
    slice_limit_pages: u64,
    root_ppn: u64,
    pool: Vec<u64>,
    /// Pointer, available, full and recycled head, and the arena in the table, by class.
    rows: Vec<[u64; 5]>,
}

/// What the others were asked for, in order.
#[derive(Clone, Debug, PartialEq)]
enum Asked {
    Flush,
    CacheFlush,
    CacheDrop,
    Park,
    Reset { forget: bool },
    Clear,
    Reclaim,
    Settings(u64, u64, u64),
    Pool(u64, u64),
    Row(u64, [u64; 4]),
    Adopt(u64, u64),
}

#[derive(Clone, Debug)]
pub struct CommandUnit {
    geometry: Geometry,
    /// A command has met an error of memory: only a reset helps.
    fault: bool,
    /// The pool was parked by a command and nothing has been asked of it.
    parked: bool,
}

/// Random numbers.
struct Dice(u64);

impl Dice {
    fn draw(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
        (self.0 >> 24) % below
    }
}

impl Content {
    fn draw(geometry: &Geometry, seed: u64) -> Content {
        let mut dice = Dice(seed);
        let pages = geometry.slice_pages();
        let row = |dice: &mut Dice| {
            let mut head = || match dice.draw(3) {
                0 => 0,
                _ => dice.draw(pages) << 1 | 1,
            };
            [head(), head(), head(), head()]
        };
        let rows = (0..geometry.classes).map(|_| {
            let [available, full, recycled, table] = row(&mut dice);
            [dice.draw(pages + 1), available, full, recycled, table]
        });
        let rows = rows.collect();
        Content {
            region_base: (1 + dice.draw(3)) << geometry.region_bits,
            slice_limit_pages: dice.draw(pages + 1),
            root_ppn: dice.draw(1 << (geometry.address_bits - 12)),
            pool: (0..16).map(|_| dice.draw(1 << 40)).collect(),
            rows,
        }
    }

    /// The words of its block.
    fn words(&self, geometry: &Geometry) -> Vec<(u64, u64)> {
        let mut words = vec![
            (0, context::identification(geometry)),
            (1, self.region_base),
            (2, self.slice_limit_pages),
            (3, self.root_ppn << 12),
        ];
        words.extend(self.pool.iter().enumerate().map(|(place, word)| (4 + place as u64, *word)));
        for (class, [pointer, available, full, recycled, table]) in self.rows.iter().enumerate() {
            let first = 32 + 4 * class as u64;
            words.extend([(first, pointer | available << 32), (first + 1, full | recycled << 32), (first + 2, *table)]);
        }
        words
    }
}

impl CommandUnit {
    /// What the others are asked for.
    fn expected(&self, step: &Step, content: &Content) -> Vec<Asked> {
        let mut asked = vec![];
        match step.code {
            1 => asked.push(Asked::Flush),
            2 => asked.extend([Asked::Flush, Asked::CacheFlush, Asked::Park]),
            3 if !step.foreign => {
                asked.extend([Asked::CacheFlush, Asked::Park, Asked::Reset { forget: true }]);
                asked.push(Asked::Settings(content.region_base, content.slice_limit_pages, content.root_ppn));
                asked.extend(content.pool.iter().enumerate().map(|(place, word)| Asked::Pool(place as u64, *word)));
                for (class, row) in content.rows.iter().enumerate() {
                    asked.push(Asked::Row(class as u64, [row[0], row[1], row[2], row[3]]));
                    if row[4] & 1 == 1 {
                        asked.push(Asked::Adopt(class as u64, row[4] >> 1));
                    }
                }
            }
            4 => asked.extend([Asked::CacheDrop, Asked::Clear, Asked::Reset { forget: false }, Asked::Reclaim]),
            5 => asked.push(Asked::CacheFlush),
            _ => {}
        }
        // A pool that is parked is not asked again.
        asked.retain(|asked| *asked != Asked::Park || !self.parked);
        asked
    }
}

impl Reference for CommandUnit {
    type Step = Step;
    const MODULE: &'static str = "memento_command_unit";
    const CASES: u32 = 12;
    const STEPS: usize = 6;

    fn new(module: &Module) -> CommandUnit {
        CommandUnit { geometry: module.geometry, fault: false, parked: false }
    }

    fn steps(&self) -> BoxedStrategy<Step> {
        let code = prop_oneof![3 => Just(2u8), 3 => Just(3u8), 2 => Just(4u8), 1 => Just(1u8), 1 => Just(5u8), 1 => Just(6u8)];
        let reset_after = match self.fault {
            true => Just(Some(1)).boxed(),
            false => prop::option::weighted(0.1, 1..400u64).boxed(),
        };
        (code, surroundings(100), any::<u64>(), prop::bool::weighted(0.1), reset_after)
            .prop_map(|(code, memory, seed, foreign, reset_after)| Step { code, memory, seed, foreign, reset_after })
            .boxed()
    }

    fn allows(&self, step: &Step) -> bool {
        !self.fault || step.reset_after.is_some()
    }

    fn play(&self, step: &Step, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let content = Content::draw(&self.geometry, step.seed);
        let mut dice = Dice(!step.seed);
        let mut port = MemoryPort::new(&step.memory);
        if step.code == 3 {
            for (word, data) in content.words(&self.geometry) {
                port.memory().store(BLOCK + 8 * word, data);
            }
            if step.foreign {
                port.memory().store(BLOCK, !context::identification(&self.geometry));
            }
        }
        let expected = self.expected(step, &content);
        let mut asked: Vec<Asked> = vec![];
        // What the others owe: cycles left until they have done what they were asked for.
        let (mut flush, mut flushed, mut cache, mut clear, mut pool, mut emptying, mut adopt) = (None, 0u64, None, None, None, 0u64, None);
        let (mut state_address, mut row_class, mut row_shown) = (0usize, 0usize, 0usize);
        let mut park_left = 3;
        dut.set_all(pins! {
            command_valid_i: true, command_i: step.code, context_address_i: BLOCK, pool_wanted_i: false,
            region_base_i: content.region_base, slice_limit_pages_i: content.slice_limit_pages, root_ppn_i: content.root_ppn,
        });
        let begin = dut.cycle();
        loop {
            let now = dut.cycle() - begin;
            if step.reset_after.is_some_and(|after| now >= after) {
                dut.set_all(pins! { command_valid_i: false, mem_rsp_valid_i: false, flush_rsp_valid_i: false, adopt_done_i: false });
                dut.reset();
                return dut.expect("fault_o", false);
            }
            if now > MOST_CYCLES {
                return dut.fail("the command does not end");
            }
            port.drive(dut);
            let done = |left: &mut Option<u64>| {
                if let Some(cycles) = left {
                    *cycles = cycles.saturating_sub(1);
                }
                let done = *left == Some(0);
                if done {
                    *left = None;
                }
                done
            };
            // A flush tells every class, and then ends.
            let telling = flush.is_some() && flushed < u64::from(self.geometry.classes);
            let class = flushed.min(u64::from(self.geometry.classes) - 1);
            let table = content.rows[class as usize][4];
            let flush_done = !telling && flush.is_some() && done(&mut flush);
            let (clear_done, adopt_done) = (done(&mut clear), done(&mut adopt));
            let (cache_done, pool_done) = (done(&mut cache), done(&mut pool));
            let row = content.rows[row_shown];
            dut.set_all(pins! {
                flush_req_ready_i: true, flushed_valid_i: telling, flushed_class_i: class, flushed_occupied_i: table & 1,
                flushed_page_i: table >> 1, flush_rsp_valid_i: flush_done, flush_rsp_status_i: 0u8,
                cache_flush_ready_i: cache_done, cache_drop_ready_i: cache_done, region_clear_done_i: clear_done,
                region_clear_error_i: false, pool_end_done_i: pool_done, allocator_idle_i: emptying == 0,
                adopt_done_i: adopt_done, adopt_error_i: false, pool_state_rdata_i: content.pool[state_address],
                row_pointer_i: row[0], row_available_i: row[1], row_full_i: row[2], row_recycled_i: row[3],
            });
            flushed += u64::from(telling);
            emptying = emptying.saturating_sub(1);
            let parking = dut.bit("pool_park_o");
            if parking && park_left > 0 {
                park_left -= 1;
            }
            dut.set("pool_parked_i", parking && park_left == 0);
            if dut.bit("command_done_o") {
                break;
            }
            let ask = |what: Asked, asked: &mut Vec<Asked>| asked.push(what);
            if dut.bit("flush_req_valid_o") {
                ask(Asked::Flush, &mut asked);
                (flush, flushed) = (Some(1 + dice.draw(5)), 0);
            }
            for (pin, what) in [("cache_flush_valid_o", Asked::CacheFlush), ("cache_drop_valid_o", Asked::CacheDrop)] {
                if dut.bit(pin) && !cache_done && cache.is_none() {
                    ask(what, &mut asked);
                    cache = Some(1 + dice.draw(5));
                }
            }
            if parking && park_left == 2 && !self.parked && !asked.contains(&Asked::Park) {
                ask(Asked::Park, &mut asked);
            }
            if dut.bit("allocator_reset_o") {
                ask(Asked::Reset { forget: dut.bit("pool_forget_o") }, &mut asked);
                dut.expect("translation_clear_o", true)?;
                emptying = 1 + dice.draw(20);
            }
            if dut.bit("region_clear_start_o") {
                ask(Asked::Clear, &mut asked);
                clear = Some(1 + dice.draw(9));
            }
            if dut.bit("pool_end_o") && pool.is_none() && !pool_done {
                dut.expect("pool_park_o", false)?;
                ask(Asked::Reclaim, &mut asked);
                pool = Some(1 + dice.draw(9));
            }
            if dut.bit("load_valid_o") {
                let settings = ["load_region_base_o", "load_slice_limit_pages_o", "load_root_ppn_o"].map(|pin| dut.number(pin));
                ask(Asked::Settings(settings[0], settings[1], settings[2]), &mut asked);
            }
            if dut.bit("pool_state_write_o") {
                ask(Asked::Pool(dut.number("pool_state_address_o"), dut.number("pool_state_wdata_o")), &mut asked);
            }
            if dut.bit("row_write_o") {
                let row = ["row_pointer_o", "row_available_o", "row_full_o", "row_recycled_o"].map(|pin| dut.number(pin));
                ask(Asked::Row(row_class as u64, row), &mut asked);
            }
            if dut.bit("adopt_valid_o") && adopt.is_none() && !adopt_done {
                ask(Asked::Adopt(dut.number("adopt_class_o"), dut.number("adopt_page_o")), &mut asked);
                adopt = Some(1 + dice.draw(30));
            }
            state_address = dut.number("pool_state_address_o") as usize;
            if dut.bit("row_read_o") {
                row_shown = row_class;
            }
            if dut.bit("row_class_valid_o") {
                row_class = dut.number("row_class_o") as usize % content.rows.len();
            }
            port.edge(dut)?;
        }
        let error = port.failed || step.code == 6 || (step.code == 3 && step.foreign);
        dut.expect("command_error_o", error)?;
        dut.set("command_valid_i", false);
        port.edge(dut)?;
        dut.expect("command_done_o", false)?;
        dut.expect("fault_o", port.failed)?;
        if port.failed {
            // As far as it got.
            let begins = expected.starts_with(&asked);
            return if begins { Ok(()) } else { dut.fail(format!("the others were asked for {asked:?}")) };
        }
        if asked != expected {
            let first = asked.iter().zip(&expected).position(|(found, told)| found != told);
            let place = first.unwrap_or(asked.len().min(expected.len()));
            let (found, told) = (asked.get(place), expected.get(place));
            return dut.fail(format!("request {place} of the others is {found:x?}, the contract says {told:x?}"));
        }
        if step.code == 2 {
            for (word, data) in content.words(&self.geometry) {
                let found = port.memory().beat(BLOCK + 8 * word);
                if found != data {
                    return dut.fail(format!("word {word} of the block is {found:#x}, the contract says {data:#x}"));
                }
            }
        }
        Ok(())
    }

    fn advance(&mut self, step: &Step) {
        if step.reset_after.is_some() {
            (self.fault, self.parked) = (false, false);
            return;
        }
        let words = Content::draw(&self.geometry, step.seed).words(&self.geometry).len() as u64;
        let accesses = match step.code {
            2 => words + u64::from(self.geometry.classes),
            3 if step.foreign => 1,
            3 => words,
            _ => 0,
        };
        self.fault = step.memory.error_at.is_some_and(|access| access < accesses);
        self.parked = match step.code {
            2 | 3 if !step.foreign || step.code == 2 => true,
            4 => false,
            _ => self.parked,
        };
    }
}

in_every_configuration!(CommandUnit);
