//! What every device under test offers, whatever runs it: requests in, observations out.

use crate::memory::Access;
use memento_abi::{Geometry, Operation, Status};
use memento_model::{EventCounts, PostedError, Settings};

/// One request of the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// What is asked for.
    pub operation: Operation,
    /// A size in bytes for an alloc, an address for a free.
    pub operand: u64,
}

impl Request {
    /// An alloc of `size_bytes`.
    pub fn alloc(size_bytes: u64) -> Request {
        Request {
            operation: Operation::Alloc,
            operand: size_bytes,
        }
    }

    /// A free of `address`: one that waits for its status, or a posted one.
    pub fn free(address: u64, wait: bool) -> Request {
        let operation = if wait { Operation::FreeWait } else { Operation::Free };
        Request {
            operation,
            operand: address,
        }
    }

    /// A flush.
    pub fn flush() -> Request {
        Request {
            operation: Operation::Flush,
            operand: 0,
        }
    }
}

/// A response, and when it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Response {
    /// How the request ended.
    pub status: Status,
    /// The object, or 0.
    pub address: u64,
    /// Cycle in which the request was first offered.
    pub offered_cycle: u64,
    /// Cycle in which the request was accepted.
    pub accepted_cycle: u64,
    /// Cycle in which the response was first valid.
    pub valid_cycle: u64,
}

/// Something that the device said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Observation {
    /// The response to the oldest request without one.
    Response(Response),
    /// A report on the error port.
    PostedError {
        /// Status and address.
        error: PostedError,
        /// When it came.
        cycle: u64,
    },
}

/// Errors that the memory has answered with since the last reset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InjectedErrors {
    /// To reads.
    pub reads: u64,
    /// To writes.
    pub writes: u64,
}

/// The object allocator, run by the golden model, by rust-hdl's simulator or by Verilator.
///
/// A device starts in need of a [`Dut::reset`]. Every method that lets time pass may find that the device broke a rule of its
/// ports, or hangs: a [`Violation`].
pub trait Dut {
    /// The configuration it was made for.
    fn geometry(&self) -> Geometry;

    /// Resets it, at whatever point it is, with new settings. Requests without a response are dropped.
    fn reset(&mut self, settings: &Settings);

    /// Changes slice limit and reuse threshold. The device must be idle, which [`Dut::settle`] sees to.
    fn configure(&mut self, settings: &Settings);

    /// From now on the page allocator refuses frames to first pages as `seed` says ([`crate::pages::Shortage`]). The device must be
    /// idle. Returns the base addresses of the arenas that have their frame already.
    fn set_shortage(&mut self, seed: Option<u64>) -> Vec<u64>;

    /// Offers a request until it is accepted.
    ///
    /// # Errors
    /// See [`Violation`].
    fn submit(&mut self, request: Request) -> Result<(), Violation>;

    /// The oldest observation not yet taken, if there is one. No time passes.
    fn observe(&mut self) -> Option<Observation>;

    /// Lets `cycles` cycles pass without a request.
    ///
    /// # Errors
    /// See [`Violation`].
    fn wait(&mut self, cycles: u32) -> Result<(), Violation>;

    /// Waits until every request is answered; posted work may go on.
    ///
    /// # Errors
    /// See [`Violation`].
    fn await_responses(&mut self) -> Result<(), Violation>;

    /// Waits until every request is answered and all posted work is done.
    ///
    /// # Errors
    /// See [`Violation`].
    fn settle(&mut self) -> Result<(), Violation>;

    /// The 64-bit beat at `address` in memory.
    fn memory_beat(&self, address: u64) -> u64;

    /// Base addresses of the header lines written since the last call or reset, each at least once.
    fn take_written_lines(&mut self) -> Vec<u64>;

    /// Events since the last reset.
    fn events(&self) -> EventCounts;

    /// Errors that the memory has answered with since the last reset.
    fn injected_errors(&self) -> InjectedErrors;

    /// Whether the memory may answer with errors at all.
    fn may_inject_errors(&self) -> bool;

    /// The cycle in which `fault_o` rose, if it has since the last reset.
    fn fault_cycle(&self) -> Option<u64>;

    /// The latest accesses to memory, oldest first; none if the device has no memory of its own.
    fn recent_accesses(&self) -> Vec<Access> {
        Vec::new()
    }

    /// Cycles so far; for a device without a clock, requests.
    fn cycle(&self) -> u64;
}

/// A rule of the ports that was broken, with the cycle.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cycle {cycle}: {rule}")]
pub struct Violation {
    /// When.
    pub cycle: u64,
    /// What was broken.
    pub rule: Rule,
}

/// The rules of the ports.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rule {
    /// A stream's payload or valid changed before it was taken.
    #[error("{stream} changed from {before} to {after} though it was not yet taken")]
    NotHeld {
        /// The stream.
        stream: &'static str,
        /// What was offered.
        before: String,
        /// What followed.
        after: String,
    },
    /// A response although every request has had one.
    #[error("response (status {status}, address {address:#x}) although no request waits for one")]
    ResponseWithoutRequest {
        /// Its status code.
        status: u8,
        /// Its address.
        address: u64,
    },
    /// A status code that means nothing.
    #[error("{port} carries status code {code}, which means nothing")]
    UnknownStatus {
        /// The port.
        port: &'static str,
        /// The code.
        code: u8,
    },
    /// A memory address that is not a multiple of 8.
    #[error("memory access to {address:#x}, which is not a multiple of 8")]
    Unaligned {
        /// The address.
        address: u64,
    },
    /// A memory address that is not in an arena's header below the slice limit.
    #[error("memory access to {address:#x}, which lies in no arena header that may be handed out")]
    OutsideHeaders {
        /// The address.
        address: u64,
    },
    /// The page allocator is asked for what makes no sense, or memory is used without it.
    #[error("{what}")]
    Pages {
        /// What is wrong.
        what: &'static str,
    },
    /// More posted frees failed than were accepted.
    #[error("error report (status {status}, address {address:#x}) although no posted free is under way")]
    ErrorWithoutFree {
        /// Its status code.
        status: u8,
        /// Its address.
        address: u64,
    },
    /// Idle while memory works for it.
    #[error("idle_o is high although {what}")]
    IdleWhileBusy {
        /// What shows that it is not.
        what: &'static str,
    },
    /// `fault_o` fell without a reset, or rose without an error of a write.
    #[error("fault_o {what}")]
    Fault {
        /// What happened.
        what: &'static str,
    },
    /// Nothing happens any more.
    #[error("no progress in {cycles} cycles while waiting for {what}")]
    Hang {
        /// How long.
        cycles: u64,
        /// For what.
        what: &'static str,
    },
}
