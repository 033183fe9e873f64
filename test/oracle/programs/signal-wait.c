/* SPDX-License-Identifier: MIT */
/* Signals taken by a call: sigwait, sigwaitinfo, sigtimedwait, signalfd. */
#include "observe.h"

#include <poll.h>
#include <sys/signalfd.h>

static void on_hup(int signal)
{
	say("handler of %s", signal_name(signal));
}

static void by_call(const sigset_t *set)
{
	int number;
	siginfo_t info;
	struct timespec short_time = { 0, 20000000 }, none = { 0, 0 }, wrong = { 0, -1 };
	raise(SIGUSR2);
	raise(SIGUSR1);
	sigwait(set, &number);
	say("sigwait: %s", signal_name(number));
	say("sigwaitinfo: %s", signal_name(sigwaitinfo(set, &info)));
	yes("from the own process", info.si_pid == getpid());
	int64_t start = now_ms();
	ok("sigtimedwait", sigtimedwait(set, &info, &short_time));
	yes("it took its time", now_ms() - start >= 20);
	ok("sigtimedwait of no time", sigtimedwait(set, &info, &none));
	ok("sigtimedwait of a wrong time", sigtimedwait(set, &info, &wrong));
	sigqueue(getpid(), SIGRTMIN + 3, (union sigval){ .sival_int = -5 });
	say("a queued one: %s", signal_name(sigwaitinfo(set, &info)));
	say("its value is %d", info.si_value.sival_int);
	yes("its code is SI_QUEUE", info.si_code == SI_QUEUE);
	signal(SIGHUP, on_hup);
	pid_t child = again("kill parent", NULL);
	short_time.tv_nsec = 100000000;
	ok("sigtimedwait goes on after a handler", sigtimedwait(set, &info, &short_time));
	say("child: %s", ending(ended(child)));
}

static void by_descriptor(const sigset_t *set)
{
	struct signalfd_siginfo info[2];
	sigset_t two;
	int fd = need("signalfd", signalfd(-1, set, SFD_NONBLOCK | SFD_CLOEXEC));
	struct pollfd poll_fd = { fd, POLLIN, 0 };
	ok("read of an empty signalfd", read(fd, info, sizeof *info));
	show("poll of it", poll(&poll_fd, 1, 0));
	raise(SIGUSR1);
	sigqueue(getpid(), SIGRTMIN + 3, (union sigval){ .sival_int = 77 });
	show("poll now", poll(&poll_fd, 1, 0));
	show("signals in one read", read(fd, info, sizeof info) / (long)sizeof *info);
	say("first %s, second %s with %d", signal_name(info[0].ssi_signo),
		signal_name(info[1].ssi_signo), info[1].ssi_int);
	yes("it says who sent it", (pid_t)info[0].ssi_pid == getpid());
	ok("a read of too few bytes", read(fd, info, 8));
	sigemptyset(&two);
	sigaddset(&two, SIGUSR2);
	yes("signalfd changes the set", signalfd(fd, &two, 0) == fd);
	raise(SIGUSR1);
	ok("another signal is not read", read(fd, info, sizeof *info));
	raise(SIGUSR2);
	show("this is", read(fd, info, sizeof *info) / (long)sizeof *info);
	ok("signalfd of a file", signalfd(0, set, 0));
	close(fd);
}

int main(int argc, char **argv)
{
	sigset_t set;
	if (argc > 1) {
		sleep_ms(20);
		(void)argv;
		return kill(getppid(), SIGHUP);
	}
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGUSR2);
	sigaddset(&set, SIGRTMIN + 3);
	sigprocmask(SIG_BLOCK, &set, NULL);
	by_call(&set);
	by_descriptor(&set);
	return 0;
}
