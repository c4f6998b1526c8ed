/*
 * What arrives from the xenstore daemon, checked.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <lib/util.h>
#include "message.h"

#define HEADER_SIZE sizeof(struct xsd_sockmsg)

/* The size of the message, as far as it is known. */
static size_t known_size(const struct xenstore_receiver *receiver)
{
    return HEADER_SIZE + (receiver->have < HEADER_SIZE ? 0 : receiver->header.len);
}

static int receive_part(struct xenstore_receiver *receiver, xenstore_ring *ring, bool *was_full)
{
    bool in_header = receiver->have < HEADER_SIZE;
    char *to = in_header ? (char *)&receiver->header + receiver->have
                         : receiver->payload + receiver->have - HEADER_SIZE;
    int n = xenstore_ring_get(ring, to, known_size(receiver) - receiver->have, was_full);

    if (n < 0)
        return n;
    receiver->have += n;
    if (in_header && receiver->have == HEADER_SIZE &&
        receiver->header.len > XENSTORE_PAYLOAD_MAX)
        return -EPROTO;
    return n;
}

int xenstore_receive(struct xenstore_receiver *receiver, xenstore_ring *ring, bool *was_full)
{
    int n;

    if (receiver->have && receiver->have == known_size(receiver))
        receiver->have = 0;
    do {
        n = receive_part(receiver, ring, was_full);
        if (n < 0)
            return n;
        if (receiver->have >= HEADER_SIZE && receiver->have == known_size(receiver)) {
            receiver->payload[receiver->header.len] = '\0';
            return 1;
        }
    } while (n);
    return 0;
}

/* Is the payload one string with its ending 0? */
static bool is_string(const struct xenstore_receiver *receiver)
{
    return strlen(receiver->payload) + 1 == receiver->header.len;
}

static int told_error(const struct xenstore_receiver *receiver)
{
    size_t i;

    if (!is_string(receiver))
        return -EPROTO;
    for (i = 0; i < ARRAY_SIZE(xsd_errors); i++)
        if (!strcmp(receiver->payload, xsd_errors[i].errstring))
            return -xsd_errors[i].errnum;
    return -EIO;
}

/* Requests whose answer only says that they were carried out. */
static bool answers_ok(uint32_t type)
{
    return type == XS_WRITE || type == XS_MKDIR || type == XS_RM || type == XS_SET_PERMS ||
           type == XS_WATCH || type == XS_UNWATCH || type == XS_TRANSACTION_END;
}

int xenstore_check_answer(const struct xenstore_receiver *receiver, uint32_t type)
{
    if (receiver->header.type == XS_ERROR)
        return told_error(receiver);
    if (receiver->header.type != type)
        return -EPROTO;
    if (answers_ok(type) && (!is_string(receiver) || strcmp(receiver->payload, "OK")))
        return -EPROTO;
    return (int)receiver->header.len;
}

int xenstore_parse_event(const struct xenstore_receiver *receiver, const char **path,
                         uint32_t *token)
{
    const char *text = receiver->payload + strlen(receiver->payload) + 1;
    uint64_t number;

    if (xenstore_count_strings(receiver->payload, receiver->header.len) != 2)
        return -EPROTO;
    if (xenstore_parse_number(text, strlen(text), UINT32_MAX, &number))
        return -EPROTO;
    *path = receiver->payload;
    *token = (uint32_t)number;
    return 0;
}

int xenstore_count_strings(const char *payload, size_t length)
{
    int count = 0;
    size_t i;

    if (length && payload[length - 1])
        return -EPROTO;
    for (i = 0; i < length; i++)
        count += !payload[i];
    return count;
}

/* An entry is a letter and the number of a domain. */
static int parse_permission(const char *text, struct xenstore_permission *permission)
{
    static const char letters[] = "nrwb";       /* none, read, write, both: the bits of access */
    const char *letter = *text ? strchr(letters, *text) : NULL;
    uint64_t domain;

    if (!letter || xenstore_parse_number(text + 1, strlen(text + 1), UINT16_MAX, &domain))
        return -EPROTO;
    permission->domain = (domid_t)domain;
    permission->access = (uint8_t)(letter - letters);
    return 0;
}

int xenstore_parse_permissions(const char *payload, size_t length,
                               struct xenstore_permission *permissions, size_t max)
{
    int i, count = xenstore_count_strings(payload, length);

    if (count < 0)
        return count;
    if ((size_t)count > max)
        return -E2BIG;
    for (i = 0; i < count; i++) {
        if (parse_permission(payload, &permissions[i]))
            return -EPROTO;
        payload += strlen(payload) + 1;
    }
    return count;
}

int xenstore_parse_number(const char *text, size_t length, uint64_t max, uint64_t *number)
{
    uint64_t value = 0;
    size_t i;

    if (!length)
        return -EINVAL;
    for (i = 0; i < length; i++) {
        unsigned int digit = (unsigned char)text[i] - '0';

        if (digit > 9 || __builtin_mul_overflow(value, 10U, &value) ||
            __builtin_add_overflow(value, digit, &value))
            return -EINVAL;
    }
    if (value > max)
        return -EINVAL;
    *number = value;
    return 0;
}
