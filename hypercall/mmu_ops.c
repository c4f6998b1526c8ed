/*
 * Page-table and TLB operations: typed entries into the batch.
 *
 * A PTE is 64 bits everywhere in Ringlet; the ABI passes it in two words where it
 * is an argument. words_of() is the one place that knows.
 */
/* SPDX-License-Identifier: MIT */
#include <hypercall/mmu.h>
#include "batch.h"
#include "raw.h"

struct pte_words { unsigned long low, high; };

static struct pte_words words_of(pte_t pte)
{
    return (struct pte_words){ low_word(pte), high_word(pte) };
}

static unsigned long va_flags(enum va_flush flush)
{
    static const unsigned long flags[] = {
        [VA_FLUSH_NONE] = UVMF_NONE,
        [VA_FLUSH_PAGE] = UVMF_INVLPG | UVMF_LOCAL,
        [VA_FLUSH_ALL] = UVMF_TLB_FLUSH | UVMF_LOCAL,
    };

    return flags[flush];
}

void mmu_set_entry(uint64_t entry_maddr, pte_t pte)
{
    bool unmask = batch_open();
    mmu_update_t *update;

    update = batch_extend(__HYPERVISOR_mmu_update, DOMID_SELF, sizeof(*update));
    if (!update) {
        struct batch_slot slot = batch_reserve(sizeof(*update));

        update = slot.args;
        slot.call->op = __HYPERVISOR_mmu_update;
        slot.call->args[0] = (unsigned long)update;
        slot.call->args[1] = 1;
        slot.call->args[2] = 0;
        slot.call->args[3] = DOMID_SELF;
    }
    update->ptr = entry_maddr | MMU_NORMAL_PT_UPDATE;
    update->val = pte;
    batch_close(unmask, LAZY_MMU);
}

static inline __attribute__((always_inline)) void
queue_va(uintptr_t va, pte_t pte, enum va_flush flush, int *result)
{
    bool unmask = batch_open();
    struct batch_slot slot = batch_reserve(0);
    struct pte_words words = words_of(pte);

    slot.call->op = __HYPERVISOR_update_va_mapping;
    slot.call->args[0] = va;
    slot.call->args[1] = words.low;
    slot.call->args[2] = words.high;
    slot.call->args[3] = va_flags(flush);
    if (result)
        batch_want_result(result);
    batch_close(unmask, LAZY_MMU);
}

void mmu_set_va(uintptr_t va, pte_t pte, enum va_flush flush)
{
    queue_va(va, pte, flush, NULL);
}

void mmu_ask_set_va(uintptr_t va, pte_t pte, enum va_flush flush, int *result)
{
    queue_va(va, pte, flush, result);
}

int mmu_try_set_entry(uint64_t entry_maddr, pte_t pte)
{
    mmu_update_t update = { .ptr = entry_maddr | MMU_NORMAL_PT_UPDATE, .val = pte };

    multicall_flush();
    return hypercall_errno(hypercall4(__HYPERVISOR_mmu_update, (unsigned long)&update, 1, 0,
                                      DOMID_SELF));
}

int mmu_try_set_va(uintptr_t va, pte_t pte, enum va_flush flush)
{
    struct pte_words words = words_of(pte);

    multicall_flush();
    return hypercall_errno(hypercall4(__HYPERVISOR_update_va_mapping, va, words.low, words.high,
                                      va_flags(flush)));
}

static inline __attribute__((always_inline)) void
queue_extended(struct mmuext_op what, enum lazy_mode mode)
{
    bool unmask = batch_open();
    struct mmuext_op *op;

    op = batch_extend(__HYPERVISOR_mmuext_op, DOMID_SELF, sizeof(*op));
    if (!op) {
        struct batch_slot slot = batch_reserve(sizeof(*op));

        op = slot.args;
        slot.call->op = __HYPERVISOR_mmuext_op;
        slot.call->args[0] = (unsigned long)op;
        slot.call->args[1] = 1;
        slot.call->args[2] = 0;
        slot.call->args[3] = DOMID_SELF;
    }
    *op = what;
    batch_close(unmask, mode);
}

static int extended_now(struct mmuext_op op)
{
    multicall_flush();
    return hypercall_errno(hypercall4(__HYPERVISOR_mmuext_op, (unsigned long)&op, 1, 0,
                                      DOMID_SELF));
}

void mmu_flush_page(uintptr_t va)
{
    queue_extended((struct mmuext_op){ .cmd = MMUEXT_INVLPG_LOCAL, .arg1.linear_addr = va },
                   LAZY_MMU);
}

void mmu_flush_tlb(void)
{
    queue_extended((struct mmuext_op){ .cmd = MMUEXT_TLB_FLUSH_LOCAL }, LAZY_MMU);
}

/* Xen reads the CPU mask when the batch is sent, so these operations are sent at once. */
static void flush_on(unsigned int cmd, uintptr_t va, const unsigned long *vcpu_mask)
{
    struct mmuext_op op = { .cmd = cmd, .arg1.linear_addr = va };

    set_xen_guest_handle(op.arg2.vcpumask, vcpu_mask);
    queue_extended(op, LAZY_MMU);
    multicall_flush();
}

void mmu_flush_page_on(uintptr_t va, const unsigned long *vcpu_mask)
{
    flush_on(MMUEXT_INVLPG_MULTI, va, vcpu_mask);
}

void mmu_flush_tlb_on(const unsigned long *vcpu_mask)
{
    flush_on(MMUEXT_TLB_FLUSH_MULTI, 0, vcpu_mask);
}

void mmu_flush_page_all(uintptr_t va)
{
    queue_extended((struct mmuext_op){ .cmd = MMUEXT_INVLPG_ALL, .arg1.linear_addr = va },
                   LAZY_MMU);
}

void mmu_flush_tlb_all(void)
{
    queue_extended((struct mmuext_op){ .cmd = MMUEXT_TLB_FLUSH_ALL }, LAZY_MMU);
}

static struct mmuext_op mmu_pin(unsigned int level, mfn_t mfn)
{
    return (struct mmuext_op){ .cmd = MMUEXT_PIN_L1_TABLE + level - 1, .arg1.mfn = mfn };
}

static struct mmuext_op mmu_unpin(mfn_t mfn)
{
    return (struct mmuext_op){ .cmd = MMUEXT_UNPIN_TABLE, .arg1.mfn = mfn };
}

void mmu_pin_table(unsigned int level, mfn_t mfn)
{
    queue_extended(mmu_pin(level, mfn), LAZY_MMU);
}

void mmu_unpin_table(mfn_t mfn)
{
    queue_extended(mmu_unpin(mfn), LAZY_MMU);
}

int mmu_try_pin_table(unsigned int level, mfn_t mfn)
{
    return extended_now(mmu_pin(level, mfn));
}

int mmu_try_unpin_table(mfn_t mfn)
{
    return extended_now(mmu_unpin(mfn));
}

static struct mmuext_op mmu_root(mfn_t mfn)
{
    return (struct mmuext_op){ .cmd = MMUEXT_NEW_BASEPTR, .arg1.mfn = mfn };
}

void mmu_set_root(mfn_t mfn)
{
    queue_extended(mmu_root(mfn), LAZY_CPU);
}

int mmu_try_set_root(mfn_t mfn)
{
    return extended_now(mmu_root(mfn));
}

static struct mmuext_op mmu_ldt(uintptr_t va, unsigned int count)
{
    return (struct mmuext_op){ .cmd = MMUEXT_SET_LDT, .arg1.linear_addr = va,
                               .arg2.nr_ents = count };
}

int mmu_set_ldt(uintptr_t va, unsigned int count)
{
    return extended_now(mmu_ldt(va, count));
}

void mmu_switch_ldt(uintptr_t va, unsigned int count)
{
    queue_extended(mmu_ldt(va, count), LAZY_CPU);
}
