// SPDX-License-Identifier: MIT OR Apache-2.0
//
// soc_simulation with PicoRV32.
module pico_simulation (
  input  logic        clk_i,
  input  logic        rst_ni,
  output logic        console_valid_o,
  output logic [7:0]  console_data_o,
  output logic        exit_valid_o,
  output logic [31:0] exit_code_o,
  input  logic        load_valid_i,
  input  logic [31:0] load_address_i,
  input  logic [31:0] load_data_i,
  output logic [31:0] program_counter_o,
  output logic        cfu_taken_o,
  output logic [9:0]  cfu_function_o,
  output logic [31:0] cfu_operand_o,
  output logic [63:0] core_fetched_o,
  output logic [63:0] core_loaded_o,
  output logic [63:0] core_stored_o,
  output logic [63:0] memento_read_o,
  output logic [63:0] memento_written_o,
  output logic [63:0] region_accesses_o
);
  soc_simulation #(.PICO(1'b1)) u_simulation (.*);
endmodule
