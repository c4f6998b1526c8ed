/*
 * The whole framework of the host tests: main() prints one line per test.
 */
/* SPDX-License-Identifier: MIT */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <string.h>

static int check_failed;

#define CHECK(condition)                                                        \
    do {                                                                        \
        if (!(condition)) {                                                     \
            check_failed = 1;                                                   \
            printf("FAILED %s:%d: %s\n", __FILE__, __LINE__, #condition);       \
        }                                                                       \
    } while (0)

struct check_test {
    const char *name;
    void (*run)(void);
};

#define CHECK_MAIN(tests)                                                       \
    int main(void)                                                              \
    {                                                                           \
        unsigned int i, bad = 0;                                                \
                                                                                \
        for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {                \
            check_failed = 0;                                                   \
            (tests)[i].run();                                                   \
            printf("%s  host/%s\n", check_failed ? "FAILED" : "passed", (tests)[i].name); \
            bad += check_failed;                                                \
        }                                                                       \
        return bad != 0;                                                        \
    }

#endif
