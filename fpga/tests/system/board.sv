// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The system of a board with its serial line, whose bytes are printed. RAM holds ram.hex at first.
`timescale 1ns/1ps
module board;
  localparam int unsigned RAM_BYTES = 262144;
  localparam int unsigned BIT_CYCLES = 16;
  localparam int unsigned LIMIT = 10000000;

  logic clk = 1'b0;
  always #1 clk = !clk;

  logic run = 1'b0, tx, running, passed, failed;
  board_soc #(.CLOCK_HZ(BIT_CYCLES * 100), .BAUD(100), .RAM_BYTES(RAM_BYTES), .INIT_FILE("ram.hex")) u_board (
    .clk_i(clk), .run_i(run), .tx_o(tx), .running_o(running), .passed_o(passed), .failed_o(failed)
  );

  // Each bit is looked at in its middle.
  initial begin : serial_line
    logic [7:0] data;
    forever begin
      @(negedge tx);
      #(BIT_CYCLES);
      if (tx) $display("a start bit is too short");
      for (int place = 0; place < 8; place++) begin
        #(2 * BIT_CYCLES) data[place] = tx;
      end
      #(2 * BIT_CYCLES);
      if (!tx) $display("a stop bit is low");
      $write("%c", data);
    end
  end

  int unsigned cycles = 0;
  always @(posedge clk) cycles <= cycles + 1;

  initial begin
    #25;
    if (running || passed || failed) $display("a lamp is on before the start");
    run = 1'b1;
    wait (passed || failed || cycles == LIMIT);
    // What is on the line still.
    #(40 * BIT_CYCLES);
    $display("running %b passed %b failed %b", running, passed, failed);
    // A button of the board.
    run = 1'b0;
    #20;
    $display("running %b passed %b failed %b", running, passed, failed);
    $finish;
  end
endmodule
