// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_hot, configuration tiny: generated from hdl/src/hot.rs, do not edit.
//
// The Hardware Object Table.
//
// The Hardware Object Table: per class one arena with its whole bitmap, of which the current word is held ready.
//
//         H0               H1                      H2                     H3
//  op ──► class ─► entries (read) ─► entry ─► answer
//                      ▲               └────► step ─► next entry ─► (entries)
//                  bitmaps (read) ──────────────────► row ─► word without the object ─► bitmaps
//                      ▲
//                      └── word fetch: the word that will be needed next
//
// In H0 an operation is chosen; in H1 its class's entry is read and, for a free or a peek, a bitmap row; in H2 the entry answers an
// alloc as it is, and what the operation makes of it is written back, or handed to an operation of the class right behind, so that
// these follow each other every cycle; in H3 the bitmap word of a free is there, and whether its object was allocated shows a cycle later.
// The entry holds two 16-bit words, the current one and a copy of the next
// one, so that an alloc that fills a word does not wait for another; the copy is fetched ahead. Bitmap rows are not kept up to
// date for the current word and for full words: the entry has the one and implies the others.
//
// Contract:
//
// * After a reset `clearing_o` is high for 2^CLASS cycles, in which no operation may start.
// * `op_valid_i` starts an operation in any cycle with `advance_i`. The operations in H1 and H2 stay there until `advance_i`, which
//   may be low only while an alloc is in H2. An alloc with `void_i` in H1 changes nothing.
// * An alloc that waits for a word is answered after at most seven tries in vain, if between them no alloc of another class and no
//   free of its own takes effect, and no row is loaded.
// * No free and no peek starts while `loading_i` is high.
// * Whether a free's arena is in the table is found out ahead, in steps (cycles with `check_advance_i`): its class enters the check,
//   in the next step its page, and then the free may start, until another step has passed. No install starts while a free is
//   under way, and no free enters the check before the install has left H2.
// * The `install_*` inputs are those of an install while it is in H1 and in H2. All four rows of an arena are loaded from the cycle
//   after its install has started; `loading_i` is high until they are.
//
// Invariants: I4, I9 (`memento_abi::INVARIANTS`). In hardware terms: a current word that is known is not full
// unless all are; a next word that is known is the lowest word, other than the current, that is not full.
//
// Cost: per class 64 bits of entry, twice PAGE + 1 bits of page, and 256 bits of bitmap.

`default_nettype none

module memento_hot (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // The table is being emptied after a reset.
  output logic clearing_o,
  // Start an operation (H0).
  input  logic op_valid_i,
  // 0 alloc, 1 free, 2 install, 3 peek.
  input  logic [1:0] op_kind_i,
  // Class it works on.
  input  logic [3:0] op_class_i,
  // It is `class_1_o`, also if no operation starts.
  input  logic op_is_1_i,
  // It is `class_2_o`, also if no operation starts.
  input  logic op_is_2_i,
  // The class that came with the last `advance_i`.
  output logic [3:0] class_1_o,
  // The class that came with the one before.
  output logic [3:0] class_2_o,
  // Free: the object's index. Peek: the bitmap word, in the upper four bits.
  input  logic [7:0] op_object_i,
  // The check of frees moves on by a step.
  input  logic check_advance_i,
  // Check: class of a free.
  input  logic [3:0] check_class_i,
  // Check: first page of the object's arena, for the class of the step before.
  input  logic [11:0] check_page_i,
  // The operations in H1 and H2 move on.
  input  logic advance_i,
  // The alloc in H1 changes nothing in H2.
  input  logic void_i,
  // H2: an alloc of this class is answered.
  output logic ready_o,
  // H2: an alloc that is not answered waits for a bitmap word; ask again. If not, the class needs another
  // arena.
  output logic word_on_its_way_o,
  // H2: the class has an arena. For an install, that is the one that it replaces.
  output logic occupied_o,
  // H2: first page of that arena.
  output logic [11:0] page_o,
  // H2: index of the object that an alloc takes.
  output logic [7:0] object_o,
  // H2: no other word than the current one has a free object.
  output logic last_word_o,
  // H2: full words of the arena; words that the arena does not have count as full.
  output logic [15:0] summary_o,
  // A cycle after H3: how a free ended: 0 hit, 1 its arena is not in the table, 2 the object is not
  // allocated.
  output logic [1:0] outcome_o,
  // H3: the bitmap word of a peek, bit = 1 allocated.
  output logic [15:0] word_o,
  // Install: first page of the new arena.
  input  logic [11:0] install_page_i,
  // Install: full words; words that the arena does not have count as full.
  input  logic [15:0] install_summary_i,
  // Install: index of the lowest word that is not full.
  input  logic [3:0] install_word_i,
  // Install: free objects of that word.
  input  logic [15:0] install_free_i,
  // Rows are being loaded.
  input  logic loading_i,
  // Write a whole bitmap row.
  input  logic load_valid_i,
  // The row is written in this cycle.
  output logic load_ready_o,
  // Row: class and quarter of the bitmap.
  input  logic [5:0] load_row_i,
  // The row, bit = 1 allocated.
  input  logic [63:0] load_data_i
);
  logic frees_row;
  logic [63:0] entries_entry_o;
  logic entries_exhausted_o;
  logic pages_in_table_o;
  logic bitmaps_read_enable_i;
  logic [3:0] bitmaps_read_class_i;
  logic [3:0] bitmaps_read_word_i;
  logic bitmaps_known_i;
  logic [15:0] bitmaps_known_word_i;
  logic bitmaps_allocated_o;
  logic [3:0] step_fetch_word_o;
  logic step_fetch_next_o;
  logic step_word_held_o;
  logic step_word_full_o;
  logic step_allocated_o;
  logic [15:0] step_held_free_o;
  logic step_unknown_o;
  logic [63:0] step_entry_o;
  logic step_exhausted_o;
  logic fetch_alloc_i;
  logic fetch_cancel_i;
  logic fetch_valid_o;
  logic [3:0] fetch_place_o;
  logic [15:0] fetch_rest_o;
  logic fetch_single_o;
  logic fetch_wait_o;
  logic fetch_grant_i;
  logic [3:0] fetch_class_o;
  logic [3:0] fetch_word_o;
  logic clearing_q, clearing_d;
  logic [3:0] clear_class_q, clear_class_d;
  logic valid_1_q, valid_1_d;
  logic alloc_1_q, alloc_1_d;
  logic install_1_q, install_1_d;
  logic target_1_q, target_1_d;
  logic free_1_q, free_1_d;
  logic in_table_1_q, in_table_1_d;
  logic [7:0] object_1_q, object_1_d;
  logic valid_2_q, valid_2_d;
  logic alloc_2_q, alloc_2_d;
  logic install_2_q, install_2_d;
  logic target_2_q, target_2_d;
  logic free_2_q, free_2_d;
  logic in_table_2_q, in_table_2_d;
  logic [7:0] object_2_q, object_2_d;
  logic [15:0] word_bit_2_q, word_bit_2_d;
  logic [15:0] words_below_2_q, words_below_2_d;
  logic [15:0] object_bit_2_q, object_bit_2_d;
  logic [15:0] places_above_2_q, places_above_2_d;
  logic missed_q, missed_d;
  logic [1:0] outcome_q, outcome_d;

  // H0: take an operation.
  // H1: read what it works on. An install brings its own word.
  // Every operation writes its entry back, changed or not: nothing late decides about the write.
  memento_hot_table u_entries (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .clear_valid_i(clearing_q),
    .clear_class_i(clear_class_q),
    .advance_i(advance_i),
    .install_1_i(install_1_q),
    .install_free_i(install_free_i),
    .read_class_i(op_class_i),
    .read_is_1_i(op_is_1_i),
    .read_is_2_i(op_is_2_i),
    .class_1_o(class_1_o),
    .class_2_o(class_2_o),
    .entry_o(entries_entry_o),
    .exhausted_o(entries_exhausted_o),
    .occupied_o(occupied_o),
    .page_o(page_o),
    .write_valid_i(valid_2_q),
    .write_entry_i(step_entry_o),
    .write_exhausted_i(step_exhausted_o),
    .install_i(install_2_q),
    .install_page_i(install_page_i)
  );

  memento_hot_pages u_pages (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .clear_valid_i(clearing_q),
    .clear_class_i(clear_class_q),
    .write_enable_i(install_2_q),
    .write_class_i(class_2_o),
    .write_page_i(install_page_i),
    .check_advance_i(check_advance_i),
    .check_class_i(check_class_i),
    .check_page_i(check_page_i),
    .in_table_o(pages_in_table_o)
  );

  memento_hot_bitmaps u_bitmaps (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .read_enable_i(bitmaps_read_enable_i),
    .read_class_i(bitmaps_read_class_i),
    .read_word_i(bitmaps_read_word_i),
    .known_i(bitmaps_known_i),
    .known_word_i(bitmaps_known_word_i),
    .known_allocated_i(step_allocated_o),
    .free_i(frees_row),
    .object_bit_i(object_bit_2_q),
    .word_o(word_o),
    .allocated_o(bitmaps_allocated_o),
    .load_valid_i(load_valid_i),
    .load_ready_o(load_ready_o),
    .load_row_i(load_row_i),
    .load_data_i(load_data_i)
  );

  // H2: the operation, its entry, and what becomes of it.
  memento_hot_step u_step (
    .alloc_i(alloc_2_q),
    .free_i(free_2_q),
    .install_i(install_2_q),
    .word_i(object_2_q[7:4]),
    .word_bit_i(word_bit_2_q),
    .words_below_i(words_below_2_q),
    .place_i(object_2_q[3:0]),
    .object_bit_i(object_bit_2_q),
    .places_above_i(places_above_2_q),
    .fetch_valid_i(fetch_valid_o),
    .fetch_place_i(fetch_place_o),
    .fetch_rest_i(fetch_rest_o),
    .fetch_single_i(fetch_single_o),
    .install_word_i(install_word_i),
    .install_full_i(install_summary_i),
    .entry_i(entries_entry_o),
    .exhausted_i(entries_exhausted_o),
    .ready_o(ready_o),
    .last_word_o(last_word_o),
    .fetch_word_o(step_fetch_word_o),
    .fetch_next_o(step_fetch_next_o),
    .word_held_o(step_word_held_o),
    .word_full_o(step_word_full_o),
    .allocated_o(step_allocated_o),
    .held_free_o(step_held_free_o),
    .unknown_o(step_unknown_o),
    .summary_o(summary_o),
    .entry_o(step_entry_o),
    .exhausted_o(step_exhausted_o)
  );

  memento_word_fetch u_fetch (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .coming_i(advance_i),
    .coming_class_i(class_1_o),
    .op_class_i(class_2_o),
    .alloc_i(fetch_alloc_i),
    .urgent_i(word_on_its_way_o),
    .wants_next_i(step_fetch_next_o),
    .op_word_i(step_fetch_word_o),
    .cancel_i(fetch_cancel_i),
    .valid_o(fetch_valid_o),
    .place_o(fetch_place_o),
    .rest_o(fetch_rest_o),
    .single_o(fetch_single_o),
    .wait_o(fetch_wait_o),
    .grant_i(fetch_grant_i),
    .class_o(fetch_class_o),
    .word_o(fetch_word_o),
    .word_i(word_o)
  );

  // After a reset, class by class.
  assign clearing_o = clearing_q;

  always @* begin
    clearing_d = clearing_q;
    clear_class_d = clear_class_q;
    if (clearing_q) begin
      clear_class_d = clear_class_q + 4'd1;
      clearing_d = !(&clear_class_q);
    end
  end

  always @* begin
    valid_1_d = valid_1_q;
    alloc_1_d = alloc_1_q;
    install_1_d = install_1_q;
    target_1_d = target_1_q;
    free_1_d = free_1_q;
    in_table_1_d = in_table_1_q;
    object_1_d = object_1_q;
    if (advance_i) begin
      valid_1_d = op_valid_i;
      alloc_1_d = op_valid_i && (op_kind_i == 2'd0);
      install_1_d = op_valid_i && (op_kind_i == 2'd2);
      free_1_d = op_valid_i && (op_kind_i == 2'd1);
      target_1_d = op_valid_i && op_kind_i[0];
      in_table_1_d = pages_in_table_o;
      object_1_d = op_object_i;
    end
  end

  always @* begin
    valid_2_d = valid_2_q;
    alloc_2_d = alloc_2_q;
    install_2_d = install_2_q;
    target_2_d = target_2_q;
    free_2_d = free_2_q;
    in_table_2_d = in_table_2_q;
    object_2_d = object_2_q;
    word_bit_2_d = word_bit_2_q;
    words_below_2_d = words_below_2_q;
    object_bit_2_d = object_bit_2_q;
    places_above_2_d = places_above_2_q;
    if (advance_i) begin
      valid_2_d = valid_1_q;
      alloc_2_d = alloc_1_q && !void_i;
      install_2_d = install_1_q;
      free_2_d = free_1_q && in_table_1_q;
      target_2_d = target_1_q;
      in_table_2_d = in_table_1_q;
      object_2_d = object_1_q;
      word_bit_2_d = 16'd0 | (16'd1 << object_1_q[7:4]);
      words_below_2_d = ~(16'hffff << object_1_q[7:4]);
      object_bit_2_d = 16'd0 | (16'd1 << object_1_q[3:0]);
      places_above_2_d = 16'hfffe << object_1_q[3:0];
    end
  end

  // The bitmaps' read port: a free or a peek, else the word fetch. The frees ahead of the alloc that asked
  // for the word have written their rows by then, and one that follows cancels the fetch.
  assign fetch_grant_i = !target_1_q && !loading_i;
  assign bitmaps_read_enable_i = target_1_q || fetch_wait_o;

  always @* begin
    bitmaps_read_class_i = fetch_class_o;
    bitmaps_read_word_i = fetch_word_o;
    if (target_1_q) begin
      bitmaps_read_class_i = class_1_o;
      bitmaps_read_word_i = object_1_q[7:4];
    end
  end

  assign word_on_its_way_o = occupied_o && step_unknown_o;
  assign object_o = {entries_entry_o[51:48], entries_entry_o[55:52]};

  // The word fetch.
  assign frees_row = free_2_q && !step_word_held_o;
  assign fetch_alloc_i = alloc_2_q && advance_i;
  assign fetch_cancel_i = frees_row || install_2_q;

  // The bitmap word of a free or a peek: in the entry, or full, or as the row has it.
  assign bitmaps_known_i = target_2_q && (step_word_held_o || step_word_full_o);

  always @* begin
    bitmaps_known_word_i = 16'hffff;
    if (step_word_held_o) begin
      bitmaps_known_word_i = ~step_held_free_o;
    end
  end

  always @* begin
    missed_d = missed_q;
    // H3.
    missed_d = !in_table_2_q;
  end

  always @* begin
    outcome_d = outcome_q;
    outcome_d = 2'd0;
    if (missed_q) begin
      outcome_d = 2'd1;
    end else if (!bitmaps_allocated_o) begin
      outcome_d = 2'd2;
    end
  end

  assign outcome_o = outcome_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      clearing_q <= 1'b1;
      clear_class_q <= 4'd0;
      valid_1_q <= 1'b0;
      alloc_1_q <= 1'b0;
      install_1_q <= 1'b0;
      target_1_q <= 1'b0;
      free_1_q <= 1'b0;
      in_table_1_q <= 1'b0;
      object_1_q <= 8'd0;
      valid_2_q <= 1'b0;
      alloc_2_q <= 1'b0;
      install_2_q <= 1'b0;
      target_2_q <= 1'b0;
      free_2_q <= 1'b0;
      in_table_2_q <= 1'b0;
      object_2_q <= 8'd0;
      word_bit_2_q <= 16'd0;
      words_below_2_q <= 16'd0;
      object_bit_2_q <= 16'd0;
      places_above_2_q <= 16'd0;
      missed_q <= 1'b0;
      outcome_q <= 2'd0;
    end else begin
      clearing_q <= clearing_d;
      clear_class_q <= clear_class_d;
      valid_1_q <= valid_1_d;
      alloc_1_q <= alloc_1_d;
      install_1_q <= install_1_d;
      target_1_q <= target_1_d;
      free_1_q <= free_1_d;
      in_table_1_q <= in_table_1_d;
      object_1_q <= object_1_d;
      valid_2_q <= valid_2_d;
      alloc_2_q <= alloc_2_d;
      install_2_q <= install_2_d;
      target_2_q <= target_2_d;
      free_2_q <= free_2_d;
      in_table_2_q <= in_table_2_d;
      object_2_q <= object_2_d;
      word_bit_2_q <= word_bit_2_d;
      words_below_2_q <= words_below_2_d;
      object_bit_2_q <= object_bit_2_d;
      places_above_2_q <= places_above_2_d;
      missed_q <= missed_d;
      outcome_q <= outcome_d;
    end
  end
endmodule

`default_nettype wire
