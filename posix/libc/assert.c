/*
 * The message of a failed assert() of the application. newlib's own uses fiprintf(),
 * which would put a second printf() in every image, as newlib's printf() asserts too.
 */
/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <stdlib.h>
#include <diag/log.h>

void __assert_func(const char *file, int line, const char *function, const char *expression)
{
    log_printf("assertion \"%s\" failed: ", expression);
    log_printf("file \"%s\", line %d", file, line);
    log_printf("%s%s\n", function ? ", function: " : "", function ? function : "");
    abort();
}

void __assert(const char *file, int line, const char *expression)
{
    __assert_func(file, line, NULL, expression);
}
