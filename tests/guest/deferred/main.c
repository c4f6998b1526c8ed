/*
 * Handlers deferred to a thread: they may block while threads and other events go
 * on, no event that comes meanwhile is lost, no handler is reentered, and after
 * closing or cancelling one its memory can be freed.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/setup.h>
#include <events/deferred.h>
#include <events/upcall.h>
#include <kernel/condition.h>
#include <kernel/deferred.h>
#include <kernel/lock.h>
#include <kernel/mutex.h>
#include <kernel/semaphore.h>
#include <kernel/thread.h>
#include <kernel/time.h>
/* The deferred thread and page tables stay. */
#define VERDICT_LEAK_ALLOWED (8 * 4096)
#include <verdict.h>

#define MS 1000000ULL

static uint64_t in(uint64_t nanoseconds)
{
    return time_monotonic() + nanoseconds;
}

static bool comes(struct semaphore *semaphore)
{
    return semaphore_down(semaphore, in(2000 * MS)) == 0;
}

/* --- items ---------------------------------------------------------------------- */

#define ITEMS 100

static struct deferred items[ITEMS];
static volatile unsigned int order[2 * ITEMS], ran, at_event_time, masked, inside, nested, elsewhere;
static struct semaphore done, entered, may_go_on;

static void look_around(void)
{
    at_event_time += events_in_upcall();
    masked += kernel_locked();
    elsewhere += strcmp(thread_name(thread_current()), "deferred") != 0;
}

static void note(struct deferred *item)
{
    nested += inside++ != 0;
    look_around();
    order[ran++] = item - items;
    if (item == &items[ITEMS - 1])
        semaphore_up(&done);
    inside--;
}

/* Queues each twice, in a timer's handler. */
static void queue_all(struct timer *timer)
{
    int i;

    (void)timer;
    for (i = 0; i < ITEMS; i++) {
        deferred_queue(&items[i]);
        deferred_queue(&items[i / 2]);
    }
}

static void check_order(void)
{
    struct timer timer = { .fn = queue_all };
    unsigned int i;

    for (i = 0; i < ITEMS; i++)
        CHECK_EQUAL(deferred_init(&items[i], note), 0);
    timer_set(&timer, in(MS));
    CHECK(comes(&done));
    CHECK_EQUAL(ran, ITEMS);
    for (i = 0; i < ITEMS; i++)
        CHECK_EQUAL(order[i], i);
    CHECK_EQUAL(at_event_time + masked + nested + elsewhere, 0);
}

static void hold(struct deferred *item)
{
    (void)item;
    ran++;
    semaphore_up(&entered);
    CHECK(comes(&may_go_on));
    semaphore_up(&done);
}

static void again(struct deferred *item)
{
    nested += inside++ != 0;
    if (++ran < 10) {
        deferred_queue(item);
        deferred_queue(item);
        thread_yield();
    } else {
        semaphore_up(&done);
    }
    inside--;
}

static void add_one(struct deferred *item)
{
    (void)item;
    ran++;
}

static void *cancel_it(void *item)
{
    deferred_cancel(item);
    semaphore_up(&done);
    return NULL;
}

static void *freeing;

static void free_self(struct deferred *item)
{
    deferred_cancel(item);              /* cancels itself, without waiting for its own end */
    memset(item, 0xa5, sizeof(*item));
    free(item);
    freeing = NULL;
    semaphore_up(&done);
}

static void check_cancel(void)
{
    struct deferred first, second, third;
    struct thread *canceller;

    deferred_init(&first, hold);
    deferred_init(&second, add_one);
    deferred_init(&third, add_one);
    ran = 0;
    deferred_queue(&first);
    CHECK(comes(&entered));
    deferred_queue(&second);
    deferred_queue(&third);
    deferred_cancel(&third);            /* queued, and the last */
    deferred_cancel(&third);            /* not queued */
    deferred_queue(&third);
    deferred_cancel(&second);           /* queued, and the first */
    CHECK_EQUAL(ran, 1);

    /* Cancelling an item that runs and is queued again waits until it has returned, once. */
    deferred_queue(&first);
    canceller = thread_create("canceller", cancel_it, &first, 8192, THREAD_PRIORITY_DEFAULT + 1);
    thread_sleep(3 * MS);
    CHECK_EQUAL(done.value, 0);
    semaphore_up(&may_go_on);
    CHECK(comes(&done) && comes(&done));
    thread_join(canceller, NULL);
    deferred_cancel(&third);            /* it has run, or is removed now */
    CHECK_EQUAL(ran, 2);

    ran = 0;
    deferred_init(&first, again);
    deferred_queue(&first);
    CHECK(comes(&done));
    deferred_cancel(&first);
    CHECK_EQUAL(ran, 10);
    CHECK_EQUAL(nested, 0);

    freeing = malloc(sizeof(struct deferred));
    deferred_init(freeing, free_self);
    deferred_queue(freeing);
    CHECK(comes(&done));
    CHECK(!freeing);
}

/* --- priorities -------------------------------------------------------------------- */

/* The item that it queues preempts it, unless its own priority is higher. */
static void *queue_one(void *item)
{
    unsigned int before = ran;

    deferred_queue(item);
    return (void *)(uintptr_t)(ran - before);
}

static unsigned int ran_at_once(unsigned int priority)
{
    struct deferred item;
    void *result = NULL;

    deferred_init(&item, add_one);
    thread_join(thread_create("queuer", queue_one, &item, 8192, priority), &result);
    deferred_cancel(&item);
    return (unsigned int)(uintptr_t)result;
}

static void check_priorities(void)
{
    CHECK_EQUAL(ran_at_once(THREAD_PRIORITY_DEFAULT), 1);
    CHECK_EQUAL(ran_at_once(DEFERRED_PRIORITY - 1), 1);
    CHECK_EQUAL(ran_at_once(DEFERRED_PRIORITY + 1), 0);
}

/* --- ports -------------------------------------------------------------------------- */

static struct deferred_port deferred;
static evtchn_port_t port, other_port;
static volatile unsigned int handled, others, wrong;
static struct mutex mutex;
static struct condition changed;
static volatile int ready;

static bool pending(evtchn_port_t on)
{
    return arch_shared_info()->evtchn_pending[on / 32] >> on % 32 & 1;
}

static void count(evtchn_port_t on, void *data)
{
    (void)on;
    (void)data;
    others++;
}

/* Blocks in every possible way; signals before and after. */
static void block(evtchn_port_t on, void *data)
{
    nested += inside++ != 0;
    look_around();
    wrong += on != port || data != &handled;
    semaphore_up(&entered);
    mutex_lock(&mutex);
    while (!ready)
        condition_wait(&changed, &mutex, WAIT_FOREVER);
    mutex_unlock(&mutex);
    thread_sleep(MS);
    handled++;
    inside--;
    semaphore_up(&done);
}

static void let_it_go_on(void)
{
    mutex_lock(&mutex);
    ready = true;
    condition_signal(&changed);
    mutex_unlock(&mutex);
}

static void check_port(void)
{
    int i;

    CHECK_EQUAL(deferred_port_init(&deferred, NULL, NULL), -EINVAL);
    CHECK_EQUAL(deferred_port_init(&deferred, block, (void *)&handled), 0);
    CHECK_EQUAL(port_bind_ipi(deferred_port_event, &deferred, &port), 0);
    CHECK_EQUAL(port_bind_ipi(count, NULL, &other_port), 0);

    mutex_lock(&mutex);
    port_send(port);
    CHECK(comes(&entered));
    mutex_unlock(&mutex);
    /* While it is blocked, threads, timers and other ports go on; its own events stay pending in Xen. */
    for (i = 0; i < 1000; i++) {
        port_send(port);
        port_send(other_port);
        wrong += !pending(port);
    }
    thread_sleep(2 * MS);
    CHECK_EQUAL(others, 1000);
    CHECK_EQUAL(handled, 0);
    let_it_go_on();
    CHECK(comes(&done) && comes(&done));        /* all events that came made one call */
    thread_sleep(2 * MS);
    CHECK_EQUAL(handled, 2);
    CHECK(!pending(port));
    port_send(port);                            /* the port is unmasked again */
    CHECK(comes(&done));
    CHECK_EQUAL(handled, 3);
    CHECK_EQUAL(nested + at_event_time + masked + elsewhere + wrong, 0);
    while (semaphore_down(&entered, 0) == 0)
        ;
}

static void *close_it(void *unused)
{
    CHECK_EQUAL(deferred_port_close(&deferred, port), 0);
    wrong += inside != 0;
    semaphore_up(&done);
    return unused;
}

static void check_close(void)
{
    struct thread *closer;
    struct deferred holder;

    /* Closing while the handler runs. */
    ready = false;
    port_send(port);
    CHECK(comes(&entered));
    port_send(port);
    closer = thread_create("closer", close_it, NULL, 8192, THREAD_PRIORITY_DEFAULT + 1);
    thread_sleep(2 * MS);
    CHECK_EQUAL(done.value, 0);
    let_it_go_on();
    CHECK(comes(&done) && comes(&done));
    thread_join(closer, NULL);
    CHECK_EQUAL(handled, 4);
    CHECK_EQUAL(wrong, 0);
    CHECK_EQUAL(deferred_port_close(&deferred, port), -EINVAL);

    /* Closing while the handler is queued, behind another item. */
    deferred_init(&holder, hold);
    deferred_queue(&holder);
    CHECK(comes(&entered));
    deferred_port_init(&deferred, block, (void *)&handled);
    CHECK_EQUAL(port_bind_ipi(deferred_port_event, &deferred, &port), 0);
    port_send(port);
    CHECK_EQUAL(deferred_port_close(&deferred, port), 0);
    memset(&deferred, 0xa5, sizeof(deferred));
    semaphore_up(&may_go_on);
    CHECK(comes(&done));
    deferred_cancel(&holder);
    CHECK_EQUAL(handled, 4);
}

/* Closes itself; a new port gets the same number, and is to stay masked. */
static void close_self(evtchn_port_t on, void *data)
{
    struct deferred_port *self = data;

    CHECK_EQUAL(deferred_port_close(self, on), 0);
    memset(self, 0xa5, sizeof(*self));
    free(self);
    CHECK_EQUAL(port_bind_ipi(count, NULL, &port), 0);
    wrong += port != on;
    port_mask(port);
    port_send(port);
    semaphore_up(&done);
}

static void check_close_by_handler(void)
{
    struct deferred_port *self = malloc(sizeof(*self));
    unsigned int before = others;

    CHECK_EQUAL(deferred_port_init(self, close_self, self), 0);
    CHECK_EQUAL(port_bind_ipi(deferred_port_event, self, &port), 0);
    port_send(port);
    CHECK(comes(&done));
    CHECK_EQUAL(wrong, 0);
    CHECK_EQUAL(others, before);
    port_unmask(port);
    CHECK_EQUAL(others, before + 1);
    port_close(port);
    port_close(other_port);
}

/* --- timers -------------------------------------------------------------------------- */

static volatile uint64_t due_at;
static volatile unsigned int ticks, early;

static void tick(struct deferred_timer *timer)
{
    look_around();
    early += time_monotonic() < due_at;
    thread_sleep(MS / 2);
    due_at = in(MS);
    deferred_timer_set(timer, due_at);
    ticks++;
    semaphore_up(&entered);
}

static void check_timer(void)
{
    struct deferred_timer timer;
    unsigned int i;

    CHECK_EQUAL(deferred_timer_init(&timer, tick), 0);
    due_at = in(4 * MS);
    deferred_timer_set(&timer, in(MS));
    deferred_timer_set(&timer, due_at);         /* moved */
    for (i = 0; i < 5; i++)
        CHECK(comes(&entered));
    CHECK_EQUAL(early, 0);
    CHECK_EQUAL(ticks, 5);
    CHECK_EQUAL(at_event_time + masked + elsewhere, 0);
    deferred_timer_cancel(&timer);              /* set */
    CHECK(!timer.timer.set);
    ticks = 0;
    due_at = in(MS / 4);
    deferred_timer_set(&timer, due_at);
    thread_sleep(MS / 2);                       /* half way through its own sleep */
    deferred_timer_cancel(&timer);              /* running, and about to set itself again */
    CHECK_EQUAL(ticks, 1);
    CHECK(!timer.timer.set);
    memset(&timer, 0xa5, sizeof(timer));
    thread_sleep(3 * MS);
    CHECK_EQUAL(ticks, 1);
}

/* --- the API of applications ------------------------------------------------------------ */

static void handle(int on, void *data)
{
    look_around();
    thread_sleep(MS);
    *(volatile int *)data = on;
    semaphore_up(&done);
}

#define CHECK_FAILS(call, error) \
    (errno = 0, CHECK_EQUAL(call, -1), CHECK_EQUAL(errno, error))

static void check_application(void)
{
    volatile int handled_port = 0;
    int here = ringlet_event_open(RINGLET_SELF, RINGLET_NEW_PORT);
    int there = ringlet_event_open(RINGLET_SELF, here);

    CHECK_FAILS(ringlet_event_handle(here, NULL, NULL), EINVAL);
    CHECK_FAILS(ringlet_event_handle(-1, handle, NULL), EINVAL);
    CHECK_EQUAL(ringlet_event_send(there), 0);          /* before it has a handler */
    CHECK_EQUAL(ringlet_event_handle(here, handle, (void *)&handled_port), 0);
    CHECK(comes(&done));
    CHECK_EQUAL(handled_port, here);
    CHECK_FAILS(ringlet_event_handle(here, handle, NULL), EBUSY);
    CHECK_FAILS(ringlet_event_wait(here, NULL), EINVAL);
    CHECK_EQUAL(ringlet_event_send(there), 0);
    CHECK(comes(&done));
    handled_port = 0;
    CHECK_EQUAL(ringlet_event_send(there), 0);          /* the handler preempts us, and sleeps */
    CHECK_EQUAL(ringlet_event_close(here), 0);
    CHECK_EQUAL(handled_port, here);                    /* the handler has returned */
    CHECK(comes(&done));
    CHECK_EQUAL(ringlet_event_close(there), 0);
    CHECK_EQUAL(at_event_time + masked + elsewhere, 0);
}

void test(void)
{
    check_order();
    check_cancel();
    check_priorities();
    check_port();
    check_close();
    check_close_by_handler();
    check_timer();
    check_application();
}
