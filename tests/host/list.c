/*
 * The list: what is in it in both directions after each change, and what the small
 * macros make of their limits.
 */
/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <lib/list.h>
#include <lib/util.h>
#include "check.h"

struct item {
    int number;
    struct list_link link;              /* not at its start: the links point to items */
};

static struct item items[4] = { { .number = 1 }, { .number = 2 }, { .number = 3 }, { .number = 4 } };

/* The numbers forwards, as digits; or -1 if it has others backwards. */
static int digits(const struct list *list)
{
    int forwards = 0, backwards = 0, place = 1;
    const struct item *item;

    for (item = list->first; item; item = item->link.next)
        forwards = forwards * 10 + item->number;
    for (item = list->last; item; item = item->link.previous, place *= 10)
        backwards += item->number * place;
    return forwards == backwards ? forwards : -1;
}

static void adding(void)
{
    struct list list = { 0 };

    CHECK(digits(&list) == 0);
    list_add_last(&list, &items[1], link);
    CHECK(list.first == &items[1] && digits(&list) == 2);
    list_add_last(&list, &items[2], link);
    list_add_first(&list, &items[0], link);
    CHECK(digits(&list) == 123);
    list = (struct list){ 0 };
    list_add_first(&list, &items[3], link);
    CHECK(list.last == &items[3] && digits(&list) == 4);
}

static void removing(void)
{
    struct list list = { 0 };
    size_t i;

    for (i = 0; i < ARRAY_SIZE(items); i++)
        list_add_last(&list, &items[i], link);
    CHECK(digits(&list) == 1234);
    list_remove(&list, &items[1], link);
    CHECK(digits(&list) == 134);
    list_remove(&list, &items[3], link);
    CHECK(digits(&list) == 13);
    list_remove(&list, &items[0], link);
    CHECK(digits(&list) == 3);
    list_remove(&list, &items[2], link);
    CHECK(!list.first && !list.last);
}

static void util(void)
{
    uint8_t byte = 254;

    CHECK(container_of(&items[2].link, struct item, link) == &items[2]);
    CHECK(ROUND_UP(0U, 8) == 0 && ROUND_UP(1U, 8) == 8 && ROUND_UP(8U, 8) == 8);
    CHECK(ROUND_DOWN((uintptr_t)0x1fff, 0x1000) == 0x1000);
    CHECK(MIN(2, 3) == 2 && MIN(3, 2) == 2 && MIN(byte++, 255) == 254 && byte == 255);
}

static const struct check_test tests[] = {
    { "list added to", adding },
    { "list removed from", removing },
    { "util limits", util },
};

CHECK_MAIN(tests)
