// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The core's two Wishbone buses on one port of the RAM. Data go before instructions. A write takes one cycle; a read has its
// word in the next cycle, and an incrementing burst (CTI 010) a word a cycle from then on.
module wishbone_ram #(
  parameter int unsigned RAM_BITS = 16  // of the addresses of the RAM's bytes
) (
  input  logic                clk_i,
  input  logic                rst_ni,

  // Instructions.
  input  logic                i_valid_i,      // CYC and STB
  input  logic [RAM_BITS-3:0] i_word_i,       // number of the 32-bit word
  input  logic                i_more_i,       // CTI 010: the next word is wanted too
  output logic                i_ack_o,

  // Data.
  input  logic                d_valid_i,
  input  logic                d_write_i,
  input  logic [RAM_BITS-3:0] d_word_i,
  input  logic [3:0]          d_select_i,
  input  logic [31:0]         d_wdata_i,
  input  logic                d_more_i,
  output logic                d_ack_o,

  output logic [31:0]         rdata_o,        // of the bus that is acknowledged

  // Before the core runs: a word into the RAM.
  input  logic                load_valid_i,
  input  logic [RAM_BITS-3:0] load_word_i,
  input  logic [31:0]         load_data_i,

  // A port of the RAM.
  output logic                ram_enable_o,
  output logic [7:0]          ram_write_o,
  output logic [RAM_BITS-4:0] ram_word_o,
  output logic [63:0]         ram_wdata_o,
  input  logic [63:0]         ram_rdata_i
);
  // Whose word is on the RAM's output, if anybody's, and which half of it.
  logic i_read_q, d_read_q, upper_q;

  // A bus that gets its last word now asks for nothing in this cycle.
  logic i_again, d_again, i_wants, d_wants, i_turn, write;
  assign i_again = i_read_q && i_more_i;
  assign d_again = d_read_q && d_more_i;
  assign i_wants = i_valid_i && (!i_read_q || i_more_i);
  assign d_wants = d_valid_i && (!d_read_q || d_more_i);
  assign i_turn  = i_wants && (i_again || !d_wants);
  assign write   = d_wants && !i_turn && d_write_i;

  logic [RAM_BITS-3:0] word;
  always_comb begin
    if (load_valid_i) word = load_word_i;
    else if (i_turn)  word = i_word_i + (RAM_BITS-2)'(i_again);
    else              word = d_word_i + (RAM_BITS-2)'(d_again);
  end

  assign ram_enable_o = i_wants || d_wants || load_valid_i;
  assign ram_word_o   = word[RAM_BITS-3:1];
  assign ram_wdata_o  = load_valid_i ? {2{load_data_i}} : {2{d_wdata_i}};
  always_comb begin
    ram_write_o = '0;
    if (load_valid_i) ram_write_o = word[0] ? 8'hf0 : 8'h0f;
    else if (write)   ram_write_o = word[0] ? {d_select_i, 4'h0} : {4'h0, d_select_i};
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      i_read_q <= 1'b0;
      d_read_q <= 1'b0;
    end else begin
      i_read_q <= i_turn;
      d_read_q <= d_wants && !i_turn && !d_write_i;
    end
    upper_q <= word[0];
  end

  assign i_ack_o = i_read_q && i_valid_i;
  assign d_ack_o = d_valid_i && (d_read_q || write);
  assign rdata_o = upper_q ? ram_rdata_i[63:32] : ram_rdata_i[31:0];
endmodule
