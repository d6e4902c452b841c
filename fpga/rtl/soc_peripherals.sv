// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Console, timer, exit and the size of RAM. An access is acknowledged in the next cycle; a write to the console waits until it is taken.
//
//   0x0_0000  CONSOLE   write: a byte to send
//   0x1_0000  TIME_LO   cycles since reset; reading it keeps the upper half for TIME_HI
//   0x1_0004  TIME_HI
//   0x1_0008  COMPARE_LO  the timer's interrupt is high while the time is at least COMPARE
//   0x1_000c  COMPARE_HI
//   0x2_0000  EXIT      write: the program has ended, with this code
//   0x3_0000  RAM_BYTES read: how much RAM the system has
module soc_peripherals #(
  parameter int unsigned RAM_BYTES = 65536
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        wb_valid_i,   // CYC and STB
  input  logic        wb_write_i,
  input  logic [17:0] wb_word_i,    // within the window, in 32-bit words
  input  logic [31:0] wb_wdata_i,
  output logic        wb_ack_o,
  output logic [31:0] wb_rdata_o,

  output logic        console_valid_o,
  input  logic        console_ready_i,
  output logic [7:0]  console_data_o,
  output logic        timer_irq_o,
  output logic        exit_valid_o,
  output logic [31:0] exit_code_o
);
  localparam logic [3:0] CONSOLE = 4'd0, TIMER = 4'd1, EXIT = 4'd2, RAM = 4'd3;

  logic [63:0] time_q, compare_q;
  logic [31:0] time_high_q;
  logic [3:0] block;
  logic [1:0] place;
  logic access, write;
  assign block  = wb_word_i[17:14];
  assign place  = wb_word_i[1:0];
  assign access = wb_valid_i && !wb_ack_o && !(console_valid_o && !console_ready_i);
  assign write  = access && wb_write_i;

  assign console_valid_o = wb_valid_i && !wb_ack_o && wb_write_i && block == CONSOLE;
  assign console_data_o  = wb_wdata_i[7:0];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      wb_ack_o     <= 1'b0;
      time_q       <= '0;
      compare_q    <= '1;
      timer_irq_o  <= 1'b0;
      exit_valid_o <= 1'b0;
    end else begin
      wb_ack_o    <= access;
      time_q      <= time_q + 1'b1;
      timer_irq_o <= time_q >= compare_q;
      if (write && block == TIMER && place == 2'd2) compare_q[31:0]  <= wb_wdata_i;
      if (write && block == TIMER && place == 2'd3) compare_q[63:32] <= wb_wdata_i;
      if (write && block == EXIT) exit_valid_o <= 1'b1;
    end
    if (write && block == EXIT) exit_code_o <= wb_wdata_i;
    if (access && !wb_write_i && block == TIMER && place == 2'd0) time_high_q <= time_q[63:32];
    wb_rdata_o <= '0;
    if (block == TIMER) begin
      case (place)
        2'd0:    wb_rdata_o <= time_q[31:0];
        2'd1:    wb_rdata_o <= time_high_q;
        2'd2:    wb_rdata_o <= compare_q[31:0];
        default: wb_rdata_o <= compare_q[63:32];
      endcase
    end else if (block == RAM) begin
      wb_rdata_o <= RAM_BYTES;
    end
  end
endmodule
