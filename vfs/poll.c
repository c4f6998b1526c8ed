/*
 * Who waits for the readiness of files.
 */
/* SPDX-License-Identifier: MIT */
#include <vfs/poll.h>

struct poll_changes poll_changes;

void poll_changed(void)
{
    poll_changes.count++;
    wait_queue_wake_all(&poll_changes.waiting);
}
