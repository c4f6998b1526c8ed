/*
 * Grant table operations.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <hypercall/grant_table.h>
#include "raw.h"

static int grant_op(unsigned int cmd, void *args, unsigned int count)
{
    return hypercall_errno(hypercall3(__HYPERVISOR_grant_table_op, cmd, (unsigned long)args,
                                      count));
}

static int status_errno(int status)
{
    static const uint8_t errors[] = {
        [-GNTST_general_error] = EIO,
        [-GNTST_bad_domain] = ESRCH,
        [-GNTST_bad_gntref] = ENOENT,
        [-GNTST_bad_handle] = EINVAL,
        [-GNTST_bad_virt_addr] = EFAULT,
        [-GNTST_bad_dev_addr] = EINVAL,
        [-GNTST_no_device_space] = ENOSPC,
        [-GNTST_permission_denied] = EACCES,
        [-GNTST_bad_page] = EFAULT,
        [-GNTST_bad_copy_arg] = EINVAL,
        [-GNTST_address_too_big] = EINVAL,
        [-GNTST_eagain] = EAGAIN,
        [-GNTST_no_space] = ENOSPC,
    };

    if (status >= GNTST_okay)
        return 0;
    return (unsigned int)-status < sizeof(errors) ? -errors[-status] : -EIO;
}

int grant_table_limit(unsigned int *pages)
{
    struct gnttab_query_size query = { .dom = DOMID_SELF };
    int error = grant_op(GNTTABOP_query_size, &query, 1);

    *pages = query.max_nr_frames;
    return error ? error : status_errno(query.status);
}

int grant_table_setup(unsigned int pages, xen_pfn_t *frames)
{
    struct gnttab_setup_table setup = { .dom = DOMID_SELF, .nr_frames = pages };
    int error;

    set_xen_guest_handle(setup.frame_list, frames);
    error = grant_op(GNTTABOP_setup_table, &setup, 1);
    return error ? error : status_errno(setup.status);
}

/* Runs an array of operations of one kind; all kinds share the loop that checks the status. */
#define OPERATE_ON_ALL(cmd, array, count)                                       \
    __extension__({                                                             \
        int error = grant_op(cmd, array, count);                                \
        for (unsigned int i = 0; i < (count) && !error; i++)                    \
            error = status_errno((array)[i].status);                            \
        error;                                                                  \
    })

int grant_table_map(struct gnttab_map_grant_ref *maps, unsigned int count)
{
    return OPERATE_ON_ALL(GNTTABOP_map_grant_ref, maps, count);
}

int grant_table_unmap(struct gnttab_unmap_grant_ref *unmaps, unsigned int count)
{
    return OPERATE_ON_ALL(GNTTABOP_unmap_grant_ref, unmaps, count);
}

int grant_table_copy(struct gnttab_copy *copies, unsigned int count)
{
    return OPERATE_ON_ALL(GNTTABOP_copy, copies, count);
}
