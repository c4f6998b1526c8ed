/*
 * What the C++ library has on this target, as libc_features.h tells the C
 * library. libstdc++ reads it before every other header of its own, when it is
 * built and when an application is. It has found out the rest by itself.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIBCXX_FEATURES_H
#define LIBCXX_FEATURES_H

/* Threads are always there: no asking whether pthread_create() was linked. */
#define _GLIBCXX_GTHREAD_USE_WEAK   0
#define _GLIBCXX_HAVE_TLS           1

/* <chrono>, <thread>: of the system calls under newlib. */
#define _GLIBCXX_USE_CLOCK_MONOTONIC 1
#define _GLIBCXX_USE_CLOCK_REALTIME  1
#define _GLIBCXX_USE_NANOSLEEP       1
#define _GLIBCXX_USE_SCHED_YIELD     1

/*
 * <cmath> of C++11. newlib has it all for float and double, but little for long
 * double on this machine. Declared here, as <cmath> names them; what calls one
 * of them does not link.
 */
#define _GLIBCXX_USE_C99_MATH_TR1 1

#ifdef __cplusplus
extern "C" {
#endif

long double acoshl(long double), asinhl(long double), atanhl(long double), cbrtl(long double),
    copysignl(long double, long double), erfl(long double), erfcl(long double),
    exp2l(long double), expm1l(long double), fdiml(long double, long double),
    fmal(long double, long double, long double), fmaxl(long double, long double),
    fminl(long double, long double), lgammal(long double), log1pl(long double),
    log2l(long double), logbl(long double), nanl(const char *), nearbyintl(long double),
    nextafterl(long double, long double), nexttowardl(long double, long double),
    remainderl(long double, long double), remquol(long double, long double, int *),
    roundl(long double), scalblnl(long double, long), scalbnl(long double, int),
    tgammal(long double), truncl(long double);
double nexttoward(double, long double);
float nexttowardf(float, long double);
int ilogbl(long double);
long lroundl(long double);
long long llroundl(long double);

#ifdef __cplusplus
}
#endif

#endif
