/* SPDX-License-Identifier: MIT */
/* Signals of descriptors: O_ASYNC, F_SETOWN, F_SETSIG, and the urgent signal of sockets. */
#include "inet.h"

static volatile int count;
static siginfo_t last;

static void told(int signal, siginfo_t *info, void *context)
{
	(void)signal;
	(void)context;
	last = *info;
	count++;
}

static void tell(const char *label, int fd)
{
	say("%s: %d", label, count);
	if (count) say("  %s, %s", signal_name(last.si_signo),
		last.si_code == SI_KERNEL ||
			last.si_fd == fd ? "of that descriptor" : "of another");
	count = 0;
}

int main(void)
{
	int fds[2], ends[2];
	char byte;
	struct sigaction action = { 0 };
	action.sa_sigaction = told;
	action.sa_flags = SA_SIGINFO | SA_RESTART;
	sigaction(SIGIO, &action, NULL);
	sigaction(SIGURG, &action, NULL);
	sigaction(SIGRTMIN + 1, &action, NULL);
	need("pipe", pipe(fds));
	ok("F_SETOWN", fcntl(fds[0], F_SETOWN, getpid()));
	yes("F_GETOWN", fcntl(fds[0], F_GETOWN) == getpid());
	write(fds[1], "x", 1);
	tell("signals without O_ASYNC", fds[0]);
	read(fds[0], &byte, 1);
	ok("O_ASYNC", fcntl(fds[0], F_SETFL, O_ASYNC));
	write(fds[1], "x", 1);
	tell("signals with it", fds[0]);
	ok("F_SETSIG", fcntl(fds[0], F_SETSIG, SIGRTMIN + 1));
	yes("F_GETSIG", fcntl(fds[0], F_GETSIG) == SIGRTMIN + 1);
	read(fds[0], &byte, 1);
	write(fds[1], "x", 1);
	tell("signals after F_SETSIG", fds[0]);
	ok("F_SETSIG of 99", fcntl(fds[0], F_SETSIG, 99));
	ok("F_SETOWN of nobody", fcntl(fds[0], F_SETOWN, 99999));

	connected(4600, ends);
	fcntl(ends[1], F_SETOWN, getpid());
	send(ends[0], "u", 1, MSG_OOB);
	sleep_ms(5);
	tell("urgent data", ends[1]);
	fcntl(ends[1], F_SETFL, O_ASYNC | O_NONBLOCK);
	send(ends[0], "a", 1, 0);
	sleep_ms(5);
	tell("a socket's input", ends[1]);
	return 0;
}
