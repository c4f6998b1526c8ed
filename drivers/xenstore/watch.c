/*
 * Watches: events are queued when they arrive, and reported by a thread.
 *
 * The event handler cannot allocate memory or wait, so the queue has a fixed size. An
 * event that finds no room marks its watch, which then gets one call for its whole tree.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <diag/report.h>
#include <kernel/lock.h>
#include <kernel/mutex.h>
#include <kernel/thread.h>
#include <lib/format.h>
#include "client.h"
#include "pending.h"

#define STACK           16384
#define TOKEN_MAX       12

/* Protected by the kernel lock. */
static struct xenstore_watch *watches;
static struct xenstore_pending pending;
static struct xenstore_watch *told;     /* the watch whose changed() is running */
static struct wait_queue work, finished;

/* Held while the daemon's set of watches changes, so that a restore finds a consistent one. */
static struct mutex lock;
static struct thread *teller;
static uint32_t last_token;

static struct xenstore_watch *watch_find(uint32_t token)
{
    struct xenstore_watch *watch = watches;

    while (watch && watch->token != token)
        watch = watch->next;
    return watch;
}

bool xenstore_watch_event(const struct xenstore_receiver *event)
{
    struct xenstore_watch *watch;
    const char *path;
    uint32_t token;

    if (xenstore_parse_event(event, &path, &token))
        return false;
    watch = watch_find(token);
    if (!watch)
        return false;
    if (watch->quiet) {
        watch->quiet = false;       /* the event that every new watch gets first */
        return true;
    }
    if (!xenstore_pending_add(&pending, token, path))
        watch->missed = true;
    wait_queue_wake_one(&work);
    return true;
}

void xenstore_watch_missed(uint32_t token)
{
    struct xenstore_watch *watch = watch_find(token);

    if (!watch)
        return;
    watch->missed = true;
    wait_queue_wake_one(&work);
}

/* --- the thread ----------------------------------------------------------------- */

static struct xenstore_watch *next_missed(void)
{
    struct xenstore_watch *watch = watches;

    while (watch && !watch->missed)
        watch = watch->next;
    if (watch)
        watch->missed = false;
    return watch;
}

/* The next watch to report to, and the path; *queued: this is the first event of the queue. */
static struct xenstore_watch *next_event(const char **path, bool *queued)
{
    struct xenstore_watch *watch = next_missed();
    uint32_t token;

    *queued = !watch;
    if (watch) {
        *path = watch->path;
        return watch;
    }
    while ((*path = xenstore_pending_first(&pending, &token))) {
        watch = watch_find(token);
        if (watch)
            return watch;
        xenstore_pending_remove(&pending);
    }
    return NULL;
}

static void *watch_thread(void *unused)
{
    const char *path;
    bool queued;

    (void)unused;
    thread_make_service();
    kernel_lock();
    for (;;) {
        while (!(told = next_event(&path, &queued)))
            wait_queue_sleep(&work, WAIT_FOREVER);
        kernel_unlock();
        told->changed(told, path);
        kernel_lock();
        if (queued)
            xenstore_pending_remove(&pending);
        told = NULL;
        wait_queue_wake_all(&finished);
    }
    return NULL;
}

/* --- setting and taking back ------------------------------------------------------ */

/* How the daemon knows a watch. */
struct named {
    char token[TOKEN_MAX];
    struct xenstore_part parts[2];
};

static const struct xenstore_part *watch_token(const struct xenstore_watch *watch,
                                               struct named *named)
{
    size_t length = format_text(named->token, TOKEN_MAX, "%u", watch->token);

    named->parts[0] = (struct xenstore_part){ watch->path, strlen(watch->path) + 1 };
    named->parts[1] = (struct xenstore_part){ named->token, length + 1 };
    return named->parts;
}

static int watch_request(uint32_t type, const struct xenstore_watch *watch)
{
    struct named named;
    int result = xenstore_request(type, NULL, watch_token(watch, &named), 2, NULL, 0);

    return result < 0 ? result : 0;
}

/* -EEXIST means that the request was sent twice, around a suspension. */
static int watch_set(const struct xenstore_watch *watch)
{
    int error = watch_request(XS_WATCH, watch);

    return error == -EEXIST ? 0 : error;
}

static void watch_link(struct xenstore_watch *watch)
{
    bool unlock = kernel_lock_save();

    watch->token = ++last_token;
    watch->missed = watch->quiet = watch->posted = false;
    watch->next = watches;
    watches = watch;
    kernel_lock_restore(unlock);
}

/* -ENOENT: the watch was not set. */
static int watch_unlink(struct xenstore_watch *watch)
{
    bool unlock = kernel_lock_save(), found;
    struct xenstore_watch **link = &watches;

    while (*link && *link != watch)
        link = &(*link)->next;
    found = *link;
    if (found)
        *link = watch->next;
    kernel_lock_restore(unlock);
    return found ? 0 : -ENOENT;
}

static int watch_start_thread(void)
{
    if (!teller)
        teller = thread_create("xenstore", watch_thread, NULL, STACK, THREAD_PRIORITY_DEFAULT);
    return teller ? 0 : -ENOMEM;
}

int xenstore_watch(struct xenstore_watch *watch)
{
    int error;

    mutex_lock(&lock);
    error = watch_start_thread();
    if (!error) {
        watch_link(watch);             /* its first event may overtake the answer */
        error = watch_set(watch);
        if (error)
            watch_unlink(watch);
    }
    mutex_unlock(&lock);
    return error;
}

int xenstore_post_watch(struct xenstore_watch *watch, const char *look_at)
{
    struct xenstore_part part = { look_at, look_at ? strlen(look_at) + 1 : 0 };
    struct named named;
    int error = watch_start_thread();

    if (error)
        return error;
    watch_link(watch);
    watch->quiet = watch->posted = true;
    error = xenstore_post(XS_WATCH, 0, watch_token(watch, &named), 2);
    if (!error && look_at)
        error = xenstore_post(XS_READ, watch->token, &part, 1);
    if (error)
        watch_unlink(watch);
    return error;
}

static void wait_until_told(const struct xenstore_watch *watch)
{
    if (thread_current() == teller)
        return;
    kernel_lock();
    while (told == watch)
        wait_queue_sleep(&finished, WAIT_FOREVER);
    kernel_unlock();
}

int xenstore_unwatch(struct xenstore_watch *watch)
{
    int error;

    mutex_lock(&lock);
    error = watch_unlink(watch);
    if (!error)
        error = watch_request(XS_UNWATCH, watch);
    mutex_unlock(&lock);
    wait_until_told(watch);
    return error;
}

int xenstore_watch_again(void)
{
    struct xenstore_watch *watch;
    int error = 0;

    mutex_lock(&lock);
    for (watch = watches; watch && !error; watch = watch->next)
        error = watch_set(watch);
    mutex_unlock(&lock);
    return error;
}

/* A watch that was not posted: its changed() may wake a thread. */
static bool xenstore_may_wake(void)
{
    const struct xenstore_watch *watch = watches;

    while (watch && watch->posted)
        watch = watch->next;
    return watch;
}

static waker_fn *const waker WAKER = xenstore_may_wake;
