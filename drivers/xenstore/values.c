/*
 * Values, nodes and permissions: each call a request.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <lib/format.h>
#include "client.h"

#define NUMBER_MAX      21          /* bytes of a decimal 64-bit number, with its 0 */
#define PERMISSIONS_MAX 512         /* bytes of a node's whole list; the daemon allows few entries */

/* Requests that are answered with data. */
static int store_ask(uint32_t type, const struct xenstore_transaction *transaction,
                     const char *path, char *answer, size_t size)
{
    struct xenstore_part part = { path, strlen(path) + 1 };

    return xenstore_request(type, transaction, &part, 1, answer, size);
}

/* Requests that are answered with "OK". */
static int store_write_string(uint32_t type, const struct xenstore_transaction *transaction,
                              const char *path, const void *value, size_t length)
{
    struct xenstore_part parts[] = { { path, strlen(path) + 1 }, { value, length } };
    int result = xenstore_request(type, transaction, parts, 2, NULL, 0);

    return result < 0 ? result : 0;
}

int xenstore_read(const struct xenstore_transaction *transaction, const char *path, char *value,
                  size_t size)
{
    return size ? store_ask(XS_READ, transaction, path, value, size) : -E2BIG;
}

int xenstore_write(const struct xenstore_transaction *transaction, const char *path,
                   const void *value, size_t length)
{
    return store_write_string(XS_WRITE, transaction, path, value, length);
}

int xenstore_write_text(const struct xenstore_transaction *transaction, const char *path,
                        const char *text)
{
    return xenstore_write(transaction, path, text, strlen(text));
}

int xenstore_post_text(const char *path, const char *text)
{
    struct xenstore_part parts[] = { { path, strlen(path) + 1 }, { text, strlen(text) } };

    return xenstore_post(XS_WRITE, 0, parts, 2);
}

int xenstore_read_number(const struct xenstore_transaction *transaction, const char *path,
                         uint64_t *number)
{
    char text[NUMBER_MAX];
    int length = xenstore_read(transaction, path, text, sizeof(text));

    if (length < 0)
        return length == -E2BIG ? -EINVAL : length;
    return xenstore_parse_number(text, (size_t)length, UINT64_MAX, number);
}

int xenstore_write_number(const struct xenstore_transaction *transaction, const char *path,
                          uint64_t number)
{
    char text[NUMBER_MAX];
    size_t length = format_text(text, sizeof(text), "%llu", (unsigned long long)number);

    return xenstore_write(transaction, path, text, length);
}

int xenstore_mkdir(const struct xenstore_transaction *transaction, const char *path)
{
    return store_write_string(XS_MKDIR, transaction, path, NULL, 0);
}

int xenstore_rm(const struct xenstore_transaction *transaction, const char *path)
{
    return store_write_string(XS_RM, transaction, path, NULL, 0);
}

int xenstore_ls(const struct xenstore_transaction *transaction, const char *path, char *names,
                size_t size)
{
    int length = size ? store_ask(XS_DIRECTORY, transaction, path, names, size) : -E2BIG;

    return length < 0 ? length : xenstore_count_strings(names, (size_t)length);
}

int xenstore_get_permissions(const struct xenstore_transaction *transaction, const char *path,
                             struct xenstore_permission *permissions, size_t max)
{
    char text[PERMISSIONS_MAX];
    int length = store_ask(XS_GET_PERMS, transaction, path, text, sizeof(text));

    if (length < 0)
        return length;
    return xenstore_parse_permissions(text, (size_t)length, permissions, max);
}

int xenstore_set_permissions(const struct xenstore_transaction *transaction, const char *path,
                             const struct xenstore_permission *permissions, size_t count)
{
    char text[PERMISSIONS_MAX];
    size_t i, length = 0;

    for (i = 0; i < count; i++) {
        if (permissions[i].access > (XENSTORE_MAY_READ | XENSTORE_MAY_WRITE))
            return -EINVAL;
        length += format_text(text + length, sizeof(text) - length, "%c%u",
                              "nrwb"[permissions[i].access], permissions[i].domain) + 1;
        if (length >= sizeof(text))
            return -E2BIG;
    }
    return store_write_string(XS_SET_PERMS, transaction, path, text, length);
}
