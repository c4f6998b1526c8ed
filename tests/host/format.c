/*
 * The kernel's formatter, compared with the host's printf where both know the form.
 */
/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <lib/format.h>
#include "check.h"

static char ours[64], theirs[64];

#define SAME(...)                                                       \
    do {                                                                \
        size_t length = format_text(ours, sizeof(ours), __VA_ARGS__);   \
        snprintf(theirs, sizeof(theirs), __VA_ARGS__);                  \
        CHECK(!strcmp(ours, theirs) && length == strlen(theirs));       \
    } while (0)

static void forms(void)
{
    SAME("%d %u %x %c %s %%", -5, 7U, 0xabcU, 'z', "text");
    SAME("[%5d] [%-5d] [%05d] [%8s] [%-8s]", 42, 42, 42, "ab", "ab");
    SAME("[%5d] [%-5d] [%05d] [%0d]", -42, -42, -42, -42);
    SAME("%ld %lu %lx %lld %llu %llx", -1L, ~0UL, ~0UL, INT64_MIN, UINT64_MAX,
         0x123456789abcdef0ULL);
    SAME("%08lx %p", 0x1234UL, (void *)0x7654);
}

static void numbers(void)
{
    unsigned int i;

    srand(1);
    for (i = 0; i < 20000; i++) {
        uint64_t value = (uint64_t)rand() << 42 ^ (uint64_t)rand() << 20 ^ rand();

        value >>= rand() % 64;
        SAME("%llu %llx", (unsigned long long)value, (unsigned long long)value);
    }
}

/* Every buffer size from 0 to enough: the text is cut, ended by a 0, and within the buffer. */
static void limits(void)
{
    size_t size;

    for (size = 1; size < 20; size++) {
        char *exact = malloc(size);

        CHECK(format_text(exact, size, "number %d", 12345) == (size < 13 ? size - 1 : 12));
        CHECK(strlen(exact) < size);
        free(exact);
    }
    CHECK(format_text(ours, 0, "x") == 0);
    CHECK(format_text(ours, sizeof(ours), "%s", (char *)NULL) == 6);
}

static const struct check_test tests[] = {
    { "format forms", forms }, { "format numbers", numbers }, { "format limits", limits },
};
CHECK_MAIN(tests)
