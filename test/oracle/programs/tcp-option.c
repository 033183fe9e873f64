/* SPDX-License-Identifier: MIT */
/* Options of sockets and of TCP: defaults, what is kept, what is refused. */
#include "inet.h"

static void both(const char *name, int fd, int level, int number, int value)
{
	int before = option(fd, level, number);
	int result = set_option(fd, level, number, value), error = errno;
	say("%s: %d, set %d: %s, then %d", name, before, value,
		result ? errno_name(error) : "ok", option(fd, level, number));
}

int main(void)
{
	int ends[2], fd, value;
	char name[32] = "";
	socklen_t length = sizeof name;
	connected(4300, ends);
	fd = ends[0];
	both("SO_KEEPALIVE", fd, SOL_SOCKET, SO_KEEPALIVE, 1);
	both("SO_REUSEADDR", fd, SOL_SOCKET, SO_REUSEADDR, 1);
	both("SO_BROADCAST", fd, SOL_SOCKET, SO_BROADCAST, 1);
	both("SO_OOBINLINE", fd, SOL_SOCKET, SO_OOBINLINE, 1);
	both("SO_PRIORITY", fd, SOL_SOCKET, SO_PRIORITY, 4);
	both("SO_RCVLOWAT", fd, SOL_SOCKET, SO_RCVLOWAT, 100);
	both("SO_SNDLOWAT", fd, SOL_SOCKET, SO_SNDLOWAT, 100);
	both("SO_MARK", fd, SOL_SOCKET, SO_MARK, 77);
	both("TCP_NODELAY", fd, IPPROTO_TCP, TCP_NODELAY, 1);
	both("TCP_CORK", fd, IPPROTO_TCP, TCP_CORK, 1);
	both("TCP_KEEPIDLE", fd, IPPROTO_TCP, TCP_KEEPIDLE, 10);
	both("TCP_KEEPINTVL", fd, IPPROTO_TCP, TCP_KEEPINTVL, 5);
	both("TCP_KEEPCNT", fd, IPPROTO_TCP, TCP_KEEPCNT, 3);
	both("TCP_KEEPCNT too large", fd, IPPROTO_TCP, TCP_KEEPCNT, 1000);
	both("TCP_SYNCNT", fd, IPPROTO_TCP, TCP_SYNCNT, 3);
	both("TCP_USER_TIMEOUT", fd, IPPROTO_TCP, TCP_USER_TIMEOUT, 5000);
	both("TCP_LINGER2", fd, IPPROTO_TCP, TCP_LINGER2, 10);
	both("TCP_DEFER_ACCEPT", fd, IPPROTO_TCP, TCP_DEFER_ACCEPT, 0);
	both("TCP_QUICKACK", fd, IPPROTO_TCP, TCP_QUICKACK, 1);
	both("TCP_NOTSENT_LOWAT", fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, 1000);
	both("IP_TTL", fd, IPPROTO_IP, IP_TTL, 33);
	both("IP_TTL 300", fd, IPPROTO_IP, IP_TTL, 300);
	both("IP_TOS", fd, IPPROTO_IP, IP_TOS, 0x10);
	both("IP_MTU_DISCOVER", fd, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO);
	both("SO_ACCEPTCONN", fd, SOL_SOCKET, SO_ACCEPTCONN, 1);
	both("SO_TYPE", fd, SOL_SOCKET, SO_TYPE, 1);
	both("an unknown one", fd, SOL_SOCKET, 9999, 1);
	both("an unknown one of TCP", fd, IPPROTO_TCP, 9999, 1);
	both("an unknown level", fd, 9999, 1, 1);
	set_option(fd, SOL_SOCKET, SO_RCVBUF, 50000);
	show("SO_RCVBUF is doubled", option(fd, SOL_SOCKET, SO_RCVBUF));
	set_option(fd, SOL_SOCKET, SO_SNDBUF, 50000);
	show("SO_SNDBUF is doubled", option(fd, SOL_SOCKET, SO_SNDBUF));
	set_option(fd, SOL_SOCKET, SO_RCVBUF, 1);
	yes("SO_RCVBUF has a least value", option(fd, SOL_SOCKET, SO_RCVBUF) > 1000);
	ok("TCP_CONGESTION", setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, "reno", 4));
	getsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, name, &length);
	say("it is '%s'", name);
	ok("TCP_CONGESTION of none", setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, "none", 4));
	ok("SO_BINDTODEVICE", setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3));
	length = sizeof name;
	getsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, name, &length);
	say("it is '%s'", name);
	ok("SO_BINDTODEVICE of none", setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "none0", 6));
	ok("setsockopt of one byte", setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &value, 1));
	length = 2;
	ok("getsockopt into two bytes", getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &value, &length));
	show("it says two", length);
	ok("setsockopt of a file", set_option(1, SOL_SOCKET, SO_KEEPALIVE, 1));
	yes("TCP_MAXSEG is there", option(fd, IPPROTO_TCP, TCP_MAXSEG) > 500);
	ok("TCP_FASTOPEN of a listening one",
		set_option(listens(4301, 1), IPPROTO_TCP, TCP_FASTOPEN, 5));
	return 0;
}
