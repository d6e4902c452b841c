//! Replays the trace of a real program on a device, in lockstep with the golden model, and measures it.

mod cycles;

pub use cycles::{CycleCounts, CycleSummary};

use crate::{
    dut::Dut,
    scoreboard::{Finished, Mismatch, Scoreboard},
};
use memento_abi::{Event, Operation, Status};
use memento_model::{EventCounts, Settings, SettingsError};
use memento_trace::{Player, Profile, TraceError, TraceOperation};
use serde::Serialize;

/// Why a replay ended before its trace.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The trace cannot be read.
    #[error(transparent)]
    Trace(#[from] TraceError),
    /// The settings do not fit the configuration.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The device differs from the golden model.
    #[error("after {operations} operations the device differs from the golden model: {mismatch}")]
    Mismatch {
        /// Operations of the trace until then.
        operations: u64,
        /// What differs.
        mismatch: Mismatch,
    },
    /// The frames handed over were too few.
    #[error("after {operations} operations all of the {frames} frames are in use: hand over more")]
    OutOfFrames {
        /// Operations of the trace until then.
        operations: u64,
        /// How many were handed over.
        frames: u64,
    },
}

/// How a trace is turned into requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplayOptions {
    /// Settings of the hardware.
    pub settings: Settings,
    /// Alignment in bytes, a power of two, of every object large enough to need it.
    pub minimum_alignment: u64,
    /// Cycles that the program spends between a response and its next request.
    pub think_cycles: u32,
}

/// List operations, each per 1000 requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct ListOperations {
    /// An exhausted arena left the table for the full list.
    pub full_push: f64,
    /// An arena left the available list for the table.
    pub available_pop: f64,
    /// An arena moved from the full list to the available list.
    pub full_to_available: f64,
    /// An empty arena was recycled.
    pub empty_unlink: f64,
    /// An arena left the full list for the table.
    pub full_take: f64,
    /// All of them.
    pub total: f64,
}

/// What a replay has shown. Shares are of 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReplayReport {
    /// Configuration of the hardware.
    pub configuration: &'static str,
    /// Free objects a full arena must have to become available.
    pub reuse_threshold: u32,
    /// Alignment in bytes of every object large enough to need it.
    pub minimum_alignment: u64,
    /// Operations of the trace: allocs, frees, reallocs.
    pub operations: u64,
    /// Share of the trace's allocs that are no larger than the largest class.
    pub small_share: f64,
    /// Share of those that were freed within 16 allocs of their class.
    pub freed_soon_share: f64,
    /// Objects that the trace never frees.
    pub never_freed: u64,
    /// Allocs given to the hardware.
    pub hardware_allocs: u64,
    /// Frees given to the hardware.
    pub hardware_frees: u64,
    /// Reallocs that stayed in their class and needed no request.
    pub reallocs_in_place: u64,
    /// Allocs that were software's by size or alignment.
    pub software_allocs: u64,
    /// Allocs that the hardware refused because no arena was left.
    pub refused_allocs: u64,
    /// Share of the successful hardware allocs that the table answered.
    pub alloc_hit_share: f64,
    /// Share of the hardware frees that were in the table.
    pub free_hit_share: f64,
    /// List operations per 1000 requests.
    pub lists_per_1000: ListOperations,
    /// The most arenas in use at a time.
    pub arenas_peak: u64,
    /// Cycles from the offer of an alloc to its response, hits.
    pub alloc_hit_cycles: Option<CycleSummary>,
    /// The same, misses.
    pub alloc_miss_cycles: Option<CycleSummary>,
    /// The same, all.
    pub alloc_cycles: Option<CycleSummary>,
    /// Cycles from the offer of a posted free to its response, hits.
    pub free_hit_cycles: Option<CycleSummary>,
    /// The same, misses (their work in memory goes on after the response).
    pub free_miss_cycles: Option<CycleSummary>,
    /// The same, all.
    pub free_cycles: Option<CycleSummary>,
    /// Cycles of the whole run.
    pub cycles: u64,
    /// Answers, error reports, event counts and header bytes that were not the golden model's. A replay ends at the first, so a report says 0.
    pub mismatches: u64,
}

/// A replay under way: operations go in one by one, so that the caller can show how far it is.
pub struct Replay<D> {
    scoreboard: Scoreboard<D>,
    options: ReplayOptions,
    player: Player,
    profile: Profile,
    allocs: HitsAndMisses,
    frees: HitsAndMisses,
}

#[derive(Default)]
struct HitsAndMisses {
    hits: CycleCounts,
    misses: CycleCounts,
}

impl HitsAndMisses {
    fn all(&self) -> Option<CycleSummary> {
        self.hits.merged(&self.misses).summary()
    }
}

impl<D: Dut> Replay<D> {
    /// Resets `dut` for a replay.
    ///
    /// # Errors
    /// The settings do not fit the configuration.
    pub fn new(dut: D, options: ReplayOptions) -> Result<Replay<D>, SettingsError> {
        let geometry = dut.geometry();
        Ok(Replay {
            scoreboard: Scoreboard::new(dut, &options.settings)?,
            options,
            player: Player::new(geometry, options.minimum_alignment),
            profile: Profile::new(geometry),
            allocs: HitsAndMisses::default(),
            frees: HitsAndMisses::default(),
        })
    }

    /// The device.
    pub fn dut(&self) -> &D {
        self.scoreboard.dut()
    }

    /// The device, when no more is to be replayed.
    pub fn into_dut(self) -> D {
        self.scoreboard.into_dut()
    }

    /// Operations so far.
    pub fn operations(&self) -> u64 {
        self.profile.operations
    }

    /// Replays one operation.
    ///
    /// # Errors
    /// The device differs from the golden model.
    pub fn step(&mut self, operation: &TraceOperation) -> Result<(), ReplayError> {
        self.profile.note(operation);
        let Replay {
            scoreboard,
            player,
            options,
            allocs,
            frees,
            ..
        } = self;
        let mut mismatch = None;
        player.play(operation, |operation, operand| {
            if mismatch.is_some() {
                return 0;
            }
            let request = crate::dut::Request { operation, operand };
            request_and_measure(scoreboard, options, request, allocs, frees).unwrap_or_else(|found| {
                mismatch = Some(found);
                0
            })
        });
        mismatch.map_or(Ok(()), |mismatch| Err(self.failed(mismatch)))
    }

    /// Compares events and every header, and sums up.
    ///
    /// # Errors
    /// The device differs from the golden model.
    pub fn finish(mut self) -> Result<ReplayReport, ReplayError> {
        let compare = |scoreboard: &mut Scoreboard<D>| {
            scoreboard.settle()?;
            scoreboard.submit(crate::dut::Request::flush())?;
            scoreboard.settle()
        };
        compare(&mut self.scoreboard).map_err(|mismatch| self.failed(mismatch))?;

        let (profile, player, model) = (&self.profile, self.player.counts(), self.scoreboard.model());
        let counts = model.counts();
        Ok(ReplayReport {
            configuration: self.scoreboard.geometry().name,
            reuse_threshold: self.options.settings.reuse_threshold,
            minimum_alignment: self.options.minimum_alignment,
            operations: profile.operations,
            small_share: share(profile.small, profile.allocations),
            freed_soon_share: share(profile.freed_soon_in_class, profile.small),
            never_freed: profile.never_freed(),
            hardware_allocs: player.hardware_allocs,
            hardware_frees: player.hardware_frees,
            reallocs_in_place: player.reallocs_in_place,
            software_allocs: player.software_allocs,
            refused_allocs: player.refused_allocs,
            alloc_hit_share: share(
                counts[Event::AllocHit],
                counts[Event::AllocHit] + counts[Event::AllocMiss],
            ),
            free_hit_share: share(counts[Event::FreeHit], counts[Event::FreeHit] + counts[Event::FreeMiss]),
            lists_per_1000: list_operations(counts, player.hardware_allocs + player.hardware_frees),
            arenas_peak: model.usage().arenas_peak,
            alloc_hit_cycles: self.allocs.hits.summary(),
            alloc_miss_cycles: self.allocs.misses.summary(),
            alloc_cycles: self.allocs.all(),
            free_hit_cycles: self.frees.hits.summary(),
            free_miss_cycles: self.frees.misses.summary(),
            free_cycles: self.frees.all(),
            cycles: self.scoreboard.dut().cycle(),
            mismatches: 0,
        })
    }

    fn failed(&self, mismatch: Mismatch) -> ReplayError {
        ReplayError::Mismatch {
            operations: self.profile.operations,
            mismatch,
        }
    }
}

/// One request of a program that waits for its response. Returns the response's address.
fn request_and_measure<D: Dut>(
    scoreboard: &mut Scoreboard<D>,
    options: &ReplayOptions,
    request: crate::dut::Request,
    allocs: &mut HitsAndMisses,
    frees: &mut HitsAndMisses,
) -> Result<u64, Mismatch> {
    scoreboard.submit(request)?;
    scoreboard.await_responses()?;
    let mut address = 0;
    for Finished {
        request,
        response,
        outcome,
    } in scoreboard.take_finished()
    {
        address = response.address;
        if outcome.result() != Status::Ok {
            continue;
        }
        let of = |kind: &mut HitsAndMisses, hit: bool| {
            let counts = if hit { &mut kind.hits } else { &mut kind.misses };
            counts.add(response.valid_cycle - response.offered_cycle);
        };
        match request.operation {
            Operation::Alloc => of(allocs, outcome.events[Event::AllocHit] == 1),
            Operation::Free | Operation::FreeWait => of(frees, outcome.events[Event::FreeHit] == 1),
            Operation::Flush => {}
        }
    }
    if options.think_cycles > 0 {
        scoreboard.wait(options.think_cycles)?;
    }
    Ok(address)
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

fn list_operations(counts: &EventCounts, requests: u64) -> ListOperations {
    let per_1000 = |event| 1000.0 * share(counts[event], requests);
    let mut lists = ListOperations {
        full_push: per_1000(Event::ListFullPush),
        available_pop: per_1000(Event::ListAvailablePop),
        full_to_available: per_1000(Event::ListFullToAvailable),
        empty_unlink: per_1000(Event::ListEmptyUnlink),
        full_take: per_1000(Event::ListFullTake),
        total: 0.0,
    };
    lists.total =
        lists.full_push + lists.available_pop + lists.full_to_available + lists.empty_unlink + lists.full_take;
    lists
}
