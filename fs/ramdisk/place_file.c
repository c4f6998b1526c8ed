/*
 * Files that are read in place. They never change, so no lock is needed.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <vfs/node_file.h>
#include <vfs/tree.h>
#include "place_file.h"

static ssize_t place_read(struct file *file, void *to, size_t size, off_t *at)
{
    const struct node *node = file->node;
    off_t from = *at;

    if (from >= node->size)
        return 0;
    if (size > (size_t)(node->size - from))
        size = node->size - from;
    memcpy(to, node->bytes + from, size);
    *at = from + size;
    return size;
}

static const struct file_operations file_operations = {
    .read = place_read,
    .seek = node_file_seek,
    .status = node_file_status,
    .sync = node_file_sync,
    .release = node_file_release,
};

const struct node_operations place_file_operations = { .file = &file_operations };
