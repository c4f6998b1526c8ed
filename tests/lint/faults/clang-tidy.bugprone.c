/* SPDX-License-Identifier: MIT */
/* Two bytes less than the text needs. lint: bugprone-misplaced-operator-in-strlen-in-alloc */
#include <stdlib.h>
#include <string.h>

char *planted(const char *text);

char *planted(const char *text)
{
    return malloc(strlen(text + 1));
}
