/*
 * Copying into and out of a ring, around its end.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <lib/ring_copy.h>
#include <lib/util.h>

/* The bytes that lie before the end of the array; the rest wraps to its start. */
static size_t before_end(size_t size, size_t place, size_t length)
{
    return MIN(length, size - place);
}

void ring_copy_in(char *array, size_t size, uint32_t index, const char *data, size_t length)
{
    size_t place = index & (size - 1), first = before_end(size, place, length);

    memcpy(array + place, data, first);
    memcpy(array, data + first, length - first);
}

void ring_copy_out(const char *array, size_t size, uint32_t index, char *to, size_t length)
{
    size_t place = index & (size - 1), first = before_end(size, place, length);

    memcpy(to, array + place, first);
    memcpy(to + first, array, length - first);
}
