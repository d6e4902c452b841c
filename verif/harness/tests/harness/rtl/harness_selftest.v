// What the harness tests itself with: a port of every kind of width, a register that reset does not touch, and $finish.
module harness_selftest (
    input  wire         clk_i,
    input  wire         rst_ni,
    input  wire         finish_i,
    input  wire [6:0]   narrow_i,
    input  wire [15:0]  half_i,
    input  wire [31:0]  word_i,
    input  wire [63:0]  long_i,
    input  wire [255:0] wide_i,
    output reg  [63:0]  sum_o,
    output reg  [255:0] wide_o,
    output reg  [64:0]  cycles_o,
    output wire [31:0]  uninitialised_o
);
  reg [31:0] uninitialised;
  assign uninitialised_o = uninitialised;
  always @(posedge clk_i) begin
    sum_o  <= {57'b0, narrow_i} + {48'b0, half_i} + {32'b0, word_i} + long_i;
    wide_o <= ~wide_i;
    if (!rst_ni) cycles_o <= 65'd0;
    else cycles_o <= cycles_o + 65'h1_0000_0000;
    if (word_i == 32'hFFFF_FFFF) uninitialised <= 32'd0;
    if (finish_i) $finish;
  end
endmodule
