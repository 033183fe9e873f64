/* SPDX-License-Identifier: MIT */
/* siglongjmp out of handlers, with and without the mask. */
#include "observe.h"

#include <setjmp.h>
#include <sys/time.h>

static sigjmp_buf place;
static volatile int times;

static void jumps(int signal)
{
	(void)signal;
	siglongjmp(place, ++times);
}

static int usr1_blocked(void)
{
	sigset_t mask;
	sigprocmask(SIG_BLOCK, NULL, &mask);
	return sigismember(&mask, SIGUSR1);
}

int main(void)
{
	char byte;
	int fds[2], value;
	signal(SIGUSR1, jumps);
	value = sigsetjmp(place, 1);
	say("sigsetjmp with the mask: %d", value);
	yes("USR1 is blocked", usr1_blocked());
	if (value < 3) raise(SIGUSR1);

	times = 0;
	value = sigsetjmp(place, 0);
	say("sigsetjmp without the mask: %d", value);
	yes("USR1 is blocked", usr1_blocked());
	if (value < 1) raise(SIGUSR1);
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_UNBLOCK, &set, NULL);

	need("pipe", pipe(fds));
	signal(SIGALRM, jumps);
	times = 10;
	if (sigsetjmp(place, 1) == 0) {
		struct itimerval timer = { { 0, 0 }, { 0, 20000 } };
		setitimer(ITIMER_REAL, &timer, NULL);
		read(fds[0], &byte, 1);
		say("read came back");
	}
	say("out of a read that blocks: %d", times);
	write(fds[1], "y", 1);
	show("the pipe still works", read(fds[0], &byte, 1));
	return 0;
}
