//! What the arena-list walker does: how its modules are connected, and then the steps of a command.

use super::{ArenaListWalker, WalkerState};
use rust_hdl_core::prelude::*;

impl<const ADDRESS: usize, const CLASS: usize, const PAGE: usize, const POINTER: usize, const ROW: usize> Logic
    for ArenaListWalker<ADDRESS, CLASS, PAGE, POINTER, ROW>
{
    kernel! {
        #[hdl_gen]
        "memento_arena_list_walker",
        registers: [
            state, looking, free, swap, adopt, thorough, victim, class, page, object, source, fresh_ok, out_of_frames,
            link_valid, link_page, slot_end, releases, moving, searching, has_room, beats, status, events, fault, limit,
            limit_changed, slot_serves, only_writes,
        ],
        resettable: [bank, change, reader, update, writer, next_arena],
        fn update(&mut self) {
            comment!("Pointer bank.");
            self.bank.slice_limit_pages_i.next = self.slice_limit_pages_i.val();
            self.bank.read_valid_i.next = self.looking.q.val() || self.row_read_i.val();
            self.bank.read_class_i.next = self.class.q.val();
            self.bank.page_i.next = self.page.q.val();
            self.fresh_ok.d.next = self.bank.fresh_ok_o.val();
            self.bank.write_enable_i.next = (self.state.q.val() == WalkerState::Start) || self.row_write_i.val();
            self.bank.write_class_i.next = self.class.q.val();
            self.bank.write_pointer_i.next = self.change.pointer_o.val();
            self.bank.write_available_valid_i.next = self.change.available_valid_o.val();
            self.bank.write_available_page_i.next = self.change.available_page_o.val();
            self.bank.write_recycled_valid_i.next = self.change.recycled_valid_o.val();
            self.bank.write_recycled_page_i.next = self.change.recycled_page_o.val();
            self.bank.write_full_valid_i.next = self.change.full_valid_o.val();
            self.bank.write_full_page_i.next = self.change.full_page_o.val();

            if self.row_write_i.val() {
                self.bank.write_pointer_i.next = self.row_pointer_i.val();
                self.bank.write_available_valid_i.next = self.row_available_i.val().get_bit(0);
                self.bank.write_available_page_i.next = self.row_available_i.val().get_bits::<PAGE>(1);
                self.bank.write_recycled_valid_i.next = self.row_recycled_i.val().get_bit(0);
                self.bank.write_recycled_page_i.next = self.row_recycled_i.val().get_bits::<PAGE>(1);
                self.bank.write_full_valid_i.next = self.row_full_i.val().get_bit(0);
                self.bank.write_full_page_i.next = self.row_full_i.val().get_bits::<PAGE>(1);
            }
            self.row_pointer_o.next = self.bank.pointer_o.val();
            self.row_available_o.next = (bit_cast::<POINTER, PAGE>(self.bank.available_page_o.val()) << 1)
                | bit_cast::<POINTER, 1>(self.bank.available_valid_o.val().into());
            self.row_full_o.next = (bit_cast::<POINTER, PAGE>(self.bank.full_page_o.val()) << 1)
                | bit_cast::<POINTER, 1>(self.bank.full_valid_o.val().into());
            self.row_recycled_o.next = (bit_cast::<POINTER, PAGE>(self.bank.recycled_page_o.val()) << 1)
                | bit_cast::<POINTER, 1>(self.bank.recycled_valid_o.val().into());
            self.pointer_write_valid_o.next = self.bank.pointer_write_valid_o.val();
            self.pointer_write_class_o.next = self.bank.pointer_write_class_o.val();
            self.pointer_write_value_o.next = self.bank.pointer_write_value_o.val();
            comment!("A hart may use a never used arena as soon as it is in the table, before the bank knows.");
            if self.copy_i.val() && !self.adopt.q.val() && (self.next_arena.source_o.val() == 2) {
                self.pointer_write_valid_o.next = true;
                self.pointer_write_class_o.next = self.next_arena.class_o.val();
                self.pointer_write_value_o.next = self.slot_end.q.val();
            }

            comment!("List change: a free's arena, or the arena found and then the exhausted one.");
            self.change.load_i.next = self.state.q.val() == WalkerState::Row;
            self.change.pointer_i.next = self.bank.pointer_o.val();
            self.change.available_valid_i.next = self.bank.available_valid_o.val();
            self.change.available_page_i.next = self.bank.available_page_o.val();
            self.change.full_valid_i.next = self.bank.full_valid_o.val();
            self.change.full_page_i.next = self.bank.full_page_o.val();
            self.change.recycled_valid_i.next = self.bank.recycled_valid_o.val();
            self.change.recycled_page_i.next = self.bank.recycled_page_o.val();
            self.change.last_span_page_i.next = self.bank.last_span_page_o.val();
            self.change.leave_i.next = self.state.q.val() == WalkerState::Leave;
            self.change.leave_list_i.next = self.next_arena.source_o.val();
            self.change.leave_next_valid_i.next = self.writer.next_valid_i.val();
            self.change.leave_next_page_i.next = self.writer.next_page_i.val();
            self.change.leave_prev_valid_i.next = self.writer.prev_valid_i.val();
            self.change.join_i.next =
                (self.state.q.val() == WalkerState::Join) && (self.free.q.val() || self.victim.q.val());
            self.change.join_list_i.next = bits::<2>(3);
            self.change.join_page_i.next = self.page.q.val();
            if self.free.q.val() {
                comment!("State 2 is available, 3 is full.");
                self.change.leave_list_i.next = bits::<2>(0);
                if self.reader.state_o.val() == 3 {
                    self.change.leave_list_i.next = bits::<2>(3);
                }
                self.change.join_list_i.next = bit_cast::<2, 1>(self.update.empty_o.val().into());
            }

            comment!("Header reader.");
            self.free_reads.next = bits::<8>(0x08)
                .replace_bit((bit_cast::<3, 2>(self.object.q.val().get_bits::<2>(6)) | 4).index(), true);
            self.reader.start_i.next = self.looking.q.val()
                || (self.state.q.val() == WalkerState::Ask);
            self.reader.go_i.next = ((self.state.q.val() == WalkerState::Row) && self.free.q.val())
                || (self.state.q.val() == WalkerState::Ask);
            self.refused.next = self.free.q.val() && !self.bank.handed_out_o.val();
            self.reader.stop_i.next = self.refused.val();
            self.reader.beats_i.next = self.beats.q.val();
            if self.looking.q.val() {
                self.reader.beats_i.next = self.free_reads.val();
            }
            self.reader.region_base_i.next = self.region_base_i.val();
            self.reader.class_i.next = self.class.q.val();
            self.reader.page_i.next = self.page.q.val();
            self.reader.mem_req_ready_i.next = self.mem_req_ready_i.val();
            self.reader.mem_rsp_valid_i.next = self.mem_rsp_valid_i.val();
            self.reader.mem_rsp_rdata_i.next = self.mem_rsp_rdata_i.val();
            self.reader.mem_rsp_error_i.next = self.mem_rsp_error_i.val();

            comment!("Header update: a free changes the header, an exhausted arena is full.");
            self.update.reuse_threshold_i.next = self.reuse_threshold_i.val();
            self.update.class_i.next = self.class.q.val();
            self.update.take_i.next = self.reader.bitmap_valid_o.val();
            self.update.object_i.next = self.object.q.val();
            self.update.summary_i.next = self.reader.summary_o.val();
            self.update.live_i.next = self.reader.live_o.val();
            self.update.state_i.next = self.reader.state_o.val();
            self.update.bypass_i.next = self.reader.bypass_o.val();
            self.update.body_lines_i.next =
                (bit_cast::<16, PAGE>(self.bank.last_span_page_o.val()) << 6) | 0x3F;
            self.update.bitmap_i.next = self.reader.bitmap_data_o.val();
            self.update.fill_i.next = self.state.q.val() == WalkerState::Leave && self.swap.q.val();
            self.changes_list.next = self.update.empty_o.val() || self.update.reuse_o.val();

            comment!("Arena slot: filled by a search, forgotten when a free may have touched what it holds.");
            self.next_arena.start_i.next = self.state.q.val() == WalkerState::Pick;
            self.next_arena.class_i.next = self.class.q.val();
            self.next_arena.beat_valid_i.next = self.reader.bitmap_valid_o.val() && !self.free.q.val();
            self.next_arena.beat_index_i.next = self.reader.bitmap_index_o.val();
            self.next_arena.beat_data_i.next = self.reader.bitmap_data_o.val();
            self.next_arena.summary_i.next = self.reader.summary_o.val();
            self.next_arena.finish_i.next = false;
            self.next_arena.page_i.next = self.page.q.val();
            self.next_arena.source_i.next = self.source.q.val();
            self.next_arena.bypass_i.next = self.reader.bypass_o.val();
            self.next_arena.next_valid_i.next = self.reader.next_valid_o.val();
            self.next_arena.next_page_i.next = self.reader.next_page_o.val();
            if self.state.q.val() == WalkerState::Blank {
                self.next_arena.next_valid_i.next = self.link_valid.q.val();
                self.next_arena.next_page_i.next = self.link_page.q.val();
            }
            comment!("Only an arena of the full list may have one before it.");
            self.next_arena.prev_valid_i.next = self.reader.prev_valid_o.val() && (self.source.q.val() == 3);
            self.next_arena.prev_page_i.next = self.reader.prev_page_o.val();
            comment!("An arena found under another limit may lie beyond the new one.");
            self.limit.d.next = self.slice_limit_pages_i.val();
            self.limit_changed.d.next = self.limit.q.val() != self.slice_limit_pages_i.val();
            self.slot_serves.d.next = self.next_arena.class_o.val() == self.class.q.val();
            self.next_arena.forget_i.next = self.limit_changed.q.val()
                || ((self.state.q.val() == WalkerState::Row) && self.free.q.val() && self.slot_serves.q.val())
                || ((self.state.q.val() == WalkerState::Start) && self.swap.q.val())
                || self.slot_drop_i.val();
            self.next_arena.copy_i.next = self.copy_i.val();
            self.next_arena.load_ready_i.next = self.load_ready_i.val();
            self.slot_valid_o.next = self.next_arena.valid_o.val();
            self.slot_class_o.next = self.next_arena.class_o.val();
            self.slot_page_o.next = self.next_arena.page_o.val();
            self.slot_bypass_o.next = self.next_arena.bypass_o.val();
            self.slot_summary_o.next = self.next_arena.summary_o.val();
            self.slot_word_o.next = self.next_arena.word_o.val();
            self.slot_free_o.next = self.next_arena.free_o.val();
            self.copying_o.next = self.next_arena.copying_o.val();
            self.load_valid_o.next = self.next_arena.load_valid_o.val();
            self.load_row_o.next = self.next_arena.load_row_o.val();
            self.load_data_o.next = self.next_arena.load_data_o.val();

            comment!("List writer: the links to change, and a free's two beats or the exhausted arena's whole line.");
            self.free_writes.next = bits::<16>(0x20)
                .replace_bit((bit_cast::<4, 2>(self.object.q.val().get_bits::<2>(6)) | 8).index(), true);
            self.links.next = bits::<5>(0);
            if self.state.q.val() == WalkerState::Start {
                self.links.next = self.change.writes_o.val();
                comment!("An empty arena's header goes with its frame.");
                if self.releases.q.val() {
                    self.free_writes.next = bits::<16>(0);
                }
            }
            self.whole_writes.next = bits::<16>(0);
            if self.victim.q.val() {
                self.whole_writes.next = self.line_writes.val();
            }
            self.free_goes.next = (self.state.q.val() == WalkerState::Read)
                && self.free.q.val()
                && self.reader.done_o.val()
                && !self.reader.error_o.val()
                && !self.moving.q.val()
                && self.update.allocated_o.val()
                && !self.changes_list.val();
            comment!("Without a link to change there is nothing to write, and no end of it to wait for.");
            self.starts_writing.next = self.state.q.val() == WalkerState::Start;
            self.writer.start_i.next = self.looking.q.val() || self.starts_writing.val();
            self.writer.go_i.next = self.free_goes.val() || self.starts_writing.val();
            self.writer.region_base_i.next = self.region_base_i.val();
            self.writer.class_i.next = self.class.q.val();
            self.writer.page_i.next = self.page.q.val();
            self.writer.head_valid_i.next = self.change.head_valid_o.val();
            self.writer.head_page_i.next = self.change.head_page_o.val();
            self.writer.state_i.next = self.update.state_o.val();
            self.writer.bitmap_i.next = self.update.bitmap_o.val();
            self.writer.writes_i.next = self.free_writes.val() | bit_cast::<16, 5>(self.links.val());
            self.writer.next_valid_i.next = self.reader.next_valid_o.val();
            self.writer.next_page_i.next = self.reader.next_page_o.val();
            self.writer.prev_valid_i.next = self.reader.prev_valid_o.val();
            self.writer.prev_page_i.next = self.reader.prev_page_o.val();
            if self.swap.q.val() {
                self.writer.writes_i.next = self.whole_writes.val() | bit_cast::<16, 5>(self.links.val());
                self.writer.next_valid_i.next = self.next_arena.next_valid_o.val();
                self.writer.next_page_i.next = self.next_arena.next_page_o.val();
                self.writer.prev_valid_i.next = self.next_arena.prev_valid_o.val();
                self.writer.prev_page_i.next = self.next_arena.prev_page_o.val();
            }
            self.writer.mem_req_ready_i.next = self.mem_req_ready_i.val();
            self.writer.mem_rsp_valid_i.next = self.mem_rsp_valid_i.val();
            self.writer.mem_rsp_error_i.next = self.mem_rsp_error_i.val();

            comment!("Memory port: the reader and the writer never work at the same time.");
            self.mem_req_valid_o.next = self.reader.mem_req_valid_o.val() || self.writer.mem_req_valid_o.val();
            self.mem_req_write_o.next = self.writer.mem_req_valid_o.val();
            self.mem_req_address_o.next = self.reader.mem_req_address_o.val();
            if self.writer.mem_req_valid_o.val() {
                self.mem_req_address_o.next = self.writer.mem_req_address_o.val();
            }
            self.mem_req_wdata_o.next = self.writer.mem_req_wdata_o.val();

            comment!("The page allocator backs the first page of a blank arena, and takes the frames of an empty one.");
            self.pages_req_valid_o.next =
                (self.state.q.val() == WalkerState::Back) || (self.state.q.val() == WalkerState::Release);
            self.pages_req_release_o.next = self.free.q.val();
            self.pages_req_class_o.next = self.class.q.val();
            self.pages_req_page_o.next = self.page.q.val();
            self.pages_req_link_valid_o.next = self.change.head_valid_o.val();
            self.pages_req_link_page_o.next = self.change.head_page_o.val();

            comment!("A command that only writes ends with its last acknowledgement, unless a write has failed.");
            self.only_writes.d.next = self.free_goes.val()
                || (self.starts_writing.val() && self.change.writes_o.val().any() && !self.releases.q.val())
                || (self.only_writes.q.val() && !self.writer.done_o.val());
            self.written.next =
                self.only_writes.q.val() && self.writer.done_o.val() && !self.writer.error_o.val();
            self.cmd_ready_o.next = self.state.q.val() == WalkerState::Idle;
            self.done_o.next = (self.state.q.val() == WalkerState::Report) || self.written.val();
            self.status_o.next = self.status.q.val();
            self.events_o.next = self.events.q.val();
            self.fault_o.next = self.fault.q.val();

            comment!("Find: what to read of an available arena, or of one on the full list; whether one of that list has a free object.");
            self.has_room.d.next = self.reader.live_o.val() < self.objects.val();
            self.find_reads.next = bits::<8>(0x0E);
            if self.change.available_valid_o.val() {
                self.find_reads.next = self.bitmap_reads.val() | 0x0A;
            }

            match self.state.q.val() {
                WalkerState::Idle => {
                    self.free.d.next = self.cmd_kind_i.val() == 0;
                    self.thorough.d.next = self.cmd_kind_i.val() == 2;
                    self.swap.d.next = self.cmd_kind_i.val() == 3;
                    self.adopt.d.next = self.cmd_kind_i.val() == 4;
                    self.victim.d.next = self.cmd_victim_i.val();
                    self.class.d.next = self.cmd_class_i.val();
                    self.page.d.next = self.cmd_page_i.val();
                    self.object.d.next = self.cmd_object_i.val();
                    self.moving.d.next = false;
                    self.searching.d.next = false;
                    self.releases.d.next = false;
                    self.out_of_frames.d.next = false;
                    self.status.d.next = bits::<3>(0);
                    self.events.d.next = bits::<12>(0);
                    self.looking.d.next = self.cmd_valid_i.val();
                    if self.cmd_valid_i.val() {
                        self.state.d.next = WalkerState::Look;
                    }
                }
                WalkerState::Look => {
                    comment!("After reset, the bank is not ready at once.");
                    self.looking.d.next = !self.bank.ready_o.val();
                    if self.bank.ready_o.val() {
                        self.state.d.next = WalkerState::Row;
                    }
                }
                WalkerState::Row => {
                    self.state.d.next = WalkerState::Pick;
                    if self.free.q.val() {
                        self.state.d.next = WalkerState::Read;
                    }
                    if self.swap.q.val() {
                        self.state.d.next = WalkerState::Leave;
                    }
                }
                WalkerState::Pick => {
                    self.beats.d.next = self.find_reads.val();
                    self.state.d.next = WalkerState::Ask;
                    if self.adopt.q.val() {
                        self.beats.d.next = self.bitmap_reads.val() | 0x08;
                    } else if self.change.available_valid_o.val() {
                        self.source.d.next = bits::<2>(0);
                        self.page.d.next = self.change.available_page_o.val();
                    } else if self.change.recycled_valid_o.val() {
                        self.source.d.next = bits::<2>(1);
                        self.page.d.next = self.change.recycled_page_o.val();
                        self.state.d.next = WalkerState::Back;
                        if !self.thorough.q.val() {
                            self.status.d.next = bits::<3>(5);
                            self.state.d.next = WalkerState::Report;
                        }
                    } else if self.fresh_ok.q.val() {
                        self.source.d.next = bits::<2>(2);
                        self.page.d.next = self.change.pointer_o.val().get_bits::<PAGE>(0);
                        self.state.d.next = WalkerState::Back;
                    } else if self.thorough.q.val() && self.change.full_valid_o.val() {
                        self.source.d.next = bits::<2>(3);
                        self.page.d.next = self.change.full_page_o.val();
                        self.searching.d.next = true;
                    } else {
                        self.status.d.next = bits::<3>(5);
                        self.state.d.next = WalkerState::Report;
                    }
                }
                WalkerState::Ask => {
                    self.state.d.next = WalkerState::Read;
                }
                WalkerState::Read => {
                    if self.refused.val() {
                        self.status.d.next = bits::<3>(3);
                        self.state.d.next = WalkerState::Report;
                    }
                    if self.reader.done_o.val() {
                        if self.reader.error_o.val() {
                            self.status.d.next = bits::<3>(6);
                            self.state.d.next = WalkerState::Report;
                        } else if self.free.q.val() {
                            self.beats.d.next = bits::<8>(0x06);
                            self.moving.d.next = true;
                            self.state.d.next = WalkerState::Write;
                            if self.moving.q.val() {
                                self.state.d.next = WalkerState::Leave;
                            } else if !self.update.allocated_o.val() {
                                self.status.d.next = bits::<3>(4);
                                self.state.d.next = WalkerState::Report;
                            } else if self.changes_list.val() {
                                self.state.d.next = WalkerState::Ask;
                            } else {
                                self.events.d.next = bits::<12>(0x008);
                            }
                        } else if self.searching.q.val() {
                            self.state.d.next = WalkerState::Search;
                        } else {
                            self.next_arena.finish_i.next = true;
                            self.state.d.next = WalkerState::Keep;
                        }
                    }
                }
                WalkerState::Search => {
                    self.state.d.next = WalkerState::Ask;
                    if self.has_room.q.val() {
                        self.searching.d.next = false;
                        self.beats.d.next = self.bitmap_reads.val();
                    } else if self.reader.next_valid_o.val() {
                        self.page.d.next = self.reader.next_page_o.val();
                    } else {
                        self.status.d.next = bits::<3>(5);
                        if self.out_of_frames.q.val() {
                            self.status.d.next = bits::<3>(7);
                        }
                        self.state.d.next = WalkerState::Report;
                    }
                }
                WalkerState::Back => {
                    if self.pages_req_ready_i.val() {
                        self.state.d.next = WalkerState::Backed;
                    }
                }
                WalkerState::Backed => {
                    self.link_valid.d.next = self.pages_rsp_link_valid_i.val();
                    self.link_page.d.next = self.pages_rsp_link_page_i.val();
                    if self.pages_rsp_valid_i.val() {
                        self.status.d.next = self.pages_rsp_status_i.val();
                        self.state.d.next = WalkerState::Report;
                        if self.pages_rsp_status_i.val() == 0 {
                            self.state.d.next = WalkerState::Blank;
                        }
                        if self.pages_rsp_status_i.val() == 7 {
                            comment!("The source counts as empty.");
                            self.out_of_frames.d.next = true;
                            if (self.source.q.val() == 1) && self.fresh_ok.q.val() {
                                self.source.d.next = bits::<2>(2);
                                self.page.d.next = self.change.pointer_o.val().get_bits::<PAGE>(0);
                                self.state.d.next = WalkerState::Back;
                            } else if self.thorough.q.val() && self.change.full_valid_o.val() {
                                self.status.d.next = bits::<3>(0);
                                self.source.d.next = bits::<2>(3);
                                self.page.d.next = self.change.full_page_o.val();
                                self.searching.d.next = true;
                                self.state.d.next = WalkerState::Ask;
                            }
                        }
                    }
                }
                WalkerState::Blank => {
                    self.next_arena.finish_i.next = true;
                    self.slot_end.d.next =
                        bit_cast::<POINTER, PAGE>(self.page.q.val() | self.bank.last_span_page_o.val()) + 1;
                    self.state.d.next = WalkerState::Keep;
                }
                WalkerState::Keep => {
                    self.state.d.next = WalkerState::Report;
                }
                WalkerState::Leave => {
                    self.releases.d.next = self.free.q.val() && self.update.empty_o.val();
                    self.state.d.next = WalkerState::Join;
                }
                WalkerState::Join => {
                    self.events.d.next = bits::<12>(0x008)
                        | (bit_cast::<12, 1>(self.update.reuse_o.val().into()) << 6)
                        | (bit_cast::<12, 1>(self.update.empty_o.val().into()) << 7);
                    if self.swap.q.val() {
                        self.events.d.next = (bit_cast::<12, 1>(self.victim.q.val().into()) << 4)
                            | (bit_cast::<12, 1>((self.next_arena.source_o.val() == 0).into()) << 5)
                            | (bit_cast::<12, 1>((self.next_arena.source_o.val() == 1).into()) << 10)
                            | (bit_cast::<12, 1>((self.next_arena.source_o.val() == 2).into()) << 9)
                            | (bit_cast::<12, 1>((self.next_arena.source_o.val() == 3).into()) << 8);
                    }
                    self.state.d.next = WalkerState::Start;
                }
                WalkerState::Start => {
                    self.state.d.next = WalkerState::Write;
                    if !self.change.writes_o.val().any() {
                        self.state.d.next = WalkerState::Report;
                        if self.releases.q.val() {
                            self.state.d.next = WalkerState::Release;
                        }
                    }
                }
                WalkerState::Write => {
                    if self.writer.done_o.val() {
                        self.state.d.next = WalkerState::Idle;
                        if self.releases.q.val() {
                            self.state.d.next = WalkerState::Release;
                        }
                        if self.writer.error_o.val() {
                            self.status.d.next = bits::<3>(6);
                            self.events.d.next = bits::<12>(0);
                            self.fault.d.next = true;
                            self.state.d.next = WalkerState::Report;
                        }
                    }
                }
                WalkerState::Release => {
                    if self.pages_req_ready_i.val() {
                        self.state.d.next = WalkerState::Released;
                    }
                }
                WalkerState::Released => {
                    if self.pages_rsp_valid_i.val() {
                        self.state.d.next = WalkerState::Report;
                        if self.pages_rsp_status_i.val() != 0 {
                            comment!("Its neighbours have been written: there is no way back.");
                            self.status.d.next = bits::<3>(6);
                            self.events.d.next = bits::<12>(0);
                            self.fault.d.next = true;
                        }
                    }
                }
                WalkerState::Report => {
                    self.state.d.next = WalkerState::Idle;
                }
            }
        }
    }
}
