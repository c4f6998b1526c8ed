/*
 * Names: a list in each directory, for reading it, and one hash table for all, for
 * looking a name up. The table doubles when it has two entries a bucket; without
 * memory for that, look-ups become slower.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <vfs/tree.h>

#define FIRST_PLACES 64

static struct {
    struct entry **places;
    uint32_t mask;
    uint32_t entries;
} table;

/* FNV-1a, beginning with the directory. */
static uint32_t hash_of(const struct node *directory, const char *name, size_t length)
{
    uint32_t hash = 2166136261U ^ (uint32_t)(uintptr_t)directory >> 4;

    while (length--)
        hash = (hash ^ (unsigned char)*name++) * 16777619U;
    return hash ^ hash >> 15;
}

static void move_all(struct entry **to, uint32_t mask)
{
    uint32_t place;

    for (place = 0; table.places && place <= table.mask; place++) {
        struct entry *entry = table.places[place], *next;

        for (; entry; entry = next) {
            next = entry->next_with_hash;
            entry->next_with_hash = to[entry->hash & mask];
            to[entry->hash & mask] = entry;
        }
    }
}

static int entries_grow(void)
{
    uint32_t count = table.places ? 2 * (table.mask + 1) : FIRST_PLACES;
    struct entry **places = calloc(count, sizeof(*places));

    if (!places)
        return table.places ? 0 : -ENOMEM;
    move_all(places, count - 1);
    free(table.places);
    table.places = places;
    table.mask = count - 1;
    return 0;
}

struct entry *entry_find(const struct node *directory, const char *name, size_t length)
{
    uint32_t hash = hash_of(directory, name, length);
    struct entry *entry = table.places ? table.places[hash & table.mask] : NULL;

    while (entry && (entry->hash != hash || entry->directory != directory ||
                     entry->length != length || memcmp(entry->name, name, length)))
        entry = entry->next_with_hash;
    return entry;
}

static void put_in_directory(struct entry *entry, struct node *directory)
{
    struct directory *list = &directory->directory;

    entry->directory = directory;
    entry->cookie = list->next_cookie++;
    list_add_last(&list->entries, entry, link);
}

static void take_from_directory(struct entry *entry)
{
    struct directory *list = &entry->directory->directory;

    if (list->hint == entry)
        list->hint = entry->link.next;
    list_remove(&list->entries, entry, link);
}

static void count_in(struct entry *entry)
{
    struct node *node = entry->node, *directory = entry->directory;

    node_get(node);
    node->links++;
    if (!node_is_directory(node))
        return;
    node->links++;                      /* its "." */
    directory->links++;                 /* its ".." */
    node_get(directory);
    if (node->directory.parent)
        node_put(node->directory.parent);
    node->directory.parent = directory;
    node->directory.name = entry;
}

static void count_out(struct entry *entry)
{
    struct node *node = entry->node;

    node->links--;
    if (node_is_directory(node)) {
        node->links--;
        entry->directory->links--;
        if (node->directory.name == entry)
            node->directory.name = NULL;
    }
    node_put(node);
}

int entry_add(struct node *directory, const char *name, size_t length, struct node *node)
{
    struct entry *entry = calloc(1, sizeof(*entry) + length);
    uint32_t place;

    if (!entry)
        return -ENOMEM;
    if ((!table.places || table.entries > 2 * table.mask) && entries_grow()) {
        free(entry);
        return -ENOMEM;
    }
    entry->hash = hash_of(directory, name, length);
    entry->length = length;
    entry->node = node;
    memcpy(entry->name, name, length);
    place = entry->hash & table.mask;
    entry->next_with_hash = table.places[place];
    table.places[place] = entry;
    table.entries++;
    put_in_directory(entry, directory);
    count_in(entry);
    return 0;
}

void entry_remove(struct entry *entry)
{
    struct entry **at = &table.places[entry->hash & table.mask];

    while (*at != entry)
        at = &(*at)->next_with_hash;
    *at = entry->next_with_hash;
    table.entries--;
    take_from_directory(entry);
    count_out(entry);
    free(entry);
}

void entry_set_node(struct entry *entry, struct node *node)
{
    count_out(entry);
    entry->node = node;
    count_in(entry);
}

struct entry *entry_from(struct node *directory, uint32_t cookie)
{
    struct entry *entry = directory->directory.hint;

    if (!entry || entry->cookie > cookie)
        entry = directory->directory.entries.first;
    while (entry && entry->cookie < cookie)
        entry = entry->link.next;
    directory->directory.hint = entry;
    return entry;
}
