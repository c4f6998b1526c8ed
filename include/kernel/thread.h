/*
 * Threads: preemptive, with priorities.
 *
 * A thread's stack, its TLS block and its struct thread are one mapping with an
 * unmapped page on both sides. Thread context, unless it says otherwise.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_THREAD_H
#define KERNEL_THREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arch_context;
struct thread;

/* A higher number runs first; equal ones share time. */
#define THREAD_PRIORITIES       32
#define THREAD_PRIORITY_IDLE    0
#define THREAD_PRIORITY_DEFAULT 16
#define THREAD_NAME_MAX         16
/* How long a thread runs while another of the same priority is ready. */
#define THREAD_SLICE_NS         (10 * 1000000ULL)

/*
 * Makes a thread that runs function(argument), ready to run at once. stack is
 * in bytes, rounded up to pages. NULL without memory. The name is copied, and
 * cut to THREAD_NAME_MAX - 1.
 */
struct thread *thread_create(const char *name, void *(*function)(void *), void *argument,
                             size_t stack, unsigned int priority);

/* Is the calling thread the only one left, except for the kernel's own? */
bool thread_is_last(void);

/* Any context. A better thread that is ready runs at once, or when the lock is released. */
unsigned int thread_priority(const struct thread *thread);
void thread_set_priority(struct thread *thread, unsigned int priority);

/*
 * Waits for the thread's end and frees it; *result is what it returned. -EDEADLK for
 * the calling thread, -EINVAL if detached, -EINTR: cancelled, <kernel/cancel.h>.
 */
int thread_join(struct thread *thread, void **result);

/* The thread is freed when it ends, without a join. 0, or -EINVAL: it is detached already. */
int thread_detach(struct thread *thread);

void __attribute__((noreturn)) thread_exit(void *result);

/* Lets others of the same priority run first. */
void thread_yield(void);

/* Sleeps for at least that long. 0, or -EINTR: cancelled before. */
int thread_sleep(uint64_t nanoseconds);

/* Marks the calling thread as the kernel's own, which may wait for ever without a deadlock. */
void thread_make_service(void);

/* Any context. */
struct thread *thread_current(void);
const char *thread_name(const struct thread *thread);

/* The name is copied, and cut to THREAD_NAME_MAX - 1. */
void thread_set_name(struct thread *thread, const char *name);

/* The thread's CPU state, <arch/context.h>. Any context. */
struct arch_context *thread_context(struct thread *thread);

/* newlib's state of the calling thread, which holds errno; the name is newlib's. Any context. */
struct _reent *__getreent(void);

/* --- signals ------------------------------------------------------------------ */

/* What posix/ keeps for a thread: sets of signals, as bits; initially 0. Kernel lock held. */
struct thread_signals {
    uint32_t blocked;
    uint32_t pending;           /* came for the thread */
    uint32_t given;             /* came for the process, and are given to this thread */
    uint32_t awaited;           /* by sigwait() */
    bool handled;               /* a handler has run */
    void *stack;                /* of sigaltstack() */
    size_t stack_size;
};
struct thread_signals *thread_signals(struct thread *thread);

/* The thread after this one, of all except idle; NULL begins and ends the walk. Kernel lock held. */
struct thread *thread_next(const struct thread *thread);
bool thread_is_service(const struct thread *thread);

/* Does it sleep in wait_queue_sleep_interruptible()? The other call ends that sleep. Any context. */
bool thread_is_interruptible(const struct thread *thread);
void thread_interrupt(struct thread *thread);

/* Is that an address on the calling thread's own stack? */
bool thread_owns_stack(uintptr_t address);

/* For main's thread: it uses the state that exit() cleans up. Before it first runs. */
void thread_use_global_reent(struct thread *thread);

#endif
