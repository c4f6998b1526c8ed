/*
 * What open files of the tree have in common, and the operations of directories
 * and links.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>
#include <vfs/node_file.h>
#include <vfs/tree.h>

/* The position that whence counts from, or a negative errno. */
static off_t base_of(const struct file *file, int whence)
{
    switch (whence) {
    case SEEK_SET:
        return 0;
    case SEEK_CUR:
        return file->position;
    case SEEK_END:
        return file->node->size;
    default:
        return -EINVAL;
    }
}

off_t node_file_seek(struct file *file, off_t offset, int whence)
{
    off_t at;

    mutex_lock(&file->node->lock);
    at = base_of(file, whence);
    if (at >= 0) {
        if (offset > LONG_MAX - at)
            at = -EOVERFLOW;
        else if (at + offset < 0)
            at = -EINVAL;
        else
            file->position = at += offset;
    }
    mutex_unlock(&file->node->lock);
    return at;
}

int node_file_status(struct file *file, struct stat *status)
{
    return node_status(file->node, status);
}

/* The contents are in memory only, so there is nothing to write out but the times. */
int node_file_sync(struct file *file)
{
    node_settle(file->node);
    return 0;
}

void node_file_release(struct file *file)
{
    node_settle(file->node);
    node_put(file->node);
}

/* --- directories and links ---------------------------------------------------- */

static ssize_t read_directory(struct file *file, void *to, size_t size, off_t *at)
{
    (void)file;
    (void)to;
    (void)size;
    (void)at;
    return -EISDIR;
}

static const struct file_operations directory_file = {
    .read = read_directory,
    .seek = node_file_seek,
    .status = node_file_status,
    .sync = node_file_sync,
    .release = node_file_release,
};

const struct node_operations directory_operations = { .file = &directory_file };

static void destroy_link(struct node *node)
{
    free((void *)node->bytes);
}

/* A link is never opened. */
const struct node_operations link_operations = { .destroy = destroy_link };
