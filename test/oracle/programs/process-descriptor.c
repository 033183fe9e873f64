/* SPDX-License-Identifier: MIT */
/* Descriptors of processes: pidfd_open, pidfd_send_signal, waitid by descriptor, close_range. */
#include "observe.h"

#include <poll.h>
#include <sys/syscall.h>

/* libc has no names for them. */
enum { CLOSE_ON_EXEC = 4 };
static const idtype_t by_descriptor = 3;

static long pidfd_open(pid_t pid, int flags) { return syscall(SYS_pidfd_open, pid, flags); }

static long pidfd_send(int fd, int signal)
{
	return syscall(SYS_pidfd_send_signal, fd, signal, NULL, 0);
}

int main(int argc, char **argv)
{
	siginfo_t info = { 0 };
	if (argc > 1) {
		(void)argv;
		for (;;) pause();
	}
	pid_t pid = again("pause", NULL);
	int fd = pidfd_open(pid, 0);
	struct pollfd one = { fd, POLLIN, 0 };
	ok("pidfd_open", fd);
	yes("it closes on exec", fcntl(fd, F_GETFD) == FD_CLOEXEC);
	show("poll of a running one", poll(&one, 1, 0));
	ok("pidfd_send_signal 0", pidfd_send(fd, 0));
	ok("pidfd_send_signal SIGTERM", pidfd_send(fd, SIGTERM));
	show("poll until it ends", poll(&one, 1, -1));
	ok("waitid by descriptor", waitid(by_descriptor, fd, &info, WEXITED));
	say("killed by %s", signal_name(info.si_status));
	ok("pidfd_send_signal to a dead one", pidfd_send(fd, SIGTERM));
	ok("pidfd_open of nobody", pidfd_open(99999, 0));
	ok("pidfd_open with an unknown flag", pidfd_open(getpid(), 1));
	ok("pidfd_open of a negative one", pidfd_open(-1, 0));
	ok("pidfd_send_signal through a file", pidfd_send(0, SIGTERM));

	for (int i = 40; i < 45; i++) dup2(0, i);
	ok("close_range with CLOEXEC", syscall(SYS_close_range, 40, 41, CLOSE_ON_EXEC));
	show("the flag of the first", fcntl(40, F_GETFD));
	show("the flag of the third", fcntl(42, F_GETFD));
	ok("close_range", syscall(SYS_close_range, 41, 43, 0));
	ok("the first is open", fcntl(40, F_GETFD));
	ok("the third is closed", fcntl(42, F_GETFD));
	ok("the last is open", fcntl(44, F_GETFD));
	ok("close_range backwards", syscall(SYS_close_range, 44, 41, 0));
	ok("close_range to the end", syscall(SYS_close_range, 40, ~0u, 0));
	ok("the last is closed", fcntl(44, F_GETFD));
	return 0;
}
