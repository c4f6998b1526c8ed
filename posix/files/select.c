/*
 * select(), which waits as poll() does.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/select.h>
#include <sys/time.h>
#include <lib/answer.h>
#include "poll_wait.h"

struct request {
    int count;
    const fd_set *wanted[3];
    fd_set found[3];
};

/* For reading, writing, and exceptional conditions, of which there are none here. */
static const int events[3] = { POLLIN, POLLOUT, POLLPRI };
static const int answers[3] = { POLLIN | POLLHUP | POLLERR, POLLOUT | POLLERR, POLLPRI };

static int look_at(struct request *request, int fd)
{
    int i, ready, wanted = 0, found = 0;

    for (i = 0; i < 3; i++)
        if (request->wanted[i] && FD_ISSET(fd, request->wanted[i]))
            wanted |= events[i];
    if (!wanted)
        return 0;
    ready = poll_file(fd, wanted);
    if (ready & POLLNVAL)
        return -EBADF;
    for (i = 0; i < 3; i++)
        if (wanted & events[i] && ready & answers[i]) {
            FD_SET(fd, &request->found[i]);
            found++;
        }
    return found;
}

static int select_look(void *data)
{
    struct request *request = data;
    int fd, found = 0;

    memset(request->found, 0, sizeof(request->found));
    for (fd = 0; fd < request->count; fd++) {
        int one = look_at(request, fd);

        if (one < 0)
            return one;
        found += one;
    }
    return found;
}

static int select_until(int count, fd_set *sets[3], uint64_t deadline, const sigset_t *mask)
{
    struct request request = { .count = count };
    int i, found;

    if (count < 0 || count > FD_SETSIZE)
        return -EINVAL;
    for (i = 0; i < 3; i++)
        request.wanted[i] = sets[i];
    found = poll_until(select_look, &request, deadline, mask);
    for (i = 0; i < 3 && found >= 0; i++)
        if (sets[i])
            *sets[i] = request.found[i];
    return found;
}

int pselect(int count, fd_set *readable, fd_set *writable, fd_set *others,
            const struct timespec *timeout, const sigset_t *mask)
{
    fd_set *sets[] = { readable, writable, others };
    uint64_t deadline;
    int error = poll_deadline(timeout, &deadline);

    return answer(error ? error : select_until(count, sets, deadline, mask));
}

int select(int count, fd_set *readable, fd_set *writable, fd_set *others, struct timeval *timeout)
{
    struct timespec time;

    if (!timeout)
        return pselect(count, readable, writable, others, NULL, NULL);
    if (timeout->tv_sec < 0 || timeout->tv_usec < 0)
        return answer(-EINVAL);
    time.tv_sec = timeout->tv_sec + timeout->tv_usec / 1000000;
    time.tv_nsec = timeout->tv_usec % 1000000 * 1000;
    return pselect(count, readable, writable, others, &time, NULL);
}
