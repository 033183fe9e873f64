/* SPDX-License-Identifier: MIT */
/* Masks and pending signals: what waits, in which order it comes, what is merged. */
#include "observe.h"

static volatile int count;

static void tells(int signal)
{
	count++;
	say("handler of %s", signal_name(signal));
}

static void queued(int signal, siginfo_t *info, void *context)
{
	(void)context;
	say("%s with %d", signal_name(signal), info->si_value.sival_int);
}

static void pending(const char *label)
{
	sigset_t set;
	sigpending(&set);
	say("%s:%s%s%s%s", label, sigismember(&set, SIGUSR1) ? " USR1" : "",
		sigismember(&set, SIGUSR2) ? " USR2" : "", sigismember(&set, SIGHUP) ? " HUP" : "",
		sigismember(&set, SIGRTMIN + 1) ? " RT" : "");
}

static void real_time(void)
{
	struct sigaction action = { 0 };
	sigset_t set, old;
	action.sa_sigaction = queued;
	action.sa_flags = SA_SIGINFO;
	sigfillset(&action.sa_mask);
	sigaction(SIGRTMIN + 1, &action, NULL);
	sigaction(SIGRTMIN + 2, &action, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN + 1);
	sigaddset(&set, SIGRTMIN + 2);
	sigprocmask(SIG_BLOCK, &set, &old);
	for (int i = 0; i < 3; i++) {
		union sigval value = { .sival_int = 10 + i };
		ok("sigqueue", sigqueue(getpid(), SIGRTMIN + 1, value));
	}
	ok("sigqueue of a later one", sigqueue(getpid(), SIGRTMIN + 2, (union sigval){ 20 }));
	pending("queued");
	sigprocmask(SIG_SETMASK, &old, NULL);
	pending("after");
	ok("sigqueue to nobody", sigqueue(99999, SIGRTMIN, (union sigval){ 0 }));
	ok("sigqueue of signal 0", sigqueue(getpid(), 0, (union sigval){ 0 }));
}

int main(void)
{
	sigset_t set, old, wait;
	signal(SIGUSR1, tells);
	signal(SIGUSR2, tells);
	signal(SIGHUP, tells);
	pending("at first");
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGUSR2);
	sigaddset(&set, SIGHUP);
	ok("block three", sigprocmask(SIG_BLOCK, &set, &old));
	raise(SIGUSR2);
	raise(SIGUSR1);
	raise(SIGUSR1);
	raise(SIGHUP);
	pending("blocked");
	show("handled so far", count);
	ok("unblock", sigprocmask(SIG_SETMASK, &old, NULL));
	show("handled, USR1 once", count);
	pending("unblocked");

	sigprocmask(SIG_BLOCK, &set, NULL);
	raise(SIGUSR1);
	raise(SIGUSR2);
	sigfillset(&wait);
	sigdelset(&wait, SIGUSR2);
	ok("sigsuspend", sigsuspend(&wait));
	pending("after sigsuspend");
	signal(SIGUSR1, SIG_IGN);
	pending("an ignored one is dropped");
	sigprocmask(SIG_SETMASK, &old, NULL);

	sigfillset(&set);
	ok("block all", sigprocmask(SIG_BLOCK, &set, NULL));
	sigprocmask(SIG_BLOCK, NULL, &set);
	yes("SIGKILL cannot be blocked", !sigismember(&set, SIGKILL));
	yes("SIGSTOP cannot be blocked", !sigismember(&set, SIGSTOP));
	ok("an unknown way", sigprocmask(77, &set, NULL));
	sigprocmask(SIG_SETMASK, &old, NULL);
	real_time();
	return 0;
}
