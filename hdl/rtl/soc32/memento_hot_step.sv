// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_hot_step, configuration soc32: generated from hdl/src/hot_step.rs, do not edit.
//
// What an operation makes of an entry of the Hardware Object Table.
//
// One operation on one entry: the answer, and the entry after it.
//
// An entry describes a class's arena by its *current word*, the 16 objects from which the next allocs come; a copy of the
// *next word*, the one that becomes current when this one is full; and which words are full. The next word is always
// the lowest that is not full and not current, so its index is not kept.
//
// | field            | bits  | meaning                                                                             |
// |------------------|-------|-------------------------------------------------------------------------------------|
// | `current_free`   | 15:0  | free objects of the current word; 0 while the entry is not ready                    |
// | `current_single` | 52    | exactly one of them is free; 0 while the entry is not ready                         |
// | `current_word`   | 51:48 | index of the current word                                                           |
// | `current_known`  | 53    | `current_free` is held here; if not, only the bitmap memory has it                  |
// | `next_free`      | 31:16 | free objects of the next word                                                       |
// | `next_single`    | 54    | exactly one of them is free                                                         |
// | `next_known`     | 55    | `next_free` is held here                                                            |
// | `full`           | 47:32 | full words; the current word, and words that the arena does not have, count as full |
//
// An entry is *ready* when its class has an arena whose current word is known and has a free object. A current word that is
// known while the entry is not ready means that the arena has no free object at all: it is *exhausted*. The entry of a class without
// an arena is 0.
//
// Contract: combinational. At most one of `alloc_i`, `free_i` and `install_i` is high; with none, the entry stays as it is. An alloc
// takes an object if `ready_i`; if not, it only takes a word that has been fetched. A free is of an object of the entry's
// own arena; that the object is allocated need not be known: freeing a free object changes nothing but `next_known`.

`default_nettype none

module memento_hot_step (
  // Take an object.
  input  logic alloc_i,
  // Give back an object of the entry's arena.
  input  logic free_i,
  // Replace the arena.
  input  logic install_i,
  // Free: index of the object's word.
  input  logic [3:0] word_i,
  // Free: the same, one bit of 16.
  input  logic [15:0] word_bit_i,
  // Free: the words below it.
  input  logic [15:0] words_below_i,
  // Free: the object in its word, one bit of 16.
  input  logic [15:0] object_bit_i,
  // Alloc: a word of this entry has been fetched, the current one if that is not known, else the next one.
  input  logic fetch_valid_i,
  // Its free objects.
  input  logic [15:0] fetch_free_i,
  // Exactly one of them is free.
  input  logic fetch_single_i,
  // Install: index of the lowest word that is not full.
  input  logic [3:0] install_word_i,
  // Install: its free objects.
  input  logic [15:0] install_free_i,
  // Install: full words; words that the arena does not have count as full.
  input  logic [15:0] install_full_i,
  // The entry is ready.
  input  logic ready_i,
  // The entry.
  input  logic [55:0] entry_i,
  // Alloc: place of the object taken in the current word.
  output logic [3:0] place_o,
  // No other word than the current one has a free object.
  output logic last_word_o,
  // The word that would be fetched for this entry: the current one if it is not known, else the next one.
  output logic [3:0] fetch_word_o,
  // Alloc of an object that is not its word's last: the next word is neither held nor fetched, and there is
  // one.
  output logic fetch_next_o,
  // `word_i` is held in the entry.
  output logic word_held_o,
  // `word_i` is full, if it is not held in the entry.
  output logic word_full_o,
  // Free objects of the current word; none while the entry is not ready.
  output logic [15:0] held_free_o,
  // The current word is not known.
  output logic unknown_o,
  // Index of the current word.
  output logic [3:0] current_word_o,
  // Words in which every object is allocated; words that the arena does not have count as full.
  output logic [15:0] summary_o,
  // After it: the entry is ready.
  output logic ready_o,
  // The entry after it.
  output logic [55:0] entry_o
);
  logic [15:0] current_free;
  logic [15:0] next_free;
  logic [15:0] full;
  logic [3:0] current_word;
  logic current_single;
  logic current_known;
  logic next_single;
  logic next_known;
  logic [15:0] current_free_after;
  logic [15:0] next_free_after;
  logic [15:0] full_after;
  logic [3:0] current_word_after;
  logic current_single_after;
  logic current_known_after;
  logic next_single_after;
  logic next_known_after;
  logic at_current;
  logic exhausted;
  // Alloc: another word's objects are from now on the current ones, if they are known.
  logic renews;
  // Alloc: it takes the word's last object.
  logic takes_last;
  logic ahead_known;
  logic [15:0] ahead_free;
  logic ahead_single;
  // Free: its word is held.
  logic frees_held;
  // Free: its word is not the current one.
  logic frees_other;
  logic overtakes_next;
  logic [15:0] freed;
  logic [15:0] opened;
  logic [15:0] filled;
  logic [15:0] current_free_kept;
  logic [15:0] below_place_below_o;
  logic [15:0] lowest_place_word_i;
  logic lowest_place_found_o;
  logic [1:0] objects_count_o;
  logic [15:0] below_word_word_i;
  logic [15:0] below_word_below_o;
  logic lowest_word_found_o;
  logic [3:0] lowest_word_index_o;
  logic [1:0] installed_count_o;

  memento_any_below u_below_place (
    .word_i(current_free),
    .below_o(below_place_below_o)
  );

  memento_find_first_zero_16 u_lowest_place (
    .word_i(lowest_place_word_i),
    .found_o(lowest_place_found_o),
    .index_o(place_o)
  );

  memento_few_ones u_objects (
    .word_i(current_free),
    .count_o(objects_count_o)
  );

  memento_any_below u_below_word (
    .word_i(below_word_word_i),
    .below_o(below_word_below_o)
  );

  // The next word: the lowest that is not full.
  memento_find_first_zero_16 u_lowest_word (
    .word_i(full),
    .found_o(lowest_word_found_o),
    .index_o(lowest_word_index_o)
  );

  memento_few_ones u_installed (
    .word_i(install_free_i),
    .count_o(installed_count_o)
  );

  assign current_free = entry_i[15:0];
  assign next_free = entry_i[31:16];
  assign full = entry_i[47:32];
  assign current_word = entry_i[51:48];
  assign current_single = entry_i[52];
  assign current_known = entry_i[53];
  assign next_single = entry_i[54];
  assign next_known = entry_i[55];
  assign at_current = current_word == word_i;
  assign exhausted = current_known && !ready_i;
  assign held_free_o = current_free;
  assign word_held_o = current_known && (at_current || !ready_i);
  assign word_full_o = !at_current && (|(full & word_bit_i));
  assign unknown_o = !current_known;
  assign current_word_o = current_word;
  assign summary_o = (full & ~(16'd1 << current_word)) | ({15'd0, exhausted} << current_word);

  // The lowest free object, and what is left without it.
  assign lowest_place_word_i = ~current_free;
  assign below_word_word_i = ~full;
  assign last_word_o = &full;

  always @* begin
    fetch_word_o = lowest_word_index_o;
    if (!current_known) begin
      fetch_word_o = current_word;
    end
  end

  // Its objects, none if they are not known.
  assign ahead_known = next_known || fetch_valid_i;

  always @* begin
    ahead_free = 16'd0;
    if (next_known) begin
      ahead_free = next_free;
    end
    ahead_single = next_known && next_single;
    if (fetch_valid_i) begin
      ahead_free = fetch_free_i;
      ahead_single = fetch_single_i;
    end
  end

  assign fetch_next_o = ready_i && !current_single && !ahead_known && !last_word_o;

  // An alloc of the word's last object goes on to the next word, known or not. One that finds the current
  // word unknown takes the word fetched for it; a next word is not known then.
  assign takes_last = alloc_i && current_single;
  assign renews = alloc_i && (current_single || !current_known);

  // A free in the next word or below it: what is held as the next word no longer is.
  assign overtakes_next = !(|(~full & words_below_i));
  assign frees_held = free_i && word_held_o;
  assign frees_other = free_i && !at_current && !exhausted;

  always @* begin
    ready_o = ready_i || frees_held;
    current_known_after = current_known;
    current_single_after = current_single;
    next_known_after = next_known && !(frees_other && overtakes_next);
    if (alloc_i) begin
      current_single_after = objects_count_o == 2'd2;
      next_known_after = ahead_known;
    end
    if (renews) begin
      ready_o = ahead_known;
      current_known_after = ahead_known || (current_known && last_word_o);
      current_single_after = ahead_single;
      next_known_after = 1'b0;
    end
    if (frees_held) begin
      current_single_after = !ready_i || (current_single && (|(current_free & object_bit_i)));
    end
    if (install_i) begin
      // A loaded context may have an arena without a free object.
      ready_o = |install_free_i;
      current_known_after = 1'b1;
      current_single_after = installed_count_o == 2'd1;
      next_known_after = 1'b0;
    end
  end

  always @* begin
    // The current word. What a free adds is known last.
    freed = 16'd0;
    if (frees_held) begin
      freed = object_bit_i;
    end
  end

  always @* begin
    current_free_kept = current_free;
    if (alloc_i) begin
      current_free_kept = current_free & below_place_below_o;
    end
    if (renews) begin
      current_free_kept = ahead_free;
    end
    if (install_i) begin
      current_free_kept = install_free_i;
    end
  end

  assign current_free_after = current_free_kept | freed;

  always @* begin
    current_word_after = current_word;
    if (takes_last) begin
      current_word_after = lowest_word_index_o;
    end
    if (free_i && exhausted) begin
      current_word_after = word_i;
    end
    if (install_i) begin
      current_word_after = install_word_i;
    end
  end

  always @* begin
    // The next word: what an alloc finds fetched is kept, whether or not it is used up at once.
    next_free_after = next_free;
    next_single_after = next_single;
    if (fetch_valid_i) begin
      next_free_after = fetch_free_i;
      next_single_after = fetch_single_i;
    end
  end

  always @* begin
    // Full words.
    filled = 16'd0;
    if (takes_last) begin
      filled = ~below_word_below_o;
    end
  end

  always @* begin
    opened = 16'd0;
    if (frees_other) begin
      opened = word_bit_i;
    end
  end

  always @* begin
    full_after = (full | filled) & ~opened;
    if (install_i) begin
      full_after = install_full_i | (16'd1 << install_word_i);
    end
  end

  assign entry_o = {
    next_known_after,
    next_single_after,
    current_known_after,
    current_single_after,
    current_word_after,
    full_after,
    next_free_after,
    current_free_after
  };

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{lowest_place_found_o, lowest_word_found_o};
endmodule

`default_nettype wire
