/*
 * A seed on the command line that is no valid seed must be refused.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>

int main(void)
{
    printf("VERDICT fail\n");
    return 1;
}
