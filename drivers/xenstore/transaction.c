/*
 * Transactions.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include "client.h"

#define ID_MAX 11               /* bytes of a decimal 32-bit number, with its 0 */

int xenstore_transaction_begin(struct xenstore_transaction *transaction)
{
    struct xenstore_part nothing = { "", 1 };
    char text[ID_MAX];
    uint64_t id;
    int length = xenstore_request(XS_TRANSACTION_START, NULL, &nothing, 1, text, sizeof(text));

    if (length < 0)
        return length;
    if (xenstore_count_strings(text, (size_t)length) != 1 ||
        xenstore_parse_number(text, (size_t)length - 1, UINT32_MAX, &id) || !id)
        return -EPROTO;
    transaction->id = (uint32_t)id;
    transaction->connection = xenstore_connection();      /* the connection that answered */
    return 0;
}

int xenstore_transaction_end(const struct xenstore_transaction *transaction, bool commit)
{
    struct xenstore_part answer = { commit ? "T" : "F", 2 };
    int result = xenstore_request(XS_TRANSACTION_END, transaction, &answer, 1, NULL, 0);

    return result < 0 ? result : 0;
}

int xenstore_transaction(int (*body)(const struct xenstore_transaction *transaction, void *data),
                         void *data)
{
    struct xenstore_transaction transaction;
    unsigned int tries;

    for (tries = 0; tries < XENSTORE_TRIES; tries++) {
        int error, result = xenstore_transaction_begin(&transaction);

        if (result)
            return result;
        result = body(&transaction, data);
        error = xenstore_transaction_end(&transaction, result >= 0);
        if (result >= 0)
            result = error ? error : result;
        if (result != -EAGAIN)
            return result;
    }
    return -EAGAIN;
}
