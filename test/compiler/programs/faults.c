/* SPDX-License-Identifier: MIT */
/* Traps with a handler and without; the argument says which. */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile int zero;
static char alternate[SIGSTKSZ];
static _Thread_local int own = 1;

static void caught(int sig)
{
	printf("caught %d, own %d\n", sig, own);
	fflush(stdout);
	_exit(44);
}

static void returns(int sig)
{
	printf("caught %d\n", sig);
	fflush(stdout);
}

__attribute__((noinline)) static int deep(int n)
{
	volatile char frame[100];
	frame[n % 100] = n;
	return deep(n + 1) + frame[zero];
}

static void *thread(void *arg)
{
	own = 2;
	return (void *)deep(0);
}

static void handle(void (*handler)(int), int flags)
{
	struct sigaction sa = { .sa_handler = handler, .sa_flags = flags };
	sigaction(SIGSEGV, &sa, 0);
}

int main(int argc, char **argv)
{
	stack_t stack = { .ss_sp = alternate, .ss_size = sizeof alternate };
	const char *what = argv[1];
	pthread_t t;

	if (strstr(what, "handled")) handle(caught, SA_ONSTACK);
	if (strstr(what, "returns")) handle(returns, 0);
	if (strstr(what, "other-stack")) sigaltstack(&stack, 0);
	if (strstr(what, "null")) return *(volatile int *)(long)zero;
	if (strstr(what, "abort")) abort();
	if (strstr(what, "trap")) __builtin_trap();
	if (strstr(what, "thread")) return pthread_create(&t, 0, thread, 0) || pthread_join(t, 0);
	if (strstr(what, "deep")) return deep(0);
	return 1;
}
