// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_hot_table, configuration soc32: generated from hdl/src/hot_table.rs, do not edit.
//
// The entries of the Hardware Object Table, one per class.
//
// The entries of the Hardware Object Table: one row per class, read one cycle ahead, written back in place.
//
//  read_class_i ──►┌───────────┐   ┌─────────┐
//                  │ rows (RAM)├──►│ forward ├──► entry, one cycle later
//  write, entry ──►└─────┬─────┘   └────▲────┘
//                        └─ same class ─┘
//
// Contract: after a cycle with `read_enable_i`, the outputs show the entry of `read_class_i` and keep it until the
// next read. A read in the cycle in which the same class is written shows what was written. A class never written
// since reset reads as not valid; its other fields are then undefined.
//
// Cost: 2^CLASS rows of 92 + PAGE bits, and 2^CLASS x 2 flip-flops.

`default_nettype none

module memento_hot_table (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low: empties every entry.
  input  logic rst_ni,
  // Read an entry.
  input  logic read_enable_i,
  // Class to read.
  input  logic [5:0] read_class_i,
  // The class has an arena.
  output logic valid_o,
  // The class has an arena, and its current word is known and has a free object.
  output logic ready_o,
  // First page of the arena.
  output logic [11:0] page_o,
  // Words other than the current one that are full; the current one and words that the arena does not have
  // count as full.
  output logic [15:0] others_full_o,
  // Index of the current word.
  output logic [3:0] current_word_o,
  // The current word's bits are held here; if not, they are in the bitmap rows.
  output logic current_known_o,
  // Free objects of the current word, bit = 1 free.
  output logic [15:0] current_free_o,
  // The lowest free object of the current word, as one bit.
  output logic [15:0] current_pick_o,
  // It is the only one.
  output logic current_single_o,
  // A copy of the word that becomes current after this one is held here.
  output logic next_known_o,
  // Index of that word.
  output logic [3:0] next_word_o,
  // Free objects of that word, bit = 1 free.
  output logic [15:0] next_free_o,
  // The lowest of them, as one bit.
  output logic [15:0] next_pick_o,
  // It is the only one.
  output logic next_single_o,
  // Write an entry, which becomes valid.
  input  logic write_enable_i,
  // Class to write.
  input  logic [5:0] write_class_i,
  // The current word is known and has a free object.
  input  logic ready_i,
  // First page of the arena.
  input  logic [11:0] page_i,
  // Words other than the current one that are full; the current one counts as full.
  input  logic [15:0] others_full_i,
  // Index of the current word.
  input  logic [3:0] current_word_i,
  // The current word's bits are held in the entry.
  input  logic current_known_i,
  // Free objects of the current word.
  input  logic [15:0] current_free_i,
  // The lowest free object of the current word, as one bit.
  input  logic [15:0] current_pick_i,
  // It is the only one.
  input  logic current_single_i,
  // A copy of the next word is held in the entry.
  input  logic next_known_i,
  // Index of the next word.
  input  logic [3:0] next_word_i,
  // Free objects of the next word.
  input  logic [15:0] next_free_i,
  // The lowest of them, as one bit.
  input  logic [15:0] next_pick_i,
  // It is the only one.
  input  logic next_single_i
);
  logic [103:0] written;
  logic [103:0] entry;
  logic same_class;
  logic [103:0] rows_read_data_o;
  logic [63:0] occupied_q, occupied_d;
  logic [63:0] ready_classes_q, ready_classes_d;
  logic valid_q, valid_d;
  logic ready_q, ready_d;
  logic forward_q, forward_d;
  logic [103:0] forwarded_q, forwarded_d;

  memento_ram_64x104 u_rows (
    .clk_i(clk_i),
    .read_enable_i(read_enable_i),
    .read_address_i(read_class_i),
    .read_data_o(rows_read_data_o),
    .write_enable_i(write_enable_i),
    .write_address_i(write_class_i),
    .write_data_i(written)
  );

  assign written = {
    page_i,
    others_full_i,
    next_single_i,
    current_single_i,
    next_known_i,
    current_known_i,
    next_word_i,
    current_word_i,
    next_pick_i,
    current_pick_i,
    next_free_i,
    current_free_i
  };

  // The memory shows a row as it was before the write, so the write goes around it.
  assign same_class = write_enable_i && (write_class_i == read_class_i);

  always_comb begin
    valid_d = valid_q;
    ready_d = ready_q;
    forward_d = forward_q;
    forwarded_d = forwarded_q;
    if (read_enable_i) begin
      valid_d = same_class || occupied_q[read_class_i];
      ready_d = ready_classes_q[read_class_i];
      if (same_class) begin
        ready_d = ready_i;
      end
      forward_d = same_class;
      forwarded_d = written;
    end
  end

  always_comb begin
    occupied_d = occupied_q;
    ready_classes_d = ready_classes_q;
    if (write_enable_i) begin
      occupied_d = occupied_q | (64'd1 << write_class_i);
      ready_classes_d = (ready_classes_q & ~(64'd1 << write_class_i)) | ({63'd0, ready_i} << write_class_i);
    end
  end

  always_comb begin
    entry = rows_read_data_o;
    if (forward_q) begin
      entry = forwarded_q;
    end
  end

  assign valid_o = valid_q;
  assign ready_o = ready_q;
  assign current_free_o = entry[15:0];
  assign next_free_o = entry[31:16];
  assign current_pick_o = entry[47:32];
  assign next_pick_o = entry[63:48];
  assign current_word_o = entry[67:64];
  assign next_word_o = entry[71:68];
  assign current_known_o = entry[72];
  assign next_known_o = entry[73];
  assign current_single_o = entry[74];
  assign next_single_o = entry[75];
  assign others_full_o = entry[91:76];
  assign page_o = entry[103:92];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      occupied_q <= 64'd0;
      ready_classes_q <= 64'd0;
      valid_q <= 1'b0;
      ready_q <= 1'b0;
      forward_q <= 1'b0;
      forwarded_q <= 104'd0;
    end else begin
      occupied_q <= occupied_d;
      ready_classes_q <= ready_classes_d;
      valid_q <= valid_d;
      ready_q <= ready_d;
      forward_q <= forward_d;
      forwarded_q <= forwarded_d;
    end
  end
endmodule

`default_nettype wire
