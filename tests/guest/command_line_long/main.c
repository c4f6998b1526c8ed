/*
 * 4 KiB of quotes: xl passes them on, Xen's domain builder cuts them at 1023 bytes
 * and says nothing. Half an argument must not look like a whole one.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>

int main(void)
{
    printf("main runs\n");
    return 0;
}
