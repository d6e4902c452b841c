//! Operation, status and event codes of the object allocator's ports.

/// What a request asks for (`req_operation_i`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Operation {
    /// Allocate; the operand is a size in bytes. The response carries the object's address, or 0 and a status.
    Alloc = 0,
    /// Free, posted; the operand is an address. The response says only that the free was accepted; an error of it is
    /// reported on the error port.
    Free = 1,
    /// Free and wait; the operand is an address. The response carries the free's own status.
    FreeWait = 2,
    /// Write every header held in the Hardware Object Table back to memory, after all posted work; the operand is
    /// ignored. Nothing leaves the table.
    Flush = 3,
}

/// How a request ended (`rsp_status_o`, `error_status_o`). Everything but [`Status::Ok`] left the state unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Status {
    /// Done (for a posted free: accepted).
    Ok = 0,
    /// The size is above the largest class: software must serve it.
    TooLarge = 1,
    /// The address lies outside the region.
    NotOurs = 2,
    /// The address is no object's start, lies in a header, or in an arena that was never handed out.
    BadPointer = 3,
    /// The address is an object's start, but the object is not allocated.
    DoubleFree = 4,
    /// No object is free in this class, and no arena can be had.
    OutOfMemory = 5,
    /// Memory answered with an error.
    BusError = 6,
    /// A page needs a frame, and the pool has none: add frames and try again.
    OutOfFrames = 7,
}

impl Status {
    /// Every status, in the order of the codes.
    pub const ALL: [Status; 8] = [
        Status::Ok,
        Status::TooLarge,
        Status::NotOurs,
        Status::BadPointer,
        Status::DoubleFree,
        Status::OutOfMemory,
        Status::BusError,
        Status::OutOfFrames,
    ];

    /// The status with this code, or `None`.
    pub fn from_code(code: u8) -> Option<Status> {
        Status::ALL.get(code as usize).copied()
    }
}

/// What happened in a cycle: the number is the bit of `events_o` that is high for one cycle each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Event {
    /// An alloc was answered from the arena its class had in the table.
    AllocHit = 0,
    /// An alloc brought a new arena into the table and was answered from it.
    AllocMiss = 1,
    /// A free cleared a bit of an arena in the table.
    FreeHit = 2,
    /// A free cleared a bit of an arena in memory.
    FreeMiss = 3,
    /// An exhausted arena left the table for the full list.
    ListFullPush = 4,
    /// An arena left the available list for the table.
    ListAvailablePop = 5,
    /// An arena moved from the full list to the available list.
    ListFullToAvailable = 6,
    /// An empty arena left its list for the page allocator's recycled arenas.
    ListEmptyUnlink = 7,
    /// A full arena with free objects was found and left the full list for the table.
    ListFullTake = 8,
    /// A never-used arena was handed out.
    ArenaNew = 9,
    /// A recycled arena was handed out again.
    ArenaRecycled = 10,
    /// A request ended with a status other than [`Status::Ok`], posted frees included.
    Error = 11,
}

impl Event {
    /// Width of `events_o` in bits.
    pub const COUNT: usize = 12;
    /// Every event, in the order of the bits.
    pub const ALL: [Event; Event::COUNT] = [
        Event::AllocHit,
        Event::AllocMiss,
        Event::FreeHit,
        Event::FreeMiss,
        Event::ListFullPush,
        Event::ListAvailablePop,
        Event::ListFullToAvailable,
        Event::ListEmptyUnlink,
        Event::ListFullTake,
        Event::ArenaNew,
        Event::ArenaRecycled,
        Event::Error,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_tables_agree() {
        for (code, status) in Status::ALL.into_iter().enumerate() {
            assert_eq!(status as usize, code);
            assert_eq!(Status::from_code(code as u8), Some(status));
        }
        assert_eq!(Status::from_code(8), None);
        for (bit, event) in Event::ALL.into_iter().enumerate() {
            assert_eq!(event as usize, bit);
        }
    }
}
