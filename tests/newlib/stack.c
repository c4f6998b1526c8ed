/*
 * What newlib's tests take of the stack, for buffers.
 */
/* SPDX-License-Identifier: MIT */
#include <stddef.h>

extern const size_t application_stack_size;
const size_t application_stack_size = 524288;
