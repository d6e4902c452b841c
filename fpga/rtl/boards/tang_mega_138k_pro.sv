// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Sipeed Tang Mega 138K Pro (Gowin GW5AST-138C): pins. The logic runs at the board's 50 MHz.
module tang_mega_138k_pro #(
  parameter int unsigned RAM_BYTES = 65536,
  parameter INIT_FILE = ""
) (
  input  logic       clk_50mhz,
  input  logic       key_n,       // dock's first key: low while pressed
  output logic       uart_tx,     // to the USB serial port
  output logic [5:0] led_n        // lit while low
);
  localparam int unsigned CLOCK_HZ = 50000000;

  logic running, passed, failed;
  board_soc #(.CLOCK_HZ(CLOCK_HZ), .RAM_BYTES(RAM_BYTES), .INIT_FILE(INIT_FILE)) u_soc (
    .clk_i(clk_50mhz), .run_i(key_n), .tx_o(uart_tx), .running_o(running), .passed_o(passed), .failed_o(failed)
  );

  assign led_n = ~{3'b0, failed, passed, running};
endmodule
