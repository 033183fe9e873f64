/* SPDX-License-Identifier: MIT */
/* Handlers, masks, calls made again, the alternate stack, siglongjmp. */
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ARM 0x9000
#define OWED_SEEN 0x9001

static volatile int seen;
static char alternate[SIGSTKSZ];
static sigjmp_buf buffer;

static void simple(int sig)
{
	printf("signal %d\n", sig);
	seen++;
}

static void detailed(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;
	printf("signal %d of %d, mask %d\n", sig, info->si_signo,
		sigismember(&uc->uc_sigmask, SIGUSR1));
	if (sig == SIGUSR1) {
		kill(getpid(), SIGUSR2);
		puts("SIGUSR2 waits");
	}
}

static void where(int sig)
{
	char here;
	stack_t now;
	sigaltstack(0, &now);
	uintptr_t at = (uintptr_t)&here - (uintptr_t)alternate;
	printf("on the alternate stack %d %d\n", at < sizeof alternate, now.ss_flags == SS_ONSTACK);
	if (sig == SIGTERM) siglongjmp(buffer, 3);
}

static void set(int sig, void (*handler)(int), int flags)
{
	struct sigaction sa = { .sa_handler = handler, .sa_flags = flags };
	sigaction(sig, &sa, 0);
}

static int deep(volatile int *n)
{
	volatile char frame[64];
	frame[0] = *n;
	(*n)--;
	return *n > 0 ? deep(n) + frame[0] : 0;
}

int main(void)
{
	sigset_t mask;
	stack_t stack = { .ss_sp = alternate, .ss_size = sizeof alternate };
	struct sigaction both = { .sa_sigaction = detailed, .sa_flags = SA_SIGINFO };

	set(SIGUSR1, simple, 0);
	raise(SIGUSR1);
	syscall(ARM, 7, SIGUSR1);
	printf("pid %d, owed %ld\n", getpid(), syscall(OWED_SEEN));
	syscall(ARM, 3, SIGUSR1);
	printf("pid %d, owed %ld\n", getpid(), syscall(OWED_SEEN));
	syscall(ARM, 1, SIGUSR1);
	printf("answered %d, seen %d\n", getpid(), seen);

	sigaddset(&both.sa_mask, SIGUSR2);
	sigaction(SIGUSR1, &both, 0);
	sigaction(SIGUSR2, &both, 0);
	raise(SIGUSR1);
	sigemptyset(&mask);
	sigaddset(&mask, SIGUSR2);
	sigprocmask(SIG_BLOCK, &mask, 0);
	raise(SIGUSR2);
	puts("blocked");
	sigprocmask(SIG_UNBLOCK, &mask, 0);

	/* frames are pushed in order of number, so the last one runs first */
	set(SIGUSR1, simple, 0);
	set(SIGUSR2, simple, 0);
	sigaddset(&mask, SIGUSR1);
	sigprocmask(SIG_BLOCK, &mask, 0);
	raise(SIGUSR1);
	raise(SIGUSR2);
	sigprocmask(SIG_UNBLOCK, &mask, 0);

	sigaltstack(&stack, 0);
	set(SIGHUP, where, SA_ONSTACK);
	raise(SIGHUP);
	set(SIGTERM, where, SA_ONSTACK);
	int value = sigsetjmp(buffer, 1);
	if (!value) raise(SIGTERM);
	sigprocmask(0, 0, &mask);
	printf("jumped %d, blocked %d\n", value, sigismember(&mask, SIGTERM));
	int n = 1000;
	printf("deep again %d\n", deep(&n) != 0);
	set(SIGHUP, where, 0);
	raise(SIGHUP);
	return 0;
}
