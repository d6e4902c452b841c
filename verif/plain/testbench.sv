// SPDX-License-Identifier: MIT OR Apache-2.0

// memento_top as a system would use it: brought up through its registers, asked for memory by custom instructions and by doorbell, and the memory used.
//
// Prints PASS, or the first difference and ends with an error. ADDRESS (bits of an address) must be the configuration's; all else it reads from
// the registers. Everything happens at the rising edge: what is driven changes behind it, what is read is what was there before it.

/* verilator lint_off WIDTH */
`timescale 1ns / 1ps

module testbench;

  parameter int ADDRESS = 32;
  parameter int OPERAND = ADDRESS > 32 ? 64 : 32; // bits of a hart's register
  parameter int CYCLES = 2000000;                 // no test takes longer

  // Physical memory: the root page table, the context block, and frames for the pool.
  localparam logic [63:0] MEMORY = 64'h8000_0000;
  localparam logic [63:0] ROOT = MEMORY;
  localparam logic [63:0] CONTEXT = MEMORY + 64'h1000;
  localparam logic [63:0] POOL = MEMORY + 64'h4000;
  localparam int FIRST_FRAMES = 30;
  localparam int MORE_FRAMES = 180;

  // Registers.
  localparam logic [11:0] ID = 12'h000, VERSION = 12'h004, GEOMETRY = 12'h008, OBJECTS = 12'h00c;
  localparam logic [11:0] CONTROL = 12'h014, STATUS = 12'h018, COMMAND = 12'h01c, REGION_BASE = 12'h020;
  localparam logic [11:0] SLICE_LIMIT = 12'h028, MPTR = 12'h030, CONTEXT_ADDRESS = 12'h038;
  localparam logic [11:0] POOL_BASE = 12'h040, POOL_ADD = 12'h048, POOL_STATUS = 12'h04c, POOL_AVAILABLE = 12'h050;
  localparam logic [11:0] ERROR_STATUS = 12'h060, ERROR_ADDRESS = 12'h064;
  localparam logic [11:0] ACCESS_FAULT_STATUS = 12'h070, ACCESS_FAULT_ADDRESS = 12'h074;
  localparam logic [11:0] IRQ_CAUSE = 12'h080, IRQ_ENABLE = 12'h084;
  localparam logic [11:0] ALLOC_HIT = 12'h100, ALLOC_MISS = 12'h108, LIST_EMPTY_UNLINK = 12'h138;
  localparam logic [11:0] FRAMES_RETURNED = 12'h168, BYPASSED_LINES = 12'h1a0, WRITE_BACKS = 12'h1a8;
  localparam logic [11:0] BELL_ALLOC = 12'h400, BELL_FREE_WAIT = 12'h408, BELL_OPERAND_HIGH = 12'h40c;
  localparam logic [11:0] BELL_STATUS = 12'h410, BELL_ADDRESS = 12'h418;

  // CONTROL, commands, custom instructions, statuses.
  localparam logic [31:0] ENABLE = 32'd1, RESET = 32'd2, BYPASS = 32'd4;
  localparam logic [31:0] FLUSH = 32'd1, SAVE = 32'd2, LOAD = 32'd3, END = 32'd4, CACHE_FLUSH = 32'd5;
  localparam logic [9:0] DO_ALLOC = 10'd0, DO_FREE = 10'd1, DO_FREE_WAIT = 10'd2, DO_STATUS = 10'd3, DO_FREE_IF_OURS = 10'd4;
  localparam logic [63:0] OK = 0, TOO_LARGE = 1, NOT_OURS = 2, BAD_POINTER = 3, DOUBLE_FREE = 4, OUT_OF_MEMORY = 5;
  localparam logic [63:0] OUT_OF_FRAMES = 7;

  logic clk = 1'b0;
  logic rst_n = 1'b0;
  int cycle = 0;
  logic [31:0] random = 32'h1234abcd;

  logic csr_awvalid = 1'b0, csr_awready, csr_wvalid = 1'b0, csr_wready, csr_bvalid, csr_arvalid = 1'b0, csr_arready, csr_rvalid;
  logic [11:0] csr_awaddr, csr_araddr;
  logic [31:0] csr_wdata, csr_rdata;
  logic [1:0] csr_bresp, csr_rresp;
  logic irq;
  logic cfu_cmd_valid = 1'b0, cfu_cmd_ready, cfu_rsp_valid;
  logic [9:0] cfu_function;
  logic [OPERAND-1:0] cfu_operand, cfu_result;
  logic data_req_valid = 1'b0, data_req_ready, data_req_write, data_rsp_valid;
  logic data_rsp_ready = 1'b0;
  logic [ADDRESS-1:0] data_req_address;
  logic [63:0] data_req_wdata, data_rsp_rdata;
  logic [7:0] data_req_wstrb;
  logic [2:0] data_rsp_status;
  logic awvalid, awready, wvalid, wready, wlast, bvalid, bready, arvalid, arready, rvalid, rready, rlast;
  logic [ADDRESS-1:0] awaddr, araddr;
  logic [7:0] awlen, arlen, wstrb;
  logic [2:0] awsize, arsize;
  logic [1:0] awburst, arburst, bresp, rresp;
  logic [63:0] wdata, rdata;

  always #5 clk = !clk;

  memento_top u_memento (
    .clk_i(clk), .rst_ni(rst_n),
    .csr_awvalid_i(csr_awvalid), .csr_awready_o(csr_awready), .csr_awaddr_i(csr_awaddr), .csr_awprot_i(3'd0),
    .csr_wvalid_i(csr_wvalid), .csr_wready_o(csr_wready), .csr_wdata_i(csr_wdata), .csr_wstrb_i(4'hf),
    .csr_bvalid_o(csr_bvalid), .csr_bready_i(1'b1), .csr_bresp_o(csr_bresp),
    .csr_arvalid_i(csr_arvalid), .csr_arready_o(csr_arready), .csr_araddr_i(csr_araddr), .csr_arprot_i(3'd0),
    .csr_rvalid_o(csr_rvalid), .csr_rready_i(1'b1), .csr_rdata_o(csr_rdata), .csr_rresp_o(csr_rresp), .irq_o(irq),
    .cfu_cmd_valid_i(cfu_cmd_valid), .cfu_cmd_ready_o(cfu_cmd_ready), .cfu_cmd_function_id_i(cfu_function),
    .cfu_cmd_inputs_0_i(cfu_operand), .cfu_cmd_inputs_1_i({OPERAND{1'b0}}),
    .cfu_rsp_valid_o(cfu_rsp_valid), .cfu_rsp_ready_i(1'b1), .cfu_rsp_outputs_0_o(cfu_result),
    .data_req_valid_i(data_req_valid), .data_req_ready_o(data_req_ready), .data_req_write_i(data_req_write),
    .data_req_address_i(data_req_address), .data_req_wdata_i(data_req_wdata), .data_req_wstrb_i(data_req_wstrb),
    .data_rsp_valid_o(data_rsp_valid), .data_rsp_ready_i(data_rsp_ready), .data_rsp_rdata_o(data_rsp_rdata),
    .data_rsp_status_o(data_rsp_status),
    .axi_awvalid_o(awvalid), .axi_awready_i(awready), .axi_awid_o(), .axi_awaddr_o(awaddr), .axi_awlen_o(awlen),
    .axi_awsize_o(awsize), .axi_awburst_o(awburst), .axi_awcache_o(), .axi_awprot_o(),
    .axi_wvalid_o(wvalid), .axi_wready_i(wready), .axi_wdata_o(wdata), .axi_wstrb_o(wstrb), .axi_wlast_o(wlast),
    .axi_bvalid_i(bvalid), .axi_bready_o(bready), .axi_bresp_i(bresp),
    .axi_arvalid_o(arvalid), .axi_arready_i(arready), .axi_arid_o(), .axi_araddr_o(araddr), .axi_arlen_o(arlen),
    .axi_arsize_o(arsize), .axi_arburst_o(arburst), .axi_arcache_o(), .axi_arprot_o(),
    .axi_rvalid_i(rvalid), .axi_rready_o(rready), .axi_rdata_i(rdata), .axi_rresp_i(rresp), .axi_rlast_i(rlast)
  );

  axi_memory #(.ADDRESS(ADDRESS), .BASE(MEMORY)) u_memory (
    .clk_i(clk), .rst_ni(rst_n),
    .awvalid_i(awvalid), .awready_o(awready), .awaddr_i(awaddr), .awlen_i(awlen), .awsize_i(awsize), .awburst_i(awburst),
    .wvalid_i(wvalid), .wready_o(wready), .wdata_i(wdata), .wstrb_i(wstrb), .wlast_i(wlast),
    .bvalid_o(bvalid), .bready_i(bready), .bresp_o(bresp),
    .arvalid_i(arvalid), .arready_o(arready), .araddr_i(araddr), .arlen_i(arlen), .arsize_i(arsize), .arburst_i(arburst),
    .rvalid_o(rvalid), .rready_i(rready), .rdata_o(rdata), .rresp_o(rresp), .rlast_o(rlast)
  );

  // ---- Failing ----

  task automatic fail(input string what, input logic [63:0] got, input logic [63:0] expected);
    begin
      $display("FAIL: %s: 0x%h, expected 0x%h, in cycle %0d", what, got, expected, cycle);
      $fatal(1);
    end
  endtask

  task automatic check(input string what, input logic [63:0] got, input logic [63:0] expected);
    if (got !== expected) fail(what, got, expected);
  endtask

  always @(posedge clk) begin
    cycle <= cycle + 1;
    random <= {random[30:0], random[31] ^ random[21] ^ random[1] ^ random[0]};
    if (cycle == CYCLES) fail("still running", 64'(cycle), 64'(CYCLES));
  end

  // Everything below drives at the falling edge and looks at the rising one: a task begins and ends at a falling edge.

  // ---- Registers ----

  task automatic write_register(input logic [11:0] offset, input logic [31:0] value, input logic [1:0] response);
    logic aw_taken, w_taken;
    begin
      csr_awvalid = 1'b1;
      csr_awaddr = offset;
      csr_wvalid = 1'b1;
      csr_wdata = value;
      @(posedge clk);
      while (!csr_bvalid) begin
        aw_taken = csr_awready;
        w_taken = csr_wready;
        @(negedge clk);
        if (aw_taken) csr_awvalid = 1'b0;
        if (w_taken) csr_wvalid = 1'b0;
        @(posedge clk);
      end
      if (csr_bresp !== response) $display("write of register %h", offset);
      check("write response", {62'h0, csr_bresp}, {62'h0, response});
      @(negedge clk);
    end
  endtask

  task automatic set(input logic [11:0] offset, input logic [31:0] value);
    write_register(offset, value, 2'd0);
  endtask

  task automatic set_pair(input logic [11:0] offset, input logic [63:0] value);
    begin
      set(offset, value[31:0]);
      set(offset + 12'd4, value[63:32]);
    end
  endtask

  logic [31:0] read_value;

  task automatic read_register(input logic [11:0] offset);
    logic ar_taken;
    begin
      csr_arvalid = 1'b1;
      csr_araddr = offset;
      @(posedge clk);
      while (!csr_rvalid) begin
        ar_taken = csr_arready;
        @(negedge clk);
        if (ar_taken) csr_arvalid = 1'b0;
        @(posedge clk);
      end
      read_value = csr_rdata;
      if (csr_rresp !== 2'd0) $display("read of register %h", offset);
      check("read response", {62'h0, csr_rresp}, 64'd0);
      @(negedge clk);
    end
  endtask

  task automatic expect_register(input string what, input logic [11:0] offset, input logic [31:0] expected);
    begin
      read_register(offset);
      check(what, {32'h0, read_value}, {32'h0, expected});
    end
  endtask

  task automatic expect_pair(input string what, input logic [11:0] offset, input logic [63:0] expected);
    begin
      expect_register(what, offset, expected[31:0]);
      expect_register(what, offset + 12'd4, expected[63:32]);
    end
  endtask

  task automatic wait_for(input logic [11:0] offset, input logic [31:0] mask, input logic [31:0] value);
    begin
      read_register(offset);
      while ((read_value & mask) !== value) read_register(offset);
    end
  endtask

  task automatic command(input logic [31:0] code);
    begin
      set(COMMAND, code);
      wait_for(COMMAND, 32'h100, 32'h0);
      check("outcome of a command", {32'h0, read_value}, {32'h0, 32'h200 | code});
    end
  endtask

  task automatic add_frames(input logic [63:0] base, input int count);
    begin
      set_pair(POOL_BASE, base);
      set(POOL_ADD, 32'(count));
      wait_for(POOL_STATUS, 32'h1, 32'h0);
      check("POOL_STATUS", {32'h0, read_value}, 64'h0);
    end
  endtask

  // ---- Custom instructions ----

  logic [63:0] result;
  int allocs = 0; // since the counters were cleared, those that gave an address

  task automatic instruction(input logic [9:0] number, input logic [63:0] operand);
    begin
      cfu_cmd_valid = 1'b1;
      cfu_function = number;
      cfu_operand = operand[OPERAND-1:0];
      @(posedge clk);
      while (!cfu_cmd_ready) @(posedge clk);
      @(negedge clk);
      cfu_cmd_valid = 1'b0;
      @(posedge clk);
      while (!cfu_rsp_valid) @(posedge clk);
      result = 64'h0;
      result[OPERAND-1:0] = cfu_result;
      @(negedge clk);
    end
  endtask

  task automatic alloc(input logic [63:0] size, input logic [63:0] expected);
    begin
      instruction(DO_ALLOC, size);
      if (result !== expected) $display("alloc of %0d bytes", size);
      check("alloc", result, expected);
      if (expected != 0) allocs = allocs + 1;
    end
  endtask

  task automatic alloc_fails(input logic [63:0] size, input logic [63:0] status);
    begin
      alloc(size, 64'h0);
      instruction(DO_STATUS, 64'h0);
      check("status of an alloc", result, status);
    end
  endtask

  task automatic free_wait(input logic [63:0] address, input logic [63:0] status);
    begin
      instruction(DO_FREE_WAIT, address);
      if (result !== status) $display("free of %h", address);
      check("status of a free", result, status);
    end
  endtask

  // ---- The doorbell ----

  task automatic bell_alloc(input logic [63:0] size, input logic [63:0] expected);
    begin
      set(BELL_ALLOC, size[31:0]);
      expect_register("status of a doorbell's alloc", BELL_STATUS, OK[31:0]);
      expect_pair("address of a doorbell's alloc", BELL_ADDRESS, expected);
      allocs = allocs + 1;
    end
  endtask

  task automatic bell_free_wait(input logic [63:0] address, input logic [63:0] status);
    begin
      set(BELL_OPERAND_HIGH, address[63:32]);
      set(BELL_FREE_WAIT, address[31:0]);
      expect_register("status of a doorbell's free", BELL_STATUS, status[31:0]);
    end
  endtask

  // ---- Loads and stores: many under way; responses are compared as they come ----

  logic [63:0] due_data [0:15];
  logic [63:0] due_address [0:15];
  logic [2:0] due_status [0:15];
  logic due_compare [0:15];
  int accesses = 0;
  int answers = 0;

  task automatic access(input logic write, input logic [63:0] address, input logic [63:0] data, input logic [7:0] strobe, input logic [63:0] status);
    begin
      data_req_valid = 1'b1;
      data_req_write = write;
      data_req_address = address[ADDRESS-1:0];
      data_req_wdata = data;
      data_req_wstrb = strobe;
      @(posedge clk);
      while (!data_req_ready) @(posedge clk);
      due_data[accesses[3:0]] = data;
      due_address[accesses[3:0]] = address;
      due_status[accesses[3:0]] = status[2:0];
      due_compare[accesses[3:0]] = !write && status == OK;
      accesses = accesses + 1;
      @(negedge clk);
      data_req_valid = 1'b0;
    end
  endtask

  always @(negedge clk) data_rsp_ready = random[17] | random[4];

  always @(posedge clk) begin
    if (data_rsp_valid && data_rsp_ready) begin
      if (answers == accesses) fail("an answer that nobody asked for", data_rsp_rdata, 64'h0);
      if (data_rsp_status !== due_status[answers[3:0]]) begin
        $display("access of %h", due_address[answers[3:0]]);
        fail("status of an access", {61'h0, data_rsp_status}, {61'h0, due_status[answers[3:0]]});
      end
      if (due_compare[answers[3:0]] && data_rsp_rdata !== due_data[answers[3:0]]) begin
        $display("load of %h", due_address[answers[3:0]]);
        fail("loaded", data_rsp_rdata, due_data[answers[3:0]]);
      end
      answers = answers + 1;
    end
  end

  task automatic all_answered;
    while (answers != accesses) @(negedge clk);
  endtask

  // What the test keeps in the 8 bytes at an address.
  function automatic logic [63:0] pattern(input logic [63:0] address);
    pattern = {address[35:4], ~address[31:0]} * 64'h9e37_79b9_7f4a_7c15;
  endfunction

  task automatic store_object(input logic [63:0] address, input logic [63:0] size);
    int offset;
    for (offset = 0; offset < int'(size); offset = offset + 8)
      access(1'b1, address + 64'(offset), pattern(address + 64'(offset)), 8'hff, OK);
  endtask

  task automatic load_object(input logic [63:0] address, input logic [63:0] size);
    int offset;
    for (offset = 0; offset < int'(size); offset = offset + 8)
      access(1'b0, address + 64'(offset), pattern(address + 64'(offset)), 8'h00, OK);
  endtask

  // ---- What the addresses must be ----

  int class_bits, classes, region_bits, per_arena, largest;
  logic [63:0] region, arena;
  logic sv39;

  // Behind the header, and so that classes begin in different sets of a cache.
  function automatic logic [63:0] first_object(input int number);
    first_object = 64'd64 + 64'd128 * 64'(number % (per_arena / 16));
  endfunction

  function automatic int span_bits(input int number);
    int bits;
    bits = 12;
    while ((1 << bits) < int'(first_object(number)) + per_arena * 8 * (number + 1)) bits = bits + 1;
    span_bits = bits;
  endfunction

  // Object `index` of a class that nothing was freed of.
  function automatic logic [63:0] object_at(input int number, input int index);
    object_at = region
      + (64'(number) << (region_bits - class_bits))
      + (64'(index / per_arena) << span_bits(number))
      + first_object(number) + 64'(index % per_arena) * 64'(8 * (number + 1));
  endfunction

  // ---- What memory must hold ----

  function automatic logic [63:0] word_at(input logic [63:0] physical);
    word_at = u_memory.words[17'((physical - MEMORY) >> 3)];
  endfunction

  function automatic logic [63:0] entry_of(input logic [63:0] table_base, input logic [63:0] index);
    logic [63:0] word;
    begin
      if (sv39) entry_of = word_at(table_base + 8 * index);
      else begin
        word = word_at(table_base + 4 * (index & ~64'd1));
        entry_of = index[0] ? {32'h0, word[63:32]} : {32'h0, word[31:0]};
      end
    end
  endfunction

  // The physical address of a virtual one, from the page table in memory; 0 if there is none.
  function automatic logic [63:0] physical(input logic [63:0] address);
    logic [63:0] entry;
    int level;
    begin
      entry = (ROOT >> 2) | 64'd1;
      for (level = sv39 ? 2 : 1; level >= 0 && entry[0]; level = level - 1)
        if (sv39) entry = entry_of((entry >> 10) << 12, (address >> (12 + 9 * level)) & 64'h1ff);
        else entry = entry_of((entry >> 10) << 12, (address >> (12 + 10 * level)) & 64'h3ff);
      if (entry[0] && (entry & 64'h3ff) != 64'hd7) entry = 64'h0;
      physical = entry[0] ? (((entry >> 10) << 12) | (address & 64'hfff)) : 64'h0;
    end
  endfunction

  task automatic object_in_memory(input logic [63:0] address, input logic [63:0] size);
    int offset;
    for (offset = 0; offset < int'(size); offset = offset + 8) begin
      if (physical(address + 64'(offset)) == 0) fail("an object's page has no frame", address, 64'h0);
      check("an object in memory", word_at(physical(address + 64'(offset))), pattern(address + 64'(offset)));
    end
  endtask

  task automatic clear_memory;
    int index;
    for (index = 0; index < 131072; index = index + 1) u_memory.words[index] = 64'h0;
  endtask

  // ---- The test ----

  int i;
  int many;    // objects of class 0: more than an arena
  int some;    // objects of the largest class: more lines than the 8 KiB cache of soc32
  logic [63:0] returned;
  logic [31:0] available;

  task automatic start;
    begin
      set(CONTROL, BYPASS);
      wait_for(STATUS, 32'h8, 32'h0);
      set_pair(MPTR, ROOT);
      add_frames(POOL, FIRST_FRAMES);
      add_frames(POOL + 64'h10_0000 - 64'h4000 - 64'h1000 * 64'(MORE_FRAMES), MORE_FRAMES);
      expect_register("POOL_AVAILABLE", POOL_AVAILABLE, 32'(FIRST_FRAMES + MORE_FRAMES));
    end
  endtask

  // Objects of three classes, by instruction and by doorbell, all written.
  task automatic fill;
    begin
      for (i = 0; i < many; i = i + 1) begin
        if (i % 16 == 5) bell_alloc(64'd8, object_at(0, i));
        else alloc(64'(i % 9), object_at(0, i));
        store_object(object_at(0, i), 64'd8);
      end
      for (i = 0; i < some; i = i + 1) alloc(64'(largest), object_at(classes - 1, i));
      for (i = 0; i < some; i = i + 1) store_object(object_at(classes - 1, i), 64'(largest));
      for (i = 0; i < 20; i = i + 1) begin
        alloc(64'd33 + 64'(i % 8), object_at(4, i));
        store_object(object_at(4, i), 64'd40);
      end
    end
  endtask

  task automatic load_all;
    begin
      for (i = 0; i < many; i = i + 1) load_object(object_at(0, i), 64'd8);
      for (i = 0; i < some; i = i + 1) load_object(object_at(classes - 1, i), 64'(largest));
      for (i = 0; i < 20; i = i + 1) load_object(object_at(4, i), 64'd40);
      all_answered;
    end
  endtask

  initial begin
    repeat (5) @(negedge clk);
    rst_n = 1'b1;
    @(negedge clk);

    $display("registers");
    expect_register("ID", ID, 32'h4d45_4d4f);
    read_register(VERSION);
    check("major version", {48'h0, read_value[31:16]}, 64'd1);
    read_register(GEOMETRY);
    classes = int'(read_value[7:0]);
    class_bits = $clog2(classes);
    region_bits = int'(read_value[23:16]);
    sv39 = read_value[24];
    largest = 8 * classes;
    region = 64'd1 << region_bits;
    check("ADDRESS_BITS", {56'h0, read_value[15:8]}, 64'(ADDRESS));
    read_register(OBJECTS);
    per_arena = int'(read_value[15:0]);
    many = per_arena + 10;
    some = per_arena / 4;
    write_register(ID, 32'h0, 2'd2);
    expect_register("CONTROL after reset", CONTROL, RESET | BYPASS);
    set_pair(REGION_BASE, region);
    set(SLICE_LIMIT, 32'd1024);
    start;
    alloc_fails(64'd8, OUT_OF_MEMORY); // not enabled
    set(CONTROL, ENABLE | BYPASS | 32'h100);

    $display("allocs, stores and loads");
    fill;
    load_all;
    alloc_fails(64'(largest) + 64'd1, TOO_LARGE);
    access(1'b1, object_at(4, 3), 64'h1122_3344_5566_7788, 8'h0f, OK);
    access(1'b0, object_at(4, 3), {pattern(object_at(4, 3)) >> 32, 32'h5566_7788}, 8'h00, OK);
    access(1'b1, object_at(4, 3), pattern(object_at(4, 3)), 8'h0f, OK);
    access(1'b0, object_at(5, 0) + 64'd8, 64'h0, 8'h00, BAD_POINTER); // no arena
    all_answered;
    expect_register("ACCESS_FAULT_STATUS", ACCESS_FAULT_STATUS, 32'h031);
    expect_pair("ACCESS_FAULT_ADDRESS", ACCESS_FAULT_ADDRESS, object_at(5, 0) + 64'd8);
    set(ACCESS_FAULT_STATUS, 32'h3);
    access(1'b1, region, 64'h0, 8'hff, BAD_POINTER); // a header
    access(1'b0, region - 64'd8, 64'h0, 8'h00, NOT_OURS);
    all_answered;
    expect_register("ACCESS_FAULT_STATUS", ACCESS_FAULT_STATUS, 32'h133);
    alloc(64'd16, object_at(1, 0));
    access(1'b0, object_at(1, 0), 64'h0, 8'h00, OK); // never written: zeros
    all_answered;

    $display("frees");
    free_wait(object_at(4, 7), OK);
    free_wait(object_at(4, 7), DOUBLE_FREE);
    free_wait(object_at(4, 7) + 64'd8, BAD_POINTER);
    free_wait(region - 64'd8, NOT_OURS);
    bell_free_wait(object_at(4, 2), OK);
    bell_free_wait(object_at(4, 2), DOUBLE_FREE);
    alloc(64'd40, object_at(4, 19) + 64'd40);
    set(IRQ_CAUSE, 32'h3f);
    set(IRQ_ENABLE, 32'h01);
    check("irq_o", {63'h0, irq}, 64'd0);
    instruction(DO_FREE, object_at(4, 7));
    check("a posted free", result, OK);
    wait_for(IRQ_CAUSE, 32'h01, 32'h01);
    check("irq_o", {63'h0, irq}, 64'd1);
    expect_register("ERROR_STATUS", ERROR_STATUS, 32'h41);
    expect_pair("ERROR_ADDRESS", ERROR_ADDRESS, object_at(4, 7));
    set(ERROR_STATUS, 32'h3);
    set(IRQ_CAUSE, 32'h01);
    check("irq_o", {63'h0, irq}, 64'd0);

    $display("an arena that becomes empty");
    for (i = 0; i < per_arena; i = i + 1) instruction(i % 2 == 0 ? DO_FREE_IF_OURS : DO_FREE, object_at(0, i));
    check("a free if ours", result, OK);
    instruction(DO_FREE_IF_OURS, region - 64'd8);
    check("a free if ours of another's", result, ~64'h0 >> (64 - OPERAND));
    free_wait(object_at(0, 9), DOUBLE_FREE);
    expect_register("ERROR_STATUS", ERROR_STATUS, 32'h40);
    expect_register("LIST_EMPTY_UNLINK", LIST_EMPTY_UNLINK, 32'd1);
    read_register(FRAMES_RETURNED);
    if (read_value == 0) fail("FRAMES_RETURNED", 64'h0, 64'h1);
    access(1'b0, object_at(0, 9), 64'h0, 8'h00, BAD_POINTER);
    for (i = 10; i < per_arena; i = i + 1) alloc(64'd1, object_at(0, per_arena + i));
    for (i = 0; i < per_arena; i = i + 1) begin
      alloc(64'd1, object_at(0, i)); // the recycled arena
      access(1'b0, object_at(0, i), 64'h0, 8'h00, OK);
      store_object(object_at(0, i), 64'd8);
    end
    all_answered;

    $display("commands");
    command(CACHE_FLUSH);
    for (i = 0; i < many; i = i + 1) object_in_memory(object_at(0, i), 64'd8);
    for (i = 0; i < some; i = i + 1) object_in_memory(object_at(classes - 1, i), 64'(largest));
    command(FLUSH);
    arena = object_at(classes - 1, 0) - first_object(classes - 1);
    check("va in a header", word_at(physical(arena)), arena);
    check("live in a header", word_at(physical(arena + 64'd24)) >> 16 & 64'hffff, 64'(some));
    check("state in a header", word_at(physical(arena + 64'd24)) >> 56, 64'd1);
    read_register(BYPASSED_LINES);
    if (read_value == 0) fail("BYPASSED_LINES", 64'h0, 64'h1);
    read_register(WRITE_BACKS);
    if (read_value == 0) fail("WRITE_BACKS", 64'h0, 64'h1);
    read_register(ALLOC_HIT);
    returned = {32'h0, read_value};
    read_register(ALLOC_MISS);
    check("allocs counted", returned + {32'h0, read_value}, 64'(allocs));
    access(1'b1, object_at(classes - 1, 1), ~64'h0, 8'hff, OK); // dirty again
    store_object(object_at(classes - 1, 1), 64'd8);
    all_answered;
    read_register(POOL_AVAILABLE);
    available = read_value;
    set_pair(CONTEXT_ADDRESS, CONTEXT);
    command(SAVE);
    check("the context block", word_at(CONTEXT) >> 32, 64'h584d_454d);
    load_all;

    $display("a reset, and the context again");
    set(CONTROL, RESET | BYPASS);
    set(CONTROL, BYPASS);
    set(SLICE_LIMIT, 32'd1);
    command(LOAD);
    expect_register("SLICE_LIMIT after a load", SLICE_LIMIT, 32'd1024);
    expect_register("POOL_AVAILABLE after a load", POOL_AVAILABLE, available);
    set(CONTROL, ENABLE | BYPASS);
    load_all;
    alloc(64'(largest), object_at(classes - 1, some));
    store_object(object_at(classes - 1, some), 64'(largest));
    load_object(object_at(classes - 1, some), 64'(largest));
    free_wait(object_at(0, per_arena + 3), OK);
    free_wait(object_at(classes - 1, some), OK);
    load_all;

    $display("the end of a context");
    command(END);
    check("the page table", physical(object_at(0, 0)), 64'h0);
    expect_register("POOL_AVAILABLE after an end", POOL_AVAILABLE, 32'(FIRST_FRAMES + MORE_FRAMES));
    free_wait(object_at(0, 0), BAD_POINTER);
    access(1'b0, object_at(0, 0), 64'h0, 8'h00, BAD_POINTER);
    fill;
    load_all;
    for (i = 0; i < some; i = i + 1) begin
      alloc(64'(largest), object_at(classes - 1, some + i));
      access(1'b0, object_at(classes - 1, some + i), 64'h0, 8'h00, OK); // another context's frames: zeros
    end
    all_answered;

    $display("few frames");
    set(CONTROL, RESET | BYPASS);
    set(CONTROL, RESET | BYPASS); // answered when nothing is under way any more
    clear_memory;
    set(CONTROL, BYPASS);
    add_frames(POOL, sv39 ? 3 : 2);
    set(CONTROL, ENABLE | BYPASS);
    set(IRQ_CAUSE, 32'h3f);
    set(IRQ_ENABLE, 32'h04);
    alloc(64'd8, object_at(0, 0));
    alloc_fails(64'd16, OUT_OF_FRAMES);
    check("irq_o", {63'h0, irq}, 64'd1);
    alloc(64'd8, object_at(0, 1));
    add_frames(POOL + 64'h8000, 8);
    alloc(64'd16, object_at(1, 0));
    store_object(object_at(1, 0), 64'd16);
    load_object(object_at(1, 0), 64'd16);
    all_answered;
    expect_register("STATUS", STATUS, 32'h1);

    $display("PASS in %0d cycles", cycle);
    $finish;
  end

endmodule
