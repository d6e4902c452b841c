// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_command_unit, configuration tiny: generated from hdl/src/command_unit.rs, do not edit.
//
// What commands do.
//
// What commands do: flushes, and saving, loading and ending a context.
//
//               ┌────────────────────────┐──► flush request ─► object allocator ─► what was in the table
//   command ───►│ one step after another │──► rows, adopt ◄─►
//   done ◄──────│                        │──► flush, drop ──► cache
//               │                        │──► park, state, end ──► frame pool
//               └────┬───────────────────┘──► clear ──► translation, page table
//                    └──► memory port (context block, `memento_abi::context`)
//
// Contract
//
// * `command_valid_i` starts a command and stays, with `command_i`, until `command_done_o`, which is high for one cycle. Nothing else is under way meanwhile: no
//   request, no access of a hart.
// * A command that is none, and a load of a block that another configuration wrote, end with `command_error_o` and change nothing.
// * After a save and after a load the pool stays parked until something is asked of it (`pool_wanted_i`): the list in its frames is the one that was
//   saved, until the context goes on.
// * A slice limit beyond the slice is loaded as the whole slice.
// * An error of memory ends the command with `command_error_o`, and `fault_o` stays high until reset.
// * `allocator_reset_o` is high for one cycle; `allocator_idle_i` is low while the allocator empties itself after it.
// * Save: the words one after the other, each 4 cycles and its memory access. Load: 2 cycles and its access, and what adopting takes. End: what the
//   cache, the page table's clearing and the pool take, whatever the context holds.
//
// Cost
//
// A memory of 2^CLASS rows of POINTER bits, and about 120 + ADDRESS flip-flops.

`default_nettype none

module memento_command_unit (
  // Clock.
  input  logic clk_i,
  // Synchronous reset, active low.
  input  logic rst_ni,
  // A command.
  input  logic command_valid_i,
  // 1 flush, 2 save, 3 load, 4 end, 5 cache flush.
  input  logic [2:0] command_i,
  // It has ended; one cycle.
  output logic command_done_o,
  // With `command_done_o`: it has failed.
  output logic command_error_o,
  // Memory answered a command with an error; until reset.
  output logic fault_o,
  // Address of the context block.
  input  logic [31:0] context_address_i,
  // First address of the region.
  input  logic [31:0] region_base_i,
  // Pages of each class's slice that may be handed out.
  input  logic [12:0] slice_limit_pages_i,
  // Frame of the root page table.
  input  logic [19:0] root_ppn_i,
  // Load: the three become what follows.
  output logic load_valid_o,
  // First address of the region.
  output logic [31:0] load_region_base_o,
  // Pages of each class's slice that may be handed out.
  output logic [12:0] load_slice_limit_pages_o,
  // Frame of the root page table.
  output logic [19:0] load_root_ppn_o,
  // The allocator is asked for a flush.
  output logic flush_req_valid_o,
  // It is accepted.
  input  logic flush_req_ready_i,
  // It is done.
  input  logic flush_rsp_valid_i,
  // How it ended.
  input  logic [2:0] flush_rsp_status_i,
  // The flush has done a class.
  input  logic flushed_valid_i,
  // That class.
  input  logic [3:0] flushed_class_i,
  // It has an arena in the table.
  input  logic flushed_occupied_i,
  // First page of that arena.
  input  logic [11:0] flushed_page_i,
  // Reset the allocator.
  output logic allocator_reset_o,
  // The allocator does nothing.
  input  logic allocator_idle_i,
  // A row of the pointer bank is chosen ..
  output logic row_class_valid_o,
  // .. by its class, ..
  output logic [3:0] row_class_o,
  // .. then read ..
  output logic row_read_o,
  // .. or written.
  output logic row_write_o,
  // Allocation pointer to write.
  output logic [12:0] row_pointer_o,
  // Head of the available list to write.
  output logic [12:0] row_available_o,
  // Head of the full list to write.
  output logic [12:0] row_full_o,
  // Head of the recycled list to write.
  output logic [12:0] row_recycled_o,
  // Allocation pointer read.
  input  logic [12:0] row_pointer_i,
  // Head of the available list read.
  input  logic [12:0] row_available_i,
  // Head of the full list read.
  input  logic [12:0] row_full_i,
  // Head of the recycled list read.
  input  logic [12:0] row_recycled_i,
  // An arena goes into the table.
  output logic adopt_valid_o,
  // Its class.
  output logic [3:0] adopt_class_o,
  // Its first page.
  output logic [11:0] adopt_page_o,
  // It is there.
  input  logic adopt_done_i,
  // Its header could not be read.
  input  logic adopt_error_i,
  // The cache writes its lines and forgets them.
  output logic cache_flush_valid_o,
  // It has.
  input  logic cache_flush_ready_i,
  // The cache forgets its lines.
  output logic cache_drop_valid_o,
  // It has.
  input  logic cache_drop_ready_i,
  // Translation forgets what it knows of the page table.
  output logic translation_clear_o,
  // The region's part of the root is cleared.
  output logic region_clear_start_o,
  // It is clear.
  input  logic region_clear_done_i,
  // It could not be cleared.
  input  logic region_clear_error_i,
  // The pool gathers its state, and does nothing.
  output logic pool_park_o,
  // It has.
  input  logic pool_parked_i,
  // Something is asked of the pool.
  input  logic pool_wanted_i,
  // It forgets everything.
  output logic pool_forget_o,
  // Word of its state.
  output logic [3:0] pool_state_address_o,
  // Write it.
  output logic pool_state_write_o,
  // What to write.
  output logic [63:0] pool_state_wdata_o,
  // The word of the cycle before.
  input  logic [63:0] pool_state_rdata_i,
  // It takes all its frames back.
  output logic pool_end_o,
  // It has.
  input  logic pool_end_done_i,
  // Memory request.
  output logic mem_req_valid_o,
  // Memory takes the request.
  input  logic mem_req_ready_i,
  // It is a write.
  output logic mem_req_write_o,
  // Address of the word.
  output logic [31:0] mem_req_address_o,
  // Word to write.
  output logic [63:0] mem_req_wdata_o,
  // Memory answers.
  input  logic mem_rsp_valid_i,
  // Word read.
  input  logic [63:0] mem_rsp_rdata_i,
  // The access failed.
  input  logic mem_rsp_error_i
);
  localparam logic [4:0] COMMAND_STEP_IDLE = 5'd0;
  localparam logic [4:0] COMMAND_STEP_FLUSH = 5'd1;
  localparam logic [4:0] COMMAND_STEP_FLUSHED = 5'd2;
  localparam logic [4:0] COMMAND_STEP_CACHE_FLUSH = 5'd3;
  localparam logic [4:0] COMMAND_STEP_CACHE_DROP = 5'd4;
  localparam logic [4:0] COMMAND_STEP_PARK = 5'd5;
  localparam logic [4:0] COMMAND_STEP_SELECT = 5'd6;
  localparam logic [4:0] COMMAND_STEP_READ = 5'd7;
  localparam logic [4:0] COMMAND_STEP_TAKE = 5'd8;
  localparam logic [4:0] COMMAND_STEP_ASK = 5'd9;
  localparam logic [4:0] COMMAND_STEP_ANSWER = 5'ha;
  localparam logic [4:0] COMMAND_STEP_EMPTY = 5'hb;
  localparam logic [4:0] COMMAND_STEP_EMPTYING = 5'hc;
  localparam logic [4:0] COMMAND_STEP_USE = 5'hd;
  localparam logic [4:0] COMMAND_STEP_ROW = 5'he;
  localparam logic [4:0] COMMAND_STEP_ADOPT = 5'hf;
  localparam logic [4:0] COMMAND_STEP_CLEAR = 5'h10;
  localparam logic [4:0] COMMAND_STEP_CLEARED = 5'h11;
  localparam logic [4:0] COMMAND_STEP_RECLAIM = 5'h12;
  localparam logic [4:0] COMMAND_STEP_DONE = 5'h13;
  localparam logic [63:0] IDENTIFICATION = 64'h584d454d01201c04;
  localparam logic [9:0] LAST_WORD = 10'h5e;
  localparam logic [12:0] SLICE_PAGES = 13'h1000;
  logic save;
  logic load;
  logic end_;
  logic [3:0] class_;
  logic in_class;
  logic [1:0] part;
  logic [63:0] taken;
  logic failed;
  logic in_table_read_enable_i;
  logic [12:0] in_table_read_data_o;
  logic [12:0] in_table_write_data_i;
  logic [4:0] step_q, step_d;
  // Word of the context block.
  logic [9:0] word_q, word_d;
  logic [63:0] data_q, data_d;
  // It is this configuration's identification.
  logic named_q, named_d;
  // First word of a class.
  logic [63:0] row_q, row_d;
  logic [31:0] region_base_q, region_base_d;
  logic [12:0] slice_limit_pages_q, slice_limit_pages_d;
  logic parked_q, parked_d;
  logic error_q, error_d;
  logic fault_q, fault_d;

  // What was in the table, as the flush tells it.
  memento_ram_16x13 u_in_table (
    .clk_i(clk_i),
    .read_enable_i(in_table_read_enable_i),
    .read_address_i(class_),
    .read_data_o(in_table_read_data_o),
    .write_enable_i(flushed_valid_i),
    .write_address_i(flushed_class_i),
    .write_data_i(in_table_write_data_i)
  );

  assign save = command_i == 3'd2;
  assign load = command_i == 3'd3;
  assign end_ = command_i == 3'd4;

  always @* begin
    in_table_write_data_i = 13'd0;
    if (flushed_occupied_i) begin
      in_table_write_data_i = {flushed_page_i, 1'b1};
    end
  end

  // The word: its place in the context block, and what it is made of.
  assign in_class = |(word_q >> 5);
  assign class_ = 4'((word_q >> 2) - 10'd8);
  assign part = word_q[1:0];
  assign row_class_valid_o = 1'b1;
  assign row_class_o = class_;
  assign row_read_o = step_q == COMMAND_STEP_READ;
  assign in_table_read_enable_i = step_q == COMMAND_STEP_READ;
  assign pool_state_address_o = word_q[3:0] - 4'd4;

  always @* begin
    taken = pool_state_rdata_i;
    case (word_q)
      10'd0: taken = IDENTIFICATION;
      10'd1: taken = {32'd0, region_base_i};
      10'd2: taken = {51'd0, slice_limit_pages_i};
      10'd3: taken = {32'd0, root_ppn_i, 12'd0};
      default: ;
    endcase
    if (in_class) begin
      case (part)
        2'd0: taken = {19'd0, row_available_i, 19'd0, row_pointer_i};
        2'd1: taken = {19'd0, row_recycled_i, 19'd0, row_full_i};
        2'd2: taken = {51'd0, in_table_read_data_o};
        default: taken = 64'd0;
      endcase
    end
  end

  // What the others are asked for.
  assign flush_req_valid_o = step_q == COMMAND_STEP_FLUSH;
  assign cache_flush_valid_o = step_q == COMMAND_STEP_CACHE_FLUSH;
  assign cache_drop_valid_o = step_q == COMMAND_STEP_CACHE_DROP;
  assign pool_park_o = parked_q;
  assign allocator_reset_o = step_q == COMMAND_STEP_EMPTY;
  assign translation_clear_o = step_q == COMMAND_STEP_EMPTY;
  assign pool_forget_o = (step_q == COMMAND_STEP_EMPTY) && load;
  assign region_clear_start_o = step_q == COMMAND_STEP_CLEAR;
  assign pool_end_o = step_q == COMMAND_STEP_RECLAIM;
  assign mem_req_valid_o = step_q == COMMAND_STEP_ASK;
  assign mem_req_write_o = save;
  assign mem_req_address_o = context_address_i + {19'd0, word_q, 3'd0};
  assign mem_req_wdata_o = data_q;
  assign pool_state_write_o = (step_q == COMMAND_STEP_USE) && !in_class && (|word_q[4:2]);
  assign pool_state_wdata_o = data_q;
  assign load_valid_o = (step_q == COMMAND_STEP_USE) && (word_q == 10'd3);
  assign load_region_base_o = region_base_q;
  assign load_slice_limit_pages_o = slice_limit_pages_q;
  assign load_root_ppn_o = data_q[31:12];
  assign row_write_o = step_q == COMMAND_STEP_ROW;
  assign row_pointer_o = row_q[12:0];
  assign row_available_o = row_q[44:32];
  assign row_full_o = data_q[12:0];
  assign row_recycled_o = data_q[44:32];
  assign adopt_valid_o = step_q == COMMAND_STEP_ADOPT;
  assign adopt_class_o = class_;
  assign adopt_page_o = data_q[12:1];

  always @* begin
    step_d = step_q;
    word_d = word_q;
    data_d = data_q;
    row_d = row_q;
    region_base_d = region_base_q;
    slice_limit_pages_d = slice_limit_pages_q;
    parked_d = parked_q;
    error_d = error_q;
    fault_d = fault_q;
    failed = 1'b0;
    case (step_q)
      COMMAND_STEP_IDLE: begin
        word_d = 10'd0;
        error_d = 1'b0;
        if (pool_wanted_i || (command_valid_i && end_)) begin
          parked_d = 1'b0;
        end
        if (command_valid_i) begin
          case (command_i)
            3'd1: step_d = COMMAND_STEP_FLUSH;
            3'd2: step_d = COMMAND_STEP_FLUSH;
            3'd3: step_d = COMMAND_STEP_ASK;
            3'd4: step_d = COMMAND_STEP_CACHE_DROP;
            3'd5: step_d = COMMAND_STEP_CACHE_FLUSH;
            default: begin
              error_d = 1'b1;
              step_d = COMMAND_STEP_DONE;
            end
          endcase
        end
      end
      COMMAND_STEP_FLUSH: begin
        if (flush_req_ready_i) begin
          step_d = COMMAND_STEP_FLUSHED;
        end
      end
      COMMAND_STEP_FLUSHED: begin
        if (flush_rsp_valid_i) begin
          step_d = COMMAND_STEP_DONE;
          if (flush_rsp_status_i != 3'd0) begin
            error_d = 1'b1;
          end else if (save) begin
            step_d = COMMAND_STEP_CACHE_FLUSH;
          end
        end
      end
      COMMAND_STEP_CACHE_FLUSH: begin
        if (cache_flush_ready_i) begin
          step_d = COMMAND_STEP_DONE;
          if (save || load) begin
            parked_d = 1'b1;
            step_d = COMMAND_STEP_PARK;
          end
        end
      end
      COMMAND_STEP_CACHE_DROP: begin
        if (cache_drop_ready_i) begin
          step_d = COMMAND_STEP_CLEAR;
        end
      end
      COMMAND_STEP_PARK: begin
        if (pool_parked_i) begin
          step_d = COMMAND_STEP_SELECT;
          if (load) begin
            step_d = COMMAND_STEP_EMPTY;
          end
        end
      end
      COMMAND_STEP_SELECT: step_d = COMMAND_STEP_READ;
      COMMAND_STEP_READ: step_d = COMMAND_STEP_TAKE;
      COMMAND_STEP_TAKE: begin
        data_d = taken;
        step_d = COMMAND_STEP_ASK;
      end
      COMMAND_STEP_ASK: begin
        if (mem_req_ready_i) begin
          step_d = COMMAND_STEP_ANSWER;
        end
      end
      COMMAND_STEP_ANSWER: begin
        if (mem_rsp_valid_i) begin
          if (load) begin
            data_d = mem_rsp_rdata_i;
            step_d = COMMAND_STEP_USE;
          end else begin
            word_d = word_q + 10'd1;
            step_d = COMMAND_STEP_SELECT;
            if (word_q == 10'h13) begin
              word_d = 10'h20;
            end
            if (word_q == LAST_WORD) begin
              step_d = COMMAND_STEP_DONE;
            end
          end
          failed = mem_rsp_error_i;
        end
      end
      COMMAND_STEP_USE: begin
        word_d = word_q + 10'd1;
        step_d = COMMAND_STEP_ASK;
        if (in_class) begin
          case (part)
            2'd0: row_d = data_q;
            2'd1: begin
              word_d = word_q;
              step_d = COMMAND_STEP_ROW;
            end
            2'd2: begin
              if (data_q[0]) begin
                word_d = word_q;
                step_d = COMMAND_STEP_ADOPT;
              end else if (word_q == LAST_WORD) begin
                step_d = COMMAND_STEP_DONE;
              end
            end
            default: ;
          endcase
        end else begin
          case (word_q)
            10'd0: begin
              // The cache's lines belong to the context of before.
              step_d = COMMAND_STEP_CACHE_FLUSH;
              if (!named_q) begin
                error_d = 1'b1;
                step_d = COMMAND_STEP_DONE;
              end
            end
            10'd1: region_base_d = data_q[31:0];
            10'd2: begin
              slice_limit_pages_d = data_q[12:0];
              if (data_q > {51'd0, SLICE_PAGES}) begin
                slice_limit_pages_d = SLICE_PAGES;
              end
            end
            10'h13: word_d = 10'h20;
            default: ;
          endcase
        end
      end
      COMMAND_STEP_ROW: begin
        word_d = word_q + 10'd1;
        step_d = COMMAND_STEP_ASK;
      end
      COMMAND_STEP_ADOPT: begin
        if (adopt_done_i) begin
          word_d = word_q + 10'd1;
          step_d = COMMAND_STEP_ASK;
          if (word_q == LAST_WORD) begin
            step_d = COMMAND_STEP_DONE;
          end
          failed = adopt_error_i;
        end
      end
      COMMAND_STEP_CLEAR: step_d = COMMAND_STEP_CLEARED;
      COMMAND_STEP_CLEARED: begin
        if (region_clear_done_i) begin
          step_d = COMMAND_STEP_EMPTY;
          failed = region_clear_error_i;
        end
      end
      COMMAND_STEP_EMPTY: step_d = COMMAND_STEP_EMPTYING;
      COMMAND_STEP_EMPTYING: begin
        if (allocator_idle_i) begin
          step_d = COMMAND_STEP_ASK;
          if (end_) begin
            step_d = COMMAND_STEP_RECLAIM;
          end
        end
      end
      COMMAND_STEP_RECLAIM: begin
        if (pool_end_done_i) begin
          step_d = COMMAND_STEP_DONE;
        end
      end
      default: begin  // COMMAND_STEP_DONE
        step_d = COMMAND_STEP_IDLE;
      end
    endcase
    if (failed) begin
      error_d = 1'b1;
      fault_d = 1'b1;
      step_d = COMMAND_STEP_DONE;
    end
  end

  always @* begin
    named_d = named_q;
    named_d = mem_rsp_rdata_i == IDENTIFICATION;
  end

  assign command_done_o = step_q == COMMAND_STEP_DONE;
  assign command_error_o = error_q;
  assign fault_o = fault_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      step_q <= COMMAND_STEP_IDLE;
      word_q <= 10'd0;
      data_q <= 64'd0;
      named_q <= 1'b0;
      row_q <= 64'd0;
      region_base_q <= 32'd0;
      slice_limit_pages_q <= 13'd0;
      parked_q <= 1'b0;
      error_q <= 1'b0;
      fault_q <= 1'b0;
    end else begin
      step_q <= step_d;
      word_q <= word_d;
      data_q <= data_d;
      named_q <= named_d;
      row_q <= row_d;
      region_base_q <= region_base_d;
      slice_limit_pages_q <= slice_limit_pages_d;
      parked_q <= parked_d;
      error_q <= error_d;
      fault_q <= fault_d;
    end
  end
endmodule

`default_nettype wire
