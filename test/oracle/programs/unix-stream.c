/* SPDX-License-Identifier: MIT */
/* Unix stream sockets: connections by path and by abstract name, ends, and refusals. */
#include "observe.h"

#include <poll.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

static long named(int (*call)(int, const struct sockaddr *, socklen_t), int fd, const char *name)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	size_t length = strlen(name);
	memcpy(a.sun_path, name, length);
	if (*name == '@') *a.sun_path = 0;
	return call(fd, (struct sockaddr *)&a, offsetof(struct sockaddr_un, sun_path) + length +
		(*name != '@'));
}

static int stream(void) { return need("socket", socket(AF_UNIX, SOCK_STREAM, 0)); }

static void connections(void)
{
	char text[16] = "";
	struct stat status;
	struct sockaddr_un name = { 0 };
	socklen_t length = sizeof name;
	int listener = stream(), client = stream();
	ok("connect to nothing", named(connect, client, "path"));
	ok("bind", named(bind, listener, "path"));
	ok("connect before listen", named(connect, client, "path"));
	ok("listen", listen(listener, 1));
	ok("connect", named(connect, client, "path"));
	ok("connect once more", named(connect, client, "path"));
	stat("path", &status);
	yes("its file is a socket", S_ISSOCK(status.st_mode));
	int server = accept(listener, NULL, NULL);
	ok("accept", server);
	getpeername(client, (struct sockaddr *)&name, &length);
	say("the peer is '%s'", name.sun_path);
	length = sizeof name;
	getsockname(client, (struct sockaddr *)&name, &length);
	yes("the client has no name", length == offsetof(struct sockaddr_un, sun_path));
	show("send", send(client, "hello", 5, 0));
	show("recv of 3", recv(server, text, 3, 0));
	int left = 0;
	ioctl(server, FIONREAD, &left);
	show("bytes left", left);
	show("recv of the rest", recv(server, text, sizeof text, 0));
	ok("recv without waiting", recv(server, text, 1, MSG_DONTWAIT));
	ok("shutdown of writing", shutdown(client, SHUT_WR));
	show("recv at the end", recv(server, text, 1, 0));
	show("send the other way", send(server, "back", 4, 0));
	show("recv there", recv(client, text, sizeof text, 0));
	send(server, "unread", 6, 0);
	close(client);
	ok("send to a closed one", send(server, "x", 1, MSG_NOSIGNAL));
	close(server);
	ok("bind to the same path", named(bind, stream(), "path"));
	unlink("path");
	ok("connect after unlink", named(connect, stream(), "path"));
	close(open("file", O_WRONLY | O_CREAT, 0600));
	ok("connect to a file", named(connect, stream(), "file"));
	ok("open of a socket's file", (named(bind, stream(), "other"), open("other", O_RDWR)));
}

static void reset(void)
{
	int ends[2];
	char byte;
	socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
	send(ends[0], "unread", 6, 0);
	close(ends[1]);
	ok("recv after the peer left bytes unread", recv(ends[0], &byte, 1, 0));
	show("recv after that", recv(ends[0], &byte, 1, 0));
	struct pollfd one = { ends[0], POLLIN | POLLOUT, 0 };
	poll(&one, 1, 0);
	yes("poll says hung up", one.revents & POLLHUP);
}

static void abstract(void)
{
	int listener = stream(), first = stream(), second = stream(), third = stream();
	ok("bind of an abstract name", named(bind, listener, "@oracle"));
	ok("bind of the same", named(bind, stream(), "@oracle"));
	listen(listener, 0);
	fcntl(second, F_SETFL, O_NONBLOCK);
	fcntl(third, F_SETFL, O_NONBLOCK);
	ok("connect", named(connect, first, "@oracle"));
	ok("connect beyond the backlog", named(connect, second, "@oracle"));
	close(listener);
	char byte;
	ok("recv of one that was never accepted", recv(first, &byte, 1, 0));
	ok("connect after the listener closed", named(connect, third, "@oracle"));
	ok("accept of what does not listen", accept(third, NULL, NULL));
	ok("listen without a name", listen(stream(), 1));
	ok("send without a peer", send(stream(), "x", 1, MSG_NOSIGNAL));
	ok("recv without a peer", recv(stream(), &byte, 1, 0));
	ok("shutdown without a peer", shutdown(stream(), SHUT_RD));
	ok("an unknown type", socket(AF_UNIX, 77, 0));
	ok("an unknown family", socket(99, SOCK_STREAM, 0));
	ok("a protocol that it has not", socket(AF_UNIX, SOCK_STREAM, 77));
}

int main(void)
{
	connections();
	reset();
	abstract();
	return 0;
}
