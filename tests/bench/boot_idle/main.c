/*
 * Does nothing for ever: what the domain has cost by then is the boot.
 */
/* SPDX-License-Identifier: MIT */
#include <kernel/lock.h>
#include <kernel/wait.h>

int main(void)
{
    struct wait_queue nobody = { NULL, NULL };

    kernel_lock();
    for (;;)
        wait_queue_sleep(&nobody, WAIT_FOREVER);
}
