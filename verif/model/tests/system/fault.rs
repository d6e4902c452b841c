//! What may be wrong with the naive device.

/// A way in which the device may be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A frame that comes back is not zeroed.
    NoScrub,
    /// The link in a free frame's first beat stays when the frame is given out.
    LinkStays,
    /// A frame that comes back stays in the cache.
    NoDrop,
    /// A mark never says that the list goes on.
    MarkWithoutLink,
    /// A mark names the released arena itself.
    MarkOfItself,
    /// The entries of a released arena stay.
    LeavesStay,
    /// Only the first page of a released arena gives its frame back.
    FirstPageOnly,
    /// A leaf has no dirty bit.
    NotDirty,
    /// A table has the bits of a leaf.
    TableAsLeaf,
    /// The last frame is never given out.
    LastFrameKept,
    /// Tables that were added for nothing are taken back.
    TablesTakenBack,
    /// A recycled arena is handed out without a frame.
    NotBacked,
    /// A recycled arena starts with all its lines.
    CounterFull,
    /// An arena from a list starts with no line.
    CounterEmpty,
    /// Headers of arenas on lists keep their counter.
    CounterKept,
    /// Harts reach headers.
    HeaderOpen,
    /// Harts reach recycled arenas.
    RecycledOpen,
    /// A context's end leaves the bytes of its frames.
    EndLeavesBytes,
    /// A context's end leaves the root's first entry.
    EndLeavesEntry,
    /// A context's end loses frames that were in use.
    EndLosesFrames,
    /// A load keeps the pool of the context that ran.
    PoolStays,
    /// A load keeps the page table of the context that ran.
    RootStays,
}

impl Fault {
    pub const ALL: [Fault; 22] = [
        Fault::NoScrub,
        Fault::LinkStays,
        Fault::NoDrop,
        Fault::MarkWithoutLink,
        Fault::MarkOfItself,
        Fault::LeavesStay,
        Fault::FirstPageOnly,
        Fault::NotDirty,
        Fault::TableAsLeaf,
        Fault::LastFrameKept,
        Fault::TablesTakenBack,
        Fault::NotBacked,
        Fault::CounterFull,
        Fault::CounterEmpty,
        Fault::CounterKept,
        Fault::HeaderOpen,
        Fault::RecycledOpen,
        Fault::EndLeavesBytes,
        Fault::EndLeavesEntry,
        Fault::EndLosesFrames,
        Fault::PoolStays,
        Fault::RootStays,
    ];
}
