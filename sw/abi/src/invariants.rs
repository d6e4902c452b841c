//! What always holds between operations. Model checks, formal properties and tests name these by their ids.

/// A statement about headers, the Hardware Object Table, lists and pointers that holds whenever no operation is under
/// way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invariant {
    /// Short stable name, `I1`, `I2`, ..
    pub id: &'static str,
    /// The statement.
    pub text: &'static str,
}

macro_rules! invariants {
    ($($id:literal $text:literal)*) => {
        /// Every invariant, in the order of the ids.
        pub const INVARIANTS: &[Invariant] = &[$(Invariant { id: $id, text: $text }),*];
    };
}

invariants! {
    "I1" "Every arena below its class's allocation pointer is in exactly one place: the Hardware Object Table, the available list, the full list or the recycled list; no other arena is anywhere."
    "I2" "A header's `live` is the number of ones in its bitmap, and no bit beyond the arena's objects is set."
    "I3" "No two live objects overlap, and no live object overlaps a header."
    "I4" "Bit w of a header's summary is 1 exactly when every object of bitmap word w is allocated."
    "I5" "Lists have no cycles. The available and the full list are doubly linked: the head's `prev` is 0, and the `prev` of an arena's `next` is that arena."
    "I6" "A header's state names the list it is on, its `va` is its own base address and its `class` is its slice's."
    "I7" "An arena on the available list has at least one live and at least one free object."
    "I8" "An arena on the full list has at least one live object and, while the reuse threshold has not been changed, fewer free objects than the threshold."
    "I9" "The current word of an arena in the Hardware Object Table is not full unless every word is full."
    "I10" "The allocation pointer of a class is a multiple of its arena span and not above the slice's limit."
    "I11" "A recycled arena has a mark in the page table and no header; an arena on another list has a header and no mark."
    "I12" "A request that ends with an error changes no header, list, pointer or table entry."
    "I13" "Every frame of a pool is in exactly one place: free, given out or in the scrubber."
    "I14" "A frame that is given out is one page or one table, and never the root."
    "I15" "A page with a frame lies below its class's allocation pointer, or is the first page of the arena at the pointer."
    "I16" "The first page of an arena in the Hardware Object Table, on the available or on the full list has a frame; that of a recycled arena has none."
    "I17" "A page or table with a frame has every table above it."
    "I18" "Only pages with a frame hold bytes other than zero, and no hart's byte is in a header."
    "I19" "An arena in the Hardware Object Table has a bypass counter not above its body lines, and every body line at or above it is zero."
    "I20" "A request or access that ends with an error may add tables; it gives no page a frame and changes no byte and no bypass counter."
    "I21" "No frame belongs to two contexts."
    "I22" "A context that has ended has no arena, page, table or byte, and every frame of its pool is available."
}
