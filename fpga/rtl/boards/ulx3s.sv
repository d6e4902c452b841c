// SPDX-License-Identifier: MIT OR Apache-2.0
//
// ULX3S (Lattice ECP5): pins and clock. The board's 25 MHz become 50 MHz.
module ulx3s #(
  parameter int unsigned RAM_BYTES = 65536,
  parameter INIT_FILE = ""
) (
  input  logic       clk_25mhz,
  input  logic [0:0] btn,         // BTN_PWR: low while pressed
  output logic       ftdi_rxd,    // to the USB serial port
  output logic [7:0] led,
  output logic       wifi_gpio0   // high keeps the ESP32 from taking the board over
);
  localparam int unsigned CLOCK_HZ = 50000000;

  // 25 MHz * 24 = 600 MHz, within the 400 to 800 MHz of the oscillator; 600 MHz / 12 = 50 MHz.
  logic clk, locked;
  (* FREQUENCY_PIN_CLKI = "25", FREQUENCY_PIN_CLKOP = "50" *)
  EHXPLLL #(
    .CLKI_DIV(1), .CLKFB_DIV(2), .FEEDBK_PATH("CLKOP"),
    .CLKOP_ENABLE("ENABLED"), .CLKOP_DIV(12), .CLKOP_CPHASE(11), .CLKOP_FPHASE(0)
  ) u_pll (
    .CLKI(clk_25mhz), .CLKFB(clk), .CLKOP(clk), .LOCK(locked),
    .RST(1'b0), .STDBY(1'b0), .PHASESEL0(1'b0), .PHASESEL1(1'b0), .PHASEDIR(1'b0), .PHASESTEP(1'b0), .PHASELOADREG(1'b0),
    .PLLWAKESYNC(1'b0), .ENCLKOP(1'b0)
  );

  logic running, passed, failed;
  board_soc #(.CLOCK_HZ(CLOCK_HZ), .RAM_BYTES(RAM_BYTES), .INIT_FILE(INIT_FILE)) u_soc (
    .clk_i(clk), .run_i(locked && btn[0]), .tx_o(ftdi_rxd), .running_o(running), .passed_o(passed), .failed_o(failed)
  );

  assign led = {5'b0, failed, passed, running};
  assign wifi_gpio0 = 1'b1;
endmodule
