/* SPDX-License-Identifier: MIT */
/* Handlers: what they are told, what is masked while they run, and their flags. */
#include "observe.h"

static volatile int depth, count;

static void blocked(const char *when)
{
	sigset_t mask;
	sigprocmask(SIG_BLOCK, NULL, &mask);
	say("%s: USR1 %s, USR2 %s", when, sigismember(&mask, SIGUSR1) ? "blocked" : "open",
		sigismember(&mask, SIGUSR2) ? "blocked" : "open");
}

static void plain(int signal)
{
	say("handler of %s", signal_name(signal));
	blocked("inside");
}

static void with_info(int signal, siginfo_t *info, void *context)
{
	say("handler of %s, si_signo %s", signal_name(signal), signal_name(info->si_signo));
	yes("sent by a user process", info->si_code == SI_USER || info->si_code == SI_TKILL);
	yes("si_pid is the own", info->si_pid == getpid());
	yes("si_uid is 0", info->si_uid == 0);
	yes("a context is there", context != NULL);
}

static void nested(int signal)
{
	int here = ++depth;
	say("depth %d in", here);
	if (here < 3) raise(signal);
	say("depth %d out", here);
	depth--;
}

static void raises_other(int signal)
{
	say("%s begins", signal_name(signal));
	if (signal == SIGUSR1) raise(SIGUSR2);
	say("%s ends", signal_name(signal));
}

static void counts(int signal)
{
	(void)signal;
	count++;
}

static void handle(int signal, void (*handler)(int), int flags, int also_masked)
{
	struct sigaction action = { 0 };
	action.sa_handler = handler;
	action.sa_flags = flags;
	sigemptyset(&action.sa_mask);
	if (also_masked) sigaddset(&action.sa_mask, also_masked);
	need("sigaction", sigaction(signal, &action, NULL));
}

int main(void)
{
	struct sigaction action = { 0 }, old;
	blocked("before");
	handle(SIGUSR1, plain, 0, 0);
	raise(SIGUSR1);
	blocked("after");
	handle(SIGUSR1, plain, 0, SIGUSR2);
	raise(SIGUSR1);
	handle(SIGUSR1, plain, SA_NODEFER, 0);
	raise(SIGUSR1);

	action.sa_sigaction = with_info;
	action.sa_flags = SA_SIGINFO;
	sigaction(SIGUSR1, &action, NULL);
	kill(getpid(), SIGUSR1);
	raise(SIGUSR1);

	handle(SIGUSR1, nested, SA_NODEFER, 0);
	raise(SIGUSR1);
	handle(SIGUSR1, nested, 0, 0);
	depth = 2;
	raise(SIGUSR1);

	handle(SIGUSR1, raises_other, 0, 0);
	handle(SIGUSR2, raises_other, 0, 0);
	raise(SIGUSR1);
	handle(SIGUSR1, raises_other, 0, SIGUSR2);
	raise(SIGUSR1);

	handle(SIGUSR1, counts, SA_RESETHAND, 0);
	raise(SIGUSR1);
	sigaction(SIGUSR1, NULL, &old);
	yes("SA_RESETHAND put the default back", old.sa_handler == SIG_DFL);
	show("handled", count);
	handle(SIGUSR2, counts, SA_RESTART | SA_NODEFER, SIGHUP);
	sigaction(SIGUSR2, NULL, &old);
	yes("sigaction tells the handler", old.sa_handler == counts);
	yes("and its flags",
		(old.sa_flags & (SA_RESTART | SA_NODEFER)) == (SA_RESTART | SA_NODEFER));
	yes("and its mask", sigismember(&old.sa_mask, SIGHUP) &&
		!sigismember(&old.sa_mask, SIGINT));
	ok("sigaction of SIGKILL", sigaction(SIGKILL, &action, NULL));
	ok("sigaction of SIGSTOP", sigaction(SIGSTOP, &action, NULL));
	ok("sigaction of signal 0", sigaction(0, &action, NULL));
	ok("sigaction of signal 65", sigaction(65, &action, NULL));
	yes("signal tells the former", signal(SIGUSR2, SIG_IGN) == counts);
	return 0;
}
