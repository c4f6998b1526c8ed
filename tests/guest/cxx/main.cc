/*
 * C++17 and its library: every feature that rests on the system below (start and end,
 * the unwinder, type information, threads, clocks), and a look at the rest. The end of the
 * application is checked by its console output: see `expect`.
 */
/* SPDX-License-Identifier: MIT */
/* Stacks of threads, and memory that the library keeps: locale, pool, atexit(). */
#define VERDICT_LEAK_ALLOWED (32 * 4096)
#include "tests.h"
#include <verdict.h>

extern "C" {
extern const size_t application_stack_size = 65536;
}

void check(bool holds, const char *text, const char *file, int line)
{
    verdict_check(holds, text, file, line);
}

void test()
{
    test_start();
    test_exceptions();
    test_types();
    test_library();
    test_files();
    test_numbers();
    test_threads();
    test_out_of_memory();
}
