/* SPDX-License-Identifier: MIT */
/* SIGCHLD: what its siginfo says of a child that ends, stops or goes on. */
#include "observe.h"

static volatile int count;
static volatile pid_t child;
static siginfo_t last;

static void on_child(int signal, siginfo_t *info, void *context)
{
	(void)signal;
	(void)context;
	last = *info;
	count++;
}

static void wait_for(int wanted)
{
	sigset_t set, old;
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, &old);
	while (count < wanted) sigsuspend(&old);
	sigprocmask(SIG_SETMASK, &old, NULL);
}

static void tell(const char *label)
{
	say("%s: %s, status %d, %s pid, uid %d", label,
		last.si_code == CLD_EXITED ? "exited" : last.si_code == CLD_KILLED ? "killed" :
		last.si_code == CLD_DUMPED ? "dumped" : last.si_code == CLD_STOPPED ? "stopped" :
		last.si_code == CLD_CONTINUED ? "continued" : "something else", last.si_status,
		last.si_pid == child ? "its" : "another", last.si_uid);
}

static void handle(int flags)
{
	struct sigaction action = { 0 };
	action.sa_sigaction = on_child;
	action.sa_flags = SA_SIGINFO | flags;
	sigaction(SIGCHLD, &action, NULL);
	count = 0;
}

int main(int argc, char **argv)
{
	int status;
	if (argc > 1) {
		if (!strcmp(argv[1], "pause")) for (;;) pause();
		return atoi(argv[2]);
	}
	handle(0);
	child = again("pause", NULL);
	kill(child, SIGSTOP);
	wait_for(1);
	tell("a stop");
	kill(child, SIGCONT);
	wait_for(2);
	tell("a continuation");
	kill(child, SIGKILL);
	wait_for(3);
	tell("a death");
	say("it %s", ending(ended(child)));

	handle(SA_NOCLDSTOP);
	child = again("pause", NULL);
	kill(child, SIGSTOP);
	waitpid(child, &status, WUNTRACED);
	show("signals of a stop under SA_NOCLDSTOP", count);
	kill(child, SIGKILL);
	wait_for(1);
	tell("a death");
	ended(child);

	handle(SA_NOCLDWAIT);
	child = again("exit", "7");
	wait_for(1);
	tell("an exit under SA_NOCLDWAIT");
	ok("nothing is left to wait for", waitpid(-1, &status, 0));

	handle(0);
	struct sigaction action;
	sigaction(SIGCHLD, NULL, &action);
	child = again("exit", "3");
	wait_for(1);
	tell("an exit");
	say("it %s", ending(ended(child)));
	return 0;
}
