/*
 * POSIX's <semaphore.h>, which newlib lacks: unnamed semaphores of this process. All
 * calls return 0, or -1 with errno.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIBC_SEMAPHORE_H
#define LIBC_SEMAPHORE_H

#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    void *waiting[2];
    unsigned int value;
} sem_t;

#define SEM_VALUE_MAX 0x7fffffff

/* ENOSYS: shared between processes; EINVAL: a value above SEM_VALUE_MAX. */
int sem_init(sem_t *semaphore, int shared, unsigned int value);

/* EBUSY: threads wait. */
int sem_destroy(sem_t *semaphore);

/* Both are cancellation points. ETIMEDOUT at that time of CLOCK_REALTIME. */
int sem_wait(sem_t *semaphore);
int sem_timedwait(sem_t *semaphore, const struct timespec *time);

/* EAGAIN: the count is 0. */
int sem_trywait(sem_t *semaphore);

/* EOVERFLOW: the count is SEM_VALUE_MAX. May be called at event time too. */
int sem_post(sem_t *semaphore);

int sem_getvalue(sem_t *semaphore, int *value);

#ifdef __cplusplus
}
#endif

#endif
