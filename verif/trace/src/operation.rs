//! What a trace consists of.

/// One step of a program.
///
/// An `id` is the running number of an allocation (`Alloc` or `AlignedAlloc`): the first of the trace is 0. A
/// reallocated object keeps its id. Readers hand out only ids that are allocated and not yet freed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TraceOperation {
    /// `malloc`, or `calloc` when `zeroed`.
    Alloc {
        /// Bytes asked for.
        size: u64,
        /// Whether the memory must read as zeros.
        zeroed: bool,
    },
    /// `aligned_alloc`, `posix_memalign` and the like.
    AlignedAlloc {
        /// log2 of the alignment in bytes, at most 63.
        log2_align: u8,
        /// Bytes asked for.
        size: u64,
    },
    /// `free`.
    Free {
        /// The object.
        id: u64,
    },
    /// `realloc` of an existing object.
    Realloc {
        /// The object.
        id: u64,
        /// Bytes asked for.
        size: u64,
    },
    /// A place in the program: 1 = the function starts, 2 = it ends.
    Mark(u64),
    /// The operations that follow are this thread's.
    Thread(u64),
}
