/*
 * Files in memory: an array of leaves, each an array of blocks.
 *
 * Blocks come from the heap. A reserve is always left for the rest of the program: a
 * block that would use it is refused (ENOSPC), and what was written before stays.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <arch/layout.h>
#include <fs/ram_file.h>
#include <lib/util.h>
#include <mm/setup.h>
#include <vfs/mount.h>
#include <vfs/node_file.h>
#include <vfs/tree.h>

#define BLOCK_SIZE  PAGE_SIZE
#define LEAF_BLOCKS 128
#define FILE_MAX    0x7fffffff      /* off_t */

struct ram_leaf {
    char *blocks[LEAF_BLOCKS];
};

/* A 32nd of memory, at most 1 MiB. */
static size_t ram_reserve(void)
{
    size_t share = memory_total() / 32;

    return share < 0x100000 ? share : 0x100000;
}

size_t ram_file_room(void)
{
    size_t free_bytes = memory_free(), kept = ram_reserve();

    return free_bytes > kept ? free_bytes - kept : 0;
}

/* The reserve counts only when the heap must grow: freed blocks can always be used again. */
static void *get_memory(size_t size)
{
    size_t before = memory_free();
    void *memory = malloc(size);

    if (memory && memory_free() < before && memory_free() < ram_reserve()) {
        free(memory);
        malloc_trim(0);         /* or the next request would get what the heap has grown by */
        return NULL;
    }
    return memory;
}

/* Grows the array of leaves to count. */
static int grow_leaves(struct ram_file *file, uint32_t count)
{
    uint32_t room = file->leaf_count ? file->leaf_count : 1;
    struct ram_leaf **leaves;

    if (count <= file->leaf_count)
        return 0;
    while (room < count)
        room *= 2;
    leaves = get_memory(room * sizeof(*leaves));
    if (!leaves)
        return -ENOSPC;
    if (file->leaf_count)
        memcpy(leaves, file->leaves, file->leaf_count * sizeof(*leaves));
    memset(leaves + file->leaf_count, 0, (room - file->leaf_count) * sizeof(*leaves));
    free(file->leaves);
    file->leaves = leaves;
    file->leaf_count = room;
    return 0;
}

/* The pointer to the block of that offset, or NULL if there is no leaf for it. */
static char **find_block(const struct ram_file *file, uint32_t offset)
{
    uint32_t block = offset / BLOCK_SIZE;
    struct ram_leaf *leaf;

    if (block / LEAF_BLOCKS >= file->leaf_count)
        return NULL;
    leaf = file->leaves[block / LEAF_BLOCKS];
    return leaf ? &leaf->blocks[block % LEAF_BLOCKS] : NULL;
}

static char **make_place(struct ram_file *file, uint32_t offset)
{
    uint32_t leaf = offset / BLOCK_SIZE / LEAF_BLOCKS;

    if (grow_leaves(file, leaf + 1))
        return NULL;
    if (!file->leaves[leaf]) {
        file->leaves[leaf] = get_memory(sizeof(struct ram_leaf));
        if (!file->leaves[leaf])
            return NULL;
        memset(file->leaves[leaf], 0, sizeof(struct ram_leaf));
    }
    return find_block(file, offset);
}

/* A block for writing size bytes at offset, zero elsewhere. NULL: ENOSPC. */
static char *make_block(struct ram_file *file, uint32_t offset, size_t size)
{
    char **place = find_block(file, offset);
    size_t before = offset % BLOCK_SIZE;

    if (!place)
        place = make_place(file, offset);
    if (!place)
        return NULL;
    if (!*place) {
        *place = get_memory(BLOCK_SIZE);
        if (!*place)
            return NULL;
        file->blocks++;
        memset(*place, 0, before);
        memset(*place + before + size, 0, BLOCK_SIZE - before - size);
    }
    return *place;
}

/* How many of size bytes lie in the block of offset. */
static size_t part_in_block(uint32_t offset, size_t size)
{
    size_t rest = BLOCK_SIZE - offset % BLOCK_SIZE;

    return MIN(rest, size);
}

/* The range lies within the file. */
static void copy_out(const struct ram_file *file, uint32_t offset, char *to, size_t size)
{
    while (size) {
        size_t n = part_in_block(offset, size);
        char **place = find_block(file, offset);

        if (place && *place)
            memcpy(to, *place + offset % BLOCK_SIZE, n);
        else
            memset(to, 0, n);
        to += n;
        offset += n;
        size -= n;
    }
}

/* Returns how many bytes were written. */
static size_t copy_in(struct ram_file *file, uint32_t offset, const char *from, size_t size)
{
    size_t done = 0;

    while (done < size) {
        size_t n = part_in_block(offset + done, size - done);
        char *block = make_block(file, offset + done, n);

        if (!block)
            break;
        memcpy(block + (offset + done) % BLOCK_SIZE, from + done, n);
        done += n;
    }
    return done;
}

static ssize_t ram_read(struct file *file, void *to, size_t size, off_t *at)
{
    struct node *node = file->node;

    mutex_lock(&node->lock);
    if (*at >= node->size)
        size = 0;
    else if (size > (size_t)(node->size - *at))
        size = node->size - *at;
    copy_out(&node->ram, *at, to, size);
    *at += size;
    mutex_unlock(&node->lock);
    return size;
}

static ssize_t write_locked(struct node *node, const void *from, size_t size, off_t *at)
{
    size_t done;

    if (!size)
        return 0;
    if (*at == FILE_MAX)
        return -EFBIG;
    if (size > (size_t)(FILE_MAX - *at))
        size = FILE_MAX - *at;
    done = copy_in(&node->ram, *at, from, size);
    if (!done)
        return -ENOSPC;
    *at += done;
    if (*at > node->size)
        node->size = *at;
    node_written(node);
    return done;
}

static ssize_t ram_write(struct file *file, const void *from, size_t size, off_t *at)
{
    struct node *node = file->node;
    ssize_t n;

    mutex_lock(&node->lock);
    if (file->flags & O_APPEND)
        *at = node->size;
    n = write_locked(node, from, size, at);
    mutex_unlock(&node->lock);
    return n;
}

/* --- size ------------------------------------------------------------------ */

static void free_leaf(struct ram_file *file, struct ram_leaf *leaf, uint32_t first)
{
    for (; first < LEAF_BLOCKS; first++) {
        file->blocks -= leaf->blocks[first] != NULL;
        free(leaf->blocks[first]);
        leaf->blocks[first] = NULL;
    }
}

/* Frees all blocks from this one on. */
static void free_blocks(struct ram_file *file, uint32_t block)
{
    uint32_t i = block / LEAF_BLOCKS, first = block % LEAF_BLOCKS;

    for (; i < file->leaf_count; i++, first = 0) {
        if (!file->leaves[i])
            continue;
        free_leaf(file, file->leaves[i], first);
        if (!first) {
            free(file->leaves[i]);
            file->leaves[i] = NULL;
        }
    }
}

/* Clears the rest of the last block: a file that grows again must show zeros. */
static void clear_tail(struct ram_file *file, uint32_t size)
{
    char **place = size % BLOCK_SIZE ? find_block(file, size) : NULL;

    if (place && *place)
        memset(*place + size % BLOCK_SIZE, 0, BLOCK_SIZE - size % BLOCK_SIZE);
}

static int ram_resize(struct node *node, off_t size)
{
    mutex_lock(&node->lock);
    if (size < node->size) {
        free_blocks(&node->ram, ((uint32_t)size + BLOCK_SIZE - 1) / BLOCK_SIZE);
        clear_tail(&node->ram, size);
    }
    node->size = size;
    node_touch(node, true);
    mutex_unlock(&node->lock);
    return 0;
}

static void ram_destroy(struct node *node)
{
    free_blocks(&node->ram, 0);
    free(node->ram.leaves);
}

static const struct file_operations file_operations = {
    .read = ram_read,
    .write = ram_write,
    .seek = node_file_seek,
    .status = node_file_status,
    .sync = node_file_sync,
    .release = node_file_release,
};

const struct node_operations ram_file_operations = {
    .file = &file_operations,
    .resize = ram_resize,
    .destroy = ram_destroy,
};

static const struct volume volume = { .number = 2, .regular = &ram_file_operations };

static const struct mount mount MOUNT = { .name = "tmp", .volume = &volume, .mode = S_ISVTX | 0777 };
