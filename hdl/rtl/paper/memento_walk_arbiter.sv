// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_walk_arbiter, configuration paper: generated from hdl/src/walk_arbiter.rs, do not edit.
//
// Walk arbiter: the page table walker's three users, one walk at a time.
//
//  touch ─►|         |                      a hart's access, kind 0
//  look  ─►| in turn |─► walker             an access to a header, kind 2
//  pages ─►|         |                      arenas that are backed or released, kinds 1 and 3
//
//   clk_i           __/^^\__/^^\__/^^\__/^^\__/^^\__
//   touch_valid_i   __/^^^^^\_______________________
//   look_valid_i    __/^^^^^^^^^^^^^^^^^^^^^^^\______
//   cmd_valid_o     __/^^^^^\___________/^^^^^\______     nothing while a walk is under way
//   cmd_kind_o        X  0  X           X  2  X
//   rsp_valid_i     ______________/^^^^^\____________
//   touch_done_o    ______________/^^^^^\____________
//
// Contract
//
// * No added cycle. A walk is taken when `cmd_valid_o` and `cmd_ready_i` are high, for the user whose `ready` is high too; its answer comes
//   to that user's `done`, and the answer's other signals go to all.
// * When several users wait, the first in the order touch, look, pages after the latest owner goes first: nobody waits for more than two
//   walks of others.
//
// Chooses whose walk is next; VPN bits name a page of the region.

`default_nettype none

module memento_walk_arbiter (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // A hart's access waits for a walk.
  input  logic touch_valid_i,
  // It begins.
  output logic touch_ready_o,
  // Page.
  input  logic [25:0] touch_vpn_i,
  // It is done.
  output logic touch_done_o,
  // An access to a header waits for a walk.
  input  logic look_valid_i,
  // It begins.
  output logic look_ready_o,
  // Page.
  input  logic [25:0] look_vpn_i,
  // It is done.
  output logic look_done_o,
  // A page of an arena waits for a walk.
  input  logic pages_valid_i,
  // It begins.
  output logic pages_ready_o,
  // It loses its frame, rather than getting one.
  input  logic pages_unmap_i,
  // Page.
  input  logic [25:0] pages_vpn_i,
  // It is done.
  output logic pages_done_o,
  // A walk begins.
  output logic cmd_valid_o,
  // The walker takes it.
  input  logic cmd_ready_i,
  // Its kind, a number of `WalkKind`(crate::page_table_walker::WalkKind).
  output logic [1:0] cmd_kind_o,
  // Its page.
  output logic [25:0] cmd_vpn_o,
  // The walk is done.
  input  logic rsp_valid_i
);
  logic [1:0] chosen;
  logic begins;
  logic busy_q, busy_d;
  // Whose walk is under way, or was the latest: 0 touch, 1 look, 2 pages.
  logic [1:0] owner_q, owner_d;

  always @* begin
    // The latest owner comes last.
    chosen = owner_q;
    case (owner_q)
      2'd0: begin
        if (look_valid_i) begin
          chosen = 2'd1;
        end else if (pages_valid_i) begin
          chosen = 2'd2;
        end
      end
      2'd1: begin
        if (pages_valid_i) begin
          chosen = 2'd2;
        end else if (touch_valid_i) begin
          chosen = 2'd0;
        end
      end
      default: begin
        if (touch_valid_i) begin
          chosen = 2'd0;
        end else if (look_valid_i) begin
          chosen = 2'd1;
        end
      end
    endcase
  end

  assign cmd_valid_o = !busy_q && (touch_valid_i || look_valid_i || pages_valid_i);

  always @* begin
    case (chosen)
      2'd0: begin
        cmd_kind_o = 2'd0;
        cmd_vpn_o = touch_vpn_i;
      end
      2'd1: begin
        cmd_kind_o = 2'd2;
        cmd_vpn_o = look_vpn_i;
      end
      default: begin
        cmd_kind_o = 2'd1;
        if (pages_unmap_i) begin
          cmd_kind_o = 2'd3;
        end
        cmd_vpn_o = pages_vpn_i;
      end
    endcase
  end

  assign begins = !busy_q && cmd_ready_i;
  assign touch_ready_o = begins && (chosen == 2'd0);
  assign look_ready_o = begins && (chosen == 2'd1);
  assign pages_ready_o = begins && chosen[1];

  always @* begin
    busy_d = busy_q;
    owner_d = owner_q;
    if (begins && cmd_valid_o) begin
      busy_d = 1'b1;
      owner_d = chosen;
    end
    if (rsp_valid_i) begin
      busy_d = 1'b0;
    end
  end

  assign touch_done_o = rsp_valid_i && (owner_q == 2'd0);
  assign look_done_o = rsp_valid_i && (owner_q == 2'd1);
  assign pages_done_o = rsp_valid_i && owner_q[1];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      busy_q <= 1'b0;
      owner_q <= 2'd0;
    end else begin
      busy_q <= busy_d;
      owner_q <= owner_d;
    end
  end
endmodule

`default_nettype wire
