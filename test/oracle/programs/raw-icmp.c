/* SPDX-License-Identifier: MIT */
/* Raw sockets: an echo through the own stack, headers, filters, and who may have one. */
#include "inet.h"

#include <netinet/ip.h>
#include <netinet/ip_icmp.h>

enum { IDENTIFIER = 0x1234, ICMP_FILTER_OPTION = 1 };

static uint16_t checksum(const void *data, size_t length)
{
	const uint16_t *words = data;
	uint32_t sum = 0;
	for (; length > 1; length -= 2) sum += *words++;
	if (length) sum += *(const uint8_t *)words;
	sum = (sum >> 16) + (sum & 0xffff);
	return ~(sum + (sum >> 16));
}

static long echo(int fd, int sequence)
{
	struct { struct icmphdr header; char text[8]; } packet = { .text = "payload" };
	struct sockaddr_in a = loopback(0);
	packet.header.type = ICMP_ECHO;
	packet.header.un.echo.id = htons(IDENTIFIER);
	packet.header.un.echo.sequence = htons(sequence);
	packet.header.checksum = checksum(&packet, sizeof packet);
	return sendto(fd, &packet, sizeof packet, 0, (struct sockaddr *)&a, sizeof a);
}

static void next(const char *label, int fd)
{
	char packet[128];
	long length = recv(fd, packet, sizeof packet, MSG_DONTWAIT);
	if (length < 0) {
		say("%s: %s", label, errno_name(errno));
		return;
	}
	const struct ip *ip = (const void *)packet;
	const struct icmphdr *icmp = (const void *)(packet + ip->ip_hl * 4);
	say("%s: %d bytes, version %d, protocol %d, TTL %d, type %d, id %04x, sequence %d, '%s'",
		label,
		(int)length, ip->ip_v, ip->ip_p, ip->ip_ttl, icmp->type, ntohs(icmp->un.echo.id),
		ntohs(icmp->un.echo.sequence), (const char *)(icmp + 1));
	yes("its checksum is right", checksum(icmp, length - ip->ip_hl * 4) == 0);
}

static void filters(int fd)
{
	uint32_t mask = ~(1u << ICMP_ECHOREPLY);
	ok("ICMP_FILTER", setsockopt(fd, SOL_RAW, ICMP_FILTER_OPTION, &mask, sizeof mask));
	show("an echo", echo(fd, 2));
	next("only the reply", fd);
	next("nothing else", fd);
}

static void by_users(void)
{
	ok("setuid", setuid(1000));
	ok("a raw socket of a user", socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
	ok("a packet socket of a user", socket(AF_PACKET, SOCK_RAW, 0));
	/* Only groups of net.ipv4.ping_group_range may. */
	ok("an echo socket of a user", socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP));
}

int main(void)
{
	int fd = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
	ok("a raw socket", fd);
	show("an echo", echo(fd, 1));
	next("the request", fd);
	next("the reply", fd);
	next("no more", fd);
	filters(fd);

	int other = socket(AF_INET, SOCK_RAW, 253);
	struct sockaddr_in a = loopback(0);
	char packet[64];
	ok("a socket of protocol 253", other);
	show("send", sendto(other, "raw", 3, 0, (struct sockaddr *)&a, sizeof a));
	show("recv with its header", recv(other, packet, sizeof packet, MSG_DONTWAIT));
	show("protocol", packet[9] & 0xff);
	ok("IP_HDRINCL", set_option(other, IPPROTO_IP, IP_HDRINCL, 1));
	ok("a header too short", sendto(other, "raw", 3, 0, (struct sockaddr *)&a, sizeof a));
	ok("a raw socket of protocol 0", socket(AF_INET, SOCK_RAW, 0));
	by_users();
	return 0;
}
