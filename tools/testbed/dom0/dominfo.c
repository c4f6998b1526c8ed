/*
 * dominfo DOMID: one line about a domain, from Xen itself:
 *
 *     cpu_time_ns state reason memory_kib
 *
 * state is running, blocked or shutdown; reason is the SHUTDOWN_ number, or -1.
 * Exit code 1: there is no such domain.
 */
/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <xenctrl.h>

int main(int argc, char **argv)
{
    xc_interface *xen = xc_interface_open(NULL, NULL, 0);
    xc_dominfo_t info;
    uint32_t domain;
    int ended;

    if (argc != 2 || !xen)
        return 2;
    domain = (uint32_t)strtoul(argv[1], NULL, 10);
    if (xc_domain_getinfo(xen, domain, 1, &info) != 1 || info.domid != domain)
        return 1;
    ended = info.shutdown || info.crashed;      /* libxc shows a crash as not shut down */
    printf("%" PRIu64 " %s %d %lu\n", info.cpu_time,
           ended ? "shutdown" : info.blocked ? "blocked" : "running",
           ended ? (int)info.shutdown_reason : -1,
           (unsigned long)info.nr_pages * 4);
    return 0;
}
