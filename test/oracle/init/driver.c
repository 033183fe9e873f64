/* SPDX-License-Identifier: MIT */
/*
 * Runs `argv[1]` as PID 1 of new PID, mount, network and UTS namespaces, with a socket that keeps
 * records apart as descriptor 3. Passes records on, each as u32 length and bytes: from stdin to the
 * socket, from the socket to stdout. Ends, and the namespaces with it, at the end of stdin.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static char record[1 << 20];

static int read_all(char *to, size_t length)
{
	while (length > 0) {
		ssize_t n = read(0, to, length);

		if (n <= 0)
			return -1;
		to += n;
		length -= n;
	}
	return 0;
}

static int to_init(int fd)
{
	uint32_t length;

	if (read_all((char *)&length, sizeof length) || length > sizeof record)
		return -1;
	return read_all(record, length) || send(fd, record, length, 0) < 0 ? -1 : 0;
}

static int from_init(int fd)
{
	ssize_t n = recv(fd, record, sizeof record, 0);
	uint32_t length = n;

	if (n <= 0)
		return -1;
	return write(1, &length, sizeof length) < 0 || write(1, record, n) < 0 ? -1 : 0;
}

static int start(char **argv, int fd)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL);
	dup2(fd, 3);
	close_range(4, ~0U, 0);
	execv(argv[1], argv + 1);
	perror(argv[1]);
	return 1;
}

int main(int argc, char **argv)
{
	int pair[2];
	struct pollfd ready[2] = { { .fd = 0, .events = POLLIN }, { .events = POLLIN } };
	pid_t pid;

	if (argc < 2 || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, pair) ||
	    unshare(CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWUTS)) {
		perror("init driver");
		return 1;
	}
	pid = fork();
	if (!pid)
		return start(argv, pair[1]);
	close(pair[1]);
	ready[1].fd = pair[0];
	while (poll(ready, 2, -1) >= 0) {
		if (ready[1].revents && from_init(pair[0]))
			break;
		if (ready[0].revents && to_init(pair[0]))
			break;
	}
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return 0;
}
