/*
 * Says where it runs: arguments, Xen, memory, vCPU, time.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <time.h>
#include <ringlet.h>

int main(int argc, char **argv)
{
    struct timespec now;
    char date[32];
    int i;

    printf("Hello from ring 1.\n");
    for (i = 0; i < argc; i++)
        printf("  argv[%d]  %s\n", i, argv[i]);
    printf("  Xen      %s\n", ringlet_xen_version());
    printf("  memory   %.1f MiB, %.1f MiB of it free\n",
           ringlet_memory_bytes() / 1048576.0, ringlet_memory_free() / 1048576.0);
    printf("  vCPU     %u of %u\n", ringlet_vcpu(), ringlet_vcpu_count());

    if (clock_gettime(CLOCK_REALTIME, &now) != 0) {
        perror("clock_gettime");
        return 1;
    }
    strftime(date, sizeof(date), "%Y-%m-%d %H:%M:%S", gmtime(&now.tv_sec));
    printf("  time     %s.%09ld UTC\n", date, now.tv_nsec);
    return 0;
}
