/*
 * Words env:NAME=VALUE at the beginning of the command line are the environment; all
 * words after them are argv, even if one begins with env:.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
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
    check(setenv("EMPTY", "", 1) == 0 && is("EMPTY", ""), "setenv to nothing");
    check(setenv("A=B", "1", 1) == -1 && errno == EINVAL && setenv("", "1", 1) == -1 && setenv(NULL, "1", 1) == -1,
          "setenv of what is no name");
    check(unsetenv("A=B") == -1 && errno == EINVAL && unsetenv("NEVER") == 0, "unsetenv of none");
}

/* putenv()'s string becomes the variable itself, and is never freed. */
static void check_put(void)
{
    static char first[] = "PUT=first", second[] = "PUT=second";

    check(putenv(first) == 0 && is("PUT", "first"), "putenv");
    strcpy(first, "PUT=1st");
    check(is("PUT", "1st"), "putenv takes the string itself");
    check(setenv("PUT", "copy", 1) == 0 && is("PUT", "copy") && !strcmp(first, "PUT=1st"), "setenv after putenv");
    check(putenv(second) == 0 && is("PUT", "second"), "putenv after setenv");
    check(putenv("PUT") == 0 && !getenv("PUT"), "putenv that takes away");
    check(putenv("=x") == -1 && errno == EINVAL, "putenv without a name");
}

/* Many variables, changed often, must not use up memory. */
static void check_many(void)
{
    char name[16], value[1000];
    int i, wrong = 0;

    memset(value, 'v', sizeof(value) - 1);
    value[sizeof(value) - 1] = 0;
    for (i = 0; i < 20000; i++) {
        snprintf(name, sizeof(name), "MANY%d", i % 50);
        wrong += setenv(name, value + i % 100, 1) != 0;
    }
    for (i = 0; i < 50; i++) {
        snprintf(name, sizeof(name), "MANY%d", i);
        wrong += !is(name, value + (19950 + i) % 100) || unsetenv(name) || getenv(name);
    }
    check(wrong == 0, "many variables");
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
    check_put();
    check_many();
    check(is("SPACED", "two words") && is("NAME", "other and longer"), "those from the command line stay");
    printf("VERDICT %s\n", failures ? "fail" : "pass");
    return failures;
}
