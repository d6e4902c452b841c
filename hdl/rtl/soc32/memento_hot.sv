// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_hot, configuration soc32: generated from hdl/src/hot.rs, do not edit.
//
// The Hardware Object Table.
//
// The Hardware Object Table: per class one arena with its whole bitmap, of which the current word is held ready.
//
//           H0                       H1                                  H2
//  op ──► entries (read) ─► entry ─► step ─► answer, next entry
//         pages   (read) ─► page  ─► answer
//         bitmaps (read) ─────────────────► row ─► word without the object ─► bitmaps
//            ▲
//            └── word fetch: the word that will be needed next
//
// In H0 an operation reads its class's entry and, for a free or a peek, a bitmap row; in H1 an alloc is answered and the entry
// is written back, so operations on one class follow each other every cycle; in H2 the bitmap row of a free is written, and
// whether its object was allocated shows a cycle later. The entry holds two 16-bit words, the current one and a copy of the next
// one, so that an alloc that fills a word does not wait for another; the copy is fetched ahead. Bitmap rows are not kept up to
// date for the current word and for full words: the entry has the one and implies the others.
//
// Contract:
//
// * After a reset `clearing_o` is high for 2^CLASS cycles, in which no operation may start.
// * `op_valid_i` starts an operation in any cycle in which no operation is in H1 or `advance_i` is high. An operation in H1
//   stays there until `advance_i`, which may be low only for an alloc. An alloc with `void_i` changes nothing.
// * An alloc that waits for a word is answered after at most seven tries in vain, if between them no alloc of another class and no
//   free of its own takes effect, no row is loaded, and no `target_valid_i` is in vain.
// * A free or a peek is the one on the `target_*` inputs, which `op_class_i` must agree with. None starts while
//   `loading_i` is high. `target_valid_i` without one only keeps the word fetch from the bitmaps.
// * Whether a free's arena is in the table is found out ahead, in steps (cycles with `check_advance_i`): its class enters the check,
//   in the next step its page, and then the free may start, until another step has passed. No install starts while a free is
//   under way, and no free enters the check before the install has left H1.
// * All four rows of an arena are loaded from the cycle after its install has started; `loading_i` is high until they are.
//
// Invariants: I4, I9 (`memento_abi::INVARIANTS`). In hardware terms: a current word that is known is not full
// unless all are; a next word that is known is the lowest word, other than the current, that is not full.
//
// Cost: per class 57 bits of entry, twice PAGE + 1 bits of page, and 256 bits of bitmap.

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
  input  logic [5:0] op_class_i,
  // A free or a peek starts, or would if it could (H0).
  input  logic target_valid_i,
  // Its class.
  input  logic [5:0] target_class_i,
  // Free: the object's index. Peek: the bitmap word, in the upper four bits.
  input  logic [7:0] target_object_i,
  // The check of frees moves on by a step.
  input  logic check_advance_i,
  // Check: class of a free.
  input  logic [5:0] check_class_i,
  // Check: first page of the object's arena, for the class of the step before.
  input  logic [11:0] check_page_i,
  // The operation in H1 leaves.
  input  logic advance_i,
  // The operation in H1 changes nothing.
  input  logic void_i,
  // H1: an alloc of this class is answered.
  output logic ready_o,
  // H1: an alloc that is not answered waits for a bitmap word; ask again. If not, the class needs another
  // arena.
  output logic word_on_its_way_o,
  // H1: the class has an arena. For an install, that is the one that it replaces.
  output logic occupied_o,
  // H1: first page of that arena.
  output logic [11:0] page_o,
  // H1: index of the object that an alloc takes.
  output logic [7:0] object_o,
  // H1: no other word than the current one has a free object.
  output logic last_word_o,
  // H1: full words of the arena; words that the arena does not have count as full.
  output logic [15:0] summary_o,
  // A cycle after H2: how a free ended: 0 hit, 1 its arena is not in the table, 2 the object is not
  // allocated.
  output logic [1:0] outcome_o,
  // H2: the bitmap word of a peek, bit = 1 allocated.
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
  input  logic [7:0] load_row_i,
  // The row, bit = 1 allocated.
  input  logic [63:0] load_data_i
);
  logic accept;
  logic takes_effect;
  logic frees_row;
  logic [55:0] entries_entry_o;
  logic entries_write_enable_i;
  logic pages_in_table_o;
  logic bitmaps_read_enable_i;
  logic [5:0] bitmaps_read_class_i;
  logic [3:0] bitmaps_read_word_i;
  logic bitmaps_known_i;
  logic [15:0] bitmaps_known_word_i;
  logic bitmaps_allocated_o;
  logic step_alloc_i;
  logic step_free_i;
  logic [3:0] step_place_o;
  logic [3:0] step_fetch_word_o;
  logic step_fetch_next_o;
  logic step_word_held_o;
  logic step_word_full_o;
  logic [15:0] step_held_free_o;
  logic step_unknown_o;
  logic [3:0] step_current_word_o;
  logic step_ready_o;
  logic [55:0] step_entry_o;
  logic fetch_alloc_i;
  logic fetch_cancel_i;
  logic fetch_valid_o;
  logic [15:0] fetch_free_o;
  logic fetch_single_o;
  logic fetch_wait_o;
  logic fetch_grant_i;
  logic [5:0] fetch_class_o;
  logic [3:0] fetch_word_o;
  logic clearing_q, clearing_d;
  logic [5:0] clear_class_q, clear_class_d;
  logic valid_q, valid_d;
  logic is_alloc_q, is_alloc_d;
  logic is_install_q, is_install_d;
  logic is_free_q, is_free_d;
  logic is_target_q, is_target_d;
  logic in_table_q, in_table_d;
  logic [5:0] class_q, class_d;
  logic [3:0] word_q, word_d;
  logic [15:0] word_bit_q, word_bit_d;
  logic [15:0] words_below_q, words_below_d;
  logic [15:0] object_bit_q, object_bit_d;
  logic missed_q, missed_d;
  logic [1:0] outcome_q, outcome_d;

  memento_hot_table u_entries (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .clear_valid_i(clearing_q),
    .clear_class_i(clear_class_q),
    .read_enable_i(accept),
    .read_class_i(op_class_i),
    .ready_o(ready_o),
    .entry_o(entries_entry_o),
    .write_enable_i(entries_write_enable_i),
    .write_class_i(class_q),
    .write_ready_i(step_ready_o),
    .write_entry_i(step_entry_o)
  );

  memento_hot_pages u_pages (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .clear_valid_i(clearing_q),
    .clear_class_i(clear_class_q),
    .write_enable_i(is_install_q),
    .write_class_i(class_q),
    .write_page_i(install_page_i),
    .read_enable_i(accept),
    .read_class_i(op_class_i),
    .occupied_o(occupied_o),
    .page_o(page_o),
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
    .free_i(frees_row),
    .object_bit_i(object_bit_q),
    .word_o(word_o),
    .allocated_o(bitmaps_allocated_o),
    .load_valid_i(load_valid_i),
    .load_ready_o(load_ready_o),
    .load_row_i(load_row_i),
    .load_data_i(load_data_i)
  );

  memento_hot_step u_step (
    .alloc_i(step_alloc_i),
    .free_i(step_free_i),
    .install_i(is_install_q),
    .word_i(word_q),
    .word_bit_i(word_bit_q),
    .words_below_i(words_below_q),
    .object_bit_i(object_bit_q),
    .fetch_valid_i(fetch_valid_o),
    .fetch_free_i(fetch_free_o),
    .fetch_single_i(fetch_single_o),
    .install_word_i(install_word_i),
    .install_free_i(install_free_i),
    .install_full_i(install_summary_i),
    .ready_i(ready_o),
    .entry_i(entries_entry_o),
    .place_o(step_place_o),
    .last_word_o(last_word_o),
    .fetch_word_o(step_fetch_word_o),
    .fetch_next_o(step_fetch_next_o),
    .word_held_o(step_word_held_o),
    .word_full_o(step_word_full_o),
    .held_free_o(step_held_free_o),
    .unknown_o(step_unknown_o),
    .current_word_o(step_current_word_o),
    .summary_o(summary_o),
    .ready_o(step_ready_o),
    .entry_o(step_entry_o)
  );

  memento_word_fetch u_fetch (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .coming_i(accept),
    .coming_class_i(op_class_i),
    .op_class_i(class_q),
    .alloc_i(fetch_alloc_i),
    .urgent_i(word_on_its_way_o),
    .wants_next_i(step_fetch_next_o),
    .op_word_i(step_fetch_word_o),
    .cancel_i(fetch_cancel_i),
    .valid_o(fetch_valid_o),
    .free_o(fetch_free_o),
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
      clear_class_d = clear_class_q + 6'd1;
      clearing_d = !(&clear_class_q);
    end
  end

  // H0: take an operation and read what it works on.
  assign accept = !valid_q || advance_i;

  always @* begin
    valid_d = valid_q;
    is_alloc_d = is_alloc_q;
    is_install_d = is_install_q;
    is_free_d = is_free_q;
    is_target_d = is_target_q;
    in_table_d = in_table_q;
    class_d = class_q;
    word_d = word_q;
    word_bit_d = word_bit_q;
    words_below_d = words_below_q;
    object_bit_d = object_bit_q;
    if (accept) begin
      valid_d = op_valid_i;
      is_alloc_d = op_valid_i && (op_kind_i == 2'd0);
      is_install_d = op_valid_i && (op_kind_i == 2'd2);
      is_free_d = op_valid_i && (op_kind_i == 2'd1);
      is_target_d = op_valid_i && op_kind_i[0];
      in_table_d = pages_in_table_o;
      class_d = op_class_i;
      word_d = target_object_i[7:4];
      word_bit_d = 16'd0 | (16'd1 << target_object_i[7:4]);
      words_below_d = ~(16'hffff << target_object_i[7:4]);
      object_bit_d = 16'd0 | (16'd1 << target_object_i[3:0]);
    end
  end

  // The bitmaps' read port: a free or a peek, else the word fetch. The frees ahead of the alloc
  // that asked for the word have written their rows by then, and one that follows cancels the fetch.
  assign fetch_grant_i = !target_valid_i && !loading_i;
  assign bitmaps_read_enable_i = target_valid_i || fetch_wait_o;

  always @* begin
    bitmaps_read_class_i = fetch_class_o;
    bitmaps_read_word_i = fetch_word_o;
    if (target_valid_i) begin
      bitmaps_read_class_i = target_class_i;
      bitmaps_read_word_i = target_object_i[7:4];
    end
  end

  // H1: the operation, its entry, and what becomes of it.
  assign takes_effect = valid_q && advance_i && !void_i;
  assign step_alloc_i = is_alloc_q && !void_i;
  assign step_free_i = is_free_q && in_table_q;

  // Every operation writes its entry back, changed or not: nothing late decides about the write.
  assign entries_write_enable_i = valid_q && advance_i;
  assign word_on_its_way_o = occupied_o && step_unknown_o;
  assign object_o = {step_current_word_o, step_place_o};

  // The word fetch.
  assign frees_row = step_free_i && !step_word_held_o;
  assign fetch_alloc_i = is_alloc_q && takes_effect;
  assign fetch_cancel_i = frees_row || is_install_q;

  // The bitmap word of a free or a peek: in the entry, or full, or as the row has it.
  assign bitmaps_known_i = is_target_q && (step_word_held_o || step_word_full_o);

  always @* begin
    bitmaps_known_word_i = 16'hffff;
    if (step_word_held_o) begin
      bitmaps_known_word_i = ~step_held_free_o;
    end
  end

  always @* begin
    missed_d = missed_q;
    // H2.
    missed_d = !in_table_q;
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
      clear_class_q <= 6'd0;
      valid_q <= 1'b0;
      is_alloc_q <= 1'b0;
      is_install_q <= 1'b0;
      is_free_q <= 1'b0;
      is_target_q <= 1'b0;
      in_table_q <= 1'b0;
      class_q <= 6'd0;
      word_q <= 4'd0;
      word_bit_q <= 16'd0;
      words_below_q <= 16'd0;
      object_bit_q <= 16'd0;
      missed_q <= 1'b0;
      outcome_q <= 2'd0;
    end else begin
      clearing_q <= clearing_d;
      clear_class_q <= clear_class_d;
      valid_q <= valid_d;
      is_alloc_q <= is_alloc_d;
      is_install_q <= is_install_d;
      is_free_q <= is_free_d;
      is_target_q <= is_target_d;
      in_table_q <= in_table_d;
      class_q <= class_d;
      word_q <= word_d;
      word_bit_q <= word_bit_d;
      words_below_q <= words_below_d;
      object_bit_q <= object_bit_d;
      missed_q <= missed_d;
      outcome_q <= outcome_d;
    end
  end
endmodule

`default_nettype wire
