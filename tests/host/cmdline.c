/*
 * The command line: every kind of quote, and unclosed ones.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <lib/cmdline.h>
#include "check.h"

static char *arguments[5], *copy;

/* On the heap in exactly its size, so that the sanitizer sees a read beyond the end. */
static int split(const char *text)
{
    free(copy);
    copy = strdup(text);
    return cmdline_split(copy, arguments, 4);
}

static void words(void)
{
    CHECK(split("") == 0 && !arguments[0]);
    CHECK(split("   \t ") == 0);
    CHECK(split("one") == 1 && !strcmp(arguments[0], "one") && !arguments[1]);
    CHECK(split("  one two  ") == 2 && !strcmp(arguments[1], "two"));
}

static void quotes(void)
{
    CHECK(split("'a b' \"c d\"") == 2 && !strcmp(arguments[0], "a b") &&
          !strcmp(arguments[1], "c d"));
    CHECK(split("a'b c'd") == 1 && !strcmp(arguments[0], "ab cd"));
    CHECK(split("'' \"\"") == 2 && !arguments[0][0] && !arguments[1][0]);
    CHECK(split("a\\ b \"\\\"\" '\\'") == 3 && !strcmp(arguments[0], "a b") &&
          !strcmp(arguments[1], "\"") && !strcmp(arguments[2], "\\"));
}

static void errors(void)
{
    CHECK(split("'open") == -EINVAL);
    CHECK(split("\"open'") == -EINVAL);
    CHECK(split("back\\") == -EINVAL);
    CHECK(split("a b c d") == 4);
    CHECK(split("a b c d e") == -E2BIG);
}

/* An error names its place. */
static void places(void)
{
    CHECK(split("one 'two") == -EINVAL && arguments[0] - copy == 4);
    CHECK(split("'a' b\"c' d") == -EINVAL && arguments[0] - copy == 5);
    CHECK(split("'a' b\\") == -EINVAL && arguments[0] - copy == 5);
    CHECK(split("a 'b' c d  e f") == -E2BIG && arguments[0] - copy == 11);
}

/* Four KiB of special characters only. */
static void noise(void)
{
    char text[4097];
    unsigned int seed, i;

    for (seed = 0; seed < 2000; seed++) {
        srand(seed);
        for (i = 0; i < 4096; i++)
            text[i] = "'\"\\ ax"[rand() % 6];
        text[rand() % 4096] = '\0';
        text[4096] = '\0';
        CHECK(split(text) <= 4);
    }
}

static void environments(void)
{
    char *variables[5];

    CHECK(split("env:A=1 'env:B=x y' plain env:C=2") == 4);
    CHECK(cmdline_environment(arguments, variables) == 2 && !strcmp(variables[0], "A=1") &&
          !strcmp(variables[1], "B=x y") && !variables[2]);
    CHECK(split("plain") == 1 && cmdline_environment(arguments, variables) == 0 && !variables[0]);
    CHECK(split("env:A= env:B==") == 2 && cmdline_environment(arguments, variables) == 2);
    CHECK(split("env:A=1 env:A") == 2 && cmdline_environment(arguments, variables) == -EINVAL &&
          !strcmp(variables[0], "env:A"));
    CHECK(split("env:") == 1 && cmdline_environment(arguments, variables) == -EINVAL);
    CHECK(split("env:=1") == 1 && cmdline_environment(arguments, variables) == -EINVAL);
}

static const struct check_test tests[] = {
    { "cmdline words", words }, { "cmdline quotes", quotes }, { "cmdline errors", errors },
    { "cmdline places", places }, { "cmdline noise", noise },
    { "cmdline environment", environments },
};
CHECK_MAIN(tests)
