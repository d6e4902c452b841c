// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Serial transmitter: a start bit, eight bits of data with the least significant one first, a stop bit; no parity.
module uart_transmitter #(
  parameter int unsigned CLOCK_HZ = 25000000,
  parameter int unsigned BAUD = 115200
) (
  input  logic       clk_i,
  input  logic       rst_ni,

  input  logic       valid_i,
  output logic       ready_o,  // the byte is taken
  input  logic [7:0] data_i,

  output logic       tx_o      // high while nothing is sent
);
  // Cycles of a bit, to the nearest.
  localparam int unsigned CYCLES = (CLOCK_HZ + BAUD / 2) / BAUD;
  localparam int unsigned CYCLE_BITS = $clog2(CYCLES);

  logic [8:0] shift_q;                // what is still to be sent, its next bit lowest
  logic [3:0] left_q;                 // bits still to be sent, the one on the line among them
  logic [CYCLE_BITS-1:0] cycle_q;     // cycles that the bit on the line still has, less one

  assign ready_o = left_q == '0;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      left_q  <= '0;
      tx_o    <= 1'b1;
      cycle_q <= '0;
    end else if (ready_o) begin
      if (valid_i) begin
        tx_o    <= 1'b0;
        left_q  <= 4'd10;
        cycle_q <= CYCLE_BITS'(CYCLES - 1);
      end
    end else if (cycle_q != '0) begin
      cycle_q <= cycle_q - 1'b1;
    end else begin
      tx_o    <= shift_q[0] || left_q == 4'd1;
      left_q  <= left_q - 1'b1;
      cycle_q <= CYCLE_BITS'(CYCLES - 1);
    end
    if (ready_o) shift_q <= {1'b1, data_i};
    else if (cycle_q == '0) shift_q <= {1'b1, shift_q[8:1]};
  end
endmodule
