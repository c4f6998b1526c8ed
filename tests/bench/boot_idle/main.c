/*
 * Sleeps for ever: all the domain's CPU time is the cost of the boot.
 */
/* SPDX-License-Identifier: MIT */
#include <kernel/lock.h>
#include <kernel/wait.h>

int main(void)
{
    struct wait_queue nobody = { .threads = { NULL, NULL } };

    kernel_lock();
    for (;;)
        wait_queue_sleep(&nobody, WAIT_FOREVER);
}
