// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_cache_data, configuration paper: generated from hdl/src/cache_data.rs, do not edit.
//
// What the lines in the cache hold.
//
// The data of a set-associative cache, one memory of 2^ROW words of 64 bits a way, and the word of the access in
// the cache's second step.
//
//           step 1                                     step 2
//  row ──► (memory) ──► the way that hits ──► register ──┬─► word_o
//                       what was written in this cycle ──┤
//                       and in the one before          ──┘
//
// Contract:
//
// * The row to read is named in the cycle before step 1, `row_i` and `hit_i` are about the access in step 1. With `move_i` it moves on to step 2,
//   and from the next cycle on `word_o` is the word it hits as all writes leave it, those of the
//   `move_i` cycle and of the cycle before included. Until the next `move_i` it stays.
// * `load_i` makes `word_o` be `load_data_i` from the next cycle on; no move then.
// * `choose_word_o` is the word of the row read in the cycle before in the way `choose_way_i`; it means nothing if that cycle wrote it.
// * A write makes the word `write_row_i` of the ways `write_ways_i` be `write_data_i`.
//
// Cost: WAYS memories of 2^ROW × 64 bits, 192 flip-flops.

`default_nettype none

module memento_cache_data (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // Word to read: the set above the beat.
  input  logic [10:0] read_row_i,
  // Word of the access in step 1.
  input  logic [10:0] row_i,
  // The way that has it.
  input  logic [15:0] hit_i,
  // It moves on to step 2.
  input  logic move_i,
  // The word in step 2.
  output logic [63:0] word_o,
  // The word in step 2 becomes `load_data_i`.
  input  logic load_i,
  // A word.
  input  logic [63:0] load_data_i,
  // A way.
  input  logic [15:0] choose_way_i,
  // The word in it.
  output logic [63:0] choose_word_o,
  // Ways to write.
  input  logic [15:0] write_ways_i,
  // Word to write.
  input  logic [10:0] write_row_i,
  // What to write.
  input  logic [63:0] write_data_i
);
  logic [63:0] hit_word;
  logic [63:0] chosen_word;
  logic [63:0] result;
  logic [63:0] rows_0_read_data_o;
  logic [63:0] rows_1_read_data_o;
  logic [63:0] rows_2_read_data_o;
  logic [63:0] rows_3_read_data_o;
  logic [63:0] rows_4_read_data_o;
  logic [63:0] rows_5_read_data_o;
  logic [63:0] rows_6_read_data_o;
  logic [63:0] rows_7_read_data_o;
  logic [63:0] rows_8_read_data_o;
  logic [63:0] rows_9_read_data_o;
  logic [63:0] rows_10_read_data_o;
  logic [63:0] rows_11_read_data_o;
  logic [63:0] rows_12_read_data_o;
  logic [63:0] rows_13_read_data_o;
  logic [63:0] rows_14_read_data_o;
  logic [63:0] rows_15_read_data_o;
  // From the memory.
  logic [63:0] word_q, word_d;
  // What was written in the cycle before.
  logic [63:0] written_q, written_d;
  // What was written before that; or the word that stays.
  logic [63:0] aside_q, aside_d;
  logic [15:0] written_ways_q, written_ways_d;
  logic [10:0] written_row_q, written_row_d;
  logic from_written_q, from_written_d;
  logic from_aside_q, from_aside_d;

  memento_ram_2048x64 u_rows_0 (
    .clk_i(clk_i),
    .read_enable_i(1'b1),
    .read_address_i(read_row_i),
    .read_data_o(rows_0_read_data_o),
    .write_enable_i(write_ways_i[0]),
    .write_address_i(write_row_i),
    .write_data_i(write_data_i)
  );

  memento_ram_2048x64 u_rows_1 (
    .clk_i(clk_i),
    .read_enable_i(1'b1),
    .read_address_i(read_row_i),
    .read_data_o(rows_1_read_data_o),
    .write_enable_i(write_ways_i[1]),
    .write_address_i(write_row_i),
    .write_data_i(write_data_i)
  );

  memento_ram_2048x64 u_rows_2 (
    .clk_i(clk_i),
    .read_enable_i(1'b1),
    .read_address_i(read_row_i),
    .read_data_o(rows_2_read_data_o),
    .write_enable_i(write_ways_i[2]),
    .write_address_i(write_row_i),
    .write_data_i(write_data_i)
  );

  memento_ram_2048x64 u_rows_3 (
    .clk_i(clk_i),
    .read_enable_i(1'b1),
    .read_address_i(read_row_i),
    .read_data_o(rows_3_read_data_o),
    .write_enable_i(write_ways_i[3]),
    .write_address_i(write_row_i),
    .write_data_i(write_data_i)
  );

  memento_ram_2048x64 u_rows_4 (
    .clk_i(clk_i),
    .read_enable_i(1'b1),
    .read_address_i(read_row_i),
    .read_data_o(rows_4_read_data_o),
    .write_enable_i(write_ways_i[4]),
    .write_address_i(write_row_i),
    .write_data_i(write_data_i)
  );

  memento_ram_2048x64 u_rows_5 (
    .clk_i(clk_i),
    .read_enable_i(1'b1),
    .read_address_i(read_row_i),
    .read_data_o(rows_5_read_data_o),
    .write_enable_i(write_ways_i[5]),
    .write_address_i(write_row_i),
    .write_data_i(write_data_i)
  );

  memento_ram_2048x64 u_rows_6 (
    .clk_i(clk_i),
    .read_enable_i(1'b1),
    .read_address_i(read_row_i),
    .read_data_o(rows_6_read_data_o),
    .write_enable_i(write_ways_i[6]),
    .write_address_i(write_row_i),
    .write_data_i(write_data_i)
  );

  memento_ram_2048x64 u_rows_7 (
    .clk_i(clk_i),
    .read_enable_i(1'b1),
    .read_address_i(read_row_i),
    .read_data_o(rows_7_read_data_o),
    .write_enable_i(write_ways_i[7]),
    .write_address_i(write_row_i),
    .write_data_i(write_data_i)
  );

  memento_ram_2048x64 u_rows_8 (
    .clk_i(clk_i),
    .read_enable_i(1'b1),
    .read_address_i(read_row_i),
    .read_data_o(rows_8_read_data_o),
    .write_enable_i(write_ways_i[8]),
    .write_address_i(write_row_i),
    .write_data_i(write_data_i)
  );

  memento_ram_2048x64 u_rows_9 (
    .clk_i(clk_i),
    .read_enable_i(1'b1),
    .read_address_i(read_row_i),
    .read_data_o(rows_9_read_data_o),
    .write_enable_i(write_ways_i[9]),
    .write_address_i(write_row_i),
    .write_data_i(write_data_i)
  );

  memento_ram_2048x64 u_rows_10 (
    .clk_i(clk_i),
    .read_enable_i(1'b1),
    .read_address_i(read_row_i),
    .read_data_o(rows_10_read_data_o),
    .write_enable_i(write_ways_i[10]),
    .write_address_i(write_row_i),
    .write_data_i(write_data_i)
  );

  memento_ram_2048x64 u_rows_11 (
    .clk_i(clk_i),
    .read_enable_i(1'b1),
    .read_address_i(read_row_i),
    .read_data_o(rows_11_read_data_o),
    .write_enable_i(write_ways_i[11]),
    .write_address_i(write_row_i),
    .write_data_i(write_data_i)
  );

  memento_ram_2048x64 u_rows_12 (
    .clk_i(clk_i),
    .read_enable_i(1'b1),
    .read_address_i(read_row_i),
    .read_data_o(rows_12_read_data_o),
    .write_enable_i(write_ways_i[12]),
    .write_address_i(write_row_i),
    .write_data_i(write_data_i)
  );

  memento_ram_2048x64 u_rows_13 (
    .clk_i(clk_i),
    .read_enable_i(1'b1),
    .read_address_i(read_row_i),
    .read_data_o(rows_13_read_data_o),
    .write_enable_i(write_ways_i[13]),
    .write_address_i(write_row_i),
    .write_data_i(write_data_i)
  );

  memento_ram_2048x64 u_rows_14 (
    .clk_i(clk_i),
    .read_enable_i(1'b1),
    .read_address_i(read_row_i),
    .read_data_o(rows_14_read_data_o),
    .write_enable_i(write_ways_i[14]),
    .write_address_i(write_row_i),
    .write_data_i(write_data_i)
  );

  memento_ram_2048x64 u_rows_15 (
    .clk_i(clk_i),
    .read_enable_i(1'b1),
    .read_address_i(read_row_i),
    .read_data_o(rows_15_read_data_o),
    .write_enable_i(write_ways_i[15]),
    .write_address_i(write_row_i),
    .write_data_i(write_data_i)
  );

  always @* begin
    hit_word = 64'd0;
    if (hit_i[0]) begin
      hit_word = hit_word | rows_0_read_data_o;
    end
    if (hit_i[1]) begin
      hit_word = hit_word | rows_1_read_data_o;
    end
    if (hit_i[2]) begin
      hit_word = hit_word | rows_2_read_data_o;
    end
    if (hit_i[3]) begin
      hit_word = hit_word | rows_3_read_data_o;
    end
    if (hit_i[4]) begin
      hit_word = hit_word | rows_4_read_data_o;
    end
    if (hit_i[5]) begin
      hit_word = hit_word | rows_5_read_data_o;
    end
    if (hit_i[6]) begin
      hit_word = hit_word | rows_6_read_data_o;
    end
    if (hit_i[7]) begin
      hit_word = hit_word | rows_7_read_data_o;
    end
    if (hit_i[8]) begin
      hit_word = hit_word | rows_8_read_data_o;
    end
    if (hit_i[9]) begin
      hit_word = hit_word | rows_9_read_data_o;
    end
    if (hit_i[10]) begin
      hit_word = hit_word | rows_10_read_data_o;
    end
    if (hit_i[11]) begin
      hit_word = hit_word | rows_11_read_data_o;
    end
    if (hit_i[12]) begin
      hit_word = hit_word | rows_12_read_data_o;
    end
    if (hit_i[13]) begin
      hit_word = hit_word | rows_13_read_data_o;
    end
    if (hit_i[14]) begin
      hit_word = hit_word | rows_14_read_data_o;
    end
    if (hit_i[15]) begin
      hit_word = hit_word | rows_15_read_data_o;
    end
  end

  always @* begin
    chosen_word = 64'd0;
    if (choose_way_i[0]) begin
      chosen_word = chosen_word | rows_0_read_data_o;
    end
    if (choose_way_i[1]) begin
      chosen_word = chosen_word | rows_1_read_data_o;
    end
    if (choose_way_i[2]) begin
      chosen_word = chosen_word | rows_2_read_data_o;
    end
    if (choose_way_i[3]) begin
      chosen_word = chosen_word | rows_3_read_data_o;
    end
    if (choose_way_i[4]) begin
      chosen_word = chosen_word | rows_4_read_data_o;
    end
    if (choose_way_i[5]) begin
      chosen_word = chosen_word | rows_5_read_data_o;
    end
    if (choose_way_i[6]) begin
      chosen_word = chosen_word | rows_6_read_data_o;
    end
    if (choose_way_i[7]) begin
      chosen_word = chosen_word | rows_7_read_data_o;
    end
    if (choose_way_i[8]) begin
      chosen_word = chosen_word | rows_8_read_data_o;
    end
    if (choose_way_i[9]) begin
      chosen_word = chosen_word | rows_9_read_data_o;
    end
    if (choose_way_i[10]) begin
      chosen_word = chosen_word | rows_10_read_data_o;
    end
    if (choose_way_i[11]) begin
      chosen_word = chosen_word | rows_11_read_data_o;
    end
    if (choose_way_i[12]) begin
      chosen_word = chosen_word | rows_12_read_data_o;
    end
    if (choose_way_i[13]) begin
      chosen_word = chosen_word | rows_13_read_data_o;
    end
    if (choose_way_i[14]) begin
      chosen_word = chosen_word | rows_14_read_data_o;
    end
    if (choose_way_i[15]) begin
      chosen_word = chosen_word | rows_15_read_data_o;
    end
  end

  assign choose_word_o = chosen_word;

  always @* begin
    written_d = written_q;
    // A word read before, or while, it was written is taken from what was written.
    written_d = write_data_i;
  end

  always @* begin
    written_ways_d = written_ways_q;
    written_ways_d = write_ways_i;
  end

  always @* begin
    written_row_d = written_row_q;
    written_row_d = write_row_i;
  end

  always @* begin
    result = word_q;
    if (from_aside_q) begin
      result = aside_q;
    end
    if (from_written_q) begin
      result = written_q;
    end
  end

  assign word_o = result;

  always @* begin
    word_d = word_q;
    aside_d = aside_q;
    from_written_d = from_written_q;
    from_aside_d = from_aside_q;
    if (move_i) begin
      word_d = hit_word;
      aside_d = written_q;
      from_written_d = (|(write_ways_i & hit_i)) && (write_row_i == row_i);
      from_aside_d = (|(written_ways_q & hit_i)) && (written_row_q == row_i);
    end else begin
      aside_d = result;
      from_written_d = 1'b0;
      from_aside_d = 1'b1;
    end
    if (load_i) begin
      aside_d = load_data_i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      word_q <= 64'd0;
      written_q <= 64'd0;
      aside_q <= 64'd0;
      written_ways_q <= 16'd0;
      written_row_q <= 11'd0;
      from_written_q <= 1'b0;
      from_aside_q <= 1'b0;
    end else begin
      word_q <= word_d;
      written_q <= written_d;
      aside_q <= aside_d;
      written_ways_q <= written_ways_d;
      written_row_q <= written_row_d;
      from_written_q <= from_written_d;
      from_aside_q <= from_aside_d;
    end
  end
endmodule

`default_nettype wire
