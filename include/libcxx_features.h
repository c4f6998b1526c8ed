/*
 * What the C++ library has on this target; libc_features.h is the same for the C
 * library. libstdc++ includes it before all its other headers, when it is built and
 * when an application is. The rest it detects by itself.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIBCXX_FEATURES_H
#define LIBCXX_FEATURES_H

/* Threads always exist, so there is no check whether pthread_create() was linked. */
#define _GLIBCXX_GTHREAD_USE_WEAK   0
#define _GLIBCXX_HAVE_TLS           1

/* <chrono>, <thread>: of the system calls under newlib. */
#define _GLIBCXX_USE_CLOCK_MONOTONIC 1
#define _GLIBCXX_USE_CLOCK_REALTIME  1
#define _GLIBCXX_USE_NANOSLEEP       1
#define _GLIBCXX_USE_SCHED_YIELD     1

/*
 * C++11's <cmath>. newlib has all of it for float and double, but little for long
 * double on this machine. The missing ones are declared here because <cmath> names
 * them; a program that calls one does not link.
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
