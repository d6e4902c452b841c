// SPDX-License-Identifier: MIT OR Apache-2.0
//
// A system with RAM, and what a simulation wants to see of it.
module soc_simulation #(
  parameter bit PICO = 1'b0  // PicoRV32 in place of VexRiscv
) (
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
  output logic [31:0] cfu_operand_o,
  // Since reset, over the RAM's ports: words of 32 bits that the core has fetched, loaded and stored, and words of 64 bits that
  // Memento has read and written. And the core's accesses to the region.
  output logic [63:0] core_fetched_o,
  output logic [63:0] core_loaded_o,
  output logic [63:0] core_stored_o,
  output logic [63:0] memento_read_o,
  output logic [63:0] memento_written_o,
  output logic [63:0] region_accesses_o
);
  // 16 MiB. The simulation's host reads it from this line.
  localparam int unsigned RAM_BYTES = 16777216;

  if (PICO) begin : gen_system
    memento_pico_soc #(.RAM_BYTES(RAM_BYTES)) u_soc (.console_ready_i(1'b1), .*);
    assign program_counter_o = u_soc.u_core.reg_pc;
  end else begin : gen_system
    memento_soc #(.RAM_BYTES(RAM_BYTES)) u_soc (.console_ready_i(1'b1), .*);
    assign program_counter_o = u_soc.u_core.lastStagePc;
  end

  assign cfu_taken_o    = gen_system.u_soc.cfu_valid && gen_system.u_soc.cfu_ready;
  assign cfu_function_o = gen_system.u_soc.cfu_function;
  assign cfu_operand_o  = gen_system.u_soc.cfu_operand;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      core_fetched_o    <= '0;
      core_loaded_o     <= '0;
      core_stored_o     <= '0;
      memento_read_o    <= '0;
      memento_written_o <= '0;
      region_accesses_o <= '0;
    end else begin
      if (gen_system.u_soc.u_fabric.a_enable && gen_system.u_soc.u_fabric.u_wishbone_ram.i_turn) core_fetched_o <= core_fetched_o + 1'b1;
      else if (gen_system.u_soc.u_fabric.a_enable && gen_system.u_soc.u_fabric.a_write == '0)    core_loaded_o  <= core_loaded_o + 1'b1;
      else if (gen_system.u_soc.u_fabric.a_enable)                           core_stored_o  <= core_stored_o + 1'b1;
      if (gen_system.u_soc.u_fabric.b_enable && gen_system.u_soc.u_fabric.b_write == '0) memento_read_o    <= memento_read_o + 1'b1;
      if (gen_system.u_soc.u_fabric.b_enable && gen_system.u_soc.u_fabric.b_write != '0) memento_written_o <= memento_written_o + 1'b1;
      if (gen_system.u_soc.u_fabric.d_valid_i && gen_system.u_soc.u_fabric.to_region && gen_system.u_soc.u_fabric.region_ack) region_accesses_o <= region_accesses_o + 1'b1;
    end
  end
endmodule
