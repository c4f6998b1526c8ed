/*
 * Save and restore change every frame, every port, the clock's base and the
 * daemons behind the rings. The program's state must be the same afterwards,
 * whatever it was doing: threads compute, sleep, print, use the heap, watch
 * xenstore and send each other events, and each checks itself all the time.
 *
 * "cycle N" is printed after the N-th time the domain went on, once every worker
 * has done something since.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <arch/context.h>
#include <arch/segments.h>
#include <arch/setup.h>
#include <domain/lifecycle.h>
#include <drivers/xenstore.h>
#include <events/deferred.h>
#include <kernel/lock.h>
#include <kernel/semaphore.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <kernel/usermode.h>
#include <kernel/wait.h>
#include <mm/grant.h>
/* Threads and a watch that live to the end. */
#define VERDICT_LEAK_ALLOWED (100 * 4096)
#include <verdict.h>

#define MS 1000000ULL

enum worker { COMPUTE, SLEEP, HEAP, PORTS, WATCH, RING3, LDT, PRINT, GRANT, WORKERS };

static const char *const names[WORKERS] = { "compute", "sleep", "heap", "ports", "watch",
                                            "ring3", "ldt", "print", "grant" };
static volatile unsigned int done[WORKERS], wrong[WORKERS];
static volatile int stop;
static __thread volatile unsigned int own;      /* volatile: read anew each time */

static void step(enum worker worker, bool good)
{
    done[worker]++;
    wrong[worker] += !good || own != worker + 100;
}

/* --- workers ------------------------------------------------------------------ */

/* Keeps x87 and SSE state through any interruption. */
static void *compute(void *unused)
{
    uint32_t xmm[4] = { 1, 2, 3, 4 }, after[4];

    own = COMPUTE + 100;
    while (!stop) {
        double value = 0;
        int i;

        __asm__ volatile("fldpi\n movups %0, %%xmm7" : : "m"(xmm));
        for (i = 0; i < 2000; i++)
            __asm__ volatile("" : : : "memory");
        thread_sleep(MS / 2);
        __asm__ volatile("movups %%xmm7, %0\n fstpl %1" : "=m"(after), "=m"(value));
        step(COMPUTE, !memcmp(xmm, after, sizeof(xmm)) && value > 3.14159 && value < 3.1416);
    }
    return unused;
}

static void *sleep_often(void *unused)
{
    uint64_t last = time_monotonic();

    own = SLEEP + 100;
    while (!stop) {
        uint64_t now;

        thread_sleep(3 * MS);
        now = time_monotonic();
        step(SLEEP, now >= last + 3 * MS);
        last = now;
    }
    return unused;
}

#define BLOCKS 16
static void *use_heap(void *unused)
{
    static unsigned char *blocks[BLOCKS];
    static size_t sizes[BLOCKS];
    unsigned int turn = 0;
    size_t i;

    own = HEAP + 100;
    while (!stop) {
        unsigned int at = turn++ % BLOCKS;
        bool good = true;

        for (i = 0; i < sizes[at]; i++)
            good &= blocks[at][i] == (unsigned char)(at + i);
        free(blocks[at]);
        sizes[at] = 100 + turn * 997 % 9000;
        blocks[at] = malloc(sizes[at]);
        for (i = 0; i < sizes[at]; i++)
            blocks[at][i] = (unsigned char)(at + i);
        step(HEAP, good && blocks[at]);
        thread_sleep(2 * MS);
    }
    for (i = 0; i < BLOCKS; i++)
        free(blocks[i]);
    return unused;
}

/* Two ports bound to each other keep their numbers, and no event is lost. */
static void *use_ports(void *unused)
{
    static const struct timespec limit = { 20, 0 };
    int here = ringlet_event_open(RINGLET_SELF, RINGLET_NEW_PORT);
    int there = ringlet_event_open(RINGLET_SELF, here);

    own = PORTS + 100;
    while (!stop) {
        bool good = ringlet_event_send(there) == 0 && ringlet_event_wait(here, &limit) == 0;

        thread_sleep(MS);
        step(PORTS, good && ringlet_event_send(here) == 0 &&
             ringlet_event_wait(there, &limit) == 0);
    }
    ringlet_event_close(there);
    ringlet_event_close(here);
    return unused;
}

/* Writes in a transaction, and waits for its own watch. */
static volatile unsigned int told;
static struct wait_queue news;

static void changed(struct xenstore_watch *watch, const char *path)
{
    (void)watch;
    (void)path;
    kernel_lock();
    told++;
    wait_queue_wake_all(&news);
    kernel_unlock();
}

static int write_both(const struct xenstore_transaction *transaction, void *number)
{
    int error = xenstore_write_number(transaction, "data/a", *(uint64_t *)number);

    return error ? error : xenstore_write_number(transaction, "data/b", *(uint64_t *)number);
}

static void *use_xenstore(void *unused)
{
    static struct xenstore_watch watch = { .path = "data/a", .changed = changed };
    uint64_t number = 0, a = 0, b = 0;
    bool good = xenstore_watch(&watch) == 0;

    own = WATCH + 100;
    while (!stop) {
        unsigned int before = told, connection = xenstore_connection();

        number++;
        good &= xenstore_transaction(write_both, &number) == 0;
        kernel_lock();
        while (told == before)
            if (wait_queue_sleep(&news, time_monotonic() + 20 * NS_PER_SECOND))
                break;
        kernel_unlock();
        good &= told != before;
        good &= xenstore_read_number(NULL, "data/a", &a) == 0 &&
                xenstore_read_number(NULL, "data/b", &b) == 0;
        /* A restored domain has new nodes: these may be gone. */
        if (connection == xenstore_connection())
            step(WATCH, good && a == number && b == number);
        good = true;
        thread_sleep(5 * MS);
    }
    xenstore_unwatch(&watch);
    return unused;
}

extern const char count_down[], count_down_end[];
__asm__(".pushsection .rodata\n"
        "count_down: movl %eax, %ebx\n 1: decl %eax\n jnz 1b\n movl $0, %eax\n int $0x80\n"
        "count_down_end:\n.popsection");

static void *use_ring3(void *unused)
{
    char *code = usermode_alloc(1), *stack = usermode_alloc(1);
    struct usermode user = { .entry = (uintptr_t)code, .stack_top = (uintptr_t)stack + 4096,
                             .argument = 100000 };

    own = RING3 + 100;
    memcpy(code, count_down, count_down_end - count_down);
    usermode_protect(code, 1, false, true);
    while (!stop) {
        step(RING3, usermode_run(&user) == 0 && user.result == user.argument);
        thread_sleep(MS);
    }
    usermode_free(code, 1);
    usermode_free(stack, 1);
    return unused;
}

static void *use_ldt(void *unused)
{
    static uint32_t words[2] = { 0x12345678, 0x9abcdef0 };
    int selector = ringlet_segment(7, words, sizeof(words), RINGLET_READ);

    own = LDT + 100;
    while (!stop) {
        uint32_t value;

        __asm__ volatile("pushl %%es\n movl %1, %%es\n movl %%es:4, %0\n popl %%es"
                         : "=r"(value) : "r"(selector));
        step(LDT, value == words[1]);
        thread_sleep(MS);
    }
    return unused;
}

/* check-console checks that each line has come, once and whole. */
static void *print(void *unused)
{
    unsigned int line = 0;

    own = PRINT + 100;
    while (!stop) {
        printf("line %u %.*s\n", line, (int)(line % 60), "the quick brown fox jumps over "
               "the lazy dog and back again, thrice");
        line++;
        step(PRINT, true);
        thread_sleep(100 * MS);
    }
    return unused;
}

/* A grant to ourselves keeps its ref; its page is not mapped as a grant while suspended. */
static void *use_grant(void *unused)
{
    grant_ref_t ref = 0;
    uint32_t *page = grant_page_alloc(DOMID_SELF, GRANT_WRITE, &ref), copy = 0;

    own = GRANT + 100;
    while (!stop) {
        int error;

        ++*page;
        error = grant_copy_from(DOMID_SELF, ref, 0, &copy, sizeof(copy));
        /* The PV shim has no grant copy. */
        step(GRANT, error == -EOPNOTSUPP || (!error && copy == *page));
        thread_sleep(MS);
    }
    CHECK_EQUAL(grant_page_free(ref, page), 0);
    return unused;
}

static void *(*const work[WORKERS])(void *) = { compute, sleep_often, use_heap, use_ports,
                                                use_xenstore, use_ring3, use_ldt, print,
                                                use_grant };

/* --- a port over a restore ------------------------------------------------------- */

static evtchn_port_t kept;
static volatile unsigned int handled;

static void count(evtchn_port_t port, void *data)
{
    (void)port;
    (void)data;
    handled++;
}

/* The port has a free number below it; it is masked, and pending. */
static void open_kept_port(void)
{
    evtchn_port_t gap;

    CHECK_EQUAL(port_bind_ipi(count, NULL, &gap), 0);
    CHECK_EQUAL(port_bind_ipi(count, NULL, &kept), 0);
    port_close(gap);
    port_mask(kept);
    port_send(kept);
}

static void check_kept_port(void)
{
    unsigned int before = handled;

    CHECK_EQUAL(port_unmask(kept), 0);
    CHECK_EQUAL(handled - before, 1);
    port_mask(kept);
    port_send(kept);
    CHECK_EQUAL(handled - before, 1);
}

/* --- a deferred handler over a restore --------------------------------------------- */

static evtchn_port_t held;
static volatile unsigned int held_calls;
static struct semaphore let_go;

/* The first of each two calls lasts from before the suspension until after it. */
static void hold(evtchn_port_t port, void *data)
{
    (void)port;
    (void)data;
    if (held_calls++ % 2 == 0)
        semaphore_down(&let_go, WAIT_FOREVER);
}

static void open_held_port(void)
{
    static struct deferred_port deferred;

    CHECK_EQUAL(deferred_port_init(&deferred, hold, NULL), 0);
    CHECK_EQUAL(port_bind_ipi(deferred_port_event, &deferred, &held), 0);
}

/* The handler runs, so the port is masked, and a new event is pending. */
static bool is_held(void)
{
    const struct shared_info *shared = arch_shared_info();

    return held_calls % 2 && shared->evtchn_mask[held / 32] >> held % 32 & 1 &&
           shared->evtchn_pending[held / 32] >> held % 32 & 1;
}

/* --- the listener --------------------------------------------------------------- */

static volatile unsigned int suspends, restores, cancels;
static uint64_t time_before, wall_before, time_gone, wall_gone;
static volatile unsigned int odd;

static void tell(struct lifecycle_listener *listener, enum lifecycle_occasion occasion)
{
    (void)listener;
    if (occasion == LIFECYCLE_SUSPEND) {
        suspends++;
        port_send(held);
        port_send(held);
        odd += !is_held();
        time_before = time_monotonic();
        wall_before = time_wall();
        return;
    }
    odd += !is_held();
    semaphore_up(&let_go);
    restores += occasion == LIFECYCLE_RESTORED;
    cancels += occasion == LIFECYCLE_CANCELLED;
    time_gone = time_monotonic() - time_before;
    wall_gone = time_wall() - wall_before;
    /* Neither clock goes backwards, and only the wall clock counts the suspension. */
    odd += (int64_t)time_gone < 0 || (int64_t)wall_gone < 0 || wall_gone < time_gone + 50 * MS;
}

/* Waits until every worker has gone on. */
static void wait_for_all(void)
{
    unsigned int before[WORKERS], i;

    for (i = 0; i < WORKERS; i++)
        before[i] = done[i];
    for (i = 0; i < WORKERS; i++)
        while (done[i] < before[i] + 3)
            thread_sleep(MS);
}

/* Prints more than the console's ring holds, so the daemon must notify us of room. */
static void print_much(void)
{
    static char much[5001];

    memset(much, 'x', sizeof(much) - 1);
    printf("much %s\n", much);
}

static void report(void)
{
    unsigned int i;

    wait_for_all();
    check_kept_port();
    while (held_calls < 2 * suspends)
        thread_sleep(MS);
    CHECK_EQUAL(held_calls, 2 * suspends);
    print_much();
    for (i = 0; i < WORKERS; i++)
        if (wrong[i])
            printf("FAILED: worker %s: %u of %u wrong\n", names[i], wrong[i], done[i]);
    printf("cycle %u: restored %u, cancelled %u\n", suspends, restores, cancels);
}

void test(void)
{
    static struct lifecycle_listener listener = { .tell = tell };
    struct thread *threads[WORKERS];
    unsigned int i, last = 0;
    char word[8] = "";

    lifecycle_listen(&listener);
    for (i = 0; i < WORKERS; i++)
        threads[i] = thread_create(names[i], work[i], NULL, 16384, THREAD_PRIORITY_DEFAULT);
    wait_for_all();
    open_held_port();
    open_kept_port();           /* the last port, so that the gap stays free */
    printf("ready\n");
    while (strcmp(word, "end")) {
        if (restores + cancels != last) {
            last = restores + cancels;
            report();
        }
        thread_sleep(10 * MS);
        if (xenstore_read(NULL, "data/end", word, sizeof(word)) < 0)
            word[0] = 0;
    }
    stop = true;
    for (i = 0; i < WORKERS; i++) {
        thread_join(threads[i], NULL);
        CHECK_EQUAL(wrong[i], 0);
    }
    CHECK_EQUAL(odd, 0);
    CHECK_EQUAL(restores + cancels, suspends);
    printf("%u restores, %u cancelled\n", restores, cancels);
}
