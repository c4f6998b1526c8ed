/*
 * The cost of a save and a restore to the guest itself: its vCPU's time, with
 * Xen's work for its calls. bench.py measures the first half, from an idle guest to
 * its suspend hypercall, in dom0; the second half begins with a vCPU that has not
 * run yet.
 */
/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <domain/lifecycle.h>
#include <events/suspend_hook.h>
#include <hypercall/multicall.h>
#include <hypercall/vcpu.h>
#include <kernel/lock.h>
#include <kernel/wait.h>

#define NS_PER_INSTRUCTION 2

static uint64_t running;
static uint32_t calls;
static bool restored;
static struct wait_queue waiting;

/* Our last code before the suspend hypercall, except for the unmapping of Xen's own pages. */
static int count_calls(void)
{
    calls = hypercall_count_all();
    return 0;
}

static void resume(bool cancelled)
{
    (void)cancelled;
}

static void tell(struct lifecycle_listener *listener, enum lifecycle_occasion occasion)
{
    (void)listener;
    if (occasion != LIFECYCLE_RESTORED)
        return;
    vcpu_running_time(0, &running);
    calls = hypercall_count_all() - calls;
    restored = true;
    wait_queue_wake_all(&waiting);
}

int main(void)
{
    static const struct suspend_hook hook SUSPEND_HOOK(kernel, 99) = { count_calls, resume };
    static struct lifecycle_listener listener = { .tell = tell };

    lifecycle_listen(&listener);
    printf("ready\n");
    kernel_lock();
    while (!restored)
        wait_queue_sleep(&waiting, WAIT_FOREVER);
    kernel_unlock();
    printf("BENCH restore, from resume to running: %u instructions, %u traps\n",
           (unsigned int)(running / NS_PER_INSTRUCTION), calls);
    return 0;
}
