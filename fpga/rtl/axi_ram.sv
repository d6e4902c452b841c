// SPDX-License-Identifier: MIT OR Apache-2.0
//
// AXI4 slave before a port of the RAM: 64-bit data, INCR bursts of full words, one burst at a time, reads and writes in turn. The first
// word of a read comes in the second cycle after its address, then one a cycle. An address beyond the RAM is answered with DECERR.
module axi_ram #(
  parameter int unsigned RAM_BYTES = 65536,
  parameter int unsigned ADDRESS = 32,
  localparam int unsigned RAM_BITS = $clog2(RAM_BYTES)
) (
  input  logic                clk_i,
  input  logic                rst_ni,

  input  logic                awvalid_i,
  output logic                awready_o,
  input  logic [ADDRESS-1:0]  awaddr_i,
  input  logic                wvalid_i,
  output logic                wready_o,
  input  logic [63:0]         wdata_i,
  input  logic [7:0]          wstrb_i,
  input  logic                wlast_i,
  output logic                bvalid_o,
  input  logic                bready_i,
  output logic [1:0]          bresp_o,
  input  logic                arvalid_i,
  output logic                arready_o,
  input  logic [ADDRESS-1:0]  araddr_i,
  input  logic [7:0]          arlen_i,
  output logic                rvalid_o,
  input  logic                rready_i,
  output logic [63:0]         rdata_o,
  output logic [1:0]          rresp_o,
  output logic                rlast_o,

  output logic                ram_enable_o,
  output logic [7:0]          ram_write_o,
  output logic [RAM_BITS-4:0] ram_word_o,
  output logic [63:0]         ram_wdata_o,
  input  logic [63:0]         ram_rdata_i
);
  localparam logic [1:0] OKAY = 2'd0, DECERR = 2'd3;

  typedef enum logic [1:0] {IDLE, READ, WRITE, RESPOND} state_e;
  state_e state_q;
  logic [RAM_BITS-4:0] word_q;
  logic [7:0] left_q;        // beats of the read to be fetched, less one
  logic beyond_q;
  logic rvalid_q, rlast_q;

  logic fetch;
  assign fetch = state_q == READ && (!rvalid_q || rready_i);

  assign arready_o = state_q == IDLE && (!rvalid_q || rready_i);
  assign awready_o = arready_o && !arvalid_i;
  assign wready_o  = state_q == WRITE;
  assign bvalid_o  = state_q == RESPOND;
  assign bresp_o   = beyond_q ? DECERR : OKAY;
  assign rvalid_o  = rvalid_q;
  assign rlast_o   = rlast_q;
  assign rresp_o   = beyond_q ? DECERR : OKAY;
  assign rdata_o   = ram_rdata_i;

  assign ram_enable_o = !beyond_q && (fetch || (wready_o && wvalid_i));
  assign ram_write_o  = state_q == WRITE ? wstrb_i : '0;
  assign ram_word_o   = word_q;
  assign ram_wdata_o  = wdata_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q  <= IDLE;
      rvalid_q <= 1'b0;
    end else begin
      if (fetch)         rvalid_q <= 1'b1;
      else if (rready_i) rvalid_q <= 1'b0;
      case (state_q)
        IDLE: begin
          if (arvalid_i && arready_o) state_q <= READ;
          else if (awvalid_i && awready_o) state_q <= WRITE;
        end
        READ:    if (fetch && left_q == '0) state_q <= IDLE;
        WRITE:   if (wvalid_i && wlast_i) state_q <= RESPOND;
        default: if (bready_i) state_q <= IDLE;
      endcase
    end
    if (state_q == IDLE && arready_o) begin
      word_q   <= arvalid_i ? araddr_i[RAM_BITS-1:3] : awaddr_i[RAM_BITS-1:3];
      beyond_q <= arvalid_i ? araddr_i >= ADDRESS'(RAM_BYTES) : awaddr_i >= ADDRESS'(RAM_BYTES);
      left_q   <= arlen_i;
    end else if (fetch || (state_q == WRITE && wvalid_i)) begin
      word_q <= word_q + 1'b1;
    end
    if (fetch) begin
      left_q  <= left_q - 1'b1;
      rlast_q <= left_q == '0;
    end
  end
endmodule
