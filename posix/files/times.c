/*
 * Setting the times of files.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <utime.h>
#include <kernel/time.h>
#include <lib/answer.h>
#include <vfs/descriptor.h>
#include <vfs/file.h>
#include <vfs/path.h>
#include <vfs/tree.h>

/* Sets one of the two times, or leaves it (UTIME_OMIT). 0 or -EINVAL. */
static int set_one(uint64_t *to, const struct timespec *time, uint64_t now)
{
    if (time->tv_nsec == UTIME_OMIT)
        return 0;
    if (time->tv_nsec != UTIME_NOW && !timespec_is_normal(time))
        return -EINVAL;
    *to = time->tv_nsec == UTIME_NOW ? now : timespec_ns(time);
    return 0;
}

/* times: access, modification; NULL sets both to now. */
static int set_times(struct node *node, const struct timespec *times)
{
    static const struct timespec both_now[2] = { { 0, UTIME_NOW }, { 0, UTIME_NOW } };
    uint64_t now = time_wall(), accessed, modified;
    int error;

    node_settle(node);
    accessed = node->accessed;
    modified = node->modified;
    if (!times)
        times = both_now;
    error = set_one(&accessed, &times[0], now);
    if (!error)
        error = set_one(&modified, &times[1], now);
    if (!error && node->volume->read_only)
        error = -EROFS;
    if (error)
        return error;
    node->accessed = accessed;
    node->modified = modified;
    node->changed = now;
    return 0;
}

static int set_path_times(int from, const char *path, enum path_follow follow,
                          const struct timespec *times)
{
    struct node *node;
    int error;

    tree_lock();
    error = path_find_node(from, path, follow, &node);
    if (!error)
        error = set_times(node, times);
    tree_unlock();
    return error;
}

int utimensat(int from, const char *path, const struct timespec *times, int flags)
{
    if (!path || flags & ~AT_SYMLINK_NOFOLLOW)
        return answer(-EINVAL);
    return answer(set_path_times(from, path, path_follow(flags), times));
}

int futimens(int fd, const struct timespec *times)
{
    struct file *file = descriptor_file(fd);
    int error = -EINVAL;

    if (!file)
        return answer(-EBADF);
    if (file->node) {
        tree_lock();
        error = set_times(file->node, times);
        tree_unlock();
    }
    file_put(file);
    return answer(error);
}

int utimes(const char *path, const struct timeval *times)
{
    struct timespec both[2];
    int i;

    for (i = 0; i < 2 && times; i++) {
        if (times[i].tv_usec < 0 || times[i].tv_usec >= 1000000)
            return answer(-EINVAL);
        both[i] = (struct timespec){ times[i].tv_sec, times[i].tv_usec * 1000 };
    }
    return answer(set_path_times(AT_FDCWD, path, PATH_FOLLOW_LINK, times ? both : NULL));
}

int utime(const char *path, const struct utimbuf *times)
{
    struct timespec both[2];

    if (times) {
        both[0] = (struct timespec){ times->actime, 0 };
        both[1] = (struct timespec){ times->modtime, 0 };
    }
    return answer(set_path_times(AT_FDCWD, path, PATH_FOLLOW_LINK, times ? both : NULL));
}
