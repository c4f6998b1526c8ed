/*
 * A list, linked both ways. All 0 is an empty one. No kernel dependency.
 *
 * An item is in it by a member of type list_link. The links point to the items and
 * not to each other's links: the way along a list costs no subtraction.
 *
 *     for (item = list.first; item; item = item->link.next)
 *
 * An item that is on no list must not be removed from one, nor added twice. Whoever
 * has a list says what protects it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIB_LIST_H
#define LIB_LIST_H

#include <stddef.h>

struct list {
    void *first, *last;                 /* NULL: it is empty */
};

struct list_link {
    void *next, *previous;              /* NULL: there is none */
};

#define list_add_first(list, item, member) \
    list_add_first_at(list, item, offsetof(__typeof__(*(item)), member))
#define list_add_last(list, item, member) \
    list_add_last_at(list, item, offsetof(__typeof__(*(item)), member))
#define list_remove(list, item, member) \
    list_remove_at(list, item, offsetof(__typeof__(*(item)), member))

static inline struct list_link *list_link_of(void *item, size_t offset)
{
    return (struct list_link *)((char *)item + offset);
}

static inline void list_add_first_at(struct list *list, void *item, size_t offset)
{
    struct list_link *link = list_link_of(item, offset);

    link->previous = NULL;
    link->next = list->first;
    if (list->first)
        list_link_of(list->first, offset)->previous = item;
    else
        list->last = item;
    list->first = item;
}

static inline void list_add_last_at(struct list *list, void *item, size_t offset)
{
    struct list_link *link = list_link_of(item, offset);

    link->next = NULL;
    link->previous = list->last;
    if (list->last)
        list_link_of(list->last, offset)->next = item;
    else
        list->first = item;
    list->last = item;
}

static inline void list_remove_at(struct list *list, void *item, size_t offset)
{
    struct list_link *link = list_link_of(item, offset);

    if (link->previous)
        list_link_of(link->previous, offset)->next = link->next;
    else
        list->first = link->next;
    if (link->next)
        list_link_of(link->next, offset)->previous = link->previous;
    else
        list->last = link->previous;
}

#endif
