/* SPDX-License-Identifier: MIT */
/*
 * timestamps MILLISECONDS: prints, at that interval until it is killed, one moment on
 * three clocks of dom0:
 *
 *     stamp TSC RAW REAL
 *
 * the time stamp counter, CLOCK_MONOTONIC_RAW and CLOCK_REALTIME in ns. A guest whose
 * counter is the machine's (tsc_mode="native") can be compared with it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <x86intrin.h>

static uint64_t now(clockid_t clock)
{
    struct timespec time;

    clock_gettime(clock, &time);
    return time.tv_sec * 1000000000ULL + time.tv_nsec;
}

/* dom0 may be interrupted between two readings, so the closest of several is taken. */
static void stamp(void)
{
    uint64_t best = UINT64_MAX, tsc = 0, raw = 0, real = 0;
    int i;

    for (i = 0; i < 20; i++) {
        uint64_t before = __rdtsc(), raw_now = now(CLOCK_MONOTONIC_RAW);
        uint64_t real_now = now(CLOCK_REALTIME), width = __rdtsc() - before;

        if (width >= best)
            continue;
        best = width;
        tsc = before + width / 2;
        raw = raw_now;
        real = real_now;
    }
    printf("stamp %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", tsc, raw, real);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    unsigned int ms = argc == 2 ? (unsigned int)strtoul(argv[1], NULL, 10) : 0;

    if (!ms)
        return 2;
    for (;;) {
        stamp();
        usleep(ms * 1000);
    }
}
