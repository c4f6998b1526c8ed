/*
 * Words env:NAME=VALUE that begin the command line are the environment; the others,
 * such a word behind them among them, are argv.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int failures;

static void check(int holds, const char *what)
{
    if (!holds) {
        failures++;
        printf("FAILED %s\n", what);
    }
}

static int is(const char *name, const char *value)
{
    const char *got = getenv(name);

    return got && strcmp(got, value) == 0;
}

static void check_changes(void)
{
    check(setenv("NEW", "1", 0) == 0 && is("NEW", "1"), "setenv of a new one");
    check(setenv("NAME", "no", 0) == 0 && is("NAME", "value"), "setenv without overwriting");
    check(setenv("NAME", "other and longer", 1) == 0 && is("NAME", "other and longer"),
          "setenv that overwrites");
    check(unsetenv("TWICE") == 0 && !getenv("TWICE"), "unsetenv");
    check(is("SPACED", "two words") && is("NEW", "1"), "the others stay");
}

int main(int argc, char **argv)
{
    static const char *const wanted[] = { "environment", "plain", "env:NOT=this", "", "last" };
    int i;

    check(argc == 5 && !argv[argc], "argc");
    for (i = 0; i < argc && i < 5; i++)
        check(strcmp(argv[i], wanted[i]) == 0, wanted[i]);
    check(is("NAME", "value") && is("SPACED", "two words") && is("EMPTY", "") && is("TWICE", "a=b"),
          "the four variables");
    check(!getenv("NOT") && !getenv("env"), "no others");
    for (i = 0; environ[i]; i++)
        ;
    check(i == 4, "environ has four");
    check_changes();
    printf("VERDICT %s\n", failures ? "fail" : "pass");
    return failures;
}
