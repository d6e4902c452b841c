//! Objects that are alive, with contents that tell whether anybody else has written them.

use crate::random::Random;
use memento_runtime::println;

/// How many may be alive at once.
pub const MOST: usize = 2048;
/// An object.
#[derive(Clone, Copy)]
pub struct Object {
    /// Where it is.
    pub address: u32,
    /// Its bytes, as they were asked for.
    pub size: u32,
}

impl Object {
    /// No object.
    pub const NONE: Object = Object { address: 0, size: 0 };

    /// Its first byte and its last one, which have contents. Objects of two addresses do not overlap, since a class has them side by side.
    fn ends(self) -> [*mut u8; 2] {
        [self.address, self.address + self.size - 1]
            .map(|address| core::ptr::with_exposed_provenance_mut(address as usize))
    }

    /// What its last byte holds; the first one holds the complement.
    fn contents(self) -> u8 {
        (self.address.wrapping_mul(0x9E37_79B1) >> 24) as u8
    }

    /// Writes its contents.
    pub fn fill(self) {
        let [first, last] = self.ends();
        // SAFETY: the bytes are the object's, which is this program's.
        unsafe {
            first.write_volatile(!self.contents());
            last.write_volatile(self.contents());
        }
    }

    /// Whether its contents are still there; prints what is not.
    pub fn intact(self) -> bool {
        let [first, last] = self.ends();
        // SAFETY: the bytes are the object's.
        let (first, last) = unsafe { (first.read_volatile(), last.read_volatile()) };
        let contents = self.contents();
        let intact = last == contents && (first == !contents || self.size == 1);
        if !intact {
            let Object { address, size } = self;
            println!(
                "object {address:#x} of {size} bytes holds {first:#x} and {last:#x}, not {:#x} and {contents:#x}",
                !contents
            );
        }
        intact
    }
}

/// Which object is freed next.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The latest one.
    Newest,
    /// Whichever.
    Any,
}

/// The objects that are alive.
pub struct Objects {
    alive: [Object; MOST],
    count: usize,
}

impl Objects {
    /// None.
    pub const EMPTY: Objects = Objects {
        alive: [Object::NONE; MOST],
        count: 0,
    };

    /// How many.
    pub fn count(&self) -> usize {
        self.count
    }

    /// One more, with contents.
    pub fn add(&mut self, object: Object) {
        object.fill();
        self.alive[self.count] = object;
        self.count += 1;
    }

    /// Takes one out; there is one.
    pub fn take(&mut self, order: Order, random: &mut Random) -> Object {
        let place = match order {
            Order::Newest => self.count - 1,
            Order::Any => random.below(self.count as u32) as usize,
        };
        self.count -= 1;
        self.alive.swap(place, self.count);
        self.alive[self.count]
    }
}
