/* SPDX-License-Identifier: MIT */
/* Addresses and sockets on the loopback interface. */
#ifndef INET_H
#define INET_H

#include "observe.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

static inline struct sockaddr_in loopback(int port)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port) };
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return a;
}

static inline struct sockaddr_in6 loopback6(int port)
{
	struct sockaddr_in6 a = { .sin6_family = AF_INET6, .sin6_port = htons(port) };
	a.sin6_addr = in6addr_loopback;
	return a;
}

static inline int bind_to(int fd, int port)
{
	struct sockaddr_in a = loopback(port);
	return bind(fd, (struct sockaddr *)&a, sizeof a);
}

static inline int connect_to(int fd, int port)
{
	struct sockaddr_in a = loopback(port);
	return connect(fd, (struct sockaddr *)&a, sizeof a);
}

/* A listening TCP socket. */
static inline int listens(int port, int backlog)
{
	int fd = need("socket", socket(AF_INET, SOCK_STREAM, 0)), one = 1;
	need("SO_REUSEADDR", setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one));
	need("bind", bind_to(fd, port));
	need("listen", listen(fd, backlog));
	return fd;
}

/* Both ends of a TCP connection. */
static inline void connected(int port, int ends[2])
{
	int listener = listens(port, 5);
	ends[0] = need("socket", socket(AF_INET, SOCK_STREAM, 0));
	need("connect", connect_to(ends[0], port));
	ends[1] = need("accept", accept(listener, NULL, NULL));
	close(listener);
}

static inline int tcp_state(int fd)
{
	struct tcp_info info;
	socklen_t length = sizeof info;
	return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) ? -1 : info.tcpi_state;
}

/* SO_ERROR, which reading clears. */
static inline const char *socket_error(int fd)
{
	int error = 0;
	socklen_t length = sizeof error;
	getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
	return error ? errno_name(error) : "none";
}

static inline int option(int fd, int level, int name)
{
	int value = -1;
	socklen_t length = sizeof value;
	return getsockopt(fd, level, name, &value, &length) ? -1 : value;
}

static inline int set_option(int fd, int level, int name, int value)
{
	return setsockopt(fd, level, name, &value, sizeof value);
}

#endif
