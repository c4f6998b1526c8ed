/*
 * The tree of names, all of it in memory.
 *
 * A node is a file, directory, link or device; an entry is a name for it in a
 * directory. Names and counts are protected by the tree's lock, contents by the
 * node's own, which is taken after it if both are. Thread context.
 */
/* SPDX-License-Identifier: MIT */
#ifndef VFS_TREE_H
#define VFS_TREE_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <kernel/mutex.h>
#include <lib/list.h>
#include <vfs/file.h>

/* Nodes belong to a volume: names cannot be moved or linked between volumes. */
struct volume {
    dev_t number;
    bool read_only;
    const struct node_operations *regular;      /* operations of a new regular file; NULL: none can be made */
};

struct ram_file {
    struct ram_leaf **leaves;
    uint32_t leaf_count;
    uint32_t blocks;                /* of 4 KiB, in use */
};

struct directory {
    struct node *parent;            /* its own for the root; a reference */
    struct entry *name;             /* in the parent; NULL: removed, or the root */
    struct list entries;            /* in the order they were made */
    struct entry *hint;             /* where a reader was last */
    uint32_t next_cookie;
};

struct node {
    /* Never changes. */
    ino_t number;
    const struct volume *volume;
    const struct node_operations *operations;

    /* The tree's. */
    unsigned int references;        /* names, open files, calls that look at it now */
    unsigned int links;
    mode_t mode;
    uid_t user;
    gid_t group;

    /* The contents'. */
    struct mutex lock;
    uint64_t accessed, modified, changed;       /* ns since 1970 */
    bool is_written;                /* after modified: node_settle() makes it now */
    off_t size;
    union {
        struct ram_file ram;
        struct directory directory;
        const char *bytes;          /* a file read in place, a link's target */
        dev_t device;
        struct pipe *pipe;          /* NULL: no file of it is open */
    };
};

struct node_operations {
    const struct file_operations *file;
    /* Completes an open that may wait, nothing locked; -EINTR: undone. NULL: nothing to do. */
    int (*open)(struct file *file);
    /* Changes the size. NULL: -EINVAL. */
    int (*resize)(struct node *node, off_t size);
    /* Frees the contents; the node itself is freed afterwards. */
    void (*destroy)(struct node *node);
};

struct entry {
    struct entry *next_with_hash;
    struct list_link link;          /* in the directory */
    struct node *directory, *node;
    uint32_t cookie;                /* its place in the order */
    uint32_t hash;
    uint8_t length;
    char name[];
};

void tree_lock(void);
void tree_unlock(void);

/* Takes a reference that tree_unlock() drops; at most two. Locked. */
void tree_hold(struct node *node);

/* A node with no name yet, and one reference. NULL without memory. */
struct node *node_new(const struct volume *volume, mode_t mode,
                      const struct node_operations *operations);
void node_get(struct node *node);
void node_put(struct node *node);

/* The status for fstat(). */
int node_status(struct node *node, struct stat *status);

/* Sets the times to now: the contents have changed, or only the node. */
void node_touch(struct node *node, bool contents);

/*
 * Only marks a write, as POSIX allows: the clock is read when the times are asked for, or
 * at a sync or close. Where Xen emulates the time stamp it costs as much as a small write. Locked.
 */
void node_written(struct node *node);
void node_settle(struct node *node);    /* not locked */

/* The tree's root, with its mounts; made at the first call. NULL without memory. Locked. */
struct node *tree_root(void);

/* All calls below: tree locked. */

struct entry *entry_find(const struct node *directory, const char *name, size_t length);

/* Another name for the node. -ENOMEM. */
int entry_add(struct node *directory, const char *name, size_t length, struct node *node);

/* Removes the name, and the node if this was its last reference. */
void entry_remove(struct entry *entry);

/* Gives the name to another node, for rename() over an existing name. */
void entry_set_node(struct entry *entry, struct node *node);

/* The first entry with that cookie or a later one. */
struct entry *entry_from(struct node *directory, uint32_t cookie);

static inline bool node_is_directory(const struct node *node)
{
    return S_ISDIR(node->mode);
}

/* Is another volume mounted here? */
static inline bool entry_is_mount(const struct entry *entry)
{
    return entry->node->volume != entry->directory->volume;
}

#endif
