/* SPDX-License-Identifier: MIT */
/* UDP: borders of messages, truncation, connected sockets, errors from ICMP, sizes. */
#include "inet.h"

#include <poll.h>
#include <sys/ioctl.h>

static int udp(void) { return need("socket", socket(AF_INET, SOCK_DGRAM, 0)); }

static long to(int fd, int port, const char *text)
{
	struct sockaddr_in a = loopback(port);
	return sendto(fd, text, strlen(text), 0, (struct sockaddr *)&a, sizeof a);
}

static void messages(void)
{
	char text[32] = "";
	int left = -1, a = udp(), b = udp();
	struct sockaddr_in from = { 0 };
	socklen_t length = sizeof from;
	struct iovec part = { text, 4 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
	ok("bind", bind_to(a, 5000));
	ok("bind to a port in use", bind_to(b, 5000));
	bind_to(b, 5001);
	show("sendto", to(b, 5000, "first"));
	show("sendto of nothing", to(b, 5000, ""));
	to(b, 5000, "the third");
	ioctl(a, FIONREAD, &left);
	show("FIONREAD tells the first", left);
	show("recvfrom", recvfrom(a, text, sizeof text, 0, (struct sockaddr *)&from, &length));
	say("from %s %d", inet_ntoa(from.sin_addr), ntohs(from.sin_port));
	show("recv of nothing", recv(a, text, sizeof text, 0));
	show("MSG_PEEK", recv(a, text, 3, MSG_PEEK));
	show("recvmsg cuts", recvmsg(a, &message, 0));
	yes("and says so", message.msg_flags & MSG_TRUNC);
	ok("the rest is gone", recv(a, text, 1, MSG_DONTWAIT));
	to(b, 5000, "eleven byte");
	show("MSG_TRUNC tells its length", recv(a, text, 2, MSG_TRUNC));
	static char large[70000];
	struct sockaddr_in peer = loopback(5000);
	ok("a message of 70000",
		sendto(b, large, 70000, 0, (struct sockaddr *)&peer, sizeof peer));
	show("a message of 65507",
		sendto(b, large, 65507, 0, (struct sockaddr *)&peer, sizeof peer));
	show("it comes whole", recv(a, large, sizeof large, 0));
	ok("send without a peer", send(b, "x", 1, 0));
	ok("listen", listen(a, 1));
	ok("accept", accept(a, NULL, NULL));
}

static void connected_ones(void)
{
	char text[8] = "";
	int a = udp(), b = udp(), c = udp();
	struct sockaddr none = { .sa_family = AF_UNSPEC };
	bind_to(a, 5010);
	bind_to(b, 5011);
	ok("connect", connect_to(a, 5011));
	show("send", send(a, "ab", 2, 0));
	show("recv", recv(b, text, sizeof text, 0));
	to(c, 5010, "stranger");
	ok("a stranger is not heard", recv(a, text, sizeof text, MSG_DONTWAIT));
	to(b, 5010, "peer");
	show("the peer is", recv(a, text, sizeof text, 0));
	ok("disconnect", connect(a, &none, sizeof none));
	to(c, 5010, "anybody");
	show("then anybody is", recv(a, text, sizeof text, 0));

	connect_to(c, 5099);
	show("send to a port that nobody has", send(c, "x", 1, 0));
	ok("the next call tells", recv(c, text, 1, MSG_DONTWAIT));
	ok("and then no more", recv(c, text, 1, MSG_DONTWAIT));
	send(c, "x", 1, 0);
	struct pollfd one = { c, POLLIN, 0 };
	poll(&one, 1, 0);
	yes("poll says error", one.revents & POLLERR);
	say("SO_ERROR: %s", socket_error(c));
	send(c, "x", 1, 0);
	ok("send tells too", send(c, "x", 1, 0));
	c = udp();
	to(c, 5099, "x");
	ok("one that is not connected hears nothing", recv(c, text, 1, MSG_DONTWAIT));
	shutdown(a, SHUT_RD);
	connect_to(a, 5011);
	ok("shutdown of reading", shutdown(a, SHUT_RD));
	show("recv after it", recv(a, text, 1, 0));
}

static void refused(void)
{
	struct sockaddr_in a = loopback(5000);
	int fd = udp();
	a.sin_addr.s_addr = INADDR_BROADCAST;
	ok("broadcast without leave", sendto(fd, "x", 1, 0, (struct sockaddr *)&a, sizeof a));
	set_option(fd, SOL_SOCKET, SO_BROADCAST, 1);
	ok("broadcast without a route", sendto(fd, "x", 1, 0, (struct sockaddr *)&a, sizeof a));
	a.sin_addr.s_addr = inet_addr("127.255.255.255");
	ok("the loopback's broadcast", sendto(fd, "x", 1, 0, (struct sockaddr *)&a, sizeof a));
	a.sin_addr.s_addr = inet_addr("198.51.100.1");
	ok("no route", sendto(fd, "x", 1, 0, (struct sockaddr *)&a, sizeof a));
	a = loopback(0);
	ok("port 0", sendto(fd, "x", 1, 0, (struct sockaddr *)&a, sizeof a));
	ok("too short an address", sendto(fd, "x", 1, 0, (struct sockaddr *)&a, 8));
	ok("MSG_OOB", sendto(fd, "x", 1, MSG_OOB, (struct sockaddr *)&a, sizeof a));
}

int main(void)
{
	messages();
	connected_ones();
	refused();
	return 0;
}
