/* SPDX-License-Identifier: MIT */
/* What a process starts with: auxiliary vector, alarms, priorities, timers over exec. */
#include "observe.h"

#include <sys/auxv.h>
#include <sys/resource.h>

static int second(void)
{
	int fired = 0;
	sigset_t set;
	struct timespec time = { 0, 200000000 };
	show("nice value", getpriority(PRIO_PROCESS, 0));
	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	sigaddset(&set, SIGUSR1);
	for (int number; (number = sigtimedwait(&set, NULL, &time)) > 0;) {
		say("%s comes", signal_name(number));
		fired++;
	}
	show("signals", fired);
	show("AT_SECURE", getauxval(AT_SECURE));
	return 0;
}

static int first(void)
{
	timer_t timer;
	sigset_t set;
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
	struct itimerspec time = { { 0, 0 }, { 0, 50000000 } };
	char *const argv[] = { "second", "second", NULL };
	setpriority(PRIO_PROCESS, 0, 4);
	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	ualarm(50000, 0);
	timer_create(CLOCK_MONOTONIC, &event, &timer);
	timer_settime(timer, 0, &time, NULL);
	execve("/proc/self/exe", argv, environ);
	return 1;
}

int main(int argc, char **argv)
{
	if (argc > 1) return !strcmp(argv[1], "first") ? first() : second();
	show("AT_PAGESZ", getauxval(AT_PAGESZ));
	show("AT_CLKTCK", getauxval(AT_CLKTCK));
	show("AT_UID", getauxval(AT_UID));
	show("AT_EGID", getauxval(AT_EGID));
	show("AT_SECURE", getauxval(AT_SECURE));
	yes("AT_RANDOM", getauxval(AT_RANDOM) != 0);
	yes("AT_EXECFN is a path", getauxval(AT_EXECFN) &&
		strchr((char *)getauxval(AT_EXECFN), '/'));
	errno = 0;
	yes("an unknown one", getauxval(9999) == 0 && errno == ENOENT);
	say("first: %s", ending(ended(again("first", NULL))));
	return 0;
}
