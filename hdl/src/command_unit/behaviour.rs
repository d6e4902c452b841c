//! The steps of a command.

use super::{CommandStep, CommandUnit};
use rust_hdl_core::prelude::*;

impl<const ADDRESS: usize, const CLASS: usize, const PAGE: usize, const POINTER: usize, const PPN: usize> Logic
    for CommandUnit<ADDRESS, CLASS, PAGE, POINTER, PPN>
{
    kernel! {
        #[hdl_gen]
        "memento_command_unit",
        registers: [step, word, data, named, row, region_base, slice_limit_pages, parked, error, fault],
        clocked: [in_table],
        fn update(&mut self) {
            self.save.next = self.command_i.val() == 2;
            self.load.next = self.command_i.val() == 3;
            self.end.next = self.command_i.val() == 4;

            comment!("What was in the table, as the flush tells it.");
            self.in_table.write_enable_i.next = self.flushed_valid_i.val();
            self.in_table.write_address_i.next = self.flushed_class_i.val();
            self.in_table.write_data_i.next = bits::<POINTER>(0);
            if self.flushed_occupied_i.val() {
                self.in_table.write_data_i.next = (bit_cast::<POINTER, PAGE>(self.flushed_page_i.val()) << 1) | 1;
            }

            comment!("The word: its place in the context block, and what it is made of.");
            self.in_class.next = (self.word.q.val() >> 5).any();
            self.class.next = bit_cast::<CLASS, 10>((self.word.q.val() >> 2) - 8);
            self.part.next = self.word.q.val().get_bits::<2>(0);
            self.row_class_valid_o.next = true;
            self.row_class_o.next = self.class.val();
            self.row_read_o.next = self.step.q.val() == CommandStep::Read;
            self.in_table.read_enable_i.next = self.step.q.val() == CommandStep::Read;
            self.in_table.read_address_i.next = self.class.val();
            self.pool_state_address_o.next = self.word.q.val().get_bits::<4>(0) - 4;
            self.taken.next = self.pool_state_rdata_i.val();
            match self.word.q.val().index() {
                0 => { self.taken.next = self.identification.val(); }
                1 => { self.taken.next = bit_cast::<64, ADDRESS>(self.region_base_i.val()); }
                2 => { self.taken.next = bit_cast::<64, POINTER>(self.slice_limit_pages_i.val()); }
                3 => { self.taken.next = bit_cast::<64, PPN>(self.root_ppn_i.val()) << 12; }
                _ => {}
            }
            if self.in_class.val() {
                match self.part.val().index() {
                    0 => {
                        self.taken.next = bit_cast::<64, POINTER>(self.row_pointer_i.val())
                            | (bit_cast::<64, POINTER>(self.row_available_i.val()) << 32);
                    }
                    1 => {
                        self.taken.next = bit_cast::<64, POINTER>(self.row_full_i.val())
                            | (bit_cast::<64, POINTER>(self.row_recycled_i.val()) << 32);
                    }
                    2 => { self.taken.next = bit_cast::<64, POINTER>(self.in_table.read_data_o.val()); }
                    _ => { self.taken.next = bits::<64>(0); }
                }
            }

            comment!("What the others are asked for.");
            self.flush_req_valid_o.next = self.step.q.val() == CommandStep::Flush;
            self.cache_flush_valid_o.next = self.step.q.val() == CommandStep::CacheFlush;
            self.cache_drop_valid_o.next = self.step.q.val() == CommandStep::CacheDrop;
            self.pool_park_o.next = self.parked.q.val();
            self.allocator_reset_o.next = self.step.q.val() == CommandStep::Empty;
            self.translation_clear_o.next = self.step.q.val() == CommandStep::Empty;
            self.pool_forget_o.next = (self.step.q.val() == CommandStep::Empty) && self.load.val();
            self.region_clear_start_o.next = self.step.q.val() == CommandStep::Clear;
            self.pool_end_o.next = self.step.q.val() == CommandStep::Reclaim;
            self.mem_req_valid_o.next = self.step.q.val() == CommandStep::Ask;
            self.mem_req_write_o.next = self.save.val();
            self.mem_req_address_o.next =
                self.context_address_i.val() + (bit_cast::<ADDRESS, 10>(self.word.q.val()) << 3);
            self.mem_req_wdata_o.next = self.data.q.val();
            self.pool_state_write_o.next = (self.step.q.val() == CommandStep::Use)
                && !self.in_class.val()
                && (self.word.q.val().get_bits::<3>(2)).any();
            self.pool_state_wdata_o.next = self.data.q.val();
            self.load_valid_o.next = (self.step.q.val() == CommandStep::Use) && (self.word.q.val() == 3);
            self.load_region_base_o.next = self.region_base.q.val();
            self.load_slice_limit_pages_o.next = self.slice_limit_pages.q.val();
            self.load_root_ppn_o.next = bit_cast::<PPN, 64>(self.data.q.val() >> 12);
            self.row_write_o.next = self.step.q.val() == CommandStep::Row;
            self.row_pointer_o.next = bit_cast::<POINTER, 64>(self.row.q.val());
            self.row_available_o.next = bit_cast::<POINTER, 64>(self.row.q.val() >> 32);
            self.row_full_o.next = bit_cast::<POINTER, 64>(self.data.q.val());
            self.row_recycled_o.next = bit_cast::<POINTER, 64>(self.data.q.val() >> 32);
            self.adopt_valid_o.next = self.step.q.val() == CommandStep::Adopt;
            self.adopt_class_o.next = self.class.val();
            self.adopt_page_o.next = self.data.q.val().get_bits::<PAGE>(1);

            self.failed.next = false;
            self.named.d.next = self.mem_rsp_rdata_i.val() == self.identification.val();
            match self.step.q.val() {
                CommandStep::Idle => {
                    self.word.d.next = bits::<10>(0);
                    self.error.d.next = false;
                    if self.pool_wanted_i.val() || (self.command_valid_i.val() && self.end.val()) {
                        self.parked.d.next = false;
                    }
                    if self.command_valid_i.val() {
                        match self.command_i.val().index() {
                            1 => { self.step.d.next = CommandStep::Flush; }
                            2 => { self.step.d.next = CommandStep::Flush; }
                            3 => { self.step.d.next = CommandStep::Ask; }
                            4 => { self.step.d.next = CommandStep::CacheDrop; }
                            5 => { self.step.d.next = CommandStep::CacheFlush; }
                            _ => {
                                self.error.d.next = true;
                                self.step.d.next = CommandStep::Done;
                            }
                        }
                    }
                }
                CommandStep::Flush => {
                    if self.flush_req_ready_i.val() {
                        self.step.d.next = CommandStep::Flushed;
                    }
                }
                CommandStep::Flushed => {
                    if self.flush_rsp_valid_i.val() {
                        self.step.d.next = CommandStep::Done;
                        if self.flush_rsp_status_i.val() != 0 {
                            self.error.d.next = true;
                        } else if self.save.val() {
                            self.step.d.next = CommandStep::CacheFlush;
                        }
                    }
                }
                CommandStep::CacheFlush => {
                    if self.cache_flush_ready_i.val() {
                        self.step.d.next = CommandStep::Done;
                        if self.save.val() || self.load.val() {
                            self.parked.d.next = true;
                            self.step.d.next = CommandStep::Park;
                        }
                    }
                }
                CommandStep::CacheDrop => {
                    if self.cache_drop_ready_i.val() {
                        self.step.d.next = CommandStep::Clear;
                    }
                }
                CommandStep::Park => {
                    if self.pool_parked_i.val() {
                        self.step.d.next = CommandStep::Select;
                        if self.load.val() {
                            self.step.d.next = CommandStep::Empty;
                        }
                    }
                }
                CommandStep::Select => {
                    self.step.d.next = CommandStep::Read;
                }
                CommandStep::Read => {
                    self.step.d.next = CommandStep::Take;
                }
                CommandStep::Take => {
                    self.data.d.next = self.taken.val();
                    self.step.d.next = CommandStep::Ask;
                }
                CommandStep::Ask => {
                    if self.mem_req_ready_i.val() {
                        self.step.d.next = CommandStep::Answer;
                    }
                }
                CommandStep::Answer => {
                    if self.mem_rsp_valid_i.val() {
                        if self.load.val() {
                            self.data.d.next = self.mem_rsp_rdata_i.val();
                            self.step.d.next = CommandStep::Use;
                        } else {
                            self.word.d.next = self.word.q.val() + 1;
                            self.step.d.next = CommandStep::Select;
                            if self.word.q.val() == 19 {
                                self.word.d.next = bits::<10>(32);
                            }
                            if self.word.q.val() == self.last_word.val() {
                                self.step.d.next = CommandStep::Done;
                            }
                        }
                        self.failed.next = self.mem_rsp_error_i.val();
                    }
                }
                CommandStep::Use => {
                    self.word.d.next = self.word.q.val() + 1;
                    self.step.d.next = CommandStep::Ask;
                    if self.in_class.val() {
                        match self.part.val().index() {
                            0 => { self.row.d.next = self.data.q.val(); }
                            1 => {
                                self.word.d.next = self.word.q.val();
                                self.step.d.next = CommandStep::Row;
                            }
                            2 => {
                                if self.data.q.val().get_bit(0) {
                                    self.word.d.next = self.word.q.val();
                                    self.step.d.next = CommandStep::Adopt;
                                } else if self.word.q.val() == self.last_word.val() {
                                    self.step.d.next = CommandStep::Done;
                                }
                            }
                            _ => {}
                        }
                    } else {
                        match self.word.q.val().index() {
                            0 => {
                                comment!("The cache's lines belong to the context of before.");
                                self.step.d.next = CommandStep::CacheFlush;
                                if !self.named.q.val() {
                                    self.error.d.next = true;
                                    self.step.d.next = CommandStep::Done;
                                }
                            }
                            1 => { self.region_base.d.next = bit_cast::<ADDRESS, 64>(self.data.q.val()); }
                            2 => {
                                self.slice_limit_pages.d.next = bit_cast::<POINTER, 64>(self.data.q.val());
                                if self.data.q.val() > bit_cast::<64, POINTER>(self.slice_pages.val()) {
                                    self.slice_limit_pages.d.next = self.slice_pages.val();
                                }
                            }
                            19 => { self.word.d.next = bits::<10>(32); }
                            _ => {}
                        }
                    }
                }
                CommandStep::Row => {
                    self.word.d.next = self.word.q.val() + 1;
                    self.step.d.next = CommandStep::Ask;
                }
                CommandStep::Adopt => {
                    if self.adopt_done_i.val() {
                        self.word.d.next = self.word.q.val() + 1;
                        self.step.d.next = CommandStep::Ask;
                        if self.word.q.val() == self.last_word.val() {
                            self.step.d.next = CommandStep::Done;
                        }
                        self.failed.next = self.adopt_error_i.val();
                    }
                }
                CommandStep::Clear => {
                    self.step.d.next = CommandStep::Cleared;
                }
                CommandStep::Cleared => {
                    if self.region_clear_done_i.val() {
                        self.step.d.next = CommandStep::Empty;
                        self.failed.next = self.region_clear_error_i.val();
                    }
                }
                CommandStep::Empty => {
                    self.step.d.next = CommandStep::Emptying;
                }
                CommandStep::Emptying => {
                    if self.allocator_idle_i.val() {
                        self.step.d.next = CommandStep::Ask;
                        if self.end.val() {
                            self.step.d.next = CommandStep::Reclaim;
                        }
                    }
                }
                CommandStep::Reclaim => {
                    if self.pool_end_done_i.val() {
                        self.step.d.next = CommandStep::Done;
                    }
                }
                CommandStep::Done => {
                    self.step.d.next = CommandStep::Idle;
                }
            }
            if self.failed.val() {
                self.error.d.next = true;
                self.fault.d.next = true;
                self.step.d.next = CommandStep::Done;
            }
            self.command_done_o.next = self.step.q.val() == CommandStep::Done;
            self.command_error_o.next = self.error.q.val();
            self.fault_o.next = self.fault.q.val();
        }
    }
}
