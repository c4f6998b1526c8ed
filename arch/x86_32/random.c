/*
 * RDRAND. The instruction needs no privilege. It may find its buffer empty, which the
 * carry flag shows; the manufacturers promise a word within ten tries.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/cpuid.h>
#include <arch/random.h>

#define TRIES 10

static bool one_word(uint32_t *word)
{
    unsigned int tries;
    bool got = false;

    for (tries = 0; tries < TRIES && !got; tries++)
        __asm__ volatile("rdrand %0" : "=r"(*word), "=@ccc"(got));
    return got;
}

bool arch_random(uint32_t *words, size_t count)
{
    bool got = cpu_has_rdrand();

    for (; got && count; words++, count--)
        got = one_word(words);
    return got;
}
