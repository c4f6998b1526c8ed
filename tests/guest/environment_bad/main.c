/*
 * A variable without a name ends in an error that shows it; main() does not run.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>

int main(void)
{
    printf("main runs\n");
    return 0;
}
