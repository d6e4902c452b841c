// SPDX-License-Identifier: MIT OR Apache-2.0

// A memory on AXI4, for simulation: 64-bit beats, INCR bursts, one ID, random latency.
//
// It complains when a request breaks the protocol: when valid goes or what it offers changes before it is taken, when a burst leaves the memory or its 4 KiB
// page, and when the last beat of a write is not marked. Reads and writes wait for each other nowhere: the master must order them.

/* verilator lint_off WIDTH */
module axi_memory #(
  parameter int ADDRESS = 32,          // bits of an address
  parameter logic [63:0] BASE = 64'h0, // first address
  parameter int WORDS = 131072         // 64-bit words
) (
  input  logic clk_i,
  input  logic rst_ni,
  input  logic awvalid_i,
  output logic awready_o,
  input  logic [ADDRESS-1:0] awaddr_i,
  input  logic [7:0] awlen_i,
  input  logic [2:0] awsize_i,
  input  logic [1:0] awburst_i,
  input  logic wvalid_i,
  output logic wready_o,
  input  logic [63:0] wdata_i,
  input  logic [7:0] wstrb_i,
  input  logic wlast_i,
  output logic bvalid_o,
  input  logic bready_i,
  output logic [1:0] bresp_o,
  input  logic arvalid_i,
  output logic arready_o,
  input  logic [ADDRESS-1:0] araddr_i,
  input  logic [7:0] arlen_i,
  input  logic [2:0] arsize_i,
  input  logic [1:0] arburst_i,
  output logic rvalid_o,
  input  logic rready_i,
  output logic [63:0] rdata_o,
  output logic [1:0] rresp_o,
  output logic rlast_o
);

  // Up to four requests of each kind wait.
  logic [63:0] words [0:WORDS-1];
  logic [63:0] read_address [0:3];
  logic [7:0] read_length [0:3];
  logic [63:0] write_address [0:3];
  logic [7:0] write_length [0:3];
  int reads;            // reads taken
  int reads_done;
  int writes;           // writes taken
  int writes_done;      // .. whose data has come
  int responses_done;
  logic [7:0] read_beat;
  logic [7:0] write_beat;
  logic [31:0] random;
  logic [63:0] target;
  logic [63:0] mask; // bits that a beat writes
  int index;

  // What was offered and not taken in the cycle before.
  logic ar_waits;
  logic aw_waits;
  logic w_waits;
  logic [ADDRESS+12:0] ar_offer;
  logic [ADDRESS+12:0] aw_offer;
  logic [72:0] w_offer;

  initial for (index = 0; index < WORDS; index = index + 1) words[index] = 64'h0;

  task complain(input string what);
    begin
      $display("FAIL: AXI4: %s, at time %0t", what, $time);
      $fatal(1);
    end
  endtask

  task look_at(input logic [ADDRESS-1:0] address, input logic [7:0] length, input logic [2:0] size, input logic [1:0] burst);
    logic [63:0] first;
    logic [63:0] last;
    begin
      first = 64'h0;
      first[ADDRESS-1:0] = address;
      last = first + {53'h0, length, 3'b000};
      if (^{first, length, size, burst} === 1'bx) complain("a request is not defined");
      if (size != 3'd3 || burst != 2'd1) complain("a request is no INCR burst of 8-byte beats");
      if (first[2:0] != 3'd0) complain("an address is not a multiple of 8");
      if (first[63:12] != last[63:12]) complain("a burst leaves its page");
      if (first < BASE || ((last - BASE) >> 3) >= WORDS) begin
        $display("address %h", first);
        complain("an address is outside the memory");
      end
    end
  endtask

  // Something has been asked for and not been answered.
  logic busy;
  assign busy = reads != reads_done || writes != responses_done;

  assign rdata_o = words[(read_address[reads_done[1:0]] - BASE >> 3) + {56'h0, read_beat}];
  assign mask = {{8{wstrb_i[7]}}, {8{wstrb_i[6]}}, {8{wstrb_i[5]}}, {8{wstrb_i[4]}},
                 {8{wstrb_i[3]}}, {8{wstrb_i[2]}}, {8{wstrb_i[1]}}, {8{wstrb_i[0]}}};
  assign rlast_o = read_beat == read_length[reads_done[1:0]];
  assign rresp_o = 2'd0;
  assign bresp_o = 2'd0;

  always @(posedge clk_i) begin
    random <= {random[30:0], random[31] ^ random[21] ^ random[1] ^ random[0]};
    if (!rst_ni) begin
      reads <= 0;
      reads_done <= 0;
      writes <= 0;
      writes_done <= 0;
      responses_done <= 0;
      read_beat <= 8'd0;
      write_beat <= 8'd0;
      random <= 32'h5eed1234;
      arready_o <= 1'b0;
      rvalid_o <= 1'b0;
      awready_o <= 1'b0;
      wready_o <= 1'b0;
      bvalid_o <= 1'b0;
      ar_waits <= 1'b0;
      aw_waits <= 1'b0;
      w_waits <= 1'b0;
    end else begin
      // Read addresses: ready while there is room for this one and the next.
      arready_o <= (reads - reads_done < 3) && random[0];
      if (arvalid_i && arready_o) begin
        look_at(araddr_i, arlen_i, arsize_i, arburst_i);
        read_address[reads[1:0]] <= araddr_i;
        read_length[reads[1:0]] <= arlen_i;
        reads <= reads + 1;
      end

      // Read data.
      if (rvalid_o && rready_i) begin
        read_beat <= rlast_o ? 8'd0 : read_beat + 8'd1;
        if (rlast_o) reads_done <= reads_done + 1;
        rvalid_o <= !rlast_o && random[3];
      end else if (!rvalid_o) begin
        rvalid_o <= (reads != reads_done) && random[5];
      end

      // Write addresses.
      awready_o <= (writes - responses_done < 3) && random[7];
      if (awvalid_i && awready_o) begin
        look_at(awaddr_i, awlen_i, awsize_i, awburst_i);
        write_address[writes[1:0]] <= awaddr_i;
        write_length[writes[1:0]] <= awlen_i;
        writes <= writes + 1;
      end

      // Write data: taken once the address is there.
      wready_o <= 1'b0;
      if (wvalid_i && wready_o) begin
        if (^wstrb_i === 1'bx) complain("a strobe is not defined");
        target = (write_address[writes_done[1:0]] - BASE >> 3) + {56'h0, write_beat};
        words[target] <= (words[target] & ~mask) | (wdata_i & mask);
        if (wlast_i != (write_beat == write_length[writes_done[1:0]])) complain("WLAST is wrong");
        write_beat <= wlast_i ? 8'd0 : write_beat + 8'd1;
        if (wlast_i) writes_done <= writes_done + 1;
      end else begin
        wready_o <= (writes != writes_done) && random[11];
      end

      // Write responses.
      if (bvalid_o && bready_i) begin
        responses_done <= responses_done + 1;
        bvalid_o <= 1'b0;
      end else if (!bvalid_o) begin
        bvalid_o <= (writes_done != responses_done) && random[13];
      end

      // What waits, stays.
      ar_waits <= arvalid_i && !arready_o;
      ar_offer <= {araddr_i, arlen_i, arsize_i, arburst_i};
      aw_waits <= awvalid_i && !awready_o;
      aw_offer <= {awaddr_i, awlen_i, awsize_i, awburst_i};
      w_waits <= wvalid_i && !wready_o;
      w_offer <= {wdata_i, wstrb_i, wlast_i};
      if (ar_waits && (!arvalid_i || ar_offer != {araddr_i, arlen_i, arsize_i, arburst_i})) complain("AR did not wait");
      if (aw_waits && (!awvalid_i || aw_offer != {awaddr_i, awlen_i, awsize_i, awburst_i})) complain("AW did not wait");
      if (w_waits && (!wvalid_i || w_offer != {wdata_i, wstrb_i, wlast_i})) complain("W did not wait");
      if (^{arvalid_i, awvalid_i, wvalid_i, rready_i, bready_i} === 1'bx) complain("a valid or ready is not defined");
    end
  end

endmodule
