//! The pool of frames: every frame is in one place, what is granted is zeros, and no request fails while a frame is left.
//!
//! A step is a life of the pool, from reset on, with memory, cache, consumers and system software around it: [`World`].

mod world;

use crate::prelude::*;
use memento_modules::memory_port::{surroundings, Surroundings};
use world::World;

/// A range that system software hands over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Range {
    /// A few frames.
    Small(u64),
    /// 2^18 frames.
    Large,
    /// The last three frames that there are.
    Top,
    /// Ranges that are refused.
    Empty,
    TooLarge,
    FromZero,
    BeyondTop,
}

/// What happens to the pool.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Add(Range),
    /// Frames are taken and come back at these rates.
    Run { cycles: u32, take_percent: u64, return_percent: u64 },
    /// All frames are taken.
    Drain,
    /// All frames come back.
    ReturnAll,
    End,
    /// The state is read, and goes on or is loaded again.
    Park { reload: bool },
    /// Another context takes the pool, with the state that it last had.
    Switch,
    Forget,
    Reset,
}

/// A life of the pool.
#[derive(Clone, Debug, PartialEq)]
pub struct Life {
    pub actions: Vec<Action>,
    pub memory: Surroundings,
    pub lines: Surroundings,
    pub low_water: u64,
}

#[derive(Clone, Debug)]
pub struct FramePool {
    ppns: u64,
}

impl Reference for FramePool {
    type Step = Life;
    const MODULE: &'static str = "memento_frame_pool";
    const CASES: u32 = 60;
    const STEPS: usize = 4;

    fn new(module: &Module) -> FramePool {
        FramePool { ppns: module.mask("frame_ppn_o") }
    }

    fn steps(&self) -> BoxedStrategy<Life> {
        let range = prop_oneof![
            12 => (1..=6u64).prop_map(Range::Small),
            1 => Just(Range::Large),
            1 => Just(Range::Top),
            1 => Just(Range::Empty),
            1 => Just(Range::TooLarge),
            1 => Just(Range::FromZero),
            1 => Just(Range::BeyondTop),
        ];
        let percent = || prop_oneof![Just(0u64), Just(10), Just(60), Just(100)];
        let run = (0..400u32, percent(), percent()).prop_map(|(cycles, take_percent, return_percent)| Action::Run {
            cycles,
            take_percent,
            return_percent,
        });
        let action = prop_oneof![
            6 => range.prop_map(Action::Add),
            10 => run,
            3 => Just(Action::Drain),
            3 => Just(Action::ReturnAll),
            4 => Just(Action::End),
            4 => any::<bool>().prop_map(|reload| Action::Park { reload }),
            2 => Just(Action::Switch),
            1 => Just(Action::Forget),
            1 => Just(Action::Reset),
        ];
        let actions = prop::collection::vec(action, 1..24).prop_map(|mut actions| {
            actions.insert(0, Action::Add(Range::Small(5)));
            actions
        });
        (actions, surroundings(30), surroundings(600), 0..12u64)
            .prop_map(|(actions, memory, lines, low_water)| Life {
                actions,
                memory,
                lines,
                low_water,
            })
            .boxed()
    }

    fn play(&self, step: &Life, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let mut world = World::new(self.ppns, step, dut);
        for action in &step.actions {
            world.act(action, dut)?;
            if world.fault() {
                return world.after_fault(dut);
            }
        }
        // Every frame that is not granted comes.
        world.act(&Action::Drain, dut)?;
        match world.fault() {
            true => world.after_fault(dut),
            false => Ok(()),
        }
    }
}

in_every_configuration!(FramePool);
