/*
 * More descriptors for one file, and fcntl().
 */
/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE             /* dup3() */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <unistd.h>
#include <lib/answer.h>
#include <vfs/descriptor.h>
#include <vfs/file.h>

/* What F_SETFL may change. */
#define CHANGEABLE (O_APPEND | O_NONBLOCK)

static int fcntl_duplicate(int fd, int least, bool close_on_exec)
{
    struct file *file = descriptor_file(fd);
    int new;

    if (!file)
        return -EBADF;
    new = descriptor_new(file, least, close_on_exec);
    if (new < 0)
        file_put(file);
    return new;
}

int dup(int fd)
{
    return answer(fcntl_duplicate(fd, 0, false));
}

static int duplicate_to(int fd, int new, int flags)
{
    struct file *file = descriptor_file(fd), *old;
    int error;

    if (!file)
        return -EBADF;
    if (fd == new) {
        file_put(file);
        return fd;
    }
    error = descriptor_replace(new, file, &old);
    if (error)
        old = file;
    else if (flags & O_CLOEXEC)
        descriptor_set_flags(new, FD_CLOEXEC);
    if (old)
        file_put(old);
    return error ? error : new;
}

int dup2(int fd, int new)
{
    return answer(duplicate_to(fd, new, 0));
}

int dup3(int fd, int new, int flags)
{
    if (fd == new || flags & ~O_CLOEXEC)
        return answer(-EINVAL);
    return answer(duplicate_to(fd, new, flags));
}

/*
 * File locks are between processes, and there is one: it gets each lock it asks
 * for, and no other process holds any.
 */
static int fcntl_lock(struct file *file, int command, struct flock *flock)
{
    bool reads = (file->flags & O_ACCMODE) != O_WRONLY;
    bool writes = (file->flags & O_ACCMODE) != O_RDONLY;

    if (flock->l_type != F_RDLCK && flock->l_type != F_WRLCK && flock->l_type != F_UNLCK)
        return -EINVAL;
    if (command == F_GETLK) {
        if (flock->l_type == F_UNLCK)
            return -EINVAL;
        flock->l_type = F_UNLCK;
        return 0;
    }
    if ((flock->l_type == F_RDLCK && !reads) || (flock->l_type == F_WRLCK && !writes))
        return -EBADF;
    return 0;
}

static int control_file(struct file *file, int command, va_list arguments)
{
    switch (command) {
    case F_GETFL:
        return file->flags;
    case F_SETFL:
        file->flags = (file->flags & ~CHANGEABLE) | (va_arg(arguments, int) & CHANGEABLE);
        return 0;
    case F_GETLK:
    case F_SETLK:
    case F_SETLKW:
        return fcntl_lock(file, command, va_arg(arguments, struct flock *));
    default:
        return -EINVAL;
    }
}

static int fcntl_control(int fd, int command, va_list arguments)
{
    struct file *file = descriptor_file(fd);
    int result;

    if (!file)
        return -EBADF;
    result = control_file(file, command, arguments);
    file_put(file);
    return result;
}

int fcntl(int fd, int command, ...)
{
    va_list arguments;
    int result;

    va_start(arguments, command);
    switch (command) {
    case F_DUPFD:
    case F_DUPFD_CLOEXEC:
        result = fcntl_duplicate(fd, va_arg(arguments, int), command == F_DUPFD_CLOEXEC);
        break;
    case F_GETFD:
        result = descriptor_flags(fd);
        break;
    case F_SETFD:
        result = descriptor_set_flags(fd, va_arg(arguments, int));
        break;
    default:
        result = fcntl_control(fd, command, arguments);
    }
    va_end(arguments);
    return answer(result);
}
