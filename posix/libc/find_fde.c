/*
 * How the unwinder finds the table of a function: where its frame keeps the
 * registers, and which exceptions it catches.
 *
 * The linker makes an index of the tables (.eh_frame_hdr), sorted by address:
 *
 *     u8  version      1
 *     u8  encodings    of the three below: distance from itself, number, and
 *                      distances from the index, 4 bytes each
 *     s32 tables       where .eh_frame is
 *     u32 count
 *     { s32 function; s32 entry; } [count]
 *
 * So nothing is registered or sorted at run time, and no lock or memory is needed:
 * exceptions work even when memory has run out.
 */
/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <stdint.h>
#include <diag/panic.h>

struct index_entry {
    int32_t function, entry;
};

struct index {
    uint8_t version, tables_encoding, count_encoding, entry_encoding;
    int32_t tables;
    uint32_t count;
    struct index_entry entries[];
};

#define RELATIVE_TO_SELF  0x1b          /* DW_EH_PE_pcrel | DW_EH_PE_sdata4 */
#define NUMBER            0x03          /* DW_EH_PE_udata4 */
#define RELATIVE_TO_INDEX 0x3b          /* DW_EH_PE_datarel | DW_EH_PE_sdata4 */

/* An entry of .eh_frame; only its beginning is read here. */
struct entry {
    uint32_t length;
    int32_t common;
    int32_t function;
    uint32_t size;
};

/* Part of libgcc's interface: base addresses that encodings may refer to. */
struct dwarf_eh_bases {
    void *text, *data, *function;
};

extern const struct index unwind_index;

/* The unwinder calls this; its prototype is in a header private to libgcc. */
const struct entry *_Unwind_Find_FDE(void *address, struct dwarf_eh_bases *bases);

static uintptr_t function_of(uint32_t number)
{
    return (uintptr_t)&unwind_index + unwind_index.entries[number].function;
}

/* The last function that begins at or before address; count if none does. */
static uint32_t fde_search(uintptr_t address)
{
    uint32_t low = 0, high = unwind_index.count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (function_of(middle) <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? low - 1 : unwind_index.count;
}

const struct entry *_Unwind_Find_FDE(void *address, struct dwarf_eh_bases *bases)
{
    const struct entry *entry;
    uint32_t number;

    if (unwind_index.version != 1 || unwind_index.tables_encoding != RELATIVE_TO_SELF ||
        unwind_index.count_encoding != NUMBER || unwind_index.entry_encoding != RELATIVE_TO_INDEX)
        panic("the linker's index of unwind tables has a form that is not known here");
    number = fde_search((uintptr_t)address);
    if (number == unwind_index.count)
        return NULL;
    entry = (const void *)((uintptr_t)&unwind_index + unwind_index.entries[number].entry);
    if ((uintptr_t)address - function_of(number) >= entry->size)
        return NULL;                    /* the address is in C code, which has no table */
    *bases = (struct dwarf_eh_bases){ NULL, NULL, (void *)function_of(number) };
    return entry;
}
