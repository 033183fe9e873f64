// SPDX-License-Identifier: MIT
/* COUNT cheap system calls, or switches of two threads. Usage: syscalls call|switch COUNT */
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static long count;

static void *yield(void *unused)
{
	for (long i = 0; i < count; i++)
		sched_yield();
	return unused;
}

int main(int argc, char **argv)
{
	pthread_t other;

	if (argc != 3)
		return 2;
	count = atol(argv[2]);
	if (!strcmp(argv[1], "call")) {
		for (long i = 0; i < count; i++)
			syscall(SYS_getppid);
		return 0;
	}
	pthread_create(&other, NULL, yield, NULL);
	yield(NULL);
	pthread_join(other, NULL);
	return 0;
}
