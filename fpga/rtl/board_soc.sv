// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The system as boards have it: with a serial line, lamps, and a reset that outlasts the start of the clock. What is around it
// on a board, boards/*.sv, has pins and the board's own clock generator, and nothing else.
module board_soc #(
  parameter int unsigned CLOCK_HZ = 25000000,
  parameter int unsigned BAUD = 115200,
  parameter int unsigned RAM_BYTES = 65536,
  parameter INIT_FILE = ""       // the RAM's contents (soc_ram.sv)
) (
  input  logic clk_i,
  input  logic run_i,            // the clock is stable, and no button asks for a reset; of any clock

  output logic tx_o,             // serial line: 8 bits, no parity, BAUD
  output logic running_o,        // lamps: the program has not ended,
  output logic passed_o,         //        it has, with code 0,
  output logic failed_o          //        it has, with another code
);
  // Low for 16 cycles after run_i, and at once without it.
  logic [4:0] reset_q = '0;
  logic       rst_n;
  assign rst_n = reset_q[4];
  always_ff @(posedge clk_i or negedge run_i) begin
    if (!run_i)      reset_q <= '0;
    else if (!rst_n) reset_q <= reset_q + 1'b1;
  end

  logic        console_valid, console_ready, exit_valid;
  logic [7:0]  console_data;
  logic [31:0] exit_code;

  memento_soc #(.RAM_BYTES(RAM_BYTES), .INIT_FILE(INIT_FILE), .STAGES(1'b1)) u_soc (
    .clk_i, .rst_ni(rst_n),
    .console_valid_o(console_valid), .console_ready_i(console_ready), .console_data_o(console_data),
    .exit_valid_o(exit_valid), .exit_code_o(exit_code),
    .load_valid_i(1'b0), .load_address_i('0), .load_data_i('0)
  );

  uart_transmitter #(.CLOCK_HZ(CLOCK_HZ), .BAUD(BAUD)) u_uart (
    .clk_i, .rst_ni(rst_n), .valid_i(console_valid), .ready_o(console_ready), .data_i(console_data), .tx_o
  );

  always_ff @(posedge clk_i) begin
    running_o <= rst_n && !exit_valid;
    passed_o  <= exit_valid && exit_code == '0;
    failed_o  <= exit_valid && exit_code != '0;
  end
endmodule
