/*
 * Shared by the fuzz targets: the input as a stream of choices, and a check that
 * ends the run.
 *
 * A target is a file of this folder; `make fuzz` and `make fuzz-check` find it. It
 * runs the guest's own sources under libFuzzer, with the address and
 * undefined-behaviour sanitizers, and states by HOLDS() what must be true for any
 * input.
 */
/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HOLDS(condition)                                                        \
    do {                                                                        \
        if (!(condition)) {                                                     \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
            abort();                                                            \
        }                                                                       \
    } while (0)

/* The rest of the input. Reads past its end give 0. */
static const uint8_t *fuzz_at, *fuzz_end;

static inline void fuzz_begin(const uint8_t *data, size_t size)
{
    fuzz_at = data;
    fuzz_end = data + size;
}

static inline bool fuzz_more(void)
{
    return fuzz_at < fuzz_end;
}

static inline uint8_t fuzz_byte(void)
{
    return fuzz_more() ? *fuzz_at++ : 0;
}

/* A number below limit, which is not 0. */
static inline uint32_t fuzz_below(uint32_t limit)
{
    uint32_t number = fuzz_byte();

    if (limit > 256)
        number |= (uint32_t)fuzz_byte() << 8;
    return number % limit;
}

static inline uint32_t fuzz_word(void)
{
    uint32_t low = fuzz_byte(), next = fuzz_byte(), third = fuzz_byte();

    return low | next << 8 | third << 16 | (uint32_t)fuzz_byte() << 24;
}

/* An index that may be nonsense: any number, or one near a limit of what is valid. */
static inline uint32_t fuzz_index(uint32_t ours, uint32_t size)
{
    uint32_t near = ours + fuzz_below(7) - 3;

    switch (fuzz_below(4)) {
    case 0:
        return fuzz_word();
    case 1:
        return near;
    case 2:
        return near + size;
    default:
        return near - size;
    }
}

/* A text of at most size - 1 bytes: the input up to its next byte 0. */
static inline size_t fuzz_text(char *to, size_t size)
{
    size_t length = 0;

    while (length < size - 1 && fuzz_more() && (to[length] = (char)fuzz_byte()))
        length++;
    to[length] = '\0';
    return length;
}

#endif
