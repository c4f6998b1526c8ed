/*
 * The command line that xl passes becomes argv, quotes and all.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    static const char *const wanted[] = { "arguments", "plain", "two words", "it\"s", "", "a\"b" };
    int i, good = argc == 6 && !argv[6];

    for (i = 0; i < argc; i++) {
        printf("argv[%d] '%s'\n", i, argv[i]);
        if (i < 6 && strcmp(argv[i], wanted[i]) != 0)
            good = 0;
    }
    printf("VERDICT %s\n", good ? "pass" : "fail");
    return !good;
}
