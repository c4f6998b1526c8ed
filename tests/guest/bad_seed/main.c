/*
 * A seed on the command line that is none must not pass for one.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>

int main(void)
{
    printf("VERDICT fail\n");
    return 1;
}
