/*
 * A crash report must name the reason, the function and its callers; and Xen must
 * see the end of the domain as a crash.
 */
/* SPDX-License-Identifier: MIT */
#include <verdict.h>

/* UBSan would report it first. */
static int __attribute__((noipa, no_sanitize("undefined"))) dereference(volatile int *pointer)
{
    return *pointer + 1;
}

void test(void)
{
    int value = dereference(NULL);

    printf("%d\n", value);
}
