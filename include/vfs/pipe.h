/*
 * What pipes with a name and without one share. A file of a pipe reads, writes or does both, by its
 * flags; its data is the pipe.
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

/* With no files. NULL without memory. */
struct pipe *pipe_new(void);
void pipe_free(struct pipe *pipe);

/* The file is one of the pipe's from here on. */
void pipe_join(struct pipe *pipe, struct file *file);

/*
 * Waits until it has the other kind of file, as open() does. 0, -EINTR, -ENXIO: writes, must not
 * wait, and nobody reads.
 */
int pipe_await(struct file *file);

/* The file is none of the pipe's any longer; true: it was the last one, and the pipe is gone. */
bool pipe_leave(struct file *file);

/* Something has changed: who waits looks again. */
void pipe_tell(struct pipe *pipe);

/* Waits for that, locked before and after. 0 or -EINTR. */
int pipe_wait(struct pipe *pipe);

/*
 * A thread has written where nobody reads, and gets -EPIPE: is called in that thread, nothing
 * locked. NULL: nobody asks.
 */
extern void (*pipe_broken)(void);

ssize_t pipe_read(struct file *file, void *to, size_t size, off_t *at);
ssize_t pipe_write(struct file *file, const void *from, size_t size, off_t *at);
int pipe_ready(struct file *file);

/* The two files of one without a name, each with a reference; both or none: -ENFILE. */
int pipe_make_files(int flags, struct file **reader, struct file **writer);

/* One with a name: its node has the pipe as long as a file of it is open. */
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
