/*
 * A guest that cannot start for lack of memory reports that in one line, which names
 * what the memory was for.
 */
/* SPDX-License-Identifier: MIT */
#include <verdict.h>

extern const size_t application_stack_size;
const size_t application_stack_size = 4 << 20;

void test(void)
{
    CHECK(!"main runs with a stack larger than memory");
}
