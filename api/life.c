/*
 * <ringlet.h>: life-cycle events for the application.
 */
/* SPDX-License-Identifier: MIT */
#include <ringlet.h>
#include <errno.h>
#include <stdlib.h>
#include <domain/lifecycle.h>
#include <lib/answer.h>

struct teller {
    struct lifecycle_listener listener;
    void (*tell)(enum ringlet_occasion occasion, void *data);
};

static void life_tell(struct lifecycle_listener *listener, enum lifecycle_occasion occasion)
{
    static const enum ringlet_occasion occasions[] = {
        [LIFECYCLE_SHUTDOWN] = RINGLET_SHUTDOWN,
        [LIFECYCLE_SUSPEND] = RINGLET_SUSPEND,
        [LIFECYCLE_RESTORED] = RINGLET_RESTORED,
        [LIFECYCLE_CANCELLED] = RINGLET_CANCELLED,
    };

    ((struct teller *)listener)->tell(occasions[occasion], listener->data);
}

int ringlet_on_change(void (*function)(enum ringlet_occasion occasion, void *data), void *data)
{
    struct teller *teller = malloc(sizeof(*teller));

    if (!teller)
        return answer(-ENOMEM);
    *teller = (struct teller){ .listener = { .tell = life_tell, .data = data }, .tell = function };
    lifecycle_listen(&teller->listener);
    return 0;
}
