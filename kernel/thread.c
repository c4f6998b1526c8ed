/*
 * The life of a thread.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/pagetable.h>
#include <diag/panic.h>
#include <kernel/lock.h>
#include <kernel/scheduler.h>
#include <kernel/time.h>
#include <mm/map.h>
#include "thread_private.h"

#define ALIGN 64

static PER_CPU struct thread idle_thread;

/* Ended and detached, but still on its own stack until the next thread runs. */
PER_CPU struct thread *unreaped_thread;

void thread_init(void)
{
    struct thread *idle = this_cpu_ptr(idle_thread);

    strcpy(idle->name, "idle");
    idle->state = THREAD_RUNNING;
    idle->priority = THREAD_PRIORITY_IDLE;
    idle->reent = _GLOBAL_REENT;
    this_cpu(current_thread) = idle;
    context_watch_boot_stack(&idle->context);
}

void thread_set_name(struct thread *thread, const char *name)
{
    strncpy(thread->name, name, THREAD_NAME_MAX - 1);
}

struct arch_context *thread_context(struct thread *thread)
{
    return &thread->context;
}

/* Every newlib function that may set errno calls this first. */
struct _reent *__getreent(void)
{
    return running_thread()->reent;
}

static size_t round_up(size_t size, size_t unit)
{
    return (size + unit - 1) / unit * unit;
}

/* The mapping, from its end down: struct thread, TLS block, stack. */
static struct thread *make_mapping(size_t stack, uintptr_t *stack_top)
{
    size_t extra = round_up(sizeof(struct thread), ALIGN) + round_up(tls_block_size(), ALIGN);
    size_t pages = round_up(stack + extra, PAGE_SIZE) / PAGE_SIZE;
    char *mapping = map_alloc(pages, PTE_READ_WRITE);
    struct thread *thread;

    if (!mapping)
        return NULL;
    thread = (struct thread *)(mapping + pages * PAGE_SIZE -
                               round_up(sizeof(struct thread), ALIGN));
    memset(thread, 0, sizeof(*thread));
    thread->mapping = mapping;
    thread->mapping_pages = pages;
    context_watch_stack(&thread->context, (uintptr_t)mapping);
    *stack_top = (uintptr_t)mapping + pages * PAGE_SIZE - extra;
    if (tls_block_size())
        context_set_tls(&thread->context, tls_block_init((uintptr_t)thread));
    return thread;
}

/* All threads share the streams, which newlib opens when the first thread uses one. */
static void init_reent(struct thread *thread)
{
    _REENT_INIT_PTR(&thread->own_reent);
    thread->reent = &thread->own_reent;
}

void thread_use_global_reent(struct thread *thread)
{
    thread->reent = _GLOBAL_REENT;
}

struct list threads;
unsigned int threads_alive;

static void add_to_alive(struct thread *thread)
{
    bool unlock = kernel_lock_save();

    list_add_first(&threads, thread, alive);
    threads_alive++;
    kernel_lock_restore(unlock);
}

/* The kernel lock is held. */
static void take_from_alive(struct thread *thread)
{
    list_remove(&threads, thread, alive);
    threads_alive -= !thread->service;
}

void thread_make_service(void)
{
    bool unlock = kernel_lock_save();
    struct thread *thread = thread_current();

    threads_alive -= !thread->service;
    thread->service = true;
    kernel_lock_restore(unlock);
}

struct thread *thread_create(const char *name, void *(*function)(void *), void *argument,
                             size_t stack, unsigned int priority)
{
    uintptr_t stack_top;
    struct thread *thread;

    if (priority >= THREAD_PRIORITIES)
        panic("thread_create(%s): priority %u, at most %u", name, priority,
              THREAD_PRIORITIES - 1);
    thread = make_mapping(stack, &stack_top);
    if (!thread)
        return NULL;
    strncpy(thread->name, name, THREAD_NAME_MAX - 1);
    thread->priority = priority;
    thread->state = THREAD_WAITING;
    init_reent(thread);
    context_init(&thread->context, stack_top, function, argument);
    add_to_alive(thread);
    scheduler_ready(thread);
    return thread;
}

/* A thread cannot free the mapping it runs on, so the next thread to run does it. */
void thread_reap(void)
{
    struct thread *dead = this_cpu(unreaped_thread);

    if (dead) {
        this_cpu(unreaped_thread) = NULL;
        map_free(dead->mapping, dead->mapping_pages);
    }
}

void thread_begin(void *(*function)(void *), void *argument)
{
    thread_reap();
    kernel_unlock();
    thread_exit(function(argument));
}

void thread_exit(void *result)
{
    struct thread *thread = thread_current();

    if (thread->reent != _GLOBAL_REENT) {
        thread->reent->__sdidinit = 0;          /* the streams stay */
        _reclaim_reent(thread->reent);
    }
    context_end(&thread->context);
    if (thread->usermode)               /* a system call of ring 3's has ended it */
        timer_cancel(&thread->usermode_limit);
    kernel_lock();
    take_from_alive(thread);
    thread->result = result;
    thread->state = THREAD_ENDED;
    if (thread->detached)
        this_cpu(unreaped_thread) = thread;
    else
        wait_queue_wake_all(&thread->joiners);
    schedule();
    panic("thread %s runs after its end", thread->name);
}

int thread_join(struct thread *thread, void **result)
{
    int error = 0;

    if (thread == thread_current())
        return -EDEADLK;
    if (thread->detached)
        return -EINVAL;

    kernel_lock();
    while (thread->state != THREAD_ENDED && !error)
        error = wait_for_thread(wait_queue_sleep_cancellable, &thread->joiners, WAIT_FOREVER,
                                WAIT_JOIN, thread);
    kernel_unlock();
    if (error)
        return error;
    if (result)
        *result = thread->result;
    map_free(thread->mapping, thread->mapping_pages);
    return 0;
}

int thread_detach(struct thread *thread)
{
    bool unlock = kernel_lock_save(), already = thread->detached, ended;

    thread->detached = true;
    ended = !already && thread->state == THREAD_ENDED;
    kernel_lock_restore(unlock);
    if (ended)
        map_free(thread->mapping, thread->mapping_pages);
    return already ? -EINVAL : 0;
}

bool thread_is_last(void)
{
    return threads_alive == 1;
}

unsigned int thread_priority(const struct thread *thread)
{
    return thread->priority;
}

struct thread_signals *thread_signals(struct thread *thread)
{
    return &thread->signals;
}

struct thread *thread_next(const struct thread *thread)
{
    return thread ? thread->alive.next : threads.first;
}

bool thread_is_service(const struct thread *thread)
{
    return thread->service;
}

bool thread_owns_stack(uintptr_t address)
{
    const struct thread *thread = thread_current();

    return address - (uintptr_t)thread->mapping < thread->mapping_pages * PAGE_SIZE;
}

int thread_sleep(uint64_t nanoseconds)
{
    struct wait_queue nobody_wakes = { 0 };
    uint64_t deadline = deadline_after(nanoseconds);
    bool unlock = kernel_lock_save();
    int result = wait_queue_sleep_cancellable(&nobody_wakes, deadline);

    kernel_lock_restore(unlock);
    return result == -EINTR ? result : 0;
}
