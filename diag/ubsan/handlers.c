/*
 * The functions that the compiler calls on undefined behaviour (UBSAN=1).
 *
 * They get a record of the place and the values at fault. The names and records
 * are the compiler's. Each ends in panic: the compiler is told that none returns.
 */
/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <arch/types.h>
#include <diag/panic.h>

struct place {
    const char *file;
    uint32_t line, column;
};

struct type {
    uint16_t kind, info;
    char name[];                /* in quotes */
};

#define INTEGER         0       /* kind; bit 0 of info: signed, above: width as power of 2 */

#define HANDLER(name, ...) \
    void __attribute__((noreturn)) __ubsan_handle_##name(__VA_ARGS__); \
    void __ubsan_handle_##name(__VA_ARGS__)

#define UNDEFINED(place, form, ...) \
    panic("undefined behaviour at %s:%u:%u: " form, (place)->file, (unsigned int)(place)->line, \
          (unsigned int)(place)->column, ##__VA_ARGS__)

/* A value wider than a word is passed by its address. */
static long long value_of(const struct type *type, uintptr_t value)
{
    unsigned int width = 1U << (type->info >> 1), unused = WORD_BITS - width;

    if (width > WORD_BITS)
        return *(const long long *)value;
    if (type->info & 1)
        return (intptr_t)(value << unused) >> unused;
    return (value << unused) >> unused;
}

/* --- arithmetic -------------------------------------------------------------------- */

struct arithmetic {
    struct place place;
    const struct type *type;
};

#define ARITHMETIC(handler, sign) \
    HANDLER(handler, const struct arithmetic *data, uintptr_t left, uintptr_t right) \
    { \
        UNDEFINED(&data->place, "%lld " sign " %lld does not fit in %s", \
                  value_of(data->type, left), value_of(data->type, right), data->type->name); \
    }

ARITHMETIC(add_overflow_abort, "+")
ARITHMETIC(sub_overflow_abort, "-")
ARITHMETIC(mul_overflow_abort, "*")
ARITHMETIC(divrem_overflow_abort, "/")

HANDLER(negate_overflow_abort, const struct arithmetic *data, uintptr_t value)
{
    UNDEFINED(&data->place, "-%lld does not fit in %s", value_of(data->type, value),
              data->type->name);
}

HANDLER(load_invalid_value_abort, const struct arithmetic *data, uintptr_t value)
{
    UNDEFINED(&data->place, "%lld is no value of %s",
              data->type->kind == INTEGER ? value_of(data->type, value) : (long long)value,
              data->type->name);
}

HANDLER(vla_bound_not_positive_abort, const struct arithmetic *data, uintptr_t value)
{
    UNDEFINED(&data->place, "an array of %lld elements", value_of(data->type, value));
}

struct shift {
    struct place place;
    const struct type *left, *right;
};

HANDLER(shift_out_of_bounds_abort, const struct shift *data, uintptr_t left, uintptr_t right)
{
    UNDEFINED(&data->place, "%lld shifted by %lld, a %s", value_of(data->left, left),
              value_of(data->right, right), data->left->name);
}

/* --- pointers ---------------------------------------------------------------------- */

struct access {
    struct place place;
    const struct type *type;
    uint8_t alignment;          /* as power of 2 */
    uint8_t kind;
};

HANDLER(type_mismatch_v1_abort, const struct access *data, uintptr_t address)
{
    const char *wrong = !address ? "the null pointer"
                        : address & ((1UL << data->alignment) - 1) ? "a misaligned address"
                                                                   : "too small an object";

    UNDEFINED(&data->place, "access to %s, %08lx, as %s", wrong, (unsigned long)address,
              data->type->name);
}

HANDLER(pointer_overflow_abort, const struct place *place, uintptr_t from, uintptr_t to)
{
    UNDEFINED(place, "a pointer moved from %08lx to %08lx", (unsigned long)from,
              (unsigned long)to);
}

struct index {
    struct place place;
    const struct type *array, *index;
};

HANDLER(out_of_bounds_abort, const struct index *data, uintptr_t index)
{
    UNDEFINED(&data->place, "index %lld of %s", value_of(data->index, index), data->array->name);
}

/* --- calls ------------------------------------------------------------------------- */

struct argument {
    struct place place, declared;
    int number;
};

HANDLER(nonnull_arg_abort, const struct argument *data)
{
    UNDEFINED(&data->place, "argument %d must not be null", data->number);
}

HANDLER(nonnull_return_v1_abort, const void *declared, const struct place *place)
{
    (void)declared;
    UNDEFINED(place, "null returned where it must not be");
}

HANDLER(invalid_builtin_abort, const struct place *place)
{
    UNDEFINED(place, "0 has no first or last bit");
}

HANDLER(builtin_unreachable, const struct place *place)
{
    UNDEFINED(place, "a place that is never reached was reached");
}

HANDLER(missing_return, const struct place *place)
{
    UNDEFINED(place, "the end of a function that returns a value");
}
