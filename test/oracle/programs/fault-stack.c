/* SPDX-License-Identifier: MIT */
/* Stack overflow: plain recursion, one with a system call in each level, and in a thread. */
#include "observe.h"

#include <pthread.h>

static volatile int forever = 1;

__attribute__((noinline)) static int plain(int level)
{
	volatile char frame[200];
	frame[level % 200] = 1;
	if (!forever) return level;
	return plain(level + 1) + frame[level % 200];
}

__attribute__((noinline)) static int with_call(int level)
{
	volatile char frame[200];
	frame[level % 200] = 1;
	getppid();
	if (!forever) return level;
	return with_call(level + 1) + frame[level % 200];
}

__attribute__((noinline)) static int deep(int level)
{
	volatile char frame[64];
	frame[level % 64] = 1;
	if (level == 0) return 0;
	return deep(level - 1) + frame[level % 64];
}

static void *in_thread(void *argument)
{
	say("thread: %d", plain(*(int *)argument) > 0);
	return NULL;
}

int main(int argc, char **argv)
{
	static const char *const modes[] = { "plain", "with call", "thread", "deep" };
	pthread_t thread;
	int zero = 0;
	if (argc > 1) {
		if (!strcmp(argv[1], "plain")) return plain(0);
		if (!strcmp(argv[1], "with call")) return with_call(0);
		if (!strcmp(argv[1], "deep")) return deep(1000) == 1000 ? 3 : 4;
		pthread_create(&thread, NULL, in_thread, &zero);
		pthread_join(thread, NULL);
		return 0;
	}
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		say("%s: %s", modes[i], ending(ended(again(modes[i], NULL))));
	return 0;
}
