/*
 * Pending events, one behind the other: token, size, path, rounded up to words.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <lib/util.h>
#include "pending.h"

struct entry {
    uint32_t token;
    uint32_t size;              /* of the whole entry, in bytes */
    char path[];
};

static struct entry *entry_at(const struct xenstore_pending *pending, size_t offset)
{
    return (struct entry *)((char *)pending->words + offset);
}

bool xenstore_pending_add(struct xenstore_pending *pending, uint32_t token, const char *path)
{
    size_t length = strlen(path) + 1;
    size_t size = ROUND_UP(sizeof(struct entry) + length, sizeof(pending->words[0]));
    struct entry *entry = entry_at(pending, pending->used);

    if (size > sizeof(pending->words) - pending->used)
        return false;
    entry->token = token;
    entry->size = (uint32_t)size;
    memcpy(entry->path, path, length);
    pending->used += size;
    return true;
}

const char *xenstore_pending_first(const struct xenstore_pending *pending, uint32_t *token)
{
    if (!pending->used)
        return NULL;
    *token = entry_at(pending, 0)->token;
    return entry_at(pending, 0)->path;
}

void xenstore_pending_remove(struct xenstore_pending *pending)
{
    size_t size = entry_at(pending, 0)->size;

    pending->used -= size;
    memmove(pending->words, (char *)pending->words + size, pending->used);
}
