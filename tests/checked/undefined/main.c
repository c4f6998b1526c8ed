/*
 * With UBSAN=1 undefined behaviour is reported when it happens, with its place in
 * the source. Each guest makes one mistake; `steps` runs them all. Without the
 * option none of them is noticed, and the test fails.
 */
/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static volatile int most = INT_MAX, least = INT_MIN, minus = -1, many = 33, none;
static volatile long long wide = LLONG_MAX;
static volatile unsigned char two = 2;

static int add(void)
{
    return most + 1;
}

static int add_wide(void)
{
    return (int)(wide + 1);
}

static int multiply(void)
{
    return most * 2;
}

static int divide(void)
{
    return least / minus;
}

static int negate(void)
{
    return -least;
}

static int shift(void)
{
    return 1 << many;
}

static int index_beyond(void)
{
    static const int array[4] = { 1, 2, 3, 4 };

    return array[many - 29];
}

static int null(void)
{
    int *volatile pointer = NULL;

    return *pointer;
}

static int misaligned(void)
{
    static char bytes[16];
    int *volatile pointer = (int *)(bytes + 2 - ((unsigned int)bytes & 1));

    return *pointer;
}

static int bad_bool(void)
{
    return *(volatile bool *)&two ? 3 : 4;
}

static int unreachable(void)
{
    if (minus < 0)
        __builtin_unreachable();
    return 5;
}

static int first_bit(void)
{
    return __builtin_ctz((unsigned int)none);
}

static int pointer_around(void)
{
    char *volatile pointer = (char *)16;

    return *(pointer - many);
}

#define MISTAKE(name) { #name, name }
static const struct { const char *name; int (*make)(void); } mistakes[] = {
    MISTAKE(add), MISTAKE(add_wide), MISTAKE(multiply), MISTAKE(divide), MISTAKE(negate),
    MISTAKE(shift), MISTAKE(index_beyond), MISTAKE(null), MISTAKE(misaligned),
    MISTAKE(bad_bool), MISTAKE(unreachable), MISTAKE(first_bit), MISTAKE(pointer_around),
};

int main(int argc, char **argv)
{
    unsigned int i;

    for (i = 0; argc == 2 && i < sizeof(mistakes) / sizeof(mistakes[0]); i++)
        if (!strcmp(argv[1], mistakes[i].name))
            printf("it went on with %d\n", mistakes[i].make());
    return 1;
}
