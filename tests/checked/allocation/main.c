/*
 * Memory may run out at any allocation. With DEBUG=1 the nth one fails: here a
 * workload over all interfaces is run for n = 1, 2, 3 ... until it is over
 * before the nth. Each time every call either did what it does or says that
 * there is no memory, nothing is lost, and the guest goes on. (Two of
 * newlib's own are left out: floating point in printf() ends the program without
 * memory, and setenv() loses the environment.)
 */
/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE             /* asprintf() */
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <arch/context.h>
#include <arch/pagetable.h>
#include <drivers/xenstore.h>
#include <events/deferred.h>
#include <kernel/fault.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <kernel/usermode.h>
#include <mm/frames.h>
#include <mm/grant.h>
#include <mm/map.h>
#include <mm/p2m.h>
/* What is made once and kept: tables, the deferred thread, newlib's buffers. */
#define VERDICT_LEAK_ALLOWED (64 * 4096)
#include <verdict.h>

#define RUNS_MAX 400

/* A step returns 0, or a positive errno. It takes back what it made in both cases. */

static void *add_one(void *number)
{
    return (char *)number + 1;
}

static int kernel_thread(void)
{
    struct thread *thread = thread_create("one", add_one, (void *)6, 8192, 10);
    void *result = NULL;

    if (!thread)
        return ENOMEM;
    thread_join(thread, &result);
    CHECK_EQUAL((int)result, 7);
    return 0;
}

static void *local_buffers(void *key)
{
    char text[40];

    snprintf(text, sizeof(text), "%d", 15);
    return (void *)pthread_setspecific(*(pthread_key_t *)key, key);
}

static int posix_thread(void)
{
    pthread_attr_t attributes;
    pthread_key_t key;
    pthread_t thread;
    void *result = NULL;
    int error = pthread_key_create(&key, NULL);

    if (error)
        return error;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 16384);
    error = pthread_create(&thread, &attributes, local_buffers, &key);
    if (!error)
        pthread_join(thread, &result);
    pthread_key_delete(key);
    return error == EAGAIN ? ENOMEM : error ? error : (int)result;
}

static int posix_objects(void)
{
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
    pthread_rwlock_t rwlock;
    pthread_barrier_t barrier;
    int error = pthread_mutex_lock(&mutex);

    if (!error) {
        pthread_mutex_unlock(&mutex);
        error = pthread_cond_signal(&condition);
    }
    if (!error && !(error = pthread_rwlock_init(&rwlock, NULL))) {
        error = pthread_rwlock_wrlock(&rwlock);
        if (!error)
            pthread_rwlock_unlock(&rwlock);
        pthread_rwlock_destroy(&rwlock);
    }
    if (!error && !(error = pthread_barrier_init(&barrier, NULL, 1))) {
        pthread_barrier_wait(&barrier);
        pthread_barrier_destroy(&barrier);
    }
    pthread_cond_destroy(&condition);
    pthread_mutex_destroy(&mutex);
    return error;
}

static void note(struct deferred_timer *timer)
{
    (void)timer;
}

static int deferred(void)
{
    struct deferred_timer timer;
    int error = deferred_timer_init(&timer, note);

    if (error)
        return -error;
    deferred_timer_set(&timer, time_monotonic() + 1000);
    thread_sleep(2000000);
    deferred_timer_cancel(&timer);
    return 0;
}

static int event(void)
{
    int port = ringlet_event_open(RINGLET_SELF, RINGLET_NEW_PORT), other, error = 0;

    if (port < 0)
        return errno;
    other = ringlet_event_open(RINGLET_SELF, port);
    if (other < 0)
        error = errno;
    else if (ringlet_event_send(other) || ringlet_event_wait(port, NULL))
        error = errno;
    if (other >= 0)
        ringlet_event_close(other);
    ringlet_event_close(port);
    return error;
}

static int grant(void)
{
    grant_ref_t ref;
    grant_handle_t handle;
    void *mapped, *page = grant_page_alloc(DOMID_SELF, GRANT_WRITE, &ref);
    int error;

    if (!page)
        return ENOMEM;
    strcpy(page, "granted");
    error = grant_map(DOMID_SELF, &ref, 1, GRANT_READ, &handle, &mapped);
    if (!error) {
        CHECK(!strcmp(mapped, "granted"));
        CHECK_EQUAL(grant_unmap(mapped, &handle, 1), 0);
    }
    CHECK_EQUAL(grant_page_free(ref, page), 0);
    return -error;
}

static int in_transaction(const struct xenstore_transaction *transaction, void *data)
{
    (void)data;
    return xenstore_write_text(transaction, "data/allocation", "in a transaction");
}

static int store(void)
{
    char text[64];
    int error = xenstore_write_text(NULL, "data/allocation", "here");

    if (error >= 0)
        error = xenstore_read(NULL, "data/allocation", text, sizeof(text));
    if (error >= 0)
        error = xenstore_ls(NULL, "data", text, sizeof(text));
    if (error >= 0)
        error = xenstore_transaction(in_transaction, NULL);
    if (error >= 0)
        error = xenstore_rm(NULL, "data/allocation");
    return error < 0 ? -error : 0;
}

static void changed(struct xenstore_watch *watch, const char *path)
{
    (void)path;
    *(volatile bool *)watch->data = true;
}

static int watch(void)
{
    volatile bool told = false;
    struct xenstore_watch watch = { .path = "data", .changed = changed, .data = (void *)&told };
    int error = xenstore_watch(&watch), i;

    if (error)
        return -error;
    for (i = 0; i < 1000 && !told; i++)
        thread_sleep(1000000);
    CHECK(told);
    return -xenstore_unwatch(&watch);
}

static int mapping(void)
{
    char *pages = ringlet_map(20 * PAGE_SIZE, RINGLET_READ | RINGLET_WRITE);

    if (!pages)
        return errno;
    CHECK_EQUAL(pages[19 * PAGE_SIZE], 0);
    CHECK_EQUAL(ringlet_unmap(pages, 20 * PAGE_SIZE), 0);
    return 0;
}

/* Far from all others: with page tables of its own, which stay. */
static int tables(void)
{
    uintptr_t high = pagetable_map_end() - 0x400000;
    int error = map_populate(high, 2, PTE_READ_WRITE);

    if (!error)
        map_depopulate(high, 2);
    return -error;
}

static void *segment_thread(void *unused)
{
    static int number = 5;
    int selector = ringlet_segment(3, &number, sizeof(number), RINGLET_READ);

    (void)unused;
    return (void *)(selector < 0 ? errno : 0);
}

static int segment(void)
{
    struct thread *thread = thread_create("segment", segment_thread, NULL, 8192, 10);
    void *result = NULL;

    if (!thread)
        return ENOMEM;
    thread_join(thread, &result);
    return (int)result;
}

static int ring_3(void)
{
    static const char code[] = { 0x31, 0xc0, 0xbb, 0x2a, 0, 0, 0, 0xcd, 0x80 };  /* exit(42) */
    char *text = usermode_alloc(1), *stack = usermode_alloc(1);
    struct usermode user = { .entry = (uintptr_t)text, .stack_top = (uintptr_t)stack + PAGE_SIZE };
    int error = text && stack ? 0 : ENOMEM;

    if (!error) {
        memcpy(text, code, sizeof(code));
        usermode_protect(text, 1, false, true);
        error = -usermode_run(&user);
        CHECK_EQUAL(user.result, 42);
    }
    if (text)
        usermode_free(text, 1);
    if (stack)
        usermode_free(stack, 1);
    return error;
}

static int heap(void)
{
    char *block = malloc(100), *more = realloc(NULL, 3000), *aligned = NULL, *moved;
    int error = block && more ? 0 : errno;

    if (!error && (moved = realloc(more, 300000)))
        more = moved;
    else if (!error)
        error = errno;
    if (!error)
        error = posix_memalign((void **)&aligned, 64, 100);
    free(block);
    free(more);
    free(aligned);
    return error;
}

static int text(void)
{
    char *made = NULL;
    int length = asprintf(&made, "%s, %d and %x", "text", 7, 0x250);

    if (length < 0)
        return errno;
    CHECK(!strcmp(made, "text, 7 and 250"));
    free(made);
    made = strdup("a copy");
    if (!made)
        return errno;
    free(made);
    return 0;
}

#define STEP(name) { #name, name }
static const struct { const char *name; int (*run)(void); } steps[] = {
    STEP(kernel_thread), STEP(posix_thread), STEP(posix_objects), STEP(deferred), STEP(event),
    STEP(grant), STEP(store), STEP(watch), STEP(mapping), STEP(tables), STEP(segment),
    STEP(ring_3), STEP(heap), STEP(text),
};
#define STEPS (sizeof(steps) / sizeof(steps[0]))

static unsigned int refused, unnoticed;

/* True if there was an nth allocation. */
static bool run(unsigned int i, unsigned long nth)
{
    bool fired;
    int error;

    fault_arm(nth);
    error = steps[i].run();
    fired = fault_disarm(false);
    if (error && (error != ENOMEM || !fired)) {
        failures++;
        printf("FAILED %s, allocation %lu: error %d\n", steps[i].name, nth, error);
        fault_disarm(true);
    }
    refused += error != 0;
    unnoticed += fired && !error;
    return fired;
}

static size_t free_pages(void)
{
    malloc_let_go();
    return ringlet_memory_free() / PAGE_SIZE;
}

/* Each allocation in turn; at the end there is none left to fail. */
static unsigned int fail_each(unsigned int i, bool kept)
{
    size_t before = free_pages();
    unsigned long nth = 1;

    for (; nth < RUNS_MAX && run(i, nth); nth++)
        if (!kept && free_pages() + 1 < before) {
            failures++;
            printf("FAILED %s, allocation %lu: %zu pages are free, %zu were\n", steps[i].name, nth,
                   free_pages(), before);
            fault_disarm(true);
            before = free_pages();
        }
    CHECK(nth < RUNS_MAX);
    return nth - 1;
}

/* The first time, threads and tables are made that are kept. */
static void try_step(unsigned int i)
{
    unsigned int first = fail_each(i, true);

    printf("%s: %u, then %u allocations\n", steps[i].name, first, fail_each(i, false));
}

void test(void)
{
    unsigned int i;

    for (i = 0; i < STEPS; i++)
        try_step(i);
    printf("%u calls were refused, %u went on without\n", refused, unnoticed);
    CHECK(refused > 80);
}
