/*
 * Builds archives in memory, for tests of the archive reader. The includer defines BUILT_MAX
 * first: the most bytes an archive may have.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCHIVE_BUILD_H
#define ARCHIVE_BUILD_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define TAR_BLOCK 512

static char built[BUILT_MAX];
static size_t built_size;

static void append(const void *bytes, size_t size, size_t align)
{
    memcpy(built + built_size, bytes, size);
    built_size += size;
    while (built_size % align)
        built[built_size++] = '\0';
}

/* Some programs add up signed bytes; if that sum is negative, the unsigned one is stored. */
static void set_checksum(char *header, bool with_sign)
{
    int sum = 0;
    unsigned int i;

    memset(header + 148, ' ', 8);
    for (i = 0; i < TAR_BLOCK; i++)
        sum += with_sign ? (signed char)header[i] : (unsigned char)header[i];
    if (sum < 0)
        set_checksum(header, false);
    else
        snprintf(header + 148, 8, "%06o", (unsigned int)sum);
}

#endif
