// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Between VexRiscv's CFU plugin and Memento's custom-instruction port.
//
// The plugin issues a command twice when the command has fired while execute was stalled and its ready is low as the stall ends. So
// the core sees ready high whenever it shows no command.
//
// The core's stores go through buffers, and a custom instruction could overtake them. A store must have been answered before the free of
// its object (Programmer's guide, "Order"), so a free waits until no store is under way; and everything waits for a store to
// Memento's registers, which may be what enables it.
module vexriscv_cfu (
  // The core.
  input  logic       core_valid_i,
  output logic       core_ready_o,
  input  logic [9:0] core_function_id_i,
  input  logic       core_storing_i,      // a store is on the core's data bus, or was accepted from there and not answered
  input  logic       core_setting_i,      // a store to Memento's registers is on the core's data bus

  // Memento.
  output logic       cfu_valid_o,
  input  logic       cfu_ready_i
);
  localparam logic [2:0] FREE = 3'd1, FREE_WAIT = 3'd2;

  logic hold;
  assign hold = core_setting_i ||
                (core_storing_i && (core_function_id_i[2:0] == FREE || core_function_id_i[2:0] == FREE_WAIT));

  assign cfu_valid_o  = core_valid_i && !hold;
  assign core_ready_o = core_valid_i ? cfu_ready_i && !hold : 1'b1;
endmodule
