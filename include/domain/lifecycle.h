/*
 * How the domain ends, and how it is suspended and goes on.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAIN_LIFECYCLE_H
#define DOMAIN_LIFECYCLE_H

#include <stdbool.h>
#include <lib/list.h>

/*
 * What a listener is told. After LIFECYCLE_SHUTDOWN the domain ends. Every
 * LIFECYCLE_SUSPEND is followed by one of the two others: restored, in a new
 * domain, perhaps on another host; or cancelled, the same goes on.
 */
enum lifecycle_occasion {
    LIFECYCLE_SHUTDOWN,
    LIFECYCLE_SUSPEND,
    LIFECYCLE_RESTORED,
    LIFECYCLE_CANCELLED
};

/*
 * Told in the thread that serves the request, which waits meanwhile; of going
 * on, in the reverse order. Storage is the caller's.
 */
struct lifecycle_listener {
    void (*tell)(struct lifecycle_listener *listener, enum lifecycle_occasion occasion);
    void *data;                             /* for tell() */
    struct list_link link;
};

/* Any context. */
void lifecycle_listen(struct lifecycle_listener *listener);
void lifecycle_leave(struct lifecycle_listener *listener);

/*
 * Says the exit status, waits until the console has everything, powers off; or reboots, if
 * that was asked for and listeners are being told. Thread context.
 */
void __attribute__((noreturn)) lifecycle_exit(int status);

/* Ends the domain by request: SHUTDOWN_poweroff or SHUTDOWN_reboot of <xen/sched.h>. Thread context. */
void __attribute__((noreturn)) lifecycle_shutdown(unsigned int reason);

/*
 * Suspends the domain, for the tools to save it, and comes back when it goes on.
 * 0: restored; 1: cancelled; or a negative errno: Xen, or a hook (<events/suspend_hook.h>), refused.
 * Thread context, one at a time.
 */
int lifecycle_suspend(void);

#endif
