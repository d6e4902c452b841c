// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_rom_origin, configuration tiny: generated from hdl/src/prim/rom.rs, do not edit.
//
// A table of constants.
//
//                +-----------------+
//   address_i ──►| 2^ADDRESS rows  |──► data_o
//                +-----------------+
//
// Contract
//
// * Latency: none, combinational: `data_o` is the row at `address_i`.
//
// Cost
//
// A `case` statement, of which a synthesiser makes LUTs: one six-input function per data bit for 64 rows, none for a
// bit that is the same in all rows.
//
// A table of 2^ADDRESS constants of `T`.

`default_nettype none

module memento_rom_origin (
  // Row to read.
  input  logic [3:0] address_i,
  // The row.
  output logic [9:0] data_o
);
  always @* begin
    case (address_i)
      4'd0: data_o = 10'b1111111000;
      4'd1: data_o = 10'b1111110100;
      4'd2: data_o = 10'b101001000;
      4'd3: data_o = 10'b1111110010;
      4'd4: data_o = 10'b110011000;
      4'd5: data_o = 10'b1111111100;
      4'd6: data_o = 10'b1101101000;
      4'd7: data_o = 10'b1111111001;
      4'd8: data_o = 10'b1000111000;
      4'd9: data_o = 10'b1001100100;
      4'd10: data_o = 10'b1010001000;
      4'd11: data_o = 10'b1010100110;
      4'd12: data_o = 10'b111011000;
      4'd13: data_o = 10'b1101101100;
      4'd14: data_o = 10'b1010101000;
      4'd15: data_o = 10'b1111111101;
      default: data_o = 10'b0;
    endcase
  end
endmodule

`default_nettype wire
