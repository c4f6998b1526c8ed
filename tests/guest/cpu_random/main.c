/*
 * RDRAND works in ring 1, if the CPU has it and Xen does not hide it from the
 * domain. A kernel that executes it without checking dies of #UD on other machines;
 * one that ignores the carry flag may take the register's old content for random.
 * `steps` runs a guest on a CPU with RDRAND and one on a CPU without, and tells each
 * what it must see.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <arch/cpuid.h>
#include <arch/random.h>
#include <arch/setup.h>
#include <verdict.h>

#define WORDS 64

static void check_words(void)
{
    static uint32_t words[WORDS];
    uint32_t ones = 0, zeros = 0;
    unsigned int i, j;

    CHECK(arch_random(words, WORDS));
    for (i = 0; i < WORDS; i++) {
        ones |= words[i];
        zeros |= ~words[i];
        for (j = 0; j < i; j++)
            CHECK(words[i] != words[j]);        /* by chance, in one run in 2 million */
    }
    CHECK_EQUAL(ones, 0xffffffff);
    CHECK_EQUAL(zeros, 0xffffffff);
}

static void check_none(void)
{
    uint32_t word;

    CHECK(!arch_random(&word, 1));
}

void test(void)
{
    bool wanted = !strcmp((const char *)arch_start_info()->cmd_line, "with");

    CHECK_EQUAL(cpu_has_rdrand(), wanted);
    if (wanted)
        check_words();
    else
        check_none();
    CHECK(arch_random(NULL, 0) == wanted);
}
