/*
 * Pipes with a name. The node has the pipe as long as a file of it is open; what is in it
 * is gone with the last one.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <vfs/file.h>
#include <vfs/node_file.h>
#include <vfs/pipe.h>
#include <vfs/tree.h>

static int fifo_join(struct node *node, struct file *file)
{
    struct pipe *pipe;

    mutex_lock(&node->lock);
    pipe = node->pipe ? node->pipe : pipe_new();
    node->pipe = pipe;
    if (pipe)
        pipe_join(pipe, file);
    mutex_unlock(&node->lock);
    return pipe ? 0 : -ENOMEM;
}

static void fifo_leave(struct node *node, struct file *file)
{
    mutex_lock(&node->lock);
    if (pipe_leave(file))
        node->pipe = NULL;
    mutex_unlock(&node->lock);
}

static int fifo_open(struct file *file)
{
    int error = fifo_join(file->node, file);

    if (error)
        return error;
    error = pipe_await(file);
    if (error)
        fifo_leave(file->node, file);
    return error;
}

static ssize_t fifo_write(struct file *file, const void *from, size_t size, off_t *at)
{
    ssize_t n = pipe_write(file, from, size, at);

    if (n > 0) {
        mutex_lock(&file->node->lock);
        node_written(file->node);
        mutex_unlock(&file->node->lock);
    }
    return n;
}

static void fifo_release(struct file *file)
{
    fifo_leave(file->node, file);
    node_file_release(file);
}

static const struct file_operations file_operations = {
    .read = pipe_read,
    .write = fifo_write,
    .ready = pipe_ready,
    .status = node_file_status,
    .release = fifo_release,
};

const struct node_operations fifo_operations = { .file = &file_operations, .open = fifo_open };
