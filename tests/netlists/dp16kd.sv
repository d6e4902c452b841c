// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What ECP5's block RAM DP16KD does, as far as Yosys uses it here: its own models have a black box in this place. From Lattice, "ECP5 and ECP5-5G
// Memory Usage Guide" (FPGA-TN-02204): widths, addresses, byte enables and write modes.
//
// Both ports have one clock edge, one width, and an output register or none; chip selects stay 0, as do resets without a register. In words of
// 36 bits (PDPW16KD) port A writes and port B reads, with the lower half of a word on A's data and the upper on B's.
module dp16kd #(
  parameter DATA_WIDTH_A = 18, DATA_WIDTH_B = 18, // 1, 2, 4, 9, 18 or 36
  parameter WRITEMODE_A = "NORMAL", WRITEMODE_B = "NORMAL",
  parameter REGMODE_A = "NOREG", REGMODE_B = "NOREG",
  parameter RESETMODE = "SYNC", ASYNC_RESET_RELEASE = "SYNC", GSR = "ENABLED",
  parameter CSDECODE_A = "0b000", CSDECODE_B = "0b000", CLKAMUX = "CLKA", CLKBMUX = "CLKB",
  parameter logic [319:0]
    INITVAL_00 = 0, INITVAL_01 = 0, INITVAL_02 = 0, INITVAL_03 = 0, INITVAL_04 = 0, INITVAL_05 = 0, INITVAL_06 = 0, INITVAL_07 = 0,
    INITVAL_08 = 0, INITVAL_09 = 0, INITVAL_0A = 0, INITVAL_0B = 0, INITVAL_0C = 0, INITVAL_0D = 0, INITVAL_0E = 0, INITVAL_0F = 0,
    INITVAL_10 = 0, INITVAL_11 = 0, INITVAL_12 = 0, INITVAL_13 = 0, INITVAL_14 = 0, INITVAL_15 = 0, INITVAL_16 = 0, INITVAL_17 = 0,
    INITVAL_18 = 0, INITVAL_19 = 0, INITVAL_1A = 0, INITVAL_1B = 0, INITVAL_1C = 0, INITVAL_1D = 0, INITVAL_1E = 0, INITVAL_1F = 0,
    INITVAL_20 = 0, INITVAL_21 = 0, INITVAL_22 = 0, INITVAL_23 = 0, INITVAL_24 = 0, INITVAL_25 = 0, INITVAL_26 = 0, INITVAL_27 = 0,
    INITVAL_28 = 0, INITVAL_29 = 0, INITVAL_2A = 0, INITVAL_2B = 0, INITVAL_2C = 0, INITVAL_2D = 0, INITVAL_2E = 0, INITVAL_2F = 0,
    INITVAL_30 = 0, INITVAL_31 = 0, INITVAL_32 = 0, INITVAL_33 = 0, INITVAL_34 = 0, INITVAL_35 = 0, INITVAL_36 = 0, INITVAL_37 = 0,
    INITVAL_38 = 0, INITVAL_39 = 0, INITVAL_3A = 0, INITVAL_3B = 0, INITVAL_3C = 0, INITVAL_3D = 0, INITVAL_3E = 0, INITVAL_3F = 0
) (
  input DIA17, DIA16, DIA15, DIA14, DIA13, DIA12, DIA11, DIA10, DIA9, DIA8, DIA7, DIA6, DIA5, DIA4, DIA3, DIA2, DIA1, DIA0,
  input ADA13, ADA12, ADA11, ADA10, ADA9, ADA8, ADA7, ADA6, ADA5, ADA4, ADA3, ADA2, ADA1, ADA0,
  input CEA, OCEA, CLKA, WEA, RSTA, CSA2, CSA1, CSA0,
  output DOA17, DOA16, DOA15, DOA14, DOA13, DOA12, DOA11, DOA10, DOA9, DOA8, DOA7, DOA6, DOA5, DOA4, DOA3, DOA2, DOA1, DOA0,
  input DIB17, DIB16, DIB15, DIB14, DIB13, DIB12, DIB11, DIB10, DIB9, DIB8, DIB7, DIB6, DIB5, DIB4, DIB3, DIB2, DIB1, DIB0,
  input ADB13, ADB12, ADB11, ADB10, ADB9, ADB8, ADB7, ADB6, ADB5, ADB4, ADB3, ADB2, ADB1, ADB0,
  input CEB, OCEB, CLKB, WEB, RSTB, CSB2, CSB1, CSB0,
  output DOB17, DOB16, DOB15, DOB14, DOB13, DOB12, DOB11, DOB10, DOB9, DOB8, DOB7, DOB6, DOB5, DOB4, DOB3, DOB2, DOB1, DOB0
);
  localparam bit WIDE = DATA_WIDTH_A == 36, REGISTERED = REGMODE_A == "OUTREG";
  // Address bits below a word's: an address counts bits, without those of parity that words of 9, 18 and 36 have.
  localparam int SHIFT = WIDE ? 5 : DATA_WIDTH_A == 18 ? 4 : DATA_WIDTH_A == 9 ? 3 : DATA_WIDTH_A == 4 ? 2 : DATA_WIDTH_A == 2 ? 1 : 0;

  logic [35:0] mem [0:(16384 >> SHIFT) - 1];
  initial begin
    if (DATA_WIDTH_A != DATA_WIDTH_B || REGMODE_A != REGMODE_B || CLKAMUX != "CLKA" || CLKBMUX != "CLKB" || (REGISTERED && RESETMODE != "SYNC")) begin
      $display("DP16KD is used in a way that its model does not know");
      $fatal;
    end
    // Nothing relies on what a memory holds at first.
    foreach (mem[i]) mem[i] = 36'h5a5a5a5a5;
  end

  logic [17:0] di_a, di_b, do_a, do_b, register_a, register_b;
  logic [35:0] row_a, row_b, mask_a, mask_b, data_a;
  logic [13:0] address_a, address_b;
  assign di_a = {DIA17, DIA16, DIA15, DIA14, DIA13, DIA12, DIA11, DIA10, DIA9, DIA8, DIA7, DIA6, DIA5, DIA4, DIA3, DIA2, DIA1, DIA0};
  assign di_b = {DIB17, DIB16, DIB15, DIB14, DIB13, DIB12, DIB11, DIB10, DIB9, DIB8, DIB7, DIB6, DIB5, DIB4, DIB3, DIB2, DIB1, DIB0};
  assign address_a = {ADA13, ADA12, ADA11, ADA10, ADA9, ADA8, ADA7, ADA6, ADA5, ADA4, ADA3, ADA2, ADA1, ADA0};
  assign address_b = {ADB13, ADB12, ADB11, ADB10, ADB9, ADB8, ADB7, ADB6, ADB5, ADB4, ADB3, ADB2, ADB1, ADB0};
  assign row_a = mem[address_a >> SHIFT];
  assign row_b = mem[address_b >> SHIFT];
  // In words of 18 and 36 bits the lowest address bits enable a write's bytes.
  assign mask_a = WIDE || DATA_WIDTH_A == 18 ? {{9{ADA3}}, {9{ADA2}}, {9{ADA1}}, {9{ADA0}}} : '1;
  assign mask_b = DATA_WIDTH_B == 18 ? {18'h0, {9{ADB1}}, {9{ADB0}}} : '1;
  assign data_a = WIDE ? {di_b, di_a} : {18'h0, di_a};
  assign {DOA17, DOA16, DOA15, DOA14, DOA13, DOA12, DOA11, DOA10, DOA9, DOA8, DOA7, DOA6, DOA5, DOA4, DOA3, DOA2, DOA1, DOA0} = REGISTERED ? register_a : do_a;
  assign {DOB17, DOB16, DOB15, DOB14, DOB13, DOB12, DOB11, DOB10, DOB9, DOB8, DOB7, DOB6, DOB5, DOB4, DOB3, DOB2, DOB1, DOB0} = REGISTERED ? register_b : do_b;

  // Both ports at one clock: a read sees what was there before the other port's write.
  always_ff @(posedge CLKA) begin
    if (CEA) begin
      if (WEA) mem[address_a >> SHIFT] <= (data_a & mask_a) | (row_a & ~mask_a);
      if (!WIDE && (!WEA || WRITEMODE_A == "READBEFOREWRITE")) do_a <= row_a[17:0];
      else if (!WIDE && WRITEMODE_A == "WRITETHROUGH") do_a <= di_a;
    end
    if (CEB) begin
      if (WEB) mem[address_b >> SHIFT] <= ({18'h0, di_b} & mask_b) | (row_b & ~mask_b);
      if (WIDE) {do_b, do_a} <= row_b;
      else if (!WEB || WRITEMODE_B == "READBEFOREWRITE") do_b <= row_b[17:0];
      else if (WRITEMODE_B == "WRITETHROUGH") do_b <= di_b;
    end
    if (RSTA) register_a <= '0;
    else if (OCEA) register_a <= do_a;
    if (RSTB) register_b <= '0;
    else if (OCEB) register_b <= do_b;
    if ((!REGISTERED && (RSTA || RSTB)) || (WIDE && WEB) || {CSA2, CSA1, CSA0, CSB2, CSB1, CSB0} != '0) begin
      $display("DP16KD is reset, not selected, or written where it cannot be, which its model does not know");
      $fatal;
    end
  end
endmodule
