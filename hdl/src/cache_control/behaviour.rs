//! How the cache's sequences go.

use super::{tag_shift, CacheControl, CacheState};
use crate::prim::Register;
use rust_hdl_core::prelude::*;

impl<const ADDRESS: usize, const SET: usize, const TAG: usize, const WAYS: usize> Default
    for CacheControl<ADDRESS, SET, TAG, WAYS>
{
    fn default() -> Self {
        let shift = tag_shift(SET);
        assert_eq!(
            TAG + shift,
            ADDRESS,
            "tag, place in the page and offset make an address"
        );
        crate::module!(
            state: Register::new(CacheState::Clear),
            place: Constant::new(bits((1 << (shift - 6)) - 1)),
            tag_shift: Constant::new((shift as u64).into());
            clk_i, rst_ni, ready_o, idle_o, fault_o, empty_i, move_o, missing_i, miss_set_i, miss_way_i, victim_valid_i,
            victim_tag_i, miss_done_o, miss_failed_o, miss_new_o, query_valid_o, query_ready_i, query_new_i,
            flush_valid_i, flush_ready_o, drop_all_valid_i, drop_all_ready_o, drop_valid_i, drop_ready_o, drop_set_i,
            read_o, read_set_o, read_beat_o, dropping_o, hit_i, flushing_o, way_o, set_o, dirty_i, flush_held_i,
            flush_tag_i, word_i, tag_write_o, tag_all_o, tag_ways_o, tag_set_o, tag_valid_o, fill_o, write_o, write_zero_o,
            write_beat_o, line_req_valid_o, line_req_ready_i, line_req_write_o, fill_address_i, line_req_address_o,
            line_req_wdata_o, line_rsp_valid_i, line_rsp_error_i, event_fill_o, event_bypass_o, event_write_back_o,
            writer, ready, set, way, flushed, beat, lag, asking, failed, copying, copy_beat, copied, copied_beat, turn, drop_waits, fault, begin, new,
            drop_ways, drop_above, busy, drop_begins, drop_last, drop_next, unwritten, next_way, copy, flushing, read_done, arrive, victim, line_tag, line_set,
        )
    }
}

impl<const ADDRESS: usize, const SET: usize, const TAG: usize, const WAYS: usize> Logic
    for CacheControl<ADDRESS, SET, TAG, WAYS>
{
    kernel! {
        #[hdl_gen]
        "memento_cache_control",
        registers: [
            state, ready, set, way, flushed, beat, lag, asking, failed, copying, copy_beat, copied, copied_beat, turn,
            drop_waits, drop_ways, drop_above, fault, begin, new,
        ],
        resettable: [writer],
        fn update(&mut self) {
            self.busy.next = self.copying.q.val() || self.copied.q.val() || self.writer.busy_o.val();
            self.flushing.next = (self.state.q.val() == CacheState::FlushRead)
                || (self.state.q.val() == CacheState::FlushCheck)
                || (self.state.q.val() == CacheState::FlushWrite);
            self.ready_o.next = self.ready.q.val();
            self.idle_o.next = (self.state.q.val() == CacheState::Idle) && !self.busy.val();
            self.move_o.next =
                (self.state.q.val() == CacheState::Idle) && (!self.drop_waits.q.val() || self.turn.q.val());

            comment!("A miss begins with the question whether its line is new.");
            self.query_valid_o.next =
                (self.state.q.val() == CacheState::Idle) && self.missing_i.val() && !self.busy.val() && !self.begin.q.val();
            self.begin.d.next = self.query_valid_o.val() && self.query_ready_i.val();
            self.new.d.next = self.query_new_i.val();

            comment!("Answers of memory: the beats of a fill, or the acknowledgement of a line.");
            self.arrive.next =
                (self.state.q.val() == CacheState::Fill) && !self.asking.q.val() && self.line_rsp_valid_i.val();
            self.read_done.next = self.arrive.val() && self.beat.q.val().all();
            self.writer.line_ack_i.next = self.line_rsp_valid_i.val() && !self.arrive.val();
            if self.writer.line_ack_i.val() && self.line_rsp_error_i.val() {
                self.fault.d.next = true;
            }
            self.fault_o.next = self.fault.q.val();
            self.miss_new_o.next = self.begin.q.val() && self.new.q.val();
            self.miss_done_o.next = (self.begin.q.val() && self.new.q.val()) || self.read_done.val();
            self.miss_failed_o.next = self.read_done.val() && (self.failed.q.val() || self.line_rsp_error_i.val());
            self.fill_o.next = self.state.q.val() == CacheState::Fill;
            self.write_zero_o.next = self.state.q.val() == CacheState::Zero;
            self.write_o.next =
                self.arrive.val() || ((self.state.q.val() == CacheState::Zero) && !self.lag.q.val());
            self.write_beat_o.next = self.beat.q.val();
            self.lag.d.next = false;
            if self.write_o.val() {
                self.beat.d.next = self.beat.q.val() + 1;
            }
            if self.arrive.val() {
                self.failed.d.next = self.failed.q.val() || self.line_rsp_error_i.val();
            }

            comment!("A dirty victim goes to the line writer beat by beat.");
            self.unwritten.next = self.flush_held_i.val() & self.dirty_i.val() & !self.flushed.q.val();
            self.next_way.next = self.unwritten.val() & ((!self.unwritten.val()) + 1);
            self.copy.next = (self.begin.q.val()
                && self.victim_valid_i.val()
                && (self.dirty_i.val() & self.miss_way_i.val()).any())
                || ((self.state.q.val() == CacheState::FlushCheck) && self.unwritten.val().any());
            if self.copying.q.val() {
                self.copy_beat.d.next = self.copy_beat.q.val() + 1;
                self.copying.d.next = !self.copy_beat.q.val().all();
            }
            if self.copy.val() {
                self.copying.d.next = true;
            }
            self.copied.d.next = self.copying.q.val();
            self.copied_beat.d.next = self.copy_beat.q.val();
            self.line_tag.next = self.victim_tag_i.val();
            self.line_set.next = self.miss_set_i.val();
            self.way_o.next = self.miss_way_i.val();
            if self.flushing.val() {
                self.line_tag.next = self.flush_tag_i.val();
                self.line_set.next = self.set.q.val();
                self.way_o.next = self.way.q.val();
            }
            self.flushing_o.next = self.flushing.val();
            self.set_o.next = self.line_set.val();
            self.victim.next = (bit_cast::<ADDRESS, TAG>(self.line_tag.val()) << self.tag_shift.val())
                | (bit_cast::<ADDRESS, SET>(self.line_set.val() & self.place.val()) << 6);
            self.writer.put_i.next = self.copied.q.val();
            self.writer.put_beat_i.next = self.copied_beat.q.val();
            self.writer.put_data_i.next = self.word_i.val();
            self.writer.start_i.next = self.copied.q.val() && self.copied_beat.q.val().all();
            self.writer.start_address_i.next = self.victim.val();

            comment!("The read of the new line is asked for before the old one is written.");
            self.line_req_valid_o.next = self.writer.line_req_valid_o.val();
            self.line_req_write_o.next = true;
            self.line_req_address_o.next = self.writer.line_req_address_o.val();
            self.line_req_wdata_o.next = self.writer.line_req_wdata_o.val();
            self.writer.line_req_ready_i.next = self.line_req_ready_i.val() && !self.asking.q.val();
            if self.asking.q.val() {
                self.line_req_valid_o.next = true;
                self.line_req_write_o.next = false;
                self.line_req_address_o.next = self.fill_address_i.val();
                self.asking.d.next = !self.line_req_ready_i.val();
            }

            comment!("Reads of the memories.");
            self.drop_begins.next = (self.state.q.val() == CacheState::Idle)
                && self.drop_waits.q.val()
                && !self.turn.q.val()
                && !self.begin.q.val()
                && !self.missing_i.val()
                && !self.busy.val();
            self.drop_last.next = (self.set.q.val() | self.place.val()).all();
            self.drop_next.next = self.set.q.val() + self.place.val() + 1;
            self.dropping_o.next = self.state.q.val() == CacheState::DropCheck;
            self.read_o.next =
                self.copying.q.val() || self.flushing.val() || self.drop_begins.val() || self.dropping_o.val();
            self.read_set_o.next = self.line_set.val();
            if self.drop_begins.val() {
                self.read_set_o.next = self.drop_set_i.val();
            }
            if self.dropping_o.val() {
                self.read_set_o.next = self.drop_next.val() | self.drop_set_i.val();
            }
            self.read_beat_o.next = self.copy_beat.q.val();
            comment!("The same comparators serve accesses, whose addresses come late: what they say of a drop is kept first.");
            self.drop_ways.d.next = bits::<WAYS>(0);
            if self.dropping_o.val() {
                self.drop_ways.d.next = self.hit_i.val();
            }
            self.drop_above.d.next = self.set.q.val() & !self.place.val();

            comment!("Writes of the tags.");
            self.tag_write_o.next = (self.state.q.val() == CacheState::Clear)
                || self.drop_ways.q.val().any()
                || self.miss_done_o.val();
            self.tag_all_o.next = self.state.q.val() == CacheState::Clear;
            self.tag_ways_o.next = self.miss_way_i.val();
            self.tag_set_o.next = self.miss_set_i.val();
            self.tag_valid_o.next = self.miss_done_o.val() && !self.miss_failed_o.val();
            if self.drop_ways.q.val().any() {
                self.tag_ways_o.next = self.drop_ways.q.val();
                self.tag_set_o.next = self.drop_above.q.val() | self.drop_set_i.val();
            }
            if self.state.q.val() == CacheState::Clear {
                self.tag_set_o.next = self.set.q.val();
            }

            self.flush_ready_o.next = false;
            self.drop_all_ready_o.next = false;
            self.drop_ready_o.next = false;
            match self.state.q.val() {
                CacheState::Clear => {
                    self.set.d.next = self.set.q.val() + 1;
                    if self.set.q.val().all() {
                        self.ready.d.next = true;
                        self.flush_ready_o.next = self.ready.q.val() && self.flush_valid_i.val();
                        self.drop_all_ready_o.next =
                            self.ready.q.val() && self.drop_all_valid_i.val() && !self.flush_valid_i.val();
                        self.state.d.next = CacheState::Settle;
                    }
                }
                CacheState::Idle => {
                    self.turn.d.next = false;
                    if self.begin.q.val() {
                        self.asking.d.next = !self.new.q.val();
                        self.lag.d.next = self.copy.val();
                        self.failed.d.next = false;
                        self.state.d.next = CacheState::Fill;
                        if self.new.q.val() {
                            self.state.d.next = CacheState::Zero;
                        }
                    } else if !self.missing_i.val() && !self.busy.val() {
                        if self.drop_waits.q.val() {
                            if self.drop_begins.val() {
                                self.state.d.next = CacheState::DropCheck;
                            }
                        } else if self.empty_i.val() && self.flush_valid_i.val() {
                            self.state.d.next = CacheState::FlushRead;
                        } else if self.empty_i.val() && self.drop_all_valid_i.val() {
                            self.state.d.next = CacheState::Clear;
                        }
                    }
                }
                CacheState::Fill => {
                    if self.read_done.val() {
                        self.state.d.next = CacheState::Settle;
                    }
                }
                CacheState::Zero => {
                    if self.beat.q.val().all() {
                        self.state.d.next = CacheState::Settle;
                    }
                }
                CacheState::Settle => {
                    self.state.d.next = CacheState::Idle;
                }
                CacheState::FlushRead => {
                    self.state.d.next = CacheState::FlushCheck;
                }
                CacheState::FlushCheck => {
                    self.way.d.next = self.next_way.val();
                    if self.copy.val() {
                        self.flushed.d.next = self.flushed.q.val() | self.next_way.val();
                        self.state.d.next = CacheState::FlushWrite;
                    } else {
                        self.flushed.d.next = bits::<WAYS>(0);
                        self.set.d.next = self.set.q.val() + 1;
                        self.state.d.next = CacheState::FlushRead;
                        if self.set.q.val().all() {
                            self.state.d.next = CacheState::Clear;
                        }
                    }
                }
                CacheState::FlushWrite => {
                    if !self.busy.val() {
                        self.state.d.next = CacheState::FlushCheck;
                    }
                }
                CacheState::DropCheck => {
                    self.set.d.next = self.drop_next.val();
                    if self.drop_last.val() {
                        self.state.d.next = CacheState::DropWrite;
                    }
                }
                CacheState::DropWrite => {
                    self.drop_ready_o.next = true;
                    self.turn.d.next = true;
                    self.state.d.next = CacheState::Settle;
                }
            }
            self.drop_waits.d.next = self.drop_valid_i.val() && !self.drop_ready_o.val();

            self.event_fill_o.next = self.begin.q.val() && !self.new.q.val();
            self.event_bypass_o.next = self.begin.q.val() && self.new.q.val();
            self.event_write_back_o.next = self.writer.start_i.val();
        }
    }
}
