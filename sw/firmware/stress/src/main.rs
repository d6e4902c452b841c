//! Every custom instruction is to reach Memento exactly once, whatever stands beside it: loads that miss, divisions, branches, devices, interrupts, other custom
//! instructions. Prints what was issued; `fpga/tests/system/stress.rs` compares it with what Memento's port has accepted.
//!
//! Random numbers begin with a word of RAM that nobody has written, so each seed of a simulation is another run.
#![no_std]
#![no_main]

mod account;
mod interrupts;
mod objects;
mod random;
mod sequences;

use account::Account;
use memento_abi::registers::REGISTERS as MAP;
use memento_runtime::{
    driver::{Command, CustomInstruction, Memento, Mmio, Port, SOC32},
    entry, exit, memory, print, println, time,
};
use objects::{Object, Objects, Order, MOST};
use random::Random;
use sequences::{Work, GROWING, OTHERS, SHRINKING};

/// Frames for Memento.
const FRAMES: u32 = 256;
/// The program ends when so many custom instructions were issued, and so many interrupts came, ..
const LENGTH: [u32; 2] = [20_000, 2_000];
/// .. unless a simulation has put this word and other numbers into RAM.
const SETTINGS: u32 = u32::from_le_bytes(*b"MSTR");

/// Brings Memento up, runs sequences, and reports.
#[entry]
fn main() -> ! {
    // SAFETY: the first thing that happens, once.
    let memento = unsafe { memory::start(FRAMES, |_| ()) }.unwrap_or_else(|error| {
        println!("{error}");
        exit(1)
    });
    let (ram, _) = memory::software_heap();
    let ram = ram.cast::<u32>();
    // SAFETY: nobody else has software's heap.
    let seed = unsafe { ram.read_volatile() };
    println!("seed {seed}");
    let [instructions, interrupts] = match memory::data() {
        [SETTINGS, instructions, interrupts, ..] => [*instructions, *interrupts],
        _ => LENGTH,
    };
    let low_water = MAP.iter().find(|register| register.name == "POOL_LOW_WATER");
    let low_water = memory::REGISTERS + usize::from(low_water.expect("the map has it").offset);
    let mut stress = Stress {
        random: Random::new(seed),
        objects: Objects::EMPTY,
        account: Account::EMPTY,
        wrong: 0,
        work: Work::NONE,
        ram,
        devices: [core::ptr::with_exposed_provenance_mut(low_water), time::register()],
    };
    interrupts::start(memento, !seed);
    for _ in 0..2 {
        // Four arenas of one size and back: the second time they are recycled, whatever interrupts and random numbers bring later.
        stress.phase(8, 1024, 0, Order::Newest);
    }
    loop {
        stress.random_phase();
        let report = interrupts::report();
        if report.interrupts >= interrupts && stress.account.and(report.account).count >= instructions {
            break;
        }
    }
    stress.free_all();
    let report = interrupts::stop();
    finish(
        &memento,
        stress.account.and(report.account),
        stress.wrong + report.wrong,
        report.interrupts,
    )
}

/// Waits for what is posted, and prints what the test compares.
fn finish(memento: &Memento<Mmio>, account: Account, wrong: u32, interrupts: u32) -> ! {
    // SAFETY: no object is used any more.
    if let Err(error) = unsafe { memento.command(Command::Flush) } {
        println!("{error}");
    }
    println!("issued {}", account.count);
    println!("checksum {}", account.sum);
    println!("interrupts {interrupts}");
    println!("wrong {wrong}");
    print!("{}", memento.statistics());
    for fault in [memento.take_posted_error(), memento.take_access_fault()]
        .into_iter()
        .flatten()
    {
        println!("{fault:?}");
        exit(1)
    }
    exit(wrong.min(1))
}

/// The program proper.
struct Stress {
    random: Random,
    objects: Objects,
    account: Account,
    /// Answers that were not as they should be, and objects that were not as they were.
    wrong: u32,
    work: Work,
    ram: *mut u32,
    devices: [*mut u32; 2],
}

impl Stress {
    fn random_phase(&mut self) {
        let usual_size = self.random.one_of(&[8, 16, 40, 64, 128]);
        let most = 64 + self.random.below(MOST as u32 / 2) as usize;
        let least = self.random.below(most as u32) as usize;
        let order = self.random.one_of(&[Order::Newest, Order::Any]);
        self.phase(usual_size, most, least, order);
    }

    /// Allocates until there are `most` objects, most of them of one size, and frees until there are `least`: arenas become full, come
    /// back, and become empty.
    fn phase(&mut self, usual_size: u32, most: usize, least: usize, order: Order) {
        while self.objects.count() < most {
            self.step(true, order, usual_size);
        }
        while self.objects.count() > least {
            self.step(false, order, usual_size);
        }
    }

    /// A sequence: mostly one after which there are more objects, or fewer.
    fn step(&mut self, grow: bool, order: Order, usual_size: u32) {
        let sequences = match (self.random.below(8), grow) {
            (0, _) => OTHERS,
            (1, true) | (2.., false) => SHRINKING,
            (1, false) | (2.., true) => GROWING,
        };
        let sequence = &sequences[self.random.below(sequences.len() as u32) as usize];
        if self.objects.count() < sequence.frees {
            return;
        }
        for place in 0..sequence.frees {
            let object = self.objects.take(order, &mut self.random);
            self.wrong += u32::from(!object.intact());
            self.work.victims[place] = object.address;
        }
        self.work.sizes = [self.size(usual_size), self.size(usual_size)];
        self.work.ram = self.ram.wrapping_add(self.random.below(1024) as usize);
        self.work.device = self.random.one_of(&self.devices);
        sequence.run(&mut self.work, &mut self.account);
        self.wrong += u32::from(self.work.wrong != 0);
        for (place, which) in sequence.sizes().enumerate() {
            let (address, size) = (self.work.objects[place], self.work.sizes[which]);
            match address {
                0 => self.wrong += 1,
                _ => self.objects.add(Object { address, size }),
            }
        }
    }

    fn size(&mut self, usual: u32) -> u32 {
        match self.random.below(8) {
            0 => self.random.below(SOC32.max_size() as u32) + 1,
            _ => usual,
        }
    }

    /// Frees what is left, and waits for each.
    fn free_all(&mut self) {
        while self.objects.count() > 0 {
            let object = self.objects.take(Order::Any, &mut self.random);
            self.wrong += u32::from(!object.intact());
            self.account.note(account::FREE_WAIT, object.address);
            self.wrong += u32::from(CustomInstruction.free_and_wait(object.address as usize).is_err());
        }
    }
}
