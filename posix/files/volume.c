/*
 * <sys/statvfs.h>: how full a volume is. Files in memory can use all that the heap can
 * get, except the reserve; a ramdisk has no free space.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <sys/statvfs.h>
#include <arch/layout.h>
#include <fs/ram_file.h>
#include <lib/answer.h>
#include <mm/setup.h>
#include <vfs/descriptor.h>
#include <vfs/file.h>
#include <vfs/path.h>
#include <vfs/tree.h>

/* volume is NULL for a file outside all volumes: a pipe or the console. */
static void volume_status(const struct volume *volume, struct statvfs *status)
{
    *status = (struct statvfs){
        .f_bsize = PAGE_SIZE, .f_frsize = PAGE_SIZE, .f_flag = ST_NOSUID,
        .f_namemax = NAME_BYTES_MAX,
    };
    if (!volume)
        return;
    status->f_fsid = volume->number;
    status->f_blocks = memory_total() / PAGE_SIZE;
    if (volume->read_only)
        status->f_flag |= ST_RDONLY;
    else
        status->f_bfree = status->f_bavail = ram_file_room() / PAGE_SIZE;
}

int statvfs(const char *restrict path, struct statvfs *restrict status)
{
    struct node *node;
    int error;

    tree_lock();
    error = path_find_node(AT_FDCWD, path, PATH_FOLLOW_LINK, &node);
    if (!error)
        volume_status(node->volume, status);
    tree_unlock();
    return answer(error);
}

int fstatvfs(int fd, struct statvfs *status)
{
    struct file *file = descriptor_file(fd);

    if (!file)
        return answer(-EBADF);
    volume_status(file->node ? file->node->volume : NULL, status);
    file_put(file);
    return 0;
}
