/*
 * xl reboot, and a crash by sysrq: each ends the domain with its own reason, on
 * which xl acts.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <kernel/thread.h>

int main(void)
{
    printf("ready\n");
    for (;;)
        thread_sleep(3600 * 1000000000ULL);
}
