/*
 * pipe() and pipe2().
 */
/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE             /* pipe2() */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>
#include <lib/answer.h>
#include <posix/signals.h>
#include <vfs/descriptor.h>
#include <vfs/pipe.h>
#include "pipe_signal.h"

static void pipe_post_signal(void)
{
    signal_post(SIGPIPE);
}

void pipe_use_signals(void)
{
    pipe_broken = pipe_post_signal;
}

static int make_pipe(int *fds, int flags)
{
    struct file *reader, *writer;
    int error = pipe_make_files(flags & O_NONBLOCK, &reader, &writer);

    if (error)
        return error;
    fds[0] = descriptor_new(reader, 0, flags & O_CLOEXEC);
    fds[1] = fds[0] < 0 ? fds[0] : descriptor_new(writer, 0, flags & O_CLOEXEC);
    if (fds[1] >= 0)
        return 0;
    error = fds[1];
    file_put(fds[0] < 0 ? reader : descriptor_remove(fds[0]));
    file_put(writer);
    return error;
}

int pipe2(int fds[2], int flags)
{
    int made[2], error;

    if (flags & ~(O_CLOEXEC | O_NONBLOCK))
        return answer(-EINVAL);
    if (!fds)
        return answer(-EFAULT);
    pipe_use_signals();
    error = make_pipe(made, flags);
    if (!error) {
        fds[0] = made[0];
        fds[1] = made[1];
    }
    return answer(error);
}

int pipe(int fds[2])
{
    return pipe2(fds, 0);
}
