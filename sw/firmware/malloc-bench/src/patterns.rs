//! Patterns of use.

use crate::meter::Meter;
use memento_allocators::Allocator;
use oorandom::Rand32;

/// Software's memory for each.
pub const HEAP_BYTES: usize = 256 << 10;
const SEED: u64 = 0x4D45_4D4F;
/// Bytes of the objects of one size.
const SIZE: usize = 64;
const ROUNDS: usize = 32;
const OBJECTS: usize = 64;
const SLOTS: usize = 128;
const OPERATIONS: usize = 8000;

/// A pattern, by its function.
type Pattern<A> = fn(&A, &mut Meter);

/// The patterns by their names.
pub fn patterns<A: Allocator>() -> [(&'static str, Pattern<A>); 5] {
    [
        ("ping-pong", ping_pong),
        ("LIFO", lifo),
        ("FIFO", fifo),
        ("random live set", random),
        ("producer/consumer", producer_consumer),
    ]
}

/// One object at a time.
fn ping_pong<A: Allocator>(heap: &A, meter: &mut Meter) {
    for _ in 0..ROUNDS * OBJECTS {
        let object = meter.malloc(heap, SIZE);
        meter.free(heap, object, SIZE);
    }
}

/// Many of one size, the latest freed first.
fn lifo<A: Allocator>(heap: &A, meter: &mut Meter) {
    for _ in 0..ROUNDS {
        let objects: [*mut u8; OBJECTS] = core::array::from_fn(|_| meter.malloc(heap, SIZE));
        for object in objects.into_iter().rev() {
            meter.free(heap, object, SIZE);
        }
    }
}

/// Many of one size, the oldest freed first.
fn fifo<A: Allocator>(heap: &A, meter: &mut Meter) {
    for _ in 0..ROUNDS {
        let objects: [*mut u8; OBJECTS] = core::array::from_fn(|_| meter.malloc(heap, SIZE));
        for object in objects {
            meter.free(heap, object, SIZE);
        }
    }
}

/// A slot at random: what is there is freed, else something of 8 to 512 bytes comes.
fn random<A: Allocator>(heap: &A, meter: &mut Meter) {
    let mut dice = Rand32::new(SEED);
    let mut slots: [Option<(*mut u8, usize)>; SLOTS] = [None; SLOTS];
    for _ in 0..OPERATIONS {
        let slot = &mut slots[dice.rand_range(0..SLOTS as u32) as usize];
        *slot = match *slot {
            Some((object, size)) => {
                meter.free(heap, object, size);
                None
            }
            None => {
                let size = dice.rand_range(8..513) as usize;
                Some((meter.malloc(heap, size), size))
            }
        };
    }
    for (object, size) in slots.into_iter().flatten() {
        meter.free(heap, object, size);
    }
}

/// A queue of messages of 16 to 256 bytes, filled and emptied in bursts.
fn producer_consumer<A: Allocator>(heap: &A, meter: &mut Meter) {
    let mut dice = Rand32::new(SEED);
    let mut queue: [(*mut u8, usize); SLOTS] = [(core::ptr::null_mut(), 0); SLOTS];
    let (mut made, mut used) = (0, 0);
    while made < OPERATIONS / 2 {
        let room = SLOTS - (made - used);
        for _ in 0..dice.rand_range(0..room as u32 + 1) {
            let size = dice.rand_range(16..257) as usize;
            queue[made % SLOTS] = (meter.malloc(heap, size), size);
            made += 1;
        }
        for _ in 0..dice.rand_range(0..(made - used) as u32 + 1) {
            let (object, size) = queue[used % SLOTS];
            meter.free(heap, object, size);
            used += 1;
        }
    }
    while used < made {
        let (object, size) = queue[used % SLOTS];
        meter.free(heap, object, size);
        used += 1;
    }
}
