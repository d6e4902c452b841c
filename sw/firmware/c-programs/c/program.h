// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What programs in C have of the others.
#ifndef PROGRAM_H
#define PROGRAM_H
#include <stddef.h>
#include <stdint.h>

// Mixes bytes into a checksum.
uint32_t program_mix(uint32_t sum, const void *bytes, size_t count);

#endif
