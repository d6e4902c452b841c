//! What comes between any two instructions: a timer's interrupt, whose handler allocates and frees too.

use crate::{
    account::{Account, ALLOC, FREE, FREE_WAIT},
    objects::Object,
    random::Random,
};
use core::{cell::RefCell, num::NonZeroUsize};
use critical_section::Mutex;
use memento_runtime::{
    driver::{CustomInstruction, Memento, Mmio, Port, SOC32},
    riscv,
    riscv::interrupt::Interrupt,
    time,
};

/// Objects that the handler may have.
const OBJECTS: usize = 16;

/// What the handler has.
struct Handler {
    memento: Memento<Mmio>,
    random: Random,
    objects: [Object; OBJECTS],
    report: Report,
}

/// What it has done.
#[derive(Clone, Copy)]
pub struct Report {
    /// How often it ran.
    pub interrupts: u32,
    /// Custom instructions.
    pub account: Account,
    /// Wrong answers, and objects that are not as they were.
    pub wrong: u32,
}

static HANDLER: Mutex<RefCell<Option<Handler>>> = Mutex::new(RefCell::new(None));

fn with<T>(use_it: impl FnOnce(&mut Handler) -> T) -> T {
    critical_section::with(|token| use_it(HANDLER.borrow_ref_mut(token).as_mut().expect("`start` comes first")))
}

/// Interrupts come from now on.
pub fn start(memento: Memento<Mmio>, seed: u32) {
    let handler = Handler {
        memento,
        random: Random::new(seed),
        objects: [Object::NONE; OBJECTS],
        report: Report {
            interrupts: 0,
            account: Account::EMPTY,
            wrong: 0,
        },
    };
    critical_section::with(|token| HANDLER.replace(token, Some(handler)));
    time::interrupt_at(time::now());
    // SAFETY: the handler is there, and no critical section is open.
    unsafe {
        riscv::register::mie::set_mtimer();
        riscv::interrupt::enable();
    }
}

/// What the handler has done so far.
pub fn report() -> Report {
    with(|handler| handler.report)
}

/// No interrupt comes any more, and the handler's objects are freed.
pub fn stop() -> Report {
    riscv::interrupt::disable();
    with(|handler| {
        for slot in 0..OBJECTS {
            if handler.objects[slot].size != 0 {
                handler.free(slot);
            }
        }
        handler.report
    })
}

#[riscv_rt::core_interrupt(Interrupt::MachineTimer)]
fn timer() {
    with(Handler::run);
}

impl Handler {
    fn run(&mut self) {
        self.report.interrupts += 1;
        let slot = self.random.below(OBJECTS as u32) as usize;
        match self.objects[slot].size {
            0 => self.allocate(slot),
            _ => self.free(slot),
        }
        match self.random.below(3) {
            0 => _ = self.memento.available_frames(),
            1 => _ = self.memento.state(),
            _ => {}
        }
        // Sometimes at once, mostly after a few sequences, sometimes after a long one.
        let most = self.random.one_of(&[100, 3000, 4000, 8000]);
        time::interrupt_at(time::now() + u64::from(self.random.below(most)));
    }

    fn allocate(&mut self, slot: usize) {
        let size = self.random.below(SOC32.max_size() as u32) + 1;
        self.report.account.note(ALLOC, size);
        match CustomInstruction.alloc(size as usize).map(NonZeroUsize::get) {
            Some(address) => {
                let address = address as u32;
                self.objects[slot] = Object { address, size };
                self.objects[slot].fill();
            }
            None => self.report.wrong += 1,
        }
    }

    fn free(&mut self, slot: usize) {
        let object = core::mem::replace(&mut self.objects[slot], Object::NONE);
        self.report.wrong += u32::from(!object.intact());
        let address = object.address as usize;
        if self.random.below(2) == 0 {
            self.report.account.note(FREE, object.address);
            CustomInstruction.free(address);
        } else {
            self.report.account.note(FREE_WAIT, object.address);
            self.report.wrong += u32::from(CustomInstruction.free_and_wait(address).is_err());
        }
    }
}
