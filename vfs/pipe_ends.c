/*
 * The files of a pipe: opening, waiting for the other end, closing. The last one frees the pipe.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <vfs/pipe.h>
#include <vfs/poll.h>

#define ROOM_FIRST 1024

struct pipe *pipe_new(void)
{
    struct pipe *pipe = calloc(1, sizeof(*pipe));

    if (!pipe)
        return NULL;
    pipe->room = ROOM_FIRST;
    pipe->bytes = malloc(ROOM_FIRST);
    if (pipe->bytes)
        return pipe;
    free(pipe);
    return NULL;
}

void pipe_free(struct pipe *pipe)
{
    free(pipe->bytes);
    free(pipe);
}

void pipe_tell(struct pipe *pipe)
{
    condition_broadcast(&pipe->changed);
    poll_changed();
}

int pipe_wait(struct pipe *pipe)
{
    return condition_wait_interruptible(&pipe->changed, &pipe->mutex, WAIT_FOREVER);
}

/*
 * A pipe's file has no position, so the field keeps how many files of the other kind had been
 * opened before. So a file that is opened and closed while this one waits is noticed.
 */
void pipe_join(struct pipe *pipe, struct file *file)
{
    mutex_lock(&pipe->mutex);
    file->data = pipe;
    if (!pipe_reads(file))
        file->position = pipe->readers_ever;
    else
        file->position = pipe->writers ? 0 : pipe->writers_ever;
    if (pipe_reads(file)) {
        pipe->readers++;
        pipe->readers_ever++;
    }
    if (pipe_writes(file)) {
        pipe->writers++;
        pipe->writers_ever++;
    }
    pipe_tell(pipe);
    mutex_unlock(&pipe->mutex);
}

static bool is_alone(const struct file *file)
{
    const struct pipe *pipe = file->data;

    if (pipe_reads(file))
        return !pipe->writers && pipe->writers_ever == (unsigned int)file->position;
    return !pipe->readers && pipe->readers_ever == (unsigned int)file->position;
}

int pipe_await(struct file *file)
{
    struct pipe *pipe = file->data;
    int error = 0;

    mutex_lock(&pipe->mutex);
    if (file->flags & O_NONBLOCK)
        error = pipe->readers ? 0 : -ENXIO;
    else
        while (is_alone(file) && !error)
            error = pipe_wait(pipe);
    mutex_unlock(&pipe->mutex);
    return error;
}

bool pipe_leave(struct file *file)
{
    struct pipe *pipe = file->data;
    bool last;

    mutex_lock(&pipe->mutex);
    pipe->readers -= pipe_reads(file);
    pipe->writers -= pipe_writes(file);
    last = !pipe->readers && !pipe->writers;
    pipe_tell(pipe);
    mutex_unlock(&pipe->mutex);         /* from here on the other end may free the pipe */
    if (last)
        pipe_free(pipe);
    return last;
}
