//! The cache between a hart and memory.
//!
//! ```text
//!            step 0           step 1                       step 2
//!  req_* ──► set, page ──► tags, words   ──► compare ──► the word   ──► rsp_*
//!            translation ► physical page ───────┘        stores write it
//!                                               └──► missing: query_*, line_*
//! ```
//!
//! # Contract
//!
//! * Every access accepted has one response, in order. A hit responds two cycles after it was accepted, one access a cycle,
//!   whatever words loads and stores touch. A response that is not taken holds up what is behind it; `req_ready_o` depends on
//!   `rsp_ready_i` and on `translated_valid_i`, not on `req_valid_i`.
//! * A store changes the bytes of `req_wstrb_i`. A response's data are those of a load; they mean nothing for a store, and are 0 when
//!   translation failed. Its status is 0, what translation said, or 6 when the line could not be read, or `fault_o` is high.
//! * Translation: with `lookup_advance_o` what is offered (`lookup_valid_o`, `lookup_address_o`) is taken into step 1. From the cycle after, until
//!   the next `lookup_advance_o`, `translated_*` is about it. The access waits for `translated_valid_i`.
//! * A miss takes one query of the bypass unit. A new line is zeros: the response comes four cycles after the access was accepted, and step 1
//!   waits nine cycles more, ten if a dirty line is replaced. Any other miss responds in the cycle after the last beat of its fill.
//!   The lowest way that holds nothing gets the line, else the one in turn; that passes on to the next way with each valid line replaced.
//! * A line that is replaced and dirty is written after its successor's read has been asked for. The next miss or command waits until
//!   that is acknowledged. An error of it raises `fault_o` until reset, and every access from then on is answered with 6.
//! * A line is looked for at the lowest bits of its virtual number. With more sets than a page has lines some of these are translated, so
//!   no frame may have two addresses while the cache holds lines of it; a drop, by physical address, takes a cycle for each set where its
//!   line may be.
//! * `flush_*`, `drop_all_*` and `drop_*` are valid until ready, which says that it is done. The first two keep new accesses out, and
//!   take place after all that were accepted; a drop takes place between two accesses, also while translation is waited for. While drops
//!   follow each other without a pause, one access passes between two of them.
//! * After reset the cache empties itself, one set a cycle, and accepts nothing. Accesses and commands under way are lost, and
//!   so is every line that was not written. The memory path must be reset with it.
//!
//! # Cost
//!
//! WAYS block memories of 2^SET × 8 words, tags of TAG + 1 bits per line, about 700 flip-flops.

use crate::cache_control::{tag_shift, CacheControl};
use crate::cache_data::CacheData;
use crate::cache_tags::CacheTags;
use crate::last_span_page::LastSpanPage;
use crate::prim::{RamStyle, Register};
use memento_abi::{Geometry, PAGE_SHIFT};
use rust_hdl_core::prelude::*;

/// Write-back, write-allocate cache of 2^SET sets of WAYS lines of 64 bytes. PPN is ADDRESS - 12, ROW is SET + 3, TAG is ADDRESS - SET - 6 but
/// not less than PPN, TAG_ROW is TAG + 1.
#[derive(LogicBlock)]
pub struct LastLevelCache<
    const ADDRESS: usize,
    const CLASS: usize,
    const PAGE: usize,
    const PPN: usize,
    const SET: usize,
    const ROW: usize,
    const TAG: usize,
    const TAG_ROW: usize,
    const WAYS: usize,
> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// An access.
    pub req_valid_i: Signal<In, Bit>,
    /// It is accepted.
    pub req_ready_o: Signal<Out, Bit>,
    /// It is a store.
    pub req_write_i: Signal<In, Bit>,
    /// Virtual address; its lowest three bits mean nothing.
    pub req_address_i: Signal<In, Bits<ADDRESS>>,
    /// What to store.
    pub req_wdata_i: Signal<In, Bits<64>>,
    /// Which of its bytes.
    pub req_wstrb_i: Signal<In, Bits<8>>,
    /// A response.
    pub rsp_valid_o: Signal<Out, Bit>,
    /// It is taken.
    pub rsp_ready_i: Signal<In, Bit>,
    /// The 64 bits at the address.
    pub rsp_rdata_o: Signal<Out, Bits<64>>,
    /// Status code.
    pub rsp_status_o: Signal<Out, Bits<3>>,

    /// An access is offered to translation.
    pub lookup_valid_o: Signal<Out, Bit>,
    /// Translation takes what is offered.
    pub lookup_advance_o: Signal<Out, Bit>,
    /// Its virtual address.
    pub lookup_address_o: Signal<Out, Bits<ADDRESS>>,
    /// The access in step 1 is translated.
    pub translated_valid_i: Signal<In, Bit>,
    /// Its frame.
    pub translated_ppn_i: Signal<In, Bits<PPN>>,
    /// Status code, 0 if it has one.
    pub translated_status_i: Signal<In, Bits<3>>,

    /// Ask the bypass unit about a line.
    pub query_valid_o: Signal<Out, Bit>,
    /// It answers.
    pub query_ready_i: Signal<In, Bit>,
    /// Class of the line's arena, in the cycle before the question and for as long as it is asked.
    pub query_class_o: Signal<Out, Bits<CLASS>>,
    /// First page of the line's arena.
    pub query_page_o: Signal<Out, Bits<PAGE>>,
    /// Body line of the arena.
    pub query_line_o: Signal<Out, Bits<16>>,
    /// It is new.
    pub query_new_i: Signal<In, Bit>,

    /// Memory request: read a line, or write the next beat of one.
    pub line_req_valid_o: Signal<Out, Bit>,
    /// Memory takes it.
    pub line_req_ready_i: Signal<In, Bit>,
    /// It is a write.
    pub line_req_write_o: Signal<Out, Bit>,
    /// Physical address of the line.
    pub line_req_address_o: Signal<Out, Bits<ADDRESS>>,
    /// The beat to write.
    pub line_req_wdata_o: Signal<Out, Bits<64>>,
    /// Memory answers: each beat of a read, each write once.
    pub line_rsp_valid_i: Signal<In, Bit>,
    /// The beat.
    pub line_rsp_rdata_i: Signal<In, Bits<64>>,
    /// The access failed.
    pub line_rsp_error_i: Signal<In, Bit>,

    /// Write all dirty lines to memory, and hold none.
    pub flush_valid_i: Signal<In, Bit>,
    /// Done.
    pub flush_ready_o: Signal<Out, Bit>,
    /// Hold no line any more, without writing.
    pub drop_all_valid_i: Signal<In, Bit>,
    /// Done.
    pub drop_all_ready_o: Signal<Out, Bit>,
    /// Hold a line no more, without writing.
    pub drop_valid_i: Signal<In, Bit>,
    /// Done.
    pub drop_ready_o: Signal<Out, Bit>,
    /// Physical address of the line.
    pub drop_address_i: Signal<In, Bits<ADDRESS>>,

    /// No access, no write and no command is under way.
    pub idle_o: Signal<Out, Bit>,
    /// The cache has been emptied since reset.
    pub ready_o: Signal<Out, Bit>,
    /// A line could not be written.
    pub fault_o: Signal<Out, Bit>,
    /// One cycle for each: 0 hit, 1 miss, 2 line read, 3 line made of zeros, 4 line written.
    pub events_o: Signal<Out, Bits<5>>,

    tags: CacheTags<SET, TAG, TAG_ROW, WAYS>,
    data: CacheData<ROW, WAYS>,
    control: CacheControl<ADDRESS, SET, TAG, WAYS>,
    last_span_page: LastSpanPage<CLASS, PAGE>,

    // Step 1.
    valid_1: Register<Bit>,
    write_1: Register<Bit>,
    address_1: Register<Bits<ADDRESS>>,
    wdata_1: Register<Bits<64>>,
    wstrb_1: Register<Bits<8>>,

    // Step 2.
    answers: Register<Bit>,
    write: Register<Bit>,
    physical: Register<Bits<ADDRESS>>,
    /// Set and word.
    row: Register<Bits<ROW>>,
    wdata: Register<Bits<64>>,
    wstrb: Register<Bits<8>>,
    status: Register<Bits<3>>,
    missing: Register<Bit>,
    /// Its line is new: the store's bytes go in between the zeros.
    new: Register<Bit>,
    /// The way that hits, or the victim.
    way: Register<Bits<WAYS>>,
    victim_valid: Register<Bit>,
    victim_tag: Register<Bits<TAG>>,
    query_class: Register<Bits<CLASS>>,
    query_page: Register<Bits<PAGE>>,
    query_line: Register<Bits<16>>,
    /// An access has come into step 2 in the cycle before.
    moved: Register<Bit>,

    accept: Signal<Local, Bit>,
    again: Signal<Local, Bit>,
    /// Step 2 can take an access.
    room: Signal<Local, Bit>,
    advance: Signal<Local, Bit>,
    leave: Signal<Local, Bit>,
    ok: Signal<Local, Bit>,
    hit: Signal<Local, Bits<WAYS>>,
    class_1: Signal<Local, Bits<CLASS>>,
    line_1: Signal<Local, Bits<16>>,
    row_1: Signal<Local, Bits<ROW>>,
    row_0: Signal<Local, Bits<ROW>>,
    read_row: Signal<Local, Bits<ROW>>,
    physical_1: Signal<Local, Bits<ADDRESS>>,
    tagged: Signal<Local, Bits<ADDRESS>>,
    set: Signal<Local, Bits<SET>>,
    beat: Signal<Local, Bits<3>>,
    stores: Signal<Local, Bit>,
    word: Signal<Local, Bits<64>>,
    /// The word in step 2, with the bytes that a store changes.
    bytes: [Signal<Local, Bits<8>>; 8],
    merged: Signal<Local, Bits<64>>,
    slice_bits: Constant<Bits<6>>,
    tag_shift: Constant<Bits<6>>,
}

mod behaviour;
