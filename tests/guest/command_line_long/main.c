/*
 * 4 KiB of quotes: xl passes them on, and Xen's domain builder silently cuts them
 * at 1023 bytes. Half an argument must not be taken for a whole one.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>

int main(void)
{
    printf("main runs\n");
    return 0;
}
