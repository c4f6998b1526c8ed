/*
 * Every guest test includes this file: it provides main(), the test provides test().
 *
 * A failed check is printed with its place and the test goes on. The last line is the
 * verdict: fail if any check failed. A missing verdict is an error, and so is a domain
 * that does not power off, unless the test's `expect` file says how it must end. Free
 * pages are counted before and after: a leak is a failure.
 */
/* SPDX-License-Identifier: MIT */
#ifndef VERDICT_H
#define VERDICT_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <ringlet.h>

extern const char application_name[];

/* The test itself, in its main.c. */
void test(void);

/* With DEBUG=1 freed blocks are held back for a while; this really frees them. */
#ifdef __cplusplus
extern "C"
#endif
void malloc_let_go(void);

/* Output that the console daemon has yet to be notified of costs a hypercall now and then. */
#ifdef __cplusplus
extern "C"
#endif
void console_drain(void);

/* Bytes that a test may keep: newlib's memory, and page tables, which are never freed. */
#ifndef VERDICT_LEAK_ALLOWED
#define VERDICT_LEAK_ALLOWED 0
#endif

static unsigned int failures __attribute__((unused));

#define CHECK(condition) \
    verdict_check((condition), #condition, __FILE__, __LINE__)
#define CHECK_EQUAL(got, wanted) \
    verdict_equal((long long)(got), (long long)(wanted), #got, __FILE__, __LINE__)

static inline bool verdict_check(bool holds, const char *text, const char *file, int line)
{
    if (!holds) {
        failures++;
        printf("FAILED %s:%d: %s\n", file, line, text);
    }
    return holds;
}

static inline bool verdict_equal(long long got, long long wanted, const char *text,
                                 const char *file, int line)
{
    if (got != wanted) {
        failures++;
        printf("FAILED %s:%d: %s is %lld (0x%llx), not %lld (0x%llx)\n", file, line, text, got,
               got, wanted, wanted);
    }
    return got == wanted;
}

int main(void)
{
    size_t before, after;

    printf("test %s\n", application_name);       /* stdio allocates its buffers before the count */
    if (DEBUG_BUILD)
        malloc_let_go();
    console_drain();
    before = ringlet_memory_free();
    test();
    if (DEBUG_BUILD)
        malloc_let_go();
    after = ringlet_memory_free();
    if (after < before && before - after > VERDICT_LEAK_ALLOWED) {
        failures++;
        printf("FAILED: %zu pages are free, %zu were before\n", after / 4096, before / 4096);
    }
    printf("VERDICT %s\n", failures ? "fail" : "pass");
    return failures != 0;
}

#endif
