/*
 * <ringlet.h> as an application uses it: each call does what its documentation says,
 * at the cost it says, and fails on nonsense with an errno and nothing changed.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <arch/probe.h>
#include <arch/types.h>
#include <hypercall/xen.h>
#include <kernel/thread.h>
#include <ringlet_version.h>
/* Page tables for the 64 MiB tried below stay, and this thread's segments. */
#define VERDICT_LEAK_ALLOWED (6 * 4096)
#include <verdict.h>

#define PAGE 4096U

static bool writable(const void *address)
{
    return probe_write((uintptr_t)address, "x", 1) == 0;
}

static bool readable(const void *address)
{
    char byte;

    return probe_read(&byte, (uintptr_t)address, 1) == 0;
}

/* Checks for -1 and that errno, as the C library fails. */
#define CHECK_FAILS(call, error) \
    (errno = 0, CHECK_EQUAL((intptr_t)(call), -1), CHECK_EQUAL(errno, error))
#define CHECK_NULL(call, error) \
    (errno = 0, CHECK((call) == NULL), CHECK_EQUAL(errno, error))

static void check_map(void)
{
    char *start = ringlet_map(3 * PAGE - 5, RINGLET_READ | RINGLET_WRITE);
    char *constant = ringlet_map(1, RINGLET_READ);
    size_t i, sum = 0;

    if (!CHECK(start && constant))
        return;
    for (i = 0; i < 3 * PAGE; i++)
        sum += (unsigned char)start[i];
    CHECK_EQUAL(sum, 0);
    CHECK(writable(start + 3 * PAGE - 1));
    CHECK(!readable(start - 1));
    CHECK(!readable(start + 3 * PAGE));
    CHECK(readable(constant) && !writable(constant));
    CHECK_EQUAL(ringlet_unmap(constant, 1), 0);
    CHECK(!readable(constant));
    CHECK_EQUAL(ringlet_unmap(start, 3 * PAGE), 0);
    CHECK_NULL(ringlet_map(0, RINGLET_READ), EINVAL);
    CHECK_NULL(ringlet_map(PAGE, 0), EINVAL);
    CHECK_NULL(ringlet_map(PAGE, RINGLET_READ | RINGLET_WRITE | RINGLET_EXEC), EINVAL);
    CHECK_NULL(ringlet_map(PAGE, 64), EINVAL);
    CHECK_NULL(ringlet_map(SIZE_MAX, RINGLET_READ), ENOMEM);
    CHECK_NULL(ringlet_map(64U << 20, RINGLET_READ), ENOMEM);    /* the domain has 8 MiB */
}

static void check_protect(void)
{
    unsigned char *code = ringlet_map(2 * PAGE, RINGLET_READ | RINGLET_WRITE);
    static const unsigned char return_42[] = { 0xb8, 42, 0, 0, 0, 0xc3 };
    static char in_image[2 * PAGE];
    char *image_page = (char *)(((uintptr_t)in_image + PAGE - 1) & ~(PAGE - 1));

    memcpy(code, return_42, sizeof(return_42));
    CHECK_EQUAL(ringlet_protect(code, 1, RINGLET_READ | RINGLET_EXEC), 0);
    CHECK_EQUAL(((int (*)(void))(uintptr_t)code)(), 42);
    CHECK(!writable(code));
    CHECK(writable(code + PAGE));
    CHECK_EQUAL(ringlet_protect(code, 2 * PAGE, RINGLET_READ), 0);
    CHECK(!writable(code) && !writable(code + PAGE) && readable(code));
    CHECK_EQUAL(ringlet_protect(code, 2 * PAGE, RINGLET_READ | RINGLET_WRITE), 0);
    CHECK(writable(code));

    CHECK_FAILS(ringlet_protect(code + 1, 1, RINGLET_READ), EINVAL);
    CHECK_FAILS(ringlet_protect(code, 0, RINGLET_READ), EINVAL);
    CHECK_FAILS(ringlet_protect(code, PAGE, RINGLET_WRITE | RINGLET_EXEC), EINVAL);
    CHECK_FAILS(ringlet_protect(code, SIZE_MAX, RINGLET_READ), EINVAL);
    CHECK_FAILS(ringlet_protect(code, 3 * PAGE, RINGLET_READ), EFAULT);
    CHECK(writable(code));
    CHECK_FAILS(ringlet_protect(image_page, 1, RINGLET_READ), EFAULT);
    CHECK(writable(image_page));
    CHECK_FAILS(ringlet_unmap(image_page, 1), EFAULT);
    CHECK_FAILS(ringlet_unmap(NULL, PAGE), EFAULT);
    CHECK_FAILS(ringlet_unmap((void *)0xffffe000, PAGE), EINVAL);
    CHECK_EQUAL(ringlet_unmap(code, 2 * PAGE), 0);
    CHECK_FAILS(ringlet_unmap(code, 2 * PAGE), EFAULT);
}

/* In any order of unmapping, the rest stays, between unmapped pages, and nothing leaks. */
static void check_unmap_parts(void)
{
    static const char orders[][3] = { { 0, 1, 2 }, { 2, 1, 0 }, { 1, 0, 2 }, { 1, 2, 0 },
                                      { 0, 2, 1 }, { 2, 0, 1 } };
    size_t order, i, page, before = ringlet_memory_free();
    char *again, *start = NULL;

    for (order = 0; order < sizeof(orders) / sizeof(orders[0]); order++) {
        bool there[3] = { true, true, true };

        start = ringlet_map(3 * PAGE, RINGLET_READ | RINGLET_WRITE);
        for (i = 0; i < 3; i++) {
            there[(int)orders[order][i]] = false;
            CHECK_EQUAL(ringlet_unmap(start + orders[order][i] * PAGE, PAGE), 0);
            again = ringlet_map(PAGE, RINGLET_READ);     /* may reuse freed addresses */
            for (page = 0; page < 3; page++)
                if (there[page])
                    CHECK(writable(start + page * PAGE) && again != start + page * PAGE &&
                          again != start + page * PAGE + PAGE &&
                          again + PAGE != start + page * PAGE);
            CHECK_EQUAL(ringlet_unmap(again, PAGE), 0);
        }
    }
    CHECK_EQUAL(ringlet_memory_free(), before);
    again = ringlet_map(3 * PAGE, RINGLET_READ);
    CHECK(again == start);              /* the addresses were freed, guards included */
    ringlet_unmap(again, 3 * PAGE);
}

static unsigned long traps(int operation)
{
    return ringlet_hypercalls(operation);
}

static void check_batch(void)
{
    enum { PAGES = 12 };
    char *start = ringlet_map(PAGES * PAGE, RINGLET_READ | RINGLET_WRITE);
    unsigned long before, multicalls, ends = ringlet_flushes(RINGLET_FLUSH_END);
    size_t i;

    before = traps(RINGLET_ALL);
    multicalls = traps(__HYPERVISOR_multicall);
    ringlet_batch_begin();
    for (i = 0; i < PAGES; i++)
        CHECK_EQUAL(ringlet_protect(start + i * PAGE, PAGE, RINGLET_READ), 0);
    CHECK_EQUAL(traps(RINGLET_ALL) - before, 0);
    ringlet_batch_begin();
    CHECK_EQUAL(ringlet_batch_end(), 0);
    CHECK_EQUAL(traps(RINGLET_ALL) - before, 0);
    CHECK_EQUAL(ringlet_batch_end(), 0);
    CHECK_EQUAL(traps(RINGLET_ALL) - before, 1);
    CHECK_EQUAL(traps(__HYPERVISOR_multicall) - multicalls, 1);
    CHECK_EQUAL(ringlet_flushes(RINGLET_FLUSH_END) - ends, 1);
    for (i = 0; i < PAGES; i++)
        CHECK(!writable(start + i * PAGE));

    /* Without a batch each page costs a trap. */
    before = traps(RINGLET_ALL);
    for (i = 0; i < PAGES; i++)
        ringlet_protect(start + i * PAGE, PAGE, RINGLET_READ | RINGLET_WRITE);
    CHECK_EQUAL(traps(RINGLET_ALL) - before, PAGES);

    /* A batched change of a page is sent before the page is looked at again. */
    ringlet_batch_begin();
    CHECK_EQUAL(ringlet_unmap(start + PAGE, PAGE), 0);
    CHECK_FAILS(ringlet_unmap(start + PAGE, PAGE), EFAULT);
    CHECK_EQUAL(ringlet_unmap(start, PAGE), 0);
    CHECK_EQUAL(ringlet_unmap(start + 2 * PAGE, (PAGES - 2) * PAGE), 0);
    CHECK_EQUAL(ringlet_batch_end(), 0);
    CHECK(!readable(start) && !readable(start + (PAGES - 1) * PAGE));
    CHECK_FAILS(ringlet_batch_end(), EINVAL);
}

static void check_flush(void)
{
    char *start = ringlet_map(PAGE, RINGLET_READ);
    unsigned long before = traps(__HYPERVISOR_mmuext_op);

    CHECK_EQUAL(ringlet_flush(start, PAGE), 0);
    CHECK_EQUAL(ringlet_flush(NULL, 0), 0);
    CHECK_EQUAL(ringlet_flush(start, 40 * PAGE), 0);
    CHECK_EQUAL(traps(__HYPERVISOR_mmuext_op) - before, 3);
    CHECK_FAILS(ringlet_flush(start + 1, PAGE), EINVAL);
    CHECK_FAILS(ringlet_flush(start, 0), EINVAL);
    ringlet_unmap(start, PAGE);
}

static uint32_t read_through(int selector, uint32_t offset)
{
    uint32_t value;

    __asm__ volatile("pushl %%es\n movl %1, %%es\n movl %%es:(%2), %0\n popl %%es"
                     : "=r"(value) : "r"(selector), "r"(offset));
    return value;
}

static void *use_segment(void *argument)
{
    uint32_t *word = argument;
    int i, selector = ringlet_segment(3, word, sizeof(*word), RINGLET_READ);

    for (i = 0; i < 20; i++) {
        CHECK_EQUAL(read_through(selector, 0), *word);
        thread_yield();
    }
    return NULL;
}

static void check_segments(void)
{
    static uint32_t words[2] = { 0x11111111, 0x22222222 };
    struct thread *threads[2];
    int i, selector = ringlet_segment(3, words, sizeof(words), RINGLET_READ | RINGLET_WRITE);

    CHECK(selector > 0);
    CHECK_EQUAL(read_through(selector, 4), words[1]);
    CHECK_EQUAL(ringlet_segment(3, words + 1, 4, RINGLET_READ), selector);
    CHECK_EQUAL(read_through(selector, 0), words[1]);
    /* Each thread has its own segments. */
    for (i = 0; i < 2; i++)
        threads[i] = thread_create("segment", use_segment, &words[i], 8192,
                                   THREAD_PRIORITY_DEFAULT);
    for (i = 0; i < 2; i++)
        thread_join(threads[i], NULL);
    CHECK_EQUAL(read_through(selector, 0), words[1]);
    selector = ringlet_segment(511, (void *)0x300000, 2U << 20, RINGLET_READ | RINGLET_EXEC);
    CHECK_EQUAL(read_through(selector, 0x100), *(uint32_t *)0x300100);
    CHECK_EQUAL(ringlet_segment(511, NULL, 0, 0), 0);
    CHECK_FAILS(ringlet_segment(512, words, 4, RINGLET_READ), EINVAL);
    CHECK_FAILS(ringlet_segment(0, words, 4, RINGLET_WRITE), EINVAL);
    CHECK_FAILS(ringlet_segment(0, words, 4, 99), EINVAL);
}

static void *send_later(void *port)
{
    thread_sleep(2000000);
    CHECK_EQUAL(ringlet_event_send((int)(intptr_t)port), 0);
    return NULL;
}

static void *wait_for_close(void *port)
{
    CHECK_FAILS(ringlet_event_wait((int)(intptr_t)port, NULL), EINVAL);
    return NULL;
}

static void check_events(void)
{
    static const struct timespec soon = { 0, 1000000 }, bad = { 0, 1000000000 };
    int here = ringlet_event_open(RINGLET_SELF, RINGLET_NEW_PORT);
    int there = ringlet_event_open(RINGLET_SELF, here);
    struct thread *thread;

    CHECK(here > 0 && there > 0 && here != there);
    CHECK_FAILS(ringlet_event_wait(here, &soon), ETIMEDOUT);
    CHECK_EQUAL(ringlet_event_send(there), 0);
    CHECK_EQUAL(ringlet_event_send(there), 0);
    CHECK_EQUAL(ringlet_event_wait(here, NULL), 0);
    CHECK_FAILS(ringlet_event_wait(here, &soon), ETIMEDOUT);    /* events are not counted */
    CHECK_EQUAL(ringlet_event_send(here), 0);
    CHECK_EQUAL(ringlet_event_wait(there, &soon), 0);
    thread = thread_create("sender", send_later, (void *)(intptr_t)there, 8192,
                           THREAD_PRIORITY_DEFAULT);
    CHECK_EQUAL(ringlet_event_wait(here, NULL), 0);
    thread_join(thread, NULL);

    thread = thread_create("waiter", wait_for_close, (void *)(intptr_t)here, 8192,
                           THREAD_PRIORITY_DEFAULT + 1);
    thread_yield();
    CHECK_EQUAL(ringlet_event_close(here), 0);
    thread_join(thread, NULL);
    CHECK_EQUAL(ringlet_event_close(there), 0);

    CHECK_FAILS(ringlet_event_close(there), EINVAL);
    CHECK_FAILS(ringlet_event_send(there), EINVAL);
    CHECK_FAILS(ringlet_event_send(-1), EINVAL);
    CHECK_FAILS(ringlet_event_wait(5000, NULL), EINVAL);
    CHECK_FAILS(ringlet_event_wait(here, &bad), EINVAL);
    CHECK_FAILS(ringlet_event_open(RINGLET_SELF, 900), EINVAL);
    CHECK_FAILS(ringlet_event_open(RINGLET_SELF, -2), EINVAL);
    CHECK_FAILS(ringlet_event_open(0x12345, RINGLET_NEW_PORT), EINVAL);
}

void test(void)
{
    CHECK(!strcmp(ringlet_version(), RINGLET_VERSION));
    check_map();
    check_protect();
    check_unmap_parts();
    check_batch();
    check_flush();
    check_segments();
    check_events();
    CHECK_EQUAL(ringlet_hypercalls(1000), 0);
}
