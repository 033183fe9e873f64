/* SPDX-License-Identifier: MIT */
/* Threads, thread-local data, mutexes, conditions, cancellation, posix_spawn. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static _Thread_local int own = 5;
static _Thread_local char big[3000];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static int turn, count;
static char stack[4096];

static void *work(void *arg)
{
	int id = (int)arg;
	own += id;
	big[0] = id;
	for (int i = 0; i < 20; i++) {
		pthread_mutex_lock(&mutex);
		while (turn != id) pthread_cond_wait(&condition, &mutex);
		turn = (turn + 1) % 3;
		count++;
		pthread_cond_broadcast(&condition);
		pthread_mutex_unlock(&mutex);
	}
	return (void *)(own * 100 + big[0] + (gettid() == getpid()));
}

static void clean(void *arg)
{
	printf("cleaned %s\n", (char *)arg);
}

static void *wait_for_ever(void *arg)
{
	char c;
	pthread_cleanup_push(clean, "up");
	read(0, &c, 1);
	pthread_cleanup_pop(0);
	return 0;
}

static void *detached(void *arg)
{
	pthread_mutex_lock(&mutex);
	count = 1000;
	pthread_cond_broadcast(&condition);
	pthread_mutex_unlock(&mutex);
	return 0;
}

static void spawn(const char *path)
{
	char *argv[] = { (char *)path, 0 };
	pid_t pid;
	int status = -1, error = posix_spawn(&pid, path, 0, 0, argv, argv + 1);
	if (!error) waitpid(pid, &status, 0);
	printf("spawn %s: %s, status %d\n", path, strerror(error), status);
}

int main(void)
{
	pthread_t t[3];
	void *value;

	for (int i = 0; i < 3; i++) pthread_create(t + i, 0, work, (void *)i);
	for (int i = 0; i < 3; i++) {
		pthread_join(t[i], &value);
		printf("thread %d gave %d\n", i, (int)value);
	}
	printf("count %d, own %d\n", count, own);

	pthread_create(t, 0, wait_for_ever, 0);
	sched_yield();
	pthread_cancel(t[0]);
	pthread_join(t[0], &value);
	printf("cancelled %d\n", value == PTHREAD_CANCELED);

	pthread_mutex_lock(&mutex);
	pthread_create(t, 0, detached, 0);
	pthread_detach(t[0]);
	while (count != 1000) pthread_cond_wait(&condition, &mutex);
	pthread_mutex_unlock(&mutex);
	printf("detached\n");

	spawn("/bin/there");
	spawn("/bin/nowhere");
	errno = 0;
	int pid = clone(0, stack + sizeof stack, SIGCHLD, 0);
	printf("clone without further arguments %d %s\n", pid, strerror(errno));
	printf("fork %d %s\n", fork(), strerror(errno));
	return 0;
}
