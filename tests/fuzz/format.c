/*
 * The kernel's formatter must print what the host's printf prints, cut to any
 * size; and it must survive any format string.
 */
/* SPDX-License-Identifier: MIT */
#include <lib/format.h>
#include "fuzz.h"

#define LONG 600

static char *ours;
static char theirs[LONG];
static size_t size;

/* The whole text if it fits, else its beginning; always ended by a 0. */
static void compare(size_t length)
{
    size_t wanted = strlen(theirs);

    if (!size)
        return;
    wanted = wanted < size ? wanted : size - 1;
    HOLDS(length == wanted && !ours[length] && !memcmp(ours, theirs, length));
}

#define SAME(form, what)                                        \
    do {                                                        \
        __typeof__(what) value = (what);                        \
        snprintf(theirs, sizeof(theirs), form, value);          \
        compare(format_text(ours, size, form, value));          \
    } while (0)

/* A conversion with any flags, width and precision allowed for its letter. */
static char *make_form(char *form, const char *letters, bool number)
{
    char *to = form;

    to += fuzz_text(form, 20);
    for (; form < to; form++)
        if (*form == '%')
            *form = '_';
    *to++ = '%';
    if (fuzz_byte() & 1)
        *to++ = '-';
    if (number && fuzz_byte() & 1)
        *to++ = '0';
    if (fuzz_byte() & 1)
        to += sprintf(to, "%u", 1 + fuzz_below(300));
    to = stpcpy(to, letters);
    fuzz_text(to, 20);
    for (; *to; to++)
        if (*to == '%')
            *to = '_';
    return form;
}

#pragma clang diagnostic ignored "-Wformat-nonliteral"
#pragma clang diagnostic ignored "-Wformat-security"

static void one_conversion(void)
{
    static const char *const letters[] = { "d", "u", "x", "ld", "lu", "lx", "lld", "llu", "llx" };
    uint32_t which = fuzz_below(11);
    char form[80], text[40];

    if (which < 6) {
        make_form(form, letters[which], true);
        SAME(form, fuzz_word());
    } else if (which < 9) {
        make_form(form, letters[which], true);
        SAME(form, (unsigned long long)fuzz_word() << 32 | fuzz_word());
    } else if (which == 9) {
        make_form(form, "s", false);
        fuzz_text(text, sizeof(text));
        SAME(form, (const char *)text);
    } else {
        make_form(form, "c", false);
        SAME(form, 1 + (int)fuzz_below(255));
    }
}

/* Zero suits every conversion, and no format string of this length takes more arguments. */
static void any_form(void)
{
    char form[24], *c;
    size_t length;
    unsigned int digits = 0;

    fuzz_text(form, sizeof(form));
    for (c = form; *c; c++) {
        digits = *c >= '0' && *c <= '9' ? digits + 1 : 0;
        if (digits > 2)
            *c = 'd';
    }
    length = format_text(ours, size, form, 0LL, 0LL, 0LL, 0LL, 0LL, 0LL, 0LL, 0LL, 0LL, 0LL, 0LL, 0LL);
    HOLDS(size ? length < size && !ours[length] : !length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    fuzz_begin(data, length);
    size = fuzz_byte() & 1 ? LONG : fuzz_below(48);
    ours = malloc(size ? size : 1);
    if (fuzz_byte() & 3)
        one_conversion();
    else
        any_form();
    free(ours);
    return 0;
}
