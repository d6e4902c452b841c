// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_register_block, configuration soc32: generated from hdl/src/register_block.rs, do not edit.
//
// The registers that software sees.
//
// Every register of `memento_abi::registers`, with hart 0's doorbell and the event counters, behind a simple bus.
//
//            ┌───────────────────────────────┐──► settings: enable, reset, bypass, region, limits, MPTR
//   bus ────►│ registers                     │──► hold ─► request arbiter,  quiet ◄─
//   rsp ◄────│                               │──► command ─► command unit, done ◄─
//            │ doorbell                      │──► doorbell_req ─► request arbiter, answer ◄─
//            │ event counters                │──► range of frames ─► pool
//   irq ◄────│ first errors, causes          │◄── events, errors, levels
//            └───────────────────────────────┘
//
// Contract: docs/src/registers.md, and
//
// * `bus_valid_i` and what goes with it stay until `bus_ready_o`; `rsp_valid_o` is high for one cycle, two cycles later unless the access has to wait. One access at
//   a time.
// * `hold_o` is high while a write waits for quiet and from a command's start to its end. What needs quiet happens in a cycle with `hold_o`, `quiet_i` and
//   `idle_i`, or with `fault_i`, or during reset.
// * `command_valid_o` stays, and `command_o` with it, until `command_done_i`. With `fault_i` a command that has not begun ends with an error.
// * `engine_reset_o` is the reset of all that is behind; what is under way in it is forgotten here too, and the doorbell gets its answer from the arbiter. A load writes its
//   settings by `load_*`, which comes only with `command_valid_o`.
// * `irq_o` comes from a flip-flop.
//
// Cost, with the event counters, for 32-bit addresses: about 860 flip-flops and 1200 LUTs.

`default_nettype none

module memento_register_block (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // An access.
  input  logic bus_valid_i,
  // It is taken.
  output logic bus_ready_o,
  // It is a write.
  input  logic bus_write_i,
  // Offset in the window.
  input  logic [11:0] bus_address_i,
  // What to write.
  input  logic [31:0] bus_wdata_i,
  // Which bytes of it; all, or the write is refused.
  input  logic [3:0] bus_wstrb_i,
  // The access is done; one cycle.
  output logic rsp_valid_o,
  // What was read.
  output logic [31:0] rsp_rdata_o,
  // It was refused.
  output logic rsp_error_o,
  // Requests are carried out.
  output logic enable_o,
  // Everything behind is to be in reset.
  output logic engine_reset_o,
  // It is: memory has answered what was under way.
  input  logic engine_stopped_i,
  // Lines that were never touched are created as zeros.
  output logic bypass_enable_o,
  // First address of the region.
  output logic [31:0] region_base_o,
  // Pages of each class's slice that may be handed out.
  output logic [12:0] slice_limit_pages_o,
  // Free objects that bring a full arena back to the available list.
  output logic [8:0] reuse_threshold_o,
  // Frame of the root page table.
  output logic [19:0] root_ppn_o,
  // Address of the context block.
  output logic [31:0] context_address_o,
  // A load sets region, limit and root.
  input  logic load_valid_i,
  // First address of the region.
  input  logic [31:0] load_region_base_i,
  // Pages of each class's slice that may be handed out.
  input  logic [12:0] load_slice_limit_pages_i,
  // Frame of the root page table.
  input  logic [19:0] load_root_ppn_i,
  // No request may begin.
  output logic hold_o,
  // With `hold_o`: none is offered.
  input  logic quiet_i,
  // Nothing is under way.
  input  logic idle_i,
  // A write to memory has failed, until reset.
  input  logic fault_i,
  // Memories are being emptied after reset.
  input  logic clearing_i,
  // A command is to be carried out.
  output logic command_valid_o,
  // 1 flush, 2 save, 3 load, 4 end, 5 cache flush.
  output logic [2:0] command_o,
  // It has ended; one cycle.
  input  logic command_done_i,
  // With `command_done_i`: it has failed.
  input  logic command_error_i,
  // A range of zeroed frames is handed over.
  output logic pool_add_valid_o,
  // It is looked at.
  input  logic pool_add_ready_i,
  // Its first frame.
  output logic [19:0] pool_add_ppn_o,
  // Its frames.
  output logic [31:0] pool_add_count_o,
  // It was refused; two cycles after it was looked at.
  input  logic pool_add_refused_i,
  // Frames that are available.
  input  logic [21:0] pool_available_i,
  // Fewer than this are few.
  output logic [21:0] pool_low_water_o,
  // Few are available.
  input  logic pool_low_i,
  // None is available.
  input  logic frames_exhausted_i,
  // A posted free has failed; one cycle.
  input  logic error_valid_i,
  // How.
  input  logic [2:0] error_status_i,
  // The address it was given.
  input  logic [31:0] error_address_i,
  // An access of a hart has failed; one cycle.
  input  logic access_fault_valid_i,
  // How.
  input  logic [2:0] access_fault_status_i,
  // It was a store.
  input  logic access_fault_write_i,
  // Its virtual address.
  input  logic [31:0] access_fault_address_i,
  // Something was answered `OutOfFrames`; one cycle.
  input  logic out_of_frames_i,
  // What happened in this cycle: a bit for each counter but the last, which counts cycles.
  input  logic [22:0] events_i,
  // Doorbell: a request.
  output logic doorbell_req_valid_o,
  // It is accepted.
  input  logic doorbell_req_ready_i,
  // 0 alloc, 1 posted free, 2 free and wait.
  output logic [1:0] doorbell_req_operation_o,
  // Size or address.
  output logic [31:0] doorbell_req_operand_o,
  // Doorbell: an answer, which is taken.
  input  logic doorbell_rsp_valid_i,
  // How the request ended.
  input  logic [2:0] doorbell_rsp_status_i,
  // The object's address, or 0.
  input  logic [31:0] doorbell_rsp_address_i,
  // A cause that is enabled is pending.
  output logic irq_o
);
  localparam logic [1:0] ACCESS_STATE_IDLE = 2'd0;
  localparam logic [1:0] ACCESS_STATE_LOOK = 2'd1;
  localparam logic [1:0] ACCESS_STATE_ANSWER = 2'd2;
  localparam logic [1:0] COMMAND_STATE_IDLE = 2'd0;
  localparam logic [1:0] COMMAND_STATE_WAIT = 2'd1;
  localparam logic [1:0] COMMAND_STATE_RUN = 2'd2;
  localparam logic [5:0] PLACE_NOTHING = 6'd0;
  localparam logic [5:0] PLACE_ID = 6'd1;
  localparam logic [5:0] PLACE_VERSION = 6'd2;
  localparam logic [5:0] PLACE_GEOMETRY = 6'd3;
  localparam logic [5:0] PLACE_OBJECTS = 6'd4;
  localparam logic [5:0] PLACE_CAPACITY = 6'd5;
  localparam logic [5:0] PLACE_CONTROL = 6'd6;
  localparam logic [5:0] PLACE_STATUS = 6'd7;
  localparam logic [5:0] PLACE_COMMAND = 6'd8;
  localparam logic [5:0] PLACE_REGION_BASE_LOW = 6'd9;
  localparam logic [5:0] PLACE_REGION_BASE_HIGH = 6'ha;
  localparam logic [5:0] PLACE_SLICE_LIMIT = 6'hb;
  localparam logic [5:0] PLACE_REUSE_THRESHOLD = 6'hc;
  localparam logic [5:0] PLACE_ROOT_LOW = 6'hd;
  localparam logic [5:0] PLACE_ROOT_HIGH = 6'he;
  localparam logic [5:0] PLACE_CONTEXT_LOW = 6'hf;
  localparam logic [5:0] PLACE_CONTEXT_HIGH = 6'h10;
  localparam logic [5:0] PLACE_POOL_BASE_LOW = 6'h11;
  localparam logic [5:0] PLACE_POOL_BASE_HIGH = 6'h12;
  localparam logic [5:0] PLACE_POOL_ADD = 6'h13;
  localparam logic [5:0] PLACE_POOL_STATUS = 6'h14;
  localparam logic [5:0] PLACE_POOL_AVAILABLE = 6'h15;
  localparam logic [5:0] PLACE_POOL_LOW_WATER = 6'h16;
  localparam logic [5:0] PLACE_ERROR_STATUS = 6'h17;
  localparam logic [5:0] PLACE_ERROR_LOW = 6'h18;
  localparam logic [5:0] PLACE_ERROR_HIGH = 6'h19;
  localparam logic [5:0] PLACE_FAULT_STATUS = 6'h1a;
  localparam logic [5:0] PLACE_FAULT_LOW = 6'h1b;
  localparam logic [5:0] PLACE_FAULT_HIGH = 6'h1c;
  localparam logic [5:0] PLACE_IRQ_CAUSE = 6'h1d;
  localparam logic [5:0] PLACE_IRQ_ENABLE = 6'h1e;
  localparam logic [5:0] PLACE_COUNTER_LOW = 6'h1f;
  localparam logic [5:0] PLACE_COUNTER_HIGH = 6'h20;
  localparam logic [5:0] PLACE_ALLOC = 6'h21;
  localparam logic [5:0] PLACE_FREE = 6'h22;
  localparam logic [5:0] PLACE_FREE_WAIT = 6'h23;
  localparam logic [5:0] PLACE_OPERAND_HIGH = 6'h24;
  localparam logic [5:0] PLACE_RESULT_STATUS = 6'h25;
  localparam logic [5:0] PLACE_RESULT_LOW = 6'h26;
  localparam logic [5:0] PLACE_RESULT_HIGH = 6'h27;
  localparam logic [31:0] CAPACITY = 32'h400210;
  localparam logic [31:0] GEOMETRY = 32'h1e2040;
  localparam logic [31:0] HIGH_MASK = 32'd0;
  localparam logic [31:0] ID = 32'h4d454d4f;
  localparam logic [31:0] LINE_MASK = 32'hffffffc0;
  localparam logic [31:0] OBJECTS = 32'h10100;
  localparam logic [31:0] REGION_MASK = 32'hc0000000;
  localparam logic [31:0] SLICE_PAGES = 32'h1000;
  localparam logic [31:0] VERSION = 32'h10001;
  logic [5:0] decoded;
  logic counter_place;
  logic readable;
  logic writable;
  logic refuse;
  logic needs_quiet;
  logic settled;
  logic wait_;
  logic finish;
  logic set;
  logic read;
  logic pool_busy;
  logic command_busy;
  logic command_ends;
  logic ring;
  logic [5:0] new_causes;
  logic clear_error;
  logic clear_error_overflow;
  logic clear_fault;
  logic clear_fault_overflow;
  logic [63:0] region_wide;
  logic [63:0] root_wide;
  logic [63:0] context_wide;
  logic [63:0] pool_wide;
  logic [63:0] error_wide;
  logic [63:0] fault_wide;
  logic [63:0] result_wide;
  logic [23:0] counters_events_i;
  logic counters_clear_i;
  logic counters_read_valid_i;
  logic counters_rsp_valid_o;
  logic [63:0] counters_rsp_value_o;
  logic [1:0] access_q, access_d;
  logic [5:0] place_q, place_d;
  logic write_q, write_d;
  // Misaligned, or not all bytes.
  logic bad_q, bad_d;
  logic [4:0] index_q, index_d;
  logic [31:0] wdata_q, wdata_d;
  // What is read, from two halves of the registers.
  logic [31:0] settings_q, settings_d;
  logic [31:0] state_q, state_d;
  logic error_q, error_d;
  logic [31:0] counter_high_q, counter_high_d;
  logic enable_q, enable_d;
  logic reset_q, reset_d;
  logic bypass_q, bypass_d;
  logic [31:0] region_base_q, region_base_d;
  logic [12:0] slice_limit_q, slice_limit_d;
  logic [8:0] reuse_threshold_q, reuse_threshold_d;
  logic [19:0] root_ppn_q, root_ppn_d;
  logic [31:0] context_address_q, context_address_d;
  logic [19:0] pool_ppn_q, pool_ppn_d;
  logic [31:0] pool_count_q, pool_count_d;
  logic [21:0] low_water_q, low_water_d;
  // A write waits for quiet.
  logic settling_q, settling_d;
  logic [1:0] command_q, command_d;
  logic [2:0] command_code_q, command_code_d;
  logic command_done_q, command_done_d;
  logic command_error_q, command_error_d;
  logic pool_offered_q, pool_offered_d;
  logic pool_looked_1_q, pool_looked_1_d;
  logic pool_looked_2_q, pool_looked_2_d;
  logic pool_refused_q, pool_refused_d;
  logic error_valid_q, error_valid_d;
  logic error_overflow_q, error_overflow_d;
  logic [2:0] error_status_q, error_status_d;
  logic [31:0] error_address_q, error_address_d;
  logic fault_valid_q, fault_valid_d;
  logic fault_overflow_q, fault_overflow_d;
  logic [2:0] fault_status_q, fault_status_d;
  logic fault_write_q, fault_write_d;
  logic [31:0] fault_address_q, fault_address_d;
  logic [5:0] cause_q, cause_d;
  logic [5:0] irq_enable_q, irq_enable_d;
  logic irq_q, irq_d;
  logic low_before_q, low_before_d;
  logic memory_fault_before_q, memory_fault_before_d;
  // A request has not been answered.
  logic ringing_q, ringing_d;
  logic doorbell_offered_q, doorbell_offered_d;
  logic [1:0] operation_q, operation_d;
  logic [31:0] operand_q, operand_d;
  logic [31:0] operand_high_q, operand_high_d;
  logic [2:0] result_status_q, result_status_d;
  logic [31:0] result_address_q, result_address_d;

  memento_event_counters u_counters (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .events_i(counters_events_i),
    .clear_i(counters_clear_i),
    .read_valid_i(counters_read_valid_i),
    .read_index_i(index_q),
    .rsp_valid_o(counters_rsp_valid_o),
    .rsp_value_o(counters_rsp_value_o)
  );

  // What lies at the offset of the access that comes. The tests compare this with the register map.
  assign counter_place = (bus_address_i[11:8] == 4'd1) && !(&bus_address_i[7:6]);

  always @* begin
    decoded = PLACE_NOTHING;
    case (bus_address_i[11:2])
      10'd0: decoded = PLACE_ID;
      10'd1: decoded = PLACE_VERSION;
      10'd2: decoded = PLACE_GEOMETRY;
      10'd3: decoded = PLACE_OBJECTS;
      10'd4: decoded = PLACE_CAPACITY;
      10'd5: decoded = PLACE_CONTROL;
      10'd6: decoded = PLACE_STATUS;
      10'd7: decoded = PLACE_COMMAND;
      10'd8: decoded = PLACE_REGION_BASE_LOW;
      10'd9: decoded = PLACE_REGION_BASE_HIGH;
      10'ha: decoded = PLACE_SLICE_LIMIT;
      10'hb: decoded = PLACE_REUSE_THRESHOLD;
      10'hc: decoded = PLACE_ROOT_LOW;
      10'hd: decoded = PLACE_ROOT_HIGH;
      10'he: decoded = PLACE_CONTEXT_LOW;
      10'hf: decoded = PLACE_CONTEXT_HIGH;
      10'h10: decoded = PLACE_POOL_BASE_LOW;
      10'h11: decoded = PLACE_POOL_BASE_HIGH;
      10'h12: decoded = PLACE_POOL_ADD;
      10'h13: decoded = PLACE_POOL_STATUS;
      10'h14: decoded = PLACE_POOL_AVAILABLE;
      10'h15: decoded = PLACE_POOL_LOW_WATER;
      10'h18: decoded = PLACE_ERROR_STATUS;
      10'h19: decoded = PLACE_ERROR_LOW;
      10'h1a: decoded = PLACE_ERROR_HIGH;
      10'h1c: decoded = PLACE_FAULT_STATUS;
      10'h1d: decoded = PLACE_FAULT_LOW;
      10'h1e: decoded = PLACE_FAULT_HIGH;
      10'h20: decoded = PLACE_IRQ_CAUSE;
      10'h21: decoded = PLACE_IRQ_ENABLE;
      10'h100: decoded = PLACE_ALLOC;
      10'h101: decoded = PLACE_FREE;
      10'h102: decoded = PLACE_FREE_WAIT;
      10'h103: decoded = PLACE_OPERAND_HIGH;
      10'h104: decoded = PLACE_RESULT_STATUS;
      10'h106: decoded = PLACE_RESULT_LOW;
      10'h107: decoded = PLACE_RESULT_HIGH;
      default: begin
        if (counter_place) begin
          decoded = PLACE_COUNTER_LOW;
          if (bus_address_i[2]) begin
            decoded = PLACE_COUNTER_HIGH;
          end
        end
      end
    endcase
  end

  // Wide values, as pairs see them.
  assign region_wide = {32'd0, region_base_q};
  assign root_wide = {32'd0, root_ppn_q, 12'd0};
  assign context_wide = {32'd0, context_address_q};
  assign pool_wide = {32'd0, pool_ppn_q, 12'd0};
  assign error_wide = {32'd0, error_address_q};
  assign fault_wide = {32'd0, fault_address_q};
  assign result_wide = {32'd0, result_address_q};
  assign pool_busy = pool_offered_q || pool_looked_1_q || pool_looked_2_q;
  assign command_busy = command_q != COMMAND_STATE_IDLE;

  always @* begin
    settings_d = settings_q;
    // Settings, as a read finds them; and what can be read or written at all.
    readable = 1'b1;
    writable = 1'b0;
    settings_d = 32'd0;
    case (place_q)
      PLACE_NOTHING: readable = 1'b0;
      PLACE_ID: settings_d = ID;
      PLACE_VERSION: settings_d = VERSION;
      PLACE_GEOMETRY: settings_d = GEOMETRY;
      PLACE_OBJECTS: settings_d = OBJECTS;
      PLACE_CAPACITY: settings_d = CAPACITY;
      PLACE_CONTROL: begin
        settings_d = {29'd0, bypass_q, reset_q, enable_q};
        writable = 1'b1;
      end
      PLACE_COMMAND: writable = 1'b1;
      PLACE_REGION_BASE_LOW: begin
        settings_d = region_wide[31:0];
        writable = 1'b1;
      end
      PLACE_REGION_BASE_HIGH: begin
        settings_d = region_wide[63:32];
        writable = 1'b1;
      end
      PLACE_SLICE_LIMIT: begin
        settings_d = {19'd0, slice_limit_q};
        writable = 1'b1;
      end
      PLACE_REUSE_THRESHOLD: begin
        settings_d = {23'd0, reuse_threshold_q};
        writable = 1'b1;
      end
      PLACE_ROOT_LOW: begin
        settings_d = root_wide[31:0];
        writable = 1'b1;
      end
      PLACE_ROOT_HIGH: begin
        settings_d = root_wide[63:32];
        writable = 1'b1;
      end
      PLACE_CONTEXT_LOW: begin
        settings_d = context_wide[31:0];
        writable = 1'b1;
      end
      PLACE_CONTEXT_HIGH: begin
        settings_d = context_wide[63:32];
        writable = 1'b1;
      end
      PLACE_POOL_BASE_LOW: begin
        settings_d = pool_wide[31:0];
        writable = 1'b1;
      end
      PLACE_POOL_BASE_HIGH: begin
        settings_d = pool_wide[63:32];
        writable = 1'b1;
      end
      PLACE_POOL_ADD: begin
        settings_d = pool_count_q;
        writable = 1'b1;
      end
      PLACE_POOL_LOW_WATER: begin
        settings_d = {10'd0, low_water_q};
        writable = 1'b1;
      end
      PLACE_ERROR_STATUS: writable = 1'b1;
      PLACE_FAULT_STATUS: writable = 1'b1;
      PLACE_IRQ_CAUSE: writable = 1'b1;
      PLACE_IRQ_ENABLE: begin
        settings_d = {26'd0, irq_enable_q};
        writable = 1'b1;
      end
      PLACE_ALLOC: begin
        readable = 1'b0;
        writable = 1'b1;
      end
      PLACE_FREE: begin
        readable = 1'b0;
        writable = 1'b1;
      end
      PLACE_FREE_WAIT: begin
        readable = 1'b0;
        writable = 1'b1;
      end
      PLACE_OPERAND_HIGH: begin
        settings_d = operand_high_q;
        writable = 1'b1;
      end
      default: ;
    endcase
  end

  always @* begin
    state_d = state_q;
    // State, as a read finds it.
    state_d = 32'd0;
    case (place_q)
      PLACE_STATUS: state_d = {27'd0, frames_exhausted_i, clearing_i, fault_i, command_busy, idle_i};
      PLACE_COMMAND: state_d = {21'd0, command_error_q, command_done_q, command_busy, 5'd0, command_code_q};
      PLACE_POOL_STATUS: state_d = {30'd0, pool_refused_q, pool_busy};
      PLACE_POOL_AVAILABLE: state_d = {10'd0, pool_available_i};
      PLACE_ERROR_STATUS: state_d = {25'd0, error_status_q, 2'd0, error_overflow_q, error_valid_q};
      PLACE_ERROR_LOW: state_d = error_wide[31:0];
      PLACE_ERROR_HIGH: state_d = error_wide[63:32];
      PLACE_FAULT_STATUS: begin
        state_d = {23'd0, fault_write_q, 1'b0, fault_status_q, 2'd0, fault_overflow_q, fault_valid_q};
      end
      PLACE_FAULT_LOW: state_d = fault_wide[31:0];
      PLACE_FAULT_HIGH: state_d = fault_wide[63:32];
      PLACE_IRQ_CAUSE: state_d = {26'd0, cause_q};
      PLACE_COUNTER_LOW: state_d = counters_rsp_value_o[31:0];
      PLACE_COUNTER_HIGH: state_d = counter_high_q;
      PLACE_RESULT_STATUS: state_d = {29'd0, result_status_q};
      PLACE_RESULT_LOW: state_d = result_wide[31:0];
      PLACE_RESULT_HIGH: state_d = result_wide[63:32];
      default: ;
    endcase
  end

  always @* begin
    // What is refused, and what has to wait.
    needs_quiet = 1'b0;
    wait_ = 1'b0;
    refuse = bad_q;
    if (write_q) begin
      if (!writable) begin
        refuse = 1'b1;
      end
      case (place_q)
        PLACE_CONTROL: wait_ = reset_q && !engine_stopped_i;
        PLACE_COMMAND: begin
          if (reset_q || command_busy || !(|wdata_q[2:0]) || (wdata_q[2:0] > 3'd5)) begin
            refuse = 1'b1;
          end
        end
        PLACE_REGION_BASE_LOW: begin
          if (!reset_q) begin
            refuse = 1'b1;
          end
        end
        PLACE_REGION_BASE_HIGH: begin
          if (!reset_q) begin
            refuse = 1'b1;
          end
        end
        PLACE_SLICE_LIMIT: needs_quiet = 1'b1;
        PLACE_REUSE_THRESHOLD: needs_quiet = 1'b1;
        PLACE_ROOT_LOW: needs_quiet = 1'b1;
        PLACE_ROOT_HIGH: needs_quiet = 1'b1;
        PLACE_CONTEXT_LOW: begin
          if (command_busy) begin
            refuse = 1'b1;
          end
        end
        PLACE_CONTEXT_HIGH: begin
          if (command_busy) begin
            refuse = 1'b1;
          end
        end
        PLACE_POOL_BASE_LOW: wait_ = pool_busy;
        PLACE_POOL_BASE_HIGH: wait_ = pool_busy;
        PLACE_POOL_ADD: begin
          wait_ = pool_busy;
          if (reset_q) begin
            refuse = 1'b1;
          end
        end
        PLACE_ALLOC: wait_ = ringing_q;
        PLACE_FREE: wait_ = ringing_q;
        PLACE_FREE_WAIT: wait_ = ringing_q;
        default: ;
      endcase
    end else begin
      if (!readable) begin
        refuse = 1'b1;
      end
      case (place_q)
        PLACE_COUNTER_LOW: wait_ = !counters_rsp_valid_o;
        PLACE_RESULT_STATUS: wait_ = ringing_q;
        PLACE_RESULT_LOW: wait_ = ringing_q;
        PLACE_RESULT_HIGH: wait_ = ringing_q;
        default: ;
      endcase
    end
  end

  assign settled = reset_q || (!command_busy && (fault_i || (settling_q && quiet_i && idle_i)));

  // An access: taken, looked at, answered.
  assign bus_ready_o = access_q == ACCESS_STATE_IDLE;
  assign finish = (access_q == ACCESS_STATE_LOOK) && (refuse || (!wait_ && (!needs_quiet || settled)));
  assign set = finish && write_q && !refuse;
  assign read = finish && !write_q && !refuse;

  always @* begin
    settling_d = settling_q;
    settling_d = (access_q == ACCESS_STATE_LOOK) && needs_quiet && !refuse && !finish;
  end

  always @* begin
    access_d = access_q;
    place_d = place_q;
    write_d = write_q;
    bad_d = bad_q;
    index_d = index_q;
    wdata_d = wdata_q;
    error_d = error_q;
    case (access_q)
      ACCESS_STATE_IDLE: begin
        place_d = decoded;
        write_d = bus_write_i;
        bad_d = (|bus_address_i[1:0]) || (bus_write_i && !(&bus_wstrb_i));
        index_d = bus_address_i[7:3];
        wdata_d = bus_wdata_i;
        if (bus_valid_i) begin
          access_d = ACCESS_STATE_LOOK;
        end
      end
      ACCESS_STATE_LOOK: begin
        error_d = refuse;
        if (finish) begin
          access_d = ACCESS_STATE_ANSWER;
        end
      end
      default: begin  // ACCESS_STATE_ANSWER
        access_d = ACCESS_STATE_IDLE;
      end
    endcase
  end

  assign rsp_valid_o = access_q == ACCESS_STATE_ANSWER;
  assign rsp_error_o = error_q;

  always @* begin
    rsp_rdata_o = 32'd0;
    if (!error_q && !write_q) begin
      rsp_rdata_o = settings_q | state_q;
    end
  end

  assign counters_read_valid_i = (access_q == ACCESS_STATE_LOOK) && (place_q == PLACE_COUNTER_LOW) && !refuse;

  always @* begin
    counter_high_d = counter_high_q;
    if (read && (place_q == PLACE_COUNTER_LOW)) begin
      counter_high_d = counters_rsp_value_o[63:32];
    end
  end

  always @* begin
    enable_d = enable_q;
    reset_d = reset_q;
    bypass_d = bypass_q;
    region_base_d = region_base_q;
    slice_limit_d = slice_limit_q;
    reuse_threshold_d = reuse_threshold_q;
    root_ppn_d = root_ppn_q;
    context_address_d = context_address_q;
    pool_ppn_d = pool_ppn_q;
    pool_count_d = pool_count_q;
    low_water_d = low_water_q;
    cause_d = cause_q;
    irq_enable_d = irq_enable_q;
    operand_high_d = operand_high_q;
    // What a load sets; then what a write sets.
    if (load_valid_i) begin
      region_base_d = load_region_base_i & REGION_MASK;
      slice_limit_d = load_slice_limit_pages_i;
      root_ppn_d = load_root_ppn_i;
    end
    counters_clear_i = 1'b0;
    ring = 1'b0;
    clear_error = 1'b0;
    clear_error_overflow = 1'b0;
    clear_fault = 1'b0;
    clear_fault_overflow = 1'b0;
    cause_d = cause_q | new_causes;
    if (set) begin
      case (place_q)
        PLACE_CONTROL: begin
          enable_d = wdata_q[0];
          reset_d = wdata_q[1];
          bypass_d = wdata_q[2];
          counters_clear_i = wdata_q[8];
        end
        PLACE_REGION_BASE_LOW: region_base_d = wdata_q & REGION_MASK;
        PLACE_REGION_BASE_HIGH: region_base_d = region_wide[31:0] & REGION_MASK;
        PLACE_SLICE_LIMIT: begin
          slice_limit_d = wdata_q[12:0];
          if (wdata_q > SLICE_PAGES) begin
            slice_limit_d = 13'h1000;
          end
        end
        PLACE_REUSE_THRESHOLD: reuse_threshold_d = wdata_q[8:0];
        PLACE_ROOT_LOW: root_ppn_d = wdata_q[31:12];
        PLACE_ROOT_HIGH: root_ppn_d = root_wide[31:12];
        PLACE_CONTEXT_LOW: context_address_d = wdata_q & LINE_MASK;
        PLACE_CONTEXT_HIGH: context_address_d = context_wide[31:0];
        PLACE_POOL_BASE_LOW: pool_ppn_d = wdata_q[31:12];
        PLACE_POOL_BASE_HIGH: pool_ppn_d = pool_wide[31:12];
        PLACE_POOL_ADD: pool_count_d = wdata_q;
        PLACE_POOL_LOW_WATER: low_water_d = wdata_q[21:0];
        PLACE_ERROR_STATUS: begin
          clear_error = wdata_q[0];
          clear_error_overflow = wdata_q[1];
        end
        PLACE_FAULT_STATUS: begin
          clear_fault = wdata_q[0];
          clear_fault_overflow = wdata_q[1];
        end
        PLACE_IRQ_CAUSE: cause_d = (cause_q & ~wdata_q[5:0]) | new_causes;
        PLACE_IRQ_ENABLE: irq_enable_d = wdata_q[5:0];
        PLACE_OPERAND_HIGH: operand_high_d = wdata_q & HIGH_MASK;
        PLACE_ALLOC: ring = 1'b1;
        PLACE_FREE: ring = 1'b1;
        PLACE_FREE_WAIT: ring = 1'b1;
        default: ;
      endcase
    end
  end

  assign new_causes = {
    command_ends,
    access_fault_valid_i,
    fault_i && !memory_fault_before_q,
    out_of_frames_i,
    pool_low_i && !low_before_q,
    error_valid_i
  };
  assign enable_o = enable_q;
  assign engine_reset_o = reset_q;
  assign bypass_enable_o = bypass_q;
  assign region_base_o = region_base_q;
  assign slice_limit_pages_o = slice_limit_q;
  assign reuse_threshold_o = reuse_threshold_q;
  assign root_ppn_o = root_ppn_q;
  assign context_address_o = context_address_q;
  assign pool_low_water_o = low_water_q;

  always @* begin
    irq_d = irq_q;
    irq_d = |(cause_q & irq_enable_q);
  end

  assign irq_o = irq_q;

  always @* begin
    low_before_d = low_before_q;
    low_before_d = pool_low_i;
  end

  always @* begin
    memory_fault_before_d = memory_fault_before_q;
    memory_fault_before_d = fault_i;
  end

  assign counters_events_i = {1'b1, events_i};

  // A command: it waits for quiet, runs, and ends.
  assign hold_o = settling_q || command_busy;
  assign command_valid_o = command_q == COMMAND_STATE_RUN;
  assign command_o = command_code_q;

  always @* begin
    command_d = command_q;
    command_code_d = command_code_q;
    command_done_d = command_done_q;
    command_error_d = command_error_q;
    command_ends = 1'b0;
    case (command_q)
      COMMAND_STATE_IDLE: begin
        if (set && (place_q == PLACE_COMMAND)) begin
          command_d = COMMAND_STATE_WAIT;
          command_code_d = wdata_q[2:0];
          command_done_d = 1'b0;
          command_error_d = 1'b0;
        end
      end
      COMMAND_STATE_WAIT: begin
        if (reset_q || fault_i) begin
          command_ends = 1'b1;
          command_error_d = 1'b1;
        end else if (quiet_i && idle_i) begin
          command_d = COMMAND_STATE_RUN;
        end
      end
      default: begin  // COMMAND_STATE_RUN
        if (reset_q) begin
          command_ends = 1'b1;
          command_error_d = 1'b1;
        end else if (command_done_i) begin
          command_ends = 1'b1;
          command_error_d = command_error_i;
        end
      end
    endcase
    if (command_ends) begin
      command_d = COMMAND_STATE_IDLE;
      command_done_d = 1'b1;
    end
  end

  // A range of frames: offered, looked at, judged.
  assign pool_add_valid_o = pool_offered_q;
  assign pool_add_ppn_o = pool_ppn_q;
  assign pool_add_count_o = pool_count_q;

  always @* begin
    pool_offered_d = pool_offered_q;
    pool_looked_1_d = pool_looked_1_q;
    pool_looked_2_d = pool_looked_2_q;
    pool_looked_1_d = pool_offered_q && pool_add_ready_i;
    pool_looked_2_d = pool_looked_1_q;
    if (pool_add_ready_i) begin
      pool_offered_d = 1'b0;
    end
    if (set && (place_q == PLACE_POOL_ADD)) begin
      pool_offered_d = 1'b1;
    end
    if (reset_q) begin
      pool_offered_d = 1'b0;
      pool_looked_1_d = 1'b0;
      pool_looked_2_d = 1'b0;
    end
  end

  always @* begin
    pool_refused_d = pool_refused_q;
    if (pool_looked_2_q) begin
      pool_refused_d = pool_add_refused_i;
    end
  end

  always @* begin
    error_valid_d = error_valid_q;
    error_overflow_d = error_overflow_q;
    error_status_d = error_status_q;
    error_address_d = error_address_q;
    // The first errors.
    if (clear_error) begin
      error_valid_d = 1'b0;
    end
    if (clear_error_overflow) begin
      error_overflow_d = 1'b0;
    end
    if (error_valid_i) begin
      error_valid_d = 1'b1;
      if (error_valid_q && !clear_error) begin
        error_overflow_d = 1'b1;
      end else begin
        error_status_d = error_status_i;
        error_address_d = error_address_i;
      end
    end
  end

  always @* begin
    fault_valid_d = fault_valid_q;
    fault_overflow_d = fault_overflow_q;
    fault_status_d = fault_status_q;
    fault_write_d = fault_write_q;
    fault_address_d = fault_address_q;
    if (clear_fault) begin
      fault_valid_d = 1'b0;
    end
    if (clear_fault_overflow) begin
      fault_overflow_d = 1'b0;
    end
    if (access_fault_valid_i) begin
      fault_valid_d = 1'b1;
      if (fault_valid_q && !clear_fault) begin
        fault_overflow_d = 1'b1;
      end else begin
        fault_status_d = access_fault_status_i;
        fault_write_d = access_fault_write_i;
        fault_address_d = access_fault_address_i;
      end
    end
  end

  // The doorbell.
  assign doorbell_req_valid_o = doorbell_offered_q;
  assign doorbell_req_operation_o = operation_q;
  assign doorbell_req_operand_o = operand_q;

  always @* begin
    ringing_d = ringing_q;
    doorbell_offered_d = doorbell_offered_q;
    operation_d = operation_q;
    operand_d = operand_q;
    result_status_d = result_status_q;
    result_address_d = result_address_q;
    if (doorbell_req_ready_i) begin
      doorbell_offered_d = 1'b0;
    end
    if (doorbell_rsp_valid_i) begin
      ringing_d = 1'b0;
      result_status_d = doorbell_rsp_status_i;
      result_address_d = doorbell_rsp_address_i;
    end
    if (ring) begin
      ringing_d = 1'b1;
      doorbell_offered_d = 1'b1;
      operation_d = 2'd0;
      operand_d = wdata_q;
      if (place_q != PLACE_ALLOC) begin
        operation_d = 2'd1;
        operand_d = wdata_q;
      end
      if (place_q == PLACE_FREE_WAIT) begin
        operation_d = 2'd2;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      access_q <= ACCESS_STATE_IDLE;
      place_q <= PLACE_NOTHING;
      write_q <= 1'b0;
      bad_q <= 1'b0;
      index_q <= 5'd0;
      wdata_q <= 32'd0;
      settings_q <= 32'd0;
      state_q <= 32'd0;
      error_q <= 1'b0;
      counter_high_q <= 32'd0;
      enable_q <= 1'b0;
      reset_q <= 1'b1;
      bypass_q <= 1'b1;
      region_base_q <= 32'd0;
      slice_limit_q <= 13'h1000;
      reuse_threshold_q <= 9'h10;
      root_ppn_q <= 20'd0;
      context_address_q <= 32'd0;
      pool_ppn_q <= 20'd0;
      pool_count_q <= 32'd0;
      low_water_q <= 22'd0;
      settling_q <= 1'b0;
      command_q <= COMMAND_STATE_IDLE;
      command_code_q <= 3'd0;
      command_done_q <= 1'b0;
      command_error_q <= 1'b0;
      pool_offered_q <= 1'b0;
      pool_looked_1_q <= 1'b0;
      pool_looked_2_q <= 1'b0;
      pool_refused_q <= 1'b0;
      error_valid_q <= 1'b0;
      error_overflow_q <= 1'b0;
      error_status_q <= 3'd0;
      error_address_q <= 32'd0;
      fault_valid_q <= 1'b0;
      fault_overflow_q <= 1'b0;
      fault_status_q <= 3'd0;
      fault_write_q <= 1'b0;
      fault_address_q <= 32'd0;
      cause_q <= 6'd0;
      irq_enable_q <= 6'd0;
      irq_q <= 1'b0;
      low_before_q <= 1'b0;
      memory_fault_before_q <= 1'b0;
      ringing_q <= 1'b0;
      doorbell_offered_q <= 1'b0;
      operation_q <= 2'd0;
      operand_q <= 32'd0;
      operand_high_q <= 32'd0;
      result_status_q <= 3'd0;
      result_address_q <= 32'd0;
    end else begin
      access_q <= access_d;
      place_q <= place_d;
      write_q <= write_d;
      bad_q <= bad_d;
      index_q <= index_d;
      wdata_q <= wdata_d;
      settings_q <= settings_d;
      state_q <= state_d;
      error_q <= error_d;
      counter_high_q <= counter_high_d;
      enable_q <= enable_d;
      reset_q <= reset_d;
      bypass_q <= bypass_d;
      region_base_q <= region_base_d;
      slice_limit_q <= slice_limit_d;
      reuse_threshold_q <= reuse_threshold_d;
      root_ppn_q <= root_ppn_d;
      context_address_q <= context_address_d;
      pool_ppn_q <= pool_ppn_d;
      pool_count_q <= pool_count_d;
      low_water_q <= low_water_d;
      settling_q <= settling_d;
      command_q <= command_d;
      command_code_q <= command_code_d;
      command_done_q <= command_done_d;
      command_error_q <= command_error_d;
      pool_offered_q <= pool_offered_d;
      pool_looked_1_q <= pool_looked_1_d;
      pool_looked_2_q <= pool_looked_2_d;
      pool_refused_q <= pool_refused_d;
      error_valid_q <= error_valid_d;
      error_overflow_q <= error_overflow_d;
      error_status_q <= error_status_d;
      error_address_q <= error_address_d;
      fault_valid_q <= fault_valid_d;
      fault_overflow_q <= fault_overflow_d;
      fault_status_q <= fault_status_d;
      fault_write_q <= fault_write_d;
      fault_address_q <= fault_address_d;
      cause_q <= cause_d;
      irq_enable_q <= irq_enable_d;
      irq_q <= irq_d;
      low_before_q <= low_before_d;
      memory_fault_before_q <= memory_fault_before_d;
      ringing_q <= ringing_d;
      doorbell_offered_q <= doorbell_offered_d;
      operation_q <= operation_d;
      operand_q <= operand_d;
      operand_high_q <= operand_high_d;
      result_status_q <= result_status_d;
      result_address_q <= result_address_d;
    end
  end
endmodule

`default_nettype wire
