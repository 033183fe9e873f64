/* SPDX-License-Identifier: MIT */
/* Threads begin and end: join, detach, keys and their destructors, thread-local variables. */
#include "observe.h"

#include <pthread.h>

static pthread_key_t key, second;
static __thread int local = 5;
static int ended_threads;

static void destroys(void *value)
{
	say("destructor of %s", (char *)value);
	if (!strcmp(value, "first round")) pthread_setspecific(key, "second round");
}

static void *uses_keys(void *argument)
{
	yes("a key begins empty", pthread_getspecific(key) == NULL);
	pthread_setspecific(key, "first round");
	pthread_setspecific(second, NULL);
	say("value '%s'", (char *)pthread_getspecific(key));
	return argument;
}

static void *uses_local(void *argument)
{
	say("a thread's own begins with %d", local);
	local = 6;
	return argument;
}

static void cleans(void *text) { say("cleanup %s", (char *)text); }

static void *exits_early(void *argument)
{
	(void)argument;
	pthread_cleanup_push(cleans, "outer");
	pthread_cleanup_push(cleans, "inner");
	pthread_exit((void *)77);
	pthread_cleanup_pop(0);
	pthread_cleanup_pop(0);
	return NULL;
}

static void *waits(void *argument)
{
	sleep_ms(20);
	__atomic_fetch_add(&ended_threads, 1, __ATOMIC_SEQ_CST);
	return argument;
}

static void *counts_itself(void *argument)
{
	ended_threads++;
	return argument;
}

static void *joins_other(void *argument)
{
	void *result;
	code("join from a third thread", pthread_join(*(pthread_t *)argument, &result));
	return result;
}

int main(void)
{
	pthread_t thread, other;
	pthread_attr_t attributes;
	void *result = NULL;
	int state;
	pthread_key_create(&key, destroys);
	pthread_key_create(&second, destroys);
	pthread_create(&thread, NULL, uses_keys, "result");
	code("join", pthread_join(thread, &result));
	say("it returned '%s'", (char *)result);
	pthread_create(&thread, NULL, uses_local, NULL);
	pthread_join(thread, NULL);
	show("main's own is still", local);
	pthread_create(&thread, NULL, exits_early, NULL);
	pthread_join(thread, &result);
	show("pthread_exit gave", (long)(intptr_t)result);
	pthread_create(&thread, NULL, waits, "waited");
	code("tryjoin of a running one", pthread_tryjoin_np(thread, &result));
	pthread_create(&other, NULL, joins_other, &thread);
	pthread_join(other, &result);
	say("the third got '%s'", (char *)result);

	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	ended_threads = 0;
	code("create detached", pthread_create(&thread, &attributes, waits, NULL));
	pthread_create(&other, NULL, waits, NULL);
	code("detach", pthread_detach(other));
	while (__atomic_load_n(&ended_threads, __ATOMIC_SEQ_CST) < 2) sleep_ms(5);
	say("both ended");
	code("setstacksize of too little", pthread_attr_setstacksize(&attributes, 100));
	code("setstacksize", pthread_attr_setstacksize(&attributes, 1 << 20));
	pthread_attr_getdetachstate(&attributes, &state);
	yes("the attribute is kept", state == PTHREAD_CREATE_DETACHED);
	yes("a thread is equal to itself", pthread_equal(pthread_self(), pthread_self()));
	for (int i = 0; i < 200; i++) {
		if (pthread_create(&thread, NULL, counts_itself, NULL)) break;
		pthread_join(thread, NULL);
	}
	show("threads one after the other", ended_threads - 2);
	return 0;
}
