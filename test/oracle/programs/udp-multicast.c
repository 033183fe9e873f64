/* SPDX-License-Identifier: MIT */
/* Multicast on the loopback interface: joining, leaving, looping, its options, both families. */
#include "inet.h"

#include <net/if.h>

static void hears(const char *label, int fd)
{
	char text[16] = "";
	long count = recv(fd, text, sizeof text - 1, MSG_DONTWAIT);
	say("%s: %s", label, count < 0 ? errno_name(errno) : text);
}

static void fourth(void)
{
	int in = socket(AF_INET, SOCK_DGRAM, 0), out = socket(AF_INET, SOCK_DGRAM, 0);
	struct sockaddr_in any = { .sin_family = AF_INET, .sin_port = htons(5200) };
	struct sockaddr_in group = any;
	struct ip_mreqn request = { .imr_ifindex = if_nametoindex("lo") };
	group.sin_addr.s_addr = inet_addr("239.1.2.3");
	request.imr_multiaddr = group.sin_addr;
	bind(in, (struct sockaddr *)&any, sizeof any);
	ok("send without an interface",
		sendto(out, "x", 1, 0, (struct sockaddr *)&group, sizeof group));
	ok("IP_MULTICAST_IF",
		setsockopt(out, IPPROTO_IP, IP_MULTICAST_IF, &request, sizeof request));
	ok("send", sendto(out, "early", 5, 0, (struct sockaddr *)&group, sizeof group));
	set_option(in, IPPROTO_IP, IP_MULTICAST_ALL, 0);
	hears("nobody has joined", in);
	ok("join", setsockopt(in, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof request));
	ok("join again", setsockopt(in, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof request));
	sendto(out, "joined", 6, 0, (struct sockaddr *)&group, sizeof group);
	hears("joined", in);
	show("IP_MULTICAST_TTL", option(out, IPPROTO_IP, IP_MULTICAST_TTL));
	ok("IP_MULTICAST_TTL 5", set_option(out, IPPROTO_IP, IP_MULTICAST_TTL, 5));
	show("IP_MULTICAST_LOOP", option(out, IPPROTO_IP, IP_MULTICAST_LOOP));
	ok("leave", setsockopt(in, IPPROTO_IP, IP_DROP_MEMBERSHIP, &request, sizeof request));
	ok("leave again", setsockopt(in, IPPROTO_IP, IP_DROP_MEMBERSHIP, &request, sizeof request));
	sendto(out, "left", 4, 0, (struct sockaddr *)&group, sizeof group);
	hears("left", in);
	request.imr_multiaddr.s_addr = inet_addr("10.0.0.1");
	ok("join of no group",
		setsockopt(in, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof request));
	request.imr_multiaddr.s_addr = group.sin_addr.s_addr;
	request.imr_ifindex = 999;
	ok("join on no interface",
		setsockopt(in, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof request));
}

static void sixth(void)
{
	int in = socket(AF_INET6, SOCK_DGRAM, 0), out = socket(AF_INET6, SOCK_DGRAM, 0);
	struct sockaddr_in6 any = { .sin6_family = AF_INET6, .sin6_port = htons(5201) };
	struct sockaddr_in6 group = any;
	struct ipv6_mreq request = { .ipv6mr_interface = if_nametoindex("lo") };
	inet_pton(AF_INET6, "ff02::1234", &group.sin6_addr);
	group.sin6_scope_id = request.ipv6mr_interface;
	request.ipv6mr_multiaddr = group.sin6_addr;
	bind(in, (struct sockaddr *)&any, sizeof any);
	ok("IPv6 join",
		setsockopt(in, IPPROTO_IPV6, IPV6_JOIN_GROUP, &request, sizeof request));
	ok("send", sendto(out, "six", 3, 0, (struct sockaddr *)&group, sizeof group));
	hears("joined", in);
	ok("IPv6 leave",
		setsockopt(in, IPPROTO_IPV6, IPV6_LEAVE_GROUP, &request, sizeof request));
	show("IPV6_MULTICAST_HOPS", option(out, IPPROTO_IPV6, IPV6_MULTICAST_HOPS));
	show("IPV6_MULTICAST_LOOP", option(out, IPPROTO_IPV6, IPV6_MULTICAST_LOOP));
}

int main(void)
{
	fourth();
	sixth();
	return 0;
}
