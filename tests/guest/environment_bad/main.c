/*
 * A variable without a name is an error that names it; main() does not run.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>

int main(void)
{
    printf("main runs\n");
    return 0;
}
