/*
 * The table that the build puts in the image: for each function, in the order
 * of their addresses, the address and the name, padded to 4 bytes.
 */
/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>
#include <lib/ksyms.h>

extern const char ksyms_table[], ksyms_end[], image_start[], text_end[];

const char *ksym_lookup(uintptr_t address, uintptr_t *offset)
{
    const char *entry = ksyms_table, *best = NULL;

    if (address < (uintptr_t)image_start || address >= (uintptr_t)text_end)
        return NULL;
    while (entry < ksyms_end) {
        uintptr_t start = *(const uint32_t *)entry;

        if (start > address)
            break;
        best = entry + sizeof(uint32_t);
        *offset = address - start;
        entry = best + ((strlen(best) + 4) & ~(size_t)3);
    }
    return best;
}
