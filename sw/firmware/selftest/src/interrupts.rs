//! The core's external interrupt, taken; on a core without interrupts, asked for.

use core::cell::RefCell;
use critical_section::Mutex;
use memento_runtime::{
    driver::{Causes, Frames, Interrupt, Memento, Mmio},
    riscv, time,
};

/// Cycles after which an interrupt does not come any more.
const PATIENCE: u32 = 5_000;

/// What the handler knows.
struct Handler {
    memento: Memento<Mmio>,
    spare: Option<Frames>,
    taken: Taken,
}

/// Interrupts that were taken.
#[derive(Debug, Default)]
pub struct Taken {
    /// How many.
    pub count: u32,
    /// What the latest one was about.
    pub latest: Interrupt,
}

static HANDLER: Mutex<RefCell<Option<Handler>>> = Mutex::new(RefCell::new(None));

/// Does `work` with `causes` enabled, and waits for an interrupt; the handler hands `spare` over where frames are few. Returns what
/// was taken.
pub fn during(memento: &Memento<Mmio>, causes: Causes, spare: Option<Frames>, work: impl FnOnce()) -> Taken {
    let handler = Handler {
        memento: *memento,
        spare,
        taken: Taken::default(),
    };
    critical_section::with(|token| HANDLER.replace(token, Some(handler)));
    memento.set_interrupts(causes);
    // SAFETY: the handler is there, and no critical section is open.
    unsafe {
        riscv::register::mie::set_mext();
        riscv::interrupt::enable();
    }
    let polls = !riscv::register::mstatus::read().mie();
    work();
    let begin = time::cycles();
    while count() == 0 && time::cycles().wrapping_sub(begin) < PATIENCE {
        if polls {
            take();
        }
    }
    riscv::interrupt::disable();
    memento.set_interrupts(Causes::empty());
    let handler = critical_section::with(|token| HANDLER.replace(token, None));
    handler.map_or(Taken::default(), |handler| handler.taken)
}

fn count() -> u32 {
    critical_section::with(|token| {
        HANDLER
            .borrow_ref(token)
            .as_ref()
            .map_or(0, |handler| handler.taken.count)
    })
}

#[riscv_rt::core_interrupt(riscv::interrupt::Interrupt::MachineExternal)]
fn external() {
    take();
}

/// Handles what Memento's interrupt is about, if it is about anything.
fn take() {
    critical_section::with(|token| {
        if let Some(handler) = HANDLER.borrow_ref_mut(token).as_mut() {
            let interrupt = handler.memento.handle_interrupt(|| handler.spare.take());
            if !interrupt.causes.is_empty() {
                handler.taken.latest = interrupt;
                handler.taken.count += 1;
            }
        }
    });
}
