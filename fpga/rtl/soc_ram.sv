// SPDX-License-Identifier: MIT OR Apache-2.0
//
// RAM of 64-bit words with two ports, for block memory. A port reads or writes a word in a cycle in which it is enabled; what it
// read stands on *_rdata_o from the next cycle until its next read. What a port reads is undefined while the other writes that word,
// and what is beyond the last word too.
module soc_ram #(
  parameter int unsigned WORDS = 8192,
  parameter INIT_FILE = "",        // for $readmemh, a 64-bit word a line; none if empty
  localparam int unsigned WORD_BITS = $clog2(WORDS)
) (
  input  logic                 clk_i,

  input  logic                 a_enable_i,
  input  logic [7:0]           a_write_i,  // bytes to write; 0 reads
  input  logic [WORD_BITS-1:0] a_word_i,
  input  logic [63:0]          a_wdata_i,
  output logic [63:0]          a_rdata_o,

  input  logic                 b_enable_i,
  input  logic [7:0]           b_write_i,
  input  logic [WORD_BITS-1:0] b_word_i,
  input  logic [63:0]          b_wdata_i,
  output logic [63:0]          b_rdata_o
);
  // Synthesis need not make sure of what is undefined.
  (* no_rw_check *) logic [63:0] memory [0:WORDS-1];

  initial if (INIT_FILE != "") $readmemh(INIT_FILE, memory);

  always_ff @(posedge clk_i) begin
    if (a_enable_i) begin
      for (int lane = 0; lane < 8; lane++)
        if (a_write_i[lane]) memory[a_word_i][8*lane +: 8] <= a_wdata_i[8*lane +: 8];
      if (a_write_i == '0) a_rdata_o <= memory[a_word_i];
    end
  end

  always_ff @(posedge clk_i) begin
    if (b_enable_i) begin
      for (int lane = 0; lane < 8; lane++)
        if (b_write_i[lane]) memory[b_word_i][8*lane +: 8] <= b_wdata_i[8*lane +: 8];
      if (b_write_i == '0) b_rdata_o <= memory[b_word_i];
    end
  end
endmodule
