/*
 * poll() looks at each file; if none is ready it sleeps until any file has changed, and
 * looks again. A count of changes shows one that came between the look and the sleep.
 */
/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE             /* ppoll() */
#include <errno.h>
#include <poll.h>
#include <kernel/cancel.h>
#include <kernel/lock.h>
#include <kernel/time.h>
#include <kernel/wait.h>
#include <lib/answer.h>
#include <posix/signals.h>
#include <vfs/descriptor.h>
#include <vfs/file.h>
#include <vfs/poll.h>
#include "poll_wait.h"

static int wait_until(int (*look)(void *data), void *data, uint64_t deadline, const sigset_t *mask)
{
    int error = 0;

    for (;;) {
        unsigned int seen = poll_changes.count;
        int ready = look(data);

        if (ready || error || deadline <= time_monotonic())
            return ready;
        kernel_lock();
        if (seen == poll_changes.count)
            error = signal_sleep(&poll_changes.waiting, deadline, mask);
        kernel_unlock();
        if (error == -EINTR)
            return error;
    }
}

int poll_until(int (*look)(void *data), void *data, uint64_t deadline, const sigset_t *mask)
{
    int result;

    cancel_point_begin();
    result = wait_until(look, data, deadline, mask);
    if (mask)
        signal_restart();
    cancel_point_end(result);
    return result;
}

int poll_file(int fd, int events)
{
    struct file *file = descriptor_file(fd);
    int ready;

    if (!file)
        return POLLNVAL;
    ready = file->operations->ready ? file->operations->ready(file) : POLLIN | POLLOUT;
    file_put(file);
    if (ready & POLLIN)
        ready |= POLLRDNORM;
    if (ready & POLLOUT)
        ready |= POLLWRNORM;
    return ready & (events | POLLERR | POLLHUP);
}

struct request {
    struct pollfd *fds;
    nfds_t count;
};

static int poll_look(void *data)
{
    const struct request *request = data;
    nfds_t i;
    int ready = 0;

    for (i = 0; i < request->count; i++) {
        struct pollfd *one = &request->fds[i];

        one->revents = one->fd < 0 ? 0 : poll_file(one->fd, one->events);
        ready += one->revents != 0;
    }
    return ready;
}

static int poll_fds(struct pollfd *fds, nfds_t count, uint64_t deadline, const sigset_t *mask)
{
    struct request request = { fds, count };

    if (count > DESCRIPTORS_MAX)
        return -EINVAL;
    return poll_until(poll_look, &request, deadline, mask);
}

int poll(struct pollfd *fds, nfds_t count, int timeout)
{
    uint64_t deadline = timeout < 0 ? WAIT_FOREVER : deadline_after(timeout * 1000000ULL);

    return answer(poll_fds(fds, count, deadline, NULL));
}

int poll_deadline(const struct timespec *timeout, uint64_t *deadline)
{
    if (!timeout) {
        *deadline = WAIT_FOREVER;
        return 0;
    }
    if (timeout->tv_sec < 0 || !timespec_is_normal(timeout))
        return -EINVAL;
    *deadline = deadline_after(timespec_ns(timeout));
    return 0;
}

int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout, const sigset_t *mask)
{
    uint64_t deadline;
    int error = poll_deadline(timeout, &deadline);

    return answer(error ? error : poll_fds(fds, count, deadline, mask));
}
