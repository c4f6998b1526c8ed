/*
 * scandir(): a directory's entries as an array, filtered and sorted.
 */
/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct list {
    struct dirent **entries;
    int count, room;
};

static void scan_drop(struct list *list)
{
    while (list->count)
        free(list->entries[--list->count]);
    free(list->entries);
}

static int scan_append(struct list *list, const struct dirent *entry)
{
    struct dirent *copy;

    if (list->count == list->room) {
        int room = list->room ? 2 * list->room : 16;
        struct dirent **entries = reallocarray(list->entries, room, sizeof(*entries));

        if (!entries)
            return ENOMEM;
        list->entries = entries;
        list->room = room;
    }
    copy = malloc(sizeof(*copy));
    if (!copy)
        return ENOMEM;
    *copy = *entry;
    list->entries[list->count++] = copy;
    return 0;
}

/* 0, or a positive errno. */
static int scan_collect(DIR *directory, struct list *list, int (*choose)(const struct dirent *))
{
    const struct dirent *entry;
    int error = 0;

    for (;;) {
        errno = 0;
        entry = readdir(directory);
        if (!entry)
            return errno;
        if (!choose || choose(entry))
            error = scan_append(list, entry);
        if (error)
            return error;
    }
}

int scandir(const char *path, struct dirent ***entries, int (*choose)(const struct dirent *),
            int (*compare)(const struct dirent **, const struct dirent **))
{
    struct list list = { NULL, 0, 0 };
    DIR *directory = opendir(path);
    int error, before = errno;

    if (!directory)
        return -1;
    error = scan_collect(directory, &list, choose);
    closedir(directory);
    if (error) {
        scan_drop(&list);
        errno = error;
        return -1;
    }
    errno = before;
    if (compare && list.count)
        qsort(list.entries, list.count, sizeof(*list.entries),
              (int (*)(const void *, const void *))compare);
    *entries = list.entries;
    return list.count;
}

/* In the C locale, the only one, strcoll() compares bytes. */
int alphasort(const struct dirent **left, const struct dirent **right)
{
    return strcmp((*left)->d_name, (*right)->d_name);
}
