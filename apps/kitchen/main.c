/*
 * Three cooks and a waiter: POSIX threads, a mutex, a condition, and sleeping.
 */
/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdio.h>
#include <time.h>

#define COOKS  3
#define DISHES 4            /* per cook */

static pthread_mutex_t counter = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t served = PTHREAD_COND_INITIALIZER;
/* Protected by counter. */
static int waiting, total;

/* Each thread has its own. */
static __thread int cooked;

static void cook_dish(void)
{
    struct timespec ten_ms = { .tv_nsec = 10 * 1000 * 1000 };

    nanosleep(&ten_ms, NULL);
    cooked++;
    pthread_mutex_lock(&counter);
    waiting++;
    pthread_cond_signal(&served);
    pthread_mutex_unlock(&counter);
}

static void *cook(void *number)
{
    while (cooked < DISHES)
        cook_dish();
    printf("cook %d made %d dishes\n", *(int *)number, cooked);
    return NULL;
}

static void *waiter(void *unused)
{
    pthread_mutex_lock(&counter);
    while (total < COOKS * DISHES) {
        while (waiting == 0)
            pthread_cond_wait(&served, &counter);
        total += waiting;
        waiting = 0;
    }
    pthread_mutex_unlock(&counter);
    return unused;
}

int main(void)
{
    pthread_t cooks[COOKS], serving;
    int numbers[COOKS], i;

    pthread_create(&serving, NULL, waiter, NULL);
    for (i = 0; i < COOKS; i++) {
        numbers[i] = i + 1;
        pthread_create(&cooks[i], NULL, cook, &numbers[i]);
    }
    for (i = 0; i < COOKS; i++)
        pthread_join(cooks[i], NULL);
    pthread_join(serving, NULL);
    printf("the waiter served %d dishes\n", total);
    return 0;
}
