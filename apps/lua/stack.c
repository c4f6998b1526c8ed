/*
 * main's stack: Lua lets C call Lua call C up to 200 deep, coroutines within coroutines too.
 */
/* SPDX-License-Identifier: MIT */
#include <stddef.h>

extern const size_t application_stack_size;
const size_t application_stack_size = 256 << 10;
