// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_rom_alignment_mask, configuration soc32: generated from hdl/src/prim/rom.rs, do not edit.
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

module memento_rom_alignment_mask (
  // Row to read.
  input  logic [5:0] address_i,
  // The row.
  output logic [11:0] data_o
);
  always @* begin
    case (address_i)
      6'd0: data_o = 12'h7;
      6'd1: data_o = 12'hf;
      6'd2: data_o = 12'h7;
      6'd3: data_o = 12'h1f;
      6'd4: data_o = 12'h7;
      6'd5: data_o = 12'hf;
      6'd6: data_o = 12'h7;
      6'd7: data_o = 12'h3f;
      6'd8: data_o = 12'h7;
      6'd9: data_o = 12'hf;
      6'd10: data_o = 12'h7;
      6'd11: data_o = 12'h1f;
      6'd12: data_o = 12'h7;
      6'd13: data_o = 12'hf;
      6'd14: data_o = 12'h7;
      6'd15: data_o = 12'h7f;
      6'd16: data_o = 12'h7;
      6'd17: data_o = 12'hf;
      6'd18: data_o = 12'h7;
      6'd19: data_o = 12'h1f;
      6'd20: data_o = 12'h7;
      6'd21: data_o = 12'hf;
      6'd22: data_o = 12'h7;
      6'd23: data_o = 12'h3f;
      6'd24: data_o = 12'h7;
      6'd25: data_o = 12'hf;
      6'd26: data_o = 12'h7;
      6'd27: data_o = 12'h1f;
      6'd28: data_o = 12'h7;
      6'd29: data_o = 12'hf;
      6'd30: data_o = 12'h7;
      6'd31: data_o = 12'hff;
      6'd32: data_o = 12'h7;
      6'd33: data_o = 12'hf;
      6'd34: data_o = 12'h7;
      6'd35: data_o = 12'h1f;
      6'd36: data_o = 12'h7;
      6'd37: data_o = 12'hf;
      6'd38: data_o = 12'h7;
      6'd39: data_o = 12'h3f;
      6'd40: data_o = 12'h7;
      6'd41: data_o = 12'hf;
      6'd42: data_o = 12'h7;
      6'd43: data_o = 12'h1f;
      6'd44: data_o = 12'h7;
      6'd45: data_o = 12'hf;
      6'd46: data_o = 12'h7;
      6'd47: data_o = 12'h7f;
      6'd48: data_o = 12'h7;
      6'd49: data_o = 12'hf;
      6'd50: data_o = 12'h7;
      6'd51: data_o = 12'h1f;
      6'd52: data_o = 12'h7;
      6'd53: data_o = 12'hf;
      6'd54: data_o = 12'h7;
      6'd55: data_o = 12'h3f;
      6'd56: data_o = 12'h7;
      6'd57: data_o = 12'hf;
      6'd58: data_o = 12'h7;
      6'd59: data_o = 12'h1f;
      6'd60: data_o = 12'h7;
      6'd61: data_o = 12'hf;
      6'd62: data_o = 12'h7;
      6'd63: data_o = 12'h1ff;
      default: data_o = 12'h0;
    endcase
  end
endmodule

`default_nettype wire
