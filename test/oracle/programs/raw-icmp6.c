/* SPDX-License-Identifier: MIT */
/* Raw IPv6 sockets: an echo, its checksum by the kernel, filters, hop limit and destination. */
#include "inet.h"

#include <netinet/icmp6.h>
#include <netinet/ip6.h>

static long echo(int fd, int sequence)
{
	struct { struct icmp6_hdr header; char text[8]; } packet = { .text = "payload" };
	struct sockaddr_in6 a = loopback6(0);
	packet.header.icmp6_type = ICMP6_ECHO_REQUEST;
	packet.header.icmp6_id = htons(0x4321);
	packet.header.icmp6_seq = htons(sequence);
	return sendto(fd, &packet, sizeof packet, 0, (struct sockaddr *)&a, sizeof a);
}

static void next(const char *label, int fd)
{
	char bytes[128], address[64];
	union { char bytes[256]; struct cmsghdr align; } control;
	struct sockaddr_in6 from;
	struct iovec part = { bytes, sizeof bytes };
	struct msghdr message = { .msg_name = &from, .msg_namelen = sizeof from, .msg_iov = &part,
		.msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control };
	long length = recvmsg(fd, &message, MSG_DONTWAIT);
	if (length < 0) {
		say("%s: %s", label, errno_name(errno));
		return;
	}
	const struct icmp6_hdr *header = (const void *)bytes;
	say("%s: %d bytes from %s, type %d, sequence %d, checksum %s", label, (int)length,
		inet_ntop(AF_INET6, &from.sin6_addr, address, sizeof address), header->icmp6_type,
		ntohs(header->icmp6_seq), header->icmp6_cksum ? "there" : "missing");
	for (struct cmsghdr *h = CMSG_FIRSTHDR(&message); h; h = CMSG_NXTHDR(&message, h)) {
		int number;
		memcpy(&number, CMSG_DATA(h), sizeof number);
		if (h->cmsg_type == IPV6_HOPLIMIT) say("  hop limit %d", number);
		if (h->cmsg_type == IPV6_PKTINFO) {
			const struct in6_pktinfo *info = (const void *)CMSG_DATA(h);
			say("  destination %s, interface %d",
				inet_ntop(AF_INET6, &info->ipi6_addr, address, sizeof address),
				info->ipi6_ifindex);
		}
	}
}

int main(void)
{
	struct icmp6_filter filter;
	int fd = socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6);
	ok("a raw socket", fd);
	show("an echo", echo(fd, 1));
	next("the request", fd);
	next("the reply", fd);
	next("no more", fd);
	ICMP6_FILTER_SETBLOCKALL(&filter);
	ICMP6_FILTER_SETPASS(ICMP6_ECHO_REPLY, &filter);
	ok("ICMP6_FILTER", setsockopt(fd, IPPROTO_ICMPV6, ICMP6_FILTER, &filter, sizeof filter));
	ok("IPV6_RECVHOPLIMIT", set_option(fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1));
	ok("IPV6_RECVPKTINFO", set_option(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1));
	ok("IPV6_UNICAST_HOPS", set_option(fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, 7));
	echo(fd, 2);
	next("only the reply", fd);
	next("nothing else", fd);
	ok("IPV6_CHECKSUM of ICMPv6", set_option(fd, IPPROTO_IPV6, IPV6_CHECKSUM, 2));
	int other = socket(AF_INET6, SOCK_RAW, 253);
	ok("IPV6_CHECKSUM", set_option(other, IPPROTO_IPV6, IPV6_CHECKSUM, 2));
	ok("IPV6_CHECKSUM at an odd place", set_option(other, IPPROTO_IPV6, IPV6_CHECKSUM, 3));
	setuid(1000);
	ok("a raw socket of a user", socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6));
	return 0;
}
