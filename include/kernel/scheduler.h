/*
 * The choice of the next thread. Private to kernel/, except for schedule_if_needed().
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_SCHEDULER_H
#define KERNEL_SCHEDULER_H

#include <stdbool.h>

struct thread;

/*
 * At the end of an upcall, or where the kernel lock is released: switches if a better
 * thread has become ready. Kernel lock held.
 */
void schedule_if_needed(void);

/* Gives the CPU to the best ready thread, perhaps the same. Kernel lock held. */
void schedule(void);

/* Makes a thread ready; it runs soon if its priority is higher than the running one's. Any context. */
void scheduler_ready(struct thread *thread);

#endif
