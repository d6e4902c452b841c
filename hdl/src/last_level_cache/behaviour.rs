//! What the cache does with an access, step by step.

use super::*;

impl<
        const ADDRESS: usize,
        const CLASS: usize,
        const PAGE: usize,
        const PPN: usize,
        const SET: usize,
        const ROW: usize,
        const TAG: usize,
        const TAG_ROW: usize,
        const WAYS: usize,
    > LastLevelCache<ADDRESS, CLASS, PAGE, PPN, SET, ROW, TAG, TAG_ROW, WAYS>
{
    /// A cache for `geometry`, whose widths the const generics must have; tags and turns in memories of style `tags`, data in block
    /// memory.
    ///
    /// # Panics
    ///
    /// When they have not.
    pub fn new(geometry: &Geometry, tags: RamStyle) -> Self {
        let name = geometry.name;
        assert_eq!(ADDRESS, geometry.address_bits as usize, "ADDRESS of {name}");
        assert_eq!(CLASS, geometry.class_bits() as usize, "CLASS of {name}");
        assert_eq!(PAGE, geometry.page_bits() as usize, "PAGE of {name}");
        assert_eq!(PPN + PAGE_SHIFT as usize, ADDRESS, "PPN of {name}");
        assert_eq!(ROW, SET + 3, "ROW must be SET + 3");
        let shift = tag_shift(SET);
        assert_eq!(
            TAG,
            ADDRESS - shift,
            "TAG must be ADDRESS - SET - 6, but not less than PPN"
        );
        crate::module!(
            tags: CacheTags::new(tags),
            data: CacheData::new(RamStyle::Block),
            last_span_page: LastSpanPage::new(geometry),
            slice_bits: Constant::new((geometry.slice_bits() as u64).into()),
            tag_shift: Constant::new((shift as u64).into());
            clk_i, rst_ni, req_valid_i, req_ready_o, req_write_i, req_address_i, req_wdata_i, req_wstrb_i, rsp_valid_o,
            rsp_ready_i, rsp_rdata_o, rsp_status_o, lookup_valid_o, lookup_advance_o, lookup_address_o,
            translated_valid_i, translated_ppn_i, translated_status_i, query_valid_o, query_ready_i, query_class_o,
            query_page_o, query_line_o, query_new_i, line_req_valid_o, line_req_ready_i, line_req_write_o,
            line_req_address_o, line_req_wdata_o, line_rsp_valid_i, line_rsp_rdata_i, line_rsp_error_i, flush_valid_i,
            flush_ready_o, drop_all_valid_i, drop_all_ready_o, drop_valid_i, drop_ready_o, drop_address_i, idle_o, ready_o,
            fault_o, events_o, control, valid_1, write_1, address_1, wdata_1, wstrb_1, answers, write, physical, row,
            wdata, wstrb, status, missing, new, way, victim_valid, victim_tag, query_class, query_page, query_line, moved,
            accept, again, room, advance, leave, ok, hit, class_1, line_1, row_1, row_0, read_row, physical_1, tagged,
            set, beat, stores, word, bytes, merged,
        )
    }
}

impl<
        const ADDRESS: usize,
        const CLASS: usize,
        const PAGE: usize,
        const PPN: usize,
        const SET: usize,
        const ROW: usize,
        const TAG: usize,
        const TAG_ROW: usize,
        const WAYS: usize,
    > Logic for LastLevelCache<ADDRESS, CLASS, PAGE, PPN, SET, ROW, TAG, TAG_ROW, WAYS>
{
    kernel! {
        #[hdl_gen]
        "memento_last_level_cache",
        registers: [
            valid_1, write_1, address_1, wdata_1, wstrb_1, answers, write, physical, row, wdata, wstrb, status, missing, new,
            way, victim_valid, victim_tag, query_class, query_page, query_line, moved,
        ],
        clocked: [tags],
        resettable: [data, control],
        fn update(&mut self) {
            comment!("Step 0: an access comes in when the one in step 1 goes on.");
            self.leave.next = self.answers.q.val() && self.rsp_ready_i.val();
            self.room.next = self.control.move_o.val()
                && !self.missing.q.val()
                && (!self.answers.q.val() || self.rsp_ready_i.val());
            self.advance.next = self.valid_1.q.val() && self.translated_valid_i.val() && self.room.val();
            self.accept.next = self.control.ready_o.val()
                && !self.flush_valid_i.val()
                && !self.drop_all_valid_i.val()
                && (!self.valid_1.q.val() || self.advance.val());
            self.req_ready_o.next = self.accept.val();
            self.lookup_valid_o.next = self.req_valid_i.val();
            self.lookup_advance_o.next = self.accept.val();
            self.lookup_address_o.next = self.req_address_i.val();
            if self.advance.val() {
                self.valid_1.d.next = false;
            }
            if self.accept.val() {
                self.valid_1.d.next = self.req_valid_i.val();
                self.write_1.d.next = self.req_write_i.val();
                self.address_1.d.next = self.req_address_i.val();
                self.wdata_1.d.next = self.req_wdata_i.val();
                self.wstrb_1.d.next = self.req_wstrb_i.val();
            }

            comment!("The data is read for the access that comes in, or again for the one that stays.");
            self.row_0.next = self.req_address_i.val().get_bits::<ROW>(3);
            self.row_1.next = self.address_1.q.val().get_bits::<ROW>(3);
            self.read_row.next = self.row_1.val();
            if self.accept.val() {
                self.read_row.next = self.row_0.val();
            }
            if self.control.read_o.val() {
                self.read_row.next = (bit_cast::<ROW, SET>(self.control.read_set_o.val()) << 3)
                    | bit_cast::<ROW, 3>(self.control.read_beat_o.val());
            }
            self.data.read_row_i.next = self.read_row.val();

            comment!("Tags are read again only where they may change, and nothing comes in then.");
            self.again.next = self.valid_1.q.val() && (!self.control.move_o.val() || self.missing.q.val());
            self.tags.read_enable_i.next = self.control.read_o.val() || self.again.val() || self.accept.val();
            self.tags.read_set_i.next = bit_cast::<SET, ROW>(self.row_0.val() >> 3);
            if self.again.val() {
                self.tags.read_set_i.next = bit_cast::<SET, ROW>(self.row_1.val() >> 3);
            }
            if self.control.read_o.val() {
                self.tags.read_set_i.next = self.control.read_set_o.val();
            }

            comment!("Step 1: compare.");
            self.physical_1.next = (bit_cast::<ADDRESS, PPN>(self.translated_ppn_i.val()) << 12)
                | bit_cast::<ADDRESS, 12>(self.address_1.q.val().get_bits::<12>(0));
            self.tagged.next = self.physical_1.val();
            if self.control.dropping_o.val() {
                self.tagged.next = self.drop_address_i.val();
            }
            self.tags.tag_i.next = bit_cast::<TAG, ADDRESS>(self.tagged.val() >> self.tag_shift.val());
            self.ok.next = !self.translated_status_i.val().any() && !self.control.fault_o.val();
            self.hit.next = bits::<WAYS>(0);
            if self.ok.val() {
                self.hit.next = self.tags.hit_o.val();
            }
            self.data.row_i.next = self.row_1.val();
            self.data.hit_i.next = self.hit.val();
            self.data.move_i.next = self.room.val();
            self.class_1.next = bit_cast::<CLASS, ADDRESS>(self.address_1.q.val() >> self.slice_bits.val());
            self.last_span_page.class_i.next = self.class_1.val();
            self.line_1.next = (bit_cast::<16, PAGE>(
                self.address_1.q.val().get_bits::<PAGE>(12) & self.last_span_page.number_o.val(),
            ) << 6)
                | bit_cast::<16, 6>(self.address_1.q.val().get_bits::<6>(6));
            self.moved.d.next = self.advance.val();

            comment!("Step 2: respond; or miss, and respond when the line is here.");
            if self.leave.val() {
                self.answers.d.next = false;
            }
            if self.control.miss_done_o.val() {
                self.answers.d.next = true;
                self.missing.d.next = false;
                self.new.d.next = self.control.miss_new_o.val();
            }
            if self.control.miss_failed_o.val() {
                self.status.d.next = bits::<3>(6);
            }
            if self.advance.val() {
                self.answers.d.next = !self.ok.val() || self.hit.val().any();
                self.missing.d.next = self.ok.val() && !self.hit.val().any();
            }
            comment!("Where there is room the rest follows step 1 whether an access goes on or not, so that it waits for no translation.");
            if self.room.val() {
                self.write.d.next = self.write_1.q.val();
                self.physical.d.next = self.physical_1.val();
                self.row.d.next = self.row_1.val();
                self.wdata.d.next = self.wdata_1.q.val();
                self.wstrb.d.next = self.wstrb_1.q.val();
                self.status.d.next = self.translated_status_i.val();
                if self.control.fault_o.val() {
                    self.status.d.next = bits::<3>(6);
                }
                self.new.d.next = false;
                self.way.d.next = self.tags.victim_o.val();
                if self.hit.val().any() {
                    self.way.d.next = self.hit.val();
                }
                self.victim_valid.d.next = self.tags.victim_valid_o.val();
                self.victim_tag.d.next = self.tags.victim_tag_o.val();
                self.query_class.d.next = self.class_1.val();
                self.query_page.d.next =
                    self.address_1.q.val().get_bits::<PAGE>(12) & !self.last_span_page.number_o.val();
                self.query_line.d.next = self.line_1.val() - 1;
            }
            self.rsp_valid_o.next = self.answers.q.val();
            self.rsp_rdata_o.next = self.data.word_o.val();
            self.rsp_status_o.next = self.status.q.val();

            comment!("A store writes its word as it leaves, or as one of the zeros of a new line.");
            for byte in 0..8 {
                self.bytes[byte].next = self.data.word_o.val().get_bits::<8>(8 * byte);
                if self.write.q.val() && self.wstrb.q.val().get_bit(byte) {
                    self.bytes[byte].next = self.wdata.q.val().get_bits::<8>(8 * byte);
                }
            }
            self.merged.next = bit_cast::<64, 8>(self.bytes[0].val())
                | (bit_cast::<64, 8>(self.bytes[1].val()) << 8)
                | (bit_cast::<64, 8>(self.bytes[2].val()) << 16)
                | (bit_cast::<64, 8>(self.bytes[3].val()) << 24)
                | (bit_cast::<64, 8>(self.bytes[4].val()) << 32)
                | (bit_cast::<64, 8>(self.bytes[5].val()) << 40)
                | (bit_cast::<64, 8>(self.bytes[6].val()) << 48)
                | (bit_cast::<64, 8>(self.bytes[7].val()) << 56);
            self.stores.next = self.leave.val() && self.write.q.val() && !self.status.q.val().any();
            self.set.next = bit_cast::<SET, ROW>(self.row.q.val() >> 3);
            self.beat.next = self.row.q.val().get_bits::<3>(0);
            self.word.next = self.merged.val();
            self.data.write_row_i.next = self.row.q.val();
            self.data.write_ways_i.next = bits::<WAYS>(0);
            if self.control.write_o.val() || (self.stores.val() && !self.new.q.val()) {
                self.data.write_ways_i.next = self.way.q.val();
            }
            comment!("No store leaves while a line comes: which word is written does not wait for a beat to arrive.");
            if self.control.fill_o.val() || self.control.write_zero_o.val() {
                self.data.write_row_i.next = (bit_cast::<ROW, SET>(self.set.val()) << 3)
                    | bit_cast::<ROW, 3>(self.control.write_beat_o.val());
                if !self.control.write_zero_o.val() {
                    self.word.next = self.line_rsp_rdata_i.val();
                } else if self.control.write_beat_o.val() != self.beat.val() {
                    self.word.next = bits::<64>(0);
                }
            }
            self.data.write_data_i.next = self.word.val();
            self.data.load_i.next = self.missing.q.val()
                && (self.control.miss_new_o.val()
                    || (self.control.write_o.val() && (self.control.write_beat_o.val() == self.beat.val())));
            self.data.load_data_i.next = bits::<64>(0);
            if !self.control.miss_new_o.val() {
                self.data.load_data_i.next = self.line_rsp_rdata_i.val();
            }

            comment!("The rest of a miss, and the commands.");
            self.control.empty_i.next = !self.valid_1.q.val() && !self.answers.q.val() && !self.missing.q.val();
            self.control.missing_i.next = self.missing.q.val();
            self.control.miss_set_i.next = self.set.val();
            self.control.miss_way_i.next = self.way.q.val();
            self.control.victim_valid_i.next = self.victim_valid.q.val();
            self.control.victim_tag_i.next = self.victim_tag.q.val();
            self.query_valid_o.next = self.control.query_valid_o.val();
            self.query_class_o.next = self.class_1.val();
            if self.missing.q.val() {
                self.query_class_o.next = self.query_class.q.val();
            }
            self.query_page_o.next = self.query_page.q.val();
            self.query_line_o.next = self.query_line.q.val();
            self.control.query_ready_i.next = self.query_ready_i.val();
            self.control.query_new_i.next = self.query_new_i.val();
            self.control.flush_valid_i.next = self.flush_valid_i.val();
            self.flush_ready_o.next = self.control.flush_ready_o.val();
            self.control.drop_all_valid_i.next = self.drop_all_valid_i.val();
            self.drop_all_ready_o.next = self.control.drop_all_ready_o.val();
            self.control.drop_valid_i.next = self.drop_valid_i.val();
            self.drop_ready_o.next = self.control.drop_ready_o.val();
            self.control.drop_set_i.next = bit_cast::<SET, 6>(self.drop_address_i.val().get_bits::<6>(6));
            self.control.hit_i.next = self.tags.hit_o.val();
            self.tags.choose_i.next = self.control.flushing_o.val();
            self.tags.choose_way_i.next = self.control.way_o.val();
            self.tags.dirty_set_i.next = self.control.set_o.val();
            self.data.choose_way_i.next = self.control.way_o.val();
            self.control.dirty_i.next = self.tags.dirty_o.val();
            self.control.flush_held_i.next = self.tags.valid_o.val();
            self.control.flush_tag_i.next = self.tags.victim_tag_o.val();
            self.control.word_i.next = self.data.choose_word_o.val();
            self.control.fill_address_i.next = (self.physical.q.val() >> 6) << 6;
            self.tags.write_enable_i.next = self.control.tag_write_o.val();
            self.tags.write_all_i.next = self.control.tag_all_o.val();
            self.tags.write_ways_i.next = self.control.tag_ways_o.val();
            self.tags.write_set_i.next = self.control.tag_set_o.val();
            self.tags.write_valid_i.next = self.control.tag_valid_o.val();
            self.tags.write_tag_i.next = bit_cast::<TAG, ADDRESS>(self.physical.q.val() >> self.tag_shift.val());
            self.tags.take_turn_i.next = self.control.miss_done_o.val() && self.victim_valid.q.val();
            self.tags.mark_i.next = self.stores.val() || self.control.miss_done_o.val();
            self.tags.mark_ways_i.next = self.way.q.val();
            self.tags.mark_set_i.next = self.set.val();
            self.tags.mark_dirty_i.next = self.stores.val();
            self.line_req_valid_o.next = self.control.line_req_valid_o.val();
            self.control.line_req_ready_i.next = self.line_req_ready_i.val();
            self.line_req_write_o.next = self.control.line_req_write_o.val();
            self.line_req_address_o.next = self.control.line_req_address_o.val();
            self.line_req_wdata_o.next = self.control.line_req_wdata_o.val();
            self.control.line_rsp_valid_i.next = self.line_rsp_valid_i.val();
            self.control.line_rsp_error_i.next = self.line_rsp_error_i.val();

            self.idle_o.next = self.control.empty_i.val() && self.control.idle_o.val();
            self.ready_o.next = self.control.ready_o.val();
            self.fault_o.next = self.control.fault_o.val();
            self.events_o.next = bits::<5>(0)
                .replace_bit(0, self.moved.q.val() && self.answers.q.val() && !self.status.q.val().any())
                .replace_bit(1, self.moved.q.val() && self.missing.q.val())
                .replace_bit(2, self.control.event_fill_o.val())
                .replace_bit(3, self.control.event_bypass_o.val())
                .replace_bit(4, self.control.event_write_back_o.val());
        }
    }
}
