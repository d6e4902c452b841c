// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_hot, configuration soc32: generated from hdl/src/hot.rs, do not edit.
//
// The Hardware Object Table.
//
// The Hardware Object Table: per class one arena with its whole bitmap, of which the current word is held ready.
//
//           H0                            H1                       H2
//  op ──► read ─────► entry ───► outcome, object, next entry ──►  write row
//         │           row word
//         └ fetch: the word that will be needed next, read while no free or peek wants the row port
//
// In H0 an operation reads its class's entry and, for a free or a peek, a bitmap row; in H1 the outcome shows and the
// entry is written back, so operations on one class follow each other every cycle; a changed bitmap row is written a
// cycle later. The entry holds two 16-bit words: the current one, and a copy of the next one, so that an alloc that fills a word does
// not wait for another. The copy is fetched ahead.
//
// Contract: `op_valid_i` starts an operation in any cycle in which no operation is in H1 or `advance_i` is high. An
// operation in H1 stays there until `advance_i`; it changes the table only in a cycle with `commit_i`, which implies
// `advance_i`. In a cycle in which a free or a peek starts, `row_request_i` is high with its class and word. After a
// reset the table is empty.
//
// Invariants: I4, I9 (`memento_abi::INVARIANTS`). In hardware terms: a current word that is known is not full
// unless all are; a next word that is known is the lowest word, other than the current, that is not full.
//
// Cost: per class 92 + PAGE bits of entry and 256 bits of bitmap.

`default_nettype none

module memento_hot (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // Start an operation (H0).
  input  logic op_valid_i,
  // 0 alloc, 1 free, 2 install, 3 peek.
  input  logic [1:0] op_kind_i,
  // Class it works on.
  input  logic [5:0] op_class_i,
  // Free: first page of the object's arena.
  input  logic [11:0] op_page_i,
  // Free: the object's index. Peek: the bitmap word, in the upper four bits.
  input  logic [7:0] op_object_i,
  // A free or a peek needs a bitmap row, at the latest in the cycle in which it starts.
  input  logic row_request_i,
  // Class of the row.
  input  logic [5:0] row_class_i,
  // Bitmap word in it.
  input  logic [3:0] row_word_i,
  // The operation in H1 leaves.
  input  logic advance_i,
  // The operation in H1 takes effect.
  input  logic commit_i,
  // An operation is in H1; the outputs below are about it.
  output logic result_valid_o,
  // 0 hit, 1 miss, 2 retry, 3 not allocated.
  output logic [1:0] outcome_o,
  // An alloc of this class would be a hit. Comes straight from a flip-flop.
  output logic ready_o,
  // The class has an arena.
  output logic occupied_o,
  // First page of that arena.
  output logic [11:0] page_o,
  // Alloc: index of the object taken.
  output logic [7:0] object_o,
  // Alloc: no other word than the current one has a free object.
  output logic last_word_o,
  // Full words of the arena; words that the arena does not have count as full.
  output logic [15:0] summary_o,
  // Peek: the bitmap word, bit = 1 allocated.
  output logic [15:0] word_o,
  // Install: first page of the new arena.
  input  logic [11:0] install_page_i,
  // Install: full words; words that the arena does not have count as full.
  input  logic [15:0] install_summary_i,
  // Install: index of the lowest word that is not full.
  input  logic [3:0] install_word_i,
  // Install: free objects of that word.
  input  logic [15:0] install_free_i,
  // Rows are being loaded: no free, peek or fetch may read them.
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
  logic is_alloc;
  logic is_free;
  logic is_install;
  logic [3:0] word;
  logic [15:0] row_word;
  logic [15:0] fetched_row_word;
  logic in_table;
  logic at_current;
  logic exhausted;
  logic in_entry;
  logic allocated;
  logic alloc_hit;
  logic alloc_retry;
  logic free_hit;
  logic [15:0] free_after;
  logic [15:0] early_free;
  logic [15:0] early_pick;
  logic early_single;
  logic changes_word;
  logic fills;
  logic fetch_mine;
  logic fetch_ready;
  logic next_known;
  logic [3:0] next_word;
  logic [15:0] next_free;
  logic [15:0] next_pick;
  logic next_single;
  logic fetch_request;
  logic [3:0] fetch_request_word;
  logic fetch_cancel;
  logic table_read_enable_i;
  logic [15:0] table_others_full_o;
  logic [3:0] table_current_word_o;
  logic table_current_known_o;
  logic [15:0] table_current_free_o;
  logic [15:0] table_current_pick_o;
  logic table_current_single_o;
  logic table_next_known_o;
  logic [3:0] table_next_word_o;
  logic [15:0] table_next_free_o;
  logic [15:0] table_next_pick_o;
  logic table_next_single_o;
  logic table_write_enable_i;
  logic table_ready_i;
  logic [11:0] table_page_i;
  logic [15:0] table_others_full_i;
  logic [3:0] table_current_word_i;
  logic table_current_known_i;
  logic [15:0] table_current_free_i;
  logic [15:0] table_current_pick_i;
  logic table_current_single_i;
  logic table_next_known_i;
  logic rows_read_enable_i;
  logic [7:0] rows_read_address_i;
  logic [63:0] rows_read_data_o;
  logic [3:0] rows_write_mask_i;
  logic [7:0] rows_write_address_i;
  logic [63:0] rows_write_data_i;
  logic candidate_found_o;
  logic [3:0] candidate_index_o;
  logic [15:0] lowest_lowest_o;
  logic [15:0] lowest_fetched_word_i;
  logic [15:0] lowest_fetched_lowest_o;
  logic [15:0] lowest_installed_lowest_o;
  logic single_single_o;
  logic [15:0] single_fetched_word_i;
  logic single_fetched_single_o;
  logic single_installed_single_o;
  logic valid_q, valid_d;
  logic [1:0] kind_q, kind_d;
  logic [5:0] class_q, class_d;
  logic [11:0] page_q, page_d;
  logic [7:0] object_q, object_d;
  logic [15:0] object_bit_q, object_bit_d;
  logic row_write_q, row_write_d;
  logic [5:0] row_write_class_q, row_write_class_d;
  logic [3:0] row_write_word_q, row_write_word_d;
  logic [15:0] row_write_data_q, row_write_data_d;
  logic behind_h1_q, behind_h1_d;
  logic behind_h2_q, behind_h2_d;
  logic [15:0] behind_h2_data_q, behind_h2_data_d;
  logic fetch_pending_q, fetch_pending_d;
  logic fetch_reading_q, fetch_reading_d;
  logic fetch_arrived_q, fetch_arrived_d;
  logic [3:0] fetch_age_q, fetch_age_d;
  logic [5:0] fetch_class_q, fetch_class_d;
  logic [3:0] fetch_word_q, fetch_word_d;
  logic [15:0] fetch_free_q, fetch_free_d;
  logic [15:0] fetch_pick_q, fetch_pick_d;
  logic fetch_single_q, fetch_single_d;

  memento_hot_table u_table (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .read_enable_i(table_read_enable_i),
    .read_class_i(op_class_i),
    .valid_o(occupied_o),
    .ready_o(ready_o),
    .page_o(page_o),
    .others_full_o(table_others_full_o),
    .current_word_o(table_current_word_o),
    .current_known_o(table_current_known_o),
    .current_free_o(table_current_free_o),
    .current_pick_o(table_current_pick_o),
    .current_single_o(table_current_single_o),
    .next_known_o(table_next_known_o),
    .next_word_o(table_next_word_o),
    .next_free_o(table_next_free_o),
    .next_pick_o(table_next_pick_o),
    .next_single_o(table_next_single_o),
    .write_enable_i(table_write_enable_i),
    .write_class_i(class_q),
    .ready_i(table_ready_i),
    .page_i(table_page_i),
    .others_full_i(table_others_full_i),
    .current_word_i(table_current_word_i),
    .current_known_i(table_current_known_i),
    .current_free_i(table_current_free_i),
    .current_pick_i(table_current_pick_i),
    .current_single_i(table_current_single_i),
    .next_known_i(table_next_known_i),
    .next_word_i(next_word),
    .next_free_i(next_free),
    .next_pick_i(next_pick),
    .next_single_i(next_single)
  );

  memento_masked_ram_256x64 u_rows (
    .clk_i(clk_i),
    .read_enable_i(rows_read_enable_i),
    .read_address_i(rows_read_address_i),
    .read_data_o(rows_read_data_o),
    .write_mask_i(rows_write_mask_i),
    .write_address_i(rows_write_address_i),
    .write_data_i(rows_write_data_i)
  );

  // The word that becomes current next: the lowest other word that is not full, fetched or not.
  memento_find_first_zero_16 u_candidate (
    .word_i(table_others_full_o),
    .found_o(candidate_found_o),
    .index_o(candidate_index_o)
  );

  memento_lowest_bit u_lowest (
    .word_i(free_after),
    .lowest_o(lowest_lowest_o)
  );

  memento_lowest_bit u_lowest_fetched (
    .word_i(lowest_fetched_word_i),
    .lowest_o(lowest_fetched_lowest_o)
  );

  memento_lowest_bit u_lowest_installed (
    .word_i(install_free_i),
    .lowest_o(lowest_installed_lowest_o)
  );

  memento_single_bit u_single (
    .word_i(free_after),
    .single_o(single_single_o)
  );

  memento_single_bit u_single_fetched (
    .word_i(single_fetched_word_i),
    .single_o(single_fetched_single_o)
  );

  memento_single_bit u_single_installed (
    .word_i(install_free_i),
    .single_o(single_installed_single_o)
  );

  // H0: take an operation and read what it works on.
  assign accept = !valid_q || advance_i;
  assign table_read_enable_i = accept && op_valid_i;

  always_comb begin
    valid_d = valid_q;
    kind_d = kind_q;
    class_d = class_q;
    page_d = page_q;
    object_d = object_q;
    object_bit_d = object_bit_q;
    if (accept) begin
      valid_d = op_valid_i;
      kind_d = op_kind_i;
      class_d = op_class_i;
      page_d = op_page_i;
      object_d = op_object_i;
      object_bit_d = 16'd0 | (16'd1 << op_object_i[3:0]);
    end
  end

  // The row port serves frees and peeks first, then the word fetch.
  assign rows_read_enable_i = row_request_i || fetch_pending_q;

  always_comb begin
    rows_read_address_i = {fetch_class_q, fetch_word_q[3:2]};
    if (row_request_i) begin
      rows_read_address_i = {row_class_i, row_word_i[3:2]};
    end
  end

  // H1: the operation and its entry.
  assign is_alloc = valid_q && (kind_q == 2'd0);
  assign is_free = valid_q && (kind_q == 2'd1);
  assign is_install = valid_q && (kind_q == 2'd2);
  assign word = object_q[7:4];

  always_comb begin
    case (word[1:0])
      2'd0: row_word = rows_read_data_o[15:0];
      2'd1: row_word = rows_read_data_o[31:16];
      2'd2: row_word = rows_read_data_o[47:32];
      default: row_word = rows_read_data_o[63:48];
    endcase
    // The row was read before the two operations ahead had written theirs.
    if (behind_h1_q && row_write_q) begin
      row_word = row_write_data_q;
    end else if (behind_h2_q) begin
      row_word = behind_h2_data_q;
    end
  end

  assign in_table = occupied_o && (page_o == page_q);
  assign at_current = table_current_known_o && (table_current_word_o == word);

  // A current word that is known and has nothing free: no word has.
  assign exhausted = table_current_known_o && !ready_o;
  assign in_entry = at_current || exhausted;
  assign fetch_mine = fetch_class_q == class_q;
  assign fetch_ready = fetch_arrived_q && fetch_mine;
  assign next_known = table_next_known_o || fetch_ready;

  always_comb begin
    next_word = table_next_word_o;
    next_free = table_next_free_o;
    next_pick = table_next_pick_o;
    next_single = table_next_single_o;
    if (fetch_ready) begin
      next_word = fetch_word_q;
      next_free = fetch_free_q;
      next_pick = fetch_pick_q;
      next_single = fetch_single_q;
    end
  end

  // Outcome.
  assign alloc_hit = is_alloc && ready_o;
  assign alloc_retry = is_alloc && occupied_o && !table_current_known_o;

  always_comb begin
    // Freeing a free object again changes nothing below, so only the outcome needs to know.
    allocated = |(row_word & object_bit_q);
    if (at_current) begin
      allocated = !(|(table_current_free_o & object_bit_q));
    end
  end

  assign free_hit = is_free && in_table;

  always_comb begin
    outcome_o = 2'd0;
    if (is_alloc) begin
      if (alloc_retry) begin
        outcome_o = 2'd2;
      end else if (!ready_o) begin
        outcome_o = 2'd1;
      end
    end
    if (is_free) begin
      if (!in_table) begin
        outcome_o = 2'd1;
      end else if (!allocated) begin
        outcome_o = 2'd3;
      end
    end
  end

  assign result_valid_o = valid_q;
  assign object_o = {
    table_current_word_o,
    |(table_current_pick_o & 16'hff00),
    |(table_current_pick_o & 16'hf0f0),
    |(table_current_pick_o & 16'hcccc),
    |(table_current_pick_o & 16'haaaa)
  };
  assign last_word_o = &table_others_full_o;
  assign summary_o =
    (table_others_full_o & ~(16'd1 << table_current_word_o))
    | ({15'd0, exhausted} << table_current_word_o);

  always_comb begin
    word_o = row_word;
    if (at_current) begin
      word_o = ~table_current_free_o;
    end
  end

  always_comb begin
    // The current word after an alloc or a free in it, and its lowest free object.
    free_after = table_current_free_o | object_bit_q;
    if (is_alloc) begin
      free_after = table_current_free_o & ~table_current_pick_o;
    end
  end

  assign fills = alloc_hit && table_current_single_o;

  // The entry after the operation.
  assign table_write_enable_i =
    commit_i
    && (alloc_hit || (alloc_retry && fetch_ready) || free_hit || is_install);

  always_comb begin
    table_page_i = page_o;
    table_ready_i = 1'b1;
    table_others_full_i = table_others_full_o;
    table_current_word_i = table_current_word_o;
    table_current_known_i = 1'b1;
    table_next_known_i = table_next_known_o;
    // Current word: what replaces it is known early; what changes it comes late and has the last choice.
    early_free = table_current_free_o;
    early_pick = table_current_pick_o;
    early_single = table_current_single_o;
    changes_word = 1'b0;
    case (kind_q)
      2'd0: begin
        table_next_known_i = next_known;
        changes_word = table_current_known_o && !table_current_single_o;
        if (!table_current_known_o) begin
          // A retry: the word fetched is the current one.
          table_next_known_i = 1'b0;
          early_free = fetch_free_q;
          early_pick = fetch_pick_q;
          early_single = fetch_single_q;
        end else if (table_current_single_o) begin
          table_next_known_i = 1'b0;
          if (next_known) begin
            table_current_word_i = next_word;
            early_free = next_free;
            early_pick = next_pick;
            early_single = next_single;
            table_others_full_i = table_others_full_o | (16'd1 << next_word);
          end else begin
            table_ready_i = 1'b0;
            early_free = 16'd0;
            if (candidate_found_o) begin
              table_current_word_i = candidate_index_o;
              table_current_known_i = 1'b0;
              table_others_full_i = table_others_full_o | (16'd1 << candidate_index_o);
            end
          end
        end
      end
      2'd1: begin
        changes_word = in_entry;
        if (in_entry) begin
          table_current_word_i = word;
        end else begin
          table_ready_i = ready_o;
          table_current_known_i = table_current_known_o;
          table_others_full_i = table_others_full_o & ~(16'd1 << word);
          // A word that is not known yet stays the current one, whatever is freed in it.
          if (table_current_word_o == word) begin
            table_others_full_i = table_others_full_o;
          end
          if (word <= table_next_word_o) begin
            table_next_known_i = 1'b0;
          end
        end
      end
      default: begin
        table_page_i = install_page_i;
        table_others_full_i = install_summary_i | (16'd1 << install_word_i);
        table_current_word_i = install_word_i;
        early_free = install_free_i;
        early_pick = lowest_installed_lowest_o;
        early_single = single_installed_single_o;
        table_next_known_i = 1'b0;
      end
    endcase
  end

  always_comb begin
    table_current_free_i = early_free;
    table_current_pick_i = early_pick;
    table_current_single_i = early_single;
    if (changes_word) begin
      table_current_free_i = free_after;
      table_current_pick_i = lowest_lowest_o;
      table_current_single_i = single_single_o;
    end
  end

  always_comb begin
    row_write_d = row_write_q;
    // The row after the operation: a word that an alloc filled, or a free outside the current word.
    row_write_d = commit_i && (fills || (free_hit && !in_entry));
  end

  always_comb begin
    row_write_class_d = row_write_class_q;
    row_write_class_d = class_q;
  end

  always_comb begin
    row_write_word_d = row_write_word_q;
    row_write_data_d = row_write_data_q;
    row_write_word_d = table_current_word_o;
    row_write_data_d = 16'hffff;
    if (is_free) begin
      row_write_word_d = word;
      row_write_data_d = row_word & ~object_bit_q;
    end
  end

  always_comb begin
    behind_h1_d = behind_h1_q;
    behind_h1_d = (class_q == row_class_i) && (word == row_word_i) && is_free;
    if (is_alloc) begin
      behind_h1_d = (class_q == row_class_i) && (table_current_word_o == row_word_i);
    end
  end

  always_comb begin
    behind_h2_d = behind_h2_q;
    behind_h2_d = row_write_q && (row_write_class_q == row_class_i) && (row_write_word_q == row_word_i);
  end

  always_comb begin
    behind_h2_data_d = behind_h2_data_q;
    behind_h2_data_d = row_write_data_q;
  end

  // H2: write the row; rows that are being loaded wait.
  assign load_ready_o = !row_write_q;

  always_comb begin
    rows_write_mask_i = 4'd0;
    rows_write_address_i = load_row_i;
    rows_write_data_i = load_data_i;
    if (row_write_q) begin
      rows_write_mask_i = 4'd0 | (4'd1 << row_write_word_q[1:0]);
      rows_write_address_i = {row_write_class_q, row_write_word_q[3:2]};
      rows_write_data_i = {row_write_data_q, row_write_data_q, row_write_data_q, row_write_data_q};
    end else if (load_valid_i) begin
      rows_write_mask_i = 4'hf;
    end
  end

  always_comb begin
    // The word fetch: granted when the row port is free, captured a cycle later.
    case (fetch_word_q[1:0])
      2'd0: fetched_row_word = rows_read_data_o[15:0];
      2'd1: fetched_row_word = rows_read_data_o[31:16];
      2'd2: fetched_row_word = rows_read_data_o[47:32];
      default: fetched_row_word = rows_read_data_o[63:48];
    endcase
  end

  assign lowest_fetched_word_i = ~fetched_row_word;
  assign single_fetched_word_i = ~fetched_row_word;

  always_comb begin
    fetch_pending_d = fetch_pending_q;
    fetch_reading_d = fetch_reading_q;
    fetch_arrived_d = fetch_arrived_q;
    fetch_class_d = fetch_class_q;
    fetch_word_d = fetch_word_q;
    fetch_free_d = fetch_free_q;
    fetch_pick_d = fetch_pick_q;
    fetch_single_d = fetch_single_q;
    if (fetch_pending_q && !row_request_i && !loading_i) begin
      fetch_pending_d = 1'b0;
      fetch_reading_d = 1'b1;
    end
    if (fetch_reading_q) begin
      fetch_reading_d = 1'b0;
      fetch_arrived_d = 1'b1;
      fetch_free_d = ~fetched_row_word;
      fetch_pick_d = lowest_fetched_lowest_o;
      fetch_single_d = single_fetched_single_o;
    end
    // An alloc in the fetched word's class takes the word along into its entry.
    if (commit_i && fetch_ready && (alloc_hit || alloc_retry)) begin
      fetch_arrived_d = 1'b0;
    end
    if (fetch_cancel) begin
      fetch_pending_d = 1'b0;
      fetch_reading_d = 1'b0;
      fetch_arrived_d = 1'b0;
    end
    if (fetch_request) begin
      fetch_pending_d = 1'b1;
      fetch_reading_d = 1'b0;
      fetch_arrived_d = 1'b0;
      fetch_class_d = class_q;
      fetch_word_d = fetch_request_word;
    end
  end

  always_comb begin
    fetch_age_d = fetch_age_q;
    // A retry must have its word. An alloc that hits asks ahead when no fetch is under way; a word that has
    // arrived is left to its class for 15 cycles, so that classes in turn do not take it from each other.
    fetch_age_d = 4'd0;
    if (fetch_arrived_q) begin
      fetch_age_d = fetch_age_q;
      if (!(&fetch_age_q)) begin
        fetch_age_d = fetch_age_q + 4'd1;
      end
    end
  end

  always_comb begin
    fetch_request = 1'b0;
    fetch_request_word = candidate_index_o;
    if (commit_i && alloc_retry && !fetch_ready) begin
      fetch_request = !(fetch_mine && (fetch_pending_q || fetch_reading_q));
      fetch_request_word = table_current_word_o;
    end
    if (commit_i && alloc_hit && !fills) begin
      fetch_request =
        !next_known
        && !last_word_o
        && !fetch_pending_q
        && !fetch_reading_q
        && (!fetch_arrived_q || (&fetch_age_q));
    end
  end

  // A free outside the current word may change which word comes next, or the word itself.
  assign fetch_cancel = commit_i && fetch_mine && ((free_hit && !in_entry) || is_install);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q <= 1'b0;
      kind_q <= 2'd0;
      class_q <= 6'd0;
      page_q <= 12'd0;
      object_q <= 8'd0;
      object_bit_q <= 16'd0;
      row_write_q <= 1'b0;
      row_write_class_q <= 6'd0;
      row_write_word_q <= 4'd0;
      row_write_data_q <= 16'd0;
      behind_h1_q <= 1'b0;
      behind_h2_q <= 1'b0;
      behind_h2_data_q <= 16'd0;
      fetch_pending_q <= 1'b0;
      fetch_reading_q <= 1'b0;
      fetch_arrived_q <= 1'b0;
      fetch_age_q <= 4'd0;
      fetch_class_q <= 6'd0;
      fetch_word_q <= 4'd0;
      fetch_free_q <= 16'd0;
      fetch_pick_q <= 16'd0;
      fetch_single_q <= 1'b0;
    end else begin
      valid_q <= valid_d;
      kind_q <= kind_d;
      class_q <= class_d;
      page_q <= page_d;
      object_q <= object_d;
      object_bit_q <= object_bit_d;
      row_write_q <= row_write_d;
      row_write_class_q <= row_write_class_d;
      row_write_word_q <= row_write_word_d;
      row_write_data_q <= row_write_data_d;
      behind_h1_q <= behind_h1_d;
      behind_h2_q <= behind_h2_d;
      behind_h2_data_q <= behind_h2_data_d;
      fetch_pending_q <= fetch_pending_d;
      fetch_reading_q <= fetch_reading_d;
      fetch_arrived_q <= fetch_arrived_d;
      fetch_age_q <= fetch_age_d;
      fetch_class_q <= fetch_class_d;
      fetch_word_q <= fetch_word_d;
      fetch_free_q <= fetch_free_d;
      fetch_pick_q <= fetch_pick_d;
      fetch_single_q <= fetch_single_d;
    end
  end
endmodule

`default_nettype wire
