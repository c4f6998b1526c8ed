/* SPDX-License-Identifier: MIT */
/*
 * dominfo DOMID [MILLISECONDS]: prints one line about a domain, from Xen itself:
 *
 *     cpu_time_ns state reason memory_kib
 *
 * state is paused, running, blocked or shutdown; reason is the SHUTDOWN_ number, or -1.
 * With MILLISECONDS it first waits up to that long for the domain to end. Exit code
 * 1: there is no such domain.
 *
 * dominfo newest: the number of the domain made last.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xenctrl.h>

enum { POLL_MS = 20 };

static int newest(xc_interface *xen)
{
    xc_dominfo_t info;
    uint32_t domain = 0;

    while (xc_domain_getinfo(xen, domain, 1, &info) == 1)
        domain = info.domid + 1;
    printf("%u\n", domain - 1);
    return 0;
}

/* libxc shows a crash as not shut down. */
static int has_ended(const xc_dominfo_t *info)
{
    return info->shutdown || info->crashed;
}

int main(int argc, char **argv)
{
    xc_interface *xen = xc_interface_open(NULL, NULL, 0);
    xc_dominfo_t info;
    uint32_t domain;
    long left;

    if (argc < 2 || !xen)
        return 2;
    if (strcmp(argv[1], "newest") == 0)
        return newest(xen);
    domain = (uint32_t)strtoul(argv[1], NULL, 10);
    left = argc > 2 ? strtol(argv[2], NULL, 10) : 0;
    for (;; left -= POLL_MS) {
        if (xc_domain_getinfo(xen, domain, 1, &info) != 1 || info.domid != domain)
            return 1;
        if (has_ended(&info) || left <= 0)
            break;
        usleep(POLL_MS * 1000);
    }
    printf("%" PRIu64 " %s %d %lu\n", info.cpu_time,
           has_ended(&info) ? "shutdown" : info.paused ? "paused" : info.blocked ? "blocked" : "running",
           has_ended(&info) ? (int)info.shutdown_reason : -1,
           (unsigned long)info.nr_pages * 4);
    return 0;
}
