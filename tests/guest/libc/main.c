/*
 * newlib on Ringlet: all that a C program expects works, and calls that cannot be
 * supported fail with ENOSYS.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include <verdict.h>

static void check_printf(void)
{
    char text[80];

    snprintf(text, sizeof(text), "%d %lld %llx %5.2f %g %e %s %c %p", -7, INT64_MIN,
             0x123456789abcdefULL, 3.14159, 1e100, 1.5, "text", 'c', (void *)0x10);
    CHECK(strcmp(text, "-7 -9223372036854775808 123456789abcdef  3.14 1e+100 1.500000e+00 "
                       "text c 0x10") == 0);
    snprintf(text, sizeof(text), "%zu %jd %hhd %a", sizeof(int), (intmax_t)-1, 300, 1.0);
    CHECK(strcmp(text, "4 -1 44 0x1p+0") == 0);
}

/* A call of an older POSIX, which newlib declares only on request. */
char *fcvt(double number, int digits, int *point, int *negative);

/* All digits of a number, and two more: newlib's own buffer was too short for that. */
static void check_fcvt(double number)
{
    int point, negative;
    char text[400], *digits = fcvt(number, 2, &point, &negative), *dot;

    snprintf(text, sizeof(text), "%.2f", fabs(number));
    dot = strchr(text, '.');
    CHECK_EQUAL(point, dot - text);
    CHECK_EQUAL(negative, number < 0);
    memmove(dot, dot + 1, 3);
    CHECK(strcmp(digits, text) == 0);
}

static int compare(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static void check_stdlib(void)
{
    int numbers[] = { 5, 3, 9, 1 };
    char *end;

    qsort(numbers, 4, sizeof(int), compare);
    CHECK(numbers[0] == 1 && numbers[3] == 9);
    CHECK(strtod("2.5e3x", &end) == 2500.0 && *end == 'x');
    CHECK_EQUAL(strtoll("-9223372036854775807", NULL, 10), -INT64_MAX);
    CHECK(malloc(SIZE_MAX / 2) == NULL && errno == ENOMEM);
}

static void check_math(void)
{
    volatile double two = 2.0;

    CHECK(fabs(sqrt(two) - 1.41421356237309505) < 1e-15);
    CHECK(fabs(sin(two) - 0.90929742682568170) < 1e-15);
    CHECK(fabs(pow(two, 0.5) - sqrt(two)) < 1e-15);
    CHECK(fabs(exp(log(two)) - two) < 1e-15);
}

static void check_time(void)
{
    struct timespec start, end, pause = { 0, 20000000 };
    struct timeval now;

    CHECK_EQUAL(clock_gettime(CLOCK_MONOTONIC, &start), 0);
    CHECK_EQUAL(nanosleep(&pause, NULL), 0);
    CHECK_EQUAL(clock_gettime(CLOCK_MONOTONIC, &end), 0);
    CHECK((end.tv_sec - start.tv_sec) * 1000000000LL + end.tv_nsec - start.tv_nsec >= 20000000);
    CHECK_EQUAL(gettimeofday(&now, NULL), 0);
    CHECK(now.tv_sec > 1700000000);
    pause.tv_nsec = 1000000000;
    CHECK(nanosleep(&pause, NULL) == -1 && errno == EINVAL);
    CHECK(clock_gettime((clockid_t)77, &now.tv_sec ? &start : &end) == -1 && errno == EINVAL);
}

static void check_missing(void)
{
    char byte;

    errno = 0;
    CHECK(write(7, "x", 1) == -1 && errno == EBADF);
    CHECK(read(7, &byte, 1) == -1 && errno == EBADF);
    CHECK(lseek(1, 0, SEEK_SET) == -1 && errno == ESPIPE);
    CHECK(fork() == -1 && errno == ENOSYS);
    CHECK(isatty(1) == 1);
    CHECK(isatty(7) == 0 && errno == EBADF);
    CHECK(ioctl(1, 0) == -1 && errno == ENOTTY);
    CHECK(ioctl(7, 0) == -1 && errno == EBADF);
}

void test(void)
{
    check_printf();
    check_fcvt(12345.678);
    check_fcvt(-1e60);
    check_fcvt(1e308);
    check_stdlib();
    check_math();
    check_time();
    check_missing();
}
