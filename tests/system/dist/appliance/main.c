/*
 * Prints its arguments and the file that the first of them names, which came to the Xen host with
 * it, and waits for "quit".
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

static int show(const char *path)
{
    FILE *file = fopen(path, "r");
    char line[80];
    if (!file) {
        perror(path);
        return 1;
    }
    while (fgets(line, sizeof(line), file))
        printf("from the ramdisk: %s", line);
    fclose(file);
    return 0;
}

int main(int argc, char **argv)
{
    char word[80];
    for (int i = 1; i < argc; i++)
        printf("argument %d of %d: (%s)\n", i, argc - 1, argv[i]);
    if (argc < 2 || show(argv[1]))
        return 1;
    puts("ready");
    while (fgets(word, sizeof(word), stdin))
        if (strcmp(word, "quit\n") == 0)
            return 7;
    return 2;
}
