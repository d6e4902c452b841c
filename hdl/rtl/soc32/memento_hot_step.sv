// SPDX-License-Identifier: MIT OR Apache-2.0
// memento_hot_step, configuration soc32: generated from hdl/src/hot_step.rs, do not edit.
//
// What an operation makes of an entry of the Hardware Object Table.
//
// One operation on one entry: the answer, and the entry after it.
//
// An entry describes a class's arena by its *current word*, the 16 objects from which the next allocs come; a copy of the
// *next word*, the one that becomes current when this one is full; and which words are full. Of both words the lowest free object is
// picked out already, so that the answer to an alloc stands in the entry. The next word is always
// the lowest that is not full and not current, so its index is not kept.
//
// | field           | bits  | meaning                                                                             |
// |-----------------|-------|-------------------------------------------------------------------------------------|
// | `current_place` | 55:52 | lowest free object of the current word                                              |
// | `current_rest`  | 15:0  | its other free objects                                                              |
// | `current_word`  | 51:48 | index of the current word                                                           |
// | `ready`         | 60    | the current word is held here and has a free object                                 |
// | `few`           | 61    | ready: it has only one; not ready: no word has any                                  |
// | `next_place`    | 59:56 | lowest free object of the next word                                                 |
// | `next_rest`     | 31:16 | its other free objects                                                              |
// | `next_known`    | 62    | the next word is held here                                                          |
// | `next_single`   | 63    | it has only one free object                                                         |
// | `full`          | 47:32 | full words; the current word, and words that the arena does not have, count as full |
//
// An entry that is neither `ready` nor `few` does not hold its current word: only the bitmap memory has it. One that is `few` and not
// `ready` is *exhausted*: the arena has no free object at all. That is told beside the entry as well, since nearly everything asks it.
// The entry of a class without an arena is 0.
//
// Contract: combinational. At most one of `alloc_i`, `free_i` and `install_i` is high; with none, the entry stays as it is. An alloc
// takes an object if the entry is ready; if not, it only takes a word that has been fetched. A free is of an object of the entry's
// own arena; that the object is allocated need not be known: freeing a free object changes nothing but `next_known`.
// For an install the entry is the one before, with the free objects of the new arena's current word in bits 15:0.

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
  // Free: the object's place in its word.
  input  logic [3:0] place_i,
  // Free: the same, one bit of 16.
  input  logic [15:0] object_bit_i,
  // Free: the places above it.
  input  logic [15:0] places_above_i,
  // Alloc: a word of this entry has been fetched, the current one if that is not known, else the next one.
  input  logic fetch_valid_i,
  // Its lowest free object.
  input  logic [3:0] fetch_place_i,
  // Its other free objects.
  input  logic [15:0] fetch_rest_i,
  // It has only one.
  input  logic fetch_single_i,
  // Install: index of the lowest word that is not full.
  input  logic [3:0] install_word_i,
  // Install: full words; words that the arena does not have count as full.
  input  logic [15:0] install_full_i,
  // The entry.
  input  logic [63:0] entry_i,
  // It is exhausted.
  input  logic exhausted_i,
  // The entry is ready: an alloc takes an object.
  output logic ready_o,
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
  // Free: the object is allocated, if it is in a word that is held or full.
  output logic allocated_o,
  // Free objects of the current word; none while the entry is not ready.
  output logic [15:0] held_free_o,
  // The current word is not known.
  output logic unknown_o,
  // Words in which every object is allocated; words that the arena does not have count as full.
  output logic [15:0] summary_o,
  // The entry after it.
  output logic [63:0] entry_o,
  // That is exhausted.
  output logic exhausted_o
);
  logic ready;
  logic few;
  logic [3:0] current_place;
  logic [15:0] current_rest;
  logic [3:0] current_word;
  logic [3:0] next_place;
  logic [15:0] next_rest;
  logic next_known;
  logic next_single;
  logic [15:0] full;
  logic ready_after;
  logic few_after;
  logic [3:0] current_place_after;
  logic [15:0] current_rest_after;
  logic [3:0] current_word_after;
  logic [3:0] next_place_after;
  logic [15:0] next_rest_after;
  logic next_known_after;
  logic next_single_after;
  logic [15:0] full_after;
  logic at_current;
  // The current word's lowest free object, one bit of 16, and the places above it.
  logic [15:0] place_bit;
  logic [15:0] above_place;
  // Free in the current word: the higher one of that object and the one that is freed, unless they are the
  // same, one bit of 16.
  logic [15:0] higher;
  // Free: the entry is exhausted.
  logic frees_first;
  // Free: its word is the current one, which has a free object already.
  logic frees_current;
  // Alloc: it takes an object that is not its word's last.
  logic takes_one;
  // Alloc: it takes the word's last object.
  logic takes_last;
  // Alloc: another word's objects are from now on the current ones, if they are known.
  logic renews;
  logic ahead_known;
  // Free: its word is not the current one.
  logic frees_other;
  logic overtakes_next;
  // An alloc or an install takes an object out of the current word.
  logic takes;
  // The current word's objects stay free; a free adds one.
  logic stays;
  // The lower one of a freed object and the current word's lowest free one.
  logic [3:0] lower_place;
  logic last_word;
  logic [3:0] kept_place;
  logic [15:0] kept_rest;
  logic [3:0] freed_place;
  logic [3:0] renewed_place;
  logic [15:0] renewed_rest;
  logic [3:0] taken_place;
  logic [15:0] taken_rest;
  logic [3:0] kept_word;
  logic [3:0] freed_word;
  logic [3:0] installed_word;
  logic [3:0] lowest_after;
  logic [15:0] kept_full;
  logic [15:0] installed_full;
  logic [15:0] filled;
  logic [3:0] rest_place_o;
  logic [15:0] rest_rest_o;
  logic [1:0] rest_count_o;
  logic [15:0] below_word_word_i;
  logic [15:0] below_word_below_o;
  logic lowest_word_found_o;
  logic [3:0] lowest_word_index_o;

  memento_take_lowest u_rest (
    .word_i(current_rest),
    .place_o(rest_place_o),
    .rest_o(rest_rest_o),
    .count_o(rest_count_o)
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

  assign current_rest = entry_i[15:0];
  assign next_rest = entry_i[31:16];
  assign full = entry_i[47:32];
  assign current_word = entry_i[51:48];
  assign current_place = entry_i[55:52];
  assign next_place = entry_i[59:56];
  assign ready = entry_i[60];
  assign few = entry_i[61];
  assign next_known = entry_i[62];
  assign next_single = entry_i[63];
  assign at_current = current_word == word_i;
  assign place_bit = 16'd0 | (16'd1 << current_place);
  assign above_place = 16'hfffe << current_place;

  always @* begin
    held_free_o = 16'd0;
    if (ready) begin
      held_free_o = current_rest | place_bit;
    end
  end

  assign allocated_o = !(ready && at_current && ((current_place == place_i) || (|(current_rest & object_bit_i))));
  assign word_held_o = (ready && at_current) || exhausted_i;
  assign word_full_o = !at_current && (|(full & word_bit_i));
  assign ready_o = ready;
  assign unknown_o = !ready && !few;
  assign summary_o = (full & ~(16'd1 << current_word)) | ({15'd0, exhausted_i} << current_word);
  assign below_word_word_i = ~full;
  assign last_word = &full;
  assign last_word_o = last_word;

  always @* begin
    fetch_word_o = lowest_word_index_o;
    if (unknown_o) begin
      fetch_word_o = current_word;
    end
  end

  assign ahead_known = next_known || fetch_valid_i;
  assign fetch_next_o = ready && !few && !ahead_known && !last_word;

  always @* begin
    // What an alloc finds fetched is kept as the next word, whether or not it is used up at once.
    next_place_after = next_place;
    next_rest_after = next_rest;
    next_single_after = next_single;
    if (fetch_valid_i) begin
      next_place_after = fetch_place_i;
      next_rest_after = fetch_rest_i;
      next_single_after = fetch_single_i;
    end
  end

  // An alloc of the word's last object goes on to the next word, known or not. One that finds the current
  // word unknown takes the word fetched for it; a next word is not known then.
  assign takes_one = alloc_i && ready && !few;
  assign takes_last = alloc_i && ready && few;
  assign renews = alloc_i && (ready == few);

  // A free in the next word or below it: what is held as the next word no longer is.
  assign overtakes_next = !(|(~full & words_below_i));
  assign frees_first = free_i && exhausted_i;
  assign frees_current = free_i && ready && at_current;
  assign frees_other = free_i && !at_current && !exhausted_i;

  // The current word. Each value it may get is 0 unless it does, and the one that is known last comes last:
  // what an alloc or an install leaves of the free objects.
  assign takes = takes_one || install_i;
  assign stays = !install_i && !(alloc_i && !exhausted_i) && !(free_i && exhausted_i);

  always @* begin
    lower_place = current_place;
    if (place_i < current_place) begin
      lower_place = place_i;
    end
  end

  always @* begin
    higher = 16'd0;
    if (frees_current) begin
      higher = (place_bit & places_above_i) | (above_place & object_bit_i);
    end
  end

  always @* begin
    kept_place = 4'd0;
    kept_rest = 16'd0;
    if (stays) begin
      kept_place = current_place;
      if (frees_current) begin
        kept_place = lower_place;
      end
      kept_rest = current_rest;
    end
  end

  always @* begin
    freed_place = 4'd0;
    if (frees_first) begin
      freed_place = place_i;
    end
  end

  always @* begin
    renewed_place = 4'd0;
    renewed_rest = 16'd0;
    if (renews) begin
      renewed_place = next_place_after;
      renewed_rest = next_rest_after;
    end
  end

  always @* begin
    taken_place = 4'd0;
    taken_rest = 16'd0;
    if (takes) begin
      taken_place = rest_place_o;
      taken_rest = rest_rest_o;
    end
  end

  assign current_place_after = kept_place | freed_place | renewed_place | taken_place;
  assign current_rest_after = kept_rest | higher | renewed_rest | taken_rest;

  // A loaded context may have an arena without a free object.
  assign ready_after =
    (ready && !renews && !install_i)
    || frees_first
    || (renews && ahead_known)
    || (install_i && (|current_rest));
  assign few_after =
    (stays && few && !(frees_current && (place_i != current_place)))
    || frees_first
    || (renews && ahead_known && next_single_after)
    || (takes_last && !ahead_known && last_word)
    || (takes && !rest_count_o[1]);
  assign exhausted_o =
    (exhausted_i && !free_i && !install_i)
    || (takes_last && !ahead_known && last_word)
    || (install_i && !(|current_rest));
  assign next_known_after =
    (next_known && !alloc_i && !install_i && !(frees_other && overtakes_next))
    || (alloc_i && ahead_known && !renews);

  always @* begin
    kept_word = 4'd0;
    if (!takes_last && !frees_first && !install_i) begin
      kept_word = current_word;
    end
  end

  always @* begin
    freed_word = 4'd0;
    if (frees_first) begin
      freed_word = word_i;
    end
  end

  always @* begin
    installed_word = 4'd0;
    installed_full = 16'd0;
    if (install_i) begin
      installed_word = install_word_i;
      installed_full = install_full_i | (16'd1 << install_word_i);
    end
  end

  always @* begin
    lowest_after = 4'd0;
    filled = 16'd0;
    if (takes_last) begin
      lowest_after = lowest_word_index_o;
      filled = ~below_word_below_o;
    end
  end

  assign current_word_after = kept_word | freed_word | installed_word | lowest_after;

  always @* begin
    // Full words.
    kept_full = 16'd0;
    if (!install_i) begin
      kept_full = full;
      if (frees_other) begin
        kept_full = full & ~word_bit_i;
      end
    end
  end

  assign full_after = kept_full | installed_full | filled;
  assign entry_o = {
    next_single_after,
    next_known_after,
    few_after,
    ready_after,
    next_place_after,
    current_place_after,
    current_word_after,
    full_after,
    next_rest_after,
    current_rest_after
  };

  // What nothing here reads.
  logic unused_bits;
  assign unused_bits = ^{rest_count_o[0], lowest_word_found_o};
endmodule

`default_nettype wire
