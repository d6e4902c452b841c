// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_hot_bitmaps, configuration paper: generated from hdl/src/hot_bitmaps.rs, do not edit.
//
// The bitmaps of the arenas in the Hardware Object Table.
//
// The bitmaps of the arenas in the Hardware Object Table, and the frees that change them.
//
//            B0                    B1                       B2
//  read ──► row ──► (memory) ──► register ──► word ──► word_o, allocated_o
//                                   ▲           └──► without the object ──► row
//          known already ───────────┘
//
// A read passes three steps, one per cycle, and never waits. In B0 it names a class and a word; in B1 it may say that the word is
// known already, or that it is a free, which takes an object out of the word; in B2 the word shows. A free writes the word back a cycle
// later, and the reads behind it see it written.
//
// A row is 64 bits, four words of 16 objects; bit = 1 allocated. Loading writes whole rows, in cycles in which no free writes.
//
// Cost: a memory of 2^ROW rows of 64 bits. ROW is CLASS + 2.

`default_nettype none

module memento_hot_bitmaps (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // B0: read.
  input  logic read_enable_i,
  // B0: class.
  input  logic [5:0] read_class_i,
  // B0: index of the word.
  input  logic [3:0] read_word_i,
  // B1: the word is `known_word_i`, whatever the memory holds.
  input  logic known_i,
  // B1: the word, if it is known.
  input  logic [15:0] known_word_i,
  // B1: if it is known, the object is allocated in it.
  input  logic known_allocated_i,
  // B1: take `object_bit_i` out of the word.
  input  logic free_i,
  // B1: an object of the word, one bit of 16.
  input  logic [15:0] object_bit_i,
  // B2: the word.
  output logic [15:0] word_o,
  // B2: the object is allocated in it.
  output logic allocated_o,
  // Write a whole row.
  input  logic load_valid_i,
  // The row is written in this cycle.
  output logic load_ready_o,
  // Row: class and quarter of the bitmap.
  input  logic [7:0] load_row_i,
  // The row.
  input  logic [63:0] load_data_i
);
  logic follows;
  logic follows_second;
  logic follows_third;
  logic takes_row;
  logic takes_aside;
  logic [15:0] aside_after;
  logic [15:0] masks_0, masks_1, masks_2, masks_3, masks_4, masks_5;
  logic [15:0] result;
  logic [15:0] word_after;
  logic [7:0] rows_read_address_i;
  logic [63:0] rows_read_data_o;
  logic [3:0] rows_write_mask_i;
  logic [7:0] rows_write_address_i;
  logic [63:0] rows_write_data_i;
  logic [5:0] class_1_q, class_1_d;
  logic [3:0] word_1_q, word_1_d;
  // It is the word of the read before it.
  logic same_1_q, same_1_d;
  // It is the word of the second read before it.
  logic same_2_q, same_2_d;
  // It is the word of the third read before it.
  logic same_3_q, same_3_d;
  logic [63:0] row_q, row_d;
  logic [5:0] class_q, class_d;
  logic [3:0] word_q, word_d;
  logic [15:0] object_bit_q, object_bit_d;
  logic write_q, write_d;
  // Where the word comes from, one bit high: a quarter of `row`, `aside`, or what the free ahead has written.
  logic [3:0] from_quarter_q, from_quarter_d;
  logic from_aside_q, from_aside_d;
  logic from_written_q, from_written_d;
  logic [15:0] aside_q, aside_d;
  // `object_bit` in the word's quarter.
  logic [63:0] object_in_row_q, object_in_row_d;
  // Whether the object is allocated is told by `row`, or by what the free ahead has written; else it is
  // `allocated_elsewhere`.
  logic row_tells_q, row_tells_d;
  logic written_tells_q, written_tells_d;
  logic allocated_elsewhere_q, allocated_elsewhere_d;
  // The word is `known_word`, wherever else it would come from.
  logic known_q, known_d;
  logic [15:0] known_word_q, known_word_d;
  logic written_q, written_d;
  logic [5:0] written_class_q, written_class_d;
  logic [3:0] written_index_q, written_index_d;
  logic [15:0] written_word_q, written_word_d;
  logic earlier_q, earlier_d;
  logic [15:0] earlier_word_q, earlier_word_d;

  // B0.
  memento_masked_ram_256x64 u_rows (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(rows_read_address_i),
    .read_data_o(rows_read_data_o),
    .write_mask_i(rows_write_mask_i),
    .write_address_i(rows_write_address_i),
    .write_data_i(rows_write_data_i)
  );

  assign rows_read_address_i = {read_class_i, read_word_i[3:2]};

  always @* begin
    class_1_d = class_1_q;
    class_1_d = read_class_i;
  end

  always @* begin
    word_1_d = word_1_q;
    word_1_d = read_word_i;
  end

  always @* begin
    same_1_d = same_1_q;
    same_1_d = (class_1_q == read_class_i) && (word_1_q == read_word_i);
  end

  always @* begin
    same_2_d = same_2_q;
    same_2_d = (class_q == read_class_i) && (word_q == read_word_i);
  end

  always @* begin
    same_3_d = same_3_q;
    same_3_d = (written_class_q == read_class_i) && (written_index_q == read_word_i);
  end

  // B1: the memory was read before the three frees ahead had written; what they write goes around it.
  assign follows = write_q && same_1_q;
  assign follows_second = written_q && same_2_q;
  assign follows_third = earlier_q && same_3_q;

  always @* begin
    row_d = row_q;
    row_d = rows_read_data_o;
  end

  always @* begin
    class_d = class_q;
    class_d = class_1_q;
  end

  always @* begin
    word_d = word_q;
    word_d = word_1_q;
  end

  always @* begin
    object_bit_d = object_bit_q;
    object_bit_d = object_bit_i;
  end

  always @* begin
    write_d = write_q;
    write_d = free_i;
  end

  always @* begin
    known_d = known_q;
    known_d = known_i;
  end

  always @* begin
    known_word_d = known_word_q;
    known_word_d = known_word_i;
  end

  always @* begin
    aside_after = earlier_word_q;
    if (follows_second) begin
      aside_after = written_word_q;
    end
  end

  always @* begin
    aside_d = aside_q;
    aside_d = aside_after;
  end

  always @* begin
    from_written_d = from_written_q;
    from_written_d = follows;
  end

  assign takes_aside = (follows_second || follows_third) && !follows;

  always @* begin
    from_aside_d = from_aside_q;
    from_aside_d = takes_aside;
  end

  always @* begin
    from_quarter_d = from_quarter_q;
    from_quarter_d = 4'd0;
    if (takes_row) begin
      from_quarter_d = 4'd0 | (4'd1 << word_1_q[1:0]);
    end
  end

  assign takes_row = !follows && !follows_second && !follows_third;

  always @* begin
    object_in_row_d = object_in_row_q;
    // Where the object would be, and so whether it is allocated, need not wait for the word.
    case (word_1_q[1:0])
      2'd0: object_in_row_d = {48'd0, object_bit_i};
      2'd1: object_in_row_d = {32'd0, object_bit_i, 16'd0};
      2'd2: object_in_row_d = {16'd0, object_bit_i, 32'd0};
      default: object_in_row_d = {object_bit_i, 48'd0};
    endcase
  end

  always @* begin
    row_tells_d = row_tells_q;
    row_tells_d = takes_row && !known_i;
  end

  always @* begin
    written_tells_d = written_tells_q;
    written_tells_d = follows && !known_i;
  end

  always @* begin
    allocated_elsewhere_d = allocated_elsewhere_q;
    allocated_elsewhere_d = takes_aside && (|(aside_after & object_bit_i));
    if (known_i) begin
      allocated_elsewhere_d = known_allocated_i;
    end
  end

  always @* begin
    // B2: the word is the known one or one of six.
    masks_0 = 16'd0;
    if (from_quarter_q[0]) begin
      masks_0 = 16'hffff;
    end
  end

  always @* begin
    masks_1 = 16'd0;
    if (from_quarter_q[1]) begin
      masks_1 = 16'hffff;
    end
  end

  always @* begin
    masks_2 = 16'd0;
    if (from_quarter_q[2]) begin
      masks_2 = 16'hffff;
    end
  end

  always @* begin
    masks_3 = 16'd0;
    if (from_quarter_q[3]) begin
      masks_3 = 16'hffff;
    end
  end

  always @* begin
    masks_4 = 16'd0;
    if (from_aside_q) begin
      masks_4 = 16'hffff;
    end
  end

  always @* begin
    masks_5 = 16'd0;
    if (from_written_q) begin
      masks_5 = 16'hffff;
    end
  end

  always @* begin
    result =
      (row_q[15:0] & masks_0)
      | (row_q[31:16] & masks_1)
      | (row_q[47:32] & masks_2)
      | (row_q[63:48] & masks_3)
      | (aside_q & masks_4)
      | (written_word_q & masks_5);
    if (known_q) begin
      result = known_word_q;
    end
  end

  assign word_o = result;
  assign allocated_o =
    (row_tells_q && (|(row_q & object_in_row_q)))
    || (written_tells_q && (|(written_word_q & object_bit_q)))
    || allocated_elsewhere_q;
  assign word_after = result & ~object_bit_q;

  always @* begin
    written_d = written_q;
    written_d = write_q;
  end

  always @* begin
    written_class_d = written_class_q;
    written_class_d = class_q;
  end

  always @* begin
    written_index_d = written_index_q;
    written_index_d = word_q;
  end

  always @* begin
    written_word_d = written_word_q;
    written_word_d = word_after;
  end

  always @* begin
    earlier_d = earlier_q;
    // What is written goes to the memory from a register.
    earlier_d = written_q;
  end

  always @* begin
    earlier_word_d = earlier_word_q;
    earlier_word_d = written_word_q;
  end

  assign load_ready_o = !written_q;

  always @* begin
    rows_write_mask_i = 4'd0;
    rows_write_address_i = load_row_i;
    rows_write_data_i = load_data_i;
    if (written_q) begin
      rows_write_mask_i = 4'd0 | (4'd1 << written_index_q[1:0]);
      rows_write_address_i = {written_class_q, written_index_q[3:2]};
      rows_write_data_i = {written_word_q, written_word_q, written_word_q, written_word_q};
    end else if (load_valid_i) begin
      rows_write_mask_i = 4'hf;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      class_1_q <= 6'd0;
      word_1_q <= 4'd0;
      same_1_q <= 1'b0;
      same_2_q <= 1'b0;
      same_3_q <= 1'b0;
      row_q <= 64'd0;
      class_q <= 6'd0;
      word_q <= 4'd0;
      object_bit_q <= 16'd0;
      write_q <= 1'b0;
      from_quarter_q <= 4'd0;
      from_aside_q <= 1'b0;
      from_written_q <= 1'b0;
      aside_q <= 16'd0;
      object_in_row_q <= 64'd0;
      row_tells_q <= 1'b0;
      written_tells_q <= 1'b0;
      allocated_elsewhere_q <= 1'b0;
      known_q <= 1'b0;
      known_word_q <= 16'd0;
      written_q <= 1'b0;
      written_class_q <= 6'd0;
      written_index_q <= 4'd0;
      written_word_q <= 16'd0;
      earlier_q <= 1'b0;
      earlier_word_q <= 16'd0;
    end else begin
      class_1_q <= class_1_d;
      word_1_q <= word_1_d;
      same_1_q <= same_1_d;
      same_2_q <= same_2_d;
      same_3_q <= same_3_d;
      row_q <= row_d;
      class_q <= class_d;
      word_q <= word_d;
      object_bit_q <= object_bit_d;
      write_q <= write_d;
      from_quarter_q <= from_quarter_d;
      from_aside_q <= from_aside_d;
      from_written_q <= from_written_d;
      aside_q <= aside_d;
      object_in_row_q <= object_in_row_d;
      row_tells_q <= row_tells_d;
      written_tells_q <= written_tells_d;
      allocated_elsewhere_q <= allocated_elsewhere_d;
      known_q <= known_d;
      known_word_q <= known_word_d;
      written_q <= written_d;
      written_class_q <= written_class_d;
      written_index_q <= written_index_d;
      written_word_q <= written_word_d;
      earlier_q <= earlier_d;
      earlier_word_q <= earlier_word_d;
    end
  end
endmodule

`default_nettype wire
