/* SPDX-License-Identifier: MIT */
/* Cancellation: at calls that block, deferred, disabled, asynchronous, with cleanup handlers. */
#include "observe.h"

#include <pthread.h>
#include <semaphore.h>

static int pipe_fds[2];
static sem_t semaphore;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static volatile int go_on, reached;

static void cleans(void *text)
{
	say("  cleanup of %s", (char *)text);
}

static void *in_read(void *argument)
{
	char byte;
	pthread_cleanup_push(cleans, "read");
	reached = 1;
	read(pipe_fds[0], &byte, 1);
	pthread_cleanup_pop(0);
	return argument;
}

static void *in_sleep(void *argument)
{
	reached = 1;
	sleep(1000);
	return argument;
}

static void *in_semaphore(void *argument)
{
	reached = 1;
	sem_wait(&semaphore);
	return argument;
}

static void unlocks(void *argument)
{
	int error = pthread_mutex_trylock(&mutex);
	say("  the mutex is held again: %s", error == EBUSY ? "yes" : "no");
	pthread_mutex_unlock(argument);
}

static void *in_condition(void *argument)
{
	pthread_mutex_lock(&mutex);
	pthread_cleanup_push(unlocks, &mutex);
	reached = 1;
	for (;;) pthread_cond_wait(&condition, &mutex);
	pthread_cleanup_pop(0);
	return argument;
}

static void *disabled(void *argument)
{
	int old;
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old);
	reached = 1;
	while (!go_on) sleep_ms(2);
	say("  still there while it is disabled");
	pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &old);
	pthread_testcancel();
	say("  not reached");
	return argument;
}

static void *deferred(void *argument)
{
	volatile int sum = 0;
	reached = 1;
	while (!go_on) sched_yield();
	for (int i = 0; i < 1000; i++) sum += i;
	say("  still there without a cancellation point");
	pthread_testcancel();
	return argument;
}

static void *in_wait(void *argument)
{
	reached = 1;
	waitpid(-1, NULL, 0);
	return argument;
}

static void cancel(const char *label, void *(*function)(void *))
{
	pthread_t thread;
	void *result = NULL;
	reached = go_on = 0;
	say("%s", label);
	pthread_create(&thread, NULL, function, NULL);
	while (!reached) sleep_ms(2);
	sleep_ms(5);
	int error = pthread_cancel(thread);
	go_on = 1;
	pthread_join(thread, &result);
	code("pthread_cancel", error);
	yes("it was cancelled", result == PTHREAD_CANCELED);
}

int main(int argc, char **argv)
{
	(void)argv;
	if (argc > 1) {
		sleep_ms(100);
		return 0;
	}
	need("pipe", pipe(pipe_fds));
	sem_init(&semaphore, 0, 0);
	cancel("in read", in_read);
	cancel("in sleep", in_sleep);
	cancel("in sem_wait", in_semaphore);
	cancel("in pthread_cond_wait", in_condition);
	cancel("disabled", disabled);
	cancel("deferred", deferred);
	pid_t child = again("sleeps", NULL);
	cancel("in waitpid", in_wait);
	say("the child %s", ending(ended(child)));
	return 0;
}
