// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_find_first_zero_two_level, configuration paper: generated from hdl/src/find_first_zero_two_level.rs, do not edit.
//
// Find first zero in a bitmap of 256 bits, in two levels of 16 with registers between them.
//
//                        stage 1                          stage 2
//              +-------------------------+     +----------------------------+
//   bitmap_i ─►| 16 words of 16 bits:    |────►| first word that is not full|─► found_o
//              | is it full? which zero? |     | and the zero found in it   |─► index_o = word * 16 + zero
//              +-------------------------+     +----------------------------+─► summary_o
//
//   clk_i      __/^^\__/^^\__/^^\__/^^\__
//   valid_i    _/^^^^^^^^^^^\____________
//   bitmap_i    X  a  X  b  X
//   valid_o    _____________/^^^^^^^^^^^\
//   index_o                 X  a  X  b  X
//
// Searched in one piece, 256 bits bound the clock: 55 MHz on an ECP5 as a flat search, 90 MHz as a tree. Here each
// stage is four choices deep. Whoever keeps the summary with the bitmap, as the Hardware Object Table does, needs only
// two `FindFirstZero` of 16 bits: one on the summary and one on the word that it names.
//
// Contract
//
// * Latency: 2 cycles, all outputs from registers; one bitmap per cycle, no back-pressure.
// * Guarantees, while `valid_o` is high: bit w of `summary_o` says whether word w (bits 16w to 16w + 15) is full; `found_o`
//   says whether the bitmap has a zero; if so, `index_o` is the index of the lowest one.
// * A smaller bitmap takes the lower words and ties the others to ones.
//
// Cost
//
// 16 searches of 16 bits, a tree of 15 two-way choices of an index, and 107 flip-flops.
//
// Lowest zero bit of a bitmap of 256 bits.
//
// In the tree, node 0 is the root and nodes 2n + 1 and 2n + 2 are node n's children; word w is node 15 + w.

`default_nettype none

module memento_find_first_zero_two_level (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low: empties the stages.
  input  logic rst_ni,
  // A bitmap enters.
  input  logic valid_i,
  // The bitmap.
  input  logic [255:0] bitmap_i,
  // A bitmap has come out.
  output logic valid_o,
  // Which of its words are full.
  output logic [15:0] summary_o,
  // It has a zero bit.
  output logic found_o,
  // Index of its lowest zero bit.
  output logic [7:0] index_o
);
  localparam logic [3:0] NUMBER_0 = 4'd0;
  localparam logic [3:0] NUMBER_1 = 4'd1;
  localparam logic [3:0] NUMBER_2 = 4'd2;
  localparam logic [3:0] NUMBER_3 = 4'd3;
  localparam logic [3:0] NUMBER_4 = 4'd4;
  localparam logic [3:0] NUMBER_5 = 4'd5;
  localparam logic [3:0] NUMBER_6 = 4'd6;
  localparam logic [3:0] NUMBER_7 = 4'd7;
  localparam logic [3:0] NUMBER_8 = 4'd8;
  localparam logic [3:0] NUMBER_9 = 4'd9;
  localparam logic [3:0] NUMBER_10 = 4'ha;
  localparam logic [3:0] NUMBER_11 = 4'hb;
  localparam logic [3:0] NUMBER_12 = 4'hc;
  localparam logic [3:0] NUMBER_13 = 4'hd;
  localparam logic [3:0] NUMBER_14 = 4'he;
  localparam logic [3:0] NUMBER_15 = 4'hf;
  // Words that are full.
  logic [15:0] full;
  logic found_0, found_1, found_2, found_3, found_4, found_5, found_6, found_7, found_8, found_9,
      found_10, found_11, found_12, found_13, found_14, found_15, found_16, found_17, found_18, found_19,
      found_20, found_21, found_22, found_23, found_24, found_25, found_26, found_27, found_28, found_29,
      found_30;
  logic [3:0] word_0, word_1, word_2, word_3, word_4, word_5, word_6, word_7, word_8, word_9, word_10,
      word_11, word_12, word_13, word_14, word_15, word_16, word_17, word_18, word_19, word_20, word_21,
      word_22, word_23, word_24, word_25, word_26, word_27, word_28, word_29, word_30;
  logic [3:0] zero_0, zero_1, zero_2, zero_3, zero_4, zero_5, zero_6, zero_7, zero_8, zero_9, zero_10,
      zero_11, zero_12, zero_13, zero_14, zero_15, zero_16, zero_17, zero_18, zero_19, zero_20, zero_21,
      zero_22, zero_23, zero_24, zero_25, zero_26, zero_27, zero_28, zero_29, zero_30;
  logic in_word_0_found_o;
  logic [3:0] in_word_0_index_o;
  logic in_word_1_found_o;
  logic [3:0] in_word_1_index_o;
  logic in_word_2_found_o;
  logic [3:0] in_word_2_index_o;
  logic in_word_3_found_o;
  logic [3:0] in_word_3_index_o;
  logic in_word_4_found_o;
  logic [3:0] in_word_4_index_o;
  logic in_word_5_found_o;
  logic [3:0] in_word_5_index_o;
  logic in_word_6_found_o;
  logic [3:0] in_word_6_index_o;
  logic in_word_7_found_o;
  logic [3:0] in_word_7_index_o;
  logic in_word_8_found_o;
  logic [3:0] in_word_8_index_o;
  logic in_word_9_found_o;
  logic [3:0] in_word_9_index_o;
  logic in_word_10_found_o;
  logic [3:0] in_word_10_index_o;
  logic in_word_11_found_o;
  logic [3:0] in_word_11_index_o;
  logic in_word_12_found_o;
  logic [3:0] in_word_12_index_o;
  logic in_word_13_found_o;
  logic [3:0] in_word_13_index_o;
  logic in_word_14_found_o;
  logic [3:0] in_word_14_index_o;
  logic in_word_15_found_o;
  logic [3:0] in_word_15_index_o;
  logic valid_1_q, valid_1_d;
  logic [15:0] full_1_q, full_1_d;
  logic [3:0] zero_1_0_q, zero_1_0_d, zero_1_1_q, zero_1_1_d, zero_1_2_q, zero_1_2_d, zero_1_3_q,
      zero_1_3_d, zero_1_4_q, zero_1_4_d, zero_1_5_q, zero_1_5_d, zero_1_6_q, zero_1_6_d, zero_1_7_q,
      zero_1_7_d, zero_1_8_q, zero_1_8_d, zero_1_9_q, zero_1_9_d, zero_1_10_q, zero_1_10_d, zero_1_11_q,
      zero_1_11_d, zero_1_12_q, zero_1_12_d, zero_1_13_q, zero_1_13_d, zero_1_14_q, zero_1_14_d, zero_1_15_q,
      zero_1_15_d;
  logic valid_2_q, valid_2_d;
  logic [15:0] full_2_q, full_2_d;
  logic found_2_q, found_2_d;
  logic [7:0] index_2_q, index_2_d;

  memento_find_first_zero_16 u_in_word_0 (
    .word_i(bitmap_i[15:0]),
    .found_o(in_word_0_found_o),
    .index_o(in_word_0_index_o)
  );

  memento_find_first_zero_16 u_in_word_1 (
    .word_i(bitmap_i[31:16]),
    .found_o(in_word_1_found_o),
    .index_o(in_word_1_index_o)
  );

  memento_find_first_zero_16 u_in_word_2 (
    .word_i(bitmap_i[47:32]),
    .found_o(in_word_2_found_o),
    .index_o(in_word_2_index_o)
  );

  memento_find_first_zero_16 u_in_word_3 (
    .word_i(bitmap_i[63:48]),
    .found_o(in_word_3_found_o),
    .index_o(in_word_3_index_o)
  );

  memento_find_first_zero_16 u_in_word_4 (
    .word_i(bitmap_i[79:64]),
    .found_o(in_word_4_found_o),
    .index_o(in_word_4_index_o)
  );

  memento_find_first_zero_16 u_in_word_5 (
    .word_i(bitmap_i[95:80]),
    .found_o(in_word_5_found_o),
    .index_o(in_word_5_index_o)
  );

  memento_find_first_zero_16 u_in_word_6 (
    .word_i(bitmap_i[111:96]),
    .found_o(in_word_6_found_o),
    .index_o(in_word_6_index_o)
  );

  memento_find_first_zero_16 u_in_word_7 (
    .word_i(bitmap_i[127:112]),
    .found_o(in_word_7_found_o),
    .index_o(in_word_7_index_o)
  );

  memento_find_first_zero_16 u_in_word_8 (
    .word_i(bitmap_i[143:128]),
    .found_o(in_word_8_found_o),
    .index_o(in_word_8_index_o)
  );

  memento_find_first_zero_16 u_in_word_9 (
    .word_i(bitmap_i[159:144]),
    .found_o(in_word_9_found_o),
    .index_o(in_word_9_index_o)
  );

  memento_find_first_zero_16 u_in_word_10 (
    .word_i(bitmap_i[175:160]),
    .found_o(in_word_10_found_o),
    .index_o(in_word_10_index_o)
  );

  memento_find_first_zero_16 u_in_word_11 (
    .word_i(bitmap_i[191:176]),
    .found_o(in_word_11_found_o),
    .index_o(in_word_11_index_o)
  );

  memento_find_first_zero_16 u_in_word_12 (
    .word_i(bitmap_i[207:192]),
    .found_o(in_word_12_found_o),
    .index_o(in_word_12_index_o)
  );

  memento_find_first_zero_16 u_in_word_13 (
    .word_i(bitmap_i[223:208]),
    .found_o(in_word_13_found_o),
    .index_o(in_word_13_index_o)
  );

  memento_find_first_zero_16 u_in_word_14 (
    .word_i(bitmap_i[239:224]),
    .found_o(in_word_14_found_o),
    .index_o(in_word_14_index_o)
  );

  memento_find_first_zero_16 u_in_word_15 (
    .word_i(bitmap_i[255:240]),
    .found_o(in_word_15_found_o),
    .index_o(in_word_15_index_o)
  );

  always @* begin
    // Stage 1: every word for itself.
    full = 16'd0;
    full = {full[15:1], !in_word_0_found_o};
    full = {full[15:2], !in_word_1_found_o, full[0]};
    full = {full[15:3], !in_word_2_found_o, full[1:0]};
    full = {full[15:4], !in_word_3_found_o, full[2:0]};
    full = {full[15:5], !in_word_4_found_o, full[3:0]};
    full = {full[15:6], !in_word_5_found_o, full[4:0]};
    full = {full[15:7], !in_word_6_found_o, full[5:0]};
    full = {full[15:8], !in_word_7_found_o, full[6:0]};
    full = {full[15:9], !in_word_8_found_o, full[7:0]};
    full = {full[15:10], !in_word_9_found_o, full[8:0]};
    full = {full[15:11], !in_word_10_found_o, full[9:0]};
    full = {full[15:12], !in_word_11_found_o, full[10:0]};
    full = {full[15:13], !in_word_12_found_o, full[11:0]};
    full = {full[15:14], !in_word_13_found_o, full[12:0]};
    full = {full[15], !in_word_14_found_o, full[13:0]};
    full = {!in_word_15_found_o, full[14:0]};
  end

  assign zero_1_0_d = in_word_0_index_o;
  assign zero_1_1_d = in_word_1_index_o;
  assign zero_1_2_d = in_word_2_index_o;
  assign zero_1_3_d = in_word_3_index_o;
  assign zero_1_4_d = in_word_4_index_o;
  assign zero_1_5_d = in_word_5_index_o;
  assign zero_1_6_d = in_word_6_index_o;
  assign zero_1_7_d = in_word_7_index_o;
  assign zero_1_8_d = in_word_8_index_o;
  assign zero_1_9_d = in_word_9_index_o;
  assign zero_1_10_d = in_word_10_index_o;
  assign zero_1_11_d = in_word_11_index_o;
  assign zero_1_12_d = in_word_12_index_o;
  assign zero_1_13_d = in_word_13_index_o;
  assign zero_1_14_d = in_word_14_index_o;
  assign zero_1_15_d = in_word_15_index_o;

  always @* begin
    valid_1_d = valid_1_q;
    valid_1_d = valid_i;
  end

  always @* begin
    full_1_d = full_1_q;
    full_1_d = full;
  end

  // Stage 2: the words are the tree's leaves ..
  assign found_15 = !full_1_q[0];
  assign word_15 = NUMBER_0;
  assign zero_15 = zero_1_0_q;
  assign found_16 = !full_1_q[1];
  assign word_16 = NUMBER_1;
  assign zero_16 = zero_1_1_q;
  assign found_17 = !full_1_q[2];
  assign word_17 = NUMBER_2;
  assign zero_17 = zero_1_2_q;
  assign found_18 = !full_1_q[3];
  assign word_18 = NUMBER_3;
  assign zero_18 = zero_1_3_q;
  assign found_19 = !full_1_q[4];
  assign word_19 = NUMBER_4;
  assign zero_19 = zero_1_4_q;
  assign found_20 = !full_1_q[5];
  assign word_20 = NUMBER_5;
  assign zero_20 = zero_1_5_q;
  assign found_21 = !full_1_q[6];
  assign word_21 = NUMBER_6;
  assign zero_21 = zero_1_6_q;
  assign found_22 = !full_1_q[7];
  assign word_22 = NUMBER_7;
  assign zero_22 = zero_1_7_q;
  assign found_23 = !full_1_q[8];
  assign word_23 = NUMBER_8;
  assign zero_23 = zero_1_8_q;
  assign found_24 = !full_1_q[9];
  assign word_24 = NUMBER_9;
  assign zero_24 = zero_1_9_q;
  assign found_25 = !full_1_q[10];
  assign word_25 = NUMBER_10;
  assign zero_25 = zero_1_10_q;
  assign found_26 = !full_1_q[11];
  assign word_26 = NUMBER_11;
  assign zero_26 = zero_1_11_q;
  assign found_27 = !full_1_q[12];
  assign word_27 = NUMBER_12;
  assign zero_27 = zero_1_12_q;
  assign found_28 = !full_1_q[13];
  assign word_28 = NUMBER_13;
  assign zero_28 = zero_1_13_q;
  assign found_29 = !full_1_q[14];
  assign word_29 = NUMBER_14;
  assign zero_29 = zero_1_14_q;
  assign found_30 = !full_1_q[15];
  assign word_30 = NUMBER_15;
  assign zero_30 = zero_1_15_q;

  // .. and each node chooses between two.
  assign found_0 = found_1 || found_2;

  always @* begin
    if (found_1) begin
      word_0 = word_1;
      zero_0 = zero_1;
    end else begin
      word_0 = word_2;
      zero_0 = zero_2;
    end
  end

  assign found_1 = found_3 || found_4;

  always @* begin
    if (found_3) begin
      word_1 = word_3;
      zero_1 = zero_3;
    end else begin
      word_1 = word_4;
      zero_1 = zero_4;
    end
  end

  assign found_2 = found_5 || found_6;

  always @* begin
    if (found_5) begin
      word_2 = word_5;
      zero_2 = zero_5;
    end else begin
      word_2 = word_6;
      zero_2 = zero_6;
    end
  end

  assign found_3 = found_7 || found_8;

  always @* begin
    if (found_7) begin
      word_3 = word_7;
      zero_3 = zero_7;
    end else begin
      word_3 = word_8;
      zero_3 = zero_8;
    end
  end

  assign found_4 = found_9 || found_10;

  always @* begin
    if (found_9) begin
      word_4 = word_9;
      zero_4 = zero_9;
    end else begin
      word_4 = word_10;
      zero_4 = zero_10;
    end
  end

  assign found_5 = found_11 || found_12;

  always @* begin
    if (found_11) begin
      word_5 = word_11;
      zero_5 = zero_11;
    end else begin
      word_5 = word_12;
      zero_5 = zero_12;
    end
  end

  assign found_6 = found_13 || found_14;

  always @* begin
    if (found_13) begin
      word_6 = word_13;
      zero_6 = zero_13;
    end else begin
      word_6 = word_14;
      zero_6 = zero_14;
    end
  end

  assign found_7 = found_15 || found_16;

  always @* begin
    if (found_15) begin
      word_7 = word_15;
      zero_7 = zero_15;
    end else begin
      word_7 = word_16;
      zero_7 = zero_16;
    end
  end

  assign found_8 = found_17 || found_18;

  always @* begin
    if (found_17) begin
      word_8 = word_17;
      zero_8 = zero_17;
    end else begin
      word_8 = word_18;
      zero_8 = zero_18;
    end
  end

  assign found_9 = found_19 || found_20;

  always @* begin
    if (found_19) begin
      word_9 = word_19;
      zero_9 = zero_19;
    end else begin
      word_9 = word_20;
      zero_9 = zero_20;
    end
  end

  assign found_10 = found_21 || found_22;

  always @* begin
    if (found_21) begin
      word_10 = word_21;
      zero_10 = zero_21;
    end else begin
      word_10 = word_22;
      zero_10 = zero_22;
    end
  end

  assign found_11 = found_23 || found_24;

  always @* begin
    if (found_23) begin
      word_11 = word_23;
      zero_11 = zero_23;
    end else begin
      word_11 = word_24;
      zero_11 = zero_24;
    end
  end

  assign found_12 = found_25 || found_26;

  always @* begin
    if (found_25) begin
      word_12 = word_25;
      zero_12 = zero_25;
    end else begin
      word_12 = word_26;
      zero_12 = zero_26;
    end
  end

  assign found_13 = found_27 || found_28;

  always @* begin
    if (found_27) begin
      word_13 = word_27;
      zero_13 = zero_27;
    end else begin
      word_13 = word_28;
      zero_13 = zero_28;
    end
  end

  assign found_14 = found_29 || found_30;

  always @* begin
    if (found_29) begin
      word_14 = word_29;
      zero_14 = zero_29;
    end else begin
      word_14 = word_30;
      zero_14 = zero_30;
    end
  end

  always @* begin
    valid_2_d = valid_2_q;
    valid_2_d = valid_1_q;
  end

  always @* begin
    full_2_d = full_2_q;
    full_2_d = full_1_q;
  end

  always @* begin
    found_2_d = found_2_q;
    found_2_d = found_0;
  end

  always @* begin
    index_2_d = index_2_q;
    index_2_d = {word_0, zero_0};
  end

  assign valid_o = valid_2_q;
  assign summary_o = full_2_q;
  assign found_o = found_2_q;
  assign index_o = index_2_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_1_q <= 1'b0;
      full_1_q <= 16'd0;
      zero_1_0_q <= 4'd0;
      zero_1_1_q <= 4'd0;
      zero_1_2_q <= 4'd0;
      zero_1_3_q <= 4'd0;
      zero_1_4_q <= 4'd0;
      zero_1_5_q <= 4'd0;
      zero_1_6_q <= 4'd0;
      zero_1_7_q <= 4'd0;
      zero_1_8_q <= 4'd0;
      zero_1_9_q <= 4'd0;
      zero_1_10_q <= 4'd0;
      zero_1_11_q <= 4'd0;
      zero_1_12_q <= 4'd0;
      zero_1_13_q <= 4'd0;
      zero_1_14_q <= 4'd0;
      zero_1_15_q <= 4'd0;
      valid_2_q <= 1'b0;
      full_2_q <= 16'd0;
      found_2_q <= 1'b0;
      index_2_q <= 8'd0;
    end else begin
      valid_1_q <= valid_1_d;
      full_1_q <= full_1_d;
      zero_1_0_q <= zero_1_0_d;
      zero_1_1_q <= zero_1_1_d;
      zero_1_2_q <= zero_1_2_d;
      zero_1_3_q <= zero_1_3_d;
      zero_1_4_q <= zero_1_4_d;
      zero_1_5_q <= zero_1_5_d;
      zero_1_6_q <= zero_1_6_d;
      zero_1_7_q <= zero_1_7_d;
      zero_1_8_q <= zero_1_8_d;
      zero_1_9_q <= zero_1_9_d;
      zero_1_10_q <= zero_1_10_d;
      zero_1_11_q <= zero_1_11_d;
      zero_1_12_q <= zero_1_12_d;
      zero_1_13_q <= zero_1_13_d;
      zero_1_14_q <= zero_1_14_d;
      zero_1_15_q <= zero_1_15_d;
      valid_2_q <= valid_2_d;
      full_2_q <= full_2_d;
      found_2_q <= found_2_d;
      index_2_q <= index_2_d;
    end
  end
endmodule

`default_nettype wire
