/*
 * main's return value is shown, atexit functions run in reverse, stdio is
 * flushed, and all output has left the ring before the domain powers off.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

static void registered_first(void)
{
    printf("second atexit function");
}

static void registered_last(void)
{
    printf("first atexit function\n");
}

int main(void)
{
    atexit(registered_first);
    atexit(registered_last);
    printf("no newline, then ");
    return 42;
}
