/* SPDX-License-Identifier: MIT */
/* TCP: connecting, being refused, names of both ends, listening, ports in use. */
#include "inet.h"

#include <poll.h>

static void names(void)
{
	struct sockaddr_in a = { 0 }, b = { 0 };
	socklen_t length = sizeof a;
	int ends[2];
	connected(4000, ends);
	getpeername(ends[0], (struct sockaddr *)&a, &length);
	say("the client's peer is %s %d", inet_ntoa(a.sin_addr), ntohs(a.sin_port));
	getsockname(ends[0], (struct sockaddr *)&a, &length);
	getpeername(ends[1], (struct sockaddr *)&b, &length);
	yes("the server's peer is the client", a.sin_port == b.sin_port);
	yes("its port is an ephemeral one", ntohs(a.sin_port) >= 32768);
	show("state of the client", tcp_state(ends[0]));
	show("SO_TYPE", option(ends[0], SOL_SOCKET, SO_TYPE));
	show("SO_DOMAIN", option(ends[0], SOL_SOCKET, SO_DOMAIN));
	show("SO_PROTOCOL", option(ends[0], SOL_SOCKET, SO_PROTOCOL));
	ok("connect once more", connect_to(ends[0], 4000));
	ok("listen on a connected one", listen(ends[0], 1));
	ok("bind of a bound one", bind_to(ends[1], 4001));
}

static void refused(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in a = loopback(4002);
	ok("getpeername before connect",
		getpeername(fd, (struct sockaddr *)&a, &(socklen_t){ sizeof a }));
	ok("send before connect", send(fd, "x", 1, MSG_NOSIGNAL));
	ok("recv before connect", recv(fd, &a, 1, 0));
	ok("connect to a port that nobody has", connect_to(fd, 4002));
	show("state", tcp_state(fd));
	ok("and again", connect_to(fd, 4002));
	int listener = listens(4002, 1);
	ok("the same socket when somebody has it", connect_to(fd, 4002));
	ok("connect of a listening one", connect_to(listener, 4003));
	show("state of a listening one", tcp_state(listener));
	ok("send on a listening one", send(listener, "x", 1, MSG_NOSIGNAL));
	a.sin_family = AF_INET6;
	ok("connect with another family",
		connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&a, sizeof a));
	ok("connect with too short an address",
		connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&a, 4));
	a = loopback(4002);
	a.sin_addr.s_addr = inet_addr("192.0.2.1");
	ok("connect without a route",
		connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&a, sizeof a));
	ok("bind to an address that is not here",
		bind(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&a, sizeof a));
}

static void ports(void)
{
	int first = socket(AF_INET, SOCK_STREAM, 0), second = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in a = { 0 };
	socklen_t length = sizeof a;
	ok("bind", bind_to(first, 4010));
	ok("bind to a port in use", bind_to(second, 4010));
	set_option(first, SOL_SOCKET, SO_REUSEADDR, 1);
	set_option(second, SOL_SOCKET, SO_REUSEADDR, 1);
	ok("with SO_REUSEADDR", bind_to(second, 4010));
	ok("listen on the first", listen(first, 1));
	ok("listen on the second", listen(second, 1));
	close(second);
	second = socket(AF_INET, SOCK_STREAM, 0);
	int third = socket(AF_INET, SOCK_STREAM, 0);
	set_option(second, SOL_SOCKET, SO_REUSEPORT, 1);
	set_option(third, SOL_SOCKET, SO_REUSEPORT, 1);
	ok("with SO_REUSEPORT", bind_to(second, 4011));
	ok("and another", bind_to(third, 4011));
	ok("both may listen", listen(second, 1) || listen(third, 1) ? -1 : 0);
	second = socket(AF_INET, SOCK_STREAM, 0);
	ok("bind to port 0", bind_to(second, 0));
	getsockname(second, (struct sockaddr *)&a, &length);
	yes("a port was chosen", a.sin_port != 0);
	ok("listen without bind", listen(socket(AF_INET, SOCK_STREAM, 0), 1));
	setuid(1000);
	ok("bind to port 80 as a user", bind_to(socket(AF_INET, SOCK_STREAM, 0), 80));
}

static void accepting(void)
{
	int listener = listens(4020, 5), fds[3];
	struct pollfd one = { listener, POLLIN, 0 };
	struct sockaddr_in a;
	socklen_t length = sizeof a;
	fcntl(listener, F_SETFL, O_NONBLOCK);
	ok("accept of nothing", accept(listener, NULL, NULL));
	show("poll of it", poll(&one, 1, 0));
	for (int i = 0; i < 3; i++) {
		fds[i] = socket(AF_INET, SOCK_STREAM, 0);
		connect_to(fds[i], 4020);
	}
	show("poll of three", poll(&one, 1, 0));
	int server = accept4(listener, (struct sockaddr *)&a, &length,
		SOCK_NONBLOCK | SOCK_CLOEXEC);
	ok("accept4", server);
	yes("its address is of its family", a.sin_family == AF_INET);
	yes("SOCK_NONBLOCK", fcntl(server, F_GETFL) & O_NONBLOCK);
	yes("SOCK_CLOEXEC", fcntl(server, F_GETFD) & FD_CLOEXEC);
	server = accept(listener, NULL, NULL);
	yes("flags are not inherited", !(fcntl(server, F_GETFL) & O_NONBLOCK));
	close(listener);
	sleep_ms(5);
	char byte;
	ok("one that was never accepted is reset", recv(fds[2], &byte, 1, 0));
}

int main(void)
{
	names();
	refused();
	accepting();
	ports();
	return 0;
}
