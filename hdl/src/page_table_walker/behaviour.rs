//! What the page table walker does.

use super::{PageTableWalker, WalkState};
use rust_hdl_core::prelude::*;

impl<
        const ADDRESS: usize,
        const CLASS: usize,
        const PAGE: usize,
        const VPN: usize,
        const PPN: usize,
        const KEY: usize,
        const TAGGED: usize,
    > Logic for PageTableWalker<ADDRESS, CLASS, PAGE, VPN, PPN, KEY, TAGGED>
{
    kernel! {
        #[hdl_gen]
        "memento_page_table_walker",
        registers: [
            state, kind, vpn, mark, link_valid, link_page, level, upper, table_ppn, beat, status, leaf, table, malformed, ppn, marked,
            marked_link_valid, marked_link_page, fault, answer, posted, learns,
        ],
        resettable: [known],
        fn update(&mut self) {
            comment!("Where the entry lies: a table has 512 beats.");
            self.address.next = self.region_base_i.val() | (bit_cast::<ADDRESS, VPN>(self.vpn.q.val()) << 12);
            match self.level.q.val().index() {
                0 => {
                    self.beat_index.next = bit_cast::<9, ADDRESS>(self.address.val() >> self.beat_shift[0].val());
                }
                1 => {
                    self.beat_index.next = bit_cast::<9, ADDRESS>(self.address.val() >> self.beat_shift[1].val());
                }
                _ => {
                    self.beat_index.next = bit_cast::<9, ADDRESS>(self.address.val() >> self.beat_shift[2].val());
                }
            }
            self.mem_req_address_o.next = (bit_cast::<ADDRESS, PPN>(self.table_ppn.q.val()) << 12)
                | (bit_cast::<ADDRESS, 9>(self.beat_index.val()) << 3);
            self.mem_req_valid_o.next = false;
            self.mem_req_write_o.next = self.state.q.val() == WalkState::Write;
            self.mem_req_wdata_o.next = self.beat.q.val();

            comment!("What a beat that comes says, and what the entry in the beat that is here becomes.");
            self.last_level.next = !self.level.q.val().any();
            self.unmap.next = self.kind.q.val() == 3;
            self.entry.beat_i.next = self.mem_rsp_rdata_i.val();
            self.entry.old_beat_i.next = self.beat.q.val();
            self.entry.upper_i.next = self.upper.q.val();
            self.entry.last_level_i.next = self.last_level.val();
            self.entry.write_kind_i.next = bits::<2>(2);
            if self.last_level.val() {
                self.entry.write_kind_i.next = bits::<2>(3);
            }
            if self.unmap.val() {
                self.entry.write_kind_i.next = bit_cast::<2, 1>(self.mark.q.val().into());
            }
            self.entry.write_ppn_i.next = self.frame_ppn_i.val();
            self.entry.write_link_valid_i.next = self.link_valid.q.val();
            self.entry.write_link_page_i.next = self.link_page.q.val();

            comment!("Answers come in order: acknowledgements of writes posted before a read come before its beat.");
            self.acknowledged.next = self.mem_rsp_valid_i.val() && self.posted.q.val().any();
            self.written.next = (self.state.q.val() == WalkState::Write) && self.mem_req_ready_i.val();
            if self.written.val() && !self.acknowledged.val() {
                self.posted.d.next = self.posted.q.val() + 1;
            }
            if !self.written.val() && self.acknowledged.val() {
                self.posted.d.next = self.posted.q.val() - 1;
            }
            if self.acknowledged.val() && self.mem_rsp_error_i.val() {
                self.fault.d.next = true;
            }

            self.cmd_ready_o.next = false;
            self.answer.d.next = false;
            self.grow.next = false;
            self.descend.next = false;
            match self.state.q.val() {
                WalkState::Idle => {
                    self.cmd_ready_o.next = true;
                    self.kind.d.next = self.cmd_kind_i.val();
                    self.vpn.d.next = self.cmd_vpn_i.val();
                    self.mark.d.next = self.cmd_mark_i.val();
                    self.link_valid.d.next = self.cmd_link_valid_i.val();
                    self.link_page.d.next = self.cmd_link_page_i.val();
                    if self.cmd_valid_i.val() {
                        self.state.d.next = WalkState::Start;
                    }
                }
                WalkState::Start => {
                    self.level.d.next = self.root_level.val();
                    self.table_ppn.d.next = self.root_ppn_i.val();
                    comment!("Where entries are halves of beats there are two levels.");
                    self.upper.d.next = self.address.val().get_bit(22);
                    if self.known.hit_o.val() {
                        self.level.d.next = bits::<2>(0);
                        self.upper.d.next = self.address.val().get_bit(12);
                        self.table_ppn.d.next = self.known.ppn_o.val();
                    }
                    self.status.d.next = bits::<3>(0);
                    self.leaf.d.next = false;
                    self.marked.d.next = false;
                    self.state.d.next = WalkState::Read;
                }
                WalkState::Read => {
                    self.mem_req_valid_o.next = true;
                    if self.mem_req_ready_i.val() {
                        self.state.d.next = WalkState::ReadAnswer;
                    }
                }
                WalkState::ReadAnswer => {
                    self.beat.d.next = self.mem_rsp_rdata_i.val();
                    self.table.d.next = self.entry.table_o.val();
                    self.leaf.d.next = self.entry.leaf_o.val();
                    self.malformed.d.next = self.entry.malformed_o.val();
                    self.marked.d.next = self.entry.mark_o.val();
                    self.marked_link_valid.d.next = self.entry.link_valid_o.val();
                    self.marked_link_page.d.next = self.entry.link_page_o.val();
                    self.ppn.d.next = self.entry.ppn_o.val();
                    if self.mem_rsp_valid_i.val() && !self.posted.q.val().any() {
                        self.state.d.next = WalkState::Decide;
                        if self.mem_rsp_error_i.val() {
                            self.status.d.next = bits::<3>(6);
                            self.state.d.next = WalkState::Done;
                        }
                    }
                }
                WalkState::Decide => {
                    self.state.d.next = WalkState::Done;
                    if self.malformed.q.val() {
                        self.status.d.next = bits::<3>(6);
                    } else if self.table.q.val() {
                        self.descend.next = true;
                        self.state.d.next = WalkState::Read;
                    } else if self.unmap.val() {
                        if self.leaf.q.val() || (self.last_level.val() && (self.marked.q.val() || self.mark.q.val())) {
                            self.beat.d.next = self.entry.beat_o.val();
                            self.state.d.next = WalkState::Write;
                        } else if self.mark.q.val() {
                            self.status.d.next = bits::<3>(6);
                        }
                    } else if !self.leaf.q.val() && !self.kind.q.val().get_bit(1) {
                        if self.marked.q.val() && !self.kind.q.val().get_bit(0) {
                            self.status.d.next = bits::<3>(3);
                        } else {
                            self.grow.next = true;
                            self.state.d.next = WalkState::Decide;
                            if self.frame_valid_i.val() {
                                self.leaf.d.next = self.last_level.val();
                                self.ppn.d.next = self.frame_ppn_i.val();
                                self.beat.d.next = self.entry.beat_o.val();
                                self.answer.d.next = self.last_level.val();
                                self.state.d.next = WalkState::Write;
                            } else if self.frames_exhausted_i.val() {
                                self.status.d.next = bits::<3>(7);
                                self.state.d.next = WalkState::Done;
                            }
                        }
                    }
                }
                WalkState::Write => {
                    self.mem_req_valid_o.next = true;
                    if self.written.val() {
                        self.state.d.next = WalkState::Idle;
                        if self.unmap.val() {
                            self.state.d.next = WalkState::WriteAnswer;
                        } else if !self.last_level.val() {
                            self.descend.next = true;
                            self.beat.d.next = bits::<64>(0);
                            self.state.d.next = WalkState::Decide;
                        }
                    }
                }
                WalkState::WriteAnswer => {
                    if self.acknowledged.val() {
                        self.state.d.next = WalkState::Done;
                        if self.mem_rsp_error_i.val() {
                            self.status.d.next = bits::<3>(6);
                        }
                    }
                }
                WalkState::Done => {
                    self.state.d.next = WalkState::Idle;
                }
            }
            self.frame_ready_o.next = self.grow.val();

            comment!("A lower table was read in the entry, or has just been added: then it is zeros, and its entries are nothing.");
            if self.descend.val() {
                self.table_ppn.d.next = self.ppn.q.val();
                self.level.d.next = self.level.q.val() - 1;
                self.upper.d.next = self.address.val().get_bit(12);
            }
            self.key.next = bit_cast::<KEY, VPN>(self.vpn.q.val() >> self.key_shift.val());
            self.known.read_enable_i.next = self.state.q.val() == WalkState::Idle;
            self.known.read_key_i.next = bit_cast::<KEY, VPN>(self.cmd_vpn_i.val() >> self.key_shift.val());
            self.learns.d.next = self.descend.val() && (self.level.q.val() == 1);
            self.known.write_enable_i.next = self.learns.q.val();
            self.known.write_key_i.next = self.key.val();
            self.known.write_ppn_i.next = self.table_ppn.q.val();
            self.known.clear_i.next =
                self.clear_i.val() || ((self.state.q.val() == WalkState::Done) && (self.status.q.val() == 6));

            self.rsp_valid_o.next = self.answer.q.val() || (self.state.q.val() == WalkState::Done);
            self.rsp_status_o.next = self.status.q.val();
            self.rsp_leaf_o.next = self.leaf.q.val();
            self.rsp_ppn_o.next = self.ppn.q.val();
            self.rsp_mark_o.next = self.marked.q.val();
            self.rsp_link_valid_o.next = self.marked_link_valid.q.val();
            self.rsp_link_page_o.next = self.marked_link_page.q.val();
            self.fault_o.next = self.fault.q.val();
            self.idle_o.next = (self.state.q.val() == WalkState::Idle) && !self.posted.q.val().any();
        }
    }
}
