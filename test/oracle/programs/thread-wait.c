/* SPDX-License-Identifier: MIT */
/* Condition variables, barriers, read-write locks, semaphores, once. */
#include "observe.h"

#include <pthread.h>
#include <semaphore.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t barrier;
static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static sem_t semaphore;
static int turn, arrived, serial;

static struct timespec in_ms(int ms)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	t.tv_nsec += ms * 1000000;
	if (t.tv_nsec >= 1000000000) {
		t.tv_sec++;
		t.tv_nsec -= 1000000000;
	}
	return t;
}

static void *takes_turns(void *argument)
{
	int mine = (int)(intptr_t)argument;
	for (int round = 0; round < 2; round++) {
		pthread_mutex_lock(&mutex);
		while (turn % 3 != mine) pthread_cond_wait(&changed, &mutex);
		say("turn %d: thread %d", turn, mine);
		turn++;
		pthread_cond_broadcast(&changed);
		pthread_mutex_unlock(&mutex);
	}
	return NULL;
}

static void *meets(void *argument)
{
	__atomic_fetch_add(&arrived, 1, __ATOMIC_SEQ_CST);
	if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD)
		__atomic_fetch_add(&serial, 1, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&arrived, __ATOMIC_SEQ_CST) != 3) say("passed before all were there");
	return argument;
}

static void *reads(void *argument)
{
	code("tryrdlock beside a reader", pthread_rwlock_tryrdlock(&lock));
	code("trywrlock beside readers", pthread_rwlock_trywrlock(&lock));
	struct timespec until = in_ms(10);
	code("timedwrlock beside readers", pthread_rwlock_timedwrlock(&lock, &until));
	pthread_rwlock_unlock(&lock);
	return argument;
}

static void *reads_beside_writer(void *argument)
{
	struct timespec until = in_ms(10);
	code("tryrdlock beside a writer", pthread_rwlock_tryrdlock(&lock));
	code("timedrdlock beside a writer", pthread_rwlock_timedrdlock(&lock, &until));
	return argument;
}

static void initialise(void) { say("once"); }

static void *posts(void *argument)
{
	pthread_once(&once, initialise);
	sleep_ms(20);
	sem_post(&semaphore);
	return argument;
}

static void threads(int count, void *(*function)(void *))
{
	pthread_t all[4];
	for (int i = 0; i < count; i++)
		pthread_create(&all[i], NULL, function, (void *)(intptr_t)i);
	for (int i = 0; i < count; i++) pthread_join(all[i], NULL);
}

int main(void)
{
	struct timespec until = in_ms(20);
	int value = -1;
	threads(3, takes_turns);
	pthread_mutex_lock(&mutex);
	code("timedwait", pthread_cond_timedwait(&changed, &mutex, &until));
	until.tv_nsec = -1;
	code("timedwait of a wrong time", pthread_cond_timedwait(&changed, &mutex, &until));
	pthread_mutex_unlock(&mutex);

	code("barrier of none", pthread_barrier_init(&barrier, NULL, 0));
	code("barrier of three", pthread_barrier_init(&barrier, NULL, 3));
	threads(3, meets);
	show("serial threads", serial);

	code("rdlock", pthread_rwlock_rdlock(&lock));
	threads(1, reads);
	code("unlock", pthread_rwlock_unlock(&lock));
	code("wrlock", pthread_rwlock_wrlock(&lock));
	threads(1, reads_beside_writer);
	code("unlock", pthread_rwlock_unlock(&lock));

	ok("sem_init", sem_init(&semaphore, 0, 1));
	ok("sem_wait", sem_wait(&semaphore));
	ok("sem_trywait of zero", sem_trywait(&semaphore));
	until = in_ms(20);
	ok("sem_timedwait of zero", sem_timedwait(&semaphore, &until));
	pthread_once(&once, initialise);
	pthread_t thread;
	pthread_create(&thread, NULL, posts, NULL);
	ok("sem_wait until it is posted", sem_wait(&semaphore));
	pthread_join(thread, NULL);
	sem_post(&semaphore);
	sem_post(&semaphore);
	sem_getvalue(&semaphore, &value);
	show("value", value);
	return 0;
}
