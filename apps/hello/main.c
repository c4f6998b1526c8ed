/*
 * Prints where it runs: arguments, Xen, memory, vCPU, time.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <time.h>
#include <ringlet.h>

/* Uses gmtime(): strftime() would link scanf(), to read TZ, and add 16 KiB. */
static void print_time(void)
{
    struct timespec now;
    struct tm *utc;

    if (clock_gettime(CLOCK_REALTIME, &now) != 0) {
        printf("  time     unknown\n");
        return;
    }
    utc = gmtime(&now.tv_sec);
    printf("  time     %d-%02d-%02d %02d:%02d:%02d.%03ld UTC\n", utc->tm_year + 1900,
           utc->tm_mon + 1, utc->tm_mday, utc->tm_hour, utc->tm_min, utc->tm_sec,
           now.tv_nsec / 1000000);
}

int main(int argc, char **argv)
{
    int i;

    printf("Hello from ring 1.\n");
    for (i = 0; i < argc; i++)
        printf("  argv[%d]  %s\n", i, argv[i]);
    printf("  Xen      %s\n", ringlet_xen_version());
    printf("  memory   %.1f MiB, %.1f MiB of it free\n",
           ringlet_memory_bytes() / 1048576.0, ringlet_memory_free() / 1048576.0);
    printf("  vCPU     %u of %u\n", ringlet_vcpu(), ringlet_vcpu_count());
    print_time();
    return 0;
}
