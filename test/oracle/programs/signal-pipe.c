/* SPDX-License-Identifier: MIT */
/* SIGPIPE and EPIPE, of pipes and sockets. */
#include "observe.h"

#include <sys/socket.h>
#include <sys/uio.h>

static volatile int count;

static void counts(int signal)
{
	(void)signal;
	count++;
}

static void tell(const char *label, long result)
{
	int error = errno;
	say("%s: %s, %d signals", label, result < 0 ? errno_name(error) : "ok", count);
	count = 0;
}

static int child(const char *mode)
{
	int fds[2];
	if (!strcmp(mode, "pipe")) {
		need("pipe", pipe(fds));
		close(fds[0]);
		write(fds[1], "x", 1);
		say("alive after a write");
	} else {
		need("socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
		close(fds[0]);
		send(fds[1], "x", 1, MSG_NOSIGNAL);
		say("alive after a send with MSG_NOSIGNAL");
		send(fds[1], "x", 1, 0);
		say("alive after a send");
	}
	return 0;
}

int main(int argc, char **argv)
{
	int fds[2];
	struct iovec parts[2] = { { "ab", 2 }, { "cd", 2 } };
	if (argc > 1) return child(argv[1]);
	say("a pipe without reader: %s", ending(ended(again("pipe", NULL))));
	say("a socket without peer: %s", ending(ended(again("socket", NULL))));
	signal(SIGPIPE, counts);
	need("pipe", pipe(fds));
	close(fds[0]);
	tell("write", write(fds[1], "x", 1));
	tell("writev", writev(fds[1], parts, 2));
	tell("write of nothing", write(fds[1], "", 0));
	need("socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
	close(fds[0]);
	tell("send", send(fds[1], "x", 1, 0));
	tell("send with MSG_NOSIGNAL", send(fds[1], "x", 1, MSG_NOSIGNAL));
	signal(SIGPIPE, SIG_IGN);
	tell("send while it is ignored", send(fds[1], "x", 1, 0));
	return 0;
}
