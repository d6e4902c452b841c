//! Stimulus, and how it reaches a module in rust-hdl's simulator.

use memento_hdl::simulator::Random;
use num_bigint::BigUint;
use rust_hdl_core::prelude::*;

/// One cycle's inputs. A module takes those that it has ports for.
#[derive(Clone, Debug)]
pub struct Vector {
    pub a: BigUint,
    pub b: BigUint,
    pub nine: u64,
    pub amount: u64,
    /// Below the width.
    pub index: u64,
    pub row: u64,
    pub flag: bool,
    pub other: bool,
    pub rst_n: bool,
}

/// Cycles in which reset ends and memories are filled; results count after them.
pub const WARM_UP: usize = 16;
/// All cycles.
pub const CYCLES: usize = 200;

/// The stimulus for modules of a width: first the warm-up, then all pairs of edge values, then random values.
pub fn vectors(width: usize) -> Vec<Vector> {
    let mut random = Random::new(0x5eed + width as u64);
    let ones = (BigUint::from(1u8) << width) - 1u8;
    let half = BigUint::from(1u8) << (width - 1);
    let mut edges = vec![
        BigUint::default(),
        BigUint::from(1u8),
        &ones >> 1,
        half,
        &ones - 1u8,
        ones.clone(),
    ];
    edges.sort();
    edges.dedup();
    let mut pairs = vec![];
    for a in &edges {
        pairs.extend(edges.iter().map(|b| (a.clone(), b.clone())));
    }
    let any = |random: &mut Random| {
        let digits: Vec<u32> = (0..width.div_ceil(32)).map(|_| random.below(1 << 32) as u32).collect();
        // Dense, sparse and nearly full values.
        let value = BigUint::new(digits.clone()) & &ones;
        match random.below(4) {
            0 => &value & (&value >> 1) & (&value >> 3),
            1 => &ones ^ (&value & (&value >> 2)),
            _ => value,
        }
    };
    (0..CYCLES)
        .map(|cycle| {
            let (a, b) = match cycle.checked_sub(WARM_UP).and_then(|place| pairs.get(place)) {
                Some(pair) => pair.clone(),
                None if random.below(4) == 0 => {
                    let a = any(&mut random);
                    (a.clone(), a)
                }
                None => (any(&mut random), any(&mut random)),
            };
            let warm = cycle < WARM_UP;
            Vector {
                a,
                b,
                nine: random.below(512),
                amount: random.below(2 << clog2(width)),
                index: random.below(width as u64),
                row: if warm { cycle as u64 % 8 } else { random.below(8) },
                flag: warm || random.below(2) == 1,
                other: warm || random.below(2) == 1,
                rst_n: cycle >= 2 && cycle != CYCLES / 2,
            }
        })
        .collect()
}

/// A module under test.
pub trait Dut: Block {
    /// Its inputs, in the order of the struct.
    const INPUTS: &'static [&'static str];
    /// It has a clock.
    const IS_CLOCKED: bool;
    /// Sets the inputs.
    fn drive(&mut self, vector: &Vector);
    /// Sets the clock.
    fn clock(&mut self, level: bool);
}

/// An input's value from the vector's number.
pub trait FromNumber: Synth {
    fn from_number(number: BigUint) -> Self;
}

impl<const N: usize> FromNumber for Bits<N> {
    fn from_number(number: BigUint) -> Self {
        number.into()
    }
}

impl FromNumber for Bit {
    fn from_number(number: BigUint) -> Self {
        number != BigUint::default()
    }
}

impl Vector {
    /// What the input called `port` gets.
    pub fn input(&self, port: &str) -> BigUint {
        match port {
            "a_i" => self.a.clone(),
            "b_i" => self.b.clone(),
            "nine_i" => self.nine.into(),
            "amount_i" => self.amount.into(),
            "index_i" => self.index.into(),
            "row_i" => self.row.into(),
            "flag_i" => u8::from(self.flag).into(),
            "other_i" => u8::from(self.other).into(),
            "rst_ni" => u8::from(self.rst_n).into(),
            _ => panic!("no stimulus for port {port}"),
        }
    }
}

/// Implements [`Dut`] for a module with these inputs, and a clock when it is `clocked`.
macro_rules! drive {
    (@body $($input:ident),*) => {
        const INPUTS: &'static [&'static str] = &[$(stringify!($input)),*];
        fn drive(&mut self, vector: &super::vectors::Vector) {
            $( self.$input.next = super::vectors::FromNumber::from_number(vector.input(stringify!($input))); )*
        }
    };
    ($name:ident<$($generic:ident),*>: $($input:ident),*) => {
        impl<$(const $generic: usize),*> Dut for $name<$($generic),*> {
            drive!(@body $($input),*);
            const IS_CLOCKED: bool = false;
            fn clock(&mut self, _level: bool) {}
        }
    };
    (clocked $name:ident<$($generic:ident),*>: $($input:ident),*) => {
        impl<$(const $generic: usize),*> Dut for $name<$($generic),*> {
            drive!(@body $($input),*);
            const IS_CLOCKED: bool = true;
            fn clock(&mut self, level: bool) {
                self.clk_i.next = level.into();
            }
        }
    };
}
pub(super) use drive;
