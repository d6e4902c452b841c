// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The system with a RAM of 16 MiB, and what a simulation wants to see of it.
module soc_simulation (
  input  logic        clk_i,
  input  logic        rst_ni,
  output logic        console_valid_o,
  output logic [7:0]  console_data_o,
  output logic        exit_valid_o,
  output logic [31:0] exit_code_o,
  input  logic        load_valid_i,
  input  logic [31:0] load_address_i,
  input  logic [31:0] load_data_i,

  // Of the instruction that was completed last.
  output logic [31:0] program_counter_o,
  // A custom instruction that Memento has accepted.
  output logic        cfu_taken_o,
  output logic [9:0]  cfu_function_o,
  output logic [31:0] cfu_operand_o
);
  memento_soc #(.RAM_BITS(24)) u_soc (.console_ready_i(1'b1), .*);

  assign program_counter_o = u_soc.u_core.lastStagePc;
  assign cfu_taken_o       = u_soc.cfu_valid && u_soc.cfu_ready;
  assign cfu_function_o    = u_soc.cfu_function;
  assign cfu_operand_o     = u_soc.cfu_operand;
endmodule
