/*
 * Who runs next. Private to kernel/, but for schedule_if_needed().
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_SCHEDULER_H
#define KERNEL_SCHEDULER_H

#include <stdbool.h>

struct thread;

/*
 * At the end of an upcall, or where the kernel lock is given back: switches if a thread
 * that should run instead has become ready. Kernel lock held.
 */
void schedule_if_needed(void);

/* Gives the CPU to the best ready thread, perhaps the same. Kernel lock held. */
void schedule(void);

/* Makes a thread runnable; it runs soon if it is better than the running one. Any context. */
void scheduler_ready(struct thread *thread);

#endif
