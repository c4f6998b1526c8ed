/*
 * Who runs next. Private to kernel/, but for schedule_if_needed().
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_SCHEDULER_H
#define KERNEL_SCHEDULER_H

#include <stdbool.h>

struct thread;

/*
 * At the end of an upcall, or where events are unmasked: switches if a thread
 * that should run instead has become ready. Events masked.
 */
void schedule_if_needed(void);

/* Gives the CPU to the best ready thread, perhaps the same. Events masked. */
void schedule(void);

/* Makes a thread runnable; it runs soon if it is better than the running one. Any context. */
void scheduler_ready(struct thread *thread);

#endif
