/* SPDX-License-Identifier: MIT */
/* The result of malloc() is used without a check. lint: analyzer-possible-null-dereference */
#include <stdlib.h>

int *planted(int value);

int *planted(int value)
{
    int *block = malloc(sizeof(*block));

    *block = value;
    return block;
}
