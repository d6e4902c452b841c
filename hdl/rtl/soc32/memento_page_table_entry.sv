// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_page_table_entry, configuration soc32: generated from hdl/src/page_table_entry.rs, do not edit.
//
// Page table entry: what an entry says, and how one is written.
//
//            63                               10 9         0
//   table    | 0 |            PPN               | 0000000001 |
//   leaf     | 0 |            PPN               | 0011010111 |     D, A, U, W, R, V
//   mark     | 0 |  next page of the list       | 0000000l10 |     l: the list goes on
//   nothing  | 0                                             |
//
// Contract
//
// * Combinational. An entry of Sv39 is a beat; one of Sv32 is the half of a beat that `upper_i` tells.
// * Exactly one of `table_o`, `leaf_o`, `mark_o`, `malformed_o` is high, or none: then the entry is nothing. An entry
//   that is not valid is a mark only in the last level, and nothing in the others.
// * `beat_o` is `beat_i` with that entry replaced; the other half of the beat of an Sv32 entry stays.
// * Upper bits of a PPN that no physical address has make an entry malformed.
//
// Reads and writes an entry in its beat.

`default_nettype none

module memento_page_table_entry (
  // The beat with the entry, to read.
  input  logic [63:0] beat_i,
  // The entry is the upper half of the beat (Sv32 only).
  input  logic upper_i,
  // It is of the last level.
  input  logic last_level_i,
  // It points to a table.
  output logic table_o,
  // It is a leaf.
  output logic leaf_o,
  // It marks the first page of a recycled arena.
  output logic mark_o,
  // It is valid, but none of ours.
  output logic malformed_o,
  // Frame of the table or leaf.
  output logic [19:0] ppn_o,
  // Mark: the recycled list goes on.
  output logic link_valid_o,
  // Mark: first page of its next arena.
  output logic [11:0] link_page_o,
  // The beat with the entry, to write.
  input  logic [63:0] old_beat_i,
  // What to write: 0 nothing, 1 a mark, 2 a table, 3 a leaf.
  input  logic [1:0] write_kind_i,
  // Frame of the table or leaf to write.
  input  logic [19:0] write_ppn_i,
  // Mark to write: the recycled list goes on.
  input  logic write_link_valid_i,
  // Mark to write: first page of its next arena.
  input  logic [11:0] write_link_page_i,
  // That beat with the entry written.
  output logic [63:0] beat_o
);
  // Entries are halves of beats.
  localparam logic HALVES = 1'b1;
  // Where an entry's PPN ends.
  localparam logic [5:0] PPN_END = 6'h1e;
  logic [63:0] entry;
  logic named;
  logic [63:0] write;

  always @* begin
    entry = beat_i;
    if (HALVES) begin
      entry = beat_i & 64'hffffffff;
      if (upper_i) begin
        entry = beat_i >> 32;
      end
    end
  end

  assign ppn_o = entry[29:10];
  assign link_valid_o = entry[2];
  assign link_page_o = entry[21:10];
  assign named = (|entry[29:10]) && !(|(entry >> PPN_END));
  assign table_o = named && !last_level_i && (entry[9:0] == 10'd1);
  assign leaf_o = named && last_level_i && (entry[9:0] == 10'hd7);
  assign malformed_o = entry[0] && !table_o && !leaf_o;
  assign mark_o = last_level_i && (entry[1:0] == 2'd2);

  always @* begin
    write = 64'd0;
    case (write_kind_i)
      2'd0: ;
      2'd1: begin
        write = 64'd2;
        if (write_link_valid_i) begin
          write = {42'd0, write_link_page_i, 10'd6};
        end
      end
      2'd2: write = {34'd0, write_ppn_i, 10'd1};
      default: write = {34'd0, write_ppn_i, 10'hd7};
    endcase
  end

  always @* begin
    beat_o = write;
    if (HALVES) begin
      beat_o = ((old_beat_i >> 32) << 32) | write;
      if (upper_i) begin
        beat_o = (write << 32) | (old_beat_i & 64'hffffffff);
      end
    end
  end
endmodule

`default_nettype wire
