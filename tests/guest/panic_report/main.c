/*
 * A crash must say why, where, and from where it was called, with names; and
 * Xen must see it as a crash.
 */
/* SPDX-License-Identifier: MIT */
#include <verdict.h>

/* UBSan would say so before. */
static int __attribute__((noipa, no_sanitize("undefined"))) dereference(volatile int *pointer)
{
    return *pointer + 1;
}

void test(void)
{
    int value = dereference(NULL);

    printf("%d\n", value);
}
