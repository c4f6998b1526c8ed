/* SPDX-License-Identifier: MIT */
/* A block that is used without a look whether there is one. lint: analyzer-possible-null-dereference */
#include <stdlib.h>

int *planted(int value);

int *planted(int value)
{
    int *block = malloc(sizeof(*block));

    *block = value;
    return block;
}
