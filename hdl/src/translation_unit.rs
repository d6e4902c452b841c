//! The translation unit: everything between virtual and physical addresses, connected.

use crate::arena_pages::ArenaPages;
use crate::header_translation::HeaderTranslation;
use crate::page_table_walker::PageTableWalker;
use crate::prim::RamStyle;
use crate::translation::Translation;
use crate::walk_arbiter::WalkArbiter;
use memento_abi::Geometry;
use rust_hdl_core::prelude::*;

/// The translation unit.
///
/// ```text
///  hart's address ──► translation ────────┐
///  allocator's beats ► header translation ─┼─► walk arbiter ─► page table walker ──► table_mem_* beats
///  back, release ────► arena pages ────────┘                        ▲
///                           │                                      │ frame grants
///                           └──► frame return      both TLBs ◄── invalidate
/// ```
///
/// The contracts are those of the parts. First touch of a page whose table the walk cache knows, a frame granted at once, memory answering
/// after L cycles: `translated_valid_o` comes 6 + L cycles after the cycle in which the access missed. `clear_i` needs `idle_o`.
#[derive(LogicBlock)]
pub struct TranslationUnit<
    const ADDRESS: usize,
    const CLASS: usize,
    const PAGE: usize,
    const POINTER: usize,
    const VPN: usize,
    const PPN: usize,
    const DATA: usize,
    const KEY: usize,
    const TAGGED: usize,
    const INDEX: usize,
    const ENTRIES: usize,
    const LEAVES: usize,
> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low. Memory must not answer an access from before it.
    pub rst_ni: Signal<In, Bit>,
    /// First address of the region.
    pub region_base_i: Signal<In, Bits<ADDRESS>>,
    /// Frame of the page table's root (MPTR).
    pub root_ppn_i: Signal<In, Bits<PPN>>,
    /// Forget all translations: the context has changed. Nothing may be under way.
    pub clear_i: Signal<In, Bit>,

    /// An allocation pointer is written.
    pub pointer_write_valid_i: Signal<In, Bit>,
    /// Its class.
    pub pointer_write_class_i: Signal<In, Bits<CLASS>>,
    /// The pointer: the first page of the slice that was never handed out.
    pub pointer_write_value_i: Signal<In, Bits<POINTER>>,

    /// Hart: there is an address in stage 0.
    pub lookup_valid_i: Signal<In, Bit>,
    /// Stage 0 moves to stage 1, and what was there has gone.
    pub lookup_advance_i: Signal<In, Bit>,
    /// The address.
    pub lookup_address_i: Signal<In, Bits<ADDRESS>>,
    /// The address in stage 1 is translated.
    pub translated_valid_o: Signal<Out, Bit>,
    /// Its frame, if the status is `Ok`.
    pub translated_ppn_o: Signal<Out, Bits<PPN>>,
    /// `memento_abi::Status`: 0, 2, 3, 6 or 7.
    pub translated_status_o: Signal<Out, Bits<3>>,
    /// The address in stage 1 begins a walk; one cycle.
    pub translation_walk_o: Signal<Out, Bit>,
    /// A walk begins, whoever asked for it; one cycle.
    pub walk_o: Signal<Out, Bit>,

    /// Allocator: a request for a beat of a header.
    pub header_req_valid_i: Signal<In, Bit>,
    /// It is taken.
    pub header_req_ready_o: Signal<Out, Bit>,
    /// It is a write.
    pub header_req_write_i: Signal<In, Bit>,
    /// Virtual address of the beat.
    pub header_req_address_i: Signal<In, Bits<ADDRESS>>,
    /// Beat to write.
    pub header_req_wdata_i: Signal<In, Bits<64>>,
    /// The answer, in the order of the requests.
    pub header_rsp_valid_o: Signal<Out, Bit>,
    /// Beat read.
    pub header_rsp_rdata_o: Signal<Out, Bits<64>>,
    /// The access failed.
    pub header_rsp_error_o: Signal<Out, Bit>,

    /// Header request to memory.
    pub header_mem_req_valid_o: Signal<Out, Bit>,
    /// Memory takes it.
    pub header_mem_req_ready_i: Signal<In, Bit>,
    /// It is a write.
    pub header_mem_req_write_o: Signal<Out, Bit>,
    /// Physical address of the beat.
    pub header_mem_req_address_o: Signal<Out, Bits<ADDRESS>>,
    /// Beat to write.
    pub header_mem_req_wdata_o: Signal<Out, Bits<64>>,
    /// Memory answers, in the order of the requests.
    pub header_mem_rsp_valid_i: Signal<In, Bit>,
    /// Beat read.
    pub header_mem_rsp_rdata_i: Signal<In, Bits<64>>,
    /// The access failed.
    pub header_mem_rsp_error_i: Signal<In, Bit>,

    /// A back or a release.
    pub pages_req_valid_i: Signal<In, Bit>,
    /// It is taken.
    pub pages_req_ready_o: Signal<Out, Bit>,
    /// Release the arena, rather than back it.
    pub pages_req_release_i: Signal<In, Bit>,
    /// The arena's class.
    pub pages_req_class_i: Signal<In, Bits<CLASS>>,
    /// Its first page in the class's slice.
    pub pages_req_page_i: Signal<In, Bits<PAGE>>,
    /// Release: the recycled list is not empty.
    pub pages_req_link_valid_i: Signal<In, Bit>,
    /// Release: first page of its first arena.
    pub pages_req_link_page_i: Signal<In, Bits<PAGE>>,
    /// Done; one cycle.
    pub pages_rsp_valid_o: Signal<Out, Bit>,
    /// `memento_abi::Status`: 0, 6 or 7.
    pub pages_rsp_status_o: Signal<Out, Bits<3>>,
    /// Back: the first page was marked as recycled, and the list goes on.
    pub pages_rsp_link_valid_o: Signal<Out, Bit>,
    /// First page of its next arena.
    pub pages_rsp_link_page_o: Signal<Out, Bits<PAGE>>,

    /// A frame is granted.
    pub frame_valid_i: Signal<In, Bit>,
    /// It is taken.
    pub frame_ready_o: Signal<Out, Bit>,
    /// The frame, all zeros.
    pub frame_ppn_i: Signal<In, Bits<PPN>>,
    /// No frame is available, and none will be by itself.
    pub frames_exhausted_i: Signal<In, Bit>,
    /// A frame comes back.
    pub return_valid_o: Signal<Out, Bit>,
    /// The pool takes it.
    pub return_ready_i: Signal<In, Bit>,
    /// The frame.
    pub return_ppn_o: Signal<Out, Bits<PPN>>,

    /// Page table request to memory.
    pub table_mem_req_valid_o: Signal<Out, Bit>,
    /// Memory takes it.
    pub table_mem_req_ready_i: Signal<In, Bit>,
    /// It is a write.
    pub table_mem_req_write_o: Signal<Out, Bit>,
    /// Physical address of the beat.
    pub table_mem_req_address_o: Signal<Out, Bits<ADDRESS>>,
    /// Beat to write.
    pub table_mem_req_wdata_o: Signal<Out, Bits<64>>,
    /// Memory answers.
    pub table_mem_rsp_valid_i: Signal<In, Bit>,
    /// Beat read.
    pub table_mem_rsp_rdata_i: Signal<In, Bits<64>>,
    /// The access failed.
    pub table_mem_rsp_error_i: Signal<In, Bit>,
    /// A write to the page table failed: what memory holds is no longer known.
    pub fault_o: Signal<Out, Bit>,
    /// No walk is under way, and memory holds what was written to the page table.
    pub idle_o: Signal<Out, Bit>,

    hart: Translation<ADDRESS, CLASS, PAGE, POINTER, VPN, PPN, DATA, INDEX, ENTRIES, LEAVES>,
    headers: HeaderTranslation<ADDRESS, VPN, PPN>,
    pages: ArenaPages<CLASS, PAGE, VPN, PPN>,
    arbiter: WalkArbiter<VPN>,
    walker: PageTableWalker<ADDRESS, CLASS, PAGE, VPN, PPN, KEY, TAGGED>,
}

impl<
        const ADDRESS: usize,
        const CLASS: usize,
        const PAGE: usize,
        const POINTER: usize,
        const VPN: usize,
        const PPN: usize,
        const DATA: usize,
        const KEY: usize,
        const TAGGED: usize,
        const INDEX: usize,
        const ENTRIES: usize,
        const LEAVES: usize,
    > TranslationUnit<ADDRESS, CLASS, PAGE, POINTER, VPN, PPN, DATA, KEY, TAGGED, INDEX, ENTRIES, LEAVES>
{
    /// A unit for `geometry`, whose widths the const generics must have, with small memories in the given style.
    pub fn new(geometry: &Geometry, style: RamStyle) -> Self {
        crate::module!(
            hart: Translation::new(geometry, style),
            pages: ArenaPages::new(geometry),
            walker: PageTableWalker::new(geometry, style);
            clk_i, rst_ni, region_base_i, root_ppn_i, clear_i, pointer_write_valid_i, pointer_write_class_i,
            pointer_write_value_i, lookup_valid_i, lookup_advance_i, lookup_address_i, translated_valid_o,
            translated_ppn_o, translated_status_o, translation_walk_o, walk_o, header_req_valid_i, header_req_ready_o,
            header_req_write_i, header_req_address_i, header_req_wdata_i, header_rsp_valid_o, header_rsp_rdata_o,
            header_rsp_error_o, header_mem_req_valid_o, header_mem_req_ready_i, header_mem_req_write_o,
            header_mem_req_address_o, header_mem_req_wdata_o, header_mem_rsp_valid_i, header_mem_rsp_rdata_i,
            header_mem_rsp_error_i, pages_req_valid_i, pages_req_ready_o, pages_req_release_i, pages_req_class_i,
            pages_req_page_i, pages_req_link_valid_i, pages_req_link_page_i, pages_rsp_valid_o, pages_rsp_status_o,
            pages_rsp_link_valid_o, pages_rsp_link_page_o, frame_valid_i, frame_ready_o, frame_ppn_i,
            frames_exhausted_i, return_valid_o, return_ready_i, return_ppn_o, table_mem_req_valid_o,
            table_mem_req_ready_i, table_mem_req_write_o, table_mem_req_address_o, table_mem_req_wdata_o,
            table_mem_rsp_valid_i, table_mem_rsp_rdata_i, table_mem_rsp_error_i, fault_o, idle_o, headers, arbiter,
        )
    }
}

impl<
        const ADDRESS: usize,
        const CLASS: usize,
        const PAGE: usize,
        const POINTER: usize,
        const VPN: usize,
        const PPN: usize,
        const DATA: usize,
        const KEY: usize,
        const TAGGED: usize,
        const INDEX: usize,
        const ENTRIES: usize,
        const LEAVES: usize,
    > Logic for TranslationUnit<ADDRESS, CLASS, PAGE, POINTER, VPN, PPN, DATA, KEY, TAGGED, INDEX, ENTRIES, LEAVES>
{
    kernel! {
        #[hdl_gen]
        "memento_translation_unit",
        resettable: [hart, headers, pages, arbiter, walker],
        fn update(&mut self) {
            comment!("A hart's accesses.");
            self.hart.region_base_i.next = self.region_base_i.val();
            self.hart.clear_i.next = self.clear_i.val();
            self.hart.pointer_write_valid_i.next = self.pointer_write_valid_i.val();
            self.hart.pointer_write_class_i.next = self.pointer_write_class_i.val();
            self.hart.pointer_write_value_i.next = self.pointer_write_value_i.val();
            self.hart.lookup_valid_i.next = self.lookup_valid_i.val();
            self.hart.lookup_advance_i.next = self.lookup_advance_i.val();
            self.hart.lookup_address_i.next = self.lookup_address_i.val();
            self.translated_valid_o.next = self.hart.translated_valid_o.val();
            self.translated_ppn_o.next = self.hart.translated_ppn_o.val();
            self.translated_status_o.next = self.hart.translated_status_o.val();
            self.hart.invalidate_valid_i.next = self.pages.invalidate_valid_o.val();
            self.hart.invalidate_vpn_i.next = self.pages.invalidate_vpn_o.val();
            self.hart.walk_ready_i.next = self.arbiter.touch_ready_o.val();
            self.hart.walk_done_i.next = self.arbiter.touch_done_o.val();
            self.hart.walk_status_i.next = self.walker.rsp_status_o.val();
            self.hart.walk_ppn_i.next = self.walker.rsp_ppn_o.val();
            self.translation_walk_o.next = self.hart.walk_valid_o.val() && self.arbiter.touch_ready_o.val();

            comment!("The allocator's.");
            self.headers.clear_i.next = self.clear_i.val();
            self.headers.header_req_valid_i.next = self.header_req_valid_i.val();
            self.header_req_ready_o.next = self.headers.header_req_ready_o.val();
            self.headers.header_req_write_i.next = self.header_req_write_i.val();
            self.headers.header_req_address_i.next = self.header_req_address_i.val();
            self.headers.header_req_wdata_i.next = self.header_req_wdata_i.val();
            self.header_rsp_valid_o.next = self.headers.header_rsp_valid_o.val();
            self.header_rsp_rdata_o.next = self.headers.header_rsp_rdata_o.val();
            self.header_rsp_error_o.next = self.headers.header_rsp_error_o.val();
            self.header_mem_req_valid_o.next = self.headers.mem_req_valid_o.val();
            self.headers.mem_req_ready_i.next = self.header_mem_req_ready_i.val();
            self.header_mem_req_write_o.next = self.headers.mem_req_write_o.val();
            self.header_mem_req_address_o.next = self.headers.mem_req_address_o.val();
            self.header_mem_req_wdata_o.next = self.headers.mem_req_wdata_o.val();
            self.headers.mem_rsp_valid_i.next = self.header_mem_rsp_valid_i.val();
            self.headers.mem_rsp_rdata_i.next = self.header_mem_rsp_rdata_i.val();
            self.headers.mem_rsp_error_i.next = self.header_mem_rsp_error_i.val();
            self.headers.invalidate_valid_i.next = self.pages.invalidate_valid_o.val();
            self.headers.invalidate_vpn_i.next = self.pages.invalidate_vpn_o.val();
            self.headers.walk_ready_i.next = self.arbiter.look_ready_o.val();
            self.headers.walk_done_i.next = self.arbiter.look_done_o.val();
            self.headers.walk_status_i.next = self.walker.rsp_status_o.val();
            self.headers.walk_leaf_i.next = self.walker.rsp_leaf_o.val();
            self.headers.walk_ppn_i.next = self.walker.rsp_ppn_o.val();

            comment!("Arenas that are backed or released.");
            self.pages.pages_req_valid_i.next = self.pages_req_valid_i.val();
            self.pages_req_ready_o.next = self.pages.pages_req_ready_o.val();
            self.pages.pages_req_release_i.next = self.pages_req_release_i.val();
            self.pages.pages_req_class_i.next = self.pages_req_class_i.val();
            self.pages.pages_req_page_i.next = self.pages_req_page_i.val();
            self.pages.pages_req_link_valid_i.next = self.pages_req_link_valid_i.val();
            self.pages.pages_req_link_page_i.next = self.pages_req_link_page_i.val();
            self.pages_rsp_valid_o.next = self.pages.pages_rsp_valid_o.val();
            self.pages_rsp_status_o.next = self.pages.pages_rsp_status_o.val();
            self.pages_rsp_link_valid_o.next = self.pages.pages_rsp_link_valid_o.val();
            self.pages_rsp_link_page_o.next = self.pages.pages_rsp_link_page_o.val();
            self.return_valid_o.next = self.pages.return_valid_o.val();
            self.pages.return_ready_i.next = self.return_ready_i.val();
            self.return_ppn_o.next = self.pages.return_ppn_o.val();
            self.pages.walk_ready_i.next = self.arbiter.pages_ready_o.val();
            self.pages.walk_done_i.next = self.arbiter.pages_done_o.val();
            self.pages.walk_status_i.next = self.walker.rsp_status_o.val();
            self.pages.walk_leaf_i.next = self.walker.rsp_leaf_o.val();
            self.pages.walk_ppn_i.next = self.walker.rsp_ppn_o.val();
            self.pages.walk_marked_i.next = self.walker.rsp_mark_o.val();
            self.pages.walk_marked_link_valid_i.next = self.walker.rsp_link_valid_o.val();
            self.pages.walk_marked_link_page_i.next = self.walker.rsp_link_page_o.val();

            comment!("Walks.");
            self.arbiter.touch_valid_i.next = self.hart.walk_valid_o.val();
            self.arbiter.touch_vpn_i.next = self.hart.walk_vpn_o.val();
            self.arbiter.look_valid_i.next = self.headers.walk_valid_o.val();
            self.arbiter.look_vpn_i.next = self.headers.walk_vpn_o.val();
            self.arbiter.pages_valid_i.next = self.pages.walk_valid_o.val();
            self.arbiter.pages_vpn_i.next = self.pages.walk_vpn_o.val();
            self.arbiter.pages_unmap_i.next = self.pages.walk_unmap_o.val();
            self.arbiter.cmd_ready_i.next = self.walker.cmd_ready_o.val();
            self.arbiter.rsp_valid_i.next = self.walker.rsp_valid_o.val();
            self.walker.region_base_i.next = self.region_base_i.val();
            self.walker.root_ppn_i.next = self.root_ppn_i.val();
            self.walker.clear_i.next = self.clear_i.val();
            self.walker.cmd_valid_i.next = self.arbiter.cmd_valid_o.val();
            self.walk_o.next = self.arbiter.cmd_valid_o.val() && self.walker.cmd_ready_o.val();
            self.walker.cmd_kind_i.next = self.arbiter.cmd_kind_o.val();
            self.walker.cmd_vpn_i.next = self.arbiter.cmd_vpn_o.val();
            self.walker.cmd_mark_i.next = self.pages.walk_mark_o.val();
            self.walker.cmd_link_valid_i.next = self.pages.walk_link_valid_o.val();
            self.walker.cmd_link_page_i.next = self.pages.walk_link_page_o.val();
            self.walker.frame_valid_i.next = self.frame_valid_i.val();
            self.frame_ready_o.next = self.walker.frame_ready_o.val();
            self.walker.frame_ppn_i.next = self.frame_ppn_i.val();
            self.walker.frames_exhausted_i.next = self.frames_exhausted_i.val();
            self.table_mem_req_valid_o.next = self.walker.mem_req_valid_o.val();
            self.walker.mem_req_ready_i.next = self.table_mem_req_ready_i.val();
            self.table_mem_req_write_o.next = self.walker.mem_req_write_o.val();
            self.table_mem_req_address_o.next = self.walker.mem_req_address_o.val();
            self.table_mem_req_wdata_o.next = self.walker.mem_req_wdata_o.val();
            self.walker.mem_rsp_valid_i.next = self.table_mem_rsp_valid_i.val();
            self.walker.mem_rsp_rdata_i.next = self.table_mem_rsp_rdata_i.val();
            self.walker.mem_rsp_error_i.next = self.table_mem_rsp_error_i.val();
            self.fault_o.next = self.walker.fault_o.val();
            self.idle_o.next = self.walker.idle_o.val();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::{prepare, settle, tick};
    use std::collections::{HashMap, VecDeque};

    const REGION: u64 = 1 << 30;
    const ROOT: u64 = 0x100;
    const FIRST_FRAME: u64 = 0x200;

    /// Cycles, after the first in stage 1, until each address is translated, and its frame. Frames are granted at once, in order;
    /// memory, which is all zeros at first, answers after `latency` cycles.
    fn touch(latency: u64, addresses: &[u64]) -> Vec<(u64, u64)> {
        let mut uut = prepare(TranslationUnit::<32, 6, 12, 13, 18, 20, 21, 8, 28, 4, 16, 32>::new(
            &memento_abi::SOC32,
            RamStyle::Distributed,
        ));
        tick(&mut uut, |m| &mut m.clk_i);
        uut.rst_ni.next = true;
        uut.region_base_i.next = bits(REGION);
        uut.root_ppn_i.next = bits(ROOT);
        uut.frame_valid_i.next = true;
        uut.table_mem_req_ready_i.next = true;
        uut.pointer_write_valid_i.next = true;
        for class in 0..64 {
            uut.pointer_write_class_i.next = bits(class);
            uut.pointer_write_value_i.next = bits(4096);
            tick(&mut uut, |m| &mut m.clk_i);
        }
        uut.pointer_write_valid_i.next = false;
        let (mut memory, mut answers, mut frame) = (HashMap::new(), VecDeque::new(), FIRST_FRAME);
        let (mut translated, mut now) = (vec![], 0);
        for address in addresses {
            uut.lookup_valid_i.next = true;
            uut.lookup_advance_i.next = true;
            uut.lookup_address_i.next = bits(*address);
            tick(&mut uut, |m| &mut m.clk_i);
            now += 1;
            uut.lookup_advance_i.next = false;
            for cycle in 0.. {
                assert!(cycle < 1000, "{address:#x} is never translated");
                uut.frame_ppn_i.next = bits(frame);
                let answer = answers.front().copied().filter(|(when, _)| *when == now);
                uut.table_mem_rsp_valid_i.next = answer.is_some();
                uut.table_mem_rsp_rdata_i.next = bits(answer.map_or(0, |(_, data)| data));
                answers.retain(|(when, _)| *when > now);
                settle(&mut uut);
                if uut.translated_valid_o.val() {
                    assert_eq!(uut.translated_status_o.val(), bits(0), "{address:#x}");
                    translated.push((cycle, uut.translated_ppn_o.val().to_u64()));
                    break;
                }
                if uut.table_mem_req_valid_o.val() {
                    let place = uut.table_mem_req_address_o.val().to_u64();
                    if uut.table_mem_req_write_o.val() {
                        memory.insert(place, uut.table_mem_req_wdata_o.val().to_u64());
                    }
                    answers.push_back((now + latency, memory.get(&place).copied().unwrap_or(0)));
                }
                frame += u64::from(uut.frame_ready_o.val());
                tick(&mut uut, |m| &mut m.clk_i);
                now += 1;
            }
        }
        translated
    }

    #[test]
    fn a_first_touch_takes_six_cycles_and_one_access_and_a_hit_none() {
        for latency in [1, 5] {
            let first = REGION + 0x1040;
            let cycles = touch(latency, &[first, first + 0x1000, first + 8, first + 0x2000]);
            // The first touch of all walks from the root, and adds a table.
            let whole = 6 + latency + 2;
            assert_eq!(
                cycles,
                [
                    (whole, FIRST_FRAME + 1),
                    (6 + latency, FIRST_FRAME + 2),
                    (0, FIRST_FRAME + 1),
                    (6 + latency, FIRST_FRAME + 3)
                ]
            );
        }
    }
}
