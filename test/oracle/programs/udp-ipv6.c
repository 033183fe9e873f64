/* SPDX-License-Identifier: MIT */
/* IPv6: loopback, both families on one socket, mapped addresses, IPV6_V6ONLY, TCP over it. */
#include "inet.h"

static const char *address(const struct sockaddr_in6 *a)
{
	static char text[64];
	return inet_ntop(AF_INET6, &a->sin6_addr, text, sizeof text);
}

static int bound(int type, int only, int port)
{
	int fd = need("socket", socket(AF_INET6, type, 0));
	struct sockaddr_in6 any = { .sin6_family = AF_INET6, .sin6_port = htons(port) };
	set_option(fd, IPPROTO_IPV6, IPV6_V6ONLY, only);
	need("bind", bind(fd, (struct sockaddr *)&any, sizeof any));
	return fd;
}

static void datagrams(void)
{
	char text[16];
	struct sockaddr_in6 six = loopback6(5300), from = { 0 };
	struct sockaddr_in four = loopback(5300);
	socklen_t length = sizeof from;
	int both = bound(SOCK_DGRAM, 0, 5300);
	int out6 = socket(AF_INET6, SOCK_DGRAM, 0), out4 = socket(AF_INET, SOCK_DGRAM, 0);
	show("sendto ::1", sendto(out6, "six", 3, 0, (struct sockaddr *)&six, sizeof six));
	recvfrom(both, text, sizeof text, 0, (struct sockaddr *)&from, &length);
	say("from %s", address(&from));
	show("sendto 127.0.0.1", sendto(out4, "four", 4, 0, (struct sockaddr *)&four, sizeof four));
	recvfrom(both, text, sizeof text, 0, (struct sockaddr *)&from, &length);
	say("from %s", address(&from));
	int other = socket(AF_INET, SOCK_DGRAM, 0);
	ok("bind of the same port in the other family", bind_to(other, 5300));
	int only = bound(SOCK_DGRAM, 1, 5301);
	ok("beside one that is IPv6 only", bind_to(other, 5301));
	inet_pton(AF_INET6, "::ffff:127.0.0.1", &six.sin6_addr);
	show("sendto a mapped address",
		sendto(out6, "map", 3, 0, (struct sockaddr *)&six, sizeof six));
	recvfrom(both, text, sizeof text, 0, (struct sockaddr *)&from, &length);
	say("from %s", address(&from));
	ok("a mapped address of one that is IPv6 only",
		sendto(only, "x", 1, 0, (struct sockaddr *)&six, sizeof six));
	show("IPV6_V6ONLY", option(only, IPPROTO_IPV6, IPV6_V6ONLY));
	ok("IPV6_V6ONLY after bind", set_option(both, IPPROTO_IPV6, IPV6_V6ONLY, 1));
	inet_pton(AF_INET6, "2001:db8::1", &six.sin6_addr);
	ok("no route", sendto(out6, "x", 1, 0, (struct sockaddr *)&six, sizeof six));
	inet_pton(AF_INET6, "fe80::1", &six.sin6_addr);
	ok("link-local without an interface",
		sendto(out6, "x", 1, 0, (struct sockaddr *)&six, sizeof six));
	connect(out6, (struct sockaddr *)&(struct sockaddr_in6){ .sin6_family = AF_INET6,
		.sin6_port = htons(5399), .sin6_addr = in6addr_loopback }, sizeof six);
	send(out6, "x", 1, 0);
	ok("a port that nobody has", recv(out6, text, 1, MSG_DONTWAIT));
	show("IPV6_UNICAST_HOPS", option(out6, IPPROTO_IPV6, IPV6_UNICAST_HOPS));
	ok("IPV6_UNICAST_HOPS 300", set_option(out6, IPPROTO_IPV6, IPV6_UNICAST_HOPS, 300));
}

static void streams(void)
{
	char text[16] = "";
	struct sockaddr_in6 six = loopback6(5310), peer = { 0 };
	socklen_t length = sizeof peer;
	int listener = bound(SOCK_STREAM, 0, 5310);
	listen(listener, 5);
	int client = socket(AF_INET6, SOCK_STREAM, 0);
	ok("connect to ::1", connect(client, (struct sockaddr *)&six, sizeof six));
	int server = accept(listener, (struct sockaddr *)&peer, &length);
	say("the peer is %s", address(&peer));
	send(client, "hello", 5, 0);
	show("recv", recv(server, text, sizeof text, 0));
	client = socket(AF_INET, SOCK_STREAM, 0);
	ok("connect to 127.0.0.1", connect_to(client, 5310));
	server = accept(listener, (struct sockaddr *)&peer, &length);
	say("the peer is %s", address(&peer));
	client = socket(AF_INET6, SOCK_STREAM, 0);
	six.sin6_port = htons(5311);
	ok("connect to a port that nobody has",
		connect(client, (struct sockaddr *)&six, sizeof six));
}

int main(void)
{
	datagrams();
	streams();
	return 0;
}
