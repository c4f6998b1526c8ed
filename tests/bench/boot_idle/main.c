/*
 * Does nothing for ever: what the domain has cost by then is the boot.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/irqflags.h>
#include <kernel/wait.h>

int main(void)
{
    struct wait_queue nobody = { NULL, NULL };

    events_mask();
    for (;;)
        wait_queue_sleep(&nobody, WAIT_FOREVER);
}
