/* SPDX-License-Identifier: MIT */
/* Mutexes of each type, with time-outs, and robust ones whose owner ends. */
#include "observe.h"

#include <pthread.h>

static pthread_mutex_t mutex;
static int counter;

static void make(int type, int robust)
{
	pthread_mutexattr_t attributes;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_settype(&attributes, type);
	if (robust) pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&mutex, &attributes);
	pthread_mutexattr_destroy(&attributes);
}

static void *counts(void *argument)
{
	for (int i = 0; i < 1000; i++) {
		pthread_mutex_lock(&mutex);
		int old = counter;
		if (i % 100 == 0) sched_yield();
		counter = old + 1;
		pthread_mutex_unlock(&mutex);
	}
	return argument;
}

static void *tries(void *argument)
{
	struct timespec until;
	code("trylock in another thread", pthread_mutex_trylock(&mutex));
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += 20000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	code("timedlock in another thread", pthread_mutex_timedlock(&mutex, &until));
	code("unlock in another thread", pthread_mutex_unlock(&mutex));
	return argument;
}

static void *ends_with_it(void *argument)
{
	code("lock in a thread that ends", pthread_mutex_lock(&mutex));
	return argument;
}

static void in_thread(void *(*function)(void *))
{
	pthread_t thread;
	code("pthread_create", pthread_create(&thread, NULL, function, NULL));
	code("pthread_join", pthread_join(thread, NULL));
}

int main(void)
{
	pthread_t threads[4];
	make(PTHREAD_MUTEX_NORMAL, 0);
	for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, counts, NULL);
	for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
	show("4 threads count to", counter);

	say("error checking");
	make(PTHREAD_MUTEX_ERRORCHECK, 0);
	code("unlock of a free one", pthread_mutex_unlock(&mutex));
	code("lock", pthread_mutex_lock(&mutex));
	code("lock once more", pthread_mutex_lock(&mutex));
	in_thread(tries);
	code("unlock", pthread_mutex_unlock(&mutex));

	say("recursive");
	make(PTHREAD_MUTEX_RECURSIVE, 0);
	code("lock", pthread_mutex_lock(&mutex));
	code("lock once more", pthread_mutex_lock(&mutex));
	code("unlock", pthread_mutex_unlock(&mutex));
	in_thread(tries);
	code("unlock once more", pthread_mutex_unlock(&mutex));
	code("unlock of a free one", pthread_mutex_unlock(&mutex));

	say("robust");
	make(PTHREAD_MUTEX_NORMAL, 1);
	in_thread(ends_with_it);
	code("lock after its owner ended", pthread_mutex_lock(&mutex));
	code("consistent", pthread_mutex_consistent(&mutex));
	code("unlock", pthread_mutex_unlock(&mutex));
	in_thread(ends_with_it);
	code("lock after its owner ended", pthread_mutex_lock(&mutex));
	code("unlock without consistent", pthread_mutex_unlock(&mutex));
	code("lock then", pthread_mutex_lock(&mutex));
	return 0;
}
