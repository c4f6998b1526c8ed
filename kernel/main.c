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

/* An application that defines this has xenstore to itself, and does not answer xl shutdown. */
extern const char application_unsteered __attribute__((weak));

/*
 * Sleeps in Xen while there is nothing to do. For Xen, SCHEDOP_block unmasks events and
 * sleeps in one step, so an event that comes after the look at the queues ends the
 * sleep. It returns with events unmasked and delivered.
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
    console_init();             /* from here on, waiting for the console is by event */
    if (!&application_unsteered) {
        control_init();         /* from here on, xl shutdown and the like are answered */
        memory_target_init();   /* and xl mem-set */
        xenstore_send_posted();
    }
    application_start();        /* its thread, ready to run, behind those of the kernel */
    idle();
}
