/*
 * main's stack: an expression may nest a thousand deep, and SQLite compiles it by recursion.
 */
/* SPDX-License-Identifier: MIT */
#include <stddef.h>

extern const size_t application_stack_size;
const size_t application_stack_size = 512 << 10;
