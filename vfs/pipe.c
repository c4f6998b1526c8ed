/*
 * Pipes: bytes that one thread writes and another reads.
 *
 * The buffer is a ring that doubles when it is full, up to 64 KiB, so a little-used
 * pipe needs little memory.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <lib/util.h>
#include <vfs/file.h>
#include <vfs/pipe.h>
#include <vfs/poll.h>

#define ROOM_MAX 65536

void (*pipe_broken)(void);

/* --- the ring -------------------------------------------------------------------- */

/* Moves the contents to the front of a larger ring. False: it cannot grow. */
static bool pipe_grow(struct pipe *pipe)
{
    size_t room = 2 * pipe->room;
    size_t at_end = pipe->room - pipe->first;
    char *bytes = room <= ROOM_MAX ? malloc(room) : NULL;

    if (!bytes)
        return false;
    if (pipe->used) {
        size_t n = MIN(pipe->used, at_end);

        memcpy(bytes, pipe->bytes + pipe->first, n);
        memcpy(bytes + n, pipe->bytes, pipe->used - n);
    }
    free(pipe->bytes);
    pipe->bytes = bytes;
    pipe->room = room;
    pipe->first = 0;
    return true;
}

static size_t pipe_put(struct pipe *pipe, const char *from, size_t size)
{
    size_t done = 0;

    while (size - done > pipe->room - pipe->used && pipe_grow(pipe))
        ;
    while (done < size && pipe->used < pipe->room) {
        size_t at = (pipe->first + pipe->used) % pipe->room;
        size_t room = MIN(pipe->room - pipe->used, pipe->room - at), n = MIN(size - done, room);

        memcpy(pipe->bytes + at, from + done, n);
        pipe->used += n;
        done += n;
    }
    return done;
}

static size_t pipe_take(struct pipe *pipe, char *to, size_t size)
{
    size_t done = 0;

    while (done < size && pipe->used) {
        size_t ready = MIN(pipe->used, pipe->room - pipe->first), n = MIN(size - done, ready);

        memcpy(to + done, pipe->bytes + pipe->first, n);
        pipe->first = (pipe->first + n) % pipe->room;
        pipe->used -= n;
        done += n;
    }
    return done;
}

/* --- its files ---------------------------------------------------------------------- */

ssize_t pipe_read(struct file *file, void *to, size_t size, off_t *at)
{
    struct pipe *pipe = file->data;
    ssize_t n = 0;

    (void)at;
    if (!size)
        return 0;
    mutex_lock(&pipe->mutex);
    while (!pipe->used && pipe->writers && !n)
        n = file->flags & O_NONBLOCK ? -EAGAIN : pipe_wait(pipe);
    if (pipe->used)
        n = pipe_take(pipe, to, size);
    else if (!pipe->writers)
        n = 0;
    mutex_unlock(&pipe->mutex);
    if (n > 0)
        pipe_tell(pipe);
    return n;
}

/* A write of up to PIPE_BUF bytes is not split, so all of it must fit. */
static bool has_room(const struct pipe *pipe, size_t size)
{
    return ROOM_MAX - pipe->used >= (size <= PIPE_BUF ? size : 1);
}

/* One step of a write: 0 or more bytes, or a negative errno. */
static ssize_t write_some(struct file *file, const char *from, size_t size)
{
    struct pipe *pipe = file->data;
    int error = 0;

    while (pipe->readers && !has_room(pipe, size) && !error)
        error = file->flags & O_NONBLOCK ? -EAGAIN : pipe_wait(pipe);
    if (!pipe->readers)
        return -EPIPE;
    return has_room(pipe, size) ? (ssize_t)pipe_put(pipe, from, size) : error;
}

ssize_t pipe_write(struct file *file, const void *from, size_t size, off_t *at)
{
    struct pipe *pipe = file->data;
    const char *bytes = from;
    size_t done = 0;
    ssize_t n = 0;

    (void)at;
    mutex_lock(&pipe->mutex);
    while (done < size && (n = write_some(file, bytes + done, size - done)) > 0) {
        done += n;
        pipe_tell(pipe);
    }
    mutex_unlock(&pipe->mutex);
    if (n == -EPIPE && pipe_broken)
        pipe_broken();
    return done ? (ssize_t)done : n;
}

/* POLLHUP needs a writer that has closed: none has, if none came since this file was opened. */
int pipe_ready(struct file *file)
{
    const struct pipe *pipe = file->data;
    int ready = 0;

    if (pipe_reads(file)) {
        bool hung_up = !pipe->writers && pipe->writers_ever != (unsigned int)file->position;

        ready |= (pipe->used ? POLLIN : 0) | (hung_up ? POLLHUP : 0);
    }
    if (pipe_writes(file))
        ready |= (has_room(pipe, PIPE_BUF) ? POLLOUT : 0) | (pipe->readers ? 0 : POLLERR);
    return ready;
}

/* --- one without a name ----------------------------------------------------------------- */

/* The pipe's address serves as its inode number: it is unique while the pipe lives. */
static int pipe_status(struct file *file, struct stat *status)
{
    *status = (struct stat){ .st_mode = S_IFIFO | 0600, .st_nlink = 1,
                             .st_ino = (uintptr_t)file->data, .st_blksize = 4096 };
    return 0;
}

static void pipe_release(struct file *file)
{
    pipe_leave(file);
}

static const struct file_operations operations = {
    .read = pipe_read,
    .write = pipe_write,
    .status = pipe_status,
    .ready = pipe_ready,
    .release = pipe_release,
};

int pipe_make_files(int flags, struct file **reader, struct file **writer)
{
    struct pipe *pipe = pipe_new();

    *reader = file_new(&operations, O_RDONLY | flags);
    *writer = file_new(&operations, O_WRONLY | flags);
    if (!pipe || !*reader || !*writer) {
        if (pipe)
            pipe_free(pipe);
        free(*reader);
        free(*writer);
        return -ENFILE;
    }
    pipe_join(pipe, *reader);
    pipe_join(pipe, *writer);
    return 0;
}
