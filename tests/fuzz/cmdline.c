/*
 * The command line: any text, split into any number of arguments.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <lib/cmdline.h>
#include "fuzz.h"

#define MAX 6

static char *arguments[MAX + 1], *again[MAX + 1];

/* Puts a backslash before each character: the result must split into the same arguments. */
static char *quoted(int count)
{
    size_t size = 1;
    char *text, *to;
    int i;

    for (i = 0; i < count; i++)
        size += 2 * strlen(arguments[i]) + 3;
    text = to = malloc(size);
    for (i = 0; i < count; i++) {
        const char *from = arguments[i];

        for (to = stpcpy(to, " ''"); *from; *to++ = *from++)
            *to++ = '\\';
    }
    *to = '\0';
    return text;
}

static void check_arguments(const char *text, size_t size, int count)
{
    const char *free_from = text;
    char *other;
    int i;

    for (i = 0; i < count; i++) {
        HOLDS(arguments[i] >= free_from && arguments[i] < text + size);
        free_from = arguments[i] + strlen(arguments[i]) + 1;
        HOLDS(free_from <= text + size);
    }
    HOLDS(!arguments[count]);
    other = quoted(count);
    HOLDS(cmdline_split(other, again, MAX) == count);
    for (i = 0; i < count; i++)
        HOLDS(!strcmp(arguments[i], again[i]));
    free(other);
}

/* The reported place must be where the error begins. */
static void check_error(const char *original, const char *text, size_t size, int error)
{
    size_t at = (size_t)(arguments[0] - text);

    HOLDS(at < size && cmdline_error(error));
    if (error == -EINVAL)
        HOLDS(original[at] && strchr("'\"\\", original[at]));
    else
        HOLDS(error == -E2BIG && !strchr(" \t\n\r", original[at]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1), *original;
    size_t length;
    int count, max;

    fuzz_begin(data, size);
    max = (int)fuzz_below(MAX + 1);
    length = fuzz_text(text, size + 1);
    text = realloc(text, length + 1);
    original = strdup(text);
    count = cmdline_split(text, arguments, max);
    HOLDS(count <= max);
    if (count >= 0)
        check_arguments(text, length + 1, count);
    else
        check_error(original, text, length + 1, count);
    free(original);
    free(text);
    return 0;
}
