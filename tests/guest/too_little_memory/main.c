/*
 * A guest that cannot start for lack of memory says so, in one line that names what
 * it was needed for.
 */
/* SPDX-License-Identifier: MIT */
#include <verdict.h>

extern const size_t application_stack_size;
const size_t application_stack_size = 4 << 20;

void test(void)
{
    CHECK(!"main runs with a stack larger than memory");
}
