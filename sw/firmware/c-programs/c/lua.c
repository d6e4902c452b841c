// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Lua runs a script, as it is in memory, with nothing but the libraries for strings and tables.
#include "program.h"
#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>

uint32_t lua_program(const char *script, size_t bytes, uint32_t sum) {
  lua_State *lua = luaL_newstate();
  if (!lua) return 0;
  luaL_requiref(lua, LUA_GNAME, luaopen_base, 1);
  luaL_requiref(lua, LUA_STRLIBNAME, luaopen_string, 1);
  luaL_requiref(lua, LUA_TABLIBNAME, luaopen_table, 1);
  lua_settop(lua, 0);
  if (luaL_loadbuffer(lua, script, bytes, "=script") || lua_pcall(lua, 0, 1, 0)) {
    printf("%s\n", lua_tostring(lua, -1));
    sum = 0;
  } else {
    size_t length;
    const char *result = luaL_tolstring(lua, -1, &length);
    sum = program_mix(sum, result, length);
  }
  lua_close(lua);
  return sum;
}
