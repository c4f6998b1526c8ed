/*
 * dominfo DOMID [SECONDS]: one line about a domain, from Xen itself, waiting at
 * most that long until the domain has ended:
 *
 *     cpu_time_ns state reason memory_kib
 *
 * state is running, blocked or shutdown; reason is the SHUTDOWN_ number, or -1.
 * Exit code 1: there is no such domain (any more); 3: it has not ended in time.
 */
/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <xenctrl.h>

#define POLL_US 50000

int main(int argc, char **argv)
{
    xc_interface *xen = xc_interface_open(NULL, NULL, 0);
    long polls = argc > 2 ? atol(argv[2]) * (1000000 / POLL_US) : 0;
    xc_dominfo_t info;
    uint32_t domain;
    int ended;

    if (argc < 2 || !xen)
        return 2;
    domain = (uint32_t)strtoul(argv[1], NULL, 10);
    for (;;) {
        if (xc_domain_getinfo(xen, domain, 1, &info) != 1 || info.domid != domain)
            return 1;
        ended = info.shutdown || info.crashed;  /* libxc shows a crash as not shut down */
        if (ended || polls-- <= 0)
            break;
        usleep(POLL_US);
    }
    printf("%" PRIu64 " %s %d %lu\n", info.cpu_time,
           ended ? "shutdown" : info.blocked ? "blocked" : "running",
           ended ? (int)info.shutdown_reason : -1,
           (unsigned long)info.nr_pages * 4);
    return argc > 2 && !ended ? 3 : 0;
}
