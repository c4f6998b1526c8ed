/*
 * The order of start-up, one call a line; then the idle thread.
 */
/* SPDX-License-Identifier: MIT */
#include <domain/control.h>
#include <domain/memory_target.h>
#include <drivers/console.h>
#include <drivers/xenstore.h>
#include <events/ports.h>
#include <hypercall/sched.h>
#include <kernel/lock.h>
#include <kernel/main.h>
#include <kernel/scheduler.h>
#include <kernel/timer.h>
#include <mm/setup.h>
#include <posix/application.h>
#include "thread_private.h"

/* An application that defines it answers to no xl shutdown: it has xenstore to itself. */
extern const char application_unsteered __attribute__((weak));

/*
 * Sleeps in Xen while there is nothing to do. SCHEDOP_block gives the lock back and
 * sleeps as one step for Xen, so an event that comes after the look at the queues ends
 * the sleep. It comes back with events on and delivered.
 */
static void __attribute__((noreturn)) idle(void)
{
    for (;;) {
        kernel_lock();
        schedule();
        report_deadlock();
        kernel_unlock_masked();
        sched_block();
    }
}

void kernel_main(void)
{
    ports_init();               /* every port masked */
    thread_init();              /* this is the idle thread */
    memory_init();              /* frames, then the heap on them */
    timer_init();
    console_init();             /* waiting for it is by event from here on */
    if (!&application_unsteered) {
        control_init();         /* xl shutdown and the like are answered from here on */
        memory_target_init();   /* and xl mem-set */
        xenstore_send_posted();
    }
    application_start();        /* its thread, ready to run, behind those of the kernel */
    idle();
}
