//! What the object allocator does: requests, the table's steps, responses, and then the slow side.

use super::{Awaiting, ObjectAllocator, Parked, SlowState};
use rust_hdl_core::prelude::*;

impl<
        const ADDRESS: usize,
        const CLASS: usize,
        const CLASSES: usize,
        const DIVISOR: usize,
        const PAGE: usize,
        const POINTER: usize,
        const OBJECT: usize,
        const OFFSET: usize,
        const GRANULES: usize,
        const QUOTIENT: usize,
        const ROW: usize,
        const MISS: usize,
        const TRIPLE: usize,
    > Logic
    for ObjectAllocator<
        ADDRESS,
        CLASS,
        CLASSES,
        DIVISOR,
        PAGE,
        POINTER,
        OBJECT,
        OFFSET,
        GRANULES,
        QUOTIENT,
        ROW,
        MISS,
        TRIPLE,
    >
{
    kernel! {
        #[hdl_gen]
        "memento_object_allocator",
        registers: [
            taken, taken_awaiting, taken_status, taken_class, taken_free, pending, flushes, status, answerable, waits, stalled,
            moves, quiet,
            free_address_1, free_address_2, free_address_3, free_waits_1, free_waits_2, free_waits_3,
            read_alloc, read_retry, read_free, read_class, read_page, read_object, read_address,
            read_waits, read_free_status,
            table_alloc, table_behind, table_free, table_class, table_page, table_object,
            table_address, table_waits, table_free_status,
            checked_free, checked_waits, checked_object, checked_class, checked_page, checked_address,
            checked_status,
            answered_free, answered_waits, answered_object, answered_class, answered_page, answered_address,
            answered_status,
            parked, parked_class, parked_got_arena,
            spare_valid, spare_status, spare_address, misses_fill,
            slow, report_status, victim, victim_page, last_word, last_word_class, prefetch, prefetch_class, fault,
            adopting,
        ],
        resettable: [object_index, object_address, hot, misses, walker, flusher],
        fn update(&mut self) {
            comment!("The pending request is answered as soon as what it waits for is there. An alloc stays in the table until there is");
            comment!("room for a response; whether it has one is known too late to ask.");
            self.alloc_answered.next = self.table_alloc.q.val() && self.hot.ready_o.val();
            self.table_moves.next = self.moves.q.val();
            self.respond.next =
                (self.answerable.q.val() || self.alloc_answered.val()) && !self.spare_valid.q.val();
            comment!("What the table answers is no error.");
            self.fails.next = self.answerable.q.val() && self.status.q.val().any();
            self.respond_error.next = self.fails.val() && !self.spare_valid.q.val();

            comment!("Until it is, the one behind it is held.");
            self.held.next = self.taken.q.val() && self.pending.q.val() && !self.respond.val();
            self.follows.next = self.taken.q.val() && !self.held.val();
            self.asks_alloc.next = self.req_operation_i.val() == 0;
            self.asks_free.next = (self.req_operation_i.val() == 1) || (self.req_operation_i.val() == 2);
            self.room.next = !self.hot.clearing_o.val() && (!self.pending.q.val() || self.respond.val());
            self.size_class.size_i.next = self.req_operand_i.val();

            comment!("Who uses the table: a new alloc, the parked one, the slow side, then the oldest free.");
            comment!("A free that is held is no concern of the request before it.");
            self.behind_taken.next = self.taken_free.q.val() && self.pending.q.val();
            self.frees_before_table.next = (self.object_index.valid_1_o.val() && !self.behind_taken.val())
                || self.object_index.valid_2_o.val()
                || self.object_index.valid_o.val();
            self.frees_under_way.next =
                self.frees_before_table.val()
                    || self.read_free.q.val()
                    || self.table_free.q.val()
                    || self.checked_free.q.val()
                    || self.answered_free.q.val();
            self.slot_serves_parked.next = self.walker.slot_valid_o.val()
                && (self.walker.slot_class_o.val() == self.parked_class.q.val());
            self.slot_serves_table.next = self.walker.slot_valid_o.val()
                && (self.walker.slot_class_o.val() == self.table_class.q.val());
            self.slot_serves_prefetch.next = self.walker.slot_valid_o.val()
                && (self.walker.slot_class_o.val() == self.prefetch_class.q.val());
            self.install_takes_table.next = self.slow.q.val() == SlowState::Install;
            comment!("An alloc that is offered has the table's inputs, unless the request before it still needs them.");
            self.request_wants_table.next =
                self.req_valid_i.val() && self.asks_alloc.val() && !self.waits.q.val();
            self.request_takes_table.next =
                self.request_wants_table.val() && self.room.val() && !self.fault.q.val();
            self.retry_takes_table.next =
                (self.parked.q.val() == Parked::Retry) && !self.frees_before_table.val();
            self.follower_takes_table.next = self.parked.q.val() == Parked::Follow;
            comment!("A flush and an install begin when no free is under way: none meets them here.");
            self.free_may_take_table.next = self.object_index.valid_o.val()
                && !self.misses_fill.q.val()
                && !self.walker.copying_o.val()
                && !self.stalled.q.val();
            self.free_takes_table.next = self.free_may_take_table.val() && !self.request_wants_table.val();
            self.index_advance.next = !self.object_index.valid_o.val() || self.free_takes_table.val();

            comment!("Accept: a free when the index advances, as no alloc is offered with it.");
            self.req_ready_o.next = self.room.val()
                && (!self.asks_free.val()
                    || !self.object_index.valid_o.val()
                    || self.free_may_take_table.val());
            self.accept.next = self.req_valid_i.val() && self.req_ready_o.val();
            comment!("An alloc that has been held is not in the table any more.");
            self.own_alloc.next = self.read_alloc.q.val() && !self.read_retry.q.val();
            if self.follows.val() {
                self.flushes.d.next = self.taken_awaiting.q.val() == Awaiting::Flush;
                self.status.d.next = self.taken_status.q.val();
                self.parked_got_arena.d.next = false;
                if (self.taken_awaiting.q.val() == Awaiting::Table) && !self.own_alloc.val() {
                    self.parked.d.next = Parked::Retry;
                    self.parked_class.d.next = self.taken_class.q.val();
                }
            }
            comment!("What is offered is looked at whether it is accepted or not.");
            if !self.held.val() {
                self.taken.d.next = self.accept.val();
                self.taken_free.d.next = self.accept.val() && self.asks_free.val() && !self.fault.q.val();
                self.taken_status.d.next = bits::<3>(0);
                self.taken_class.d.next = self.size_class.class_o.val();
                match self.req_operation_i.val().index() {
                    0 => {
                        self.taken_awaiting.d.next = Awaiting::Table;
                        if self.size_class.too_large_o.val() {
                            self.taken_awaiting.d.next = Awaiting::Nothing;
                            self.taken_status.d.next = bits::<3>(1);
                        }
                    }
                    1 => { self.taken_awaiting.d.next = Awaiting::Nothing; }
                    2 => { self.taken_awaiting.d.next = Awaiting::Free; }
                    _ => { self.taken_awaiting.d.next = Awaiting::Flush; }
                }
                if self.fault.q.val() {
                    self.taken_awaiting.d.next = Awaiting::Nothing;
                    self.taken_status.d.next = bits::<3>(6);
                }
            }

            comment!("Frees: address to class, arena and object, in three steps that move together.");
            self.object_index.region_base_i.next = self.region_base_i.val();
            self.object_index.valid_i.next = self.req_valid_i.val() && self.room.val() && self.asks_free.val() && !self.fault.q.val();
            self.object_index.address_i.next = self.req_operand_i.val();
            self.object_index.advance_i.next = self.index_advance.val();
            self.object_index.hold_i.next = self.behind_taken.val() && !self.respond.val();
            if self.index_advance.val() {
                if !self.object_index.hold_i.val() {
                    self.free_address_1.d.next = self.req_operand_i.val();
                    self.free_waits_1.d.next = self.req_operation_i.val() == 2;
                }
                self.free_address_2.d.next = self.free_address_1.q.val();
                self.free_address_3.d.next = self.free_address_2.q.val();
                self.free_waits_2.d.next = self.free_waits_1.q.val();
                self.free_waits_3.d.next = self.free_waits_2.q.val();
            }
            self.free_status.next = bits::<3>(0);
            if !self.object_index.in_region_o.val() {
                self.free_status.next = bits::<3>(2);
            } else if !self.object_index.exact_o.val() {
                self.free_status.next = bits::<3>(3);
            }
            comment!("The frees ahead of an alloc that has just been accepted, one step on.");
            self.behind_free.next = (self.object_index.valid_1_o.val()
                && (self.object_index.class_1_o.val() == self.read_class.q.val()))
                || (self.object_index.valid_2_o.val()
                    && (self.object_index.class_2_o.val() == self.read_class.q.val()))
                || (self.object_index.valid_o.val()
                    && (self.object_index.class_o.val() == self.read_class.q.val()));

            comment!("What the table is asked.");
            self.hot.op_valid_i.next = self.request_takes_table.val()
                || self.retry_takes_table.val()
                || self.follower_takes_table.val()
                || self.install_takes_table.val()
                || self.flusher.peek_valid_o.val()
                || (self.free_takes_table.val() && (self.free_status.val() == 0));
            comment!("Nothing but a free is started while one is waiting, unless an alloc is offered.");
            self.hot.op_kind_i.next = bits::<2>(0);
            self.other_class.next = self.parked_class.q.val();
            if self.install_takes_table.val() {
                self.hot.op_kind_i.next = bits::<2>(2);
            }
            if self.flusher.peek_valid_o.val() {
                self.hot.op_kind_i.next = bits::<2>(3);
                self.other_class.next = self.flusher.peek_class_o.val();
            }
            if self.object_index.valid_o.val() {
                self.hot.op_kind_i.next = bits::<2>(1);
                self.other_class.next = self.object_index.class_o.val();
            }
            comment!("Whether its class is one that is in the table's steps is known before the class itself.");
            self.in_class_1.size_i.next = self.req_operand_i.val();
            self.in_class_1.class_i.next = self.hot.class_1_o.val();
            self.in_class_2.size_i.next = self.req_operand_i.val();
            self.in_class_2.class_i.next = self.hot.class_2_o.val();
            self.hot.op_class_i.next = self.other_class.val();
            self.hot.op_is_1_i.next = self.other_class.val() == self.hot.class_1_o.val();
            self.hot.op_is_2_i.next = self.other_class.val() == self.hot.class_2_o.val();
            if self.request_wants_table.val() {
                self.hot.op_kind_i.next = bits::<2>(0);
                self.hot.op_class_i.next = self.size_class.class_o.val();
                self.hot.op_is_1_i.next = self.in_class_1.is_in_class_o.val();
                self.hot.op_is_2_i.next = self.in_class_2.is_in_class_o.val();
            }
            self.hot.op_object_i.next = bit_cast::<8, OBJECT>(self.object_index.index_o.val());
            if self.flusher.peek_valid_o.val() {
                self.hot.op_object_i.next = bit_cast::<8, 4>(self.flusher.peek_word_o.val()) << 4;
            }
            self.hot.check_advance_i.next = self.index_advance.val();
            self.hot.check_class_i.next = self.object_index.class_1_o.val();
            self.hot.check_page_i.next = self.object_index.page_2_o.val();
            if self.table_moves.val() {
                self.read_alloc.d.next = self.request_takes_table.val()
                    || self.retry_takes_table.val()
                    || self.follower_takes_table.val();
                self.read_retry.d.next = self.retry_takes_table.val();
                self.read_free.d.next = self.free_takes_table.val();
                self.read_class.d.next = self.hot.op_class_i.val();
                self.read_page.d.next = self.object_index.page_o.val();
                self.read_object.d.next = bit_cast::<8, OBJECT>(self.object_index.index_o.val());
                self.read_address.d.next = self.free_address_3.q.val();
                self.read_waits.d.next = self.free_waits_3.q.val();
                self.read_free_status.d.next = self.free_status.val();
                self.table_behind.d.next = self.own_alloc.val()
                    && self.behind_free.val()
                    && !self.held.val()
                    && (self.taken_awaiting.q.val() == Awaiting::Table);
                self.table_free.d.next = self.read_free.q.val();
                self.table_class.d.next = self.read_class.q.val();
                self.table_page.d.next = self.read_page.q.val();
                self.table_object.d.next = self.read_object.q.val();
                self.table_address.d.next = self.read_address.q.val();
                self.table_waits.d.next = self.read_waits.q.val();
                self.table_free_status.d.next = self.read_free_status.q.val();
            }

            self.hot.advance_i.next = self.table_moves.val();
            self.goes_ahead.next =
                !self.behind_free.val() && (self.taken_awaiting.q.val() == Awaiting::Table);
            self.hot.void_i.next = !self.read_retry.q.val() && (self.held.val() || !self.goes_ahead.val());
            self.hot.install_page_i.next = self.walker.slot_page_o.val();
            self.hot.install_summary_i.next = self.walker.slot_summary_o.val();
            self.hot.install_word_i.next = self.walker.slot_word_o.val();
            self.hot.install_free_i.next = self.walker.slot_free_o.val();
            self.hot.loading_i.next = self.walker.copying_o.val();
            self.hot.load_valid_i.next = self.walker.load_valid_o.val();
            self.hot.load_row_i.next = self.walker.load_row_o.val();
            self.hot.load_data_i.next = self.walker.load_data_o.val();

            comment!("An alloc that was not answered is parked. When it is tried again, the alloc behind it follows at once.");
            if self.follower_takes_table.val() {
                self.parked.d.next = Parked::Nothing;
            }
            if self.retry_takes_table.val() {
                self.parked.d.next = Parked::Nothing;
                self.parked_class.d.next = self.taken_class.q.val();
                if self.taken.q.val() && (self.taken_awaiting.q.val() == Awaiting::Table) {
                    self.parked.d.next = Parked::Follow;
                }
            }
            self.needs_arena.next = self.table_alloc.q.val()
                && !self.stalled.q.val()
                && !self.hot.ready_o.val()
                && !self.hot.word_on_its_way_o.val();
            if self.table_behind.q.val()
                || (self.table_alloc.q.val() && !self.stalled.q.val() && !self.hot.ready_o.val())
            {
                self.parked.d.next = Parked::Retry;
                self.parked_class.d.next = self.table_class.q.val();
                if self.needs_arena.val() {
                    self.parked.d.next = Parked::NeedsArena;
                }
            }

            comment!("Response, unless one that was not taken is still there.");
            self.arena_address.region_base_i.next = self.region_base_i.val();
            self.arena_address.class_i.next = self.table_class.q.val();
            self.arena_address.page_i.next = self.hot.page_o.val();
            self.object_address.arena_i.next = self.arena_address.address_o.val();
            self.object_address.index_i.next = bit_cast::<OBJECT, 8>(self.hot.object_o.val());
            self.object_address.pass_i.next = self.spare_address.q.val();
            self.rsp_valid_o.next = self.spare_valid.q.val() || self.respond.val();
            self.rsp_status_o.next = self.status.q.val();
            if self.spare_valid.q.val() {
                self.rsp_status_o.next = self.spare_status.q.val();
            }
            self.rsp_address_o.next = self.object_address.address_o.val();
            self.spare_status.d.next = self.rsp_status_o.val();
            self.spare_valid.d.next = (self.spare_valid.q.val() || self.respond.val()) && !self.rsp_ready_i.val();
            comment!("What an address follows from is 0 in a cycle that will not show it, so that nothing has to choose between that of");
            comment!("an object and the one that was not taken. Whether the table has an object is known too late to ask: if it has");
            comment!("none, nothing is answered in the next cycle either, and no address shows.");
            self.may_respond.next = self.answerable.q.val() || self.table_alloc.q.val();
            self.spare_after.next = (self.spare_valid.q.val() || self.may_respond.val()) && !self.rsp_ready_i.val();
            self.spare_address.d.next = bits::<ADDRESS>(0);
            if self.spare_after.val() {
                self.spare_address.d.next = self.object_address.address_o.val();
            }
            self.stays_ahead.next = self.waits.q.val() || (self.answerable.q.val() && self.spare_valid.q.val());
            comment!("The alloc that is in the table in the next cycle: the one that is there, or one that comes. That the request ahead of it is");
            comment!("answered is asked last.");
            self.alloc_stays.next = self.table_alloc.q.val();
            self.alloc_comes.next = false;
            if self.table_moves.val() {
                self.alloc_stays.next = self.read_alloc.q.val() && self.read_retry.q.val();
                self.alloc_comes.next = self.read_alloc.q.val()
                    && (self.respond.val() || !(self.taken.q.val() && self.pending.q.val()));
            }
            self.alloc_after.next = self.alloc_stays.val() || (self.alloc_comes.val() && self.goes_ahead.val());
            self.table_alloc.d.next = self.alloc_after.val();
            self.object_address.class_valid_i.next = self.table_moves.val();
            self.object_address.class_i.next = self.read_class.q.val();
            comment!("The address of an alloc that comes into the table, unless a request ahead, which has none, may be answered next. That the");
            comment!("alloc ahead has found no object, or that a free of its class is ahead, is known too late, and nothing is answered then.");
            self.address_after.next = self.table_alloc.q.val();
            if self.table_moves.val() {
                self.address_after.next = self.read_alloc.q.val()
                    && (self.read_retry.q.val()
                        || ((self.taken_awaiting.q.val() == Awaiting::Table) && !self.stays_ahead.val()));
            }
            self.object_address.next_valid_i.next = self.address_after.val() && !self.spare_after.val();

            comment!("Frees that miss the table, or are wrong, go to the slow side in order, once the table has answered.");
            self.checked_free.d.next = self.table_free.q.val();
            self.checked_waits.d.next = self.table_waits.q.val();
            self.checked_object.d.next = self.table_object.q.val();
            self.checked_class.d.next = self.table_class.q.val();
            self.checked_page.d.next = self.table_page.q.val();
            self.checked_address.d.next = self.table_address.q.val();
            self.checked_status.d.next = self.table_free_status.q.val();
            self.answered_free.d.next = self.checked_free.q.val();
            self.answered_waits.d.next = self.checked_waits.q.val();
            self.answered_object.d.next = self.checked_object.q.val();
            self.answered_class.d.next = self.checked_class.q.val();
            self.answered_page.d.next = self.checked_page.q.val();
            self.answered_address.d.next = self.checked_address.q.val();
            self.answered_status.d.next = self.checked_status.q.val();
            self.miss_status.next = self.answered_status.q.val();
            if (self.answered_status.q.val() == 0) && (self.hot.outcome_o.val() == 2) {
                self.miss_status.next = bits::<3>(4);
            }
            self.misses.push_valid_i.next = self.answered_free.q.val()
                && ((self.answered_status.q.val() != 0) || (self.hot.outcome_o.val() != 0));
            self.misses.push_data_i.next = bit_cast::<MISS, 8>(self.answered_object.q.val())
                | (bit_cast::<MISS, 3>(self.miss_status.val()) << 8)
                | (bit_cast::<MISS, 1>(self.answered_waits.q.val().into()) << 11)
                | (bit_cast::<MISS, CLASS>(self.answered_class.q.val()) << 12)
                | (bit_cast::<MISS, PAGE>(self.answered_page.q.val()) << 18)
                | (bit_cast::<MISS, ADDRESS>(self.answered_address.q.val()) << 38);
            comment!("With those between the table's first step and here, four are room for all that a queue of eight may get.");
            self.misses_fill.d.next = (self.misses.count_o.val() > 3)
                || ((self.misses.count_o.val() == 3) && self.misses.push_valid_i.val());
            self.misses.pop_ready_i.next = false;
            self.miss_object.next = self.misses.pop_data_o.val().get_bits::<8>(0);
            self.miss_waits.next = self.misses.pop_data_o.val().get_bit(11);
            self.miss_class.next = self.misses.pop_data_o.val().get_bits::<CLASS>(12);
            self.miss_page.next = self.misses.pop_data_o.val().get_bits::<PAGE>(18);
            self.miss_address.next = self.misses.pop_data_o.val().get_bits::<ADDRESS>(38);
            self.settles.next = false;
            if self.answered_free.q.val() && self.answered_waits.q.val() && !self.misses.push_valid_i.val() {
                self.settles.next = true;
            }

            comment!("An alloc from the last word that is not full: fetch the class's next arena ahead.");
            self.last_word.d.next = self.alloc_answered.val() && self.hot.last_word_o.val();
            self.last_word_class.d.next = self.table_class.q.val();
            if self.last_word.q.val() {
                self.prefetch.d.next = true;
                self.prefetch_class.d.next = self.last_word_class.q.val();
            }

            comment!("The slow side: frees first, then a flush or the alloc, whichever is pending, then a prefetch.");
            self.walker.region_base_i.next = self.region_base_i.val();
            self.walker.slice_limit_pages_i.next = self.slice_limit_pages_i.val();
            self.walker.reuse_threshold_i.next = self.reuse_threshold_i.val();
            self.walker.cmd_valid_i.next = false;
            comment!("Whose command it would be is known before whether there is one.");
            self.walker.cmd_kind_i.next = bits::<3>(1);
            self.walker.cmd_class_i.next = self.prefetch_class.q.val();
            self.walker.cmd_page_i.next = self.adopt_page_i.val();
            if !self.prefetch.q.val() {
                if self.row_class_valid_i.val() {
                    self.walker.cmd_class_i.next = self.row_class_i.val();
                }
                if self.adopt_valid_i.val() {
                    self.walker.cmd_kind_i.next = bits::<3>(4);
                    self.walker.cmd_class_i.next = self.adopt_class_i.val();
                }
            }
            if self.parked.q.val() == Parked::NeedsArena {
                self.walker.cmd_kind_i.next = bits::<3>(2);
                self.walker.cmd_class_i.next = self.parked_class.q.val();
            }
            if self.misses.pop_valid_o.val() {
                self.walker.cmd_kind_i.next = bits::<3>(0);
                self.walker.cmd_class_i.next = self.miss_class.val();
                self.walker.cmd_page_i.next = self.miss_page.val();
            }
            if self.slow.q.val() == SlowState::SwapStart {
                self.walker.cmd_kind_i.next = bits::<3>(3);
                self.walker.cmd_class_i.next = self.walker.slot_class_o.val();
                self.walker.cmd_page_i.next = self.victim_page.q.val();
            }
            self.walker.slot_drop_i.next = false;
            self.walker.cmd_object_i.next = self.miss_object.val();
            self.walker.cmd_victim_i.next = self.victim.q.val();
            self.walker.load_ready_i.next = self.hot.load_ready_o.val();
            self.walker.copy_i.next = self.install_takes_table.val();
            self.flusher.region_base_i.next = self.region_base_i.val();
            self.flusher.start_i.next = false;
            self.flusher.occupied_i.next = self.hot.occupied_o.val();
            self.flusher.page_i.next = self.hot.page_o.val();
            self.flusher.summary_i.next = self.hot.summary_o.val();
            self.flusher.word_i.next = self.hot.word_o.val();
            self.report.next = false;
            self.adopt_done_o.next = false;
            self.adopt_error_o.next = false;
            match self.slow.q.val() {
                SlowState::Idle => {
                    if self.misses.pop_valid_o.val() {
                        self.report_status.d.next = self.misses.pop_data_o.val().get_bits::<3>(8);
                        self.slow.d.next = SlowState::Report;
                        if self.fault.q.val() {
                            self.report_status.d.next = bits::<3>(6);
                        } else if self.misses.pop_data_o.val().get_bits::<3>(8) == 0 {
                            self.walker.cmd_valid_i.next = true;
                            self.slow.d.next = SlowState::Free;
                        }
                    } else if self.waits.q.val() && self.flushes.q.val() {
                        if self.quiet.q.val() {
                            if self.fault.q.val() {
                                self.settles.next = true;
                                self.status.d.next = bits::<3>(6);
                            } else {
                                self.flusher.start_i.next = true;
                                self.slow.d.next = SlowState::Flush;
                            }
                        }
                    } else if self.needs_arena.val() {
                        comment!("An arena that was fetched ahead goes in at once.");
                        if self.slot_serves_table.val() && !self.frees_under_way.val() && !self.fault.q.val() {
                            self.slow.d.next = SlowState::Install;
                        }
                    } else if self.parked.q.val() == Parked::NeedsArena {
                        if !self.frees_under_way.val() {
                            if self.fault.q.val() {
                                self.parked.d.next = Parked::Nothing;
                                self.settles.next = true;
                                self.status.d.next = bits::<3>(6);
                            } else if self.slot_serves_parked.val() {
                                self.slow.d.next = SlowState::Install;
                            } else {
                                self.walker.cmd_valid_i.next = true;
                                self.slow.d.next = SlowState::Find;
                            }
                        }
                    } else if self.prefetch.q.val() {
                        self.prefetch.d.next = false;
                        comment!("An arena of the class may be there already.");
                        if !self.fault.q.val() && !self.slot_serves_prefetch.val() {
                            self.walker.cmd_valid_i.next = true;
                            self.slow.d.next = SlowState::Prefetch;
                        }
                    } else if self.adopt_valid_i.val() {
                        self.adopting.d.next = true;
                        self.parked_class.d.next = self.adopt_class_i.val();
                        self.walker.cmd_valid_i.next = true;
                        self.slow.d.next = SlowState::Adopt;
                    }
                }
                SlowState::Free => {
                    self.report_status.d.next = self.walker.status_o.val();
                    if self.walker.done_o.val() {
                        self.slow.d.next = SlowState::Report;
                        if self.walker.status_o.val() == 0 {
                            self.misses.pop_ready_i.next = true;
                            self.slow.d.next = SlowState::Idle;
                            if self.miss_waits.val() {
                                self.settles.next = true;
                            }
                        }
                    }
                }
                SlowState::Report => {
                    comment!("One error is counted per cycle, so a failing response goes first. A free that waits is the pending request itself.");
                    if !self.fails.val() {
                        self.misses.pop_ready_i.next = true;
                        self.slow.d.next = SlowState::Idle;
                        if self.miss_waits.val() {
                            self.settles.next = true;
                            self.status.d.next = self.report_status.q.val();
                        } else {
                            self.report.next = true;
                        }
                    }
                }
                SlowState::Find => {
                    if self.walker.done_o.val() {
                        self.slow.d.next = SlowState::Idle;
                        if self.walker.status_o.val() != 0 {
                            self.parked.d.next = Parked::Nothing;
                            self.settles.next = true;
                            self.status.d.next = self.walker.status_o.val();
                        }
                    }
                }
                SlowState::Prefetch => {
                    if self.walker.done_o.val() {
                        self.slow.d.next = SlowState::Idle;
                    }
                }
                SlowState::Install => {
                    if !self.adopting.q.val() {
                        self.parked.d.next = Parked::Retry;
                        self.parked_got_arena.d.next = true;
                    }
                    self.slow.d.next = SlowState::Installed;
                }
                SlowState::Installed => { self.slow.d.next = SlowState::Replaced; }
                SlowState::Replaced => {
                    self.victim.d.next = self.hot.occupied_o.val();
                    self.victim_page.d.next = self.hot.page_o.val();
                    self.slow.d.next = SlowState::SwapStart;
                    if self.adopting.q.val() {
                        self.slow.d.next = SlowState::Adopted;
                    }
                }
                SlowState::SwapStart => {
                    self.walker.cmd_valid_i.next = true;
                    self.slow.d.next = SlowState::Swap;
                }
                SlowState::Swap => {
                    if self.walker.cmd_ready_o.val() && !self.walker.copying_o.val() {
                        self.slow.d.next = SlowState::Idle;
                    }
                }
                SlowState::Adopt => {
                    if self.walker.done_o.val() {
                        self.slow.d.next = SlowState::Install;
                        if self.walker.status_o.val() != 0 {
                            self.adopting.d.next = false;
                            self.adopt_done_o.next = true;
                            self.adopt_error_o.next = true;
                            self.slow.d.next = SlowState::Idle;
                        }
                    }
                }
                SlowState::Adopted => {
                    self.walker.slot_drop_i.next = true;
                    if !self.walker.copying_o.val() {
                        self.adopting.d.next = false;
                        self.adopt_done_o.next = true;
                        self.slow.d.next = SlowState::Idle;
                    }
                }
                SlowState::Flush => {
                    if self.flusher.done_o.val() {
                        self.slow.d.next = SlowState::Idle;
                        self.settles.next = true;
                        if self.flusher.error_o.val() {
                            self.status.d.next = bits::<3>(6);
                        }
                    }
                }
            }
            if self.walker.fault_o.val() || (self.flusher.done_o.val() && self.flusher.error_o.val()) {
                self.fault.d.next = true;
            }

            comment!("The pending request, in flip-flops for each question that is asked of it.");
            self.pending.d.next = self.taken.q.val() || (self.pending.q.val() && !self.respond.val());
            self.answerable.d.next = self.settles.val()
                || (self.answerable.q.val() && self.spare_valid.q.val())
                || (self.follows.val() && (self.taken_awaiting.q.val() == Awaiting::Nothing));
            self.waits.d.next = self.pending.d.val() && !self.answerable.d.val() && !self.alloc_after.val();
            self.stalled.d.next = self.spare_valid.d.val() && self.alloc_after.val();
            self.moves.d.next = !self.stalled.d.val();
            self.quiet.d.next = self.waits.q.val() && !self.frees_under_way.val();

            comment!("Memory port: walker and flusher never work at the same time.");
            self.flushing.next = self.slow.q.val() == SlowState::Flush;
            self.mem_req_valid_o.next = self.walker.mem_req_valid_o.val();
            self.mem_req_write_o.next = self.walker.mem_req_write_o.val();
            self.mem_req_address_o.next = self.walker.mem_req_address_o.val();
            self.mem_req_wdata_o.next = self.walker.mem_req_wdata_o.val();
            if self.flushing.val() {
                self.mem_req_valid_o.next = self.flusher.mem_req_valid_o.val();
                self.mem_req_write_o.next = true;
                self.mem_req_address_o.next = self.flusher.mem_req_address_o.val();
                self.mem_req_wdata_o.next = self.flusher.mem_req_wdata_o.val();
            }
            self.mem_rsp_ready_o.next = true;
            self.walker.mem_req_ready_i.next = self.mem_req_ready_i.val();
            self.walker.mem_rsp_valid_i.next = self.mem_rsp_valid_i.val() && !self.flushing.val();
            self.walker.mem_rsp_rdata_i.next = self.mem_rsp_rdata_i.val();
            self.walker.mem_rsp_error_i.next = self.mem_rsp_error_i.val();
            self.flusher.mem_req_ready_i.next = self.mem_req_ready_i.val();
            self.flusher.mem_rsp_valid_i.next = self.mem_rsp_valid_i.val() && self.flushing.val();
            self.flusher.mem_rsp_error_i.next = self.mem_rsp_error_i.val();

            comment!("The page allocator.");
            self.pages_req_valid_o.next = self.walker.pages_req_valid_o.val();
            self.pages_req_release_o.next = self.walker.pages_req_release_o.val();
            self.pages_req_class_o.next = self.walker.pages_req_class_o.val();
            self.pages_req_page_o.next = self.walker.pages_req_page_o.val();
            self.pages_req_link_valid_o.next = self.walker.pages_req_link_valid_o.val();
            self.pages_req_link_page_o.next = self.walker.pages_req_link_page_o.val();
            self.walker.pages_req_ready_i.next = self.pages_req_ready_i.val();
            self.walker.pages_rsp_valid_i.next = self.pages_rsp_valid_i.val();
            self.walker.pages_rsp_status_i.next = self.pages_rsp_status_i.val();
            self.walker.pages_rsp_link_valid_i.next = self.pages_rsp_link_valid_i.val();
            self.walker.pages_rsp_link_page_i.next = self.pages_rsp_link_page_i.val();
            self.pointer_write_valid_o.next = self.walker.pointer_write_valid_o.val();
            self.pointer_write_class_o.next = self.walker.pointer_write_class_o.val();
            self.pointer_write_value_o.next = self.walker.pointer_write_value_o.val();

            comment!("The bypass unit.");
            self.bypass_install_valid_o.next = self.install_takes_table.val();
            self.bypass_install_class_o.next = self.walker.slot_class_o.val();
            self.bypass_install_page_o.next = self.walker.slot_page_o.val();
            self.bypass_install_value_o.next = self.walker.slot_bypass_o.val();
            self.bypass_class_o.next = self.flusher.peek_class_o.val();
            self.flusher.bypass_i.next = self.bypass_value_i.val();

            comment!("The context unit.");
            self.flushed_valid_o.next = self.flusher.shown_valid_o.val();
            self.flushed_class_o.next = self.flusher.peek_class_o.val();
            self.flushed_occupied_o.next = self.flusher.shown_occupied_o.val();
            self.flushed_page_o.next = self.flusher.shown_page_o.val();
            self.walker.row_read_i.next = self.row_read_i.val();
            self.walker.row_write_i.next = self.row_write_i.val();
            self.walker.row_pointer_i.next = self.row_pointer_i.val();
            self.walker.row_available_i.next = self.row_available_i.val();
            self.walker.row_full_i.next = self.row_full_i.val();
            self.walker.row_recycled_i.next = self.row_recycled_i.val();
            self.row_pointer_o.next = self.walker.row_pointer_o.val();
            self.row_available_o.next = self.walker.row_available_o.val();
            self.row_full_o.next = self.walker.row_full_o.val();
            self.row_recycled_o.next = self.walker.row_recycled_o.val();

            comment!("What the outside can watch.");
            self.error_valid_o.next = self.report.val();
            self.error_status_o.next = self.report_status.q.val();
            self.error_address_o.next = self.miss_address.val();
            self.fault_o.next = self.fault.q.val();
            self.idle_o.next = !self.taken.q.val()
                && !self.pending.q.val()
                && !self.spare_valid.q.val()
                && !self.hot.clearing_o.val()
                && !self.frees_under_way.val()
                && !self.misses.pop_valid_o.val()
                && (self.slow.q.val() == SlowState::Idle)
                && !self.prefetch.q.val()
                && !self.last_word.q.val();
            self.hit_event.next = self.alloc_answered.val() && self.respond.val() && !self.parked_got_arena.q.val();
            self.miss_event.next = self.alloc_answered.val() && self.respond.val() && self.parked_got_arena.q.val();
            self.free_event.next = self.answered_free.q.val() && !self.misses.push_valid_i.val();
            self.error_event.next = self.respond_error.val() || self.report.val();
            self.walker_events.next = bits::<12>(0);
            if self.walker.done_o.val() {
                self.walker_events.next = self.walker.events_o.val();
            }
            self.events_o.next = self.walker_events.val()
                | bit_cast::<12, 1>(self.hit_event.val().into())
                | (bit_cast::<12, 1>(self.miss_event.val().into()) << 1)
                | (bit_cast::<12, 1>(self.free_event.val().into()) << 2)
                | (bit_cast::<12, 1>(self.error_event.val().into()) << 11);
        }
    }
}
