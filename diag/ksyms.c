/*
 * The table of function names that the build puts in the image (tools/build/ksyms).
 *
 * In the order of addresses, an entry for each function:
 *
 *     distance   from the function before, 7 bits a byte, low ones first; bit 7
 *                set: more follow
 *     shared     a byte: how many letters its name shares with the one before,
 *                as neighbours are often alike (page_alloc, page_free)
 *     rest       the other letters, at least one; the last has bit 7 set
 *
 * The last entry is the end of text, and no function.
 */
/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <diag/ksyms.h>

extern const uint8_t ksyms_table[], ksyms_end[];

static const uint8_t *read_distance(const uint8_t *at, uintptr_t *distance)
{
    unsigned int shift = 0;

    *distance = 0;
    do {
        *distance |= (uintptr_t)(*at & 0x7f) << shift;
        shift += 7;
    } while (*at++ & 0x80);
    return at;
}

/* Makes the name before into the next one. */
static const uint8_t *read_name(const uint8_t *at, char *name)
{
    char *to = name + *at++, *last = name + KSYM_NAME_MAX - 1;
    uint8_t letter;

    do {
        letter = *at++;
        if (to < last)
            *to++ = letter & 0x7f;
    } while (!(letter & 0x80));
    *to = '\0';
    return at;
}

const char *ksym_lookup(uintptr_t address, uintptr_t *offset)
{
    static char name[KSYM_NAME_MAX];
    const uint8_t *at = ksyms_table, *after_distance;
    uintptr_t start = 0, distance;

    while (at < ksyms_end) {
        after_distance = read_distance(at, &distance);
        if (address - start < distance)
            break;
        start += distance;
        at = read_name(after_distance, name);
    }
    if (at == ksyms_table || at == ksyms_end)
        return NULL;
    *offset = address - start;
    return name;
}
