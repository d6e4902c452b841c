// SPDX-License-Identifier: MIT OR Apache-2.0
//
// tree-sitter makes the syntax tree of a text in JSON, and makes it anew after each of some edits, as an editor does.
#include "program.h"
#include <string.h>
#include <tree_sitter/api.h>

const TSLanguage *tree_sitter_json(void);

// Every node: what it is, and where it ends.
static uint32_t mix_tree(uint32_t sum, const TSTree *tree) {
  TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
  for (;;) {
    TSNode node = ts_tree_cursor_current_node(&cursor);
    uint32_t what[2] = {ts_node_symbol(node), ts_node_end_byte(node)};
    sum = program_mix(sum, what, sizeof what);
    if (ts_tree_cursor_goto_first_child(&cursor)) continue;
    while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
      if (!ts_tree_cursor_goto_parent(&cursor)) {
        ts_tree_cursor_delete(&cursor);
        return sum;
      }
    }
  }
}

// The text has one line; every edit overwrites the first digit at or after a place of its own.
uint32_t syntax_program(char *text, uint32_t bytes, uint32_t edits, uint32_t sum) {
  TSParser *parser = ts_parser_new();
  ts_parser_set_language(parser, tree_sitter_json());
  TSTree *tree = ts_parser_parse_string(parser, NULL, text, bytes);
  sum = mix_tree(sum, tree);
  for (uint32_t edit = 0; edit < edits; edit++) {
    uint32_t at = bytes / edits * edit;
    at += strcspn(text + at, "0123456789");
    if (at >= bytes) break;
    text[at] = '1' + edit % 9;
    TSInputEdit change = {at, at + 1, at + 1, {0, at}, {0, at + 1}, {0, at + 1}};
    ts_tree_edit(tree, &change);
    TSTree *next = ts_parser_parse_string(parser, tree, text, bytes);
    ts_tree_delete(tree);
    tree = next;
  }
  sum = mix_tree(sum, tree);
  ts_tree_delete(tree);
  ts_parser_delete(parser);
  return sum;
}
