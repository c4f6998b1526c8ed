/*
 * Nodes of the tree.
 */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <arch/layout.h>
#include <kernel/lock.h>
#include <kernel/time.h>
#include <vfs/tree.h>

#define STATUS_BLOCK 512        /* the unit of st_blocks */

static struct mutex lock;
static struct node *held[2];    /* protected by the lock: where paths from a descriptor begin */
static ino_t last_number;

void tree_lock(void)
{
    mutex_lock(&lock);
}

void tree_unlock(void)
{
    struct node *first = held[0], *second = held[1];

    held[0] = held[1] = NULL;
    mutex_unlock(&lock);
    node_put(first);
    node_put(second);
}

void tree_hold(struct node *node)
{
    node_get(node);
    held[held[0] != NULL] = node;
}

struct node *node_new(const struct volume *volume, mode_t mode,
                      const struct node_operations *operations)
{
    struct node *node = calloc(1, sizeof(*node));

    if (!node)
        return NULL;
    node->references = 1;
    node->number = ++last_number;
    node->volume = volume;
    node->mode = mode;
    node->operations = operations;
    node->accessed = node->modified = node->changed = time_wall();
    return node;
}

void node_get(struct node *node)
{
    bool unlock = kernel_lock_save();

    node->references++;
    kernel_lock_restore(unlock);
}

/* Goes up the tree as long as directories lose their last reference: a loop, not a recursion. */
void node_put(struct node *node)
{
    while (node) {
        bool unlock = kernel_lock_save();
        unsigned int left = --node->references;
        struct node *parent = node_is_directory(node) ? node->directory.parent : NULL;

        kernel_lock_restore(unlock);
        if (left)
            return;
        if (node->operations->destroy)
            node->operations->destroy(node);
        free(node);
        node = parent;
    }
}

void node_touch(struct node *node, bool contents)
{
    node->changed = time_wall();
    if (contents) {
        node->modified = node->changed;
        node->is_written = false;
    }
}

void node_written(struct node *node)
{
    node->is_written = true;
}

static void settle_locked(struct node *node)
{
    if (node->is_written)
        node_touch(node, true);
}

void node_settle(struct node *node)
{
    mutex_lock(&node->lock);
    settle_locked(node);
    mutex_unlock(&node->lock);
}

static struct timespec timespec_of(uint64_t ns)
{
    return (struct timespec){ .tv_sec = ns / NS_PER_SECOND, .tv_nsec = ns % NS_PER_SECOND };
}

static blkcnt_t blocks_of(const struct node *node)
{
    if (!S_ISREG(node->mode))
        return 0;
    return node->volume->read_only
               ? (node->size + STATUS_BLOCK - 1) / STATUS_BLOCK
               : (blkcnt_t)node->ram.blocks * (PAGE_SIZE / STATUS_BLOCK);
}

int node_status(struct node *node, struct stat *status)
{
    mutex_lock(&node->lock);
    settle_locked(node);
    *status = (struct stat){
        .st_dev = node->volume->number,
        .st_ino = node->number,
        .st_mode = node->mode,
        .st_nlink = node->links,
        .st_uid = node->user,
        .st_gid = node->group,
        .st_rdev = S_ISCHR(node->mode) ? node->device : 0,
        .st_size = node->size,
        .st_blksize = PAGE_SIZE,
        .st_blocks = blocks_of(node),
        .st_atim = timespec_of(node->accessed),
        .st_mtim = timespec_of(node->modified),
        .st_ctim = timespec_of(node->changed),
    };
    mutex_unlock(&node->lock);
    return 0;
}
