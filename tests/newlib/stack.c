/*
 * main's stack: newlib's tests keep large buffers on it.
 */
/* SPDX-License-Identifier: MIT */
#include <stddef.h>

extern const size_t application_stack_size;
const size_t application_stack_size = 524288;
