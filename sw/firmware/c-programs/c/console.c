// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What picolibc leaves to a program: its streams. All write to the console, and nothing can be read.
#include <stdio.h>
#include <unistd.h>

static int put(char byte, FILE *stream) {
  (void)stream;
  return write(STDOUT_FILENO, &byte, 1) == 1 ? 0 : EOF;
}

static FILE console = FDEV_SETUP_STREAM(put, NULL, NULL, _FDEV_SETUP_WRITE);

FILE *const stdin = &console;
FILE *const stdout = &console;
FILE *const stderr = &console;
