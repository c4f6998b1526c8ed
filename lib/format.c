/*
 * The kernel's own small formatter.
 */
/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <lib/format.h>

struct output {
    char *at, *end;         /* end: the last place for the ending 0 */
};

struct conversion {
    bool left;
    char pad;
    unsigned int width;
    unsigned int longs;     /* how many l */
};

static void format_put(struct output *out, char c)
{
    if (out->at < out->end)
        *out->at++ = c;
}

static void put_padded(struct output *out, const struct conversion *how, const char *text,
                       size_t length)
{
    size_t i, fill = how->width > length ? how->width - length : 0;

    for (i = 0; i < fill && !how->left; i++)
        format_put(out, how->pad);
    while (length--)
        format_put(out, *text++);
    for (i = 0; i < fill && how->left; i++)
        format_put(out, ' ');
}

/*
 * Divides in place by 10 or 16 without the 64-bit division of libgcc: two steps
 * of 32 bits, high word first, each exact because the remainder is below base.
 */
static unsigned int format_divide(uint64_t *value, unsigned int base)
{
    uint32_t high = *value >> 32, low = (uint32_t)*value, digit;
    uint32_t rest = high % base, middle, bottom;

    middle = (rest << 16) | low >> 16;
    bottom = ((middle % base) << 16) | (low & 0xffff);
    digit = bottom % base;
    *value = (uint64_t)(high / base) << 32 | (uint64_t)(middle / base) << 16 | bottom / base;
    return digit;
}

static void put_number(struct output *out, const struct conversion *how, uint64_t value,
                       unsigned int base, bool negative)
{
    struct conversion rest = *how;
    char digits[24];
    char *at = digits + sizeof(digits);

    do
        *--at = "0123456789abcdef"[format_divide(&value, base)];
    while (value);
    if (negative && how->pad == '0' && !how->left) {
        format_put(out, '-');          /* before the zeros */
        rest.width -= rest.width > 0;
    } else if (negative) {
        *--at = '-';
    }
    put_padded(out, &rest, at, digits + sizeof(digits) - at);
}

static const char *format_parse(const char *form, struct conversion *how)
{
    *how = (struct conversion){ .pad = ' ' };
    for (; *form == '-' || *form == '0'; form++) {
        how->left |= *form == '-';
        how->pad = *form == '0' ? '0' : how->pad;
    }
    for (; *form >= '0' && *form <= '9'; form++)
        how->width = how->width * 10 + (*form - '0');
    for (; *form == 'l' || *form == 'z'; form++)
        how->longs++;
    return form;
}

static uint64_t get_unsigned(const struct conversion *how, va_list *args)
{
    return how->longs > 1 ? va_arg(*args, unsigned long long) : va_arg(*args, unsigned long);
}

static int64_t get_signed(const struct conversion *how, va_list *args)
{
    return how->longs > 1 ? va_arg(*args, long long) : va_arg(*args, long);
}

static void format_convert(struct output *out, char what, const struct conversion *how,
                           va_list *args)
{
    const char *text;
    int64_t number;
    char c;

    switch (what) {
    case 's':
        text = va_arg(*args, const char *);
        text = text ? text : "(null)";
        put_padded(out, how, text, strlen(text));
        break;
    case 'c':
        c = (char)va_arg(*args, int);
        put_padded(out, how, &c, 1);
        break;
    case 'd':
        number = get_signed(how, args);
        put_number(out, how, number < 0 ? -(uint64_t)number : (uint64_t)number, 10, number < 0);
        break;
    case 'u':
        put_number(out, how, get_unsigned(how, args), 10, false);
        break;
    case 'x':
        put_number(out, how, get_unsigned(how, args), 16, false);
        break;
    case 'p':
        format_put(out, '0');
        format_put(out, 'x');
        put_number(out, how, va_arg(*args, uintptr_t), 16, false);
        break;
    default:
        format_put(out, what);
    }
}

size_t format(char *to, size_t size, const char *form, va_list args)
{
    struct output out = { to, to + size - 1 };
    struct conversion how;
    va_list rest;

    if (!size)
        return 0;
    va_copy(rest, args);
    for (; *form; form++) {
        if (*form != '%') {
            format_put(&out, *form);
            continue;
        }
        form = format_parse(form + 1, &how);
        if (!*form)
            break;
        format_convert(&out, *form, &how, &rest);
    }
    va_end(rest);
    *out.at = '\0';
    return out.at - to;
}

size_t format_text(char *to, size_t size, const char *form, ...)
{
    va_list args;
    size_t length;

    va_start(args, form);
    length = format(to, size, form, args);
    va_end(args);
    return length;
}
