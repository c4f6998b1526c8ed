/*
 * What the C library has on this target. newlib asks for it by macros and has
 * an answer for systems it knows; ours is here. The compiler reads this file
 * before every other one, newlib's own sources included (-include).
 *
 * Macros only: assembly sees them too.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIBC_FEATURES_H
#define LIBC_FEATURES_H

/* errno and newlib's other per-thread state: what __getreent() gives back. */
#define __DYNAMIC_REENT__

/* <sys/types.h>: a file's number; 16 bits of it would come again too soon. */
#define __machine_ino_t_defined         1
#define __ino_t                         unsigned long

/* <limits.h>, <sys/select.h>: descriptors. <vfs/descriptor.h> */
#define OPEN_MAX                        1024
#define FD_SETSIZE                      OPEN_MAX

/* newlib's stdio: its buffers have the size that fstat() tells; fdopen() asks fcntl(). */
#define HAVE_BLKSIZE                    1
#define HAVE_FCNTL                      1

/* <time.h>: clock_gettime(), nanosleep() and the clocks they know. */
#define _POSIX_TIMERS                   200809L
#define _POSIX_MONOTONIC_CLOCK          200809L

/*
 * <pthread.h>, <sched.h>, <signal.h>: threads, and the kinds of lock that come
 * with them. Not for newlib's own sources: its stdio would guard each operation
 * against cancellation, but what it calls is no place to be cancelled at
 * (posix/libc/syscalls.c).
 */
#ifndef BUILDING_NEWLIB
#define _POSIX_THREADS                  200809L
#define _POSIX_TIMEOUTS                 200809L
#define _POSIX_READER_WRITER_LOCKS      200809L
#define _POSIX_BARRIERS                 200809L
#define _POSIX_SPIN_LOCKS               200809L
#define _POSIX_SEMAPHORES               200809L
#define _POSIX_CLOCK_SELECTION          200809L
#define _POSIX_CPUTIME                  200809L
#define _POSIX_VERSION                  200809L
#define _POSIX_THREAD_ATTR_STACKADDR    200809L
#define _POSIX_THREAD_ATTR_STACKSIZE    200809L
#define _POSIX_THREAD_PRIORITY_SCHEDULING 200809L
#define _POSIX_PRIORITY_SCHEDULING      200809L
#define _UNIX98_THREAD_MUTEX_ATTRIBUTES 1
#define PTHREAD_PROCESS_PRIVATE         0       /* newlib has them with _POSIX_THREAD_PROCESS_SHARED only */
#define PTHREAD_PROCESS_SHARED          1
#endif

/*
 * newlib's generator of random numbers is fed by the kernel, <posix/entropy.h>:
 * all that random_more() has, before anything else. What it calls getentropy() is
 * raw material; the getentropy() of programs is made of the generator.
 */
#ifdef BUILDING_NEWLIB
#define getentropy random_material
#define _ARC4RANDOM_DATA                                                        \
    static struct {                                                             \
        struct _rs rs;                                                          \
        struct _rsx rsx;                                                        \
    } _arc4random_data;                                                         \
    extern int random_more(void);                                               \
    static void _rs_stir(void);
#define _ARC4RANDOM_FORKDETECT() while (random_more()) _rs_stir()
#endif

#endif
