/*
 * Pipes, with and without a name. A pipe's file reads, writes or does both, by its flags; its data
 * is the pipe.
 */
/* SPDX-License-Identifier: MIT */
#ifndef VFS_PIPE_H
#define VFS_PIPE_H

#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <kernel/condition.h>
#include <kernel/mutex.h>
#include <vfs/file.h>

struct pipe {
    struct mutex mutex;
    struct condition changed;
    unsigned int readers, writers;      /* files; without a name 0 or 1 of each */
    unsigned int readers_ever, writers_ever;
    char *bytes;                        /* a ring */
    size_t room, first, used;
};

/* A pipe without files. NULL without memory. */
struct pipe *pipe_new(void);
void pipe_free(struct pipe *pipe);

/* Makes the file one of the pipe's. */
void pipe_join(struct pipe *pipe, struct file *file);

/*
 * Waits, as open() does, until the pipe has a file of the other kind. 0, -EINTR, -ENXIO: the file
 * writes, must not wait, and there is no reader.
 */
int pipe_await(struct file *file);

/* Takes the file from the pipe; true: it was the last one, and the pipe is freed. */
bool pipe_leave(struct file *file);

/* Something has changed: wakes the waiting threads. */
void pipe_tell(struct pipe *pipe);

/* Waits for a change, locked before and after. 0 or -EINTR. */
int pipe_wait(struct pipe *pipe);

/*
 * Called with nothing locked in a thread that wrote to a pipe without readers, before it gets
 * -EPIPE. NULL: not needed.
 */
extern void (*pipe_broken)(void);

ssize_t pipe_read(struct file *file, void *to, size_t size, off_t *at);
ssize_t pipe_write(struct file *file, const void *from, size_t size, off_t *at);
int pipe_ready(struct file *file);

/* Makes the two files of a pipe without a name, each with a reference; both or none: -ENFILE. */
int pipe_make_files(int flags, struct file **reader, struct file **writer);

/* A named pipe: its node has the pipe as long as a file of it is open. */
extern const struct node_operations fifo_operations;

static inline bool pipe_reads(const struct file *file)
{
    return (file->flags & O_ACCMODE) != O_WRONLY;
}

static inline bool pipe_writes(const struct file *file)
{
    return (file->flags & O_ACCMODE) != O_RDONLY;
}

#endif
