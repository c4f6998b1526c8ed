/*
 * The ramdisk: `ramdisk=` of the domain's config, which the domain builder puts into
 * the domain's memory. Its archive is read once, when a file is first opened: names
 * become entries of the tree, bytes stay in the archive.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <arch/setup.h>
#include <diag/log.h>
#include <fs/ramdisk.h>
#include <kernel/time.h>
#include <lib/archive.h>
#include <vfs/mount.h>
#include <vfs/node_file.h>
#include <vfs/path.h>
#include <vfs/tree.h>
#include "place_file.h"

#define COMPLAINTS_MAX 8        /* this many are printed; the rest are counted */
#define NAME_SHOWN  100

struct reader {
    struct archive archive;
    struct archive_member member;
    struct node *root;
    struct node *shared;        /* cpio: the file with several names that is being read */
    uint64_t shared_id;
    unsigned int complaints;
};

/* Where a member goes in the tree. */
struct target {
    struct node *directory;
    const char *name;
    size_t length;
    struct entry *entry;        /* an earlier entry of that name */
};

static void ramdisk_complain(struct reader *reader, const char *what)
{
    char name[NAME_SHOWN + 1] = "";

    if (++reader->complaints > COMPLAINTS_MAX)
        return;
    strncat(name, reader->member.name, NAME_SHOWN);
    log_printf("ramdisk: '%s': %s\n", name, what);
}

static size_t ramdisk_part_length(const char *path)
{
    return strcspn(path, "/");
}

/* Skips leading and double slashes, and parts that are ".". */
static const char *skip_nothing(const char *path)
{
    for (;;) {
        if (*path == '/')
            path++;
        else if (path[0] == '.' && (path[1] == '/' || !path[1]))
            path++;
        else
            return path;
    }
}

static struct node *new_node(const struct reader *reader, mode_t mode,
                             const struct node_operations *operations)
{
    struct node *node = node_new(reader->root->volume, mode, operations);

    if (node)
        node->accessed = node->modified = node->changed =
            reader->member.modified * NS_PER_SECOND;
    return node;
}

static const char *ramdisk_add(struct target *target, struct node *node)
{
    int error = node ? 0 : -ENOMEM;

    if (!error && target->entry)
        entry_set_node(target->entry, node);
    else if (!error)
        error = entry_add(target->directory, target->name, target->length, node);
    return error ? "no memory for it" : NULL;
}

/* Makes a directory, for a member of its own or as the parent of another. */
static const char *add_directory(struct reader *reader, struct target *target, mode_t mode)
{
    struct node *node = new_node(reader, S_IFDIR | mode, &directory_operations);
    const char *error = ramdisk_add(target, node);

    node_put(node);
    return error;
}

static const char *ramdisk_enter(struct reader *reader, struct target *target)
{
    const char *error = target->entry ? NULL : add_directory(reader, target, 0755);

    if (error)
        return error;
    target->entry = entry_find(target->directory, target->name, target->length);
    if (!node_is_directory(target->entry->node))
        return "a part of its name is a file";
    target->directory = target->entry->node;
    return NULL;
}

static bool is_dot_dot(const char *name, size_t length)
{
    return length == 2 && name[0] == '.' && name[1] == '.';
}

/* Follows a name and makes missing directories. NULL, or what is wrong with the name. */
static const char *find_target(struct reader *reader, const char *name, struct target *target)
{
    *target = (struct target){ .directory = reader->root };
    for (name = skip_nothing(name); *name; name = skip_nothing(name + target->length)) {
        const char *error = target->length ? ramdisk_enter(reader, target) : NULL;

        if (error)
            return error;
        target->name = name;
        target->length = ramdisk_part_length(name);
        if (is_dot_dot(name, target->length))
            return "it leads out of the archive by '..'";
        if (target->length > NAME_BYTES_MAX)
            return "a part of its name is longer than 255 bytes";
        target->entry = entry_find(target->directory, target->name, target->length);
    }
    return NULL;
}

static const char *put_directory(struct reader *reader, struct target *target)
{
    struct node *node = target->length ? NULL : reader->root;

    if (target->entry)
        node = target->entry->node;
    if (!node)
        return add_directory(reader, target, reader->member.mode);
    if (!node_is_directory(node))
        return "it is a directory, and was a file before";
    node->mode = S_IFDIR | reader->member.mode;
    return NULL;
}

/* Of a file's several names one has the bytes; the others, next to it, have none. */
static const char *put_shared(struct reader *reader, struct target *target)
{
    if (reader->member.size) {
        reader->shared->bytes = reader->member.bytes;
        reader->shared->size = reader->member.size;
    }
    return ramdisk_add(target, reader->shared);
}

static const char *put_file(struct reader *reader, struct target *target)
{
    const struct archive_member *member = &reader->member;
    struct node *node;
    const char *error;

    if (member->size > INT32_MAX)
        return "it is longer than 2 GiB";
    if (member->id && reader->shared && member->id == reader->shared_id)
        return put_shared(reader, target);
    node = new_node(reader, S_IFREG | member->mode, &place_file_operations);
    if (node) {
        node->bytes = member->bytes;
        node->size = member->size;
    }
    error = ramdisk_add(target, node);
    if (reader->shared)
        node_put(reader->shared);
    reader->shared = node;
    reader->shared_id = member->id;
    return error;
}

static const char *put_symlink(struct reader *reader, struct target *target)
{
    char *bytes;
    struct node *node;
    const char *error;

    if (!reader->member.target[0])
        return "a link to nothing";
    bytes = strdup(reader->member.target);
    node = bytes ? new_node(reader, S_IFLNK | 0777, &link_operations) : NULL;
    if (!node) {
        free(bytes);
        return "no memory for it";
    }
    node->bytes = bytes;
    node->size = strlen(bytes);
    error = ramdisk_add(target, node);
    node_put(node);
    return error;
}

static const char *put_link(struct reader *reader, struct target *target)
{
    struct target other;
    const char *error = find_target(reader, reader->member.target, &other);

    if (error)
        return error;
    if (!other.entry || node_is_directory(other.entry->node))
        return "a link to what is no file of the archive";
    return other.entry == target->entry ? NULL : ramdisk_add(target, other.entry->node);
}

static const char *put_member(struct reader *reader)
{
    struct target target;
    const char *error = find_target(reader, reader->member.name, &target);

    if (error)
        return error;
    if (reader->member.kind == ARCHIVE_DIRECTORY)
        return put_directory(reader, &target);
    if (!target.length)
        return "it has no name";
    if (target.entry && node_is_directory(target.entry->node))
        return "it was a directory before";
    switch (reader->member.kind) {
    case ARCHIVE_FILE:
        return put_file(reader, &target);
    case ARCHIVE_SYMLINK:
        return put_symlink(reader, &target);
    case ARCHIVE_LINK:
        return put_link(reader, &target);
    default:
        return "devices and the like cannot be had from a ramdisk";
    }
}

static void read_members(struct reader *reader)
{
    int result;

    while ((result = archive_next(&reader->archive, &reader->member)) == 1) {
        const char *error = put_member(reader);

        if (error)
            ramdisk_complain(reader, error);
    }
    if (result < 0) {
        reader->complaints++;
        log_printf("ramdisk: at byte %lu of %lu: %s; what came before can be used\n",
                   (unsigned long)reader->archive.at, (unsigned long)reader->archive.size,
                   reader->archive.error);
    }
    if (reader->complaints > COMPLAINTS_MAX)
        log_printf("ramdisk: %u complaints in all\n", reader->complaints);
}

unsigned int ramdisk_read(struct node *directory, const void *bytes, size_t size)
{
    struct reader *reader = calloc(1, sizeof(*reader));
    unsigned int complaints;

    if (!reader) {
        log_printf("ramdisk: no memory to read it\n");
        return 1;
    }
    reader->root = directory;
    archive_open(&reader->archive, bytes, size);
    read_members(reader);
    complaints = reader->complaints;
    if (reader->shared)
        node_put(reader->shared);
    free(reader);
    return complaints;
}

/* The builder maps the ramdisk, since the image's notes do not say that it need not. */
static int ramdisk_fill(struct node *directory)
{
    const struct start_info *info = arch_start_info();

    if (info->mod_len && !(info->flags & SIF_MOD_START_PFN))
        ramdisk_read(directory, (const void *)info->mod_start, info->mod_len);
    return 0;
}

static const struct volume volume = { .number = 1, .read_only = true };

static const struct mount mount MOUNT = {
    .name = "", .volume = &volume, .mode = 0755, .fill = ramdisk_fill,
};
